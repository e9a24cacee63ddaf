package slash80.audit.command;

import static slash80.audit.command.AccountCase.when;
import static slash80.audit.command.ChangedAccount.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole accounts in which a load balancer of the cluster's VPC lets clients in.
final class BalancerCasesTest {
  private static final String GUARDED = "load-balancer-guarded-by-security-group";
  private static final String KEEPS = "load-balancer-keeps-client-address";
  private static final String SPEAKS = "load-balancer-speaks-ipv6";

  /// An internet-facing network balancer without a group, whose clients its targets do not see.
  private static void hidingWithoutGroups(ChangedAccount account) {
    account.networkBalancerWithoutGroups();
    account.preserveClientAddress(false);
  }

  /// A Gateway Load Balancer that sends to node 1.
  private static void gatewayBalancer(ChangedAccount account) {
    account.replaceEverywhere("/app/shop", "/gwy/shop");
    account.targetOverIpv4();
    account.targetGroup("shop").put("Protocol", "GENEVE").put("Port", 6081);
    var balancer = account.balancer("shop");
    balancer.put("Type", "gateway").put("IpAddressType", "ipv4");
    balancer.remove(List.of("Scheme", "SecurityGroups", "DNSName"));
    ChangedAccount.objects(account.list("describe-listeners.shop"))
        .forEach(listener -> listener.remove(List.of("Port", "Protocol")));
  }

  static Stream<AccountCase> gateways() {
    return Stream.of(
        when("a Gateway Load Balancer sends to a node", BalancerCasesTest::gatewayBalancer)
            .neverFinds(GUARDED)
            .neverFinds("load-balancer-speaks-ipv6")
            .neverFinds("target-group-speaks-ipv6")
            .notes("shop is a Gateway Load Balancer"));
  }

