package slash80.aws.live;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.aws.convert.Tags;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;

/// The gateways of a VPC as its routes show them, which saves the calls for the gateways. A gateway
/// that an active route names is attached: a route without its gateway is a blackhole
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html). An internet gateway
/// that no route names admits no packets.
record GatewaysFromRoutes(Vpc.Id vpc) {
  private static final String INTERNAL_ONLY = "kubernetes.io/role/internal-elb";

  /// @param tables of this VPC and of others
  List<InternetGateway> internetGateways(List<RouteTable> tables) {
    var gateways = new LinkedHashMap<String, InternetGateway>();
    for (var table : tables) {
      named(List.of(table), Route::gatewayId)
          .filter(id -> id.startsWith("igw-"))
          .forEach(
              id ->
                  gateways.putIfAbsent(
                      id,
                      InternetGateway.builder()
                          .internetGatewayId(id)
                          .attachments(to -> to.vpcId(table.vpcId()).state("available"))
                          .build()));
    }
    return gateways.entrySet().stream()
        .sorted(Map.Entry.comparingByKey())
        .map(Map.Entry::getValue)
        .toList();
  }

  /// A VPC has at most one
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/egress-only-internet-gateway.html), so a
  /// gateway that a route names is the only one. Without such a route there may still be one.
  Optional<List<EgressOnlyInternetGateway>> egressOnly(Fact<List<RouteTable>> tables) {
    var routed =
        named(tables.asKnown().orElse(List.of()), Route::egressOnlyInternetGatewayId)
            .map(
                id ->
                    EgressOnlyInternetGateway.builder()
                        .egressOnlyInternetGatewayId(id)
                        .attachments(to -> to.vpcId(vpc.value()).state("attached"))
                        .build())
            .toList();
    return Optional.of(routed)
        .filter(egressOnlyInternetGateways -> !egressOnlyInternetGateways.isEmpty());
  }

  private static Stream<String> named(
      List<RouteTable> tables, Function<Route, String> gatewayOfRoute) {
    return tables.stream()
        .flatMap(table -> table.routes().stream())
        .filter(route -> route.state() != RouteState.BLACKHOLE)
        .map(gatewayOfRoute)
        .filter(Objects::nonNull)
        .distinct()
        .sorted();
  }

  /// Whether a private node subnet may send IPv6 packets to an internet gateway: then the fix names
  /// the egress-only gateway to use instead. A subnet that was not read may do so.
  boolean mayWantEgressOnly(
      Fact<List<RouteTable>> tables, Fact<List<Subnet>> subnets, Collection<String> ofNodes) {
    boolean isTaggedPrivate =
        subnets.asKnown().orElse(List.of()).stream()
            .filter(subnet -> ofNodes.contains(subnet.subnetId()))
            .anyMatch(subnet -> Tags.convert(subnet.tags()).containsKey(INTERNAL_ONLY));
    return tables.asKnown().orElse(List.of()).stream()
        .filter(table -> mayDecide(table, ofNodes))
        .filter(table -> leadsToInternetGateway(table, route -> !isIpv4(route)))
        .anyMatch(
            table -> isTaggedPrivate || !leadsToInternetGateway(table, GatewaysFromRoutes::isIpv4));
  }

  private static boolean mayDecide(RouteTable table, Collection<String> subnets) {
    return table.associations().stream()
        .anyMatch(
            to ->
                Boolean.TRUE.equals(to.main())
                    || subnets.stream().anyMatch(id -> id.equals(to.subnetId())));
  }

  private static boolean leadsToInternetGateway(
      RouteTable table, Function<Route, Boolean> function) {
    return table.routes().stream()
        .filter(function::apply)
        .anyMatch(route -> Objects.toString(route.gatewayId(), "").startsWith("igw-"));
  }

  /// A prefix list may hold ranges of either family.
  private static boolean isIpv4(Route route) {
    return route.destinationCidrBlock() != null;
  }
}
