package slash80.audit.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slash80.alerts.ReportJson;
import slash80.audit.page.Anchors;
import slash80.audit.page.AuditPage;
import slash80.audit.page.HtmlPage;
import slash80.audit.report.AuditJson;
import slash80.audit.report.AuditSummary;
import slash80.audit.report.Json;
import slash80.audit.report.PolicyReport;
import slash80.audit.report.WhatIf;
import slash80.audit.text.AuditText;
import slash80.audit.text.Progress;
import slash80.audit.text.RemarkText;
import slash80.audit.text.WhatIfText;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Scope;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The command `audit`: checks an account and prints its findings.
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    description =
        "Check a snapshot (default: the example account), or a live account with --region.")
final class AuditCommand implements Callable<Integer> {
  private static final String UNDECIDED = "undecided";

  @Spec private CommandSpec spec;
  @Mixin private AccountSource source;
  @Mixin private PageOutput output;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|undecided",
      description =
          "Exit with 1 when a finding is at least this severe (LOW, MEDIUM, HIGH, CRITICAL), or"
              + " when anything is not checked (undecided).")
  private @Nullable String failOn;

  @Option(
      names = "--with",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "What-if: check the snapshot with these files in place of its own, and print which"
              + " findings would be new and which would be fixed; --fail-on then looks at the new"
              + " findings. To model a deletion, pass the file with the resource removed, down to"
              + " an empty list. - is standard input: its key tells the command.")
  private List<Path> with = List.of();

  private final long started = System.nanoTime();

  @Override
  public Integer call() {
    checkFailOn();
    output.checkFile();
    InputFile.checkOnce(spec, Stream.concat(with.stream(), source.policy().file().stream()));
    source.policy().policy(); // mistakes in it are reported before anything is read
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
        judgements.stream()
                .anyMatch(judgement -> fails(judgement.findings(), judgement.undecided()))
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
    return changes.stream().anyMatch(whatIf -> fails(whatIf.opened(), whatIf.undecided()))
        ? Slash80.FOUND
        : Slash80.FINE;
  }

  private String page(List<Network> changed, List<WhatIf> changes) {
    var anchors = Anchors.of(changed);
    var parts =
        each(
            changed,
            changes,
            (network, whatIf) -> AuditPage.part(network, whatIf, anchors.of(network)));
    return HtmlPage.of(
        "audit",
        new AuditPage(
            parts,
            source.example().orElse(""),
            source.notChecked(),
            List.of(),
            AuditSummary.supposed(with)));
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
    progress.say("checking cluster " + network.cluster().name());
    return RuleBook.judge(network, Scope.whole(), source.policy().policy());
  }

  private String report(List<Network> networks, List<Judgement> judgements) {
    var policy = new PolicyReport(source.policy().policy(), networks, judgements, source.isWhole());
    return switch (output.format()) {
      case JSON ->
          Json.pretty(
              AuditJson.of(
                  source.notes(),
                  each(networks, judgements, (network, judged) -> ReportJson.of(judged, network)),
                  Optional.of(policy.tree()).filter(_ -> source.policy().isGiven())));
      case TEXT -> {
        var parts = new ArrayList<String>();
        source.example().map(output.style()::note).ifPresent(parts::add);
        parts.addAll(each(networks, judgements, this::text));
        RemarkText.of(policy.remarks(), output.style()).ifPresent(parts::add);
        yield String.join("\n\n", parts);
      }
      case HTML -> {
        var anchors = Anchors.of(networks);
        var parts =
            each(
                networks,
                judgements,
                (network, judged) -> AuditPage.part(network, judged, anchors.of(network)));
        yield HtmlPage.of(
            "audit",
            new AuditPage(
                parts, source.example().orElse(""), source.notChecked(), policy.remarks(), ""));
      }
    };
  }

  private static <J, R> List<R> each(
      List<Network> networks, List<J> judged, BiFunction<Network, J, R> question) {
    return IntStream.range(0, networks.size())
        .mapToObj(number -> question.apply(networks.get(number), judged.get(number)))
        .toList();
  }

  private String text(Network network, Judgement judgement) {
    return new AuditText(network, judgement, elapsed(), output.style()).text();
  }

  private Optional<String> elapsed() {
    var seconds = (System.nanoTime() - started) / 1e9;
    return output.isOnTerminal() ? Optional.of("%.1f s".formatted(seconds)) : Optional.empty();
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