  static Stream<AccountCase> unguarded() {
    return Stream.of(
        when(
                "IPv4 clients of IPv6 targets arrive from the address of a balancer without a"
                    + " group",
                ChangedAccount::networkBalancerWithoutGroups)
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "the same balancer listens for UDP",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.protocol("UDP");
                })
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "its listener has a protocol that AWS does not document",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.protocol("QUIC9");
                })
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "IPv6 clients of IPv4 targets arrive from the balancer's address",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.targetOverIpv4();
                })
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "IPv4 clients of IPv4 targets keep their address",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.balancer("shop").put("IpAddressType", "ipv4");
                  account.targetOverIpv4();
                })
            .finds(GUARDED, "LOW", "shop"),
        when(
                "the balancer's subnets have no route to the internet",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.removeRoutes(route -> route.path("GatewayId").asText().startsWith("igw"));
                })
            .finds(GUARDED, "LOW", "shop")
            .findsNothingSevere(),
        when(
                "the network ACL of the balancer's subnets denies everything",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.removeEntries(entry -> entry.path("RuleAction").asText().equals("allow"));
                })
            .finds(GUARDED, "LOW", "shop"),
        when(
                "block public access stands in front of a balancer without a group",
                account -> {
                  hidingWithoutGroups(account);
                  account.blockPublicAccess("block-bidirectional");
                })
            .finds(GUARDED, "LOW", "shop")
            .findsNothingSevere(),
        when(
                "block public access stops only connections from outside",
                account -> {
                  hidingWithoutGroups(account);
                  account.blockPublicAccess("block-ingress");
                })
            .finds(GUARDED, "LOW", "shop")
            .findsNothingSevere(),
        when(
                "block public access is off",
                account -> {
                  hidingWithoutGroups(account);
                  account.blockPublicAccess("off");
                })
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "block public access spares the balancer's subnets",
                account -> {
                  hidingWithoutGroups(account);
                  account.blockPublicAccess("block-bidirectional");
                  account.exclude("subnet/subnet-0e01");
                  account.exclude("subnet/subnet-0e02");
                })
            .finds(GUARDED, "HIGH", "shop"));
  }

  private static void admitting(ChangedAccount account, String... sources) {
    account.networkBalancer();
    account.closed("sg-0b01");
    account.rule("sg-0b01", "tcp", 443, sources);
  }

  static Stream<AccountCase> hidden() {
    return Stream.of(
        when(
                "the balancer's group admits IPv4 clients, whose address the change of family"
                    + " hides",
                account -> admitting(account, "0.0.0.0/0", "::/0"))
            .finds(KEEPS, "LOW", "shop"),
        when(
                "the balancer's group admits a named peer only",
                account -> admitting(account, "198.51.100.0/28"))
            .neverFinds(KEEPS),
        when(
                "the balancer's group admits IPv6 clients only, who keep their address",
                account -> admitting(account, "::/0"))
            .neverFinds(KEEPS),
        when(
                "the target group hides IPv6 clients too",
                account -> {
                  admitting(account, "::/0");
                  account.preserveClientAddress(false);
                })
            .finds(KEEPS, "LOW", "shop"));
  }

  static Stream<AccountCase> dualstack() {
    return Stream.of(
        when("a dualstack balancer lets both families in", account -> {})
            .findsNothing()
            .checksEverything(),
        when(
                "the group of a dualstack balancer admits IPv4 only",
                account -> {
                  account.closed("sg-0b01");
                  account.rule("sg-0b01", "tcp", 443, "0.0.0.0/0");
                })
            .finds(SPEAKS, "HIGH", "shop"),
        when(
                "the subnets of a dualstack balancer have no IPv6 route to the gateway",
                account ->
                    account.removeRoutes(
                        route ->
                            route.path("GatewayId").asText().startsWith("igw")
                                && route.has("DestinationIpv6CidrBlock")))
            .finds(SPEAKS, "HIGH", "shop"),
        when(
                "the network ACL admits no IPv6 to a dualstack balancer",
                account ->
                    account.removeEntries(
                        entry ->
                            entry.has("Ipv6CidrBlock")
                                && !entry.path("Egress").asBoolean()
                                && entry.path("RuleAction").asText().equals("allow")))
            .finds(SPEAKS, "HIGH", "shop"));
  }

  /// The description of a classic balancer in front of one instance.
  private static void classic(ChangedAccount account, String scheme, String instance) {
    account.put(
        "describe-load-balancers.classic",
        """
        {LoadBalancerDescriptions: [{LoadBalancerName: 'legacy', DNSName: 'legacy.example',
         ListenerDescriptions: [{PolicyNames: [], Listener: {Protocol: 'TCP', LoadBalancerPort: 443,
         InstanceProtocol: 'TCP', InstancePort: 30443}}], AvailabilityZones: ['eu-north-1a'],
         Subnets: ['subnet-0e01'], VPCId: 'vpc-0a01', Instances: [{InstanceId: '%s'}],
         SecurityGroups: ['sg-0b01'], CreatedTime: '2026-01-05T08:00:00+00:00', Scheme: '%s'}]}\
        """
            .formatted(instance, scheme));
  }

  private static void classicInterface(ChangedAccount account) {
    var seen =
        account.newInterface(
            "eni-0f03",
            "subnet-0e01",
            "interface",
            "ELB legacy",
            "10.40.4.90",
            "2a05:d016:77:4404::90");
    seen.putArray("Ipv6Addresses");
    seen.set("Association", json("{PublicIp: '198.51.100.77', IpOwnerId: 'amazon-elb'}"));
    seen.put("RequesterId", "amazon-elb");
    account.newGroup("sg-0f03", "k8s-elb-legacy");
    account.rule("sg-0f03", "tcp", 80, "0.0.0.0/0");
    account.guard("eni-0f03", "sg-0f03");
    account.rule("sg-0c01", "-1", 0, "sg-0f03");
  }

  static Stream<AccountCase> classic() {
    return Stream.of(
        when(
                "only the interface of a classic balancer is shown",
                BalancerCasesTest::classicInterface)
            .notes("Classic Load Balancer"),
        when(
                "a classic balancer, interface and description, sends to a node",
                account -> {
                  classicInterface(account);
                  classic(account, "internet-facing", "i-0a01");
                })
            .finds(SPEAKS, "HIGH", "legacy"),
        when(
                "a classic balancer is described and its interface is not shown",
                account -> classic(account, "internet-facing", "i-0a01"))
            .finds(SPEAKS, "HIGH", "legacy"),
        when("a classic balancer is internal", account -> classic(account, "internal", "i-0a01"))
            .finds(SPEAKS, "MEDIUM", "legacy")
            .findsNothingSevere(),
        when(
                "a classic balancer sends to an instance that is no node",
                account -> classic(account, "internet-facing", "i-0fff"))
            .neverFinds(SPEAKS));
  }

  /// An IPv4 network balancer `front` whose target is the internal application balancer `shop`.
  private static void inFrontOfApplicationBalancer(ChangedAccount account) {
    var shop = account.balancer("shop");
    var arn = shop.path("LoadBalancerArn").asText();
    var group = "arn:aws:elasticloadbalancing:eu-north-1:222233334444:targetgroup/front/02";
    shop.put("Scheme", "internal");
    var front = shop.deepCopy();
    front
        .put("LoadBalancerName", "front")
        .put("LoadBalancerArn", arn.replace("/app/shop/", "/net/front/"))
        .put("Scheme", "internet-facing")
        .put("Type", "network")
        .put("IpAddressType", "ipv4")
        .remove("SecurityGroups");
    account.list("describe-load-balancers").add(front);
    account.put("describe-load-balancer-attributes.front", "{Attributes: []}");
    account.put("describe-target-group-attributes.front", "{Attributes: []}");
    account.put("describe-tags.front", "{TagDescriptions: []}");
    account.target("front", arn);
    account
        .list("describe-target-groups")
        .add(
            json(
                """
                {TargetGroupArn: '%s', TargetGroupName: 'front', Protocol: 'TCP', Port: 443,
                 VpcId: 'vpc-0a01', TargetType: 'alb', IpAddressType: 'ipv4',
                 LoadBalancerArns: ['%s']}\
                """
                    .formatted(group, front.path("LoadBalancerArn").asText())));
    account.put(
        "describe-listeners.front",
        """
        {Listeners: [{ListenerArn: '%s/01', LoadBalancerArn: '%s', Port: 443, Protocol: 'TCP',
         DefaultActions: [{Type: 'forward', TargetGroupArn: '%s'}]}]}\
        """
            .formatted(
                front.path("LoadBalancerArn").asText().replace(":loadbalancer/", ":listener/"),
                front.path("LoadBalancerArn").asText(),
                group));
  }

  static Stream<AccountCase> chained() {
    return Stream.of(
        when(
                "an IPv4 network balancer stands in front of the cluster's application balancer",
                BalancerCasesTest::inFrontOfApplicationBalancer)
            .finds(SPEAKS, "HIGH", "front"),
        when(
                "the network balancer in front is internal",
                account -> {
                  inFrontOfApplicationBalancer(account);
                  account.balancer("front").put("Scheme", "internal");
                })
            .finds(SPEAKS, "MEDIUM", "front")
            .findsNothingSevere(),
        when(
                "only a rule of a listener forwards to the application balancer",
                account -> {
                  inFrontOfApplicationBalancer(account);
                  var listener = (ObjectNode) account.list("describe-listeners.front").path(0);
                  account.put(
                      "describe-rules.front",
                      """
                      {Rules: [{RuleArn: '%s/rule', Priority: '1', Conditions: [], IsDefault: false,
                       Actions: %s}]}\
                      """
                          .formatted(
                              listener.path("ListenerArn").asText(),
                              listener.path("DefaultActions")));
                  listener.set("DefaultActions", json("{a: [{Type: 'fixed-response'}]}").get("a"));
                })
            .finds(SPEAKS, "HIGH", "front"),
        when(
                "the network balancer in front is dualstack",
                account -> {
                  inFrontOfApplicationBalancer(account);
                  account.balancer("front").put("IpAddressType", "dualstack");
                })
            .neverFinds(SPEAKS, "front"));
  }

  /// A Fargate pod as the only target of an untagged network balancer without a group.
  private static void fargate(ChangedAccount account) {
    hidingWithoutGroups(account);
    account.newInterface(
        "eni-0f04",
        "subnet-0a02",
        "interface",
        "fargate-pod",
        "10.40.2.90",
        "2a05:d016:77:4402::90");
    account.guard("eni-0f04", "sg-0c01");
    account.target("shop", "2a05:d016:77:4402::90");
    account.put("describe-tags.shop", "{TagDescriptions: []}");
  }

  static Stream<AccountCase> fargate() {
    return Stream.of(
        when("a balancer without a group sends to a Fargate pod", BalancerCasesTest::fargate)
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "an IPv4 balancer sends to the IPv4 address of a Fargate pod",
                account -> {
                  fargate(account);
                  account.balancer("shop").put("IpAddressType", "ipv4");
                  account.targetGroup("shop").put("IpAddressType", "ipv4");
                  account.target("shop", "10.40.2.90");
                })
            .finds(SPEAKS, "HIGH", "shop"),
        when(
                "a Fargate pod in a public subnet has a group of its own that admits anyone",
                account -> {
                  fargate(account);
                  account.rule("sg-0f01", "tcp", 22, "::/0");
                  account.guard("eni-0f04", "sg-0f01");
                  account.makePublic("subnet-0a02");
                })
            .finds("interface-closed-to-ipv6-internet", "CRITICAL", "eni-0f04"),
        when(
                "an untagged balancer sends to an address that is not of the cluster",
                account -> {
                  fargate(account);
                  account.target("shop", "2a05:d016:77:4402::91");
                })
            .neverFinds(GUARDED));
  }

  @ParameterizedTest
  @MethodSource({"gateways", "unguarded", "hidden", "dualstack", "classic", "chained", "fargate"})
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
