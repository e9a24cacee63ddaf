package slash80.audit;

import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slash80.alerts.Tree;
import slash80.aws.BadInput;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// Prints what the internet can open on each interface, or what becomes of single packets.
@Command(
    name = "reach",
    mixinStandardHelpOptions = true,
    description = "What the internet can open on each interface, and what stops the rest.")
final class ReachCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private Source source;
  @Mixin private Output output;

  @Option(
      names = "--packets",
      paramLabel = "FILE",
      description = "Ask packet by packet: a JSON object a line; - is standard input.")
  private Path packets;

  @Override
  public Integer call() {
    if (packets != null && output.format() == Format.HTML) {
      throw output.noPage();
    }
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      var networks = source.networks(progress);
      progress.close();
      var report = packets == null ? interfaces(networks) : new Packets(networks).answers(packets);
      output.write(report);
      return source.outcome(Slash80.FINE);
    }
  }

  private String interfaces(List<Network> networks) {
    return switch (output.format()) {
      case JSON ->
          Json.pretty(
              networks.stream()
                  .flatMap(
                      network ->
                          interfacesOf(network).stream().map(one -> Tree.reach(network, one)))
                  .toList());
      case TEXT ->
          networks.stream()
              .map(network -> new ReachText(network, interfacesOf(network), output.style()).text())
              .reduce((one, other) -> one + "\n\n" + other)
              .orElse("");
      case HTML -> page(networks);
    };
  }

  private String page(List<Network> networks) {
    var anchors = Anchors.of(networks);
    var parts =
        networks.stream()
            .map(network -> ReachPage.part(network, interfacesOf(network), anchors.of(network)))
            .toList();
    return Page.of("reach", new ReachPage(parts, source.unjudged()));
  }

  static List<NetworkInterface> interfacesOf(Network network) {
    return switch (network.interfaces()) {
      case Fact.Known<List<NetworkInterface>>(var all) -> all;
      case Fact.Unread<List<NetworkInterface>>(var why) ->
          throw new BadInput(
              "the interfaces of cluster %s could not be read: %s"
                  .formatted(network.cluster().name(), why));
    };
  }
}
