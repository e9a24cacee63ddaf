package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.Placement;
import slash80.aws.snapshot.Folders;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.PrefixList;
import slash80.facts.Refusal;
import slash80.facts.SecurityGroup;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import slash80.rule.Finding;

/// Tests the calls for reading a part of a cluster. The part is judged as in a whole check.
final class ScopedReadTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private final StubbedAws aws = StubbedAws.serving(EXAMPLE);
  private Instant now = AT;
  private LiveAccount live = aws.account(() -> now);
  @TempDir private Path folder;

  @AfterEach
  void close() {
    aws.close();
  }

  @TestFactory
  Stream<DynamicTest> a_node_is_judged_alone_as_among_all() {
    var whole = network(Scope.whole());
    return whole.nodes().asKnown().orElseThrow().stream()
        .map(node -> Scope.of(node.id()))
        .map(scope -> DynamicTest.dynamicTest(scope.toString(), () -> isJudgedAlike(whole, scope)));
  }

  @TestFactory
  Stream<DynamicTest> an_interface_is_judged_alone_as_among_all() {
    var whole = network(Scope.whole());
    return whole.interfaces().asKnown().orElseThrow().stream()
        .map(networkInterface -> Scope.of(networkInterface.id()))
        .map(scope -> DynamicTest.dynamicTest(scope.toString(), () -> isJudgedAlike(whole, scope)));
  }

  @TestFactory
  Stream<DynamicTest> a_groups_carriers_are_judged_alone_as_among_all() {
    var whole = network(Scope.whole());
    return whole.facts().layers().groups().asKnown().orElseThrow().stream()
        .map(group -> Scope.of(group.id()))
        .map(scope -> DynamicTest.dynamicTest(scope.toString(), () -> isJudgedAlike(whole, scope)));
  }

  private void isJudgedAlike(Network whole, Scope scope) {
    var taken = live.read(cluster(), scope, now);
    var part = new Network(taken.facts(), Parameters.DEFAULTS);
    var expected = RuleBook.judge(whole, taken.scope());
    var found = RuleBook.judge(part, taken.scope());
    assertEquals(findings(expected), findings(found));
    assertEquals(expected.undecided(), found.undecided());
    assertEquals(expected.settling(), found.settling());
    assertEquals(expected.verdicts(), found.verdicts());
  }

  /// The findings, in an order that does not depend on the order of the read.
  private static List<String> findings(Judgement judgement) {
    return judgement.findings().stream()
        .sorted(Comparator.comparing(Finding::id))
        .map(Finding::toString)
        .toList();
  }

  private Network network(Scope scope) {
    return new Network(live.read(cluster(), scope, now).facts(), Parameters.DEFAULTS);
  }

  private Cluster cluster() {
    return live.listing(Instant.MIN).clusters().getFirst();
  }

  @Test
  void a_node_costs_at_most_12_reads_whatever_the_clusters_size() throws IOException {
    for (int nodes : new int[] {10, 2_500}) {
      serve(nodes);
      assertTrue(reads("i-7") <= 12, () -> nodes + " nodes: " + aws.counts());
      now = now.plusSeconds(60);
      assertTrue(reads("i-8") <= 10, () -> nodes + " nodes, again: " + aws.counts());
    }
  }

  @Test
  void an_interface_that_is_plugged_in_costs_as_much_as_its_node() throws IOException {
    serve(2_500);
    assertTrue(reads("eni-7") <= 12, () -> aws.counts().toString());
  }

  @Test
  void a_deleted_resource_costs_the_calls_that_look_for_it() throws IOException {
    serve(2_500);
    cluster();
    assertEquals(1, reads("i-0dead"), () -> aws.counts().toString());
    assertEquals(3, reads("eni-0dead"), () -> aws.counts().toString());
  }

  /// The check of a sweep, which names the cluster, in an account that violates one rule.
  @Test
  void a_whole_check_costs_15_reads_and_two_for_every_thousand_nodes() throws IOException {
    for (int nodes : new int[] {10, 2_500}) {
      serve(nodes);
      live.read(live.clusters(Set.of("demo")).getFirst(), now);
      int subnets = Math.min(nodes, 8);
      int budget = 15 + 2 * (nodes / 1_000) + subnets;
      assertTrue(aws.calls() <= budget, () -> nodes + " nodes: " + aws.counts());
    }
  }

  @Test
  void the_example_account_keeps_within_its_budget() {
    var facts = live.read(live.clusters().getFirst(), now);
    int balancers = facts.balancing().loadBalancers().asKnown().orElseThrow().size();
    int groups = facts.balancing().targetGroups().asKnown().orElseThrow().size();
    int subnets = facts.delegation().reservations().size();
    int lists = facts.layers().prefixLists().size();
    int tags = (balancers + groups + 19) / 20;
    int budget = 15 + subnets + lists + 2 * balancers + 2 * groups + tags;
    assertTrue(aws.calls() <= budget, () -> budget + " for " + aws.calls() + ": " + aws.counts());
  }

  @Test
  void every_call_has_a_filter_ids_or_a_page_size() {
    live.read(live.clusters().getFirst(), now);
    var unbounded =
        aws.asked().stream()
            .filter(call -> !call.isBounded())
            .map(StubbedAws.Asked::action)
            .filter(action -> !action.equals("DescribeVpcBlockPublicAccessOptions"))
            .toList();
    assertEquals(List.of("DescribeCluster", "DescribeAddon"), unbounded);
  }

  @Test
  void hidden_managed_instances_are_asked_for() {
    live.read(live.clusters().getFirst(), now);
    network(Scope.of(new Instance.Id("i-02ebad56ad05a4ff0")));
    for (var call : aws.asked()) {
      if (Set.of("DescribeInstances", "DescribeNetworkInterfaces").contains(call.action())) {
        assertEquals("true", call.parameters().get("IncludeManagedResources"), call.toString());
      }
    }
  }

  @Test
  void disjointness_is_asked_by_prefix() {
    network(Scope.of(new Instance.Id("i-02ebad56ad05a4ff0")));
    assertTrue(
        aws.asked().stream()
            .anyMatch(
                call ->
                    call.parameters()
                        .containsValue("network-interface.ipv6-prefixes.ipv6-prefix")));
  }

  @Test
  void a_prefix_list_is_read_again_when_its_version_changed() {
    var list = "GetManagedPrefixListEntries";
    live.read(cluster(), now);
    int first = aws.counts().get(list);
    var second = lists(live.read(cluster(), now));
    assertEquals(2 * first, aws.counts().get(list), "its version was not known");
    var third = lists(live.read(cluster(), now));
    assertEquals(2 * first, aws.counts().get(list), "its version stands");
    for (int at = 0; at < second.size(); at++) {
      assertSame(second.get(at), third.get(at), "its addresses need not be worked out again");
    }
  }

  private static List<PrefixList> lists(Facts facts) {
    return facts.layers().prefixLists().values().stream()
        .map(list -> list.asKnown().orElseThrow())
        .toList();
  }

  @Test
  void a_reading_sees_nothing_from_before_it_began() {
    var node = "i-02ebad56ad05a4ff0";
    live.placements(Set.of(node), now);
    network(Scope.of(new Instance.Id(node)));
    int before = aws.counts().get("DescribeInstances");
    now = now.plus(Duration.ofSeconds(1));
    network(Scope.of(new Instance.Id(node)));
    assertEquals(before + 1, aws.counts().get("DescribeInstances"), "the node, by its prefix");
  }

  @Test
  void clusters_are_listed_again_when_they_were_listed_too_long_ago() {
    live.listing(now);
    live.listing(now);
    assertEquals(1, aws.counts().get("ListClusters"));
    live.listing(now.plusSeconds(1));
    assertEquals(2, aws.counts().get("ListClusters"));
  }

  @Test
  void things_have_the_places_that_they_stand_in() {
    var vpc = cluster().vpc();
    var facts = network(Scope.whole()).facts();
    var ofBalancer =
        facts.balancing().loadBalancers().asKnown().orElseThrow().stream()
            .flatMap(loadBalancer -> loadBalancer.groups().stream())
            .map(SecurityGroup.Id::value)
            .findFirst()
            .orElseThrow();
    var ids = List.of("i-02ebad56ad05a4ff0", "i-0dead", "eni-0dead", ofBalancer);
    var places = live.placements(ids, now).asKnown().orElseThrow();
    assertEquals(Set.of("i-02ebad56ad05a4ff0", ofBalancer), places.keySet());
    assertEquals(
        new Placement(
            Set.of(vpc), Scope.of(new Instance.Id("i-02ebad56ad05a4ff0")), Set.of("kodekloud")),
        places.get("i-02ebad56ad05a4ff0"));
  }

  @Test
  void a_refused_response_is_unread_and_the_others_stay() {
    aws.fail("DescribeSubnets", StubbedAws.Fault.DENIED);
    var facts = network(Scope.of(new Instance.Id("i-02ebad56ad05a4ff0"))).facts();
    assertEquals(
        Fact.unread("ec2:DescribeSubnets: UnauthorizedOperation"), facts.layers().subnets());
    assertTrue(facts.attachments().interfaces() instanceof Fact.Known<?>);
    assertTrue(facts.layers().groups() instanceof Fact.Known<?>);
  }

  @TestFactory
  Stream<DynamicTest> where_the_rules_are_refused_the_groups_tell_of_them() {
    var node = Scope.of(new Instance.Id("i-02ebad56ad05a4ff0"));
    return Stream.of(Scope.whole(), node)
        .map(
            scope ->
                DynamicTest.dynamicTest(
                    scope.toString(),
                    () -> {
                      aws.mend();
                      var named = rules(network(scope));
                      aws.fail("DescribeSecurityGroupRules", StubbedAws.Fault.DENIED);
                      var nameless = rules(network(scope));
                      assertEquals(named.size(), nameless.size());
                      assertTrue(named.stream().allMatch(rule -> rule.id().isPresent()));
                      assertTrue(nameless.stream().allMatch(rule -> rule.id().isEmpty()));
                    }));
  }

  private static List<SecurityGroup.Rule> rules(Network network) {
    return network.facts().layers().groups().asKnown().orElseThrow().stream()
        .flatMap(group -> group.ingress().stream())
        .toList();
  }

  /// The two calls are made one after the other, and one may show less than the other.
  @TestFactory
  Stream<DynamicTest> a_prefix_counts_that_only_the_instance_shows() throws IOException {
    serve(10);
    var scopes = List.of(Scope.whole(), Scope.of(new Instance.Id("i-7")));
    return scopes.stream()
        .map(
            scope ->
                DynamicTest.dynamicTest(
                    scope.toString(),
                    () -> {
                      aws.fail("DescribeNetworkInterfaces", StubbedAws.Fault.EMPTY);
                      var network = network(scope);
                      var node = network.node(new Instance.Id("i-7")).orElseThrow();
                      assertEquals(
                          Fact.known(List.of(Prefix.parse("2001:db8:0:8:1::/80"))),
                          network.prefixesOf(node));
                      var judged = RuleBook.judge(network, Scope.of(new Instance.Id("i-7")));
                      assertEquals(List.of(), findings(judged));
                      assertEquals(List.of(), judged.undecided());
                    }));
  }

  @Test
  void of_the_host_of_a_single_interface_nothing_else_is_read() throws IOException {
    serve(10);
    twoInterfaces();
    var facts = network(Scope.of(new NetworkInterface.Id("eni-7"))).facts();
    assertEquals(List.of("eni-7"), ids(facts));
    facts = network(Scope.of(new Instance.Id("i-7"))).facts();
    assertEquals(List.of("eni-7", "eni-70"), ids(facts));
  }

  private static List<String> ids(Facts facts) {
    return facts.attachments().interfaces().asKnown().orElseThrow().stream()
        .map(networkInterface -> networkInterface.id().value())
        .toList();
  }

  /// Adds a second interface to a node, which DescribeNetworkInterfaces does not show yet.
  private void twoInterfaces() {
    var big = folder.resolve("nodes-10");
    Folders.change(
        big,
        "describe-instances.json",
        text ->
            text.replace(
                "\"NetworkInterfaces\": [{\"NetworkInterfaceId\": \"eni-7\",",
                """
                "NetworkInterfaces": [{"NetworkInterfaceId": "eni-70", "SubnetId": "subnet-1", "VpcId": "vpc-1",
                  "Attachment": {"DeviceIndex": 1, "NetworkCardIndex": 0}, "Groups": [{"GroupId": "sg-1", "GroupName": "g1"}],
                  "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::9:9"}]},
                  {"NetworkInterfaceId": "eni-7",\
                """));
    aws.serve(big);
  }

  @Test
  void a_read_reports_only_the_permissions_that_it_needed() {
    aws.fail("DescribeSubnets", StubbedAws.Fault.DENIED);
    var part = network(Scope.of(new Instance.Id("i-02ebad56ad05a4ff0"))).facts().permissions();
    assertEquals(
        List.of("ec2:DescribeSubnets: UnauthorizedOperation"),
        part.refused().stream().map(Refusal::toString).toList());
    assertTrue(part.isGranted("ec2:DescribeVpcs"));
    assertFalse(part.isGranted("ec2:DescribeSubnets"));
    assertFalse(part.isGranted("eks:DescribeAddon"));

    aws.mend();
    aws.fail("DescribeAddon", StubbedAws.Fault.NOT_FOUND);
    var whole = network(Scope.whole()).facts().permissions();
    assertTrue(whole.refused().isEmpty(), whole.toString());
    assertTrue(whole.isGranted("ec2:DescribeNetworkAcls"));
    assertTrue(whole.isGranted("eks:DescribeAddon"));
  }

  /// Serves a cluster of this many nodes to a reader that has cached nothing yet.
  private void serve(int nodes) throws IOException {
    var big = BigSnapshot.write(folder.resolve("nodes-" + nodes), nodes, 20, 10);
    Folders.write(
        big,
        "describe-instance-types.json",
        """
        {"InstanceTypes": [{"InstanceType": "m6i.large", "Hypervisor": "nitro", "BareMetal": false,
          "NetworkInfo": {"Ipv6Supported": true}}]}
        """);
    aws.serve(big);
    aws.forget();
    live = aws.account(() -> now);
  }

  /// The calls for an event that names one resource, from finding its cluster on.
  private int reads(String id) {
    aws.forget();
    var place = live.placements(List.of(id), now).asKnown().orElseThrow().get(id);
    var since = now.minus(Duration.ofMinutes(5));
    var near = place == null ? live.listing(since) : live.listingAt(List.of(place), since);
    var cluster = near.clusters().getFirst();
    var scope =
        place == null
            ? id.startsWith("i-")
                ? Scope.of(new Instance.Id(id))
                : Scope.of(new NetworkInterface.Id(id))
            : place.scope();
    var facts = live.read(cluster, scope, now).facts();
    assertTrue(place == null || facts.layers().subnets() instanceof Fact.Known<?>, facts::toString);
    return aws.calls();
  }
}
