package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.ManyClusters;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.StubbedAws;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Counts the calls of the hourly check of one cluster: the figures of docs/deploying.md.
final class SweepCostTest {
  static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path folder;

  @Test
  void the_cluster_of_the_example() {
    assertEquals(42, calls(EXAMPLE, "kodekloud"));
  }

  @Test
  void a_cluster_of_200_nodes_in_one_subnet_that_assigns_no_ipv6() throws Exception {
    assertEquals(16, calls(ManyClusters.write(folder, "111122223333", 1, 200, 0), "c1"));
  }

  @Test
  void a_cluster_of_2_000_nodes_in_eight_subnets() throws Exception {
    assertEquals(24, calls(BigSnapshot.write(folder, 2_000, 50, 10), "demo"));
  }

  /// The second hour: answers that hardly change are cached by then.
  static int calls(Path snapshot, String cluster) {
    try (var aws = StubbedAws.serving(snapshot)) {
      var hours = new Instant[] {AT};
      InstantSource clock = () -> hours[0];
      var account = aws.account(clock);
      var store = new MemoryLedgerStore();
      var watch =
          new BatchHandler(
              clock,
              () ->
                  new Services(
                      account,
                      store,
                      (_, _) -> {},
                      Policy.with(Parameters.DEFAULTS),
                      Timings.DEFAULTS,
                      clock,
                      _ -> {}));
      watch.handle(List.of(check(cluster)));
      hours[0] = AT.plusSeconds(3_600);
      aws.forget();
      assertEquals(List.of(), watch.handle(List.of(check(cluster))).failed());
      return aws.calls();
    }
  }

  private static QueueMessage check(String cluster) {
    return new QueueMessage("m", Events.check(cluster));
  }
}
