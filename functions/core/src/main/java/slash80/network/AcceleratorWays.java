package slash80.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.Accelerator;
import slash80.facts.Accelerator.Endpoint;
import slash80.facts.Accelerator.EndpointGroup;
import slash80.facts.Accelerator.Listener;
import slash80.facts.Accelerator.PortOverride;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Transport;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.network.Forwarding.Certain;
import slash80.network.Forwarding.Service;
import slash80.reach.AdmittedPackets;
import slash80.reach.Gate;
import slash80.reach.Guard;
import slash80.reach.Leg;
import slash80.reach.Origin;
import slash80.reach.Sees;
import slash80.reach.Way;

/// The ways of AWS Global Accelerator to the cluster's interfaces: to nodes, and through load
/// balancers. Endpoints of other regions are left out, and Elastic IP addresses, which the internet
/// gateway delivers to
/// (https://docs.aws.amazon.com/global-accelerator/latest/dg/about-endpoints.html).
final class AcceleratorWays {
  /// An accelerator without client addresses sends from addresses of AWS on the internet.
  private static final Origin UNKNOWN = new Origin(List.of(), List.of(), List.of());

  private final String region;
  private final ClusterVpcs vpcs;
  private final Membership membership;
  private final ClusterBalancers balancers;
  private final BalancerTargets targets;
  private final BalancerDoors doors;
  private final BalancerWays ways;

  AcceleratorWays(
      String region,
      ClusterVpcs vpcs,
      Membership membership,
      ClusterBalancers balancers,
      BalancerTargets targets,
      BalancerDoors doors,
      BalancerWays ways) {
    this.region = region;
    this.vpcs = vpcs;
    this.membership = membership;
    this.balancers = balancers;
    this.targets = targets;
    this.doors = doors;
    this.ways = ways;
  }

  /// A listener with its endpoints in the region of the cluster.
  private record Local(Accelerator accelerator, Listener listener, EndpointGroup group) {

    /// The ports that clients ask for and the accelerator sends on to a service of its endpoints.
    ServiceSet leadingTo(Service service, IpFamily family) {
      var none = ServiceSet.none(family);
      if (!protocols().contains(service.protocol())) {
        return none;
      }
      var same = unchanged(service.protocol(), family).intersection(service.over(family));
      return group.portOverrides().stream()
          .filter(
              override ->
                  service.over(family).contains(service.protocol(), override.endpointPort()))
          .map(override -> single(family, service.protocol(), override.listenerPort()))
          .reduce(same, ServiceSet::union);
    }

    /// The ports that clients ask for and the accelerator does not change.
    ServiceSet unchanged(int protocol, IpFamily family) {
      var services =
          listener.ports().stream()
              .map(range -> ServiceSet.of(family, protocol, range))
              .reduce(ServiceSet.none(family), ServiceSet::union);
      return group.portOverrides().stream()
          .map(override -> single(family, protocol, override.listenerPort()))
          .reduce(services, ServiceSet::difference);
    }

    List<Integer> protocols() {
      return Forwarding.protocols(listener.transport().tcp(), listener.transport().udp());
    }

    List<IpFamily> families() {
      return Stream.of(IpFamily.values()).filter(accelerator::speaks).toList();
    }
  }

  private static ServiceSet single(IpFamily family, int protocol, int port) {
    return ServiceSet.of(family, protocol, new PortRange(port, port));
  }

  /// The ways of an accelerator to those of its endpoints that were read.
  List<Way> of(Accelerator accelerator) {
    var found = new ArrayList<Way>();
    for (var local : locals(accelerator)) {
      for (var endpoint : local.group().endpoints()) {
        found.addAll(to(endpoint, local));
      }
    }
    return found;
  }

  /// Those endpoints of an accelerator in the region that were read: instances and load balancers.
  List<Endpoint> endpoints(Accelerator accelerator) {
    return locals(accelerator).stream()
        .flatMap(local -> local.group().endpoints().stream())
        .toList();
  }

  /// Why an accelerator may have more endpoints; empty where all were read.
  static Optional<String> unread(Accelerator accelerator) {
    if (!accelerator.enabled()) {
      return Optional.empty();
    }
    return switch (accelerator.listeners()) {
      case Unread<List<Listener>>(var why) -> Optional.of(why);
      case Known<List<Listener>>(var listeners) ->
          listeners.stream()
              .flatMap(
                  listener ->
                      listener.groups() instanceof Unread<List<EndpointGroup>>(var why)
                          ? Stream.of(why)
                          : Stream.empty())
              .findFirst();
    };
  }

