package slash80.aws.live;

import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTable;

/// The network interfaces and endpoints that the route tables of gateways send packets to for
/// inspection.
///
/// @param interfaces by id
/// @param endpoints by id
record InspectionAppliances(Set<String> interfaces, Set<String> endpoints) {

  static InspectionAppliances of(List<RouteTable> tables) {
    var interfaces = new TreeSet<String>();
    var endpoints = new TreeSet<String>();
    for (var route : tables.stream().flatMap(InspectionAppliances::routes).toList()) {
      if (route.networkInterfaceId() != null) {
        interfaces.add(route.networkInterfaceId());
      } else if (isEndpoint(route)) {
        endpoints.add(route.gatewayId());
      }
    }
    return new InspectionAppliances(interfaces, endpoints);
  }

  private static Stream<Route> routes(RouteTable table) {
    return table.associations().stream().anyMatch(to -> to.gatewayId() != null)
        ? table.routes().stream()
        : Stream.of();
  }

  private static boolean isEndpoint(Route route) {
    return Objects.toString(route.gatewayId(), "").startsWith("vpce-");
  }

  boolean isEmpty() {
    return interfaces.isEmpty() && endpoints.isEmpty();
  }

  /// The number of calls that reading them takes.
  int cost() {
    return (interfaces.isEmpty() ? 0 : 1) + (endpoints.isEmpty() ? 0 : 1);
  }

  /// AWS gives the interface of an endpoint the description `VPC Endpoint Interface vpce-…`.
  Fact<List<NetworkInterface>> read(Ec2Calls ec2) {
    Fact<List<NetworkInterface>> own =
        interfaces.isEmpty()
            ? Fact.known(List.of())
            : ec2.interfaces("network-interface-id", interfaces);
    return endpoints.isEmpty()
        ? own
        : own.flatMap(
            networkInterfaces ->
                ec2.interfaces("description", endpoints.stream().map("*%s*"::formatted).toList())
                    .map(
                        more -> Stream.concat(networkInterfaces.stream(), more.stream()).toList()));
  }
}
