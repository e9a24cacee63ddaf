package slash80.audit.command;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slash80.alerts.ReportJson;
import slash80.audit.report.ReachJson;
import slash80.audit.text.Progress;
import slash80.audit.text.ReachText;
import slash80.aws.BadInput;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.network.Network;
import slash80.page.Anchors;
import slash80.page.ReachPage;

/// The command `reach`: prints what the internet can open on each interface, or whether single
/// packets are delivered.
@Command(
    name = "reach",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description =
        "Show what the internet can open on each network interface, and what stops the rest.",
    footer = {
      "",
      "Examples:",
      "  ./slash80 reach --region us-east-2 --cluster my-cluster",
      "  ./slash80 reach snapshot --format html --output reach.html",
      "  ./slash80 reach snapshot --packets packets.jsonl"
    })
final class ReachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private AccountSource source;
  @Mixin private PageOutput output;

  @Option(
      names = "--packets",
      paramLabel = "FILE",
      description = {
        "Answer for single packets: one JSON object on each line of the file (- is standard input),"
            + " such as",
        "{\"to\":\"eni-0a1\",\"from\":\"2001:db8::1\",",
        " \"protocol\":\"tcp\",\"port\":22}"
      })
  private @Nullable Path packets;

  @Override
  public Integer call() {
    if (packets != null && output.format() == OutputFormat.HTML) {
      throw new ParameterException(
          spec.commandLine(), "expected --format text or json beside --packets, found html");
    }
    output.checkFile();
    InputFile.checkOnce(
        spec, Stream.concat(Stream.ofNullable(packets), source.policy().file().stream()));
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      var networks = source.networks(progress);
      var parts =
          networks.stream()
              .map(network -> new ReachJson.Part(network, interfacesOf(network)))
              .toList();
      progress.close();
      if (packets != null) {
        output.write(new PacketQueries(networks).answers(packets));
      } else {
        report(networks, parts);
      }
      return source.outcome(Slash80.FINE);
    }
  }

  private void report(List<Network> networks, List<ReachJson.Part> parts) {
    switch (output.format()) {
      case JSON -> {
        var clusters =
            networks.stream()
                .map(network -> ReportJson.place(network.cluster().id(), source.at()))
                .toList();
        var json = new ReachJson(clusters, source.notes(), parts);
        output.write(
            out -> {
              json.write(out);
              out.write("\n");
            });
      }
      case TEXT -> output.write(text(parts));
      case HTML -> output.write(page(networks, parts));
      case MARKDOWN, CSV, LINES, OCSF ->
          throw new IllegalStateException("reach has no such format");
    }
  }

  private String text(List<ReachJson.Part> parts) {
    var style = output.style();
    var reports =
        parts.stream()
            .map(
                part ->
                    new ReachText(part.network(), source.at(), part.interfaces(), style).text());
    var example = source.preface().stream().map(sentence -> style.note(sentence));
    return Stream.concat(example, reports).collect(Collectors.joining("\n\n"));
  }

  private String page(List<Network> networks, List<ReachJson.Part> parts) {
    var anchors = Anchors.of(networks);
    var pageParts =
        parts.stream()
            .map(
                part ->
                    ReachPage.part(
                        part.network(), source.at(), part.interfaces(), anchors.of(part.network())))
            .toList();
    return new ReachPage(pageParts, source.preface().orElse(""), source.notChecked()).html();
  }

  static List<NetworkInterface> interfacesOf(Network network) {
    return switch (network.interfaces()) {
      case Fact.Known<List<NetworkInterface>>(var networkInterfaces) -> networkInterfaces;
      case Fact.Unread<List<NetworkInterface>>(var why) ->
          throw new BadInput(
              "the interfaces of cluster %s could not be read: %s"
                  .formatted(network.cluster().name(), why));
    };
  }
}