  private List<Local> locals(Accelerator accelerator) {
    var locals = new ArrayList<Local>();
    if (accelerator.enabled()) {
      for (var listener : accelerator.listeners().asKnown().orElse(List.of())) {
        for (var group : listener.groups().asKnown().orElse(List.of())) {
          if (group.region().equals(region)) {
            locals.add(new Local(accelerator, listener, group));
          }
        }
      }
    }
    return locals;
  }

  private List<Way> to(Endpoint endpoint, Local local) {
    return endpoint.id().startsWith("arn:")
        ? balancers.loadBalancer(endpoint.id()).stream()
            .flatMap(balancer -> toBalancer(balancer, endpoint, local).stream())
            .toList()
        : targets.primaryOf(new Instance.Id(endpoint.id())).stream()
            .flatMap(target -> toInstance(target, local).stream())
            .toList();
  }

  /// An instance always sees its clients' own addresses.
  private List<Way> toInstance(NetworkInterface target, Local local) {
    var found = new ArrayList<Way>();
    for (var family : local.families()) {
      for (int protocol : local.protocols()) {
        var unchanged = local.unchanged(protocol, family);
        if (!unchanged.isEmpty()) {
          found.add(direct(target, family, unchanged, Fact.known(true)));
        }
        for (var override : local.group().portOverrides()) {
          found.add(overridden(target, family, protocol, override));
        }
      }
    }
    return found;
  }

  private Way direct(
      NetworkInterface target, IpFamily family, ServiceSet asked, Fact<Boolean> certain) {
    var layers = vpcs.reachability(target.vpc()).entrances();
    return new Way(
        target,
        BalancerTargets.addressOf(target, family),
        Optional.empty(),
        family,
        asked,
        Sees.ACCELERATED_CLIENT,
        List.of(new Gate.BehindAccelerator(layers, target, Guard.of(target.groups()))),
        List.of(),
        certain);
  }

  private Way overridden(
      NetworkInterface target, IpFamily family, int protocol, PortOverride override) {
    var layers = vpcs.reachability(target.vpc()).entrances();
    return new Way(
        target,
        BalancerTargets.addressOf(target, family),
        Optional.of(override.endpointPort()),
        family,
        single(family, protocol, override.listenerPort()),
        Sees.ACCELERATED_CLIENT,
        List.of(new Gate.BehindAccelerator(layers, target, new Guard.Nobody())),
        List.of(
            new Leg(
                layers,
                target,
                Guard.of(target.groups()),
                Sees.ACCELERATED_CLIENT,
                UNKNOWN,
                family,
                protocol,
                override.endpointPort())),
        Fact.known(true));
  }

  private List<Way> toBalancer(LoadBalancer balancer, Endpoint endpoint, Local local) {
    var found = new ArrayList<Way>();
    for (var family : local.families()) {
      boolean keeps = keepsClients(balancer, endpoint);
      for (var tail : ways.tails(balancer, family, keeps)) {
        var service = tail.service().what();
        var asked = local.leadingTo(service, family);
        if (!asked.isEmpty() && BalancerDoors.speaks(balancer, family)) {
          var first = leg(balancer, keeps, family, service);
          found.add(tail.from(doors.acceleratedGates(balancer), family, asked, List.of(first)));
        }
      }
    }
    return found;
  }

  /// The packets that arrive at some services of a load balancer because an accelerator has it as
  /// an endpoint: at a port of the accelerator that leads to one of them, by the layers of its
  /// subnets and its security groups.
  ///
  /// @param services the services of the load balancer, with whether it has them
  AdmittedPackets arriving(
      Accelerator accelerator,
      LoadBalancer balancer,
      IpFamily family,
      List<Certain<Service>> services) {
    var arriving = AdmittedPackets.none(family);
    if (!BalancerDoors.speaks(balancer, family) || !accelerator.speaks(family)) {
      return arriving;
    }
    for (var local : locals(accelerator)) {
      for (var endpoint : local.group().endpoints()) {
        if (endpoint.id().equals(balancer.arn())) {
          for (var service : services) {
            arriving = arriving.or(to(balancer, endpoint, local, family, service).arriving());
          }
        }
      }
    }
    return arriving;
  }

