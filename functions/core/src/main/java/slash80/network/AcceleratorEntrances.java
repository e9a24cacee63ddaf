package slash80.network;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Accelerator;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.network.Forwarding.Certain;
import slash80.network.Forwarding.Service;
import slash80.reach.AdmittedPackets;
import slash80.reach.Entrance;
import slash80.reach.Way;

/// The accelerators of AWS Global Accelerator that lead to the cluster: each one that was read, and
/// each interface of one whose endpoints were not.
final class AcceleratorEntrances {
  private static final String WHO = "the internet, by AWS Global Accelerator";

  private final Fact<List<Accelerator>> accelerators;
  private final ClusterBalancers balancers;
  private final BalancerTargets targets;
  private final AcceleratorWays ways;
  private final List<NetworkInterface> ofAccelerators;
  private final List<Entrance> all = new ArrayList<>();
  private final List<String> notes = new ArrayList<>();
  private final Map<NetworkInterface.Id, List<Way>> byTarget = new HashMap<>();
  private final Map<NetworkInterface.Id, List<Entrance>> leadingTo = new HashMap<>();

  /// Why the endpoints of accelerators are not known, where an interface of one stands; empty where
  /// they are.
  private final Optional<String> unread;

  AcceleratorEntrances(
      Fact<List<Accelerator>> accelerators,
      ClusterVpcs vpcs,
      ClusterBalancers balancers,
      BalancerTargets targets,
      AcceleratorWays ways) {
    this.accelerators = accelerators;
    this.balancers = balancers;
    this.targets = targets;
    this.ways = ways;
    this.ofAccelerators =
        vpcs.interfaces().asKnown().orElse(List.of()).stream()
            .filter(NetworkInterface::isOfAccelerator)
            .toList();
    this.unread = ofAccelerators.isEmpty() ? Optional.empty() : whyUnread();
    for (var accelerator : accelerators.asKnown().orElse(List.of())) {
      var found = ways.of(accelerator);
      if (!found.isEmpty() || leadsToCluster(accelerator)) {
        all.add(entrance(accelerator, found));
      }
    }
    unread.ifPresentOrElse(
        why -> ofAccelerators.forEach(own -> all.add(perhaps(own, why))),
        () -> ofAccelerators.forEach(this::noteUnexplained));
    for (var entrance : all) {
      for (var way : entrance.ways()) {
        byTarget.computeIfAbsent(way.target().id(), _ -> new ArrayList<>()).add(way);
      }
      entrance.ways().stream()
          .map(way -> way.target().id())
          .distinct()
          .forEach(id -> leadingTo.computeIfAbsent(id, _ -> new ArrayList<>()).add(entrance));
    }
  }

  private Optional<String> whyUnread() {
    return switch (accelerators) {
      case Unread<List<Accelerator>>(var why) -> Optional.of(why);
      case Known<List<Accelerator>>(var known) ->
          known.stream()
              .flatMap(accelerator -> AcceleratorWays.unread(accelerator).stream())
              .findFirst();
    };
  }

  List<Entrance> all() {
    return all;
  }

  List<String> notes() {
    return notes;
  }

  /// The ways of accelerators to an interface.
  List<Way> waysTo(NetworkInterface target) {
    return byTarget.getOrDefault(target.id(), List.of());
  }

  /// The accelerators that lead to an interface or may do so.
  List<Entrance> leadingTo(NetworkInterface target) {
    return leadingTo.getOrDefault(target.id(), List.of());
  }

  /// The packets that arrive at some services of a load balancer by accelerators that have it as an
  /// endpoint, or may have: one stands in a subnet of its and its endpoints were not read.
  AdmittedPackets arriving(
      LoadBalancer balancer, IpFamily family, List<Certain<Service>> services) {
    var known =
        accelerators.asKnown().orElse(List.of()).stream()
            .map(accelerator -> ways.arriving(accelerator, balancer, family, services))
            .reduce(AdmittedPackets.none(family), AdmittedPackets::or);
    return unread
        .filter(_ -> standsIn(balancer.subnets()))
        .map(
            why -> {
              var protocols = AcceleratorWays.unreadProtocols(accelerators, family);
              return ways.perhapsArriving(balancer, family, services, protocols, why);
            })
        .map(known::or)
        .orElse(known);
  }

  private boolean standsIn(List<Subnet.Id> subnets) {
    return ofAccelerators.stream().anyMatch(own -> subnets.contains(own.subnet()));
  }

  private boolean leadsToCluster(Accelerator accelerator) {
    return ways.endpoints(accelerator).stream()
        .anyMatch(
            endpoint ->
                balancers
                    .loadBalancer(endpoint.id())
                    .map(balancer -> balancers.fronts(balancer).equals(Fact.known(true)))
                    .orElseGet(
                        () ->
                            targets
                                .isNode(new Instance.Id(endpoint.id()))
                                .equals(Fact.known(true))));
  }

  private static Entrance entrance(Accelerator accelerator, List<Way> ways) {
    return new Entrance(
        Entrance.Type.GLOBAL_ACCELERATOR,
        accelerator.arn(),
        accelerator.name(),
        WHO,
        admits(ways),
        ways,
        List.of());
  }

  private Entrance perhaps(NetworkInterface own, String why) {
    var perhaps = ways.perhaps(own, why);
    return new Entrance(
        Entrance.Type.GLOBAL_ACCELERATOR,
        own.id().value(),
        own.id().value(),
        WHO,
        admits(perhaps),
        perhaps,
        List.of(
            ("the endpoints of the accelerator with %s in %s were not read (%s). It may lead to any"
                    + " node or load balancer there")
                .formatted(own.id(), own.subnet(), why)));
  }

  /// What comes in to any of the targets.
  private static Map<IpFamily, AdmittedPackets> admits(List<Way> ways) {
    var admits = new EnumMap<IpFamily, AdmittedPackets>(IpFamily.class);
    for (var family : IpFamily.values()) {
      admits.put(
          family,
          ways.stream()
              .filter(way -> way.clients() == family)
              .map(Way::letIn)
              .distinct()
              .reduce(AdmittedPackets.none(family), AdmittedPackets::or));
    }
    return admits;
  }

  /// An accelerator of another account, or one with custom routing, is in no list of this account.
  private void noteUnexplained(NetworkInterface own) {
    boolean isExplained =
        all.stream()
            .flatMap(entrance -> entrance.ways().stream())
            .anyMatch(way -> way.target().subnet().equals(own.subnet()));
    boolean isOfBalancer =
        accelerators.asKnown().orElse(List.of()).stream()
            .flatMap(accelerator -> ways.endpoints(accelerator).stream())
            .flatMap(endpoint -> balancers.loadBalancer(endpoint.id()).stream())
            .anyMatch(balancer -> balancer.subnets().contains(own.subnet()));
    if (!isExplained && !isOfBalancer) {
      notes.add(
          ("%s in %s is AWS Global Accelerator's, but no accelerator of this account has an"
               + " endpoint of the cluster there: one of another account or with custom routing is"
               + " not seen")
              .formatted(own.id(), own.subnet()));
    }
  }
}
