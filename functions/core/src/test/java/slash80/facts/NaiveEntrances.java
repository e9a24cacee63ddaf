package slash80.facts;

import static slash80.facts.NaiveOracle.greatest;
import static slash80.facts.NaiveOracle.known;
import static slash80.facts.NaiveOracle.least;
import static slash80.facts.NaiveOracle.number;
import static slash80.facts.NaiveOracle.yes;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.NaiveOracle.Answer;
import slash80.facts.NaiveOracle.Held;
import slash80.ip.IpFamily;
import slash80.ip.Packet;

/// Walks one packet through one load balancer or accelerator over the raw facts, by the definition
/// of entrances alone: no sets, no indexes, one layer after the other. Slow, and independent of the
/// code it judges.
public final class NaiveEntrances {

  /// The oracle's answer for one packet at one entrance.
  ///
  /// @param admitted whether the entrance lets the packet in
  /// @param arrivals where it is sent on to
  /// @param endpoints the way to each endpoint of an accelerator
  public record Walk(Answer admitted, List<Arrival> arrivals, List<Endpoint> endpoints) {}

  /// An endpoint of an accelerator, an instance or a load balancer.
  ///
  /// @param port the port that the accelerator sends to
  /// @param reached whether the layers in front of it let the packet in, whatever groups say
  public record Endpoint(String id, int port, Answer reached, List<Arrival> arrivals) {}

  /// A packet that is sent on to an interface.
  ///
  /// @param seesClient whether the target sees the client's address, not the entrance's
  /// @param sent whether the entrance sends its packets there
  /// @param admitted whether the entrance lets it in and sends it there
  /// @param guarded whether the target's own groups admit it
  /// @param delivered whether the entrance lets it in, and the groups admit it
  public record Arrival(
      NetworkInterface at,
      int protocol,
      int port,
      IpFamily family,
      boolean seesClient,
      Answer sent,
      Answer admitted,
      Answer guarded,
      Answer delivered) {}

  private final Facts facts;
  private final Packet packet;
  private final IpFamily family;
  private final NaiveGroups groups;
  private final NaiveTargets targets;

  public NaiveEntrances(Facts facts, Packet packet) {
    this.facts = facts;
    this.packet = packet;
    this.family = packet.source().family();
    this.groups = new NaiveGroups(facts, packet);
    this.targets = new NaiveTargets(facts, packet);
  }

  // ---- load balancers

  public Walk through(LoadBalancer balancer) {
    var admitted = new ArrayList<Answer>();
    admitted.add(yes(faces(balancer)));
    admitted.add(yes(at(balancer, null, List.of()).fromInternet()));
    admitted.add(listens(balancer, packet.port()));
    var direct = new NaiveGroups.Sender(true, false, Optional.empty());
    admitted.add(groups.guards(balancer, direct, packet.port(), family));
    admitted.add(anySubnet(balancer));
    var admits = least(admitted);
    return new Walk(
        admits,
        targets.sentOn(balancer, direct, packet.port(), family, new NaiveTargets.Way(admits)),
        List.of());
  }

  /// Whether the packet comes in to a load balancer without security groups, by the internet
  /// gateway or an accelerator, at a port where it listens and that leads to a target group; to any
  /// where none is named.
  public Answer reaches(LoadBalancer balancer, Optional<TargetGroup> group) {
    var answers = new ArrayList<Answer>();
    var byGateway =
        least(
            List.of(
                yes(faces(balancer)),
                yes(at(balancer, null, List.of()).fromInternet()),
                anySubnet(balancer)));
    answers.add(least(List.of(byGateway, leads(balancer, group, packet.port()))));
    answers.add(
        least(List.of(byUnreadAccelerator(balancer), leads(balancer, group, packet.port()))));
    for (var accelerator : known(facts.otherEntrances().accelerators())) {
      for (var endpoint : through(accelerator).endpoints()) {
        if (endpoint.id().equals(balancer.arn())) {
          answers.add(least(List.of(endpoint.reached(), leads(balancer, group, endpoint.port()))));
        }
      }
    }
    return greatest(answers);
  }

  private Answer leads(LoadBalancer balancer, Optional<TargetGroup> group, int port) {
    return group
        .map(asked -> targets.forwards(balancer, asked, port))
        .orElseGet(() -> listens(balancer, port));
  }

  /// Whether a load balancer hides the client of the packet from a group's targets.
  public Answer hides(LoadBalancer balancer, TargetGroup group) {
    var direct = new NaiveGroups.Sender(true, false, Optional.empty());
    return targets.hides(balancer, group, direct, family);
  }

