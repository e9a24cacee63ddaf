package slash80.sweep;

import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
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
import slash80.aws.Deadlines;
import slash80.aws.MetricLine;
import slash80.aws.Rehearsal;

/// Rehearses `sweep` before Lambda takes a snapshot of it: a call by the schedule, and the message
/// about one account and region. Nothing of that is kept, and nothing has to be renewed after a
/// snapshot: the function makes its parts at its first call.
@Singleton
final class SweepRehearsal implements Resource {
  private static final Logger LOG = Logger.getLogger(SweepRehearsal.class);
  private static final Duration TIME = Duration.ofMinutes(1);
  private static final String QUEUES = "https://sqs.us-east-2.amazonaws.com/111122223333/";

  private static final Map<String, String> SETTINGS =
      Map.of(
          "AWS_REGION",
          Rehearsal.SITE.region(),
          "SLASH80_ACCOUNT",
          Rehearsal.SITE.account(),
          "SLASH80_LEDGER_BUCKET",
          "rehearsal",
          "SLASH80_QUEUE_URL",
          QUEUES + "checks",
          "SLASH80_SITES_QUEUE_URL",
          QUEUES + "sites",
          "SLASH80_CHANGES_ARN",
          "arn:aws:sqs:us-east-2:111122223333:changes",
          "SLASH80_RULES",
          "Ec2Calls");

  /// The result of the sweep, a sentence about each account and region, the messages that failed,
  /// and the calls that had no answer.
  record Rehearsed(
      Sweep.Requested requested,
      List<String> sentences,
      List<String> failed,
      List<String> unanswered) {}

  void started(@Observes StartupEvent event, Config config) {
    if (Rehearsal.isWanted("sweep", name -> config.getOptionalValue(name, String.class))) {
      Core.getGlobalContext().register(this);
    }
  }

  /// A function that was not rehearsed is slower and otherwise the same, so a failure is only told.
  /// An error is thrown, and no version published: a class that could not be made ready stays so in
  /// every start from the snapshot.
  @Override
  public void beforeCheckpoint(Context<? extends Resource> context) {
    tell(SweepRehearsal::run);
  }

  static void tell(Supplier<Rehearsed> rehearsal) {
    try {
      LOG.infof(
          "rehearsed a sweep before the snapshot; calls without an answer: %s",
          rehearsal.get().unanswered());
    } catch (RuntimeException failed) {
      LOG.warn("not rehearsed before the snapshot", failed);
    }
  }

  @Override
  public void afterRestore(Context<? extends Resource> context) {}

  static Rehearsed run() {
    return run(SweepParts::of);
  }

  /// @param factory makes the parts that are rehearsed
  static Rehearsed run(Function<Function<String, Optional<String>>, SweepParts> factory) {
    var requested = new ArrayList<Sweep.Requested>();
    var sentences = new ArrayList<String>();
    var failed = new ArrayList<String>();
    var unanswered =
        Rehearsal.of(
            () -> {
              var now = Instant.now();
              var parts = factory.apply(name -> Optional.ofNullable(SETTINGS.get(name)));
              requested.add(parts.sweep().run(now.plus(TIME)));
              var site =
                  new SiteBatch.Message("rehearsal", Requests.ofSite(Rehearsal.SITE, true, now));
              failed.addAll(
                  parts.batch(sentences::add).run(List.of(site), Deadlines.of(now, TIME)));
              // made, and not written: CloudWatch would count it
              MetricLine.ofSweep(parts.takeReads(), 0).text(now);
            });
    return new Rehearsed(
        requested.getFirst(), List.copyOf(sentences), List.copyOf(failed), unanswered);
  }
}
