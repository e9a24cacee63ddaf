package slash80.aws.convert;

import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slash80.facts.Fact;
import slash80.facts.InternetGateway;
import slash80.facts.NetworkInterface;
import slash80.facts.PrefixList;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.Prefix;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;

/// Converts the route tables of a VPC and the gateways that its routes lead to.
record RouteFacts(Vpc.Id vpc) {
  /// The origins of routes that no call made: a virtual private gateway's, and those that a route
  /// server advertises (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html).
  private static final Set<String> PROPAGATED =
      Set.of("EnableVgwRoutePropagation", "Advertisement");

  Fact<List<RouteTable>> tables(AwsResponses.Path responses) {
    return FactList.convert(
        responses.routeTables(),
        table -> isOurs(table.vpcId()),
        table -> table(table.routeTableId(), table.vpcId(), table.associations(), table.routes()),
        table -> table.id().value());
  }

  private boolean isOurs(String id) {
    return vpc.value().equals(id);
  }

  private static RouteTable table(
      String id, String vpc, List<RouteTableAssociation> associations, List<Route> routes) {
    var inForce = associations.stream().filter(RouteFacts::isInForce).toList();
    return new RouteTable(
        new RouteTable.Id(id),
        new Vpc.Id(vpc),
        inForce.stream().anyMatch(association -> Boolean.TRUE.equals(association.main())),
        inForce.stream()
            .filter(association -> association.subnetId() != null)
            .map(association -> new Subnet.Id(association.subnetId()))
            .sorted(Comparator.comparing(Subnet.Id::value))
            .toList(),
        inForce.stream()
            .filter(association -> association.gatewayId() != null)
            .map(association -> new InternetGateway.Id(association.gatewayId()))
            .toList(),
        routes.stream().map(route -> route(id, route)).toList(),
        named(inForce));
  }

  private static Map<String, String> named(List<RouteTableAssociation> associations) {
    var named = new HashMap<String, String>();
    for (var association : associations) {
      var holder =
          Boolean.TRUE.equals(association.main())
              ? RouteTable.MAIN
              : association.subnetId() != null ? association.subnetId() : association.gatewayId();
      if (association.routeTableAssociationId() != null && holder != null) {
        named.put(association.routeTableAssociationId(), holder);
      }
    }
    return named;
  }

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociationState.html
  private static boolean isInForce(RouteTableAssociation association) {
    var state = association.associationState();
    return switch (state == null ? null : state.stateAsString()) {
      case null -> true;
      case "associated", "associating", "disassociating" -> true;
      case "disassociated", "failed" -> false;
      default ->
          throw new IllegalArgumentException(
              "the state of %s is %s"
                  .formatted(association.routeTableAssociationId(), state.stateAsString()));
    };
  }

  private static RouteTable.Route route(String table, Route route) {
    var destination = destination(route);
    return new RouteTable.Route(
        destination,
        target(route),
        carries(route.stateAsString(), "the route of %s to %s".formatted(table, destination)),
        PROPAGATED.contains(Optional.ofNullable(route.originAsString()).orElse("")));
  }

  private static Fact<Boolean> carries(@Nullable String state, String what) {
    return switch (state) {
      case null -> Fact.known(true);
      case "active" -> Fact.known(true);
      case "blackhole" -> Fact.known(false);
      default -> Fact.unread("%s is in the state %s".formatted(what, state));
    };
  }

  private static RouteTable.Destination destination(Route route) {
    if (route.destinationIpv6CidrBlock() != null) {
      return new RouteTable.Destination.Cidr(Prefix.parse(route.destinationIpv6CidrBlock()));
    }
    if (route.destinationCidrBlock() != null) {
      return new RouteTable.Destination.Cidr(Prefix.parse(route.destinationCidrBlock()));
    }
    if (route.destinationPrefixListId() != null) {
      return new RouteTable.Destination.PrefixListId(
          new PrefixList.Id(route.destinationPrefixListId()));
    }
    throw new IllegalArgumentException("a route has no destination");
  }

  private static RouteTable.Target target(Route route) {
    var gateway = Optional.ofNullable(route.gatewayId()).orElse("");
    if (gateway.equals("local")) {
      return new RouteTable.Target.Local();
    }
    if (gateway.startsWith("igw-")) {
      return new RouteTable.Target.Igw(new InternetGateway.Id(gateway));
    }
    if (gateway.startsWith("vpce-")) {
      return new RouteTable.Target.Endpoint(gateway);
    }
    if (route.egressOnlyInternetGatewayId() != null) {
      return new RouteTable.Target.EgressOnly(route.egressOnlyInternetGatewayId());
    }
    if (route.networkInterfaceId() != null) {
      return new RouteTable.Target.Interface(new NetworkInterface.Id(route.networkInterfaceId()));
    }
    return new RouteTable.Target.Other(
        Stream.of(
                route.gatewayId(),
                route.natGatewayId(),
                route.transitGatewayId(),
                route.vpcPeeringConnectionId(),
                route.localGatewayId(),
                route.carrierGatewayId(),
                route.coreNetworkArn(),
                route.odbNetworkArn(),
                route.instanceId(),
                route.ipAddress())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(""));
  }

  Fact<List<InternetGateway>> internetGateways(AwsResponses.Path responses) {
    return FactList.convert(
        responses.internetGateways(),
        gateway -> gateway.attachments().stream().anyMatch(to -> isOurs(to.vpcId())),
        gateway ->
            new InternetGateway(
                new InternetGateway.Id(gateway.internetGatewayId()),
                gateway.attachments().stream()
                    .filter(to -> isAttached(to.stateAsString()))
                    .map(to -> new Vpc.Id(to.vpcId()))
                    .toList()),
        gateway -> gateway.id().value());
  }

  /// The egress-only internet gateway that is attached to the VPC.
  Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway(AwsResponses.Path responses) {
    return responses
        .egressOnlyGateways()
        .map(
            gateways ->
                gateways.stream()
                    .filter(
                        gateway ->
                            gateway.attachments().stream()
                                .filter(to -> isAttached(to.stateAsString()))
                                .anyMatch(to -> isOurs(to.vpcId())))
                    .map(
                        gateway ->
                            new RouteTable.Target.EgressOnly(gateway.egressOnlyInternetGatewayId()))
                    .min(Comparator.comparing(RouteTable.Target.EgressOnly::id)));
  }

  /// AWS returns `available` for an attached internet gateway, and documents `attached`
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html).
  private static boolean isAttached(String state) {
    return !"detached".equals(state) && !"detaching".equals(state);
  }
}
