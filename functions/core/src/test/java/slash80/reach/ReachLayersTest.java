package slash80.reach;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.facts.World.associated;
import static slash80.facts.World.blackhole;
import static slash80.facts.World.route;
import static slash80.facts.World.subnet;
import static slash80.reach.LayerCase.inspected;
import static slash80.reach.LayerCase.when;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.BlockMode;
import slash80.facts.CidrAssociation;
import slash80.facts.Fact;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.Vpc;
import slash80.facts.World;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Prefix;
import slash80.ip.Protocol;

/// The address layer and block public access, each by itself, and the way all layers combine.
final class ReachLayersTest {

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

  static PublicAccessExclusion exclusion(String resource, String mode, String state) {
    return new PublicAccessExclusion("vpcbpa-exclude-1", resource, mode, state, Map.of());
  }

  static Consumer<World> blocking(BlockMode mode, PublicAccessExclusion... exclusions) {
    return w -> {
      w.block = Fact.known(mode);
      w.exclusions = Fact.known(List.of(exclusions));
    };
  }

  static Consumer<World> optionsUnread(Optional<BlockMode> subnet) {
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
            .routes(blackhole("::/0", "igw-1"))
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
            .routes(blackhole("::/0", "igw-1"));
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
        passage.path().stream().map(PacketTrace.Step::because).toList());
  }
}
