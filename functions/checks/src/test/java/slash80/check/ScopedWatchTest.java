package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.messages;
import static slash80.check.Events.state;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.alerts.Alert;
import slash80.aws.Account;
import slash80.aws.BigSnapshot;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.LiveAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchOutcome.Disposition;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests of narrow checks, on an account behind the SDK: which calls `watch` makes for which
/// events, and which entries of the ledger it leaves unchanged.
final class ScopedWatchTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final String NODE = "i-02ebad56ad05a4ff0";
  private static final String FAULTY = "i-0f000000000000005";

  private final StubbedAws aws = StubbedAws.serving(EXAMPLE);
  private MemoryLedgerStore store = new MemoryLedgerStore();
  private final List<Alert> sent = new ArrayList<>();
  private final List<Duration> pauses = new ArrayList<>();
  private Instant now = AT;
  private LiveAccount account = aws.account(() -> now);
  @TempDir private Path folder;

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void a_change_of_a_node_reads_that_node() {
    assertEquals(List.of(Disposition.SILENT), fates(handle(state(NODE, "running"))));
    assertTrue(aws.calls() <= 12, () -> aws.counts().toString());
    assertFalse(aws.counts().containsKey("GetSubnetCidrReservations"));
  }

  @Test
  void calls_about_nodes_interfaces_and_one_group_read_no_whole_cluster() {
    var launched =
        "{'instancesSet':{'items':[{'instanceId':'%s','vpcId':'vpc-0c0de000000008600'}]}}";
    var calls =
        List.of(
            call("AssignIpv6Addresses").asking("{'networkInterfaceId':'eni-0f000000000000005'}"),
            call("RunInstances").answering(launched.formatted(NODE)),
            call("AuthorizeSecurityGroupIngress").asking("{'groupId':'sg-0f000000000000005'}"));
    for (var call : calls) {
      aws.forget();
      handle(call.event());
      assertEquals(1, aws.counts().get("DescribeSubnets"), call.name());
      assertFalse(aws.counts().containsKey("GetSubnetCidrReservations"), call.name());
    }
  }

  @Test
  void a_change_of_a_subnet_or_route_reads_the_whole_cluster() {
    handle(call("CreateRoute").asking("{'routeTableId':'rtb-0c0de0000000086d0'}").event());
    assertTrue(aws.counts().containsKey("GetSubnetCidrReservations"), aws.counts().toString());
  }

  @Test
  void a_narrow_check_neither_opens_nor_fixes_findings_outside_it() {
    handle(whole());
    var texts = open();
    aws.forget();
    handle(state(NODE, "running"));
    assertEquals(texts, open());
    assertEquals(1, sent.size());

    store = new MemoryLedgerStore();
    handle(state(FAULTY, "running"));
    var ofNode = texts.stream().filter(text -> text.contains("0f000000000000005")).toList();
    assertEquals(Set.copyOf(ofNode), open());
  }

  @Test
  void a_node_that_is_gone_resolves_its_findings_and_no_others() {
    handle(whole());
    var texts = open();
    aws.fail("DescribeInstances", Fault.EMPTY);
    var outcome = handle(state(FAULTY, "terminated"));
    assertEquals(List.of(Disposition.ALERTED), fates(outcome));
    var left = texts.stream().filter(text -> !text.contains("0f000000000000005")).toList();
    assertEquals(Set.copyOf(left), open());
    assertEquals(List.of(), pauses);
  }

  @Test
  void a_thousand_events_about_one_cluster_are_one_reading() throws Exception {
    serve(1_200);
    var events =
        IntStream.range(0, 1_000)
            .mapToObj(node -> state("i-" + node, "running"))
            .toArray(String[]::new);
    handle(events);
    assertEquals(1, aws.counts().get("DescribeRouteTables"), aws.counts().toString());
    assertTrue(aws.calls() <= 15 + 2 * 2 + 8 + 2 + 5, () -> aws.counts().toString());
  }

  @Test
  void the_next_event_costs_less() {
    handle(state(NODE, "pending"));
    aws.forget();
    now = now.plusSeconds(60);
    handle(state(NODE, "running"));
    assertTrue(aws.calls() <= 9, () -> aws.counts().toString());
  }

  @Test
  void a_resource_that_aws_does_not_know_yet_is_looked_up_again() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    aws.fail("DescribeInstances", 1, Fault.EMPTY);
    aws.fail("DescribeInstances", 2, Fault.EMPTY);
    handle(state(FAULTY, "running"));
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses);
    assertFalse(open().isEmpty());
  }

  @Test
  void a_resource_that_aws_never_knows_is_not_looked_up_forever() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    assertEquals(List.of(Disposition.SILENT), fates(handle(state("i-0dead", "running"))));
    assertEquals(3, pauses.size());
  }

  /// With this many target groups, twelve reads are not enough to rate how open the node's groups
  /// are.
  @Test
  void exposure_that_a_narrow_check_cannot_judge_is_judged_by_a_check_of_the_whole_cluster()
      throws Exception {
    aws.serve(open("settled", "2026-11-20T07:00:00+00:00"));
    handle(state("i-8", "running"));
    assertTrue(aws.counts().containsKey("GetSubnetCidrReservations"), aws.counts().toString());
    assertTrue(open().contains("security-groups-closed-to-ipv6-internet/eni-8"), open().toString());
  }

  @Test
  void a_node_that_settles_comes_again_and_leaves_it_till_then() throws Exception {
    aws.serve(open("settling", "2026-11-23T07:58:00+00:00"));
    handle(state("i-8", "running"));
    assertTrue(aws.calls() <= 12, () -> aws.counts().toString());
    assertFalse(
        open().contains("security-groups-closed-to-ipv6-internet/eni-8"), open().toString());
    now = now.plusSeconds(300);
    handle(state("i-8", "running"));
    assertTrue(open().contains("security-groups-closed-to-ipv6-internet/eni-8"), open().toString());
  }

  /// Every node's groups admit the internet to one port, and a load balancer has five groups of
  /// targets.
  private Path open(String name, String launched) throws Exception {
    var big = BigSnapshot.write(folder.resolve(name), 10, 20, 10);
    for (var file :
        List.of("describe-security-groups.json", "describe-security-group-rules.json")) {
      var text = Files.readString(big.resolve(file));
      Files.writeString(big.resolve(file), text.replaceAll("2a0[0-9a-f:]+/\\d+", "::/0"));
    }
    var instances = Files.readString(big.resolve("describe-instances.json"));
    Files.writeString(
        big.resolve("describe-instances.json"),
        instances.replace(
            "\"LaunchTime\": \"2026-11-20T07:00:00+00:00\"",
            "\"LaunchTime\": \"" + launched + "\""));
    var arn = "arn:aws:elasticloadbalancing:us-east-2:111122223333:%s/1";
    Files.writeString(
        big.resolve("describe-load-balancers.json"),
        """
        {"LoadBalancers": [{"LoadBalancerArn": "%s", "LoadBalancerName": "front", "Type": "network",
          "Scheme": "internet-facing", "IpAddressType": "dualstack", "VpcId": "vpc-1", "SecurityGroups": []}]}
        """
            .formatted(arn.formatted("loadbalancer/net/front")));
    Files.writeString(
        big.resolve("describe-target-groups.json"),
        IntStream.range(0, 5)
            .mapToObj(
                i ->
                    """
                    {"TargetGroupArn": "%s", "TargetGroupName": "g%d", "TargetType": "instance", "Protocol": "TCP", "Port": 80,
                      "VpcId": "vpc-1", "IpAddressType": "ipv6", "LoadBalancerArns": ["%s"]}
                    """
                        .formatted(
                            arn.formatted("targetgroup/g" + i),
                            i,
                            arn.formatted("loadbalancer/net/front")))
            .collect(Collectors.joining(",", "{\"TargetGroups\": [", "]}")));
    return big;
  }

  @Test
  void an_old_answer_right_after_an_event_is_asked_again() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    var outcome = handle(authorized("sgr-0dead"));
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses);
    assertEquals(3, aws.counts().get("DescribeSecurityGroupRules"), "then it is judged as it is");
    assertTrue(
        outcome.checks().getFirst().contains("did not show these changes yet: sgr-0dead"),
        outcome.checks()::toString);
  }

  @Test
  void a_rule_that_is_shown_as_before_it_was_modified_is_asked_again() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    handle(modified("2001:db8:9::/48"));
    assertEquals(List.of(Duration.ofSeconds(1), Duration.ofSeconds(2)), pauses);
    pauses.clear();
    handle(modified("::/0"));
    assertEquals(List.of(), pauses);
  }

  private static String modified(String source) {
    return call("ModifySecurityGroupRules")
        .asking(
            """
            {'ModifySecurityGroupRulesRequest':{'GroupId':'sg-0f000000000000001','SecurityGroupRule':{'tag':1,
            'SecurityGroupRuleId':'sgr-0f000000000000102','SecurityGroupRule':{'IpProtocol':'tcp','FromPort':22,
            'ToPort':22,'CidrIpv6':'%s'}}}}
            """
                .formatted(source))
        .answering("{}")
        .event();
  }

  @Test
  void a_resource_that_aws_knows_is_looked_up_once() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    handle(authorized("sgr-0f000000000000102"));
    assertEquals(List.of(), pauses);
    assertEquals(1, aws.counts().get("DescribeSecurityGroupRules"));
  }

  @Test
  void a_snapshot_that_contradicts_an_event_is_not_looked_at_again() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    var outcome = watching(Snapshot.open(EXAMPLE)).handle(messages(authorized("sgr-0dead")));
    assertEquals(List.of(Disposition.ALERTED), fates(outcome));
    assertEquals(List.of(), pauses);
  }

  @Test
  void an_event_of_some_time_ago_waits_for_nothing() {
    handle(authorized("sgr-0dead"));
    assertEquals(List.of(), pauses);
  }

  private static String authorized(String rule) {
    var group = "sg-0f000000000000001";
    return call("AuthorizeSecurityGroupIngress")
        .asking("{'groupId':'%s'}".formatted(group))
        .answering(
            "{'securityGroupRuleSet':{'items':[{'groupId':'%s','securityGroupRuleId':'%s','isEgress':false}]}}"
                .formatted(group, rule))
        .event();
  }

  @Test
  void throttling_that_does_not_end_fails_the_message() {
    aws.fail("DescribeSubnets", Fault.THROTTLED);
    assertEquals(List.of(Disposition.FAILED), fates(handle(state(NODE, "running"))));
    aws.mend();
    assertEquals(List.of(Disposition.SILENT), fates(handle(state(NODE, "running"))));
  }

  @Test
  void throttling_and_faults_that_end_are_sat_out() {
    aws.fail("DescribeSubnets", 1, Fault.THROTTLED);
    aws.fail("DescribeNetworkAcls", 1, Fault.BROKEN);
    assertEquals(List.of(Disposition.SILENT), fates(handle(state(NODE, "running"))));
  }

  @Test
  void one_refused_call_leaves_every_other_rule_working() {
    handle(whole());
    var texts = open();
    store = new MemoryLedgerStore();
    aws.fail("DescribeNetworkAcls", Fault.DENIED);
    assertEquals(List.of(Disposition.ALERTED), fates(handle(whole())));
    var rules = rules(open());
    assertTrue(texts.containsAll(open()));
    assertTrue(rules.contains("node-holds-pod-prefix"), rules.toString());
  }

  private BatchOutcome handle(String... bodies) {
    return watching(account).handle(messages(bodies));
  }

  private BatchHandler watching(Account watched) {
    InstantSource clock = () -> now;
    return new BatchHandler(
        clock,
        () ->
            new Services(
                watched,
                store,
                (_, alert) -> sent.add(AlertSchema.checked(alert)),
                Policy.with(Parameters.DEFAULTS),
                Timings.DEFAULTS,
                clock,
                this::pause));
  }

  private void pause(Duration time) {
    pauses.add(time);
    now = now.plus(time);
  }

  private static List<Disposition> fates(BatchOutcome outcome) {
    return outcome.handled().stream().map(BatchOutcome.HandledMessage::disposition).toList();
  }

  private static String whole() {
    return call("UpdateClusterConfig").of("eks").asking("{'name':'kodekloud'}").event();
  }

  private Set<String> open() {
    return new TreeSet<>(store.read(account.clusters().getFirst().id()).ledger().open().keySet());
  }

  private static Set<String> rules(Set<String> findings) {
    return findings.stream().map(finding -> finding.split("/")[0]).collect(Collectors.toSet());
  }

  private void serve(int nodes) throws Exception {
    aws.serve(BigSnapshot.write(folder, nodes, 20, 10));
    account = aws.account(() -> now);
    aws.forget();
  }
}
