package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slash80.facts.Cluster;
import slash80.facts.Facts;
import slash80.facts.Network;
import slash80.facts.Parameters;
import slash80.facts.Scope;
import slash80.rules.Judgement;
import slash80.rules.RuleBook;

/// What is asked of an account about one node and about a whole cluster, in every situation that
/// has something asked beside the usual. A node takes at most 12 reads, and on top of them the
/// entries of prefix lists; a cluster 15, and on top of them what belongs to single things. What is
/// not asked changes no verdict: a snapshot, which says everything, is judged alike.
final class ReadCostTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path folder;

  /// @param first reads of the first event in an environment
  /// @param next reads of one a minute later
  /// @param extra those of the first that are no cost of the node's
  /// @param whole reads of the first check of the whole cluster, as a sweep asks for it, which
  ///   names the cluster
  /// @param things those of them that belong to single things: two for a load balancer or a target
  ///   group, one for a prefix list, for a node's subnet and for the tags of twenty
  private record Cost(int first, int next, int extra, int whole, int things) {}

  @TestFactory
  Stream<DynamicTest> a_node_and_a_cluster_cost() {
    return Stream.of(
        costs("nothing else", new Cost(11, 8, 0, 14, 1), _ -> {}),
        costs("groups that let nobody in", new Cost(8, 5, 0, 14, 1), ReadCostTest::closed),
        costs("a trunk", new Cost(12, 9, 0, 14, 1), ReadCostTest::trunk),
        costs("a group without rules", new Cost(12, 9, 0, 15, 1), ReadCostTest::ruleless),
        costs("a group without a name", new Cost(12, 9, 0, 15, 1), ReadCostTest::nameless),
        costs("appliances", new Cost(12, 11, 0, 14, 1), ReadCostTest::appliances),
        costs("subnets silent about blocking", new Cost(12, 9, 0, 14, 1), ReadCostTest::unsaid),
        costs(
            "the same, and blocked",
            new Cost(12, 11, 0, 15, 1),
            ReadCostTest::unsaid,
            ReadCostTest::blocked),
        costs("two prefix lists", new Cost(13, 11, 2, 16, 3), ReadCostTest::lists),
        costs("three further clusters", new Cost(11, 8, 0, 14, 1), ReadCostTest::furtherClusters),
        costs("a private subnet with a way in", new Cost(11, 8, 0, 15, 1), ReadCostTest::wayIn),
        costs(
            "a private subnet with a way in, and blocked",
            new Cost(11, 8, 0, 16, 1),
            ReadCostTest::wayIn,
            ReadCostTest::blocked),
        costs(
            "the same, and a group without rules",
            new Cost(12, 9, 0, 16, 1),
            ReadCostTest::wayIn,
            ReadCostTest::blocked,
            ReadCostTest::ruleless),
        costs("a group of another VPC", new Cost(11, 8, 0, 14, 1), ReadCostTest::shared),
        costs("open", new Cost(11, 8, 0, 14, 1), ReadCostTest::open),
        costs("open, 1 target group", new Cost(12, 12, 0, 19, 6), ReadCostTest::open, of(1, "[]")),
        costs("open, 3 target groups", new Cost(12, 9, 0, 23, 10), ReadCostTest::open, of(3, "[]")),
        costs(
            "open, 20 target groups", new Cost(12, 9, 0, 58, 45), ReadCostTest::open, of(20, "[]")),
        costs(
            "open, 20 target groups of a balancer with groups",
            new Cost(11, 8, 0, 59, 45),
            ReadCostTest::open,
            of(20, "[\"sg-9\"]")),
        costs(
            "all at once",
            new Cost(14, 12, 2, 62, 47),
            ReadCostTest::trunk,
            ReadCostTest::ruleless,
            ReadCostTest::appliances,
            ReadCostTest::unsaid,
            ReadCostTest::blocked,
            ReadCostTest::lists,
            ReadCostTest::furtherClusters,
            ReadCostTest::open,
            of(20, "[]")));
  }

  @Test
  void an_interface_of_a_pod_costs_the_cluster_of_its_node_and_no_other() throws IOException {
    base(folder);
    trunk(folder);
    furtherClusters(folder);
    Folders.change(
        folder,
        "describe-cluster.other0.json",
        text -> text.replace("vpc-09", "vpc-1").replace("subnet-9", "subnet-1"));
    Folders.change(
        folder,
        "describe-instances.json",
        text ->
            text.replace(
                "\"NetworkInterfaces\": [",
                "\"NetworkInterfaces\": [{\"NetworkInterfaceId\": \"eni-2\", \"VpcId\": \"vpc-1\","
                    + " \"SubnetId\": \"subnet-1\"}, "));
    try (var aws = StubbedAws.serving(folder)) {
      ask(aws.account(() -> AT), AT, "eni-3");
      assertTrue(aws.calls() <= 12, () -> aws.counts().toString());
      assertEquals(1, aws.counts().get("DescribeCluster"));
    }
  }

  @SafeVarargs
  private DynamicTest costs(String situation, Cost expected, Consumer<Path>... makes) {
    return DynamicTest.dynamicTest(
        situation,
        () -> {
          var own = Files.createDirectories(folder.resolve(situation.replaceAll("\\W", "-")));
          base(own);
          Stream.of(makes).forEach(make -> make.accept(own));
          var found = cost(own, expected.extra());
          assertEquals(expected, found);
          assertTrue(found.first() - found.extra() <= 12, found::toString);
          assertTrue(found.whole() <= 15 + found.things(), found::toString);
          isJudgedAlike(own, folder.resolve("captured"));
        });
  }

  /// A snapshot says what a check does not ask: the groups that stand behind the rules, and the
  /// gateways.
  private static void isJudgedAlike(Path folder, Path captured) {
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      new Capture("the stub", listener -> aws.account(() -> AT, List.of(listener)))
          .write("demo", captured, AT, _ -> {});
      var snapshot = Snapshot.open(captured);
      var expected = judged(snapshot.read(snapshot.clusters().getFirst(), AT));
      var found = judged(live.read(live.clusters(Set.of("demo")).getFirst(), AT));
      assertEquals(told(expected), told(found));
      assertEquals(expected.undecided(), found.undecided());
      assertEquals(expected.settling(), found.settling());
      assertEquals(expected.verdicts(), found.verdicts());
    }
  }

  private static Judgement judged(Facts facts) {
    return RuleBook.judge(new Network(facts, Parameters.DEFAULTS), Scope.whole());
  }

  private static List<String> told(Judgement judgement) {
    return judgement.findings().stream()
        .map(one -> "%s %s: %s %s".formatted(one.severity(), one.id(), one.detail(), one.open()))
        .sorted()
        .toList();
  }

  private static Cost cost(Path folder, int extra) {
    var moment = new Instant[] {AT};
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> moment[0]);
      ask(live, moment[0], "i-1");
      int first = aws.calls();
      aws.forget();
      moment[0] = AT.plusSeconds(60);
      ask(live, moment[0], "i-1");
      int next = aws.calls();
      aws.forget();
      var fresh = aws.account(() -> moment[0]);
      var facts = fresh.read(fresh.clusters(Set.of("demo")).getFirst(), AT);
      return new Cost(first, next, extra, aws.calls(), things(facts));
    }
  }

  private static int things(Facts facts) {
    int balancers = facts.balancing().loadBalancers().asKnown().orElseThrow().size();
    int groups = facts.balancing().targetGroups().asKnown().orElseThrow().size();
    int tags = (balancers + groups + 19) / 20;
    int single = facts.delegation().reservations().size() + facts.layers().prefixLists().size();
    return single + 2 * balancers + 2 * groups + tags;
  }

  private static void ask(LiveAccount live, Instant at, String id) {
    var place = live.placesOf(List.of(id), at).asKnown().orElseThrow().get(id);
    var near = live.listingAt(List.of(place), at.minus(Duration.ofMinutes(5)));
    assertEquals(List.of("demo"), near.clusters().stream().map(Cluster::name).toList());
    live.take(near.clusters().getFirst(), place.scope(), at);
  }

  private static void base(Path folder) {
    Folders.smallest(folder);
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace(
                "\"Routes\": [",
                "\"Routes\": [{\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-1\","
                    + " \"State\": \"active\"},"));
    Folders.change(
        folder,
        "describe-subnets.json",
        text ->
            text.replace(
                "\"SubnetId\": \"subnet-1\",",
                "\"SubnetId\": \"subnet-1\", \"BlockPublicAccessStates\":"
                    + " {\"InternetGatewayBlockMode\": \"off\"},"));
    Folders.write(
        folder,
        "describe-network-interfaces.json",
        """
        {"NetworkInterfaces": [{"NetworkInterfaceId": "eni-1", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "interface",
          "Attachment": {"InstanceId": "i-1", "DeviceIndex": 0, "NetworkCardIndex": 0}, "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
          "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.5", "Primary": true}],
          "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::5"}],
          "Ipv6Prefixes": [{"Ipv6Prefix": "2001:db8:0:1:1::/80"}]}]}
        """);
    Folders.write(
        folder,
        "describe-security-group-rules.json",
        """
        {"SecurityGroupRules": [
          {"SecurityGroupRuleId": "sgr-1", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 443, "ToPort": 443, "CidrIpv6": "2001:db8:9::/48"}
        ]}
        """);
    Folders.write(
        folder,
        "describe-addon.vpc-cni.json",
        """
        {"addon": {"addonName": "vpc-cni", "clusterName": "demo", "addonVersion": "v1.19.0-eksbuild.1"}}
        """);
    Folders.write(
        folder,
        "describe-instance-types.json",
        """
        {"InstanceTypes": [{"InstanceType": "c5.large", "Hypervisor": "nitro", "BareMetal": false, "NetworkInfo": {"Ipv6Supported": true}}]}
        """);
  }

  private static void closed(Path folder) {
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replace(
                "\"CidrIpv6\": \"2001:db8:9::/48\"",
                "\"ReferencedGroupInfo\": {\"GroupId\": \"sg-1\"}"));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replace(
                "\"Ipv6Ranges\": [{\"CidrIpv6\": \"2001:db8:9::/48\"}]",
                "\"UserIdGroupPairs\": [{\"GroupId\": \"sg-1\"}]"));
  }

  private static void trunk(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace("\"/80\"", "x")
                .replaceFirst(
                    "\\[\\{",
                    """
                    [{"NetworkInterfaceId": "eni-2", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "trunk",
                      "Attachment": {"InstanceId": "i-1", "DeviceIndex": 1, "NetworkCardIndex": 0}, "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
                      "Ipv6Addresses": [], "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.6", "Primary": true}]},
                     {"NetworkInterfaceId": "eni-3", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "branch",
                      "TagSet": [{"Key": "vpcresources.k8s.aws/trunk-eni-id", "Value": "eni-2"}], "Groups": [{"GroupId": "sg-1", "GroupName": "nodes"}],
                      "Ipv6Addresses": [{"Ipv6Address": "2001:db8:0:1::7"}], "PrivateIpAddresses": [{"PrivateIpAddress": "10.0.1.7", "Primary": true}]},
                     {\
                    """));
  }

  private static void ruleless(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace(
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}]",
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}, {\"GroupId\": \"sg-2\","
                    + " \"GroupName\": \"none\"}]"));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replace(
                "[{\"GroupId\": \"sg-1\"",
                "[{\"GroupId\": \"sg-2\", \"GroupName\": \"none\", \"VpcId\": \"vpc-1\","
                    + " \"IpPermissions\": []}, {\"GroupId\": \"sg-1\""));
  }

  private static void nameless(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text -> text.replace(", \"GroupName\": \"nodes\"", ""));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text -> text.replace("\"GroupName\": \"nodes\"", "\"GroupName\": \"default\""));
  }

  /// Beside its own group every interface carries one that another VPC lends.
  private static void shared(Path folder) {
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replace(
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}]",
                "{\"GroupId\": \"sg-1\", \"GroupName\": \"nodes\"}, {\"GroupId\": \"sg-3\","
                    + " \"GroupName\": \"lent\"}]"));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replace(
                "[{\"GroupId\": \"sg-1\"",
                """
                [{"GroupId": "sg-3", "GroupName": "lent", "VpcId": "vpc-2", "IpPermissions": [{"IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]}]},
                 {"GroupId": "sg-1"\
                """));
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-5", "GroupId": "sg-3", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 8080, "ToPort": 8080, "CidrIpv6": "::/0"},
                """));
  }

  private static void appliances(Path folder) {
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replaceFirst(
                "\\[\\{",
                """
                [{"RouteTableId": "rtb-2", "VpcId": "vpc-1", "Associations": [{"GatewayId": "igw-1"}], "Routes": [
                  {"DestinationIpv6CidrBlock": "2001:db8:0:1::/64", "NetworkInterfaceId": "eni-8", "State": "active"},
                  {"DestinationIpv6CidrBlock": "2001:db8:0:2::/64", "GatewayId": "vpce-1", "State": "active"}]}, {\
                """));
    Folders.change(
        folder,
        "describe-network-interfaces.json",
        text ->
            text.replaceFirst(
                "\\[\\{",
                """
                [{"NetworkInterfaceId": "eni-8", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "interface", "Groups": []},
                 {"NetworkInterfaceId": "eni-9", "SubnetId": "subnet-1", "VpcId": "vpc-1", "InterfaceType": "gateway_load_balancer_endpoint", "Description": "VPC Endpoint Interface vpce-1", "Groups": []},
                 {\
                """));
  }

  private static void wayIn(Path folder) {
    Folders.change(
        folder,
        "describe-route-tables.json",
        text ->
            text.replace(
                "{\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-1\", \"State\":"
                    + " \"active\"},",
                ""));
  }

  private static void unsaid(Path folder) {
    Folders.change(
        folder,
        "describe-subnets.json",
        text ->
            text.replace(
                "\"BlockPublicAccessStates\": {\"InternetGatewayBlockMode\": \"off\"},", ""));
  }

  private static void blocked(Path folder) {
    Folders.write(
        folder,
        "describe-vpc-block-public-access-options.json",
        """
        {"VpcBlockPublicAccessOptions": {"AwsAccountId": "111122223333", "AwsRegion": "us-east-2", "InternetGatewayBlockMode": "block-ingress"}}
        """);
    Folders.write(
        folder,
        "describe-vpc-block-public-access-exclusions.json",
        """
        {"VpcBlockPublicAccessExclusions": [{"ExclusionId": "vpcbpa-exclude-1", "ResourceArn": "arn:aws:ec2:us-east-2:111122223333:subnet/subnet-1", "InternetGatewayExclusionMode": "allow-bidirectional", "State": "create-complete"}]}
        """);
  }

  private static void lists(Path folder) {
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-2", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "PrefixListId": "pl-1"},
                 {"SecurityGroupRuleId": "sgr-3", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "PrefixListId": "pl-2"},
                """));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replaceFirst(
                "\\{\"IpProtocol\": \"tcp\"",
                """
                {"IpProtocol": "tcp", "FromPort": 444, "ToPort": 444, "PrefixListIds": [{"PrefixListId": "pl-1"}, {"PrefixListId": "pl-2"}]},
                {"IpProtocol": "tcp\"\
                """));
    for (var list : List.of("pl-1", "pl-2")) {
      Folders.write(
          folder,
          "get-managed-prefix-list-entries.%s.json".formatted(list),
          "{\"Entries\": [{\"Cidr\": \"2001:db8:aa::/48\"}]}");
    }
    Folders.write(
        folder,
        "describe-managed-prefix-lists.json",
        "{\"PrefixLists\": [{\"PrefixListId\": \"pl-1\", \"Version\": 3}, {\"PrefixListId\":"
            + " \"pl-2\", \"Version\": 4}]}");
  }

  private static void furtherClusters(Path folder) {
    for (int i = 0; i < 3; i++) {
      Folders.write(
          folder,
          "describe-cluster.other%d.json".formatted(i),
          """
          {"cluster": {"name": "other%1$d", "arn": "arn:aws:eks:us-east-2:111122223333:cluster/other%1$d",
            "resourcesVpcConfig": {"vpcId": "vpc-%1$d9", "subnetIds": ["subnet-9"], "publicAccessCidrs": ["::/0"]},
            "kubernetesNetworkConfig": {"ipFamily": "ipv6"}}}
          """
              .formatted(i));
    }
  }

  private static void open(Path folder) {
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-4", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 30000, "ToPort": 32767, "CidrIpv6": "::/0"},
                """));
    Folders.change(
        folder,
        "describe-security-groups.json",
        text ->
            text.replaceFirst(
                "\\{\"IpProtocol\": \"tcp\"",
                """
                {"IpProtocol": "tcp", "FromPort": 30000, "ToPort": 32767, "Ipv6Ranges": [{"CidrIpv6": "::/0"}]},
                {"IpProtocol": "tcp\"\
                """));
  }

  private static Consumer<Path> of(int groups, String securityGroups) {
    return folder -> balancers(folder, groups, securityGroups);
  }

  private static void balancers(Path folder, int groups, String securityGroups) {
    Folders.write(
        folder,
        "describe-load-balancers.json",
        """
        {"LoadBalancers": [{"LoadBalancerArn": "arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/front/1", "LoadBalancerName": "front", "Type": "network",
          "Scheme": "internet-facing", "IpAddressType": "dualstack", "VpcId": "vpc-1", "SecurityGroups": %s, "AvailabilityZones": [{"SubnetId": "subnet-1"}]}]}
        """
            .formatted(securityGroups));
    Folders.write(
        folder,
        "describe-target-groups.json",
        IntStream.range(0, groups)
            .mapToObj(
                i ->
                    """
                    {"TargetGroupArn": "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/g%1$d/1", "TargetGroupName": "g%1$d", "TargetType": "instance", "Protocol": "TCP",
                     "Port": %1$d, "VpcId": "vpc-1", "IpAddressType": "ipv6", "LoadBalancerArns": ["arn:aws:elasticloadbalancing:us-east-2:111122223333:loadbalancer/net/front/1"]}
                    """
                        .formatted(i))
            .collect(Collectors.joining(",", "{\"TargetGroups\": [", "]}")));
    for (int i = 0; i < groups; i++) {
      Folders.write(
          folder,
          "describe-target-health.g%d.json".formatted(i),
          "{\"TargetHealthDescriptions\": [{\"Target\": {\"Id\": \"i-1\", \"Port\": %d}}]}"
              .formatted(30000 + i));
      Folders.write(
          folder,
          "describe-target-group-attributes.g%d.json".formatted(i),
          "{\"Attributes\": [{\"Key\": \"preserve_client_ip.enabled\", \"Value\": \"true\"}]}");
    }
  }
}
