package slash80.aws.convert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.RouteTable;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.Route;

/// The routes of a table, whose states and origins decide which of them wins and what it carries.
final class RouteFactsTest {

  @Test
  void a_route_in_a_state_without_documented_traffic_is_unread() {
    assertEquals(Fact.known(true), route("active", "CreateRoute").carries());
    assertEquals(Fact.known(false), route("blackhole", "CreateRoute").carries());
    assertEquals(
        Fact.unread("the route of rtb-1 to ::/0 is in the state filtered"),
        route("filtered", "Advertisement").carries());
    assertEquals(
        Fact.unread("the route of rtb-1 to ::/0 is in the state paused"),
        route("paused", "CreateRoute").carries());
  }

  @Test
  void routes_of_gateways_and_of_route_servers_are_propagated() {
    assertEquals(false, route("active", "CreateRouteTable").propagated());
    assertEquals(false, route("active", "CreateRoute").propagated());
    assertEquals(true, route("active", "EnableVgwRoutePropagation").propagated());
    assertEquals(true, route("active", "Advertisement").propagated());
  }

  private static RouteTable.Route route(String state, String origin) {
    var table =
        software.amazon.awssdk.services.ec2.model.RouteTable.builder()
            .routeTableId("rtb-1")
            .vpcId("vpc-1")
            .routes(
                Route.builder()
                    .destinationIpv6CidrBlock("::/0")
                    .gatewayId("igw-1")
                    .state(state)
                    .origin(origin)
                    .build())
            .build();
    var path = AwsResponses.Path.unread("not read");
    var responses =
        new AwsResponses.Path(
            path.acls(),
            Fact.known(List.of(table)),
            path.internetGateways(),
            path.egressOnlyGateways(),
            path.blockPublicAccess(),
            path.exclusions());
    return new RouteFacts(new Vpc.Id("vpc-1"))
        .tables(responses)
        .asKnown()
        .orElseThrow()
        .getFirst()
        .routes()
        .getFirst();
  }
}
