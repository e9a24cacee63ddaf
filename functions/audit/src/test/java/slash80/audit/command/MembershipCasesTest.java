package slash80.audit.command;

import static slash80.audit.command.AccountCase.when;
import static slash80.audit.command.ChangedAccount.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole accounts in which it is not plain what belongs to the cluster.
final class MembershipCasesTest {
  private static final String ONLY = "cluster-groups-guard-cluster-only";
  private static final String PRIVATE_LINK = "load-balancer-groups-apply-to-private-link";
  private static final String ASSIGNS = "node-subnet-assigns-ipv6";

  /// An EC2 Instance Connect Endpoint that carries these groups.
  private static void connectEndpoint(ChangedAccount account, String... groups) {
    account.newInterface(
        "eni-0f06",
        "subnet-0a01",
        "ec2_instance_connect_endpoint",
        "EC2 Instance Connect Endpoint Network Interface for eice-0a01",
        "10.40.1.91",
        "2a05:d016:77:4401::91");
    account.guard("eni-0f06", groups);
  }

  /// A bastion in a public subnet that carries these groups.
  private static void bastion(ChangedAccount account, String... groups) {
    var held =
        account.newInterface(
            "eni-0f07", "subnet-0e01", "interface", "", "10.40.4.50", "2a05:d016:77:4404::50");
    ChangedAccount.attach(held, "i-0f07", 0);
    account.guard("eni-0f07", groups);
    var instance = account.instance("i-0a01").deepCopy();
    instance
        .put("InstanceId", "i-0f07")
        .put("SubnetId", "subnet-0e01")
        .put("PrivateIpAddress", "10.40.4.50")
        .putArray("Tags");
    ((ObjectNode) account.list("describe-instances").path(0)).withArray("Instances").add(instance);
  }

  /// An interface that is attached to nothing, with this tag.
  private static void leftInterface(ChangedAccount account, String tag) {
    account
        .newInterface(
            "eni-0f09",
            "subnet-0a01",
            "interface",
            "aws-K8S-i-0a01",
            "10.40.1.92",
            "2a05:d016:77:4401::92")
        .put("Status", "available")
        .put("RequesterManaged", false)
        .withArray("TagSet")
        .addObject()
        .put("Key", tag)
        .put("Value", "i-0a01");
    account.guard("eni-0f09", "sg-0c01");
  }

  static Stream<AccountCase> guests() {
    return Stream.of(
        when(
                "an EC2 Instance Connect Endpoint carries the cluster's group",
                account -> connectEndpoint(account, "sg-0c01"))
            .finds(ONLY, "HIGH", "eni-0f06"),
        when(
                "an EC2 Instance Connect Endpoint has a group of its own",
                account -> connectEndpoint(account, "sg-0f01"))
            .neverFinds(ONLY),
        when(
                "an EC2 Instance Connect Endpoint carries a group of the nodes that admits itself",
                account -> {
                  account.newGroup("sg-0f08", "nodes");
                  account.rule("sg-0f08", "-1", 0, "sg-0f08");
                  account.guard("eni-0a01", "sg-0c01", "sg-0f08");
                  connectEndpoint(account, "sg-0f08");
                })
            .finds(ONLY, "HIGH", "eni-0f06"),
        when(
                "an EC2 Instance Connect Endpoint is described and its interface is not shown",
                account ->
                    account.put(
                        "describe-instance-connect-endpoints",
                        """
                        {InstanceConnectEndpoints: [{InstanceConnectEndpointId: 'eice-0a01',
                         OwnerId: '222233334444', State: 'create-complete', VpcId: 'vpc-0a01',
                         SubnetId: 'subnet-0e01', NetworkInterfaceIds: ['eni-0f06'],
                         SecurityGroupIds: ['sg-0c01'], PreserveClientIp: false, Tags: []}]}\
                        """))
            .finds(ONLY, "HIGH", "eni-0f06"),
        when(
                "an interface of the CNI that nothing has any more carries the cluster's group",
                account -> leftInterface(account, "node.k8s.amazonaws.com/instance_id"))
            .neverFinds(ONLY),
        when(
                "an interface that nothing has carries the cluster's group",
                account -> leftInterface(account, "team"))
            .finds(ONLY, "MEDIUM", "eni-0f09"),
        when("a bastion carries the cluster's group", account -> bastion(account, "sg-0c01"))
            .finds(ONLY, "MEDIUM", "eni-0f07"),
        when(
                "a bastion that anyone reaches carries the cluster's group",
                account -> {
                  account.rule("sg-0f01", "tcp", 22, "::/0");
                  bastion(account, "sg-0c01", "sg-0f01");
                })
            .finds(ONLY, "HIGH", "eni-0f07"));
  }

