package slash80.reach;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Trilean;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.ServiceSet;

/// One way through an entrance to a port of an interface, for clients of one family.
///
/// @param target the interface at its end
/// @param address the address or instance id that the entrance sends to, as AWS writes it
/// @param port the target's port; empty where it is the port that the client asks for
/// @param clients the family of the clients
/// @param asked the services that clients ask the entrance for: one protocol
/// @param sees the source that the target's groups see
/// @param gates the places where the connection comes in; any of them will do
/// @param legs the way behind the entrance, from load balancer to load balancer to the target; none
///   where the gate is the target's own
/// @param certain whether the entrance surely sends there
public record Way(
    NetworkInterface target,
    String address,
    Optional<Integer> port,
    IpFamily clients,
    ServiceSet asked,
    Sees sees,
    List<Gate> gates,
    List<Leg> legs,
    Fact<Boolean> certain) {
  public Way {
    gates = List.copyOf(gates);
    legs = List.copyOf(legs);
  }

  /// The packets that the entrance lets in for this way, as its clients send them.
  public AdmittedPackets admitted() {
    return through(gates);
  }

  /// The packets that the entrance lets in for this way, whatever the target's groups admit.
  public AdmittedPackets letIn() {
    return through(gates.stream().map(Gate::withoutTargetGroups).toList());
  }

  private AdmittedPackets through(List<Gate> gates) {
    return gates.stream()
        .map(gate -> gate.letIn(clients))
        .reduce(AdmittedPackets.none(clients), AdmittedPackets::or)
        .within(asked)
        .where(certain);
  }

  /// Those of the packets that arrive: from the clients' addresses, at the target's port.
  public AdmittedPackets arriving() {
    var packets = admitted();
    var services = asked;
    for (var leg : legs) {
      packets = leg.pass(packets, services);
      services = leg.service(clients);
    }
    return packets;
  }

  /// Those of the target's groups whose rules let the clients' packets arrive.
  public List<SecurityGroup.Id> admitting() {
    var packets = admitted();
    var services = asked;
    for (var leg : legs.stream().limit(Math.max(0, legs.size() - 1)).toList()) {
      packets = leg.pass(packets, services);
      services = leg.service(clients);
    }
    return legs.isEmpty() ? List.of() : legs.getLast().admitting(packets, services);
  }

  /// Whether any packet of its clients arrives.
  public Fact<Boolean> arrives() {
    if (gates.isEmpty()) {
      return legs.stream().map(Leg::admitsOrigin).reduce(certain, Trilean::both);
    }
    return arriving().isAny();
  }

  /// The same way, as if the entrance surely sent there.
  public Way asIfCertain() {
    return new Way(target, address, port, clients, asked, sees, gates, legs, Fact.known(true));
  }

  /// Whether a client's packet is for this way.
  public boolean isFor(Packet packet) {
    return packet.source().family() == clients && asked.contains(packet.protocol(), packet.port());
  }

  /// The trace of a packet that a client sends to the entrance.
  EntranceTrace trace(Entrance entrance, Packet packet) {
    return gates.stream()
        .map(gate -> gate.trace(packet))
        .map(atGate -> trace(entrance, atGate, packet))
        .min(EntranceTrace.BEST_FIRST)
        .orElseGet(() -> behind(entrance, packet));
  }

  private EntranceTrace trace(Entrance entrance, PacketTrace atGate, Packet packet) {
    return new EntranceTrace(
        entrance,
        packet,
        atGate.fromInternet(),
        sees,
        atGate.layers(),
        Trilean.both(certain, behind(packet)),
        atGate.path(),
        stepsBehind(packet).toList());
  }

  /// An entrance without a gate lets in whom AWS admits elsewhere, past the internet gateway.
  private EntranceTrace behind(Entrance entrance, Packet packet) {
    return new EntranceTrace(
        entrance,
        packet,
        true,
        sees,
        Map.of(),
        Trilean.both(certain, behind(packet)),
        List.of(),
        stepsBehind(packet).toList());
  }

  private Fact<Boolean> behind(Packet packet) {
    return legs.stream().map(leg -> leg.admits(packet)).reduce(Fact.known(true), Trilean::both);
  }

  private Stream<PacketTrace.Step> stepsBehind(Packet packet) {
    return legs.stream().flatMap(leg -> leg.steps(packet).stream());
  }
}
