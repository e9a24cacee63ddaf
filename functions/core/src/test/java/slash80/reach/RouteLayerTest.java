package slash80.reach;

import static slash80.facts.World.associated;
import static slash80.facts.World.blackhole;
import static slash80.facts.World.edge;
import static slash80.facts.World.filtered;
import static slash80.facts.World.propagated;
import static slash80.facts.World.route;
import static slash80.facts.World.subnet;
import static slash80.facts.World.table;
import static slash80.reach.LayerCase.inspected;
import static slash80.reach.LayerCase.when;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.InternetGateway;
import slash80.facts.Vpc;
import slash80.facts.World;

/// The route layer by itself, in a world where all other layers let everything in to port 22.
final class RouteLayerTest {

  @TestFactory
  Stream<DynamicTest> the_routes() {
    return Stream.of(
        when("no gateway, and a route that lost it")
            .world(w -> w.gateways.clear())
            .routes(blackhole("::/0", "igw-1"))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("no gateway, and an active route to one")
            .world(w -> w.gateways.clear())
            .is(Reach.State.UNKNOWN),
        when("a gateway of another VPC")
            .world(
                w ->
                    w.gateways.set(0, new InternetGateway(World.IGW, List.of(new Vpc.Id("vpc-2")))))
            .is(Reach.State.UNKNOWN),
        when("no route").routes(route("0.0.0.0/0", "igw-1")).is(Reach.State.LATENT, Layer.ROUTE),
        when("an egress-only route")
            .routes(route("::/0", "eigw-1"))
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("an active route to a gateway that is not listed")
            .routes(route("::/0", "igw-2"))
            .is(Reach.State.UNKNOWN),
        when("an active route of half of the internet to a gateway that is not listed")
            .routes(route("::/1", "igw-2"), route("8000::/1", "eigw-1"))
            .from("2600::1", "unknown"),
        when("a more specific route away from a gateway that is not listed")
            .routes(route("::/0", "igw-2"), route("2600::/12", "eigw-1"))
            .from("2600::1", "latent"),
        when("a route in the state filtered")
            .routes(filtered("::/0", "igw-1"))
            .is(Reach.State.UNKNOWN),
        when("a filtered route away")
            .routes(route("::/0", "igw-1"), filtered("2600::/12", "tgw-1"))
            .from("2600::1", "unknown"),
        when("a filtered route away")
            .routes(route("::/0", "igw-1"), filtered("2600::/12", "tgw-1"))
            .from("2610::1", "open"),
        when("a filtered route where no gateway is attached")
            .routes(filtered("::/0", "tgw-1"))
            .world(w -> w.gateways.clear())
            .is(Reach.State.LATENT, Layer.ROUTE),
        when("a filtered route behind a longer one")
            .routes(filtered("::/0", "tgw-1"), route("2600::/12", "igw-1"))
            .from("2600::1", "open"),
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
}
