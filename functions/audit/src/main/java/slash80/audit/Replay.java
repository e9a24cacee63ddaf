package slash80.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slash80.alerts.Alert;
import slash80.aws.BadInput;
import slash80.aws.FileLedgerStore;
import slash80.aws.MemoryLedgerStore;
import slash80.aws.Snapshot;
import slash80.watch.Message;
import slash80.watch.Outcome;
import slash80.watch.Watch;

/// What `watch` would do with events, on a snapshot: prints the alerts instead of sending them.
@Command(
    name = "replay",
    mixinStandardHelpOptions = true,
    description = "What watch would do with these events: prints the alerts.")
final class Replay implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "EVENT",
      description = "Files of EventBridge events; a planted one of events/ when left out.")
  private List<Path> events = new ArrayList<>();

  @Option(
      names = "--account",
      paramLabel = "SNAPSHOT",
      description = "The account that they happen in; the example account when left out.")
  private Path account;

  @Option(
      names = "--ledger",
      paramLabel = "FILE",
      description = "Start from this ledger, and keep it; an empty one when left out.")
  private Path ledger;

  @Override
  public Integer call() {
    var files = events.isEmpty() ? List.of(Home.exampleEvent()) : events;
    var messages = files.stream().flatMap(file -> messages(file).stream()).toList();
    var snapshot = Snapshot.open(account == null ? Home.exampleAccount() : account);
    for (var warning : snapshot.warnings()) {
      spec.commandLine().getErr().println("slash80: " + warning);
    }
    var watch =
        new Watch(
            () -> snapshot,
            ledger == null ? new MemoryLedgerStore() : new FileLedgerStore(ledger),
            (_, _) -> {},
            slash80.facts.Parameters.DEFAULTS,
            InstantSource.fixed(Watch.momentOf(messages, snapshot.at())));
    return print(watch.handle(messages));
  }

  /// The events of a file: one, or those in the records of an SQS batch.
  private static List<Message> messages(Path file) {
    var read = json(file, text(file));
    if (!read.path("Records").isArray()) {
      return List.of(new Message(file.toString(), read.toString()));
    }
    var messages = new ArrayList<Message>();
    for (var record : read.path("Records")) {
      var place = "%s: Records[%d]".formatted(file, messages.size());
      messages.add(new Message(place, record.path("body").asText()));
    }
    return messages;
  }

  private static String text(Path file) {
    try {
      return Files.readString(file);
    } catch (IOException broken) {
      throw new BadInput(file + ": expected a file with an EventBridge event", broken);
    }
  }

  private static JsonNode json(Path file, String text) {
    try {
      return Json.mapper().readTree(text);
    } catch (JsonProcessingException notJson) {
      throw new BadInput(
          file + ": expected an EventBridge event, found text that is no JSON", notJson);
    }
  }

  private int print(Outcome outcome) {
    if (!outcome.failed().isEmpty()) {
      throw new BadInput(sentences(outcome, one -> one.fate() == Outcome.Fate.FAILED));
    }
    spec.commandLine()
        .getOut()
        .println(
            outcome.alerts().isEmpty()
                ? sentences(outcome, _ -> true)
                : outcome.alerts().stream().map(Replay::text).collect(Collectors.joining("\n\n")));
    return Slash80.FINE;
  }

  private static String sentences(Outcome outcome, Predicate<Outcome.Handled> which) {
    return outcome.handled().stream()
        .filter(which)
        .map(one -> one.message() + ": " + one.sentence())
        .collect(Collectors.joining("\n"));
  }

  private static String text(Alert alert) {
    return "Subject: %s\n\n%s\nChat card:\n%s"
        .formatted(alert.subject(), alert.email(), Json.pretty(alert.card()));
  }
}
