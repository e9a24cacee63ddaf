package slash80.network;

import java.util.List;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.LoadBalancer.Listener;
import slash80.facts.TargetGroup;
import slash80.facts.Transport;
import slash80.facts.Trilean;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.reach.AdmittedPackets;

/// The services that a load balancer forwards, and the target groups that it forwards them to.
record Forwarding(LoadBalancer balancer) {

  /// A service of a load balancer: one protocol at the port of a listener, or at any port where the
  /// listeners were not read.
  record Service(int protocol, PortRange ports) {

    ServiceSet over(IpFamily family) {
      return ServiceSet.of(family, protocol, ports);
    }
  }

  /// Those of some packets that its listeners take; all, and none for sure, where the listeners
  /// were not read.
  AdmittedPackets asked(AdmittedPackets packets) {
    return switch (balancer.listeners()) {
      case Known<List<Listener>> _ -> packets.within(services(packets.family()));
      case Unread<List<Listener>>(var why) -> packets.perhaps(why);
    };
  }

  /// The services of its listeners; everything where they were not read.
  ServiceSet services(IpFamily family) {
    return balancer
        .listeners()
        .map(
            listeners ->
                listeners.stream()
                    .map(listener -> listener.services(family))
                    .reduce(ServiceSet.none(family), ServiceSet::union))
        .asKnown()
        .orElse(ServiceSet.all(family));
  }

  /// Those of some packets that listeners forward to a target group; none for sure where it was not
  /// read whether a listener does. A group of the load balancer that no listener forwards to was
  /// read at another time than the listeners.
  AdmittedPackets forwarded(AdmittedPackets packets, TargetGroup group) {
    return switch (balancer.listeners()) {
      case Unread<List<Listener>>(var why) -> packets.perhaps(why);
      case Known<List<Listener>>(var listeners) -> {
        var family = packets.family();
        boolean isNamed =
            listeners.stream()
                .anyMatch(listener -> !forwards(listener, group).equals(Fact.known(false)));
        yield isNamed || !group.loadBalancers().contains(balancer.arn())
            ? listeners.stream()
                .map(
                    listener ->
                        packets.within(listener.services(family)).where(forwards(listener, group)))
                .reduce(AdmittedPackets.none(family), AdmittedPackets::or)
            : packets.perhaps(
                "no listener of %s that was read forwards to %s"
                    .formatted(balancer.name(), group.name()));
      }
    };
  }

  /// Whether a listener forwards to a target group. Where its rules were not read, it may forward
  /// to any group of the load balancer; the only listener does for sure.
  Fact<Boolean> forwards(Listener listener, TargetGroup group) {
    if (listener.targetGroups().contains(group.arn())) {
      return Fact.known(true);
    }
    return switch (listener.ruleTargetGroups()) {
      case Known<List<String>>(var groups) -> Fact.known(groups.contains(group.arn()));
      case Unread<List<String>>(var why) -> {
        var listeners = balancer.listeners().asKnown().orElse(List.of());
        if (!group.loadBalancers().contains(balancer.arn())) {
          yield Fact.known(false);
        }
        yield listeners.size() == 1 ? Fact.known(true) : Fact.unread(why);
      }
    };
  }

  /// The services of its listeners; any, perhaps, where they were not read.
  List<Certain<Service>> services() {
    return switch (balancer.listeners()) {
      case Unread<List<Listener>>(var why) -> atAnyPort(new Transport(true, true), why);
      case Known<List<Listener>>(var listeners) ->
          listeners.stream()
              .flatMap(
                  listener ->
                      at(listener, listener.transport()).stream()
                          .map(service -> new Certain<>(service, Fact.known(true))))
              .toList();
    };
  }

  private static List<Certain<Service>> atAnyPort(Transport transport, String why) {
    return protocols(transport.tcp(), transport.udp()).stream()
        .map(
            protocol ->
                new Certain<>(new Service(protocol, PortRange.ALL), Fact.<Boolean>unread(why)))
        .toList();
  }

  private static List<Service> at(Listener listener, Transport transport) {
    return protocols(
            listener.transport().tcp() && transport.tcp(),
            listener.transport().udp() && transport.udp())
        .stream()
        .map(protocol -> new Service(protocol, new PortRange(listener.port(), listener.port())))
        .toList();
  }

  /// The listeners' services that may lead to a target group, with whether they do. A group of both
  /// transports may stand behind a listener of one
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/create-target-group.html).
  List<Certain<Service>> servicesTo(TargetGroup group) {
    return switch (balancer.listeners()) {
      case Unread<List<Listener>>(var why) -> atAnyPort(group.transport(), why);
      case Known<List<Listener>>(var listeners) ->
          listeners.stream()
              .flatMap(
                  listener ->
                      at(listener, group.transport()).stream()
                          .map(service -> new Certain<>(service, forwards(listener, group))))
              .filter(service -> !service.isSo().equals(Fact.known(false)))
              .toList();
    };
  }

  /// Something that is so for certain or perhaps.
  record Certain<T>(T what, Fact<Boolean> isSo) {

    Certain<T> and(Fact<Boolean> more) {
      return new Certain<>(what, Trilean.both(isSo, more));
    }
  }

  static List<Integer> protocols(boolean tcp, boolean udp) {
    if (tcp) {
      return udp ? List.of(Protocol.TCP, Protocol.UDP) : List.of(Protocol.TCP);
    }
    return udp ? List.of(Protocol.UDP) : List.of();
  }
}
