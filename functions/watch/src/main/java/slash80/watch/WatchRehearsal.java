package slash80.watch;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.crac.Context;
import org.crac.Core;
import org.crac.Resource;
import org.eclipse.microprofile.config.Config;
import org.jboss.logging.Logger;
import slash80.aws.AwsClients;
import slash80.aws.Deadlines;
import slash80.aws.MetricLine;
import slash80.aws.Rehearsal;
import slash80.check.BatchLog;
import slash80.check.BatchOutcome;

/// Makes `watch` ready for its first event. Connections are opened when it starts, in the
/// background. Before Lambda takes a snapshot, `watch` is rehearsed instead: a change of a security
/// group, and the check of a whole cluster. Nothing of that is kept, and nothing has to be renewed
/// after a snapshot: the function makes its settings, clients and deadlines at its first event.
@Singleton
final class WatchRehearsal implements Resource {
  private static final Logger LOG = Logger.getLogger(WatchRehearsal.class);
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String FILE = "rehearsal.json";
  private static final Duration TIME = Duration.ofMinutes(1);

  private static final Map<String, String> SETTINGS =
      Map.of(
          "AWS_REGION",
          Rehearsal.SITE.region(),
          "SLASH80_ACCOUNT",
          Rehearsal.SITE.account(),
          "SLASH80_LEDGER_BUCKET",
          "rehearsal",
          "SLASH80_TOPIC_ARN",
          "arn:aws:sns:us-east-2:111122223333:rehearsal");

  private Function<String, Optional<String>> variables = _ -> Optional.empty();

  /// The outcome of each message, and the calls that had no answer.
  record Rehearsed(List<BatchOutcome> outcomes, List<String> unanswered) {}

  void started(@Observes StartupEvent event, Config config) {
    Function<String, Optional<String>> variables =
        name -> config.getOptionalValue(name, String.class);
    if (Rehearsal.isWanted("watch", variables)) {
      this.variables = variables;
      Core.getGlobalContext().register(this);
    }
    if (Rehearsal.isEventDue("watch", variables)) {
      connect(variables);
    }
  }

  /// Has the first event find connections to what most changes need. A change that concerns no
  /// cluster, or leads to no alert, leaves some of them without a call. A failure is only told
  /// here: a setting such as a malformed address stops the calls that need it, and not the
  /// function.
  static void connect(Function<String, Optional<String>> variables) {
    try {
      open(variables);
    } catch (RuntimeException failed) {
      LOG.warn("no connections were opened early", failed);
    }
  }

  private static void open(Function<String, Optional<String>> variables) {
    var services =
        EnumSet.of(
            AwsClients.Host.EC2,
            AwsClients.Host.EKS,
            AwsClients.Host.LOAD_BALANCING,
            AwsClients.Host.SNS);
    if (variables.apply("SLASH80_POLICY_PARAMETER").filter(WatchRehearsal::isSet).isPresent()) {
      services.add(AwsClients.Host.SSM);
    }
    variables
        .apply("AWS_REGION")
        .map(AwsClients::in)
        .ifPresent(
            aws ->
                aws.openEarly(
                    services,
                    variables.apply("SLASH80_LEDGER_BUCKET").filter(WatchRehearsal::isSet)));
  }

  private static boolean isSet(String value) {
    return !value.isBlank();
  }

  /// A function that was not rehearsed is slower and otherwise the same, so a failure is only told.
  /// An error is thrown, and no version published: a class that could not be made ready stays so in
  /// every start from the snapshot.
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    tell(WatchRehearsal::run);
  }

  static void tell(Supplier<Rehearsed> rehearsal) {
    try {
      var rehearsed = rehearsal.get();
      LOG.infof(
          "rehearsed %d messages before the snapshot; calls without an answer: %s",
          rehearsed.outcomes().size(), rehearsed.unanswered());
    } catch (RuntimeException failed) {
      LOG.warn("not rehearsed before the snapshot", failed);
    }
  }

  /// Connections do not outlive a snapshot, so they are opened after it.
  @Override
  public void afterRestore(Context<? extends Resource> context) {
    connect(variables);
  }

  static Rehearsed run() {
    return run(HandlerFactory::of);
  }

  /// @param factory makes the handler that is rehearsed
  static Rehearsed run(Function<WatchSettings, MessageHandler> factory) {
    var outcomes = new ArrayList<BatchOutcome>();
    var unanswered =
        Rehearsal.of(
            () -> {
              var handler = factory.apply(WatchSettings.of(WatchRehearsal::setting));
              for (var message : WatchFunction.messages(records())) {
                var deadlines = Deadlines.of(Instant.now(), TIME);
                outcomes.add(handler.handle(List.of(message), deadlines));
              }
            });
    outcomes.forEach(WatchRehearsal::write);
    return new Rehearsed(List.copyOf(outcomes), unanswered);
  }

  private static Optional<String> setting(String name) {
    return Optional.ofNullable(SETTINGS.get(name));
  }

  private static JsonNode records() {
    try (var file = WatchRehearsal.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("expected the resource " + FILE);
      }
      return JSON.readTree(file).path("Records");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// Makes the lines that the function would write, and writes none: CloudWatch would count them.
  private static void write(BatchOutcome outcome) {
    MetricLine.ofWatch(outcome.reads(), 0, 0, outcome.waiting()).text(Instant.now());
    BatchLog.of(outcome.handled());
  }
}
