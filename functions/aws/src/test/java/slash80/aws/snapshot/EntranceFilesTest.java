package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.BadInput;
import slash80.facts.Accelerator;
import slash80.facts.EndpointService;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.InstanceConnectEndpoint;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.PortRange;

/// Tests the files about ways in beside internet gateways: Classic Load Balancers, listener rules,
/// accelerators, endpoint services and EC2 Instance Connect Endpoints.
final class EntranceFilesTest {
  private static final String BALANCING = "arn:aws:elasticloadbalancing:us-east-2:111122223333:";
  private static final String WEB = BALANCING + "loadbalancer/app/web/1";
  private static final String LISTENER = BALANCING + "listener/app/web/1/2";
  private static final String SHARED = "arn:aws:globalaccelerator::111122223333:accelerator/a-1";

  private static final String CLASSIC =
      """
      {"LoadBalancerDescriptions": [{"LoadBalancerName": "a1", "DNSName": "a1.elb.amazonaws.com",
        "ListenerDescriptions": [{"Listener": {"Protocol": "SSL", "LoadBalancerPort": 443,
          "InstanceProtocol": "TCP", "InstancePort": 31443}, "PolicyNames": []}],
        "Subnets": ["subnet-1"], "VPCId": "vpc-1", "Instances": [{"InstanceId": "i-1"}],
        "SecurityGroups": ["sg-1"], "CreatedTime": "2026-01-01T00:00:00+00:00",
        "Scheme": "internet-facing"}]}
      """;

  @TempDir private Path folder;

  private Facts facts() {
    var snapshot = Snapshot.open(folder);
    return snapshot.read(snapshot.clusters().getFirst(), snapshot.at());
  }

  private String refusal() {
    return assertThrows(BadInput.class, () -> Snapshot.open(folder)).getMessage();
  }

  private void write(String file, String text) {
    Folders.write(folder, file, text);
  }

  private static LoadBalancer classic(Fact<Map<String, String>> tags) {
    var arn = BALANCING + "loadbalancer/a1";
    return new LoadBalancer(
        arn,
        "a1",
        "classic",
        true,
        "ipv4",
        new Vpc.Id("vpc-1"),
        List.of(new Subnet.Id("subnet-1")),
        List.of(new SecurityGroup.Id("sg-1")),
        true,
        List.of(new Instance.Id("i-1")),
        Fact.known(
            List.of(
                new LoadBalancer.Listener(
                    arn + "/SSL:443",
                    "TLS",
                    443,
                    List.of(),
                    Fact.known(List.of()),
                    Optional.of(new LoadBalancer.InstancePort("TCP", 31443))))),
        Fact.known(Map.of()),
        tags);
  }

  /// Whatever the file is called, its content tells which of two commands printed it.
  @ParameterizedTest
  @CsvSource({"describe-load-balancers.classic.json", "describe-load-balancers.json"})
  void a_classic_load_balancer_is_told_by_its_file_and_converted(String file) {
    Folders.smallest(folder);
    write(file, CLASSIC);
    var untagged = Fact.<Map<String, String>>unread("describe-tags.classic.json was not captured");
    assertEquals(Fact.known(List.of(classic(untagged))), facts().balancing().classic());
    assertEquals(
        Fact.unread("describe-load-balancers.json was not captured"),
        facts().balancing().loadBalancers());
    write(
        "describe-tags.classic.json",
        "{\"TagDescriptions\": [{\"LoadBalancerName\": \"a1\", \"Tags\": [{\"Key\":"
            + " \"kubernetes.io/cluster/demo\", \"Value\": \"owned\"}]}]}");
    var tags = Map.of("kubernetes.io/cluster/demo", "owned");
    assertEquals(Fact.known(List.of(classic(Fact.known(tags)))), facts().balancing().classic());
  }

  @Test
  void both_kinds_of_load_balancers_are_read_side_by_side_in_pages() {
    Folders.smallest(folder);
    write("describe-load-balancers.json", CLASSIC.replace("]}\n", "], \"NextMarker\": \"e\"}\n"));
    write("describe-load-balancers.classic.2.json", CLASSIC.replace("\"a1\"", "\"a2\""));
    write(
        "describe-load-balancers.2.json",
        "{\"LoadBalancers\": [{\"LoadBalancerArn\": \"%s\", \"LoadBalancerName\": \"web\", \"VpcId\": \"vpc-1\", \"Type\": \"application\"}]}"
            .formatted(WEB));
    assertEquals(
        List.of("a1", "a2"),
        facts().balancing().classic().asKnown().orElseThrow().stream()
            .map(LoadBalancer::name)
            .toList());
    assertEquals(1, facts().balancing().loadBalancers().asKnown().orElseThrow().size());
    Folders.delete(folder, "describe-load-balancers.classic.2.json");
    assertEquals(
        "describe-load-balancers.json: the content names a next page: expected all pages, as aws"
            + " elb describe-load-balancers prints them",
        refusal());
  }

