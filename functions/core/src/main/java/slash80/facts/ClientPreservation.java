package slash80.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.Address;
import slash80.network.IpFamily;
import slash80.network.PortRange;
import slash80.network.Protocol;
import slash80.network.ServiceSet;

/// Which ports of which interfaces internet-facing network load balancers ask with their clients'
/// own addresses, over one family. Made once, target by target.
final class ClientPreservation {
  private final Network network;
  private final Holdings holdings;
  private final IpFamily family;
  private final Map<NetworkInterface.Id, ServiceSet> services = new HashMap<>();
  private final Map<NetworkInterface.Id, TreeSet<String>> names = new HashMap<>();
  private final LinkedHashSet<String> unread = new LinkedHashSet<>();

  ClientPreservation(Network network, Holdings holdings, IpFamily family) {
    this.network = network;
    this.holdings = holdings;
    this.family = family;
    var balancers =
        read(network.facts().loadBalancers()).orElse(List.of()).stream()
            .filter(balancer -> balancer.type().equals("network") && balancer.internetFacing())
            .toList();
    for (var group : read(network.facts().targetGroups()).orElse(List.of())) {
      var asking =
          balancers.stream()
              .filter(balancer -> group.loadBalancers().contains(balancer.arn()))
              .map(LoadBalancer::name)
              .toList();
      if (!asking.isEmpty() && isOver(group) && keepsClientAddress(group)) {
        read(group.targets()).orElse(List.of()).forEach(target -> add(target, group, asking));
      }
    }
  }

  ClientPorts of(NetworkInterface asked) {
    return new ClientPorts(
        services.getOrDefault(asked.id(), ServiceSet.none(family)),
        List.copyOf(names.getOrDefault(asked.id(), new TreeSet<>())),
        List.copyOf(unread));
  }

  private void add(TargetGroup.Target target, TargetGroup group, List<String> asking) {
    for (var asked : interfacesOf(group, target)) {
      services.merge(asked.id(), askedOf(target, group), ServiceSet::union);
      names.computeIfAbsent(asked.id(), _ -> new TreeSet<>()).addAll(asking);
    }
  }

  /// A client of the other family reaches the target from the balancer's own address
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  private boolean isOver(TargetGroup group) {
    return group
        .ipAddressType()
        .equals(
            switch (family) {
              case IPV4 -> "ipv4";
              case IPV6 -> "ipv6";
            });
  }

  private boolean keepsClientAddress(TargetGroup group) {
    return group.asksOverUdp()
        || read(group.attributes()).map(group::keepsClientAddress).orElse(false);
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

  private ServiceSet askedOf(TargetGroup.Target target, TargetGroup group) {
    var protocols = new ArrayList<Integer>();
    if (group.asksOverTcp()) {
      protocols.add(Protocol.TCP);
    }
    if (group.asksOverUdp()) {
      protocols.add(Protocol.UDP);
    }
    var port = new PortRange(target.port(), target.port());
    return protocols.stream()
        .map(protocol -> ServiceSet.of(family, protocol, port))
        .reduce(ServiceSet.none(family), ServiceSet::union);
  }

  private <T> Optional<T> read(Fact<T> fact) {
    return switch (fact) {
      case Known<T>(var value) -> Optional.of(value);
      case Unread<T>(var why) -> {
        unread.add(why);
        yield Optional.empty();
      }
    };
  }
}
