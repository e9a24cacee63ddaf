package slash80.audit;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slash80.alerts.Tree;
import slash80.facts.Network;
import slash80.rules.Judgement;
import slash80.rules.RuleBook;
import slash80.rules.Severity;

/// Judges an account and prints what is wrong.
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description = "Judge a snapshot (default: the example account), or a live account by --region.")
final class Audit implements Callable<Integer> {
  private static final String UNDECIDED = "undecided";

  @Spec private CommandSpec spec;
  @Mixin private Source source;
  @Mixin private Output output;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|undecided",
      description = "Exit with 1 when a finding is at least this severe, or anything is undecided.")
  private String failOn;

  @Override
  public Integer call() {
    checkFailOn();
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      var networks = source.networks(progress);
      var judgements = networks.stream().map(network -> judge(network, progress)).toList();
      progress.close();
      output.write(report(networks, judgements));
      return judgements.stream().anyMatch(this::fails) ? Slash80.FOUND : Slash80.FINE;
    }
  }

  private static Judgement judge(Network network, Progress progress) {
    progress.say("judging cluster " + network.cluster().name());
    return RuleBook.judge(network);
  }

  private String report(List<Network> networks, List<Judgement> judgements) {
    return switch (output.format()) {
      case JSON -> json(each(networks, judgements, (network, judged) -> Tree.of(judged, network)));
      case TEXT -> String.join("\n\n", each(networks, judgements, this::text));
    };
  }

  private static <R> List<R> each(
      List<Network> networks,
      List<Judgement> judgements,
      BiFunction<Network, Judgement, R> question) {
    return IntStream.range(0, networks.size())
        .mapToObj(one -> question.apply(networks.get(one), judgements.get(one)))
        .toList();
  }

  private String text(Network network, Judgement judgement) {
    return new AuditText(network, judgement, output.style()).text();
  }

  /// One cluster stands for itself.
  private static String json(List<Map<String, Object>> trees) {
    return Json.pretty(trees.size() == 1 ? trees.getFirst() : trees);
  }

  private void checkFailOn() {
    if (failOn != null && !failOn.equalsIgnoreCase(UNDECIDED) && severity().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --fail-on LOW, MEDIUM, HIGH, CRITICAL or undecided, found \"%s\""
              .formatted(failOn));
    }
  }

  private Optional<Severity> severity() {
    return Arrays.stream(Severity.values())
        .filter(severity -> severity.name().equalsIgnoreCase(failOn))
        .findFirst();
  }

  private boolean fails(Judgement judgement) {
    if (failOn == null) {
      return false;
    }
    return failOn.equalsIgnoreCase(UNDECIDED)
        ? !judgement.undecided().isEmpty()
        : judgement.findings().stream()
            .anyMatch(finding -> finding.severity().compareTo(severity().orElseThrow()) >= 0);
  }
}