  /// An internal network balancer that does not enforce its groups on PrivateLink traffic.
  private static void notEnforcing(ChangedAccount account) {
    account.networkBalancer();
    account
        .balancer("shop")
        .put("Scheme", "internal")
        .put("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "off");
  }

  private static void endpointServices(ChangedAccount account, String services) {
    account.put(
        "describe-vpc-endpoint-service-configurations",
        "{ServiceConfigurations: [%s]}".formatted(services));
  }

  private static void endpointServiceOfShop(ChangedAccount account, String state) {
    endpointServices(
        account,
        """
        {ServiceType: [{ServiceType: 'Interface'}], ServiceId: 'vpce-svc-0a01',
         ServiceName: 'com.amazonaws.vpce.eu-north-1.vpce-svc-0a01',
         ServiceState: '%s', AcceptanceRequired: false,
         NetworkLoadBalancerArns: ['%s']}\
        """
            .formatted(state, account.balancer("shop").path("LoadBalancerArn").asText()));
  }

  static Stream<AccountCase> privateLink() {
    return Stream.of(
        when(
                "a balancer does not enforce its groups on PrivateLink traffic",
                MembershipCasesTest::notEnforcing)
            .finds(PRIVATE_LINK, "MEDIUM", "shop"),
        when(
                "an endpoint service names the balancer that does not enforce its groups",
                account -> {
                  notEnforcing(account);
                  endpointServiceOfShop(account, "Available");
                })
            .finds(PRIVATE_LINK, "HIGH", "shop"),
        when(
                "the endpoint service that named the balancer is deleted",
                account -> {
                  notEnforcing(account);
                  endpointServiceOfShop(account, "Deleted");
                })
            .finds(PRIVATE_LINK, "MEDIUM", "shop"),
        when(
                "there is no endpoint service in front of the balancer",
                account -> {
                  notEnforcing(account);
                  endpointServices(account, "");
                })
            .finds(PRIVATE_LINK, "MEDIUM", "shop"),
        when(
                "the balancer enforces its groups on PrivateLink traffic",
                account -> {
                  notEnforcing(account);
                  account
                      .balancer("shop")
                      .put("EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic", "on");
                })
            .neverFinds(PRIVATE_LINK),
        when(
                "the balancer has no groups to enforce",
                account -> {
                  notEnforcing(account);
                  account.balancer("shop").putArray("SecurityGroups");
                })
            .neverFinds(PRIVATE_LINK));
  }

  private static void noTagsOfCluster(ChangedAccount account) {
    account
        .instances()
        .forEach(
            instance ->
                instance
                    .putArray("Tags")
                    .addObject()
                    .put("Key", "k8s.io/cluster-autoscaler/harbour")
                    .put("Value", "owned"));
  }

  private static void autoMode(ChangedAccount account) {
    ((ObjectNode) account.file("describe-cluster.harbour").path("cluster"))
        .set("computeConfig", json("{enabled: true, nodePools: ['general-purpose']}"));
    account.drop("describe-addon.vpc-cni");
  }

  static Stream<AccountCase> nodes() {
    return Stream.of(
        when(
                "no instance carries a tag of the cluster or a prefix",
                account -> {
                  noTagsOfCluster(account);
                  ChangedAccount.objects(account.list("describe-network-interfaces"))
                      .forEach(held -> held.putArray("Ipv6Prefixes"));
                  account.put("describe-target-health.shop", "{TargetHealthDescriptions: []}");
                })
            .finds(ONLY, "MEDIUM", "eni-0a01")
            .explains(ONLY, "eni-0a01", "its tag is missing"),
        when(
                "no instance carries a tag of the cluster and each holds a prefix",
                MembershipCasesTest::noTagsOfCluster)
            .explains(ONLY, "eni-0a01", "its tag is missing")
            .explains(ONLY, "eni-0a03", "its tag is missing"),
        when(
                "one node of three has lost its tags",
                account -> account.instance("i-0a01").putArray("Tags"))
            .explains(ONLY, "eni-0a01", "its tag is missing")
            .neverFinds(ONLY, "eni-0a02"),
        when(
                "an Auto Mode cluster shows no instance",
                account -> {
                  autoMode(account);
                  account.list("describe-instances").removeAll();
                  account.list("describe-network-interfaces").removeAll();
                })
            .leavesUnchecked("node-holds-pod-prefix", "hidden"),
        when(
                "an Auto Mode cluster shows only nodes that it does not manage",
                MembershipCasesTest::autoMode)
            .leavesUnchecked("node-holds-pod-prefix", "hidden"),
        when(
                "an Auto Mode cluster shows the nodes that it manages",
                account -> {
                  autoMode(account);
                  account
                      .instances()
                      .forEach(
                          instance ->
                              instance.set(
                                  "Operator",
                                  json("{Managed: true, Principal: 'eks.amazonaws.com'}")));
                })
            .findsNothing()
            .checksEverything());
  }

  /// Node 1 with its prefix on an interface that Cilium made.
  private static ObjectNode cilium(ChangedAccount account) {
    account.networkInterface("eni-0a01").putArray("Ipv6Prefixes");
    var made =
        account.newInterface(
            "eni-0f09",
            "subnet-0a01",
            "interface",
            "Cilium-CNI (i-0a01)",
            "10.40.1.30",
            "2a05:d016:77:4401::30");
    ChangedAccount.attach(made, "i-0a01", 1);
    account.guard("eni-0f09", "sg-0c01");
    made.putArray("Ipv6Prefixes").addObject().put("Ipv6Prefix", "2a05:d016:77:4401:80::/80");
    made.putArray("TagSet").addObject().put("Key", "io.cilium/cilium-managed").put("Value", "true");
    account.drop("describe-addon.vpc-cni");
    return made;
  }

  /// Nodes of Karpenter, which have their address from the launch template, and not the subnet.
  private static void karpenter(ChangedAccount account) {
    account
        .instances()
        .forEach(
            instance ->
                instance.set(
                    "Tags",
                    json("""
                    {t: [{Key: 'eks:eks-cluster-name', Value: 'harbour'},
                     {Key: 'karpenter.sh/nodepool', Value: 'default'},
                     {Key: 'kubernetes.io/cluster/harbour', Value: 'owned'}]}\
                    """)
                        .get("t")));
    Stream.of("subnet-0a01", "subnet-0a02", "subnet-0a03")
        .forEach(id -> account.subnet(id).put("AssignIpv6AddressOnCreation", false));
  }

  /// A managed node group that launches in the subnet of node 1.
  private static void nodeGroup(ChangedAccount account, String more) {
    account.put(
        "describe-nodegroup.workers",
        """
        {nodegroup: {nodegroupName: 'workers', clusterName: 'harbour', status: 'ACTIVE',
         nodegroupArn: 'arn:aws:eks:eu-north-1:222233334444:nodegroup/harbour/workers/1',
         subnets: ['subnet-0a01'], resources: {}, health: {issues: []}, tags: {}%s}}\
        """
            .formatted(more));
  }

  static Stream<AccountCase> makers() {
    return Stream.of(
        when("Cilium holds the node's prefix", account -> cilium(account)).findsNothing(),
        when(
                "Cilium's interface holds a secondary IPv4 address",
                account ->
                    cilium(account)
                        .withArray("PrivateIpAddresses")
                        .addObject()
                        .put("Primary", false)
                        .put("PrivateIpAddress", "10.40.1.31"))
            .finds("node-holds-one-ipv4", "HIGH", "eni-0f09"),
        when(
                "the prefix is on an interface that nobody tagged",
                account -> cilium(account).put("Description", "").putArray("TagSet"))
            .finds("node-holds-pod-prefix", "HIGH", "i-0a01"),
        when("Karpenter's nodes have their address in any case", MembershipCasesTest::karpenter)
            .finds(ASSIGNS, "LOW", "subnet-0a01")
            .findsNothingSevere(),
        when(
                "a node in such a subnet lacks an IPv6 address",
                account -> {
                  karpenter(account);
                  account.networkInterface("eni-0a01").putArray("Ipv6Addresses");
                })
            .finds(ASSIGNS, "MEDIUM", "subnet-0a01")
            .finds(ASSIGNS, "LOW", "subnet-0a02"),
        when(
                "a managed node group without a launch template launches in such a subnet",
                account -> {
                  karpenter(account);
                  nodeGroup(account, "");
                })
            .finds(ASSIGNS, "MEDIUM", "subnet-0a01")
            .finds(ASSIGNS, "LOW", "subnet-0a02"),
        when(
                "a managed node group with its own launch template launches in such a subnet",
                account -> {
                  karpenter(account);
                  nodeGroup(account, ", launchTemplate: {id: 'lt-0a01', version: '1'}");
                })
            .finds(ASSIGNS, "LOW", "subnet-0a01")
            .finds(ASSIGNS, "LOW", "subnet-0a02"));
  }

  @ParameterizedTest
  @MethodSource({"guests", "privateLink", "nodes", "makers"})
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