  @Test
  void one_outside_any_vpc_has_no_targets_in_one() {
    Folders.smallest(folder);
    write("describe-load-balancers.classic.json", CLASSIC.replace("\"VPCId\": \"vpc-1\",", ""));
    assertEquals(Fact.known(List.of()), facts().balancing().classic());
  }

  @Test
  void what_was_not_captured_is_unread_and_names_its_file() {
    Folders.smallest(folder);
    var facts = facts();
    assertEquals(
        Fact.unread("describe-load-balancers.classic.json was not captured"),
        facts.balancing().classic());
    assertEquals(
        Fact.unread("list-accelerators.json was not captured"),
        facts.otherEntrances().accelerators());
    assertEquals(
        Fact.unread("describe-vpc-endpoint-service-configurations.json was not captured"),
        facts.otherEntrances().endpointServices());
    assertEquals(
        Fact.unread("describe-instance-connect-endpoints.json was not captured"),
        facts.otherEntrances().instanceConnectEndpoints());
  }

  @Test
  void the_rules_of_a_listener_name_target_groups() {
    Folders.smallest(folder);
    write(
        "describe-load-balancers.json",
        "{\"LoadBalancers\": [{\"LoadBalancerArn\": \"%s\", \"LoadBalancerName\": \"web\", \"VpcId\": \"vpc-1\", \"Type\": \"application\"}]}"
            .formatted(WEB));
    write(
        "describe-listeners.web.json",
        "{\"Listeners\": [{\"ListenerArn\": \"%s\", \"LoadBalancerArn\": \"%s\", \"Port\": 443, \"Protocol\": \"HTTPS\"}]}"
            .formatted(LISTENER, WEB));
    assertEquals(Fact.unread("describe-rules.web.json was not captured"), ruleTargets());
    var rule =
        "{\"RuleArn\": \"%s/%s\", \"IsDefault\": %s, \"Actions\": [{\"Type\": \"forward\","
            + " \"TargetGroupArn\": \"arn:%s\"}]}";
    var arn = LISTENER.replace(":listener/", ":listener-rule/");
    write(
        "describe-rules.web.json",
        "{\"Rules\": [%s, %s]}"
            .formatted(
                rule.formatted(arn, "3", "false", "pods"),
                rule.formatted(arn, "4", "true", "none")));
    assertEquals(Fact.known(List.of("arn:pods")), ruleTargets());
  }

  private Fact<List<String>> ruleTargets() {
    return facts()
        .balancing()
        .loadBalancers()
        .flatMap(all -> all.getFirst().listeners())
        .flatMap(all -> all.getFirst().ruleTargetGroups());
  }

  @Test
  void an_accelerator_is_read_with_its_listeners_and_endpoints() {
    Folders.smallest(folder);
    write(
        "list-accelerators.json",
        "{\"Accelerators\": [{\"AcceleratorArn\": \"%s\", \"Name\": \"front\", \"Enabled\": true, \"Events\": []}]}"
            .formatted(SHARED));
    assertEquals(
        Fact.known(
            List.of(
                new Accelerator(
                    SHARED,
                    "front",
                    true,
                    Fact.unread("list-listeners.a-1.json was not captured")))),
        facts().otherEntrances().accelerators());
    write(
        "list-listeners.a-1.json",
        "{\"Listeners\": [{\"ListenerArn\": \"%s/listener/l-1\", \"PortRanges\": [{\"FromPort\": 80, \"ToPort\": 81}], \"Protocol\": \"TCP\"}]}"
            .formatted(SHARED));
    var groups =
        Fact.<List<Accelerator.EndpointGroup>>unread(
            "list-endpoint-groups.l-1.json was not captured");
    assertEquals(Fact.known(List.of(accelerator(groups))), facts().otherEntrances().accelerators());
    write("list-endpoint-groups.l-1.json", "{\"EndpointGroups\": []}");
    assertEquals(
        Fact.known(List.of(accelerator(Fact.known(List.of())))),
        facts().otherEntrances().accelerators());
    write(
        "list-endpoint-groups.l-1.json",
        """
        {"EndpointGroups": [{"EndpointGroupArn": "%s/listener/l-1/endpoint-group/g-1",
          "EndpointGroupRegion": "us-east-2", "TrafficDialPercentage": 99.5,
          "EndpointDescriptions": [{"EndpointId": "i-1", "ClientIPPreservationEnabled": true}],
          "PortOverrides": [{"ListenerPort": 80, "EndpointPort": 8080}]}]}
        """
            .formatted(SHARED));
    var group =
        new Accelerator.EndpointGroup(
            SHARED + "/listener/l-1/endpoint-group/g-1",
            "us-east-2",
            List.of(new Accelerator.Endpoint("i-1", true)),
            List.of(new Accelerator.PortOverride(80, 8080)));
    assertEquals(
        Fact.known(List.of(accelerator(Fact.known(List.of(group))))),
        facts().otherEntrances().accelerators());
  }

