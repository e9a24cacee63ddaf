package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.sweep.FleetSimulation.HOUR;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import slash80.fixtures.GeneratedText;

/// Tests how long a sweep of 5,000 accounts in four regions takes, and holds the figures of
/// docs/deploying.md to it.
final class FleetSimulationTest {
  private static final String PAGE = "docs/deploying.md";

  /// Fleets of which one account and region in five has a cluster, and each.
  private static final FleetSimulation FEW = new FleetSimulation(1);

  private static final FleetSimulation EACH = new FleetSimulation(5);

  @Tag("generated")
  @Test
  void every_healthy_cluster_of_five_thousand_accounts_is_checked_within_its_hour()
      throws Exception {
    System.out.println("a sweep of 5,000 accounts in four regions, a tenth refusing or hanging:");
    var rows = new StringBuilder();
    for (int concurrency : new int[] {2, 5, 10, 20}) {
      var outcome = FEW.sweep(4_999, concurrency);
      System.out.printf(
          "  SweepConcurrency %2d: %,d sites asked with %,d calls of SQS, the last listed after"
              + " %,d s, the last of %,d clusters checked after %,d s, %,d s of Lambda%n",
          concurrency,
          outcome.sites(),
          outcome.sent(),
          outcome.listed().toSeconds(),
          outcome.clusters(),
          outcome.checked().toSeconds(),
          outcome.busy());
      assertEquals(20_000, outcome.sites());
      assertEquals(FEW.healthy(4_999), outcome.clusters());
      assertEquals(FleetSimulation.troubled(4_999), outcome.told());
      assertEquals(concurrency >= 10, outcome.isWithin(HOUR), outcome.toString());
      assertEquals(concurrency >= 10, outcome.late() == 0, outcome.toString());
      rows.append("| %d | %,d minutes |%n".formatted(concurrency, minutes(outcome.checked())));
    }
    GeneratedText.assertIsWritten(
        PAGE,
        "<!-- simulation -->\n",
        "<!-- /simulation -->",
        """
        | `SweepConcurrency` | the last of %,d clusters is checked after |
        |---:|---:|
        """
                .formatted(FEW.healthy(4_999))
            + rows);
  }

  private static long minutes(Duration time) {
    return Math.ceilDiv(time.toSeconds(), 60);
  }

  /// The age of the messages tells it too, but hours later: a check is asked for when its account
  /// is listed, so that it is young when the next sweep begins.
  @Test
  void a_sweep_that_is_not_finished_within_its_hour_is_noticed_by_the_next_one() throws Exception {
    var outcome = EACH.sweep(4_999, 11);
    assertFalse(outcome.isWithin(HOUR), outcome.toString());
    assertTrue(outcome.oldest().compareTo(HOUR) < 0, outcome.toString());
    assertTrue(outcome.late() > 0, outcome.toString());
  }

  /// The default suffices for a company of the size that the parameter MemberAccounts takes.
  @Test
  void two_invocations_suffice_for_two_hundred_accounts() throws Exception {
    var outcome = FEW.sweep(200, 2);
    System.out.printf(
        "  SweepConcurrency  2: %,d sites, the last of %,d clusters checked after %,d s%n",
        outcome.sites(), outcome.clusters(), outcome.checked().toSeconds());
    assertTrue(outcome.checked().compareTo(Duration.ofMinutes(30)) < 0, outcome.toString());
  }

  // ---- The table of docs/deploying.md ----

  /// The products of accounts and regions that the table has.
  private static final List<Integer> SITES = List.of(400, 800, 2_000, 4_000, 8_000, 20_000, 40_000);

  /// The last check must end so early, because a real hour is not as even as this one.
  private static final Duration IN_TIME = Duration.ofMinutes(55);

  /// The time grows with the number of accounts and regions, as long as every invocation is busy.
  @Tag("generated")
  @Test
  void the_page_names_the_smallest_concurrency_that_finishes_in_the_hour() throws Exception {
    var table =
        new StringBuilder(
            """
            | accounts × regions | `SweepConcurrency`, if one in five has a cluster | if each has a cluster |
            |---:|---:|---:|
            """);
    double few = secondsOfASite(FEW);
    double many = secondsOfASite(EACH);
    for (int sites : SITES) {
      table.append(
          "| %,d | %d | %d |%n".formatted(sites, smallest(sites * few), smallest(sites * many)));
    }
    GeneratedText.assertIsWritten(PAGE, "<!-- sweep -->\n", "<!-- /sweep -->", table.toString());
  }

  @Test
  void the_concurrency_that_the_page_names_suffices_and_one_less_does_not() throws Exception {
    int few = named("| 20,000 | (\\d+) |");
    int many = named("| 20,000 | \\d+ | (\\d+) |");
    assertTrue(FEW.sweep(4_999, few).isWithin(IN_TIME));
    assertFalse(FEW.sweep(4_999, few - 1).isWithin(IN_TIME));
    for (int concurrency : new int[] {2, 5, 10, 20}) {
      int minutes = named("| " + concurrency + " | (\\d+) minutes |");
      assertEquals(concurrency >= few, minutes <= IN_TIME.toMinutes(), minutes + " minutes");
    }
    assertTrue(EACH.sweep(4_999, many).isWithin(IN_TIME));
    assertFalse(EACH.sweep(4_999, many - 1).isWithin(IN_TIME));
  }

  /// A number in the page's tables.
  private static int named(String row) throws Exception {
    var page = Files.readString(Path.of(System.getProperty("project.root"), PAGE));
    var found = Pattern.compile("^" + row.replace("|", "\\|"), Pattern.MULTILINE).matcher(page);
    assertTrue(found.find(), row);
    return Integer.parseInt(found.group(1));
  }

  /// The seconds that the slower of the two queues takes for one account and region, with one
  /// invocation at a time.
  private static double secondsOfASite(FleetSimulation fleet) throws Exception {
    var alone = fleet.sweep(499, 1);
    var slower = alone.checked().compareTo(alone.listed()) > 0 ? alone.checked() : alone.listed();
    return slower.toSeconds() / 2_000.0;
  }

  private static int smallest(double seconds) {
    return Math.max(2, (int) Math.ceil(seconds / IN_TIME.toSeconds()));
  }
}