  /// Whether the scheme and the address type let internet clients of the family in.
  private boolean faces(LoadBalancer balancer) {
    if (balancer.type().equals("classic")) {
      return balancer.internetFacing() && family == IpFamily.IPV4;
    }
    if (family == IpFamily.IPV4) {
      return balancer.internetFacing()
          && !balancer.ipAddressType().equals("dualstack-without-public-ipv4");
    }
    if (balancer.ipAddressType().equals("ipv4")) {
      return false;
    }
    var denies = balancer.attributes().asKnown().map(all -> all.get("ipv6.deny_all_igw_traffic"));
    return denies.map(word -> !word.equals("true")).orElse(balancer.internetFacing());
  }

  /// The layers as they are for something of the load balancer in a subnet.
  private NaiveOracle at(LoadBalancer balancer, Subnet.Id subnet, List<SecurityGroup.Id> groups) {
    return new NaiveOracle(facts, standIn(balancer.vpc(), subnet, groups), packet);
  }

  static NetworkInterface standIn(Vpc.Id vpc, Subnet.Id subnet, List<SecurityGroup.Id> groups) {
    return World.eni("eni-stand-in")
        .of(vpc)
        .in(subnet == null ? "subnet-none" : subnet.value())
        .guardedBy(groups.stream().map(SecurityGroup.Id::value).toArray(String[]::new))
        .made();
  }

  private Answer anySubnet(LoadBalancer balancer) {
    var answers = new ArrayList<Answer>();
    for (var id : balancer.subnets()) {
      Subnet found = null;
      for (var subnet : known(facts.layersOf(balancer.vpc()).subnets())) {
        found = subnet.id().equals(id) ? subnet : found;
      }
      // The scheme decides for a subnet that is not listed.
      answers.add(found == null ? Answer.YES : passes(balancer, found));
    }
    return balancer.subnets().isEmpty() ? Answer.YES : greatest(answers);
  }

  private Answer passes(LoadBalancer balancer, Subnet subnet) {
    var oracle = at(balancer, subnet.id(), List.of());
    var held = new ArrayList<Held>();
    for (var range : subnet.ranges()) {
      if (range.cidr().family() == family) {
        held.add(new Held(range.cidr(), Answer.YES));
      }
    }
    var stand = standIn(balancer.vpc(), subnet.id(), List.of());
    var routes = new NaiveRoutes(facts, stand, family, number(packet.source()), held);
    return least(
        List.of(
            oracle.block(),
            oracle.acl(),
            greatest(List.of(routes.route(true), routes.route(false)))));
  }

  /// The layers that hold for an accelerator, in any subnet of a load balancer.
  private Answer anySubnetByAccelerator(LoadBalancer balancer) {
    var answers = new ArrayList<Answer>();
    for (var id : balancer.subnets()) {
      var oracle = at(balancer, id, List.of());
      answers.add(least(List.of(oracle.block(), reply(oracle), anyGateway(balancer.vpc()))));
    }
    return balancer.subnets().isEmpty()
        ? least(List.of(anyGateway(balancer.vpc()), Answer.PERHAPS))
        : greatest(answers);
  }

  private Answer anyGateway(Vpc.Id vpc) {
    return NaiveRoutes.anyGateway(facts.layersOf(vpc), vpc);
  }

  /// The outbound entries alone.
  private Answer reply(NaiveOracle oracle) {
    var reply = oracle.reply();
    return packet.protocol() == 6 || reply == Answer.PERHAPS ? reply : Answer.YES;
  }

  private Answer listens(LoadBalancer balancer, int port) {
    if (NaiveOracle.isUnread(balancer.listeners())) {
      return Answer.PERHAPS;
    }
    return yes(!targets.listenersAt(balancer, port).isEmpty());
  }

  // ---- accelerators

  /// The way through an accelerator whose listeners and endpoints were read.
  public Walk through(Accelerator accelerator) {
    var endpoints = new ArrayList<Endpoint>();
    if (!accelerator.enabled()
        || (family == IpFamily.IPV6 && !accelerator.ipAddressType().equals("DUAL_STACK"))) {
      return new Walk(Answer.NO, List.of(), List.of());
    }
    for (var listener : known(accelerator.listeners())) {
      if (listens(listener)) {
        for (var group : known(listener.groups())) {
          int port = packet.port();
          for (var override : group.portOverrides()) {
            port = override.listenerPort() == packet.port() ? override.endpointPort() : port;
          }
          for (var endpoint : group.endpoints()) {
            endpoints.addAll(toEndpoint(endpoint, port));
          }
        }
      }
    }
    return new Walk(
        greatest(endpoints.stream().map(Endpoint::reached).toList()),
        endpoints.stream().flatMap(endpoint -> endpoint.arrivals().stream()).toList(),
        endpoints);
  }

  private boolean listens(Accelerator.Listener listener) {
    boolean at =
        listener.ports().stream()
            .anyMatch(range -> range.first() <= packet.port() && packet.port() <= range.last());
    return at && packet.protocol() == (listener.protocol().equals("TCP") ? 6 : 17);
  }

