package slash80.reach;

import java.util.List;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Trilean;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PortRange;
import slash80.ip.ServiceSet;

/// A part of the way behind an entrance: from a load balancer to its target, whose security groups
/// see the client or the load balancer.
///
/// @param to the target, or an interface that stands for a load balancer behind another
/// @param guard the target's security groups
/// @param origin the load balancer as the target sees it
/// @param family the family between the two
/// @param port the target's port
public record Leg(
    EntranceLayers layers,
    NetworkInterface to,
    Guard guard,
    Sees sees,
    Origin origin,
    IpFamily family,
    int protocol,
    int port) {

  /// The packets of some clients that arrive at the target's port.
  AdmittedPackets pass(AdmittedPackets packets, ServiceSet asked) {
    var sentOn = packets.sentOn(asked, service(packets.family()));
    return switch (guard) {
      case Guard.Nobody() -> sentOn;
      case Guard.Unread(var why) -> sentOn.perhaps(why);
      case Guard.Groups _ ->
          sees == Sees.ENTRANCE
              ? sentOn.where(layers.admits(to.groups(), origin, family, protocol, port))
              : layers.admitted(sentOn, to.groups(), sees).or(sentOn.where(byOwnGroups()));
    };
  }

  /// Those of the target's groups that surely admit any of these packets on their own.
  List<SecurityGroup.Id> admitting(AdmittedPackets packets, ServiceSet asked) {
    var sentOn = packets.sentOn(asked, service(packets.family()));
    return to.groups().stream()
        .filter(
            id ->
                sees == Sees.ENTRANCE
                    ? isCertain(layers.admits(List.of(id), origin, family, protocol, port))
                    : isCertain(layers.admitted(sentOn, List.of(id), sees).isAny())
                        || isCertain(
                            layers.admitsOwnGroups(List.of(id), origin, family, protocol, port)))
        .toList();
  }

  private static boolean isCertain(Fact<Boolean> answer) {
    return answer.equals(Fact.known(true));
  }

  /// The target's port, over the family of its clients.
  ServiceSet service(IpFamily clients) {
    return ServiceSet.of(clients, protocol, new PortRange(port, port));
  }

  /// Whether the target's groups admit the load balancer's own packets.
  Fact<Boolean> admitsOrigin() {
    return switch (guard) {
      case Guard.Nobody() -> Fact.known(true);
      case Guard.Unread(var why) -> Fact.unread(why);
      case Guard.Groups _ -> layers.admits(to.groups(), origin, family, protocol, port);
    };
  }

  Fact<Boolean> admits(Packet packet) {
    return switch (guard) {
      case Guard.Nobody() -> Fact.known(true);
      case Guard.Unread(var why) -> Fact.unread(why);
      case Guard.Groups _ ->
          sees == Sees.ENTRANCE
              ? layers.admits(to.groups(), origin, family, protocol, port)
              : Trilean.any(
                  List.of(
                      byOwnGroups(),
                      layers.traceToTarget(to, sentOn(packet), sees).result(Layer.SECURITY_GROUP)));
    };
  }

  private Fact<Boolean> byOwnGroups() {
    return layers.admitsOwnGroups(to.groups(), origin, family, protocol, port);
  }

  List<PacketTrace.Step> steps(Packet packet) {
    return switch (guard) {
      case Guard.Nobody() -> List.of();
      case Guard.Unread _ -> List.of();
      case Guard.Groups _ ->
          sees == Sees.ENTRANCE
              ? layers.traceToTarget(to, origin, family, protocol, port)
              : stepsOfClient(packet);
    };
  }

  private List<PacketTrace.Step> stepsOfClient(Packet packet) {
    var byOwnGroups = layers.traceByOwnGroups(to, origin, family, protocol, port);
    return byOwnGroups.isEmpty()
        ? layers.traceToTarget(to, sentOn(packet), sees).path()
        : byOwnGroups;
  }

  private Packet sentOn(Packet packet) {
    return new Packet(packet.source(), protocol, port);
  }
}
