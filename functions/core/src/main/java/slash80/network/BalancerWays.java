package slash80.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.ServiceSet;
import slash80.network.Forwarding.Certain;
import slash80.network.Forwarding.Service;
import slash80.reach.Gate;
import slash80.reach.Guard;
import slash80.reach.Leg;
import slash80.reach.Sees;
import slash80.reach.Way;

/// The ways from load balancers to the cluster's interfaces: from a listener by a target group to a
/// target, and on where the target is another load balancer.
final class BalancerWays {
  private final ClusterVpcs vpcs;
  private final ClusterBalancers balancers;
  private final BalancerTargets targets;
  private final BalancerDoors doors;

  BalancerWays(
      ClusterVpcs vpcs, ClusterBalancers balancers, BalancerTargets targets, BalancerDoors doors) {
    this.vpcs = vpcs;
    this.balancers = balancers;
    this.targets = targets;
    this.doors = doors;
  }

  /// The last part of ways: behind a service of a load balancer.
  ///
  /// @param service the service that the load balancer is asked for
  record Tail(
      Certain<Service> service,
      NetworkInterface target,
      String address,
      int port,
      Sees sees,
      List<Leg> legs) {

    Way from(List<Gate> gates, IpFamily clients, ServiceSet asked, List<Leg> before) {
      return new Way(
          target,
          address,
          Optional.of(port),
          clients,
          asked,
          sees,
          gates,
          Stream.concat(before.stream(), legs.stream()).toList(),
          service.isSo());
    }
  }

  /// The ways of a load balancer's own clients.
  List<Way> of(LoadBalancer balancer) {
    return from(balancer, doors.gates(balancer, BalancerDoors.guard(balancer)));
  }

  /// The ways through a load balancer for those who come in by some gates.
  List<Way> from(LoadBalancer balancer, List<Gate> gates) {
    var ways = new ArrayList<Way>();
    for (var clients : IpFamily.values()) {
      if (BalancerDoors.speaks(balancer, clients)) {
        for (var tail : tails(balancer, clients, true)) {
          ways.add(tail.from(gates, clients, tail.service().what().over(clients), List.of()));
        }
      }
    }
    return ways;
  }

  /// The parts of ways behind a load balancer's listeners.
  ///
  /// @param seesClients whether the clients' own addresses arrive at the load balancer
  List<Tail> tails(LoadBalancer balancer, IpFamily clients, boolean seesClients) {
    var tails = new ArrayList<Tail>();
    if (balancer.isClassic()) {
      tails.addAll(classicTails(balancer));
    }
    for (var group : balancers.targetGroupsOf(balancer).asKnown().orElse(List.of())) {
      var services = new Forwarding(balancer).servicesTo(group);
      for (var target : group.targets().asKnown().orElse(List.of())) {
        for (var service : services) {
          if (seesClients) {
            for (var sees : sees(balancer, group, clients)) {
              tails.addAll(tails(balancer, group, target, service.and(sees.isSo()), sees.what()));
            }
          } else {
            tails.addAll(tails(balancer, group, target, service, Sees.ENTRANCE));
          }
        }
      }
    }
    return tails;
  }

  private List<Tail> tails(
      LoadBalancer balancer,
      TargetGroup group,
      TargetGroup.Target target,
      Certain<Service> service,
      Sees sees) {
    if (group.targetType().equals("alb")) {
      return balancers
          .loadBalancer(target.id())
          .map(behind -> through(balancer, behind, target, service, sees))
          .orElse(List.of());
    }
    var family = BalancerTargets.family(group);
    return targets.interfacesOf(group, target).stream()
        .map(
            to ->
                new Tail(
                    service.and(targets.isOfCluster(group, target)),
                    to,
                    group.targetType().equals("ip")
                        ? target.id()
                        : BalancerTargets.addressOf(to, family),
                    target.port(),
                    sees,
                    List.of(leg(balancer, to, sees, family, service.what(), target.port()))))
        .toList();
  }

