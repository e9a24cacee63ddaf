package slash80.check;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.ManyClusters;
import slash80.fixtures.GeneratedText;

/// The tables of docs/deploying.md: counted calls, and the costs that follow from them by list
/// price.
@Tag("generated")
final class DeployCostTest {
  private static final String START = "<!-- costs -->\n";
  private static final String END = "<!-- /costs -->";

  @TempDir private Path folder;

  @Test
  void the_page_agrees_with_the_counted_calls() throws IOException {
    GeneratedText.assertIsWritten("docs/deploying.md", START, END, tables());
  }

  private String tables() throws IOException {
    int example = SweepCostTest.calls(SweepCostTest.EXAMPLE, "kodekloud");
    var small = ManyClusters.write(folder.resolve("small"), "111122223333", 1, 200, 0);
    var large = BigSnapshot.write(folder.resolve("large"), 2_000, 50, 10);
    return """
    | cluster | calls in a check | seconds of a check | clusters in an hour |
    |---|---:|---:|---:|
    | 200 nodes in one subnet, no load balancer | %s |
    | 2,000 nodes in eight subnets | %s |
    | the example in events/account, four load balancers | %s |

    For clusters like the last one, in dollars a month:

    | clusters | calls an hour | invocations an hour | Lambda | SQS | S3 and logs | fixed | total |
    |---:|---:|---:|---:|---:|---:|---:|---:|
    %s

    Each account and region that forwards events has an alarm of its own, which adds %.2f.
    """
        .formatted(
            check(SweepCostTest.calls(small, "c1")),
            check(SweepCostTest.calls(large, "demo")),
            check(example),
            Stream.of(10, 100, 1_000)
                .map(clusters -> new Month(clusters, example).row())
                .collect(Collectors.joining("\n")),
            Month.ALARM);
  }

  /// Two at once, the least that Lambda allows a queue.
  private static String check(int calls) {
    double seconds = new Month(1, calls).seconds();
    return String.format(Locale.ROOT, "%d | %.1f | %,.0f", calls, seconds, 2 * 3_600 / seconds);
  }

  /// The costs of hourly checks in a month of 730 hours, in us-east-1, on x86, without the free
  /// tier.
  ///
  /// @param calls that read the account in one check
  private record Month(int clusters, int calls) {
    private static final int HOURS = 730;

    /// Assumed: the time of a call, and the time for the ledger and all else.
    private static final double CALL_SECONDS = 0.05;

    private static final double REST_SECONDS = 0.3;
    private static final double LOG_BYTES = 600;

    /// The sweep sends one message a second, and `watch` waits for five seconds.
    private static final int MESSAGES_OF_A_BATCH = 5;

    private static final int MESSAGES_OF_A_CALL = 10;

    /// The sweep has half a GB.
    private static final double SWEEP_GB = 0.5;

    private static final double GB_SECOND = 0.0000166667;
    private static final double INVOCATION = 0.20 / 1e6;
    private static final double QUEUE_CALL = 0.40 / 1e6;
    private static final double GET = 0.0004 / 1e3;
    private static final double LOG_BYTE = 0.50 / 1e9;
    private static final double ALARM = 0.10;

    /// The calls that list the clusters of the account and region, and look for its trail and its
    /// eight rules.
    private static final int SITE_CALLS = 1 + 3 + 9;

    private static final int ALARMS = alarms();

    /// `watch` writes four and `sweep` two, and a third if it is behind.
    private static final int METRICS = 6;

    private static final int QUEUES = 5;

    /// A key, the alarms, the metrics of both functions, and a dashboard.
    private static final double FIXED = 1 + ALARMS * ALARM + METRICS * 0.30 + 3;

    /// Lambda asks a queue with five pollers, each for 20 seconds, also when it is empty.
    private static final double POLLS = QUEUES * 5 * 3_600 / 20.0 * HOURS;

    private static int alarms() {
      var template = Path.of(System.getProperty("project.root"), "template.yaml");
      try {
        return Files.readString(template).split("Type: AWS::CloudWatch::Alarm\n", -1).length - 1;
      } catch (IOException broken) {
        throw new UncheckedIOException(broken);
      }
    }

    private double seconds() {
      return calls * CALL_SECONDS + REST_SECONDS;
    }

    private long readsAnHour() {
      return (long) clusters * calls + SITE_CALLS;
    }

    /// The logs of `watch` and of the sweep.
    private long invocationsAnHour() {
      return Math.ceilDiv(clusters, MESSAGES_OF_A_BATCH) + 2;
    }

    private double lambda() {
      double checks = clusters * seconds();
      double sweep =
          SWEEP_GB * CALL_SECONDS * (SITE_CALLS + Math.ceilDiv(clusters, MESSAGES_OF_A_CALL))
              + SWEEP_GB * 2 * REST_SECONDS;
      return HOURS * ((checks + sweep) * GB_SECOND + invocationsAnHour() * INVOCATION);
    }

    /// Sent ten at a time; received and deleted one by one in the worst case.
    private double queues() {
      long sent = Math.ceilDiv(clusters, MESSAGES_OF_A_CALL);
      return (POLLS + HOURS * (sent + 2.0 * clusters)) * QUEUE_CALL;
    }

    private double storage() {
      return HOURS * clusters * (GET + LOG_BYTES * LOG_BYTE);
    }

    String row() {
      double sum = lambda() + queues() + storage() + FIXED;
      var parts =
          List.of(lambda(), queues(), storage(), FIXED).stream()
              .map(dollars -> String.format(Locale.ROOT, "%.2f", dollars))
              .collect(Collectors.joining(" | "));
      return String.format(
          Locale.ROOT,
          "| %,d | %,d | %,d | %s | %.0f |",
          clusters,
          readsAnHour(),
          invocationsAnHour(),
          parts,
          sum);
    }
  }
}
