package slash80.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import slash80.facts.Admission;
import slash80.facts.Cluster;
import slash80.facts.LoadBalancer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.network.IpFamily;
import slash80.network.Prefix;
import slash80.network.Protocol;

/// The commands that set a violation right. Each names what it changes, and none widens anything.
final class Remedies {
  private static final int MOST_RULES = 50;

  private Remedies() {}

  static String unassign(NetworkInterface networkInterface, List<Prefix> prefixes) {
    return Command.aws("ec2", "unassign-ipv6-addresses")
        .with("--network-interface-id", networkInterface.id())
        .with("--ipv6-prefixes", prefixes)
        .text();
  }

  static String assignPrefix(NetworkInterface networkInterface) {
    return Command.aws("ec2", "assign-ipv6-addresses")
        .with("--network-interface-id", networkInterface.id())
        .with("--ipv6-prefix-count", 1)
        .text();
  }

  /// Gives a node back what it lost, each prefix on the interface in whose subnet it lies; nothing
  /// when there is none for one of them. A prefix that another node holds by now is refused by EC2.
  static Optional<String> restore(List<Prefix> lost, Node node, Network network) {
    var commands = new ArrayList<Command>();
    for (var prefix : lost) {
      network
          .interfaceFor(prefix, node)
          .map(
              home ->
                  Command.aws("ec2", "assign-ipv6-addresses")
                      .with("--network-interface-id", home.id())
                      .with("--ipv6-prefixes", prefix))
          .ifPresent(commands::add);
    }
    return commands.size() == lost.size() ? Optional.of(Command.chain(commands)) : Optional.empty();
  }

  static String assignIpv6OnCreation(Subnet subnet) {
    return Command.aws("ec2", "modify-subnet-attribute")
        .with("--subnet-id", subnet.id())
        .with("--assign-ipv6-address-on-creation")
        .text();
  }

  /// Updates the add-on to the version that EKS takes by default for the cluster's Kubernetes; its
  /// configuration stays.
  static String updateVpcCni(Cluster cluster) {
    var kubernetes =
        Command.aws("eks", "describe-cluster")
            .with("--name", cluster.name())
            .with("--query", "cluster.version")
            .with("--output", "text");
    var version =
        Command.aws("eks", "describe-addon-versions")
            .with("--addon-name", "vpc-cni")
            .with("--kubernetes-version \"$KUBERNETES\"")
            .with(
                "--query",
                "addons[0].addonVersions[?compatibilities[0].defaultVersion].addonVersion")
            .with("--output", "text");
    var update =
        Command.aws("eks", "update-addon")
            .with("--cluster-name", cluster.name())
            .with("--addon-name", "vpc-cni")
            .with("--addon-version \"$VERSION\"")
            .with("--resolve-conflicts", "PRESERVE");
    return Command.chain(
        List.of(
            new Command("KUBERNETES=$(" + kubernetes + ")"),
            new Command("VERSION=$(" + version + ")"),
            update));
  }

  static String assignAddress(NetworkInterface networkInterface) {
    return Command.aws("ec2", "assign-ipv6-addresses")
        .with("--network-interface-id", networkInterface.id())
        .with("--ipv6-address-count", 1)
        .text();
  }

  static String unassignIpv4(NetworkInterface networkInterface) {
    var command =
        Command.aws("ec2", "unassign-private-ip-addresses")
            .with("--network-interface-id", networkInterface.id());
    var addresses =
        networkInterface.ipv4Addresses().stream()
            .filter(ipv4 -> !ipv4.primary())
            .map(NetworkInterface.Ipv4::address)
            .toList();
    if (!addresses.isEmpty()) {
      command = command.with("--private-ip-addresses", addresses);
    }
    return networkInterface.ipv4Prefixes().isEmpty()
        ? command.text()
        : command.with("--ipv4-prefixes", networkInterface.ipv4Prefixes()).text();
  }

  static String keepPublicIpv4From(Subnet subnet) {
    return Command.aws("ec2", "modify-subnet-attribute")
        .with("--subnet-id", subnet.id())
        .with("--no-map-public-ip-on-launch")
        .text();
  }

  /// Lets the targets see their clients' addresses; a TCP or TLS group takes it while it is used.
  static String keepClientAddress(List<TargetGroup> targetGroups) {
    return Command.chain(
        targetGroups.stream()
            .map(
                group ->
                    Command.aws("elbv2", "modify-target-group-attributes")
                        .with("--target-group-arn", group.arn())
                        .with("--attributes", "Key=preserve_client_ip.enabled,Value=true"))
            .toList());
  }

