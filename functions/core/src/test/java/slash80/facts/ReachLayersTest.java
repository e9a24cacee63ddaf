package slash80.facts;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;
import static slash80.facts.World.acl;
import static slash80.facts.World.associated;
import static slash80.facts.World.blackhole;
import static slash80.facts.World.edge;
import static slash80.facts.World.group;
import static slash80.facts.World.propagated;
import static slash80.facts.World.route;
import static slash80.facts.World.subnet;
import static slash80.facts.World.table;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.network.Address;
import slash80.network.IpFamily;
import slash80.network.Packet;
import slash80.network.Prefix;
import slash80.network.Protocol;

/// Each layer by itself, in a world where all the others let everything in to port 22.
class ReachLayersTest {

  /// The world of a case, and the one interface that is asked about.
  private static final class Case {
    private final String sentence;
    private final World world = new World();
    private World.Eni eni =
        World.eni("eni-1")
            .guardedBy("sg-1")
            .holding("2001:db8:1:1:a::/80")
            .ipv4("10.0.1.5", "198.41.0.4");
    private IpFamily family = IpFamily.IPV6;

    private Case(String sentence) {
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

    Case overIpv4() {
      family = IpFamily.IPV4;
      return this;
    }

    Case routes(RouteTable.Route... routes) {
      world.tables.clear();
      world.tables.add(table("rtb-1", List.of(), routes));
      return this;
    }

    Case gatewayRoutes(RouteTable.Route... routes) {
      world.tables.add(edge("rtb-edge", routes));
      return this;
    }

    Case entries(String... entries) {
      world.acls.clear();
      world.acls.add(
          acl(
              "acl-1",
              List.of("subnet-1"),
              Stream.of(entries).map(World::entry).toArray(NetworkAcl.Entry[]::new)));
      return this;
    }

    Case rules(String... rules) {
      world.groups.clear();
      world.groups.add(
          group("sg-1", Stream.of(rules).map(World::rule).toArray(SecurityGroup.Rule[]::new)));
      return this;
    }

    Case eni(Consumer<World.Eni> twist) {
      twist.accept(eni);
      return this;
    }

    Case world(Consumer<World> twist) {
      twist.accept(world);
      return this;
    }

    private Network network() {
      if (!world.unread.containsKey("interfaces")) {
        world.interfaces.removeIf(one -> one.id().value().equals("eni-1"));
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

    /// A packet to port 22, TCP unless said otherwise.
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
                        .map(Passage.Step::toString)
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
  }

  private static Case when(String sentence) {
    return new Case(sentence);
  }

  private static CidrAssociation range(String cidr, Fact<Boolean> associated, boolean isPrivate) {
    return new CidrAssociation(Prefix.parse(cidr), associated, isPrivate);
  }

  @TestFactory
  Stream<DynamicTest> the_address_layer() {
    return Stream.of(
        when("an interface with a prefix in a public range").is(Reach.State.OPEN),
        when("one with a single address")
            .eni(e -> e.holding("2001:db8:1:1::5"))
            .is(Reach.State.OPEN),
        when("one without IPv6").eni(e -> e.holding()).is(Reach.State.LATENT, Layer.ADDRESS),
        when("one that denies the gateway")
            .eni(World.Eni::denyingTheGateway)
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one whose address is outside its subnet")
            .eni(e -> e.holding("2001:db8:1:2::5"))
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one in a private range")
            .world(
                w ->
                    w.subnets.set(
                        0, subnet("subnet-1", range("2001:db8:1:1::/64", Fact.known(true), true))))
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one in a unique local range")
            .eni(e -> e.holding("fd80:0:0:1::5"))
            .world(w -> w.subnets.set(0, subnet("subnet-1", associated("fd80:0:0:1::/64"))))
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one in a range that is no longer associated")
            .world(
                w ->
                    w.subnets.set(
                        0,
                        subnet("subnet-1", range("2001:db8:1:1::/64", Fact.known(false), false))))
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one in a range of unread state")
            .world(
                w ->
                    w.subnets.set(
                        0,
                        subnet("subnet-1", range("2001:db8:1:1::/64", Fact.unread("odd"), false))))
            .is(Reach.State.UNKNOWN),
        when("one with a public address beside a private one")
            .eni(e -> e.holding("fd80:0:0:1::5", "2001:db8:1:1::5"))
            .world(
                w ->
                    w.subnets.set(
                        0,
                        subnet(
                            "subnet-1",
                            associated("fd80:0:0:1::/64"),
                            associated("2001:db8:1:1::/64"))))
            .is(Reach.State.OPEN),
        when("one in an unread subnet")
            .world(w -> w.unread.put("subnets", "denied"))
            .is(Reach.State.UNKNOWN),
        when("one without IPv6 in an unread subnet")
            .eni(e -> e.holding())
            .world(w -> w.unread.put("subnets", "denied"))
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one with a public IPv4").overIpv4().is(Reach.State.OPEN),
        when("one with a private IPv4 only")
            .overIpv4()
            .eni(e -> e.ipv4("10.0.1.5"))
            .is(Reach.State.LATENT, Layer.ADDRESS),
        when("one with a public IPv4 that denies the gateway, as AWS says of IPv6 alone")
            .overIpv4()
            .eni(World.Eni::denyingTheGateway)
            .is(Reach.State.OPEN));
  }

  private static PublicAccessExclusion exclusion(String resource, String mode, String state) {
    return new PublicAccessExclusion("vpcbpa-exclude-1", resource, mode, state, Map.of());
  }

  private static Consumer<World> blocking(BlockMode mode, PublicAccessExclusion... exclusions) {
    return w -> {
      w.block = Fact.known(mode);
      w.exclusions = Fact.known(List.of(exclusions));
    };
  }

  private static Consumer<World> optionsUnread(Optional<BlockMode> subnet) {
    return w -> {
      w.block = Fact.unread("denied");
      subnet.ifPresent(mode -> w.subnets.set(0, World.blocked(w.subnets.getFirst(), mode)));
    };
  }

  private static Consumer<World> exclusionsUnread(BlockMode subnet) {
    return w -> {
      w.block = Fact.known(BlockMode.BLOCK_INGRESS);
      w.exclusions = Fact.unread("denied");
      w.subnets.set(0, World.blocked(w.subnets.getFirst(), subnet));
    };
  }

  @TestFactory
  Stream<DynamicTest> block_public_access() {
    return Stream.of(
        when("off").is(Reach.State.OPEN),
        when("blocking ingress")
            .world(blocking(BlockMode.BLOCK_INGRESS))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("blocking both ways")
            .world(blocking(BlockMode.BLOCK_BIDIRECTIONAL))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("blocking IPv4 too")
            .overIpv4()
            .world(blocking(BlockMode.BLOCK_INGRESS))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("an exclusion of the subnet")
            .world(
                blocking(
                    BlockMode.BLOCK_INGRESS,
                    exclusion("subnet-1", "allow-bidirectional", "create-complete")))
            .is(Reach.State.OPEN),
        when("an updated exclusion of the VPC")
            .world(
                blocking(
                    BlockMode.BLOCK_BIDIRECTIONAL,
                    exclusion("vpc-1", "allow-bidirectional", "update-complete")))
            .is(Reach.State.OPEN),
        when("an exclusion of another subnet")
            .world(
                blocking(
                    BlockMode.BLOCK_INGRESS,
                    exclusion("subnet-2", "allow-bidirectional", "create-complete")))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("an exclusion for egress")
            .world(
                blocking(
                    BlockMode.BLOCK_INGRESS,
                    exclusion("subnet-1", "allow-egress", "create-complete")))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("an exclusion being made")
            .world(
                blocking(
                    BlockMode.BLOCK_INGRESS,
                    exclusion("subnet-1", "allow-bidirectional", "create-in-progress")))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("an exclusion that is gone")
            .world(
                blocking(
                    BlockMode.BLOCK_INGRESS,
                    exclusion("subnet-1", "allow-bidirectional", "delete-complete")))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("options unread, the subnet says off")
            .world(optionsUnread(Optional.of(BlockMode.OFF)))
            .is(Reach.State.OPEN),
        when("options unread, the subnet says blocked")
            .world(optionsUnread(Optional.of(BlockMode.BLOCK_INGRESS)))
            .is(Reach.State.LATENT, Layer.PUBLIC_ACCESS_BLOCK),
        when("options unread, the subnet says nothing")
            .world(optionsUnread(Optional.empty()))
            .is(Reach.State.OPEN),
        when("exclusions unread, the subnet says off")
            .world(exclusionsUnread(BlockMode.OFF))
            .is(Reach.State.OPEN),
        when("exclusions unread, the subnet says blocked")
            .world(exclusionsUnread(BlockMode.BLOCK_INGRESS))
            .is(Reach.State.UNKNOWN));
  }

  @Test
  void the_report_says_when_nothing_tells_of_block_public_access() {
    var silent =
        when("silent").world(optionsUnread(Optional.empty())).eni(e -> e.guardedBy("sg-cluster"));
    var told =
        when("told")
            .world(optionsUnread(Optional.of(BlockMode.OFF)))
            .eni(e -> e.guardedBy("sg-cluster"));
    assertEquals(
        List.of(
            "a note of the reading",
            "block public access was not read (denied): judged as off in subnet-1"),
        silent.network().notes());
    assertEquals(List.of("a note of the reading"), told.network().notes());
  }

  @TestFactory
  Stream<DynamicTest> the_routes() {
    return Stream.of(
        when("no gateway").world(w -> w.gateways.clear()).is(Reach.State.LATENT, Layer.ROUTE),
        when("a gateway of another VPC")
            .world(
                w ->
                    w.gateways.set(0, new InternetGateway(World.IGW, List.of(new Vpc.Id("vpc-2")))))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("no route").routes(route("0.0.0.0/0", "igw-1")).is(Reach.State.LATENT, Layer.ROUTE),
        when("an egress-only route")
            .routes(route("::/0", "eigw-1"))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("a route to a gateway that is not attached")
            .routes(route("::/0", "igw-2"))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("a blackhole").routes(blackhole("::/0", "igw-1")).is(Reach.State.LATENT, Layer.ROUTE),
        when("two halves")
            .routes(route("::/1", "igw-1"), route("8000::/1", "igw-1"))
            .is(Reach.State.OPEN),
        when("a table of the subnet's own before the main one")
            .world(w -> w.tables.add(table("rtb-2", List.of("subnet-1"), route("::/0", "eigw-1"))))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("a more specific route away")
            .routes(route("::/0", "igw-1"), route("2600::/12", "tgw-1"))
            .from("2600::1", "latent"),
        when("a more specific route away")
            .routes(route("::/0", "igw-1"), route("2600::/12", "tgw-1"))
            .from("2610::1", "open"),
        when("a more specific route in")
            .routes(route("::/0", "eigw-1"), route("2600::/12", "igw-1"))
            .from("2600::1", "open"),
        when("a more specific route in")
            .routes(route("::/0", "eigw-1"), route("2600::/12", "igw-1"))
            .from("2610::1", "latent"),
        when("a blackhole in a wider route")
            .routes(route("::/0", "igw-1"), blackhole("2600::/12", "igw-1"))
            .from("2600::1", "latent"),
        when("a static route before a list")
            .world(w -> w.list("pl-1", "2600::/12"))
            .routes(route("2600::/12", "igw-1"), route("pl-1", "tgw-1"))
            .from("2600::1", "open"),
        when("a list before a propagated route")
            .world(w -> w.list("pl-1", "2600::/12"))
            .routes(propagated("2600::/12", "vgw-1"), route("pl-1", "igw-1"))
            .from("2600::1", "open"),
        when("a longer entry of a list before a static route")
            .world(w -> w.list("pl-1", "2600::/16", "2001::/16"))
            .routes(route("2600::/12", "tgw-1"), route("pl-1", "igw-1"))
            .from("2600::1", "open"),
        when("a static route before a propagated one")
            .routes(propagated("::/0", "vgw-1"), route("::/0", "igw-1"))
            .is(Reach.State.OPEN),
        when("a longer propagated route before a static one")
            .routes(propagated("2600::/12", "vgw-1"), route("::/0", "igw-1"))
            .from("2600::1", "latent"),
        when("two lists with one block and two ways")
            .world(
                w -> {
                  w.list("pl-1", "2600::/12");
                  w.list("pl-2", "2600::/12");
                })
            .routes(route("pl-1", "igw-1"), route("pl-2", "tgw-1"))
            .from("2600::1", "unknown"),
        when("two lists with one block and one way")
            .world(
                w -> {
                  w.list("pl-1", "2600::/12");
                  w.list("pl-2", "2600::/12");
                })
            .routes(route("pl-1", "igw-1"), route("pl-2", "igw-1"))
            .from("2600::1", "open"),
        when("an unread list with another way")
            .world(w -> w.unreadList("pl-1", "denied"))
            .routes(route("::/0", "igw-1"), route("pl-1", "tgw-1"))
            .from("2600::1", "unknown"),
        when("an unread list with the same way")
            .world(w -> w.unreadList("pl-1", "denied"))
            .routes(route("::/0", "igw-1"), route("pl-1", "igw-1"))
            .from("2600::1", "open"),
        when("an unread list alone")
            .world(w -> w.unreadList("pl-1", "denied"))
            .routes(route("pl-1", "igw-1"))
            .from("2600::1", "unknown"),
        when("an unread list beside a route for the host")
            .world(w -> w.unreadList("pl-1", "denied"))
            .routes(route("2600::1/128", "igw-1"), route("pl-1", "tgw-1"))
            .from("2600::1", "open"),
        when("a list that nobody read")
            .routes(route("::/0", "igw-1"), route("pl-9", "tgw-1"))
            .is(Reach.State.UNKNOWN),
        when("unread tables").world(w -> w.unread.put("tables", "denied")).is(Reach.State.UNKNOWN),
        when("unread tables without a gateway")
            .world(
                w -> {
                  w.unread.put("tables", "denied");
                  w.gateways.clear();
                })
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("an unread gateway")
            .world(w -> w.unread.put("gateways", "denied"))
            .is(Reach.State.UNKNOWN),
        when("an unread gateway and an egress-only route")
            .world(w -> w.unread.put("gateways", "denied"))
            .routes(route("::/0", "eigw-1"))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("a list of IPv4")
            .overIpv4()
            .world(w -> w.list("pl-1", "8.8.0.0/16"))
            .routes(route("pl-1", "igw-1"))
            .from("8.8.8.8", "open"),
        when("a list of IPv4")
            .overIpv4()
            .world(w -> w.list("pl-1", "8.8.0.0/16"))
            .routes(route("pl-1", "igw-1"))
            .from("8.9.8.8", "latent"));
  }

  /// An appliance behind the endpoint vpce-1 in subnet-fw, whose own table leads to the gateway.
  private static Case inspected(String sentence) {
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

  @TestFactory
  Stream<DynamicTest> inspection() {
    return Stream.of(
        inspected("in and out by the endpoint").is(Reach.State.INSPECTED),
        inspected("in by the endpoint, out directly")
            .world(w -> w.tables.set(0, table("rtb-1", List.of(), route("::/0", "igw-1"))))
            .is(Reach.State.INSPECTED),
        inspected("out by an endpoint that what comes in does not take")
            .world(w -> w.tables.set(1, edge("rtb-edge", route("2001:db8:1::/56", "local"))))
            .is(Reach.State.LATENT, Layer.ROUTE),
        inspected("out by another endpoint")
            .world(w -> w.tables.set(0, table("rtb-1", List.of(), route("::/0", "vpce-2"))))
            .is(Reach.State.LATENT, Layer.ROUTE),
        inspected("an endpoint whose subnet leads nowhere")
            .world(
                w ->
                    w.tables.set(2, table("rtb-fw", List.of("subnet-fw"), route("::/0", "eigw-1"))))
            .is(Reach.State.LATENT, Layer.ROUTE),
        inspected("an endpoint whose interface was not seen")
            .world(w -> w.interfaces.clear())
            .is(Reach.State.UNKNOWN),
        inspected("an endpoint with a longer name that was seen")
            .world(
                w ->
                    w.interfaces.set(
                        0,
                        World.eni("eni-fw")
                            .in("subnet-fw")
                            .described("VPC Endpoint Interface vpce-12")
                            .made()))
            .is(Reach.State.UNKNOWN),
        inspected("one of two addresses diverted, out by the endpoint")
            .eni(e -> e.holding("2001:db8:1:1::5", "2001:db8:1:2::5"))
            .world(
                w ->
                    w.subnets.set(
                        0,
                        subnet(
                            "subnet-1",
                            associated("2001:db8:1:1::/64"),
                            associated("2001:db8:1:2::/64"))))
            .is(Reach.State.INSPECTED),
        inspected("one of two addresses diverted, out directly")
            .eni(e -> e.holding("2001:db8:1:1::5", "2001:db8:1:2::5"))
            .world(
                w -> {
                  w.subnets.set(
                      0,
                      subnet(
                          "subnet-1",
                          associated("2001:db8:1:1::/64"),
                          associated("2001:db8:1:2::/64")));
                  w.tables.set(0, table("rtb-1", List.of(), route("::/0", "igw-1")));
                })
            .is(Reach.State.OPEN),
        inspected("a blackhole at the gateway")
            .world(w -> w.tables.set(1, edge("rtb-edge", blackhole("2001:db8:1:1::/64", "vpce-1"))))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("an interface as the appliance")
            .routes(route("::/0", "eni-fw"))
            .gatewayRoutes(route("2001:db8:1:1::/64", "eni-fw"))
            .world(
                w -> {
                  w.tables.add(table("rtb-fw", List.of("subnet-fw"), route("::/0", "igw-1")));
                  w.interfaces.add(World.eni("eni-fw").in("subnet-fw").made());
                })
            .is(Reach.State.INSPECTED),
        when("inspection of IPv4 alone")
            .gatewayRoutes(route("10.0.1.0/24", "vpce-1"))
            .is(Reach.State.OPEN),
        when("inspection of IPv4 alone")
            .overIpv4()
            .gatewayRoutes(route("10.0.1.0/24", "vpce-1"))
            .is(Reach.State.INSPECTED),
        inspected("behind closed groups")
            .rules("tcp 22 sg-1")
            .is(Reach.State.CLOSED, Layer.SECURITY_GROUP));
  }

  @TestFactory
  Stream<DynamicTest> the_network_acl() {
    return Stream.of(
        when("an ACL that allows nothing").entries().is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("one that allows IPv4 alone")
            .entries("in 100 allow all 0.0.0.0/0", "out 100 allow all 0.0.0.0/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("a deny before the allow")
            .entries(
                "in 90 deny tcp 22 2600::/12", "in 100 allow all ::/0", "out 100 allow all ::/0")
            .from("2600::1", "latent"),
        when("a deny before the allow")
            .entries(
                "in 90 deny tcp 22 2600::/12", "in 100 allow all ::/0", "out 100 allow all ::/0")
            .from("2610::1", "open"),
        when("a deny after the allow")
            .entries("in 100 allow all ::/0", "in 110 deny all ::/0", "out 100 allow all ::/0")
            .is(Reach.State.OPEN),
        when("a deny of another port")
            .entries("in 90 deny tcp 23 ::/0", "in 100 allow all ::/0", "out 100 allow all ::/0")
            .is(Reach.State.OPEN),
        when("no answer")
            .entries("in 100 allow all ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer to one client port")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 65535 ::/0")
            .is(Reach.State.OPEN),
        when("an answer to server ports")
            .entries("in 100 allow all ::/0", "out 100 allow tcp 0-1023 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer over UDP")
            .entries("in 100 allow all ::/0", "out 100 allow udp 0-65535 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("an answer to some")
            .entries("in 100 allow all ::/0", "out 100 allow all 2600::/12")
            .from("2600::1", "open"),
        when("an answer to some")
            .entries("in 100 allow all ::/0", "out 100 allow all 2600::/12")
            .from("2610::1", "latent"),
        when("no answer, asked over UDP")
            .rules("udp 53 ::/0")
            .entries("in 100 allow all ::/0")
            .is(Reach.State.OPEN),
        when("a type of ICMPv6")
            .rules("icmpv6 128 ::/0")
            .entries("in 100 allow icmpv6 128 ::/0")
            .is(Reach.State.OPEN),
        when("another type of ICMPv6")
            .rules("icmpv6 128 ::/0")
            .entries("in 100 allow icmpv6 129 ::/0")
            .is(Reach.State.LATENT, Layer.NETWORK_ACL),
        when("every type of ICMPv6")
            .rules("icmpv6 128 ::/0")
            .entries("in 100 allow icmpv6 ::/0")
            .is(Reach.State.OPEN),
        when("an unread ACL").world(w -> w.unread.put("acls", "denied")).is(Reach.State.UNKNOWN),
        when("no ACL for the subnet").world(w -> w.acls.clear()).is(Reach.State.UNKNOWN));
  }

  @TestFactory
  Stream<DynamicTest> the_security_groups() {
    return Stream.of(
        when("no rule").rules().is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("no group").eni(e -> e.guardedBy()).is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("IPv4 alone").rules("all 0.0.0.0/0").is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("the group itself").rules("all sg-1").is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("the VPC itself")
            .rules("all 2001:db8:1::/56")
            .is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("every protocol").rules("all ::/0").from("2600::1", "open"),
        when("a range of ports").rules("tcp 20-30 ::/0").from("2600::1", "open"),
        when("all ports").rules("tcp ::/0").from("2600::1", "open"),
        when("another protocol").rules("udp 22 ::/0").from("2600::1", "closed"),
        when("the second of two groups")
            .eni(e -> e.guardedBy("sg-0", "sg-1"))
            .world(w -> w.groups.add(group("sg-0")))
            .is(Reach.State.OPEN),
        when("a list")
            .world(w -> w.list("pl-1", "2600::/12", "10.0.0.0/8"))
            .rules("tcp 22 pl-1")
            .from("2600::1", "open"),
        when("a list")
            .world(w -> w.list("pl-1", "2600::/12", "10.0.0.0/8"))
            .rules("tcp 22 pl-1")
            .from("2610::1", "closed"),
        when("an empty list")
            .world(w -> w.list("pl-1"))
            .rules("tcp 22 pl-1")
            .is(Reach.State.CLOSED, Layer.SECURITY_GROUP),
        when("an unread list")
            .world(w -> w.unreadList("pl-1", "denied"))
            .rules("tcp 22 pl-1")
            .is(Reach.State.UNKNOWN),
        when("an unread list beside what opens all the same")
            .world(w -> w.unreadList("pl-1", "denied"))
            .rules("tcp 22 ::/0", "tcp 22 pl-1")
            .is(Reach.State.OPEN),
        when("a group that was not read").eni(e -> e.guardedBy("sg-9")).is(Reach.State.UNKNOWN),
        when("unread groups").world(w -> w.unread.put("groups", "denied")).is(Reach.State.UNKNOWN));
  }

  @TestFactory
  Stream<DynamicTest> what_stops_is_named_layer_by_layer() {
    return Stream.of(
        when("everything wrong at once")
            .eni(e -> e.holding())
            .world(blocking(BlockMode.BLOCK_INGRESS))
            .routes()
            .entries()
            .is(
                Reach.State.LATENT,
                Layer.ADDRESS,
                Layer.PUBLIC_ACCESS_BLOCK,
                Layer.ROUTE,
                Layer.NETWORK_ACL),
        when("everything wrong, and closed groups")
            .eni(e -> e.holding())
            .world(blocking(BlockMode.BLOCK_INGRESS))
            .routes()
            .entries()
            .rules()
            .is(Reach.State.CLOSED, Layer.values()),
        when("unread behind what stops it")
            .world(
                w -> {
                  w.unread.put("acls", "denied");
                  w.gateways.clear();
                })
            .is(Reach.State.LATENT, Layer.ROUTE));
  }

  @Test
  void what_was_not_read_is_said_once_and_only_where_it_matters() {
    var denied =
        when("")
            .world(w -> w.unreadList("pl-1", "no entries"))
            .rules("tcp 22 pl-1", "tcp 23 pl-1")
            .world(w -> w.unread.put("acls", "no ACLs"));
    assertEquals(
        List.of("no ACLs", "no entries"),
        denied.network().reach(denied.eni.made(), IpFamily.IPV6).unread());
    var needless =
        when("")
            .world(w -> w.unreadList("pl-1", "no entries"))
            .rules("tcp 22 pl-1")
            .world(w -> w.gateways.clear());
    assertEquals(List.of(), needless.network().reach(needless.eni.made(), IpFamily.IPV6).unread());
  }

  @Test
  void the_vpcs_own_ranges_are_not_the_internet() {
    var own = new Packet(Address.parse("2001:db8:1:2::9"), Protocol.TCP, 22);
    var known = when("");
    assertTrue(!known.network().reach(known.eni.made(), IpFamily.IPV6).open().contains(own));
    assertTrue(!known.network().passage(known.eni.made(), own).delivered());
    var unsure =
        when("")
            .routes(route("::/0", "igw-1"))
            .world(
                w ->
                    w.vpc =
                        Fact.known(
                            new Vpc(
                                World.VPC,
                                List.of(range("2001:db8:1::/56", Fact.unread("odd"), false)))));
    assertTrue(unsure.network().reach(unsure.eni.made(), IpFamily.IPV6).open().contains(own));
    assertTrue(unsure.network().passage(unsure.eni.made(), own).delivered());
  }

  @TestFactory
  Stream<DynamicTest> a_packet_tells_its_path() {
    return Stream.of(
        when("everything open")
            .takes("2600::1", "igw-1, rtb-1 ::/0, acl-1 100, sg-1 tcp/22 ::/0 → delivered"),
        when("from no internet").takes("fd00::1", "igw-1, rtb-1 ::/0, acl-1 100, sg-1 tcp/22 ::/0"),
        when("a list")
            .world(w -> w.list("pl-1", "2600::/12"))
            .rules("tcp 22 pl-1")
            .takes(
                "2600::1", "igw-1, rtb-1 ::/0, acl-1 100, sg-1 tcp/22 pl-1 2600::/12 → delivered"),
        when("a route by a list")
            .world(w -> w.list("pl-1", "2600::/12"))
            .routes(route("pl-1", "igw-1"))
            .takes(
                "2600::1", "igw-1, rtb-1 pl-1 2600::/12, acl-1 100, sg-1 tcp/22 ::/0 → delivered"),
        when("all protocols")
            .rules("all ::/0")
            .takes("2600::1", 47, 0, "igw-1, rtb-1 ::/0, acl-1 100, sg-1 all ::/0 → delivered"),
        when("a range of ports")
            .rules("tcp 20-30 ::/0")
            .takes("2600::1", "igw-1, rtb-1 ::/0, acl-1 100, sg-1 tcp/20-30 ::/0 → delivered"),
        when("a type")
            .rules("icmpv6 128 ::/0")
            .takes(
                "2600::1",
                58,
                128,
                "igw-1, rtb-1 ::/0, acl-1 100, sg-1 icmpv6/128 ::/0 → delivered"),
        when("IPv4")
            .takes(
                "8.8.8.8", "igw-1, rtb-1 0.0.0.0/0, acl-1 101, sg-1 tcp/22 0.0.0.0/0 → delivered"),
        when("no gateway")
            .world(w -> w.gateways.clear())
            .takes("2600::1", "acl-1 100, sg-1 tcp/22 ::/0"),
        when("an egress-only route")
            .routes(route("::/0", "eigw-1"))
            .takes("2600::1", "igw-1, rtb-1 ::/0 eigw-1, acl-1 100, sg-1 tcp/22 ::/0"),
        when("a blackhole")
            .routes(blackhole("::/0", "igw-1"))
            .takes("2600::1", "igw-1, rtb-1 ::/0 blackhole, acl-1 100, sg-1 tcp/22 ::/0"),
        when("an ACL that denies")
            .entries("in 32768 deny all ::/0")
            .takes("2600::1", "igw-1, rtb-1 ::/0, acl-1 32768 deny, sg-1 tcp/22 ::/0"),
        when("an ACL that denies the answer")
            .entries("in 100 allow all ::/0", "out 32768 deny all ::/0")
            .takes("2600::1", "igw-1, rtb-1 ::/0, acl-1 outbound 32768 deny, sg-1 tcp/22 ::/0"),
        when("no rule").rules().takes("2600::1", "igw-1, rtb-1 ::/0, acl-1 100"),
        inspected("an appliance")
            .takes(
                "2600::1",
                "igw-1, rtb-edge 2001:db8:1:1::/64, rtb-1 ::/0, rtb-fw ::/0, acl-1 100, sg-1 tcp/22"
                    + " ::/0 → delivered"));
  }

  @Test
  void each_step_says_why() {
    var open = when("");
    var passage =
        open.network()
            .passage(open.eni.made(), new Packet(Address.parse("2600::1"), Protocol.TCP, 22));
    assertEquals(
        List.of(
            "igw-1 is attached to vpc-1",
            "route ::/0 leads to igw-1",
            "rule 100 allows all from ::/0",
            "rule sgr-1 admits tcp 22 from ::/0"),
        passage.path().stream().map(Passage.Step::because).toList());
  }
}
