package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.fixtures.Fixtures.cluster;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.stores.ContestedStore;
import slash80.check.stores.ForwardingStore;
import slash80.check.stores.ReadOnlyStore;
import slash80.check.stores.UnansweredStore;
import slash80.facts.Cluster;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.Fixtures;
import slash80.ledger.Ledger;

/// Tests of ledger writes that conflict or fail, and of the end of a ledger.
final class LedgerWriteTest extends WatchFixture {
  @Test
  void the_ledger_of_a_cluster_that_is_gone_is_closed_with_one_last_alert() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    var deleted = call("DeleteCluster").of("eks").asking("{'name':'demo'}").by("user/bob").event();

    assertEquals(List.of(Disposition.ALERTED), fates(handle(deleted)));
    assertEquals("[RESOLVED] demo: the cluster is gone (us-east-2)", sent.getLast().subject());
    var last = sent.getLast().email();
    assertTrue(last.contains("gone with the cluster: "), last);
    assertTrue(last.contains("by bob with DeleteCluster"), last);
    assertEquals("", kept("demo").version());
    assertEquals(List.of(Disposition.SILENT), fates(handle(deleted)));
    assertEquals(2, aboutDemo());
  }

  private static final String DELETED =
      call("DeleteCluster")
          .of("eks")
          .asking("{'name':'demo'}")
          .by("user/bob")
          .with("'eventID':'e1','sourceIPAddress':'203.0.113.17'")
          .event();

  /// EKS deletes for minutes, and no event tells of the end: a sweep finds the cluster gone.
  @Test
  void who_deleted_a_cluster_is_named_when_a_later_check_finds_it_gone() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    assertEquals(List.of(Disposition.SILENT), fates(handle(DELETED)));
    handle(ROUTE);
    now = now.plus(Duration.ofMinutes(50));
    account.holds(sound("second"));

    assertEquals(List.of(Disposition.ALERTED), fates(handle(SWEEP)));
    var last = sent.getLast().email();
    assertTrue(last.contains("DeleteCluster"), last);
    assertTrue(last.contains("user/bob"), last);
    assertTrue(last.contains("203.0.113.17"), last);
    assertEquals("", kept("demo").version());
  }

  @Test
  void a_call_that_deletes_another_cluster_is_not_named() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    handle(DELETED.replace("demo", "second"));
    account.holds(sound("second"));
    handle(SWEEP);
    var last = sent.getLast().email();
    assertTrue(last.contains("the cluster is gone"), last);
    assertFalse(last.contains("user/bob"), last);
  }

  @Test
  void nobody_is_named_for_a_cluster_that_is_gone_where_no_event_told_it() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    handle(call("CreateNodegroup").of("eks").asking("{'name':'demo'}").by("user/bob").event());
    var last = sent.getLast().email();
    assertTrue(last.contains("the cluster is gone"), last);
    assertTrue(last.contains("stands behind nothing"), last);
  }

  /// The other cluster is well, and is greeted once.
  private long aboutDemo() {
    return sent.stream().filter(alert -> "demo".equals(alert.document().get("cluster"))).count();
  }

  @Test
  void a_refused_alert_about_a_deleted_cluster_is_published_when_the_message_is_delivered_again() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    publisher =
        (_, _) -> {
          throw new IllegalStateException("SNS is away");
        };
    assertEquals(List.of(Disposition.FAILED), fates(handle(SWEEP)));

    publisher = (_, alert) -> sent.add(AlertSchema.checked(alert));
    assertEquals(List.of(Disposition.ALERTED), fates(handle(SWEEP)));
    assertEquals(1, sent.getLast().attributes().get("resolved"));
    assertEquals("", kept("demo").version());
  }

  @Test
  void an_alert_that_could_not_be_sent_is_sent_when_the_message_comes_again() {
    account.holds(faulty());
    publisher =
        (_, _) -> {
          throw new IllegalStateException("SNS is away");
        };
    assertEquals(List.of(Disposition.FAILED), fates(handle(ROUTE)));

    publisher = (_, alert) -> sent.add(AlertSchema.checked(alert));
    assertEquals(List.of(Disposition.ALERTED), fates(handle(ROUTE)));
  }

  @Test
  void nothing_is_published_before_it_is_claimed() {
    account.holds(faulty());
    store = new ReadOnlyStore(store);
    var outcome = handle(ROUTE);
    assertEquals(List.of(Disposition.FAILED), fates(outcome));
    assertEquals(List.of(), outcome.alerts());

    store = new MemoryLedgerStore();
    handle(ROUTE);
    assertEquals(1, sent.size());
  }

  @Test
  void a_check_that_loses_a_swap_reads_again_and_publishes_nothing_twice() {
    account.holds(faulty());
    var contested = new ContestedStore(1);
    store = contested;

    assertEquals(List.of(Disposition.ALERTED), fates(handle(ROUTE)));
    assertEquals(2, account.reads);
    assertEquals(1, sent.size());
    assertFalse(contested.read(cluster("demo").network().cluster().id()).ledger().open().isEmpty());
  }

  /// The SDK repeats a write whose response was lost, and the repeated write conflicts with the
  /// first.
  @Test
  void a_check_that_loses_a_swap_to_itself_publishes_its_claim() {
    account.holds(faulty());
    store = new UnansweredStore(store, 1, 0);

    assertEquals(List.of(Disposition.ALERTED), fates(handle(ROUTE)));
    assertEquals(1, sent.size());
    assertEquals(List.of(), kept("demo").ledger().claims());
  }

  @Test
  void a_removal_that_loses_a_swap_to_itself_publishes_the_end_of_the_cluster() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    store = new UnansweredStore(store, 1, 0);

    assertEquals(List.of(Disposition.ALERTED), fates(handle(SWEEP)));
    assertEquals("", kept("demo").version());
    assertEquals(2, aboutDemo());
  }

  @Test
  void a_document_that_was_removed_though_the_answer_was_lost_is_removed() {
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    store = new UnansweredStore(store, 0, 1);

    assertEquals(List.of(Disposition.ALERTED), fates(handle(SWEEP)));
    assertEquals("", kept("demo").version());
    assertEquals(2, aboutDemo());
  }

  @Test
  void who_loses_every_swap_fails_and_the_message_comes_again() {
    account.holds(faulty());
    store = new ContestedStore(1000);

    assertEquals(List.of(Disposition.FAILED), fates(handle(ROUTE)));
    assertEquals(5, account.reads);
  }

  @Test
  void a_reading_that_began_before_the_ledgers_begins_again() {
    account.holds(faulty());
    var demo = account.clusters().getFirst();
    store = new ContestedStore(0);
    write(Ledger.empty("demo").began(Fixtures.NOW.plusSeconds(60)), demo.id());
    account.listed = 0;

    handle(ROUTE);

    assertEquals(2, account.listed);
  }

  /// Keeps every page that a check stores, and refuses pages on demand.
  private static final class PageStore extends ForwardingStore {
    final List<String> pages = new ArrayList<>();
    final List<String> removed = new ArrayList<>();
    boolean refuses;

    PageStore() {
      super(new MemoryLedgerStore());
    }

    @Override
    public void storePage(Cluster.Id cluster, String html) {
      if (refuses) {
        throw new IllegalStateException("AccessDenied");
      }
      pages.add(html);
    }

    @Override
    public void removePage(Cluster.Id cluster) {
      if (refuses) {
        throw new IllegalStateException("AccessDenied");
      }
      removed.add(cluster.name());
    }

    @Override
    public Optional<String> pageOf(Cluster.Id cluster) {
      return Optional.of("https://pages.example/" + cluster.name());
    }
  }

  private final PageStore pages = new PageStore();

  @Test
  void a_whole_check_that_changes_something_writes_one_page_and_its_alert_links_to_it() {
    store = pages;
    account.holds(faulty());
    handle(SWEEP);
    assertEquals(1, pages.pages.size());
    var page = pages.pages.getFirst();
    assertTrue(page.contains("node-holds-pod-prefix/n1"), page);
    assertTrue(page.contains("since " + now), page);
    assertTrue(page.contains("Written by the last whole check that changed anything."), page);
    assertEquals("https://pages.example/demo", sent.getLast().document().get("page"));
    assertTrue(sent.getLast().email().contains("https://pages.example/demo"));
  }

  @Test
  void a_check_that_changes_nothing_writes_no_page() {
    store = pages;
    account.holds(faulty());
    handle(SWEEP);
    now = now.plus(Duration.ofMinutes(1));
    handle(SWEEP);
    assertEquals(1, pages.pages.size());
  }

  @Test
  void a_page_says_since_when_a_finding_is_open_and_what_is_resolved_leaves_it() {
    store = pages;
    account.holds(faulty());
    var first = now;
    handle(SWEEP);
    now = now.plus(Duration.ofDays(2));
    handle(SWEEP);
    assertTrue(pages.pages.getLast().contains("since " + first), pages.pages.getLast());
    account.holds(sound());
    handle(SWEEP);
    assertTrue(pages.pages.getLast().contains("No finding is open"), pages.pages.getLast());
    assertFalse(pages.pages.getLast().contains("node-holds-pod-prefix/n1"));
  }

  @Test
  void the_page_of_a_cluster_goes_with_its_ledger() {
    store = pages;
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    assertEquals(List.of(Disposition.ALERTED), fates(handle(SWEEP)));
    assertEquals(List.of("demo"), pages.removed);
  }

  @Test
  void a_page_that_cannot_be_removed_fails_the_message_after_the_last_alert() {
    store = pages;
    account.holds(faulty(), sound("second"));
    handle(UNTIED);
    account.holds(sound("second"));
    pages.refuses = true;
    assertEquals(List.of(Disposition.FAILED), fates(handle(SWEEP)));
    assertEquals(2, aboutDemo());
    pages.refuses = false;
    assertEquals(List.of(Disposition.SILENT), fates(handle(SWEEP)));
    assertEquals(2, aboutDemo());
  }

  @Test
  void a_page_that_cannot_be_stored_fails_the_message_and_repeats_no_alert() {
    store = pages;
    account.holds(faulty());
    pages.refuses = true;
    assertEquals(List.of(Disposition.FAILED), fates(handle(SWEEP)));
    assertEquals(1, sent.size());
    pages.refuses = false;
    assertEquals(List.of(Disposition.SILENT), fates(handle(SWEEP)));
    assertEquals(1, sent.size());
  }

  @Test
  void the_last_alert_of_a_deleted_cluster_links_to_no_page() {
    store = pages;
    account.holds(faulty(), sound("second"));
    handle(SWEEP);
    account.holds(sound("second"));
    handle(SWEEP);
    assertFalse(sent.getLast().document().containsKey("page"));
  }
}