  private static Accelerator accelerator(Fact<List<Accelerator.EndpointGroup>> groups) {
    return new Accelerator(
        SHARED,
        "front",
        true,
        Fact.known(
            List.of(
                new Accelerator.Listener(
                    SHARED + "/listener/l-1", "TCP", List.of(new PortRange(80, 81)), groups))));
  }

  @Test
  void endpoints_and_endpoint_services_are_read() {
    Folders.smallest(folder);
    write(
        "describe-instance-connect-endpoints.json",
        "{\"InstanceConnectEndpoints\": [{\"InstanceConnectEndpointId\": \"eice-1\", \"VpcId\":"
            + " \"vpc-1\", \"SubnetId\": \"subnet-1\", \"State\": \"create-complete\","
            + " \"SecurityGroupIds\": [\"sg-1\"], \"NetworkInterfaceIds\": [\"eni-9\"],"
            + " \"PreserveClientIp\": false}]}");
    write(
        "describe-vpc-endpoint-service-configurations.json",
        "{\"ServiceConfigurations\": [{\"ServiceId\": \"vpce-svc-1\", \"ServiceName\": \"svc\","
            + " \"NetworkLoadBalancerArns\": [\"arn:1\"]}]}");
    assertEquals(
        Fact.known(
            List.of(
                new InstanceConnectEndpoint(
                    "eice-1",
                    new Vpc.Id("vpc-1"),
                    new Subnet.Id("subnet-1"),
                    List.of(new SecurityGroup.Id("sg-1")),
                    List.of(new NetworkInterface.Id("eni-9")),
                    false))),
        facts().otherEntrances().instanceConnectEndpoints());
    assertEquals(
        Fact.known(List.of(new EndpointService("vpce-svc-1", "svc", List.of("arn:1")))),
        facts().otherEntrances().endpointServices());
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          describe-load-balancers.classic | {} | expected the key LoadBalancerDescriptions, which aws elb describe-load-balancers prints
          describe-load-balancers | {"LoadBalancerDescriptions": [{}]} | LoadBalancerDescriptions[0]: expected the key LoadBalancerName
          describe-load-balancers | {"LoadBalancerDescriptions": [{"LoadBalancerName": "a", "ListenerDescriptions": [{"Listener": {"Protocol": "TCP", "LoadBalancerPort": 70000}}]}]} | LoadBalancerDescriptions[0].ListenerDescriptions[0].Listener.LoadBalancerPort: expected a port from 0 to 65535, found 70000
          describe-tags.classic | {"TagDescriptions": [{"LoadBalancerName": "a", "Tags": [{}]}]} | TagDescriptions[0].Tags[0]: expected the key Key
          describe-rules.web | {"Rules": [{}]} | Rules[0]: expected the key RuleArn
          describe-rules.web | {"Rules": [], "NextMarker": "e"} | the content names a next page: expected all pages, as aws elbv2 describe-rules prints them
          list-accelerators | {"Accelerators": [{"Name": "x"}]} | Accelerators[0]: expected the key AcceleratorArn
          list-accelerators | {"Accelerators": [], "NextToken": "e"} | the content names a next page: expected all pages, as aws globalaccelerator list-accelerators prints them
          list-listeners.a-1 | {"Listeners": [{"ListenerArn": "a", "Protocol": "TCP", "PortRanges": [{"FromPort": "80"}]}]} | Listeners[0].PortRanges[0].FromPort: expected a port from 0 to 65535, found "80"
          list-endpoint-groups.l-1 | {"EndpointGroups": [{"EndpointGroupArn": "a", "EndpointGroupRegion": "r", "EndpointDescriptions": [{}]}]} | EndpointGroups[0].EndpointDescriptions[0]: expected the key EndpointId
          describe-instance-connect-endpoints | {"InstanceConnectEndpoints": [{"VpcId": "v"}]} | InstanceConnectEndpoints[0]: expected the key InstanceConnectEndpointId
          describe-vpc-endpoint-service-configurations | {"ServiceConfigurations": {}} | ServiceConfigurations: expected a list, found an object
          """)
  void a_value_that_cannot_be_is_named_with_its_place(String file, String text, String sentence) {
    Folders.smallest(folder);
    write(file + ".json", text);
    assertEquals(file + ".json: " + sentence, refusal());
  }

  @Test
  void whether_groups_hold_for_privatelink_is_on_or_off() {
    Folders.smallest(folder);
    write(
        "describe-load-balancers.json",
        "{\"LoadBalancers\": [{\"LoadBalancerArn\": \"a\", \"LoadBalancerName\": \"web\","
            + " \"VpcId\": \"vpc-1\", \"Type\": \"network\","
            + " \"EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic\": \"no\"}]}");
    assertEquals(
        "describe-load-balancers.json:"
            + " LoadBalancers[0].EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: expected on"
            + " or off, found \"no\"",
        refusal());
  }
}
