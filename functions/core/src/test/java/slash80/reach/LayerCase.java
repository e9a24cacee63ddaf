package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static slash80.facts.World.acl;
import static slash80.facts.World.associated;
import static slash80.facts.World.edge;
import static slash80.facts.World.group;
import static slash80.facts.World.route;
import static slash80.facts.World.subnet;
import static slash80.facts.World.table;

import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import slash80.facts.InternetGateway;
import slash80.facts.NetworkAcl;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.World;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Protocol;
import slash80.network.Network;

/// A world where every layer lets everything in to port 22 of one interface, until a test changes a
/// layer.
final class LayerCase {
  private final String sentence;
  private final World world = new World();
  World.Eni eni =
      World.eni("eni-1")
          .guardedBy("sg-1")
          .holding("2001:db8:1:1:a::/80")
          .ipv4("10.0.1.5", "198.41.0.4");
  private IpFamily family = IpFamily.IPV6;

  private LayerCase(String sentence) {
    this.sentence = sentence;
    world.subnets.add(
        subnet("subnet-1", associated("2001:db8:1:1::/64"), associated("10.0.1.0/24")));
    world.gateways.add(new InternetGateway(World.IGW, List.of(World.VPC)));
    routes(
        route("2001:db8:1::/56", "local"),
        route("10.0.0.0/16", "local"),
        route("::/0", "igw-1"),
        route("0.0.0.0/0", "igw-1"));
    entries(
        "in 100 allow all ::/0",
        "in 101 allow all 0.0.0.0/0",
        "out 100 allow all ::/0",
        "out 101 allow all 0.0.0.0/0");
    rules("tcp 22 ::/0", "tcp 22 0.0.0.0/0");
  }

  LayerCase overIpv4() {
    family = IpFamily.IPV4;
    return this;
  }

  LayerCase routes(RouteTable.Route... routes) {
    world.tables.clear();
    world.tables.add(table("rtb-1", List.of(), routes));
    return this;
  }

  LayerCase gatewayRoutes(RouteTable.Route... routes) {
    world.tables.add(edge("rtb-edge", routes));
    return this;
  }

  LayerCase entries(String... entries) {
    world.acls.clear();
    world.acls.add(
        acl(
            "acl-1",
            List.of("subnet-1"),
            Stream.of(entries).map(World::entry).toArray(NetworkAcl.Entry[]::new)));
    return this;
  }

  LayerCase rules(String... rules) {
    world.groups.clear();
    world.groups.add(
        group("sg-1", Stream.of(rules).map(World::rule).toArray(SecurityGroup.Rule[]::new)));
    return this;
  }

  LayerCase eni(Consumer<World.Eni> twist) {
    twist.accept(eni);
    return this;
  }

  LayerCase world(Consumer<World> twist) {
    twist.accept(world);
    return this;
  }

  Network network() {
    if (!world.unread.containsKey("interfaces")) {
      world.interfaces.removeIf(networkInterface -> networkInterface.id().value().equals("eni-1"));
      world.interfaces.add(eni.made());
    }
    return world.network();
  }

  DynamicTest is(Reach.State state, Layer... stoppedBy) {
    return dynamicTest(
        sentence + " is " + state,
        () -> {
          var reach = network().reach(eni.made(), family);
          assertAll(
              () -> assertEquals(state, reach.state(), reach.toString()),
              () -> assertEquals(List.of(stoppedBy), List.copyOf(reach.stoppedBy())));
        });
  }

  /// A packet to port 22, over TCP by default.
  DynamicTest takes(String source, String path) {
    return takes(source, Protocol.TCP, 22, path);
  }

  DynamicTest takes(String source, int protocol, int port, String path) {
    return dynamicTest(
        sentence + ": " + source + " takes " + path,
        () -> {
          var passage =
              network().passage(eni.made(), new Packet(Address.parse(source), protocol, port));
          assertEquals(
              path,
              passage.path().stream()
                      .map(PacketTrace.Step::toString)
                      .reduce((a, b) -> a + ", " + b)
                      .orElse("")
                  + (passage.delivered() ? " → delivered" : ""));
        });
  }

  /// The state for one source, whatever the others are.
  DynamicTest from(String source, String state) {
    return dynamicTest(
        "%s is %s for %s".formatted(sentence, state, source),
        () -> {
          var reach = network().reach(eni.made(), family);
          var packet = new Packet(Address.parse(source), Protocol.TCP, 22);
          var states =
              Stream.of(
                      reach.open().contains(packet) ? "open" : "",
                      reach.unknown().contains(packet) ? "unknown" : "",
                      reach.inspected().contains(packet) ? "inspected" : "",
                      reach.latent().contains(packet) ? "latent" : "")
                  .filter(word -> !word.isEmpty())
                  .toList();
          assertEquals(List.of(state), states.isEmpty() ? List.of("closed") : states);
        });
  }

  static LayerCase when(String sentence) {
    return new LayerCase(sentence);
  }

  /// An appliance behind the endpoint vpce-1 in subnet-fw, whose own table leads to the gateway.
  static LayerCase inspected(String sentence) {
    return when(sentence)
        .routes(route("::/0", "vpce-1"))
        .gatewayRoutes(route("2001:db8:1::/56", "local"), route("2001:db8:1:1::/64", "vpce-1"))
        .world(
            w -> {
              w.tables.add(table("rtb-fw", List.of("subnet-fw"), route("::/0", "igw-1")));
              w.interfaces.add(
                  World.eni("eni-fw")
                      .in("subnet-fw")
                      .described("VPC Endpoint Interface vpce-1")
                      .made());
            });
  }
}
