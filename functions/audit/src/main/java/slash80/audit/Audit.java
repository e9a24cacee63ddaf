package slash80.audit;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
    try (var progress = new Progress(spec.commandLine().getErr())) {
      var networks = source.networks(progress);
      var judgements = networks.stream().map(network -> judge(network, progress)).toList();
      progress.close();
      output.write(report(networks, judgements), spec.commandLine().getOut());
      return judgements.stream().anyMatch(this::fails) ? Slash80.FOUND : Slash80.FINE;
    }
  }

  private static Judgement judge(Network network, Progress progress) {
    progress.say("judging cluster " + network.cluster().name());
    return RuleBook.judge(network);
  }

  private String report(List<Network> networks, List<Judgement> judgements) {
    return switch (output.format()) {
      case JSON -> {
        var trees = judgements.stream().map(Tree::of).toList();
        yield Json.pretty(trees.size() == 1 ? trees.getFirst() : trees);
      }
      case TEXT ->
          java.util.stream.IntStream.range(0, networks.size())
              .mapToObj(
                  one -> new AuditText(networks.get(one), judgements.get(one), output.style()))
              .map(AuditText::text)
              .collect(Collectors.joining("\n\n"));
    };
  }

  private void checkFailOn() {
    if (failOn != null && !failOn.equals(UNDECIDED) && severity().isEmpty()) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --fail-on LOW, MEDIUM, HIGH, CRITICAL or undecided, found \"%s\""
              .formatted(failOn));
    }
  }

  private java.util.Optional<Severity> severity() {
    return java.util.Arrays.stream(Severity.values())
        .filter(severity -> severity.name().equalsIgnoreCase(failOn))
        .findFirst();
  }

  private boolean fails(Judgement judgement) {
    if (failOn == null) {
      return false;
    }
    return failOn.equals(UNDECIDED)
        ? !judgement.undecided().isEmpty()
        : judgement.findings().stream()
            .anyMatch(finding -> finding.severity().compareTo(severity().orElseThrow()) >= 0);
  }
}