  private Way to(
      LoadBalancer balancer,
      Endpoint endpoint,
      Local local,
      IpFamily family,
      Certain<Service> service) {
    boolean keeps = keepsClients(balancer, endpoint);
    return new Way(
        ways.standIn(balancer),
        balancer.arn(),
        Optional.empty(),
        family,
        local.leadingTo(service.what(), family),
        keeps ? Sees.ACCELERATED_CLIENT : Sees.ENTRANCE,
        doors.acceleratedGates(balancer),
        List.of(leg(balancer, keeps, family, service.what())),
        service.isSo());
  }

  /// The packets that would arrive at some services of a load balancer by accelerators whose
  /// endpoints were not read.
  ///
  /// @param protocols those that the accelerators take from clients of the family
  AdmittedPackets perhapsArriving(
      LoadBalancer balancer,
      IpFamily family,
      List<Certain<Service>> services,
      List<Integer> protocols,
      String why) {
    var asked =
        services.stream()
            .map(Certain::what)
            .filter(service -> protocols.contains(service.protocol()))
            .map(service -> service.over(family))
            .reduce(ServiceSet.none(family), ServiceSet::union);
    if (!BalancerDoors.speaks(balancer, family) || asked.isEmpty()) {
      return AdmittedPackets.none(family);
    }
    return doors.acceleratedGates(balancer, BalancerDoors.guard(balancer)).stream()
        .map(gate -> gate.letIn(family))
        .reduce(AdmittedPackets.none(family), AdmittedPackets::or)
        .within(asked)
        .perhaps(why);
  }

  /// The protocols that accelerators whose endpoints were not read take from clients of a family.
  static List<Integer> unreadProtocols(Fact<List<Accelerator>> accelerators, IpFamily family) {
    return switch (accelerators) {
      case Unread<List<Accelerator>> _ -> Forwarding.protocols(true, true);
      case Known<List<Accelerator>>(var known) -> {
        var transport =
            known.stream()
                .filter(accelerator -> accelerator.enabled() && accelerator.speaks(family))
                .map(AcceleratorWays::unreadTransport)
                .reduce(new Transport(false, false), Transport::or);
        yield Forwarding.protocols(transport.tcp(), transport.udp());
      }
    };
  }

  private static Transport unreadTransport(Accelerator accelerator) {
    return switch (accelerator.listeners()) {
      case Unread<List<Listener>> _ -> new Transport(true, true);
      case Known<List<Listener>>(var listeners) ->
          listeners.stream()
              .filter(listener -> listener.groups() instanceof Unread)
              .map(Listener::transport)
              .reduce(new Transport(false, false), Transport::or);
    };
  }

  /// Whether a load balancer sees the clients of an accelerator: an application one where the
  /// endpoint says so, a network one only with security groups
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/preserve-client-ip-address.how-to-enable-preservation.html).
  private static boolean keepsClients(LoadBalancer balancer, Endpoint endpoint) {
    return balancer.isNetworkLoadBalancer()
        ? endpoint.preservesClientAddress() && !balancer.groups().isEmpty()
        : endpoint.preservesClientAddress() || !balancer.internetFacing();
  }

  /// A load balancer whose listeners were not read may be asked at any port.
  private Leg leg(LoadBalancer to, boolean keeps, IpFamily family, Service service) {
    return new Leg(
        doors.layers(to),
        ways.standIn(to),
        to.listeners() instanceof Unread<List<LoadBalancer.Listener>>(var why)
            ? new Guard.Unread(why)
            : BalancerDoors.guard(to),
        keeps ? Sees.ACCELERATED_CLIENT : Sees.ENTRANCE,
        UNKNOWN,
        family,
        service.protocol(),
        service.ports().first());
  }

  /// The ways that an accelerator may have whose endpoints were not read: to any port of any node
  /// in the subnet of its interface.
  List<Way> perhaps(NetworkInterface ofAccelerator, String why) {
    var found = new ArrayList<Way>();
    for (var target : nodesIn(ofAccelerator)) {
      for (var family : IpFamily.values()) {
        for (int protocol : List.of(Protocol.TCP, Protocol.UDP)) {
          found.add(direct(target, family, ServiceSet.of(family, protocol), Fact.unread(why)));
        }
      }
    }
    return found;
  }

  private List<NetworkInterface> nodesIn(NetworkInterface ofAccelerator) {
    return membership.interfacesIn(ofAccelerator.subnet()).asKnown().orElse(List.of()).stream()
        .filter(candidate -> membership.hostOf(candidate).isPresent())
        .toList();
  }
}
