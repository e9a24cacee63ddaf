package slash80.audit.command;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.exc.StreamConstraintsException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
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
import slash80.aws.FileFailure;
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
import slash80.ledger.Timings;

/// The command `replay`: handles events as the watch function does, on a snapshot, and prints the
/// alerts instead of sending them. Several events are one batch; the moment is that of the last.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "Print the alerts that the watch function would send for these events.")
final class ReplayCommand implements Callable<Integer> {
  private static final int NAMED = 3;

  @Spec private CommandSpec spec;
  @Mixin private PlainOutput output;
  @Mixin private PolicyOption policy;

  @picocli.CommandLine.Parameters(
      paramLabel = "EVENT",
      description = "Files with EventBridge events (default: an example of events/).")
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

  @Override
  public Integer call() {
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      output.checkFile(); // before a ledger is kept
      policy.policy(); // mistakes in it are reported before anything is read
      var messages = messages();
      var folder = account == null ? ProjectPaths.exampleAccount() : account;
      progress.say("reading " + folder);
      var snapshot = Snapshot.open(folder);
      snapshot.warnings().forEach(progress::warn);
      progress.say("replaying " + TextFormat.count(messages.size(), "event"));
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

  private List<QueueMessage> messages() {
    var files = events.isEmpty() ? List.of(ProjectPaths.exampleEvent()) : events;
    var messages = new ArrayList<QueueMessage>();
    files.forEach(file -> messages.addAll(messages(file)));
    if (messages.isEmpty()) {
      throw new BadInput("expected at least one event, found none");
    }
    return messages;
  }

  /// The events of a file: one, or those in the records of an SQS batch.
  private static List<QueueMessage> messages(Path file) {
    var read = json(file.toString(), text(file));
    if (!read.path("Records").isArray()) {
      return List.of(new QueueMessage(file.toString(), read.toString()));
    }
    var messages = new ArrayList<QueueMessage>();
    for (var record : read.path("Records")) {
      var place = "%s: Records[%d].body".formatted(file, messages.size());
      var body = json(place, record.path("body").asText());
      messages.add(new QueueMessage(place, body.toString()));
    }
    return messages;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a file with an EventBridge event (%s)"
              .formatted(file, FileFailure.reason(broken)),
          broken);
    }
  }

  private static JsonNode json(String place, String text) {
    try {
      var read = Json.whole(text);
      if (read.isObject()) {
        return read;
      }
    } catch (StreamConstraintsException tooMuch) {
      throw new BadInput(
          place
              + ": expected an EventBridge event, found JSON that is deeper or longer than any"
              + " event",
          tooMuch);
    } catch (JsonProcessingException notJson) {
      throw new BadInput(
          "%s: expected an EventBridge event, found text that is not JSON at line %d, column %d"
              .formatted(
                  place, notJson.getLocation().getLineNr(), notJson.getLocation().getColumnNr()),
          notJson);
    }
    throw new BadInput(place + ": expected an EventBridge event, found JSON that is not an object");
  }

  private String report(BatchOutcome outcome) {
    refuse(outcome);
    if (output.isJson()) {
      return Json.pretty(tree(outcome));
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

  private static Map<String, Object> tree(BatchOutcome outcome) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("alerts", outcome.alerts().stream().map(ReplayCommand::tree).toList());
    tree.put("events", outcome.handled().stream().map(ReplayCommand::tree).toList());
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
