package slash80.audit.command;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.function.BiFunction;
import java.util.stream.Collectors;
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
import slash80.audit.report.AuditJson;
import slash80.audit.report.FindingCsv;
import slash80.audit.report.FindingMarkdown;
import slash80.audit.report.FindingOcsf;
import slash80.audit.report.FindingRow;
import slash80.audit.report.Json;
import slash80.audit.report.PolicyReport;
import slash80.audit.report.ReplacedFiles;
import slash80.audit.report.Selection;
import slash80.audit.text.AuditText;
import slash80.audit.text.Progress;
import slash80.audit.text.RemarkText;
import slash80.audit.text.WhatIfText;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.ledger.Since;
import slash80.network.Network;
import slash80.network.Scope;
import slash80.page.Anchors;
import slash80.page.AuditPage;
import slash80.page.AuditPart;
import slash80.report.NodeStatus;
import slash80.report.WhatIf;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The command `audit`: checks an account and prints its findings.
@Command(
    name = "audit",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description =
        "Check a snapshot (default: the example account), or a live account with --region.",
    footer = {
      "",
      "Examples:",
      "  ./slash80 audit --region us-east-2 --cluster my-cluster",
      "  ./slash80 audit snapshot --severity HIGH --format lines",
      "  ./slash80 audit snapshot --format ocsf --output findings.jsonl",
      "  ./slash80 audit snapshot --format markdown \\",
      "    --with new/describe-security-groups.json"
    })
final class AuditCommand implements Callable<Integer> {
  static final String UNDECIDED = "undecided";

  @Spec private CommandSpec spec;
  @Mixin private AccountSource source;
  @Mixin private SelectionOptions selecting;
  @Mixin private LedgerOption ledger;
  @Mixin private AuditOutput output;

  @Option(
      names = "--fail-on",
      paramLabel = "SEVERITY|undecided",
      completionCandidates = CompletedWords.Failures.class,
      description =
          "Exit with 1 when a finding is at least this severe (LOW, MEDIUM, HIGH, CRITICAL), or"
              + " when anything is not checked (undecided). Counts what --severity does not show,"
              + " and only the rules of --rule.")
  private @Nullable String failOn;

  @Option(
      names = "--with",
      arity = "1..*",
      paramLabel = "FILE",
      description =
          "What-if: check the snapshot with these files in place of its own, and print which"
              + " findings would be new, worse, better or fixed; --fail-on then looks at those that"
              + " are new or worse. To model a deletion, pass the file with the resource removed,"
              + " down to an empty list. - is standard input: its key tells the command.")
  private List<Path> with = List.of();

  private Selection selection = Selection.ALL;
  private final long started = System.nanoTime();

