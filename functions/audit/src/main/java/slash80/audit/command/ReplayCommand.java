package slash80.audit.command;

import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slash80.alerts.Alert;
import slash80.alerts.TextFormat;
import slash80.audit.report.Json;
import slash80.audit.text.Progress;
import slash80.aws.BadInput;
import slash80.aws.ledger.FileLedgerStore;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchHandler;
import slash80.check.BatchOutcome;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.check.MessageBatch;
import slash80.check.QueueMessage;
import slash80.check.Services;
import slash80.check.SnapshotOwners;
import slash80.ledger.Timings;

/// The command `replay`: handles events as the watch function does, on a snapshot, and prints the
/// alerts instead of sending them. Several events are one batch; the moment is that of the last.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description = "Print the alerts that the watch function would send for these events.",
    footer = {
      "",
      "Examples:",
      "  ./slash80 replay",
      "  ./slash80 replay events/ec2-create-route.json",
      "  aws cloudtrail lookup-events | ./slash80 replay - --account snapshot"
    })
final class ReplayCommand implements Callable<Integer> {
  private static final int NAMED = 3;

  @Spec private CommandSpec spec;
  @Mixin private PlainOutput output;
  @Mixin private PolicyOption policy;

  @picocli.CommandLine.Parameters(
      paramLabel = "EVENT",
      description = {
        "Files with EventBridge events, SQS batches of them, CloudTrail's log files (.json or"
            + " .json.gz), the answers of aws cloudtrail lookup-events, or lists of these; - is"
            + " standard input (default: an example of events/)."
      })
  private List<Path> events = new ArrayList<>();

