package slash80.audit;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import slash80.alerts.Alert;
import slash80.alerts.Ledger;
import slash80.aws.BadInput;
import slash80.aws.FileLedgerStore;
import slash80.aws.LedgerStore;
import slash80.aws.Snapshot;
import slash80.facts.Cluster;
import slash80.watch.EventReader;
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
    var bodies = files.stream().flatMap(file -> bodies(file).stream()).toList();
    var snapshot = Snapshot.open(account == null ? Home.exampleAccount() : account);
    snapshot
        .warnings()
        .forEach(warning -> spec.commandLine().getErr().println("slash80: " + warning));
    var messages = new ArrayList<Message>();
    for (var body : bodies) {
      messages.add(new Message("event " + (messages.size() + 1), body.toString()));
    }
    var watch =
        new Watch(
            snapshot,
            ledgers(snapshot),
            (_, _) -> {},
            slash80.facts.Parameters.DEFAULTS,
            InstantSource.fixed(moment(bodies)));
    return print(watch.handle(messages));
  }

  /// The events of a file: one, or those in the records of an SQS batch.
  private static List<JsonNode> bodies(Path file) {
    var read = json(file, text(file));
    if (!read.path("Records").isArray()) {
      checkEvent(file, read);
      return List.of(read);
    }
    var bodies = new ArrayList<JsonNode>();
    for (var record : read.path("Records")) {
      var place = "%s: Records[%d].body".formatted(file, bodies.size());
      var body = json(Path.of(place), record.path("body").asText());
      checkEvent(Path.of(place), body);
      bodies.add(body);
    }
    return bodies;
  }

  private static void checkEvent(Path file, JsonNode event) {
    try {
      EventReader.read(event);
    } catch (IllegalArgumentException mistake) {
      throw new BadInput("%s: %s".formatted(file, mistake.getMessage()), mistake);
    }
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

  /// The latest event's.
  private static Instant moment(List<JsonNode> bodies) {
    return bodies.stream()
        .map(body -> time(body.path("time").asText()))
        .max(Instant::compareTo)
        .orElseThrow(() -> new BadInput("expected at least one event, found none"));
  }

  private static Instant time(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException wrong) {
      throw new BadInput("expected a time in \"time\" of the event, found \"%s\"".formatted(text));
    }
  }

  private LedgerStore ledgers(Snapshot snapshot) {
    if (ledger == null) {
      return new Forgotten();
    }
    var isOnly = snapshot.clusters().size() == 1;
    return new FileLedgerStore(
        cluster ->
            isOnly ? ledger : ledger.resolveSibling(ledger.getFileName() + "." + cluster.name()));
  }

  /// Nothing was announced before, and nothing is kept.
  private static final class Forgotten implements LedgerStore {
    @Override
    public Stored read(Cluster cluster) {
      return new Stored(Ledger.empty(cluster.name()), "");
    }

    @Override
    public void write(Cluster cluster, Ledger ledger, String version) {
      // an empty ledger is what each replay starts from
    }

    @Override
    public String keepWhole(Cluster cluster, Instant at, String digest) {
      return "";
    }
  }

  private int print(Outcome outcome) {
    var out = spec.commandLine().getOut();
    if (!outcome.failed().isEmpty()) {
      throw new BadInput(String.join("; ", outcome.sentences()));
    }
    out.println(
        outcome.alerts().isEmpty()
            ? String.join("\n", outcome.sentences())
            : outcome.alerts().stream().map(Replay::text).collect(Collectors.joining("\n\n")));
    return Slash80.FINE;
  }

  private static String text(Alert alert) {
    return "Subject: %s\n\n%s\nChat card:\n%s"
        .formatted(alert.subject(), alert.email(), Json.pretty(alert.card()));
  }
}
