package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.messages;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.ManyClusters;
import slash80.aws.fleet.CurrentFleet;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.ledger.SiteBook;
import slash80.aws.live.StubbedAws;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.facts.Vpc;
import slash80.judge.Policy;
import slash80.ledger.SharedVpc;
import slash80.ledger.SiteLedger;
import slash80.ledger.SiteTrouble.Kind;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests with an account that shares vpc-1 with two accounts, and vpc-2 with one of them. Each has
/// the clusters c1 to c3, in vpc-1 to vpc-3.
final class SharedVpcTest {
  private static final String REGION = "us-east-2";
  private static final AccountRegion HOME = new AccountRegion("111122223333", REGION);
  private static final AccountRegion MEMBER = new AccountRegion("222233334444", REGION);
  private static final AccountRegion OWNER = new AccountRegion("555566667777", REGION);
  private static final AccountRegion FOREIGN = new AccountRegion("444455556666", REGION);
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private Fleet fleet = new Fleet(HOME, Set.of(), Set.of(MEMBER.account()), Optional.of("slash80"));
  private final Map<AccountRegion, StubbedAws> aws = new LinkedHashMap<>();
  private final MemoryLedgerStore store = new MemoryLedgerStore();
  private final CountedBook book = new CountedBook();
  private SiteDesk desk = desk();
  private Instant now = AT;
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    open(HOME, "vpc-1");
    open(MEMBER, "vpc-1", "vpc-2");
    handle(swept(HOME, "c1"), swept(MEMBER, "c1"), swept(MEMBER, "c2"), swept(MEMBER, "c3"));
    desk = desk(); // a function that has just started
    book.reads = 0;
  }

  private void open(AccountRegion site, String... shared) throws Exception {
    var snapshot = ManyClusters.write(folder.resolve(site.account()), site.account(), 3, 2, 1);
    for (var vpc : shared) {
      var subnets = snapshot.resolve(vpc.replace("vpc-", "c")).resolve("describe-subnets.json");
      var owned = "\"OwnerId\": \"%s\", \"VpcId\"".formatted(OWNER.account());
      Files.writeString(subnets, Files.readString(subnets).replace("\"VpcId\"", owned));
    }
    aws.put(site, StubbedAws.serving(snapshot));
  }

  @AfterEach
  void close() {
    aws.values().forEach(StubbedAws::close);
  }

  /// An owner that is not checked cannot be asked for the VPC of a table.
  private static final Case[] OF_AN_UNCHECKED_OWNER = {
    new Case("CreateRoute", "{'routeTableId':'rtb-2'}", "c1 of 1111, c1 of 2222, c2 of 2222"),
    new Case(
        "ReplaceNetworkAclEntry", "{'networkAclId':'acl-1'}", "c1 of 1111, c1 of 2222, c2 of 2222"),
    new Case(
        "ModifyVpcBlockPublicAccessOptions", "{'x':'off'}", "c1 of 1111, c1 of 2222, c2 of 2222"),
    new Case(
        "AuthorizeSecurityGroupIngress",
        "{'groupId':'sg-1'}",
        "c1 of 1111, c1 of 2222, c2 of 2222"),
    new Case("AssociateVpcCidrBlock", "{'vpcId':'vpc-1'}", "c1 of 1111, c1 of 2222"),
    new Case("AssociateVpcCidrBlock", "{'vpcId':'vpc-2'}", "c2 of 2222"),
    new Case("AssociateVpcCidrBlock", "{'vpcId':'vpc-3'}", ""),
    new Case(
        "AttachInternetGateway", "{'internetGatewayId':'igw-2','vpcId':'vpc-2'}", "c2 of 2222"),
    new Case("AttachInternetGateway", "{'internetGatewayId':'igw-9','vpcId':'vpc-9'}", ""),
    // The nodes of a cluster belong to the account of the cluster.
    new Case("AssignIpv6Addresses", "{'networkInterfaceId':'eni-1'}", ""),
    new Case("TerminateInstances", "{'instancesSet':{'items':[{'instanceId':'i-1'}]}}", ""),
  };

  private static final Case[] OF_A_CHECKED_OWNER = {
    new Case("CreateRoute", "{'routeTableId':'rtb-1'}", "c1 of 1111, c1 of 2222, c1 of 5555"),
    new Case("CreateRoute", "{'routeTableId':'rtb-2'}", "c2 of 2222, c2 of 5555"),
    new Case("CreateRoute", "{'routeTableId':'rtb-3'}", "c3 of 5555"),
    // Groups of the other accounts may name it, and its owner does not see these groups.
    new Case(
        "ModifyManagedPrefixList",
        "{'ModifyManagedPrefixListRequest':{'PrefixListId':'pl-1'}}",
        "c1 of 1111, c1 of 2222, c2 of 2222"),
    new Case("DeleteSubnet", "{'subnetId':'subnet-2'}", "c2 of 2222, c2 of 5555"),
    new Case("AssignIpv6Addresses", "{'networkInterfaceId':'eni-020001'}", "c2 of 5555"),
  };

  /// @param checked the clusters that an event of the owner leads to
  private record Case(String call, String request, String checked) {}

  @Test
  void an_event_of_the_owner_leads_to_the_clusters_in_its_vpcs() {
    for (var one : OF_AN_UNCHECKED_OWNER) {
      var outcome = handle(event(OWNER, one.call(), one.request()));

      assertEquals(one.checked(), checked(outcome), one.toString());
      assertEquals(List.of(Disposition.SILENT), fates(outcome), one.toString());
    }
    assertEquals(Set.of(), book.read().ledger().sites().keySet(), "the owner is no stranger");
  }

  @Test
  void an_owner_that_is_checked_is_asked_for_the_vpc() throws Exception {
    judgeOwner();
    for (var one : OF_A_CHECKED_OWNER) {
      var outcome = handle(event(OWNER, one.call(), one.request()));

      assertEquals(one.checked(), checked(outcome), one.toString());
    }
  }

  @Test
  void an_event_of_the_owner_is_replayed_on_a_snapshot_of_a_cluster_in_its_vpc() {
    var snapshot = Snapshot.open(folder.resolve(MEMBER.account()));
    var handler = new BatchHandler(() -> now, () -> services(snapshot));

    var outcome =
        handler.handle(
            messages(
                event(OWNER, "CreateRoute", "{'routeTableId':'rtb-2'}"),
                event(OWNER, "AssignIpv6Addresses", "{'networkInterfaceId':'eni-1'}"),
                event(FOREIGN, "CreateRoute", "{'routeTableId':'rtb-2'}")));

    assertEquals(1, outcome.checks().size(), outcome.checks().toString());
    assertTrue(outcome.checks().getFirst().contains(" of c2 "), outcome.checks().toString());
    assertEquals(List.of("m2"), outcome.failed());
    assertTrue(
        outcome.sentences().get("m1").contains("touches nothing that account 555566667777 shares"),
        outcome.sentences().get("m1"));
  }

  @Test
  void an_owner_that_refuses_to_tell_the_vpc_loses_no_event() throws Exception {
    judgeOwner();
    aws.remove(OWNER).close(); // opening it fails

    var outcome = handle(event(OWNER, "CreateRoute", "{'routeTableId':'rtb-2'}"));

    assertEquals("c1 of 1111, c1 of 2222, c2 of 2222", checked(outcome));
    assertEquals(List.of("m0"), outcome.failed(), "the owner's own clusters were not checked");
  }

  @Test
  void many_tables_of_the_owner_are_asked_for_at_once() throws Exception {
    judgeOwner();
    var calls =
        Stream.iterate(0, number -> number + 1)
            .limit(30)
            .map(
                number ->
                    event(
                        OWNER,
                        "AssociateRouteTable",
                        "{'routeTableId':'rtb-2','subnetId':'subnet-0%d'}".formatted(number)))
            .toArray(String[]::new);
    int before = aws.get(OWNER).calls();

    var outcome = handle(calls);

    assertEquals(
        "c1 of 1111, c1 of 2222, c2 of 2222", checked(outcome).replaceAll(", c. of 5+", ""));
    assertTrue(aws.get(OWNER).calls() - before < 60, "calls: " + aws.get(OWNER).counts());
  }

  @Test
  void one_check_of_a_cluster_answers_the_owner_and_its_own_account() {
    var outcome =
        handle(
            event(OWNER, "CreateRoute", "{'routeTableId':'rtb-1'}"),
            event(MEMBER, "AssociateVpcCidrBlock", "{'vpcId':'vpc-1'}"),
            event(OWNER, "AssociateVpcCidrBlock", "{'vpcId':'vpc-1'}"));

    assertEquals("c1 of 1111, c1 of 2222, c2 of 2222", checked(outcome));
    assertEquals(
        List.of("m0", "m1", "m2"),
        outcome.handled().stream().map(HandledMessage::message).toList());
  }

  @Test
  void an_account_that_owns_no_such_vpc_stays_foreign() {
    var outcome = handle(event(FOREIGN, "CreateRoute", "{'routeTableId':'rtb-1'}"));

    assertEquals("", checked(outcome));
    assertEquals(Set.of(FOREIGN.site()), book.read().ledger().sites().keySet());
    assertEquals(Set.of(Kind.FOREIGN), book.read().ledger().sites().get(FOREIGN.site()).keySet());
  }

  @Test
  void the_owner_in_another_region_is_foreign() {
    var elsewhere = new AccountRegion(OWNER.account(), "eu-west-1");

    var outcome = handle(event(elsewhere, "AssociateVpcCidrBlock", "{'vpcId':'vpc-1'}"));

    assertEquals("", checked(outcome));
    assertEquals(Set.of(elsewhere.site()), book.read().ledger().sites().keySet());
  }

  @Test
  void a_cluster_of_an_account_that_left_is_not_checked() {
    fleet = Fleet.only(HOME);

    assertEquals("c1 of 1111", checked(handle(event(OWNER, "CreateRoute", "{'x':'rtb-1'}"))));
  }

  @Test
  void what_is_shared_is_read_once_in_some_minutes_and_written_once() {
    for (int second = 0; second < 250; second += 10) {
      now = AT.plusSeconds(second);
      handle(event(OWNER, "AssociateVpcCidrBlock", "{'vpcId':'vpc-1'}"), swept(MEMBER, "c2"));
    }
    assertEquals(1, book.reads);
    assertEquals(1, book.writes);
  }

  @Test
  void a_sweep_asks_nobody_what_is_shared() {
    handle(swept(MEMBER, "c3"));

    assertEquals(0, book.reads);
  }

  @Test
  void an_event_waits_while_nobody_knows_what_is_shared() {
    book.isBroken = true;
    assertEquals(
        List.of("m0", "m1"),
        handle(
                event(FOREIGN, "DeleteRoute", "{'routeTableId':'rtb-1'}"),
                event(OWNER, "CreateRoute", "{'routeTableId':'rtb-1'}"))
            .failed());
  }

  @Test
  void a_vpc_without_clusters_is_forgotten_after_a_week() {
    now = AT.plus(Duration.ofDays(8));
    handle(swept(MEMBER, "c2"));

    assertEquals(
        List.of(new SharedVpc(OWNER.account(), MEMBER.site(), new Vpc.Id("vpc-2"), now)),
        book.read().ledger().shared());
    assertEquals(
        "c2 of 2222", checked(handle(event(OWNER, "CreateRoute", "{'routeTableId':'rtb-1'}"))));
  }

  @Test
  void the_document_keeps_what_is_shared() {
    var ledger = book.read().ledger();

    assertEquals(3, ledger.shared().size());
    assertEquals(ledger, SiteLedger.of(ledger.tree()));
    var before = new TreeMap<>(ledger.tree());
    before.remove("shared"); // the document of a version that did not know it
    assertEquals(List.of(), SiteLedger.of(before).shared());
  }

  private void judgeOwner() throws Exception {
    fleet =
        new Fleet(
            HOME, Set.of(), Set.of(MEMBER.account(), OWNER.account()), Optional.of("slash80"));
    open(OWNER);
  }

  /// The checked clusters, each as often as it was checked, with the first digits of its account.
  private static String checked(BatchOutcome outcome) {
    return String.join(
        ", ",
        outcome.checks().stream()
            .map(check -> check.replaceAll("checked .* of (c\\d) .*account (\\d{4}).*", "$1 of $2"))
            .sorted()
            .toList());
  }

  private static List<Disposition> fates(BatchOutcome outcome) {
    return outcome.handled().stream().map(HandledMessage::disposition).toList();
  }

  private SiteDesk desk() {
    return new SiteDesk(book, () -> services(new SiteDesk.NoAccount()), () -> now);
  }

  private BatchOutcome handle(String... bodies) {
    InstantSource clock = () -> now;
    return new AccountRouter(
            CurrentFleet.of(fleet),
            clock,
            (site, _, _) ->
                services(Optional.ofNullable(aws.get(site)).orElseThrow().account(clock)),
            desk)
        .handle(messages(bodies), Instant.MAX);
  }

  private Services services(Account account) {
    return new Services(
        account,
        store,
        (_, _) -> {},
        Policy.with(Parameters.DEFAULTS),
        Timings.DEFAULTS,
        () -> now,
        _ -> {});
  }

  private static String event(AccountRegion site, String call, String request) {
    return call(call)
        .asking(request)
        .event()
        .replace("\"account\":\"111122223333\"", "\"account\":\"%s\"".formatted(site.account()))
        .replace("\"region\":\"us-east-2\"", "\"region\":\"%s\"".formatted(site.region()));
  }

  private static String swept(AccountRegion site, String cluster) {
    return Events.notification(
            "slash80.sweep",
            "Cluster Check",
            "{'cluster':'%s','account':'%s','region':'%s'}"
                .formatted(cluster, site.account(), site.region()))
        .replace("111122223333", site.account());
  }

  /// A book in memory that counts.
  private static final class CountedBook implements SiteBook {
    private final MemorySiteBook book = new MemorySiteBook();
    private int reads;
    private int writes;
    private boolean isBroken;

    @Override
    public StoredSites read() {
      if (isBroken) {
        throw new IllegalStateException("the book cannot be read");
      }
      reads++;
      return book.read();
    }

    @Override
    public void replace(StoredSites read, SiteLedger after) throws Conflict {
      writes++;
      book.replace(read, after);
    }
  }
}
