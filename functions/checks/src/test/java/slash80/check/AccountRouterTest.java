package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.messages;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.alerts.Alert;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.ManyClusters;
import slash80.aws.fleet.AccountCopy.Listed;
import slash80.aws.fleet.CurrentFleet;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.live.LiveAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.facts.Cluster;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.SiteTrouble.Kind;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests with messages about two accounts that each have a cluster c1, and about a third whose role
/// cannot be assumed.
final class AccountRouterTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");
  private static final AccountRegion MEMBER = new AccountRegion("222233334444", "us-east-2");
  private static final AccountRegion CLOSED = new AccountRegion("333344445555", "us-east-2");
  private static final AccountRegion FOREIGN = new AccountRegion("444455556666", "us-east-2");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  /// The node of a cluster that holds no prefix.
  private static final int FAULTY = 1;

  private Fleet fleet =
      new Fleet(HOME, Set.of(), Set.of(MEMBER.account(), CLOSED.account()), Optional.of("slash80"));
  private final Map<AccountRegion, StubbedAws> aws = new LinkedHashMap<>();
  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private final MemorySiteBook book = new MemorySiteBook();
  private Instant now = AT;
  private boolean refusesToPublish;
  private final List<Alert> sent = new ArrayList<>();
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    for (var site : List.of(HOME, MEMBER)) {
      var snapshot = folder.resolve(site.account());
      aws.put(site, StubbedAws.serving(ManyClusters.write(snapshot, site.account(), 3, 2, 1)));
    }
  }

  @AfterEach
  void close() {
    aws.values().forEach(StubbedAws::close);
  }

  @Test
  void clusters_of_one_name_in_two_accounts_have_a_ledger_and_an_alert_each() {
    var outcome = handle(check(MEMBER), check(HOME));

    assertEquals(List.of(), outcome.failed());
    assertEquals(
        Set.of(
            new Cluster.Id(HOME.account(), HOME.region(), "c1"),
            new Cluster.Id(MEMBER.account(), MEMBER.region(), "c1")),
        Set.copyOf(store.clusters()));
    assertEquals(
        List.of(MEMBER.account(), HOME.account()),
        sent.stream().map(alert -> alert.attributes().get("account")).toList());
    assertEquals(aws.values().stream().mapToInt(StubbedAws::calls).sum(), outcome.reads().sum());
    assertEquals(2, outcome.checks().size());
    assertTrue(
        outcome.checks().getFirst().endsWith(" in account 222233334444, region us-east-2"),
        outcome.checks().toString());
  }

  @Test
  void a_refusal_by_one_account_is_written_down_and_fails_no_message() {
    var outcome =
        handle(
            check(CLOSED), check(HOME), check(FOREIGN), "no event", check(CLOSED), check(MEMBER));

    assertEquals(List.of("m3"), outcome.failed());
    assertEquals(
        List.of("m0", "m1", "m2", "m3", "m4", "m5"),
        outcome.handled().stream().map(HandledMessage::message).toList());
    assertTrue(
        outcome.sentences().get("m0").contains("sts:AssumeRole of a role: AccessDenied"),
        outcome.sentences().get("m0"));
    assertTrue(
        outcome.sentences().get("m2").contains("account 444455556666, region us-east-2 is no"),
        outcome.sentences().get("m2"));
    assertEquals(2, sent.size());
    assertEquals(Set.of(CLOSED.site()), book.read().ledger().sites().keySet());
  }

  /// An event as forward.yaml forwards it: the envelope names its account and region.
  @Test
  void an_event_of_a_member_is_judged_in_its_account_and_region() {
    assertEquals(
        List.of(Disposition.ALERTED),
        fates(handle(assigned(MEMBER, ManyClusters.node(1, FAULTY)))));

    assertEquals(0, aws.get(HOME).calls());
    assertEquals(
        Set.of(new Cluster.Id(MEMBER.account(), MEMBER.region(), "c1")),
        Set.copyOf(store.clusters()));
    assertEquals(MEMBER.account(), sent.getFirst().attributes().get("account"));
    assertEquals(MEMBER.region(), sent.getFirst().attributes().get("region"));
  }

  @Test
  void an_event_of_another_region_is_judged_there() throws Exception {
    var far = new AccountRegion(HOME.account(), "eu-west-1");
    fleet = new Fleet(HOME, Set.of(far.region()), Set.of(), Optional.empty());
    var snapshot = ManyClusters.write(folder.resolve("far"), far.account(), 1, 2, 1);
    for (var file : Files.walk(snapshot).filter(Files::isRegularFile).toList()) {
      Files.writeString(file, Files.readString(file).replace(HOME.region(), far.region()));
    }
    aws.put(far, StubbedAws.serving(snapshot));

    assertEquals(
        List.of(Disposition.ALERTED), fates(handle(assigned(far, ManyClusters.node(1, FAULTY)))));

    assertEquals(0, aws.get(HOME).calls());
    assertEquals("eu-west-1", sent.getFirst().attributes().get("region"));
  }

  @Test
  void of_events_from_three_accounts_those_of_the_one_that_refuses_lead_to_nothing() {
    var node = ManyClusters.node(1, FAULTY);
    var outcome =
        handle(
            assigned(HOME, node),
            assigned(CLOSED, node),
            assigned(MEMBER, node),
            assigned(CLOSED, node),
            assigned(MEMBER, ManyClusters.node(2, FAULTY)));

    assertEquals(
        List.of(
            Disposition.ALERTED,
            Disposition.SILENT,
            Disposition.ALERTED,
            Disposition.SILENT,
            Disposition.ALERTED),
        fates(outcome));
    assertEquals(
        "sts:AssumeRole of a role: AccessDenied",
        book.read().ledger().sites().get(CLOSED.site()).get(Kind.CHECK_REFUSED).because());
    assertEquals(
        Set.of("c1 in 111122223333", "c1 in 222233334444", "c2 in 222233334444"),
        sent.stream()
            .map(Alert::attributes)
            .map(with -> with.get("cluster") + " in " + with.get("account"))
            .collect(Collectors.toSet()));
  }

  /// It would fail each time it is delivered, and end among the dead letters.
  @Test
  void an_event_of_an_account_that_is_no_member_is_written_down_with_a_sentence() {
    var outcome = handle(assigned(FOREIGN, ManyClusters.node(1, FAULTY)));

    assertEquals(List.of(), outcome.failed());
    assertEquals(
        "AssignIpv6Addresses by arn:aws:sts::111122223333:assumed-role/Admin/alice: no alert, it"
            + " happened in account 444455556666, region us-east-2; this function checks account"
            + " 111122223333 or 222233334444 or 333344445555, region us-east-2",
        outcome.sentences().get("m0"));
    assertEquals(0, aws.values().stream().mapToInt(StubbedAws::calls).sum());
    assertEquals(List.of(), sent);
    assertEquals(Set.of(Kind.FOREIGN), book.read().ledger().sites().get(FOREIGN.site()).keySet());
  }

  @Test
  void foreign_events_and_refusals_are_told_once_a_day() {
    for (int hour = 0; hour < 25; hour++) {
      now = AT.plusSeconds(3_600L * hour);
      handle(
          assigned(FOREIGN, ManyClusters.node(1, FAULTY)),
          assigned(CLOSED, ManyClusters.node(1, FAULTY)));
      assertEquals(
          List.of(hour % 24 == 0 ? Disposition.ALERTED : Disposition.SILENT),
          fates(handle(review())),
          "after %d hours".formatted(hour));
    }
    assertEquals(2, sent.size());
    assertEquals(
        "[HIGH] Slash80: 2 accounts or regions are not checked as they should be",
        sent.getFirst().subject());
    assertTrue(sent.getFirst().email().contains("AssignIpv6Addresses"), sent.getFirst().email());
    assertEquals(
        List.of(CLOSED.account(), FOREIGN.account()), sent.getFirst().attributes().get("account"));
  }

  /// The sweep's own role lists the clusters: it finds nothing wrong, and asks for their checks.
  @Test
  void a_cluster_that_may_not_be_described_is_told_once_a_day() {
    aws.get(MEMBER).fail("DescribeCluster", Fault.DENIED);
    for (int hour = 0; hour <= 48; hour++) {
      now = AT.plusSeconds(3_600L * hour);
      book.change(before -> before.swept(MEMBER.site(), Set.of(Kind.REFUSED), Map.of(), now));
      var outcome = handle(check(MEMBER), assigned(MEMBER, ManyClusters.node(1, FAULTY)));
      assertEquals(List.of(Disposition.SILENT, Disposition.SILENT), fates(outcome));
      assertTrue(
          outcome
              .sentences()
              .get("m0")
              .endsWith(
                  ": no alert, could not describe c1: eks:DescribeCluster: AccessDeniedException"),
          outcome.sentences().get("m0"));
      assertEquals(
          List.of(hour % 24 == 0 ? Disposition.ALERTED : Disposition.SILENT),
          fates(handle(review())),
          "after %d hours".formatted(hour));
    }
    assertEquals(3, sent.size());
    assertTrue(
        sent.getFirst().email().contains(": eks:DescribeCluster: AccessDeniedException"),
        sent.getFirst().email());
  }

  /// The ledger of a cluster that is there, and that nobody may see, stays as it is.
  @Test
  void one_cluster_that_may_not_be_described_keeps_no_other_from_being_checked() {
    handle(check(MEMBER));
    int ledgers = store.clusters().size();
    aws.get(MEMBER).fail("DescribeCluster", 1, Fault.DENIED);
    now = AT.plusSeconds(3_600);

    var outcome =
        handle(
            assigned(MEMBER, ManyClusters.node(2, FAULTY)),
            assigned(HOME, ManyClusters.node(1, FAULTY)));

    assertEquals(List.of(), outcome.failed(), outcome.handled().toString());
    assertTrue(store.clusters().size() > ledgers, store.clusters().toString());
    assertTrue(
        store.clusters().contains(new Cluster.Id(MEMBER.account(), MEMBER.region(), "c1")),
        store.clusters().toString());
  }

  @Test
  void a_cluster_that_throttling_keeps_from_being_described_comes_again() {
    aws.get(MEMBER).fail("DescribeCluster", Fault.THROTTLED);
    assertEquals(List.of("m0"), handle(check(MEMBER)).failed());
    assertEquals(Map.of(), book.read().ledger().sites());
  }

  @Test
  void a_review_whose_alert_is_refused_comes_again() {
    handle(assigned(FOREIGN, ManyClusters.node(1, FAULTY)));
    refusesToPublish = true;
    assertEquals(List.of("m0"), handle(review()).failed());
    refusesToPublish = false;
    assertEquals(List.of(Disposition.ALERTED), fates(handle(review())));
  }

  /// The list of accounts is read again: an account may have joined a minute ago.
  @Test
  void an_account_that_joined_a_moment_ago_is_checked() {
    var joined = new AtomicReference<>(Optional.of(new Listed(AT, Set.<String>of())));
    var settings = new Fleet(HOME, Set.of(), Set.of(), Optional.of("slash80"));
    var fleets = CurrentFleet.listed(settings, joined::get, () -> now);
    assertEquals(
        List.of(Disposition.SILENT),
        fates(handle(fleets, assigned(MEMBER, ManyClusters.node(1, FAULTY)))));
    joined.set(Optional.of(new Listed(AT, Set.of(MEMBER.account()))));
    now = AT.plusSeconds(61);
    assertEquals(
        List.of(Disposition.ALERTED),
        fates(handle(fleets, assigned(MEMBER, ManyClusters.node(1, FAULTY)))));
  }

  @Test
  void before_the_first_sweep_nobody_knows_who_is_foreign() {
    var settings = new Fleet(HOME, Set.of(), Set.of(), Optional.of("slash80"));
    var fleets = CurrentFleet.listed(settings, Optional::empty, () -> now);
    var outcome = handle(fleets, check(HOME), assigned(MEMBER, ManyClusters.node(1, FAULTY)));
    assertEquals(List.of("m1"), outcome.failed());
    assertEquals(1, sent.size());
  }

  @Test
  void the_ledgers_of_an_account_that_left_are_closed_with_a_last_alert() {
    handle(check(MEMBER), check(HOME));
    fleet = new Fleet(HOME, Set.of(), Set.of(), Optional.empty());
    int calls = aws.get(MEMBER).calls();

    assertEquals(List.of(Disposition.ALERTED), fates(handle(check(MEMBER))));

    assertEquals(3, sent.size());
    assertEquals(
        "[RESOLVED] c1: the cluster is no longer checked (us-east-2)", sent.getLast().subject());
    assertEquals("gone", sent.getLast().document().get("kind"));
    assertEquals(List.of(new Cluster.Id(HOME.account(), HOME.region(), "c1")), store.clusters());
    assertEquals(calls, aws.get(MEMBER).calls());
    assertEquals(List.of(Disposition.SILENT), fates(handle(check(MEMBER))));
  }

  @Test
  void a_message_of_a_sweep_asks_for_no_cluster_but_its_own() {
    assertEquals(List.of(Disposition.ALERTED), fates(handle(check(MEMBER))));

    assertEquals(1, aws.get(MEMBER).counts().get("DescribeCluster"));
    assertEquals(0, aws.get(MEMBER).counts().getOrDefault("ListClusters", 0));
    assertEquals(0, aws.get(HOME).calls());
  }

  private static List<Disposition> fates(BatchOutcome outcome) {
    return outcome.handled().stream().map(HandledMessage::disposition).toList();
  }

  private static String review() {
    return Events.notification("slash80.sweep", "Sites Review", "{}");
  }

  private BatchOutcome handle(String... bodies) {
    return handle(CurrentFleet.of(fleet), bodies);
  }

  private BatchOutcome handle(CurrentFleet fleets, String... bodies) {
    InstantSource clock = () -> now;
    var desk = new SiteDesk(book, () -> services(new SiteDesk.NoAccount(), clock), clock);
    return new AccountRouter(
            fleets, clock, (site, _, _) -> services(account(site, clock), clock), desk)
        .handle(messages(bodies), Instant.MAX);
  }

  private void publish(Alert alert) {
    if (refusesToPublish) {
      throw new IllegalStateException("the topic refuses");
    }
    AlertSchema.assertFits(new ObjectMapper().valueToTree(alert.document()));
    sent.add(alert);
  }

  private Services services(Account account, InstantSource clock) {
    return new Services(
        account,
        store,
        (_, alert) -> publish(alert),
        Policy.with(Parameters.DEFAULTS),
        Timings.DEFAULTS,
        clock,
        _ -> {});
  }

  private LiveAccount account(AccountRegion site, InstantSource clock) {
    if (site.equals(CLOSED)) {
      throw new AccessRefused(
          "sts:AssumeRole of a role: AccessDenied", new IllegalStateException("denied"));
    }
    return aws.get(site).account(clock);
  }

  /// A call that assigned an address or a prefix to a node's interface.
  private static String assigned(AccountRegion site, String node) {
    return call("AssignIpv6Addresses")
        .asking("{'networkInterfaceId':'%s'}".formatted(node.replace("i-", "eni-")))
        .event()
        .replace("\"account\":\"111122223333\"", "\"account\":\"%s\"".formatted(site.account()))
        .replace("\"region\":\"us-east-2\"", "\"region\":\"%s\"".formatted(site.region()));
  }

  private static String check(AccountRegion site) {
    return Events.notification(
            "slash80.sweep",
            "Cluster Check",
            "{'cluster':'c1','account':'%s','region':'%s'}"
                .formatted(site.account(), site.region()))
        .replace("111122223333", site.account());
  }
}
