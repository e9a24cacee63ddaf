package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Deadlines;
import slash80.aws.Outbox;
import slash80.aws.ReadInterrupted;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.ledger.SiteBook;
import slash80.aws.live.Examination;
import slash80.fixtures.Fixtures;
import slash80.ledger.Ledger;
import slash80.ledger.SiteLedger;
import slash80.ledger.SiteTrouble.Kind;
import slash80.sweep.SiteSweep.Swept;

/// Tests of the sweep of one account and region, and of batches of them.
final class SiteSweepTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");
  private static final AccountRegion OTHER = new AccountRegion("222233334444", "us-east-2");

  private final FakeQueue queue = new FakeQueue();
  private final MemorySiteBook book = new MemorySiteBook();
  private final List<String> log = new ArrayList<>();
  private LedgerStore store = new MemoryLedgerStore();
  private Examination examined = Examination.none();

  // ---- One account and region ----

  @Test
  void every_cluster_is_asked_for_once() throws Exception {
    assertEquals(23, sweep(23).clusters());

    assertEquals(names(23), queue.clusters());
    assertTrue(queue.sizes.stream().allMatch(size -> size <= 10), queue.sizes.toString());
  }

  @Test
  void a_message_is_an_event_that_names_its_cluster() throws Exception {
    sweep(1);

    var event = new ObjectMapper().readTree(queue.taken.getFirst());
    assertEquals("slash80.sweep", event.path("source").asText());
    assertEquals("Cluster Check", event.path("detail-type").asText());
    assertEquals(Fixtures.NOW.toString(), event.path("time").asText());
    assertEquals(
        "{\"cluster\":\"c0\",\"account\":\"111122223333\",\"region\":\"us-east-2\"}",
        event.path("detail").toString());
  }

  @Test
  void an_account_without_clusters_sends_nothing() {
    assertEquals(0, sweep(0).clusters());
    assertTrue(queue.sizes.isEmpty());
  }

  @Test
  void a_ledger_whose_cluster_is_gone_is_asked_for_too() throws Exception {
    keep("c1");
    keep("c9");

    assertEquals(3, sweep(2).clusters());

    assertEquals(List.of("c0", "c1", "c9"), queue.clusters());
    var event = new ObjectMapper().readTree(queue.taken.getLast());
    assertEquals(
        "[\"arn:aws:eks:us-east-2:111122223333:cluster/c9\"]", event.path("resources").toString());
  }

  private void keep(String name) throws Exception {
    var cluster = Fixtures.cluster(name).network().cluster().id();
    store.replace(cluster, store.read(cluster), Ledger.empty(name).began(Fixtures.NOW));
  }

  @Test
  void a_message_that_is_refused_once_is_sent_again() throws Exception {
    var refused = new ArrayList<String>();
    queue.refuses = body -> body.contains("\"c3\"") && refused.isEmpty() && refused.add(body);

    assertEquals(Optional.empty(), sweep(12).failure());

    assertEquals(names(12).size(), queue.clusters().size());
    assertEquals(Set.copyOf(names(12)), Set.copyOf(queue.clusters()));
  }

  @Test
  void a_message_that_is_refused_three_times_is_named_after_all_others_are_sent() throws Exception {
    queue.refuses = body -> body.contains("\"c3\"");

    assertEquals(
        Optional.of(
            "no check is requested for 1 of 12 clusters:"
                + " arn:aws:eks:us-east-2:111122223333:cluster/c3 (ServiceUnavailable)"),
        sweep(12).failure());
    assertEquals(11, queue.clusters().size());
  }

  @Test
  void five_hundred_clusters_are_fifty_calls_and_come_second_by_second() {
    assertEquals(500, sweep(500).clusters());

    assertEquals(Collections.nCopies(50, 10), queue.sizes);
    assertEquals(IntStream.range(0, 500).boxed().toList(), queue.delays);
  }

  @Test
  void no_message_is_delayed_longer_than_sqs_allows() {
    sweep(1_000);

    assertEquals(1_000, queue.delays.size());
    assertEquals(900, queue.delays.stream().mapToInt(Integer::intValue).max().orElseThrow());
  }

  @Test
  void a_call_to_the_queue_that_fails_stops_no_other() throws Exception {
    queue.fails = call -> call == 2;

    var failure = sweep(30).failure().orElseThrow();

    assertTrue(failure.startsWith("no check is requested for 10 of 30 clusters: "), failure);
    assertEquals(20, queue.clusters().size());
  }

  @Test
  void ledgers_that_cannot_be_listed_hold_up_no_cluster_that_is_there() throws Exception {
    store = new UnlistedStore(store);

    assertEquals(
        Optional.of("its ledgers cannot be listed: s3:ListBucket: AccessDenied"),
        sweep(2).failure());
    assertEquals(List.of("c0", "c1"), queue.clusters());
  }

  @Test
  void an_account_that_fails_once_is_read_again() {
    var failures = new ArrayList<AccountRegion>();
    var swept =
        sweep(
            site -> {
              if (failures.isEmpty()) {
                failures.add(site);
                throw new ReadInterrupted("eks:ListClusters: ThrottlingException");
              }
              return new NamedClusters(names(2));
            });

    assertEquals(2, swept.clusters());
    assertEquals(Map.of(), swept.troubles());
  }

  /// Of the ledgers in one bucket, each account closes only its own; an account that does not
  /// answer closes none.
  @Test
  void the_ledgers_of_another_account_are_that_accounts() throws Exception {
    keep("c9");

    assertEquals(0, sweeper(_ -> new NamedClusters(List.of())).run(OTHER, false, end()).clusters());
    assertEquals(0, sweep(SiteSweepTest::refusing).clusters());

    assertEquals(List.of(), queue.taken);
  }

  @Test
  void a_refusal_is_asked_once_and_is_no_failure() {
    var tries = new ArrayList<AccountRegion>();
    var swept =
        sweep(
            site -> {
              tries.add(site);
              return refusing(site);
            });

    assertEquals(1, tries.size());
    assertEquals(Optional.empty(), swept.failure());
    assertEquals(Map.of(Kind.REFUSED, "sts:AssumeRole of a role: AccessDenied"), swept.troubles());
  }

  /// Whether the role lets in is not known then: an earlier refusal stands.
  @Test
  void no_answer_does_not_end_a_refusal() {
    var swept = sweep(SiteSweepTest::hanging);

    assertEquals(Map.of(Kind.UNANSWERED, "eks:ListClusters: timed out"), swept.troubles());
    assertEquals(Set.of(Kind.UNANSWERED), swept.covered());
  }

  @Test
  void trails_and_rules_are_looked_for_when_the_message_asks() {
    examined =
        new Examination(
            Set.of(Kind.WITHOUT_TRAIL, Kind.RULE_OFF),
            Map.of(Kind.WITHOUT_TRAIL, "there is no trail"));

    assertEquals(Map.of(), sweep(1).troubles());
    var swept = sweeper(_ -> new NamedClusters(names(1))).run(HOME, true, end());
    assertEquals(examined.troubles(), swept.troubles());
    assertTrue(swept.covered().contains(Kind.RULE_OFF), swept.toString());
    assertFalse(swept.covered().contains(Kind.WITHOUT_RULES), swept.toString());
    assertFalse(swept.covered().contains(Kind.FOREIGN), swept.toString());
  }

  // ---- Batches ----

  @Test
  void sites_that_refuse_or_hang_are_written_down_and_fail_no_message() throws Exception {
    var closed = new AccountRegion("333344445555", "us-east-2");
    var batch =
        batch(
            site ->
                site.equals(closed)
                    ? refusing(site)
                    : site.equals(OTHER) ? hanging(site) : new NamedClusters(names(2)),
            Fixtures.NOW::plusNanos);

    assertEquals(
        List.of(), batch.run(List.of(message(closed), message(HOME), message(OTHER)), end()));

    assertEquals(names(2), queue.clusters());
    assertEquals(Set.of(closed.site(), OTHER.site()), book.read().ledger().sites().keySet());
    assertTrue(
        log.getFirst()
            .equals(
                "account 333344445555, region us-east-2: requested a check of each of 0 clusters;"
                    + " REFUSED: sts:AssumeRole of a role: AccessDenied"),
        log.toString());
  }

  @Test
  void sites_that_do_not_answer_leave_the_others_their_time() throws Exception {
    var now = new AtomicReference<>(Fixtures.NOW);
    var end = Fixtures.NOW.plusSeconds(240);
    SiteSweep.Sites sites =
        new FakeSites(
            (site, until) -> {
              if (site.equals(HOME)) {
                assertTrue(Duration.between(now.get(), until).toSeconds() >= 7, until::toString);
                return new NamedClusters(names(3));
              }
              now.set(until);
              throw new IllegalStateException("no answer");
            },
            Examination.none());
    var sweep = new SiteSweep(sites, _ -> store, _ -> outbox(), now::get);
    var messages = new ArrayList<SiteBatch.Message>();
    for (int number = 0; number < 9; number++) {
      messages.add(message(new AccountRegion("22223333444" + number, "us-east-2")));
    }
    messages.add(message(HOME));

    assertEquals(
        List.of(),
        new SiteBatch(sweep, _ -> book, now::get, log::add).run(messages, new Deadlines(end, end)));

    assertEquals(names(3), queue.clusters());
    assertFalse(now.get().isAfter(end));
    assertEquals(9, book.read().ledger().sites().size());
  }

  @Test
  void a_message_that_is_none_fails_alone() {
    var batch = batch(_ -> new NamedClusters(names(1)), Fixtures.NOW::plusNanos);
    var messages =
        List.of(
            new SiteBatch.Message("m1", "no event"),
            new SiteBatch.Message("m2", "{\"detail-type\":\"Cluster Check\"}"),
            new SiteBatch.Message("m3", "{\"detail-type\":\"Site Sweep\",\"account\":\"1\"}"),
            message(HOME));

    assertEquals(List.of("m1", "m2", "m3"), batch.run(messages, end()));
    assertEquals(1, queue.taken.size());
  }

  @Test
  void what_cannot_be_written_down_comes_again() {
    SiteBook broken =
        new SiteBook() {
          @Override
          public StoredSites read() {
            return new StoredSites(SiteLedger.empty(), "");
          }

          @Override
          public void replace(StoredSites read, SiteLedger after) {
            throw new IllegalStateException("s3:PutObject: SlowDown");
          }
        };
    var sweep = sweeper(SiteSweepTest::refusing);
    var batch = new SiteBatch(sweep, _ -> broken, InstantSource.fixed(Fixtures.NOW), log::add);

    assertEquals(List.of(HOME.toString()), batch.run(List.of(message(HOME)), end()));
  }

  private SiteBatch batch(
      Function<AccountRegion, Account> accounts, Function<Long, Instant> clock) {
    return new SiteBatch(sweeper(accounts), _ -> book, () -> clock.apply(0L), log::add);
  }

  private static SiteBatch.Message message(AccountRegion site) {
    return new SiteBatch.Message(site.toString(), Requests.ofSite(site, false, Fixtures.NOW));
  }

  private static Account refusing(AccountRegion site) {
    throw new AccessRefused(
        "sts:AssumeRole of a role: AccessDenied", new IllegalStateException(site.toString()));
  }

  private static Account hanging(AccountRegion site) {
    throw new ReadInterrupted(
        "eks:ListClusters: timed out", new IllegalStateException(site.region()));
  }

  private Swept sweep(int clusters) {
    return sweep(_ -> new NamedClusters(names(clusters)));
  }

  private Swept sweep(Function<AccountRegion, Account> accounts) {
    return sweeper(accounts).run(HOME, false, end());
  }

  private SiteSweep sweeper(Function<AccountRegion, Account> accounts) {
    return new SiteSweep(
        new FakeSites((site, _) -> accounts.apply(site), examined),
        _ -> store,
        _ -> outbox(),
        InstantSource.fixed(Fixtures.NOW));
  }

  private Outbox outbox() {
    return new Outbox(queue, "https://queue");
  }

  private static Deadlines end() {
    return new Deadlines(Fixtures.NOW.plusSeconds(240), Fixtures.NOW.plusSeconds(240));
  }

  private static List<String> names(int clusters) {
    return IntStream.range(0, clusters).mapToObj(number -> "c" + number).toList();
  }

  @FunctionalInterface
  private interface Opening {
    Account open(AccountRegion site, Instant until);
  }

  private record FakeSites(Opening opening, Examination examined) implements SiteSweep.Sites {
    @Override
    public Account open(AccountRegion site, Instant until) {
      return opening.open(site, until);
    }

    @Override
    public Examination examine(AccountRegion site, Instant until) {
      return examined;
    }
  }
}