  @Override
  public Integer call() {
    checkFailOn();
    selection = selecting.selection();
    output.checkFile();
    InputFile.checkOnce(
        spec,
        Stream.of(with.stream(), source.policy().file().stream(), ledger.file().stream())
            .flatMap(files -> files));
    source.policy().policy(); // mistakes in it are reported before anything is read
    ledger.read();
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      return with.isEmpty() ? audit(progress) : whatIf(progress);
    }
  }

  private int audit(Progress progress) {
    var networks = source.networks(progress);
    ledger.check(networks, progress);
    var judgements = judge(networks, progress);
    var chosen = judgements.stream().map(selection::chosen).toList();
    var note = selection.sentence(judgements);
    progress.close();
    write(report(networks, judgements, note), note, progress);
    return source.outcome(
        chosen.stream().anyMatch(judgement -> fails(judgement.findings(), judgement.undecided()))
            ? Slash80.FOUND
            : Slash80.FINE);
  }

  /// Prints a report. One whose every line is a finding has its notes on standard error.
  private void write(String report, Optional<String> note, Progress progress) {
    if (output.format().isOfRows()) {
      Stream.concat(source.preface().stream(), note.stream()).forEach(progress::warn);
    }
    if (output.format() == OutputFormat.CSV) {
      output.write(out -> out.write(report)); // its last record ends as the others do
    } else {
      output.write(report);
    }
  }

  private int whatIf(Progress progress) {
    var changed = source.networks(with, progress);
    ledger.check(changed, progress);
    var before = judged(source.networks(progress), progress);
    var after = judged(changed, progress);
    WhatIf.missing(before, after).ifPresent(AuditCommand::refuse);
    var whole = WhatIf.between(before, after);
    var changes = whole.stream().map(selection::shown).toList();
    var note = selection.sentenceOfChanges(whole);
    var notes = notes(note);
    progress.close();
    write(
        switch (output.format()) {
          case JSON -> Json.pretty(AuditJson.of(notes, with, changes, selection, ledger::since));
          case TEXT ->
              together(note.stream().map(output.style()::note), each(changed, changes, this::text));
          case HTML -> page(changed, whole, note.orElse(""));
          case MARKDOWN ->
              FindingMarkdown.of(
                  Stream.concat(notes.stream(), Stream.of(ReplacedFiles.sentence(with) + "."))
                      .toList(),
                  changes.stream().map(FindingMarkdown.Part::of).toList());
          case CSV -> FindingCsv.of(changes.stream().flatMap(FindingRow::all).toList());
          case LINES -> lines(changes.stream().flatMap(FindingRow::all));
          case OCSF ->
              changes.stream()
                  .flatMap(
                      change ->
                          FindingOcsf.lines(
                              change, ledger.since(change.after().cluster()), Slash80.version()))
                  .collect(Collectors.joining("\n"));
        },
        note,
        progress);
    return whole.stream()
            .map(selection::chosen)
            .anyMatch(whatIf -> fails(whatIf.opened(), whatIf.undecided()))
        ? Slash80.FOUND
        : Slash80.FINE;
  }

  private static void refuse(Cluster missing) {
    throw new BadInput(
        "expected cluster %s in the changed snapshot too, found none of that ARN"
            .formatted(missing.name()));
  }

  private static String together(Stream<String> notes, List<String> parts) {
    return Stream.concat(notes, parts.stream()).collect(Collectors.joining("\n\n"));
  }

  private static String lines(Stream<FindingRow> rows) {
    return rows.map(FindingRow::line).collect(Collectors.joining("\n"));
  }

  private String page(List<Network> changed, List<WhatIf> whole, String selected) {
    var anchors = Anchors.of(changed);
    var parts =
        each(
            changed,
            whole,
            (network, whatIf) ->
                AuditPart.of(
                    network, whatIf, selection.shown(whatIf), anchors.of(network), since(network)));
    return new AuditPage(
            parts,
            source.preface().orElse(""),
            source.notChecked(),
            List.of(),
            selected,
            ReplacedFiles.sentence(with))
        .html();
  }

  private String text(Network network, WhatIf change) {
    return new WhatIfText(network, change, with, since(network), output.style()).text();
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

  private String report(List<Network> networks, List<Judgement> judgements, Optional<String> note) {
    var policy = new PolicyReport(source.policy().policy(), networks, judgements, source.isWhole());
    var shown = judgements.stream().map(selection::shown).toList();
    var notes = notes(note);
    return switch (output.format()) {
      case JSON ->
          Json.pretty(
              AuditJson.of(
                  notes,
                  each(
                      networks,
                      shown,
                      (network, judged) -> ReportJson.of(judged, network, since(network))),
                  Optional.of(policy.tree()).filter(_ -> source.policy().isGiven()),
                  selection));
      case TEXT -> {
        var parts = new ArrayList<>(each(networks, judgements, this::text));
        RemarkText.of(policy.remarks(), output.style()).ifPresent(parts::add);
        yield together(
            Stream.concat(source.preface().stream(), note.stream()).map(output.style()::note),
            parts);
      }
      case HTML -> {
        var anchors = Anchors.of(networks);
        var parts =
            each(
                networks,
                judgements,
                (network, judged) ->
                    AuditPart.of(
                        network,
                        judged,
                        selection.shown(judged),
                        anchors.of(network),
                        since(network)));
        yield new AuditPage(
                parts,
                source.preface().orElse(""),
                source.notChecked(),
                policy.remarks(),
                note.orElse(""),
                "")
            .html();
      }
      case MARKDOWN ->
          FindingMarkdown.of(notes, shown.stream().map(FindingMarkdown.Part::of).toList());
      case CSV -> FindingCsv.of(shown.stream().flatMap(FindingRow::all).toList());
      case LINES -> lines(shown.stream().flatMap(FindingRow::all));
      case OCSF ->
          shown.stream()
              .flatMap(
                  judged ->
                      FindingOcsf.lines(judged, ledger.since(judged.cluster()), Slash80.version()))
              .collect(Collectors.joining("\n"));
    };
  }

  private List<String> notes(Optional<String> selected) {
    return Stream.of(source.notes().stream(), ledger.notes().stream(), selected.stream())
        .flatMap(sentences -> sentences)
        .toList();
  }

  private Since since(Network network) {
    return ledger.since(network.cluster().id());
  }

  private static <J, R> List<R> each(
      List<Network> networks, List<J> judged, BiFunction<Network, J, R> question) {
    return IntStream.range(0, networks.size())
        .mapToObj(number -> question.apply(networks.get(number), judged.get(number)))
        .toList();
  }

  private String text(Network network, Judgement judgement) {
    var status = new NodeStatus(network, judgement);
    return new AuditText(
            network, selection.shown(judgement), status, since(network), elapsed(), output.style())
        .text();
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
    return SelectionOptions.named(failOn);
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