  private List<Endpoint> toEndpoint(Accelerator.Endpoint endpoint, int port) {
    for (var instance : targets.primaryOf(endpoint.id())) {
      if (!instance.held(family).isEmpty()) {
        return List.of(toInstance(instance, port));
      }
    }
    for (var balancer : known(facts.balancing().loadBalancers())) {
      if (balancer.arn().equals(endpoint.id())) {
        return List.of(toBalancer(balancer, endpoint.preservesClientAddress(), port));
      }
    }
    return List.of();
  }

  private Endpoint toInstance(NetworkInterface instance, int port) {
    var oracle = new NaiveOracle(facts, instance, packet);
    var reached =
        least(
            List.of(
                yes(oracle.fromInternet()),
                oracle.block(),
                reply(oracle),
                anyGateway(instance.vpc())));
    var sender = new NaiveGroups.Sender(true, true, Optional.empty());
    var way = new NaiveTargets.Way(reached);
    return new Endpoint(
        instance.id().value(),
        port,
        reached,
        List.of(targets.arrival(instance, port, family, sender, way)));
  }

  private Endpoint toBalancer(LoadBalancer balancer, boolean keeps, int port) {
    var sender = new NaiveGroups.Sender(keeps, keeps, Optional.empty());
    var reached = reachedByAccelerator(balancer);
    // Listeners that were not read may be at any port, whose rules are not known then.
    var guarded =
        NaiveOracle.isUnread(balancer.listeners())
            ? Answer.PERHAPS
            : groups.guards(balancer, sender, port, family);
    var admits = least(List.of(reached, guarded));
    return new Endpoint(
        balancer.arn(),
        port,
        reached,
        targets.sentOn(balancer, sender, port, family, new NaiveTargets.Way(admits)));
  }

  private Answer reachedByAccelerator(LoadBalancer balancer) {
    return least(
        List.of(
            yes(at(balancer, null, List.of()).fromInternet()),
            yes(family == IpFamily.IPV4 || !balancer.ipAddressType().equals("ipv4")),
            anySubnetByAccelerator(balancer)));
  }

  /// Whether the packet reaches a listener of a load balancer without security groups because an
  /// accelerator was not read that has an interface in one of its subnets.
  private Answer byUnreadAccelerator(LoadBalancer balancer) {
    boolean stands =
        known(facts.attachments().interfaces()).stream()
            .anyMatch(
                other ->
                    other.interfaceType().equals("global_accelerator_managed")
                        && balancer.subnets().contains(other.subnet()));
    boolean mayTake = NaiveOracle.isUnread(facts.otherEntrances().accelerators());
    for (var accelerator : known(facts.otherEntrances().accelerators())) {
      if (accelerator.enabled()
          && (family == IpFamily.IPV4 || accelerator.ipAddressType().equals("DUAL_STACK"))) {
        mayTake |= NaiveOracle.isUnread(accelerator.listeners());
        for (var listener : known(accelerator.listeners())) {
          mayTake |=
              NaiveOracle.isUnread(listener.groups())
                  && packet.protocol() == (listener.protocol().equals("TCP") ? 6 : 17);
        }
      }
    }
    return stands && mayTake
        ? least(List.of(Answer.PERHAPS, reachedByAccelerator(balancer)))
        : Answer.NO;
  }

  /// Whether the packet arrives at an interface should an accelerator lead there.
  public Arrival byAnyAccelerator(NetworkInterface instance) {
    return toInstance(instance, packet.port()).arrivals().getFirst();
  }

  // ---- those who do not come from the internet

  /// The way of a consumer whom an endpoint service, and the groups where they are enforced, admit
  /// to a network load balancer.
  public List<Arrival> byPrivateLink(LoadBalancer balancer) {
    if (family == IpFamily.IPV6 && balancer.ipAddressType().equals("ipv4")) {
      return List.of();
    }
    var consumer = new NaiveGroups.Sender(false, false, Optional.empty());
    var way = new NaiveTargets.Way(Answer.YES);
    return targets.sentOn(balancer, consumer, packet.port(), family, way);
  }

  /// Whether an interface's groups admit an EC2 Instance Connect Endpoint of its VPC: it arrives
  /// from its own address, and its own inbound rules do not count.
  public Answer byInstanceConnect(InstanceConnectEndpoint endpoint, NetworkInterface target) {
    var sender =
        new LoadBalancer(
            endpoint.id(),
            endpoint.id(),
            "instance-connect",
            false,
            "dualstack",
            endpoint.vpc(),
            List.of(new Subnet.Id("any of the VPC")),
            endpoint.groups(),
            true,
            List.of(),
            Fact.known(List.of()),
            Fact.known(Map.of()),
            Fact.known(Map.of()));
    return groups.admits(
        target.vpc(),
        target.groups(),
        new NaiveGroups.Sender(false, false, Optional.of(sender)),
        packet.port(),
        family);
  }
}
