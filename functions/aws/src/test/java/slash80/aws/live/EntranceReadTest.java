package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.CostSituations;
import slash80.aws.capture.Capture;
import slash80.aws.live.StubbedAws.Fault;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Permissions;
import slash80.facts.Refusal;
import slash80.facts.Vpc;

/// Tests that other ways in are asked for where something in the account shows that they matter,
/// and only there, and that a snapshot of the account reads as the account.
final class EntranceReadTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final String BALANCING = "arn:aws:elasticloadbalancing:us-east-2:111122223333:";

  @TempDir private Path folder;
  @TempDir private Path captured;
  private StubbedAws aws;
  private int usual;

  @BeforeEach
  void serve() {
    CostSituations.base(folder);
    aws = StubbedAws.serving(folder);
    read();
    usual = aws.calls();
    aws.forget();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private Facts read() {
    var live = aws.account(() -> AT);
    return live.read(live.clusters(Set.of("demo")).getFirst(), AT);
  }

  /// The facts of the account, and the calls beside the usual ones.
  private Facts read(Map<String, Integer> more) {
    var before = new TreeMap<>(usualCalls());
    aws.serve(folder);
    aws.forget();
    var facts = read();
    var extra = new TreeMap<>(aws.counts());
    before.forEach((action, count) -> extra.merge(action, -count, Integer::sum));
    extra.values().removeIf(count -> count == 0);
    assertEquals(more, extra);
    return facts;
  }

  private Map<String, Integer> usualCalls() {
    aws.forget();
    read();
    return aws.counts();
  }

  /// A snapshot of the account has the same facts.
  private void assertCapturedAlike(Facts facts) {
    new Capture("the stub", listener -> aws.account(() -> AT, List.of(listener)))
        .write("demo", captured, AT, _ -> {});
    var snapshot = Snapshot.open(captured);
    var read = snapshot.read(snapshot.clusters().getFirst(), AT);
    assertEquals(near(facts), near(read));
    assertEquals(
        facts.otherEntrances().accelerators().asKnown(),
        read.otherEntrances().accelerators().asKnown());
    assertEquals(
        facts.otherEntrances().instanceConnectEndpoints().asKnown(),
        read.otherEntrances().instanceConnectEndpoints().asKnown());
    assertEquals(facts.otherVpcs().keySet(), read.otherVpcs().keySet());
  }

  /// A snapshot has the Classic Load Balancers of all VPCs.
  private static List<LoadBalancer> near(Facts facts) {
    return facts.balancing().classic().asKnown().orElse(List.of()).stream()
        .filter(balancer -> balancer.vpc().equals(new Vpc.Id("vpc-1")))
        .toList();
  }

  @Test
  void nothing_is_asked_where_nothing_shows() {
    var facts = read(Map.of());
    assertTrue(usual <= 15, "calls " + usual);
    assertEquals(
        Fact.unread("no interface of a Classic Load Balancer is in the VPC"),
        facts.balancing().classic());
    assertEquals(
        Fact.unread("no interface of an accelerator is in the VPC"),
        facts.otherEntrances().accelerators());
  }

  @Test
  void a_classic_load_balancer_is_read_with_its_tags() {
    StubbedEntrances.addInterface(folder, "interface", "ELB a1");
    Folders.write(
        folder,
        "describe-load-balancers.classic.json",
        """
        {"LoadBalancerDescriptions": [
          {"LoadBalancerName": "a1", "VPCId": "vpc-1", "Scheme": "internet-facing", "Subnets": ["subnet-1"], "SecurityGroups": ["sg-1"],
           "Instances": [{"InstanceId": "i-1"}], "CreatedTime": "2026-01-01T00:00:00+00:00",
           "ListenerDescriptions": [{"Listener": {"Protocol": "TCP", "LoadBalancerPort": 443, "InstanceProtocol": "TCP", "InstancePort": 31443}, "PolicyNames": []}]},
          {"LoadBalancerName": "other", "VPCId": "vpc-2", "ListenerDescriptions": []}]}
        """);
    Folders.write(
        folder,
        "describe-tags.classic.json",
        """
        {"TagDescriptions": [{"LoadBalancerName": "a1", "Tags": [{"Key": "kubernetes.io/cluster/demo", "Value": "owned"}]}]}
        """);
    var facts = read(Map.of("DescribeClassicLoadBalancers", 1, "DescribeClassicTags", 1));
    var classic = facts.balancing().classic().asKnown().orElseThrow();
    assertEquals(List.of("a1"), classic.stream().map(LoadBalancer::name).toList());
    assertEquals(
        Fact.known(Map.of("kubernetes.io/cluster/demo", "owned")), classic.getFirst().tags());
    assertEquals(
        31443,
        classic
            .getFirst()
            .listeners()
            .asKnown()
            .orElseThrow()
            .getFirst()
            .instancePort()
            .orElseThrow()
            .port());
    assertCapturedAlike(facts);
    aws.fail("DescribeClassicLoadBalancers", Fault.DENIED);
    assertEquals(
        Fact.unread("elasticloadbalancing:DescribeLoadBalancers: AccessDeniedException"),
        read().balancing().classic());
  }

  @Test
  void an_accelerator_is_read_with_its_listeners_and_endpoints() {
    StubbedEntrances.addAccelerator(folder);
    var facts = read(Map.of("ListAccelerators", 1, "ListListeners", 1, "ListEndpointGroups", 1));
    var listener =
        facts
            .otherEntrances()
            .accelerators()
            .flatMap(all -> all.getFirst().listeners())
            .asKnown()
            .orElseThrow()
            .getFirst();
    assertEquals(
        "i-1", listener.groups().asKnown().orElseThrow().getFirst().endpoints().getFirst().id());
    assertEquals(Set.of(), Set.copyOf(facts.permissions().refused()));
    assertTrue(facts.permissions().granted().contains("globalaccelerator:ListListeners"));
    assertCapturedAlike(facts);
  }

  @Test
  void without_the_permission_the_accelerators_are_unread_and_it_is_named() {
    StubbedEntrances.addAccelerator(folder);
    aws.serve(folder);
    aws.fail("ListAccelerators", Fault.DENIED);
    var facts = read();
    assertEquals(
        Fact.unread("globalaccelerator:ListAccelerators: AccessDeniedException"),
        facts.otherEntrances().accelerators());
    assertEquals(
        List.of("globalaccelerator:ListAccelerators"),
        facts.permissions().refused().stream().map(Refusal::action).toList());
  }

  @Test
  void a_gateway_that_no_route_names_is_read_beside_an_accelerator() {
    StubbedEntrances.addAccelerator(folder);
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace("igw-1", "nat-1").replace("GatewayId\": \"nat", "NatGatewayId\": \"nat"));
    aws.serve(folder);
    aws.forget();
    var facts = read();
    assertEquals(1, aws.counts().get("DescribeInternetGateways"));
    assertEquals(1, facts.layers().internetGateways().asKnown().orElseThrow().size());
  }

  @Test
  void an_instance_connect_endpoint_is_read() {
    StubbedEntrances.addInterface(
        folder, "interface", "EC2 Instance Connect Endpoint Network Interface eice-1");
    Folders.write(
        folder,
        "describe-instance-connect-endpoints.json",
        """
        {"InstanceConnectEndpoints": [
          {"InstanceConnectEndpointId": "eice-1", "VpcId": "vpc-1", "SubnetId": "subnet-1", "State": "create-complete", "SecurityGroupIds": ["sg-1"], "NetworkInterfaceIds": ["eni-77"]},
          {"InstanceConnectEndpointId": "eice-2", "VpcId": "vpc-2", "SubnetId": "subnet-2", "State": "create-complete"}]}
        """);
    var facts = read(Map.of("DescribeInstanceConnectEndpoints", 1));
    assertEquals(
        1, facts.otherEntrances().instanceConnectEndpoints().asKnown().orElseThrow().size());
    assertCapturedAlike(facts);
  }

  @Test
  void endpoint_services_are_read_where_privatelink_passes_the_groups() {
    CostSituations.of(1, "[\"sg-1\"]").accept(folder);
    aws.serve(folder);
    var balancers = "describe-load-balancers.json";
    Folders.change(
        folder,
        balancers,
        text ->
            text.replace(
                "\"Type\":",
                "\"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic\": \"on\", \"Type\":"));
    read(Map.of());
    Folders.change(folder, balancers, text -> text.replace("\"on\"", "\"off\""));
    Folders.write(
        folder,
        "describe-vpc-endpoint-service-configurations.json",
        "{\"ServiceConfigurations\": [{\"ServiceId\": \"vpce-svc-1\"}]}");
    var facts = read(Map.of("DescribeVpcEndpointServiceConfigurations", 1));
    assertEquals(1, facts.otherEntrances().endpointServices().asKnown().orElseThrow().size());
  }

  @Test
  void rules_are_read_where_a_target_group_stands_behind_one_of_several_listeners() {
    CostSituations.of(1, "[]").accept(folder);
    var balancer = BALANCING + "loadbalancer/net/front/1";
    var listener =
        "{\"ListenerArn\": \"%slistener/net/front/1/%s\", \"LoadBalancerArn\": \"%s\", \"Port\":"
            + " 8%s, \"Protocol\": \"TCP\"}";
    Folders.write(
        folder,
        "describe-listeners.front.json",
        "{\"Listeners\": [%s, %s]}"
            .formatted(
                listener.formatted(BALANCING, "1", balancer, "1"),
                listener.formatted(BALANCING, "2", balancer, "2")));
    Folders.write(
        folder,
        "describe-rules.front.json",
        "{\"Rules\": [{\"RuleArn\": \"%slistener-rule/net/front/1/2/9\", \"IsDefault\": false, \"Actions\": [{\"TargetGroupArn\": \"arn:g\"}]}]}"
            .formatted(BALANCING));
    aws.serve(folder);
    aws.forget();
    var facts = read();
    assertEquals(2, aws.counts().get("DescribeRules"));
    var listeners =
        facts
            .balancing()
            .loadBalancers()
            .flatMap(all -> all.getFirst().listeners())
            .asKnown()
            .orElseThrow();
    assertEquals(
        List.of(Fact.known(List.of()), Fact.known(List.of("arn:g"))),
        listeners.stream().map(LoadBalancer.Listener::ruleTargetGroups).toList());
  }

  @Test
  void an_interface_of_a_node_in_another_vpc_costs_one_call_about_its_subnet() {
    CostSituations.secondVpc(folder);
    var facts = read(Map.of("GetSubnetCidrReservations", 1, "ListNodegroups", 1));
    assertTrue(
        facts.attachments().interfaces().asKnown().orElseThrow().stream()
            .map(NetworkInterface::vpc)
            .anyMatch(new Vpc.Id("vpc-2")::equals));
    assertEquals(Set.of(new Vpc.Id("vpc-2")), facts.otherVpcs().keySet());
    assertFalse(facts.otherVpcs().get(new Vpc.Id("vpc-2")).routeTables().asKnown().isEmpty());
    assertCapturedAlike(facts);
  }

  @Test
  void a_balancer_of_another_vpc_is_read_where_a_route_leads_there_and_a_target_lies_here() {
    CostSituations.otherVpc(folder);
    var balancer = BALANCING + "loadbalancer/net/central/1";
    Folders.write(
        folder,
        "describe-load-balancers.json",
        "{\"LoadBalancers\": [{\"LoadBalancerArn\": \"%s\", \"LoadBalancerName\": \"central\", \"Type\": \"network\", \"Scheme\": \"internet-facing\", \"VpcId\": \"vpc-2\", \"AvailabilityZones\": [{\"SubnetId\": \"subnet-2\"}]}]}"
            .formatted(balancer));
    Folders.write(
        folder,
        "describe-target-groups.json",
        "{\"TargetGroups\": [{\"TargetGroupArn\": \"%stargetgroup/g0/1\", \"TargetGroupName\": \"g0\", \"TargetType\": \"ip\", \"Protocol\": \"TCP\", \"Port\": 80, \"VpcId\": \"vpc-2\", \"IpAddressType\": \"ipv4\", \"LoadBalancerArns\": [\"%s\"]}]}"
            .formatted(BALANCING, balancer));
    Folders.write(
        folder,
        "describe-target-health.g0.json",
        "{\"TargetHealthDescriptions\": [{\"Target\": {\"Id\": \"10.0.1.5\", \"Port\": 80,"
            + " \"AvailabilityZone\": \"all\"}}]}");
    assertEquals(Fact.known(List.of()), read(Map.of()).balancing().loadBalancers());
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace(
                "{\"RouteTableId\": \"rtb-1\", \"VpcId\": \"vpc-1\", \"Associations\": [{\"Main\":"
                    + " true}], \"Routes\": [",
                "{\"RouteTableId\": \"rtb-1\", \"VpcId\": \"vpc-1\", \"Associations\": [{\"Main\":"
                    + " true}], \"Routes\": [{\"DestinationCidrBlock\": \"10.9.0.0/16\","
                    + " \"TransitGatewayId\": \"tgw-1\", \"State\": \"active\"},"));
    aws.serve(folder);
    aws.forget();
    var facts = read();
    assertEquals(1, aws.counts().get("DescribeTargetHealth"));
    assertEquals(
        List.of("central"),
        facts.balancing().loadBalancers().asKnown().orElseThrow().stream()
            .map(LoadBalancer::name)
            .toList());
    assertEquals(Set.of(new Vpc.Id("vpc-2")), facts.otherVpcs().keySet());
    assertEquals(
        1, facts.otherVpcs().get(new Vpc.Id("vpc-2")).subnets().asKnown().orElseThrow().size());
    assertEquals(Permissions.unasked().refused(), facts.permissions().refused());
    assertCapturedAlike(facts);
    Folders.change(
        folder, "describe-target-health.g0.json", text -> text.replace("10.0.1.5", "10.7.1.5"));
    aws.serve(folder);
    assertEquals(Fact.known(List.of()), read().balancing().loadBalancers());
  }
}
