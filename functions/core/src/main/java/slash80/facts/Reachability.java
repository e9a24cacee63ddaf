package slash80.facts;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Packet;
import slash80.network.PacketSet;

/// What the internet can open on an interface: what passes every layer. Each layer says what it
/// surely passes and what it possibly passes, and none is skipped because another stops everything.
///
/// Interfaces differ in few ways that matter here: those with the same posture share one answer.
/// Layers keep their answers too, so the cost grows with distinct groups, tables and ACLs and not
/// with nodes.
final class Reachability {
  private final Network network;
  private final AddressLayer addresses;
  private final PublicAccessBlock block;
  private final RouteLayer routes;
  private final AclLayer acls = new AclLayer();
  private final GroupLayer groups;
  private final Map<Posture, Reach> judged = new HashMap<>();

  /// All that the answer depends on.
  private record Posture(
      IpFamily family,
      Fact<Boolean> address,
      Fact<Boolean> block,
      Fact<RouteTable.Id> table,
      Diversion diversion,
      Fact<NetworkAcl.Id> acl,
      Set<SecurityGroup.Id> groups) {}

  Reachability(Network network) {
    this.network = network;
    this.addresses = new AddressLayer(network);
    this.block = new PublicAccessBlock(network);
    this.routes = new RouteLayer(network, addresses);
    this.groups = new GroupLayer(network);
  }

  List<String> notes() {
    return block.notes();
  }

  Reach of(NetworkInterface asked, IpFamily family) {
    return judged.computeIfAbsent(
        posture(asked, family), posture -> judge(posture, asked.subnet()));
  }

  /// What becomes of one packet.
  Passage of(NetworkInterface asked, Packet packet) {
    return new PacketWalk(network, routes, asked, packet).walk();
  }

  /// What the groups of an interface admit, from everywhere.
  Packets admitted(NetworkInterface asked, IpFamily family) {
    return groups.passing(Set.copyOf(asked.groups()), family);
  }

  private Posture posture(NetworkInterface asked, IpFamily family) {
    return new Posture(
        family,
        addresses.passes(asked, family),
        block.passes(asked),
        network.routeTableOf(asked.subnet()).map(RouteTable::id),
        routes.diversion(asked, family),
        network.aclOf(asked.subnet()).map(NetworkAcl::id),
        Set.copyOf(asked.groups()));
  }

  private Reach judge(Posture posture, Subnet.Id subnet) {
    var family = posture.family();
    var ways = routes.passing(network.routeTableOf(subnet), posture.diversion(), family);
    var layers = new EnumMap<Layer, Packets>(Layer.class);
    layers.put(Layer.ADDRESS, Packets.from(Sources.of(family, posture.address())));
    layers.put(Layer.PUBLIC_ACCESS_BLOCK, Packets.from(Sources.of(family, posture.block())));
    layers.put(Layer.ROUTE, Packets.from(ways.either()));
    layers.put(Layer.NETWORK_ACL, acls.passing(network.aclOf(subnet), family));
    layers.put(Layer.SECURITY_GROUP, groups.passing(posture.groups(), family));
    return new Judging(family, network.internet(family), layers, ways).reach();
  }

  /// One posture's layers, put together.
  private record Judging(
      IpFamily family, AddressSet internet, Map<Layer, Packets> layers, RouteLayer.Passing ways) {

    Reach reach() {
      var besidesRoute = besidesRoute();
      var open = besidesRoute.surely().within(ways.direct().surely());
      var inspected =
          besidesRoute
              .surely()
              .within(ways.inspected().surely())
              .difference(besidesRoute.possibly().within(ways.direct().possibly()));
      var unknown =
          besidesRoute
              .possibly()
              .within(ways.either().possibly())
              .difference(open)
              .difference(inspected);
      var latent = admitted().difference(open).difference(inspected).difference(unknown);
      return new Reach(
          family, open, unknown, inspected, latent, stopping(latent), reasons(unknown));
    }

    /// What passes the other layers, of the internet.
    private Packets besidesRoute() {
      var surely = PacketSet.from(internet);
      var possibly = PacketSet.from(internet);
      for (var layer : EnumSet.complementOf(EnumSet.of(Layer.ROUTE))) {
        surely = surely.intersection(layers.get(layer).surely());
        possibly = possibly.intersection(layers.get(layer).possibly());
      }
      return new Packets(surely, possibly, List.of());
    }

    private PacketSet admitted() {
      return layers.get(Layer.SECURITY_GROUP).surely().within(internet);
    }

    /// The layers that stop some of the latent set; without one, those that let nothing in at all.
    private Set<Layer> stopping(PacketSet latent) {
      var stopping = EnumSet.noneOf(Layer.class);
      layers.forEach(
          (layer, packets) -> {
            if (latent.isEmpty()
                ? packets.possibly().within(internet).isEmpty()
                : !packets.possibly().containsAll(latent)) {
              stopping.add(layer);
            }
          });
      return stopping;
    }

    /// Why something is unknown: of the layers that may or may not pass some of it. A way that is
    /// surely open or inspected is no reason, but one of which it cannot be told which.
    private List<String> reasons(PacketSet unknown) {
      var undecided = new EnumMap<>(layers);
      undecided.put(Layer.ROUTE, Packets.from(ways.direct()));
      var reasons = new LinkedHashSet<String>();
      undecided.values().forEach(packets -> reasons.addAll(reasons(packets, unknown)));
      reasons.addAll(reasons(Packets.from(ways.inspected()), unknown.within(notDirect())));
      return List.copyOf(reasons);
    }

    private AddressSet notDirect() {
      return ways.direct().surely().complement();
    }

    private static List<String> reasons(Packets packets, PacketSet unknown) {
      var either = packets.possibly().difference(packets.surely());
      return either.intersection(unknown).isEmpty() ? List.of() : packets.unread();
    }
  }
}