  static String dualStack(LoadBalancer loadBalancer) {
    return Command.aws("elbv2", "set-ip-address-type")
        .with("--load-balancer-arn", loadBalancer.arn())
        .with("--ip-address-type", "dualstack")
        .text();
  }

  /// Sends what goes to an internet gateway to the VPC's egress-only one, which is made first where
  /// there is none: then the shell has to remember its id.
  static String replaceRoutes(
      RouteTable table, List<RouteTable.Route> routes, Optional<String> egressOnlyGateway) {
    var commands = new ArrayList<Command>();
    if (egressOnlyGateway.isEmpty()) {
      var create =
          Command.aws("ec2", "create-egress-only-internet-gateway")
              .with("--vpc-id", table.vpc())
              .with("--query", "EgressOnlyInternetGateway.EgressOnlyInternetGatewayId")
              .with("--output", "text");
      commands.add(new Command("GATEWAY=$(" + create + ")"));
    }
    for (var route : routes) {
      var replace = replace(table, route);
      commands.add(
          egressOnlyGateway
              .map(gateway -> replace.with("--egress-only-internet-gateway-id", gateway))
              .orElseGet(() -> replace.with("--egress-only-internet-gateway-id \"$GATEWAY\"")));
    }
    return Command.chain(commands);
  }

  private static Command replace(RouteTable table, RouteTable.Route route) {
    var option =
        switch (route.destination()) {
          case RouteTable.Destination.Cidr _ -> "--destination-ipv6-cidr-block";
          case RouteTable.Destination.List _ -> "--destination-prefix-list-id";
        };
    return Command.aws("ec2", "replace-route")
        .with("--route-table-id", table.id())
        .with(option, route.destination());
  }

  /// Elastic IPs are let go, and one that was assigned on launch is switched off: which of them it
  /// is does not show, so a command for the other kind fails and the next is tried.
  static String releasePublicIpv4(NetworkInterface networkInterface) {
    var commands = new ArrayList<String>();
    for (var address : networkInterface.publicIpv4Addresses()) {
      commands.add(Command.aws("ec2", "disassociate-address").with("--public-ip", address).text());
    }
    commands.add(
        Command.aws("ec2", "modify-network-interface-attribute")
            .with("--network-interface-id", networkInterface.id())
            .with("--no-associate-public-ip-address")
            .text());
    return String.join("; ", commands);
  }

  /// Takes back the inbound rules, group by group; nothing when they are too many for one command.
  static Optional<String> revoke(List<Admission> admissions) {
    var byGroup = new LinkedHashMap<SecurityGroup.Id, List<SecurityGroup.Rule>>();
    for (var admission : admissions) {
      byGroup.computeIfAbsent(admission.group().id(), _ -> new ArrayList<>()).add(admission.rule());
    }
    return admissions.isEmpty() || admissions.size() > MOST_RULES
        ? Optional.empty()
        : Optional.of(
            Command.chain(
                byGroup.entrySet().stream()
                    .map(entry -> revoke(entry.getKey(), entry.getValue()))
                    .toList()));
  }

  private static Command revoke(SecurityGroup.Id group, List<SecurityGroup.Rule> rules) {
    var command = Command.aws("ec2", "revoke-security-group-ingress").with("--group-id", group);
    var ids = rules.stream().flatMap(rule -> rule.id().stream()).toList();
    return ids.size() == rules.size()
        ? command.with("--security-group-rule-ids", ids)
        : command.with("--ip-permissions", rules.stream().map(Remedies::permission).toList());
  }

  /// The shorthand of the AWS CLI for one rule.
  private static String permission(SecurityGroup.Rule rule) {
    var protocol = rule.protocol() < 0 ? "-1" : Protocol.name(rule.protocol());
    var ports =
        rule.protocol() < 0 ? "" : ",FromPort=%d,ToPort=%d".formatted(rule.from(), rule.to());
    return "IpProtocol=" + protocol + ports + "," + source(rule.source());
  }

  private static String source(SecurityGroup.Source source) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == IpFamily.IPV6 ->
          "Ipv6Ranges=[{CidrIpv6=%s}]".formatted(prefix);
      case SecurityGroup.Source.Cidr(var prefix) -> "IpRanges=[{CidrIp=%s}]".formatted(prefix);
      case SecurityGroup.Source.List(var id) -> "PrefixListIds=[{PrefixListId=%s}]".formatted(id);
      case SecurityGroup.Source.Group(var id) -> "UserIdGroupPairs=[{GroupId=%s}]".formatted(id);
    };
  }
}
