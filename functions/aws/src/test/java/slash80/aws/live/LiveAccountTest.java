package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.Actions;
import slash80.aws.snapshot.CliJsonConverter;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InstanceType;
import slash80.facts.LoadBalancer;
import slash80.facts.Permissions;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;

/// Tests that a live account on the emulator and its snapshot lead to the same facts.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class LiveAccountTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final EmulatedAccount ACCOUNT =
      new EmulatedAccount(System.getenv().getOrDefault("SLASH80_EMULATOR", "http://127.0.0.1:1"));
  @TempDir private static Path folder;

  @BeforeAll
  static void build() throws IOException, InterruptedException {
    var reset = URI.create(System.getenv("SLASH80_EMULATOR") + "/moto-api/reset");
    HttpClient.newHttpClient()
        .send(
            HttpRequest.newBuilder(reset).POST(HttpRequest.BodyPublishers.noBody()).build(),
            HttpResponse.BodyHandlers.discarding());
    ACCOUNT.build();
    capture();
  }

  @Test
  void a_snapshot_of_an_account_reads_as_the_account() {
    var live = ACCOUNT.live();
    var snapshot = Snapshot.open(folder);
    assertEquals(List.of("demo"), live.clusters().stream().map(cluster -> cluster.name()).toList());
    assertEquals(live.clusters(), snapshot.clusters());
    var facts = live.read(live.clusters().getFirst(), AT);
    assertEquals(
        WithoutEntrances.of(facts.heard(Permissions.unasked())),
        WithoutEntrances.of(snapshot.read(snapshot.clusters().getFirst(), AT)));
    assertEquals(3, facts.attachments().instances().asKnown().orElseThrow().size());
    assertEquals(2, prefixes(facts));
  }

  @Test
  void node_subnets_and_listeners_are_read() {
    var live = ACCOUNT.live();
    var facts = live.read(live.clusters().getFirst(), AT);
    assertEquals(
        Map.of(
            new Subnet.Id(ACCOUNT.subnet), Fact.known(List.of()),
            new Subnet.Id(ACCOUNT.privateSubnet), Fact.known(List.of())),
        facts.delegation().reservations());
    assertEquals(
        Map.of("c5.large", Fact.known(new InstanceType("c5.large", "nitro", false, true))),
        facts.delegation().instanceTypes());
    assertEquals(Fact.known(Optional.empty()), facts.delegation().vpcCni());
    assertEquals(
        Fact.known(Optional.of(new RouteTable.Target.EgressOnly(ACCOUNT.egressOnlyGateway))),
        facts.layers().egressOnlyGateway());
    var balancer = facts.balancing().loadBalancers().asKnown().orElseThrow().getFirst();
    assertEquals(
        List.of(ACCOUNT.listener + " TCP 80 to " + List.of(ACCOUNT.targetGroup)),
        balancer.listeners().asKnown().orElseThrow().stream().map(LiveAccountTest::words).toList());
    assertEquals(
        "false", balancer.attributes().asKnown().orElseThrow().get("deletion_protection.enabled"));
  }

  private static String words(LoadBalancer.Listener listener) {
    return "%s %s %d to %s"
        .formatted(listener.arn(), listener.protocol(), listener.port(), listener.targetGroups());
  }

  private static long prefixes(Facts facts) {
    return facts.attachments().interfaces().asKnown().orElseThrow().stream()
        .flatMap(networkInterface -> networkInterface.ipv6Prefixes().stream())
        .count();
  }

  @Test
  void things_are_tied_to_the_vpc_they_stand_in() {
    var tied =
        List.of(
            ACCOUNT.vpc,
            ACCOUNT.subnet,
            ACCOUNT.instance,
            ACCOUNT.networkInterface,
            ACCOUNT.group,
            ACCOUNT.groupRule,
            ACCOUNT.prefixList,
            ACCOUNT.routeTable,
            ACCOUNT.acl,
            ACCOUNT.internetGateway,
            ACCOUNT.egressOnlyGateway,
            ACCOUNT.elasticAddress,
            ACCOUNT.loadBalancer,
            ACCOUNT.targetGroup,
            ACCOUNT.listener,
            ACCOUNT.address);
    var demo = Fact.known(Set.of(new Vpc.Id(ACCOUNT.vpc)));
    for (var id : tied) {
      assertEquals(demo, ACCOUNT.live().vpcsOf(Set.of(id)), "live: " + id);
      assertEquals(demo, Snapshot.open(folder).vpcsOf(Set.of(id)), "snapshot: " + id);
    }
    assertEquals(demo, ACCOUNT.live().vpcsOf(tied));
    assertEquals(demo, Snapshot.open(folder).vpcsOf(tied));
  }

  @Test
  void a_list_that_nothing_names_and_a_loose_gateway_concern_no_vpc() {
    for (var id : List.of(ACCOUNT.unusedPrefixList, ACCOUNT.looseGateway)) {
      assertEquals(Fact.known(Set.of()), ACCOUNT.live().vpcsOf(Set.of(id)), "live: " + id);
      assertEquals(
          Fact.known(Set.of()), Snapshot.open(folder).vpcsOf(Set.of(id)), "snapshot: " + id);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "i-0123456789abcdef0",
        "eni-0123456789abcdef0",
        "subnet-0123456789abcdef0",
        "sg-0123456789abcdef0",
        "sgr-0123456789abcdef0",
        "rtb-0123456789abcdef0",
        "acl-0123456789abcdef0",
        "igw-0123456789abcdef0",
        "eigw-0123456789abcdef0",
        "eipalloc-0123456789abcdef0",
        "vpcbpa-exclude-0123456789abcdef0",
        "eni-attach-0123456789abcdef0",
        "rtbassoc-0123456789abcdef0",
        "subnet-cidr-assoc-0123456789abcdef0",
        "arn:aws:elasticloadbalancing:us-east-2:123456789012:loadbalancer/net/gone/0123456789abcdef",
        "arn:aws:elasticloadbalancing:us-east-2:123456789012:targetgroup/gone/0123456789abcdef",
        "2001:db8::1",
        "192.0.2.1",
        "demo"
      })
  void deleted_resources_and_resources_without_a_vpc_have_no_vpc(String id) {
    assertInstanceOf(Fact.Unread.class, ACCOUNT.live().vpcsOf(Set.of(id)));
    assertInstanceOf(Fact.Unread.class, ACCOUNT.live().vpcsOf(Set.of(ACCOUNT.vpc, id)));
    assertInstanceOf(Fact.Unread.class, Snapshot.open(folder).vpcsOf(Set.of(id)));
  }

  /// Called only where something in the account shows that they matter; EntranceReadTest calls
  /// them.
  private static final Set<String> ONLY_WHERE_SHOWN =
      Set.of(
          "ec2:DescribeInstanceConnectEndpoints",
          "ec2:DescribeVpcEndpointServiceConfigurations",
          "eks:DescribeNodegroup",
          "elasticloadbalancing:DescribeRules",
          "globalaccelerator:ListAccelerators",
          "globalaccelerator:ListEndpointGroups",
          "globalaccelerator:ListListeners");

  @Test
  void nothing_is_called_that_is_not_among_the_actions_and_every_action_is_called() {
    ACCOUNT.called().clear();
    var live = ACCOUNT.live();
    // The second time, a prefix list is asked for its version before its entries.
    live.read(live.clusters().getFirst(), AT);
    live.read(live.clusters().getFirst(), AT);
    live.vpcsOf(
        Set.of(
            ACCOUNT.egressOnlyGateway,
            ACCOUNT.elasticAddress,
            ACCOUNT.group,
            ACCOUNT.internetGateway,
            "vpcbpa-exclude-0123456789abcdef0"));
    var expected = new ArrayList<>(Actions.READING);
    expected.removeAll(ONLY_WHERE_SHOWN);
    assertEquals(expected, List.copyOf(ACCOUNT.called()));
  }

  @Test
  void the_endpoint_that_the_sdk_is_configured_with_is_heeded() {
    var settings =
        Map.of(
            "aws.endpointUrl", System.getenv("SLASH80_EMULATOR"),
            "aws.accessKeyId", "test",
            "aws.secretAccessKey", "test");
    settings.forEach(System::setProperty);
    try {
      var clusters = LiveAccount.in(EmulatedAccount.REGION).clusters();
      assertEquals(List.of("demo"), clusters.stream().map(cluster -> cluster.name()).toList());
    } finally {
      settings.keySet().forEach(System::clearProperty);
    }
  }

  private static void capture() {
    var ec2 = ACCOUNT.ec2;
    write("describe-vpcs", ec2.describeVpcs());
    write("describe-subnets", ec2.describeSubnets());
    write("describe-instances", ec2.describeInstances());
    write("describe-network-interfaces", ec2.describeNetworkInterfaces());
    write("describe-security-groups", ec2.describeSecurityGroups());
    write("describe-security-group-rules", ec2.describeSecurityGroupRules(ask -> {}));
    write("describe-network-acls", ec2.describeNetworkAcls());
    write("describe-route-tables", ec2.describeRouteTables());
    write("describe-internet-gateways", ec2.describeInternetGateways());
    write("describe-egress-only-internet-gateways", ec2.describeEgressOnlyInternetGateways());
    write("describe-managed-prefix-lists", ec2.describeManagedPrefixLists(ask -> {}));
    for (var list : List.of(ACCOUNT.prefixList, ACCOUNT.unusedPrefixList)) {
      write(
          "get-managed-prefix-list-entries." + list,
          ec2.getManagedPrefixListEntries(ask -> ask.prefixListId(list)));
    }
    for (var subnet : List.of(ACCOUNT.subnet, ACCOUNT.privateSubnet)) {
      write(
          "get-subnet-cidr-reservations." + subnet,
          ec2.getSubnetCidrReservations(ask -> ask.subnetId(subnet)));
    }
    write(
        "describe-instance-types",
        ec2.describeInstanceTypes(ask -> ask.instanceTypesWithStrings("c5.large", "m5.large")));
    write(
        "describe-vpc-block-public-access-options",
        ec2.describeVpcBlockPublicAccessOptions(ask -> {}));
    write(
        "describe-vpc-block-public-access-exclusions",
        ec2.describeVpcBlockPublicAccessExclusions(ask -> {}));
    write("describe-cluster.demo", ACCOUNT.eks.describeCluster(ask -> ask.name("demo")));
    write("list-addons.demo", ListAddonsResponse.builder().addons(List.of()).build());
    var balancing = ACCOUNT.balancing;
    write("describe-load-balancers", balancing.describeLoadBalancers());
    write("describe-target-groups", balancing.describeTargetGroups());
    write(
        "describe-target-health.web",
        balancing.describeTargetHealth(ask -> ask.targetGroupArn(ACCOUNT.targetGroup)));
    write(
        "describe-target-group-attributes.web",
        balancing.describeTargetGroupAttributes(ask -> ask.targetGroupArn(ACCOUNT.targetGroup)));
    write(
        "describe-listeners.web",
        balancing.describeListeners(ask -> ask.loadBalancerArn(ACCOUNT.loadBalancer)));
    write(
        "describe-load-balancer-attributes.web",
        balancing.describeLoadBalancerAttributes(ask -> ask.loadBalancerArn(ACCOUNT.loadBalancer)));
    write(
        "describe-tags",
        balancing.describeTags(ask -> ask.resourceArns(ACCOUNT.loadBalancer, ACCOUNT.targetGroup)));
    ACCOUNT.called().clear();
  }

  private static void write(String file, SdkPojo response) {
    try (var out = Files.newOutputStream(folder.resolve(file + ".json"))) {
      CliJsonConverter.write(new CliJsonConverter.Answer<>(response, Map.of()), out);
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }
}