  @Option(
      names = "--account",
      paramLabel = "SNAPSHOT",
      description = "The snapshot of the account after the events (default: the example account).")
  private @Nullable Path account;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description =
          "Ledger file to read and update (default: start empty; without EVENT and --account, start"
              + " from the example's ledger).")
  private @Nullable Path ledger;

  private final Map<String, Integer> undelivered = new TreeMap<>();

  @Override
  public Integer call() {
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      output.checkFile(); // before a ledger is kept
      InputFile.checkOnce(spec, Stream.concat(events.stream(), policy.file().stream()));
      InputFile.refuse(Optional.ofNullable(account), "a folder after --account");
      InputFile.refuse(
          Optional.ofNullable(ledger), "a file that is read and written after --ledger");
      policy.policy(); // mistakes in it are reported before anything is read
      policy.found().ifPresent(progress::warn);
      var files = files();
      var folder = account == null ? ProjectPaths.exampleAccount() : account;
      progress.say("reading " + folder);
      var snapshot = Snapshot.open(folder);
      snapshot.warnings().forEach(progress::warn);
      var messages = messages(files, snapshot);
      progress.say("replaying " + TextFormat.count(messages.size(), "event"));
      if (!undelivered.isEmpty()) {
        progress.warn(undelivered());
      }
      var outcome = outcome(snapshot, messages);
      progress.close();
      output.write(report(outcome));
      return Slash80.FINE;
    }
  }

  /// Judges at the time of the last event. No alert is sent.
  private BatchOutcome outcome(Snapshot snapshot, List<QueueMessage> messages) {
    var batch = MessageBatch.of(messages);
    var clock = InstantSource.fixed(batch.lastEvent(snapshot.at()));
    var services =
        new Services(
            snapshot, ledgers(snapshot), (_, _) -> {}, policy.policy(), Timings.DEFAULTS, clock);
    return new BatchHandler(clock, () -> services).handle(batch);
  }

  private LedgerStore ledgers(Snapshot snapshot) {
    if (ledger != null) {
      return new FileLedgerStore(ledger);
    }
    var ledgers = new MemoryLedgerStore();
    if (events.isEmpty() && account == null) {
      copy(new FileLedgerStore(ProjectPaths.exampleLedger()), ledgers, snapshot);
    }
    return ledgers;
  }

  /// The example starts as its account was before the event, so that the alert is about a change.
  private static void copy(LedgerStore from, LedgerStore to, Snapshot snapshot) {
    try {
      for (var cluster : snapshot.clusters()) {
        to.replace(cluster.id(), to.read(cluster.id()), from.read(cluster.id()).ledger());
      }
    } catch (LedgerStore.Conflict impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  private List<EventFile> files() {
    var files = events.isEmpty() ? List.of(ProjectPaths.exampleEvent()) : events;
    return files.stream().map(EventFile::read).toList();
  }

  /// The events that reach the watch function of the snapshot's account. A trail may record other
  /// regions, and a trail of an organization other accounts: of those, the accounts that share VPCs
  /// with the clusters concern the clusters too.
  private List<QueueMessage> messages(List<EventFile> files, Snapshot snapshot) {
    files.forEach(
        file -> file.undelivered().forEach((kind, n) -> undelivered.merge(kind, n, Integer::sum)));
    var messages = new ArrayList<QueueMessage>();
    var owners = new SnapshotOwners(snapshot, snapshot.at());
    for (var event : files.stream().flatMap(file -> file.events().stream()).toList()) {
      if (!event.isRecord() || isHere(event, snapshot, owners)) {
        messages.add(event.message());
      } else {
        undelivered.merge("calls in other accounts or regions", 1, Integer::sum);
      }
    }
    return messages;
  }

  private static boolean isHere(EventFile.Event event, Snapshot snapshot, SnapshotOwners owners) {
    return owners.own(event.account(), event.region())
        || snapshot.clusters().stream()
            .anyMatch(
                cluster ->
                    event.account().equals(cluster.account())
                        && event.region().equals(cluster.region()));
  }

  /// The records that lead to no event, in a sentence.
  private String undelivered() {
    return "EventBridge does not deliver %s of CloudTrail: %s"
        .formatted(
            TextFormat.count(
                undelivered.values().stream().mapToInt(Integer::intValue).sum(), "record"),
            undelivered.entrySet().stream()
                .map(entry -> numbered(entry.getValue(), entry.getKey()))
                .collect(Collectors.joining(", ")));
  }

  /// `3 calls that only read`, `1 call that only reads`
  private static String numbered(int number, String calls) {
    var words =
        number == 1
            ? calls
                .replaceFirst("^calls", "call")
                .replaceFirst(" that do ", " that does ")
                .replaceFirst(" only read$", " only reads")
            : calls;
    return TextFormat.number(number) + " " + words;
  }

  private String report(BatchOutcome outcome) {
    refuse(outcome);
    if (output.isJson()) {
      return Json.pretty(tree(outcome));
    }
    if (outcome.handled().isEmpty()) {
      return undelivered();
    }
    return outcome.alerts().isEmpty()
        ? String.join("\n", outcome.sentences().values())
        : outcome.alerts().stream().map(ReplayCommand::text).collect(Collectors.joining("\n\n"));
  }

  /// A queue delivers a failed event again; here it is bad input.
  private static void refuse(BatchOutcome outcome) {
    var failed =
        outcome.handled().stream()
            .filter(handled -> handled.disposition() == Disposition.FAILED)
            .toList();
    if (!failed.isEmpty()) {
      var left = failed.size() - NAMED;
      throw new BadInput(
          failed.stream()
                  .limit(NAMED)
                  .map(handled -> handled.message() + ": " + handled.sentence())
                  .collect(Collectors.joining("; "))
              + (left > 0 ? "; and %s more".formatted(TextFormat.number(left)) : ""));
    }
  }

  private static String text(Alert alert) {
    return "Subject: %s\n\n%s\nChat card:\n%s"
        .formatted(alert.subject(), alert.email(), Json.pretty(alert.card()));
  }

  private Map<String, Object> tree(BatchOutcome outcome) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("alerts", outcome.alerts().stream().map(ReplayCommand::tree).toList());
    tree.put("events", outcome.handled().stream().map(ReplayCommand::tree).toList());
    if (!undelivered.isEmpty()) {
      tree.put("undelivered", undelivered);
    }
    return tree;
  }

  private static Map<String, Object> tree(Alert alert) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("subject", alert.subject());
    tree.put("email", alert.email());
    tree.put("card", alert.card());
    tree.put("document", alert.document());
    tree.put("attributes", alert.attributes());
    return tree;
  }

  private static Map<String, Object> tree(HandledMessage handled) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("event", handled.message());
    tree.put("fate", handled.disposition().name().toLowerCase(Locale.ROOT));
    tree.put("sentence", handled.sentence());
    return tree;
  }
}
