package slash80.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import slash80.facts.Admission;
import slash80.facts.BlockMode;
import slash80.facts.CidrAssociation;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Inspection;
import slash80.facts.LoadBalancer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.Overlap;
import slash80.facts.PublicAccessExclusion;
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

  static String unassign(NetworkInterface.Id networkInterface, List<Prefix> prefixes) {
    return Command.aws("ec2", "unassign-ipv6-addresses")
        .with("--network-interface-id", networkInterface)
        .with("--ipv6-prefixes", prefixes)
        .text();
  }

  /// Takes a prefix from one of two interfaces, the same whichever of them is asked about: from the
  /// later one, or from the one that has a prefix where the other has an address.
  static String disentangle(NetworkInterface networkInterface, Overlap overlap) {
    boolean isLater = networkInterface.id().value().compareTo(overlap.other().value()) > 0;
    return isAddress(overlap.others()) || (isLater && !isAddress(overlap.own()))
        ? unassign(networkInterface.id(), List.of(overlap.own()))
        : unassign(overlap.other(), List.of(overlap.others()));
  }

  private static boolean isAddress(Prefix held) {
    return held.length() == held.family().bits();
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
      RouteTable table,
      List<RouteTable.Route> routes,
      Optional<RouteTable.Target.EgressOnly> egressOnlyGateway) {
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
          case RouteTable.Destination.PrefixListId _ -> "--destination-prefix-list-id";
        };
    return Command.aws("ec2", "replace-route")
        .with("--route-table-id", table.id())
        .with(option, route.destination());
  }

  /// Leaves an interface with its other groups; nothing where it has none, which EC2 refuses, or
  /// where a service manages it, which refuses everyone else.
  static Optional<String> takeOff(NetworkInterface networkInterface, List<SecurityGroup> groups) {
    var rest = new ArrayList<>(networkInterface.groups());
    rest.removeAll(groups.stream().map(SecurityGroup::id).toList());
    return rest.isEmpty() || !networkInterface.operator().isEmpty()
        ? Optional.empty()
        : Optional.of(
            Command.aws("ec2", "modify-network-interface-attribute")
                .with("--network-interface-id", networkInterface.id())
                .with("--groups", rest)
                .text());
  }

  static String checkSourceAndDestination(NetworkInterface networkInterface) {
    return Command.aws("ec2", "modify-network-interface-attribute")
        .with("--network-interface-id", networkInterface.id())
        .with("--source-dest-check")
        .text();
  }

  /// Lets nothing in any more. What leaves has to be excluded only where it is blocked, too
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessExclusion.html).
  static String narrow(PublicAccessExclusion exclusion, BlockMode mode) {
    return switch (mode) {
      case BLOCK_BIDIRECTIONAL ->
          Command.aws("ec2", "modify-vpc-block-public-access-exclusion")
              .with("--exclusion-id", exclusion.id())
              .with("--internet-gateway-exclusion-mode", "allow-egress")
              .text();
      case BLOCK_INGRESS, OFF ->
          Command.aws("ec2", "delete-vpc-block-public-access-exclusion")
              .with("--exclusion-id", exclusion.id())
              .text();
    };
  }

  /// Sends what comes in for a subnet through the appliance that the others' goes through; nothing
  /// where there are several, as each stands in a zone and the right one is not known here.
  static Optional<String> inspect(Subnet subnet, List<Inspection> inspections) {
    var ways = inspections.stream().map(Way::of).distinct().toList();
    var commands = ways.size() == 1 ? ways.getFirst().inspect(subnet) : List.<Command>of();
    return commands.isEmpty() ? Optional.empty() : Optional.of(Command.chain(commands));
  }

  private record Way(RouteTable table, RouteTable.Target appliance) {
    static Way of(Inspection inspection) {
      return new Way(inspection.table(), inspection.appliance());
    }

    List<Command> inspect(Subnet subnet) {
      return subnet.ranges().stream()
          .filter(range -> range.associated().equals(Fact.known(true)))
          .map(CidrAssociation::cidr)
          .filter(cidr -> cidr.family() == IpFamily.IPV6)
          .flatMap(cidr -> through(new RouteTable.Destination.Cidr(cidr)).stream())
          .toList();
    }

    /// A destination has one route: where it has another, that is replaced.
    private Optional<Command> through(RouteTable.Destination destination) {
      var own =
          table.routes().stream()
              .filter(route -> route.destination().equals(destination))
              .findFirst();
      if (own.filter(route -> route.target().equals(appliance)).isPresent()) {
        return Optional.empty();
      }
      var command =
          Command.aws("ec2", own.isPresent() ? "replace-route" : "create-route")
              .with("--route-table-id", table.id())
              .with("--destination-ipv6-cidr-block", destination);
      return switch (appliance) {
        case RouteTable.Target.Endpoint(var id) ->
            Optional.of(command.with("--vpc-endpoint-id", id));
        case RouteTable.Target.Interface(var id) ->
            Optional.of(command.with("--network-interface-id", id));
        case RouteTable.Target.Local _,
            RouteTable.Target.Igw _,
            RouteTable.Target.EgressOnly _,
            RouteTable.Target.Other _ ->
            Optional.empty();
      };
    }
  }

  /// Leaves the public endpoint to the peers that it names, or closes it where it names none. Nodes
  /// then come by the private one, without which the public one cannot be closed
  /// (https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html).
  static String closeEndpoint(Cluster cluster, List<Prefix> peers) {
    var ranges = peers.stream().map(Prefix::toString).collect(Collectors.joining(","));
    return Command.aws("eks", "update-cluster-config")
        .with("--name", cluster.name())
        .with(
            "--resources-vpc-config",
            peers.isEmpty()
                ? "endpointPublicAccess=false,endpointPrivateAccess=true"
                : "endpointPrivateAccess=true,publicAccessCidrs=[%s]".formatted(ranges))
        .text();
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
      case SecurityGroup.Source.PrefixListId(var id) ->
          "PrefixListIds=[{PrefixListId=%s}]".formatted(id);
      case SecurityGroup.Source.Group(var id) -> "UserIdGroupPairs=[{GroupId=%s}]".formatted(id);
    };
  }
}
