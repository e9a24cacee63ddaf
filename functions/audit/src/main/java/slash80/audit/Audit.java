package slash80.audit;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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
import slash80.facts.Scope;
import slash80.rules.Finding;
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
  @Mixin private PageOutput output;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|undecided",
      description = "Exit with 1 when a finding is at least this severe, or anything is undecided.")
  private String failOn;

  @Option(
      names = "--with",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "What if: judge the snapshot with its files of these names replaced, and print what would"
              + " become new and what would be resolved; --fail-on then asks about what is new. To"
              + " take something away, give its file without it: an empty list says that there is"
              + " none, and a file that is not there says nothing.")
  private List<Path> with = List.of();

  @Override
  public Integer call() {
    checkFailOn();
    output.checkFile();
    source.policy().policy(); // its mistakes are told before anything is read
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      return with.isEmpty() ? audit(progress) : whatIf(progress);
    }
  }

  private int audit(Progress progress) {
    var networks = source.networks(progress);
    var judgements = judge(networks, progress);
    progress.close();
    output.write(report(networks, judgements));
    return source.outcome(
        judgements.stream().anyMatch(one -> fails(one.findings(), one.undecided()))
            ? Slash80.FOUND
            : Slash80.FINE);
  }

  private int whatIf(Progress progress) {
    var changed = source.networks(with, progress);
    var before = judged(source.networks(progress), progress);
    var changes = WhatIf.between(before, judged(changed, progress));
    progress.close();
    output.write(
        switch (output.format()) {
          case JSON -> Json.pretty(AuditJson.of(source.notes(), with, changes));
          case TEXT -> String.join("\n\n", each(changed, changes, this::text));
          case HTML -> page(changed, changes);
        });
    return changes.stream().anyMatch(one -> fails(one.opened(), one.undecided()))
        ? Slash80.FOUND
        : Slash80.FINE;
  }

  private String page(List<Network> changed, List<WhatIf> changes) {
    var anchors = Anchors.of(changed);
    var parts =
        each(changed, changes, (network, one) -> AuditPage.part(network, one, anchors.of(network)));
    return Page.of(
        "audit", new AuditPage(parts, source.unjudged(), List.of(), WhatIfText.supposed(with)));
  }

  private String text(Network network, WhatIf change) {
    return new WhatIfText(network, change, with, output.style()).text();
  }

  private List<WhatIf.Judged> judged(List<Network> networks, Progress progress) {
    return networks.stream()
        .map(network -> new WhatIf.Judged(network, judge(network, progress)))
        .toList();
  }

  private List<Judgement> judge(List<Network> networks, Progress progress) {
    return networks.stream().map(network -> judge(network, progress)).toList();
  }

  private Judgement judge(Network network, Progress progress) {
    progress.say("judging cluster " + network.cluster().name());
    return RuleBook.judge(network, Scope.whole(), source.policy().policy());
  }

  private String report(List<Network> networks, List<Judgement> judgements) {
    var policy = new PolicyReport(source.policy().policy(), networks, judgements, source.isWhole());
    return switch (output.format()) {
      case JSON ->
          Json.pretty(
              AuditJson.of(
                  source.notes(),
                  each(networks, judgements, (network, judged) -> Tree.of(judged, network)),
                  Optional.of(policy.tree()).filter(_ -> source.policy().isGiven())));
      case TEXT -> {
        var parts = new ArrayList<>(each(networks, judgements, this::text));
        policy.text(output.style()).ifPresent(parts::add);
        yield String.join("\n\n", parts);
      }
      case HTML -> {
        var anchors = Anchors.of(networks);
        var parts =
            each(
                networks,
                judgements,
                (network, judged) -> AuditPage.part(network, judged, anchors.of(network)));
        yield Page.of("audit", new AuditPage(parts, source.unjudged(), policy.remarks(), ""));
      }
    };
  }

  private static <J, R> List<R> each(
      List<Network> networks, List<J> judged, BiFunction<Network, J, R> question) {
    return IntStream.range(0, networks.size())
        .mapToObj(one -> question.apply(networks.get(one), judged.get(one)))
        .toList();
  }

  private String text(Network network, Judgement judgement) {
    return new AuditText(network, judgement, output.style()).text();
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

  private boolean fails(List<Finding> findings, List<Judgement.Undecided> undecided) {
    if (failOn == null) {
      return false;
    }
    return failOn.equalsIgnoreCase(UNDECIDED)
        ? !undecided.isEmpty()
        : findings.stream()
            .anyMatch(finding -> finding.severity().compareTo(severity().orElseThrow()) >= 0);
  }
}
