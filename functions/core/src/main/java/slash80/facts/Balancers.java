package slash80.facts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.Address;
import slash80.network.IpFamily;
import slash80.network.PortRange;
import slash80.network.Protocol;
import slash80.network.ServiceSet;

/// Which load balancers stand in front of the cluster, and what the cluster's interfaces have to
/// let in for them.
final class Balancers {
  private final Network network;
  private final Holdings holdings;
  private final Set<String> tagsOfCluster;
  private final Map<IpFamily, Map<NetworkInterface.Id, ServiceSet>> needed =
      new EnumMap<>(IpFamily.class);

  Balancers(Network network, Holdings holdings) {
    this.network = network;
    this.holdings = holdings;
    var cluster = network.cluster().name();
    this.tagsOfCluster =
        Set.of("elbv2.k8s.aws/cluster=" + cluster, "eks:eks-cluster-name=" + cluster);
    for (var family : IpFamily.values()) {
      needed.put(family, neededOver(family));
    }
  }

  /// Whether a load balancer fronts the cluster: it or a target group of it is tagged so, or sends
  /// to a node or a pod. One tie that was read is enough; none is, until all were read.
  Fact<Boolean> fronts(LoadBalancer balancer) {
    var ties = new ArrayList<Fact<Boolean>>();
    ties.add(balancer.tags().map(this::nameCluster));
    switch (network.facts().targetGroups()) {
      case Unread<List<TargetGroup>>(var why) -> ties.add(Fact.unread(why));
      case Known<List<TargetGroup>>(var groups) -> {
        for (var group : groups) {
          if (group.loadBalancers().contains(balancer.arn())) {
            ties.add(group.tags().map(this::nameCluster));
            ties.add(group.targets().flatMap(targets -> leadToCluster(group, targets)));
          }
        }
      }
    }
    return ThreeValued.any(ties);
  }

  private boolean nameCluster(Map<String, String> tags) {
    return tags.containsKey("kubernetes.io/cluster/" + network.cluster().name())
        || tags.entrySet().stream()
            .anyMatch(tag -> tagsOfCluster.contains(tag.getKey() + "=" + tag.getValue()));
  }

  private Fact<Boolean> leadToCluster(TargetGroup group, List<TargetGroup.Target> targets) {
    return switch (group.targetType()) {
      case "instance" ->
          network.nodes().map(_ -> targets.stream().anyMatch(target -> isNode(target.id())));
      case "ip" ->
          network
              .interfaces()
              .map(_ -> targets.stream().anyMatch(target -> isOfNodeOrPod(target.id())));
      default -> Fact.known(false);
    };
  }

  private boolean isNode(String instance) {
    return network.node(new Instance.Id(instance)).isPresent();
  }

  private boolean isOfNodeOrPod(String address) {
    return holdings.holdersOf(Address.parse(address)).stream()
        .flatMap(holder -> network.kindOf(holder).stream())
        .anyMatch(kind -> kind.isOfNode() || kind == InterfaceKind.BRANCH);
  }

  /// The TCP and UDP ports at which an interface's addresses are targets of an internet-facing
  /// network load balancer that leaves the client's address as it is: its security groups have to
  /// admit clients there. What could not be read needs nothing.
  ServiceSet neededBy(NetworkInterface asked, IpFamily family) {
    return needed.get(family).getOrDefault(asked.id(), ServiceSet.none(family));
  }

  private Map<NetworkInterface.Id, ServiceSet> neededOver(IpFamily family) {
    var needed = new HashMap<NetworkInterface.Id, ServiceSet>();
    for (var group : network.facts().targetGroups().asKnown().orElse(List.of())) {
      if (isOver(family, group) && keepsClientAddress(group) && facesTheInternet(group)) {
        for (var target : group.targets().asKnown().orElse(List.of())) {
          for (var asked : interfacesOf(group, target)) {
            needed.merge(asked.id(), askedOf(target, group, family), ServiceSet::union);
          }
        }
      }
    }
    return needed;
  }

  /// A client of the other family reaches the target from the balancer's own address
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  private static boolean isOver(IpFamily family, TargetGroup group) {
    return group
        .ipAddressType()
        .equals(
            switch (family) {
              case IPV4 -> "ipv4";
              case IPV6 -> "ipv6";
            });
  }

  private boolean facesTheInternet(TargetGroup group) {
    return network.facts().loadBalancers().asKnown().orElse(List.of()).stream()
        .filter(balancer -> group.loadBalancers().contains(balancer.arn()))
        .anyMatch(balancer -> balancer.internetFacing() && balancer.type().equals("network"));
  }

  /// Always so over UDP; over TCP and TLS as the attribute says, and without it for instances only
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  private static boolean keepsClientAddress(TargetGroup group) {
    if (group.protocol().equals("UDP") || group.protocol().equals("TCP_UDP")) {
      return true;
    }
    boolean byDefault = group.targetType().equals("instance");
    return switch (group.attributes()) {
      case Unread<Map<String, String>> _ -> false;
      case Known<Map<String, String>>(var attributes) ->
          attributes
              .getOrDefault("preserve_client_ip.enabled", String.valueOf(byDefault))
              .equals("true");
    };
  }

  /// An instance is asked at a node port, on its primary interface.
  private List<NetworkInterface> interfacesOf(TargetGroup group, TargetGroup.Target target) {
    return switch (group.targetType()) {
      case "instance" ->
          network
              .node(new Instance.Id(target.id()))
              .flatMap(node -> network.primaryInterfaceOf(node).asKnown())
              .stream()
              .toList();
      case "ip" -> holdings.holdersOf(Address.parse(target.id()));
      default -> List.of();
    };
  }

  private static ServiceSet askedOf(TargetGroup.Target target, TargetGroup group, IpFamily family) {
    var protocols =
        switch (group.protocol()) {
          case "TCP", "TLS" -> Stream.of(Protocol.TCP);
          case "UDP" -> Stream.of(Protocol.UDP);
          case "TCP_UDP" -> Stream.of(Protocol.TCP, Protocol.UDP);
          default -> Stream.<Integer>of();
        };
    var port = new PortRange(target.port(), target.port());
    return protocols
        .map(protocol -> ServiceSet.of(family, protocol, port))
        .reduce(ServiceSet.none(family), ServiceSet::union);
  }
}
