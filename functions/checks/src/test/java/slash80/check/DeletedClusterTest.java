package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.fixtures.Fixtures.cluster;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;
import slash80.ledger.Timings;

/// Tests who is named for the end of a cluster that a check finds gone long after the call.
final class DeletedClusterTest extends WatchFixture {
  private static final Cluster.Id DEMO = cluster("demo").network().cluster().id();

  private static String eks(String call, String user, Instant at) {
    return call(call)
        .of("eks")
        .asking("{'name':'demo'}")
        .by("user/" + user)
        .with("'eventID':'%s-%s','eventTime':'%s'".formatted(user, at, at))
        .event();
  }

  private String deletedBy(String user) {
    return eks("DeleteCluster", user, now);
  }

  @BeforeEach
  void demo_has_a_finding() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
  }

  private void after(Duration passed) {
    now = now.plus(passed);
  }

  private void sweep() {
    account.holds(faulty().at(now), sound("second").at(now));
    handle(SWEEP);
  }

  private String end() {
    account.holds(sound("second"));
    handle(SWEEP);
    var last = sent.getLast().email();
    assertTrue(last.contains("gone with the cluster"), last);
    assertEquals("", kept("demo").version());
    return last;
  }

  private static void assertNames(String user, String email) {
    assertTrue(email.contains("by %s with DeleteCluster".formatted(user)), email);
  }

  private static void assertNamesNobody(String email) {
    assertFalse(email.contains("DeleteCluster"), email);
  }

  @ParameterizedTest
  @CsvSource({"PT1H1M, 1", "PT24H, 1", "P100D, 3"})
  void a_call_that_the_cluster_has_outlived_is_not_named(Duration between, int sweeps) {
    handle(deletedBy("bob"));
    for (int sweep = 0; sweep < sweeps; sweep++) {
      after(between);
      sweep();
    }
    after(Duration.ofMinutes(1));
    assertNamesNobody(end());
  }

  @ParameterizedTest
  @CsvSource({"PT10S", "PT10M", "PT59M"})
  void a_call_is_named_where_the_cluster_was_still_there_a_short_time_later(Duration between) {
    handle(deletedBy("bob"));
    after(between);
    sweep();
    after(Duration.ofHours(24));
    assertNames("bob", end());
  }

  @ParameterizedTest
  @CsvSource({"PT24H, true", "PT47H, true", "PT49H, false", "P300D, false"})
  void a_call_is_forgotten_after_two_of_the_rarest_sweeps(Duration between, boolean isNamed) {
    handle(deletedBy("bob"));
    after(between);
    var last = end();
    assertEquals(isNamed, last.contains("by bob with DeleteCluster"), last);
  }

  @Test
  void a_call_that_deleted_an_older_cluster_of_the_name_is_not_named() {
    handle(deletedBy("bob"));
    after(Duration.ofMinutes(12));
    handle(eks("CreateCluster", "alice", now));
    after(Duration.ofMinutes(20));
    assertNamesNobody(end());
  }

  @Test
  void a_call_that_deleted_the_newer_cluster_of_the_name_is_named() {
    handle(deletedBy("bob"));
    after(Duration.ofMinutes(12));
    handle(eks("CreateCluster", "alice", now));
    after(Duration.ofMinutes(12));
    handle(deletedBy("carol"));
    after(Duration.ofMinutes(20));
    assertNames("carol", end());
  }

  @Test
  void an_event_that_comes_long_after_the_cluster_outlived_it_is_not_named() {
    var old = deletedBy("bob");
    after(Duration.ofHours(5));
    account.holds(sound().at(now), sound("second"));
    handle(SWEEP);
    sweep();
    handle(old);
    assertNamesNobody(end());
  }

  /// Closes the ledger as it is where the account or region is no longer checked.
  private String leave() throws LedgerStore.Conflict {
    account.holds(sound("second"));
    var services =
        new Services(account, store, publisher, policy, Timings.DEFAULTS, InstantSource.fixed(now));
    ClusterRemoval.ofLeft(services, DEMO, List.of()).run();
    assertEquals("", kept("demo").version());
    return sent.getLast().email();
  }

  @ParameterizedTest
  @ValueSource(strings = {"PT5M", "PT10H"})
  void who_deletes_a_cluster_did_not_end_its_checks(Duration between) throws LedgerStore.Conflict {
    handle(deletedBy("bob"));
    after(between);
    var last = leave();
    assertTrue(last.contains("no longer checked"), last);
    assertNamesNobody(last);
  }

  /// EKS may accept a second call while it deletes the cluster.
  @ParameterizedTest
  @ValueSource(booleans = {true, false})
  void the_first_of_two_calls_is_named_in_whichever_order_they_come(boolean isInOrder) {
    var first = deletedBy("bob");
    after(Duration.ofMinutes(5));
    var second = deletedBy("carol");
    handle(isInOrder ? first : second);
    handle(isInOrder ? second : first);
    after(Duration.ofMinutes(10));
    assertNames("bob", end());
  }

  @Test
  void the_first_of_two_calls_is_named_where_they_come_together() {
    var first = deletedBy("bob");
    after(Duration.ofMinutes(5));
    handle(deletedBy("carol"), first);
    after(Duration.ofMinutes(10));
    assertNames("bob", end());
  }

  @Test
  void the_first_call_is_named_where_the_second_finds_the_cluster_gone() {
    handle(deletedBy("bob"));
    after(Duration.ofMinutes(5));
    account.holds(sound("second"));
    handle(deletedBy("carol"));
    assertNames("bob", sent.getLast().email());
  }

  @Test
  void the_second_call_is_named_where_the_cluster_has_outlived_the_first() {
    var first = deletedBy("bob");
    handle(first);
    after(Duration.ofHours(3));
    sweep();
    handle(deletedBy("carol"), first);
    after(Duration.ofMinutes(10));
    assertNames("carol", end());
  }

  private void failToEnd(String... events) {
    var reached = publisher;
    publisher =
        (_, _) -> {
          throw new IllegalStateException("SNS is away");
        };
    account.holds(sound("second"));
    handle(events);
    publisher = reached;
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2})
  void a_remembered_call_is_named_where_the_last_alert_failed_before(int failures) {
    handle(deletedBy("bob"));
    after(Duration.ofMinutes(10));
    for (int failure = 0; failure < failures; failure++) {
      failToEnd(SWEEP);
      after(Duration.ofHours(1));
    }
    assertNames("bob", end());
  }

  @Test
  void a_call_that_finds_the_cluster_gone_is_named_where_the_last_alert_failed_before() {
    failToEnd(deletedBy("bob"));
    after(Duration.ofHours(1));
    assertNames("bob", end());
  }

  @ParameterizedTest
  @ValueSource(strings = {"bob", "carol"})
  void a_call_is_named_once_where_another_comes_after_the_last_alert_failed(String other) {
    var first = deletedBy("bob");
    failToEnd(first);
    after(Duration.ofMinutes(5));
    handle(other.equals("bob") ? first : deletedBy(other));
    var last = sent.getLast().email();
    assertNames("bob", last);
    assertEquals(other.equals("bob") ? 2 : 3, last.split("DeleteCluster", -1).length - 1, last);
    assertFalse(last.contains("stands behind nothing") && other.equals("bob"), last);
  }

  @Test
  void nobody_is_named_where_the_last_alert_failed_and_no_event_told_of_the_end() {
    failToEnd(SWEEP);
    after(Duration.ofHours(1));
    assertNamesNobody(end());
  }

  @Test
  void who_deletes_a_cluster_ended_nothing_that_had_ended_with_its_checks() {
    var reached = publisher;
    publisher =
        (_, _) -> {
          throw new IllegalStateException("SNS is away");
        };
    assertThrows(IllegalStateException.class, this::leave);
    publisher = reached;
    after(Duration.ofHours(1));
    handle(deletedBy("bob"));
    var last = sent.getLast().email();
    assertTrue(last.contains("no longer checked"), last);
    assertFalse(last.contains("by bob with DeleteCluster"), last);
    assertEquals("", kept("demo").version());
  }
}
