package slash80.network;

import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import slash80.facts.Balancing;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.TargetGroup;
import slash80.facts.Transport;
import slash80.ip.IpFamily;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

/// Finds the ports that internet-facing network load balancers reach with their clients' own
/// addresses, over one family. The interfaces' security groups cannot be narrower than the internet
/// there. All targets are visited once, when this is built.
///
/// A load balancer with security groups of its own is left out: its targets can admit its group in
/// place of its clients
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html).
/// Health checks do not count as clients: they come from the load balancer's own addresses,
/// whatever their port.
final class ClientPreservation {
  private final Entrances entrances;
  private final BalancerTargets targets;
  private final IpFamily family;
  private final Map<NetworkInterface.Id, ServiceSet> services = new HashMap<>();
  private final Map<NetworkInterface.Id, TreeSet<String>> names = new HashMap<>();
  private final LinkedHashSet<String> unread = new LinkedHashSet<>();
  private final ClientPorts nothing;

  ClientPreservation(
      Balancing balancing, Entrances entrances, BalancerTargets targets, IpFamily family) {
    this.entrances = entrances;
    this.targets = targets;
    this.family = family;
    var balancers =
        read(balancing.loadBalancers()).orElse(List.of()).stream()
            .filter(LoadBalancer::isNetworkLoadBalancer)
            .filter(balancer -> balancer.groups().isEmpty())
            .toList();
    for (var group : read(balancing.targetGroups()).orElse(List.of())) {
      var asking =
          balancers.stream()
              .filter(balancer -> group.loadBalancers().contains(balancer.arn()))
              .toList();
      if (group.sendsToHosts() && !asking.isEmpty() && isOver(group) && keepsClientAddress(group)) {
        var targetsOfGroup = read(group.targets()).orElse(List.of());
        for (var balancer : asking) {
          var transport = asking(balancer, group);
          targetsOfGroup.forEach(target -> add(target, group, balancer, transport));
        }
      }
    }
    this.nothing = new ClientPorts(ServiceSet.none(family), List.of(), List.copyOf(unread));
  }

  ClientPorts of(NetworkInterface asked) {
    return services.containsKey(asked.id()) ? needed(asked) : nothing;
  }

  private ClientPorts needed(NetworkInterface asked) {
    return new ClientPorts(
        services.getOrDefault(asked.id(), ServiceSet.none(family)),
        List.copyOf(names.getOrDefault(asked.id(), new TreeSet<>())),
        List.copyOf(unread));
  }

  private void add(
      TargetGroup.Target target, TargetGroup group, LoadBalancer balancer, Transport asking) {
    var services = asking.at(family, target.port());
    for (var asked :
        services.isEmpty() ? List.<NetworkInterface>of() : targets.interfacesOf(group, target)) {
      this.services.merge(asked.id(), services, ServiceSet::union);
      names.computeIfAbsent(asked.id(), _ -> new TreeSet<>()).add(balancer.name());
    }
  }

  /// Whether clients of the family keep their address on the way to the group's targets. A client
  /// of the other family reaches the target from the load balancer's own address
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  private boolean isOver(TargetGroup group) {
    return BalancerTargets.family(group) == family;
  }

  private boolean keepsClientAddress(TargetGroup group) {
    return read(group.hidesClientAddress()).map(hides -> !hides).orElse(false);
  }

  /// The transport of the packets from the internet that a load balancer lets in to its listeners
  /// and may forward to a group. A group of both transports may stand behind a listener of one
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html).
  private Transport asking(LoadBalancer balancer, TargetGroup group) {
    var spoken = group.transport();
    boolean isRead = !spoken.isBoth() || read(balancer.listeners()).isPresent();
    var forwarded = new Forwarding(balancer).asked(entrances.forwarded(balancer, group, family));
    var services = (isRead ? forwarded.atMost() : forwarded.surely()).services();
    return new Transport(
        spoken.tcp() && asks(services, Protocol.TCP), spoken.udp() && asks(services, Protocol.UDP));
  }

  private boolean asks(ServiceSet services, int protocol) {
    return !services.intersection(ServiceSet.of(family, protocol)).isEmpty();
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