  /// On through an application load balancer behind a network load balancer.
  private List<Tail> through(
      LoadBalancer balancer,
      LoadBalancer behind,
      TargetGroup.Target target,
      Certain<Service> service,
      Sees sees) {
    var first =
        new Leg(
            doors.layers(behind),
            standIn(behind),
            BalancerDoors.guard(behind),
            sees,
            doors.origin(balancer),
            IpFamily.IPV4,
            service.what().protocol(),
            target.port());
    return tails(behind, IpFamily.IPV4, true).stream()
        .filter(tail -> isAsked(tail.service().what(), service.what().protocol(), target.port()))
        .map(
            tail ->
                new Tail(
                    service.and(tail.service().isSo()),
                    tail.target(),
                    tail.address(),
                    tail.port(),
                    Sees.ENTRANCE,
                    Stream.concat(Stream.of(first), tail.legs().stream()).toList()))
        .toList();
  }

  static boolean isAsked(Service service, int protocol, int port) {
    return service.protocol() == protocol
        && service.ports().first() <= port
        && port <= service.ports().last();
  }

  /// An interface that stands for a load balancer as the target of another entrance.
  NetworkInterface standIn(LoadBalancer balancer) {
    return doors.standIn(
        balancer,
        balancer.subnets().stream()
            .findFirst()
            .orElse(new Subnet.Id("a subnet of " + balancer.name())));
  }

  private List<Tail> classicTails(LoadBalancer balancer) {
    var tails = new ArrayList<Tail>();
    for (var listener : balancer.listeners().asKnown().orElse(List.of())) {
      for (var at : listener.instancePort().stream().toList()) {
        var transport = listener.transport();
        for (int protocol : Forwarding.protocols(transport.tcp(), transport.udp())) {
          var service = new Service(protocol, new PortRange(listener.port(), listener.port()));
          balancer.instances().stream()
              .flatMap(instance -> targets.primaryOf(instance).stream())
              .forEach(
                  to ->
                      tails.add(
                          new Tail(
                              new Certain<>(service, Fact.known(true)),
                              to,
                              BalancerTargets.addressOf(to, IpFamily.IPV4),
                              at.port(),
                              Sees.ENTRANCE,
                              List.of(
                                  leg(
                                      balancer,
                                      to,
                                      Sees.ENTRANCE,
                                      IpFamily.IPV4,
                                      service,
                                      at.port())))));
        }
      }
    }
    return tails;
  }

  private Leg leg(
      LoadBalancer from,
      NetworkInterface to,
      Sees sees,
      IpFamily family,
      Service service,
      int port) {
    return new Leg(
        vpcs.reachability(to.vpc()).entrances(),
        to,
        Guard.of(to.groups()),
        sees,
        doors.origin(from),
        family,
        service.protocol(),
        port);
  }

  /// The source that a group's targets see of clients of a family; either of both where the
  /// attributes of the group were not read.
  private static List<Certain<Sees>> sees(
      LoadBalancer balancer, TargetGroup group, IpFamily clients) {
    return switch (hides(balancer, group, clients)) {
      case Fact.Known<Boolean>(var hides) ->
          List.of(new Certain<>(hides ? Sees.ENTRANCE : Sees.CLIENT, Fact.known(true)));
      case Fact.Unread<Boolean>(var why) ->
          Stream.of(Sees.CLIENT, Sees.ENTRANCE)
              .map(either -> new Certain<>(either, Fact.<Boolean>unread(why)))
              .toList();
    };
  }

  /// Whether a load balancer hides its clients' addresses from a group's targets. An application or
  /// classic one always does; a network one by the group's attribute, and always from targets of
  /// the other family
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
  static Fact<Boolean> hides(LoadBalancer balancer, TargetGroup group, IpFamily clients) {
    return balancer.isNetworkLoadBalancer() && BalancerTargets.family(group) == clients
        ? group.hidesClientAddress()
        : Fact.known(true);
  }
}
