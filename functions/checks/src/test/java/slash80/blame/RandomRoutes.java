package slash80.blame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InternetGateway;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.ip.Prefix;

/// Random calls on route tables and internet gateways.
final class RandomRoutes extends RandomCalls {
  RandomRoutes(Random dice) {
    super(dice);
  }

  // Routes

  private record Way(String key, RouteTable.Target target) {}

  private Way target(Facts facts) {
    var gateway =
        facts.layers().internetGateways().asKnown().orElseThrow().stream()
            .filter(candidate -> candidate.attachedTo().contains(facts.cluster().vpc()))
            .map(InternetGateway::id)
            .findFirst()
            .orElse(new InternetGateway.Id("igw-0c0de000000008600"));
    return switch (dice.nextInt(4)) {
      case 0 ->
          new Way(
              "egressOnlyInternetGatewayId",
              new RouteTable.Target.EgressOnly("eigw-0c0de000000008600"));
      case 1 -> new Way("natGatewayId", new RouteTable.Target.Other("nat-0c0de000000008600"));
      default -> new Way("gatewayId", new RouteTable.Target.Igw(gateway));
    };
  }

  private static String destination(Prefix prefix) {
    return "'%s':'%s'"
        .formatted(
            prefix.toString().contains(":") ? "destinationIpv6CidrBlock" : "destinationCidrBlock",
            prefix);
  }

  Move createRoute(Facts facts) {
    var table = any(tables(facts));
    var prefix =
        Prefix.parse(
            any(
                List.of(
                    "::/0",
                    "0.0.0.0/0",
                    "2000::/3",
                    "2000::/4",
                    "2001:db8:9::/48",
                    "203.0.113.0/24",
                    "0.0.0.0/1")));
    if (route(table, prefix).isPresent()) {
      return idle(facts);
    }
    var way = target(facts);
    return move(
        "CreateRoute",
        "{'routeTableId':'%s',%s,'%s':'%s'}"
            .formatted(table.id(), destination(prefix), way.key(), way.target()),
        "{'requestId':'r','_return':true}",
        before -> routed(before, table.id(), prefix, Optional.of(way.target()), false));
  }

  private static Optional<RouteTable.Route> route(RouteTable table, Prefix prefix) {
    return table.routes().stream()
        .filter(route -> route.destination().equals(new RouteTable.Destination.Cidr(prefix)))
        .findFirst();
  }

  private Optional<RouteTable.Route> anyRoute(RouteTable table) {
    var routes =
        table.routes().stream()
            .filter(route -> !(route.target() instanceof RouteTable.Target.Local))
            .filter(route -> route.destination() instanceof RouteTable.Destination.Cidr)
            .toList();
    return routes.isEmpty() ? Optional.empty() : Optional.of(any(routes));
  }

  private static Prefix prefixOf(RouteTable.Route route) {
    return ((RouteTable.Destination.Cidr) route.destination()).prefix();
  }

  Move replaceRoute(Facts facts) {
    var table = any(tables(facts));
    var route = anyRoute(table);
    var way = target(facts);
    if (route.isEmpty() || route.get().target().equals(way.target())) {
      return idle(facts);
    }
    var prefix = prefixOf(route.get());
    return move(
        "ReplaceRoute",
        "{'routeTableId':'%s',%s,'%s':'%s'}"
            .formatted(table.id(), destination(prefix), way.key(), way.target()),
        "{'requestId':'r','_return':true}",
        before -> routed(before, table.id(), prefix, Optional.of(way.target()), true));
  }

  Move deleteRoute(Facts facts) {
    var table = any(tables(facts));
    var route = anyRoute(table);
    if (route.isEmpty()) {
      return idle(facts);
    }
    var prefix = prefixOf(route.get());
    return move(
        "DeleteRoute",
        "{'routeTableId':'%s',%s}".formatted(table.id(), destination(prefix)),
        "{'requestId':'r','_return':true}",
        before -> routed(before, table.id(), prefix, Optional.empty(), true));
  }

  /// @param replaces whether the call fails where there is no such route
  private static Facts routed(
      Facts facts,
      RouteTable.Id id,
      Prefix prefix,
      Optional<RouteTable.Target> target,
      boolean replaces) {
    return tables(
        facts,
        table -> {
          if (!table.id().equals(id) || route(table, prefix).isPresent() != replaces) {
            return table;
          }
          var routes = new ArrayList<>(table.routes());
          route(table, prefix).ifPresent(routes::remove);
          target.ifPresent(
              to ->
                  routes.add(
                      new RouteTable.Route(
                          new RouteTable.Destination.Cidr(prefix), to, Fact.known(true), false)));
          return with(table, table.subnets(), routes);
        });
  }

  private static RouteTable with(
      RouteTable table, List<Subnet.Id> subnets, List<RouteTable.Route> routes) {
    return with(table, subnets, routes, table.associations());
  }

  private static RouteTable with(
      RouteTable table,
      List<Subnet.Id> subnets,
      List<RouteTable.Route> routes,
      Map<String, String> associations) {
    return new RouteTable(
        table.id(), table.vpc(), table.main(), subnets, table.gateways(), routes, associations);
  }

  private static Facts tables(Facts facts, UnaryOperator<RouteTable> edit) {
    return FactsEdit.layers(
        facts,
        at ->
            FactsEdit.tables(
                at, FactsEdit.each(at.routeTables(), table -> Optional.of(edit.apply(table)))));
  }

  /// The id of the association that a subnet has with a table of its own.
  private Optional<String> association(Facts facts, Subnet.Id subnet) {
    return tables(facts).stream()
        .flatMap(table -> table.associations().entrySet().stream())
        .filter(association -> association.getValue().equals(subnet.value()))
        .map(Map.Entry::getKey)
        .findFirst();
  }

  /// A subnet that gets another table. AWS refuses a second association, so an old one is replaced.
  Move associate(Facts facts) {
    var subnet = any(facts.layers().subnets().asKnown().orElseThrow()).id();
    var table = any(tables(facts));
    if (table.subnets().contains(subnet)) {
      return idle(facts);
    }
    var old = association(facts, subnet);
    var made = "rtbassoc-" + hex();
    return move(
        old.isEmpty() ? "AssociateRouteTable" : "ReplaceRouteTableAssociation",
        old.map(id -> "{'routeTableId':'%s','associationId':'%s'}".formatted(table.id(), id))
            .orElseGet(() -> "{'routeTableId':'%s','subnetId':'%s'}".formatted(table.id(), subnet)),
        "{'requestId':'r','%s':'%s'}"
            .formatted(old.isEmpty() ? "associationId" : "newAssociationId", made),
        before ->
            tables(
                before,
                other -> {
                  var left = without(other, subnet);
                  if (!other.id().equals(table.id())) {
                    return left;
                  }
                  var associations = new HashMap<>(left.associations());
                  associations.put(made, subnet.value());
                  return with(left, plus(left.subnets(), subnet), left.routes(), associations);
                }));
  }

  private static RouteTable without(RouteTable table, Subnet.Id subnet) {
    var associations = new HashMap<>(table.associations());
    associations.values().remove(subnet.value());
    return with(table, without(table.subnets(), subnet), table.routes(), associations);
  }

  /// A subnet that falls back to the main table. The call names the association alone.
  Move disassociate(Facts facts) {
    var tables = tables(facts).stream().filter(table -> !table.subnets().isEmpty()).toList();
    if (tables.isEmpty()) {
      return idle(facts);
    }
    var subnet = any(any(tables).subnets());
    return move(
        "DisassociateRouteTable",
        "{'associationId':'%s'}".formatted(association(facts, subnet).orElseThrow()),
        "{'requestId':'r','_return':true}",
        before -> tables(before, table -> without(table, subnet)));
  }

  Move gateway(Facts facts) {
    var own =
        facts.layers().internetGateways().asKnown().orElseThrow().stream()
            .filter(gateway -> gateway.id().value().equals("igw-0c0de000000008600"))
            .findFirst()
            .orElseThrow();
    var vpc = facts.cluster().vpc();
    boolean attach = own.attachedTo().isEmpty();
    return move(
        attach ? "AttachInternetGateway" : "DetachInternetGateway",
        "{'internetGatewayId':'%s','vpcId':'%s'}".formatted(own.id(), vpc),
        "{'requestId':'r','_return':true}",
        before ->
            FactsEdit.layers(
                before,
                at ->
                    FactsEdit.gateways(
                        at,
                        FactsEdit.each(
                            at.internetGateways(),
                            gateway ->
                                Optional.of(
                                    gateway.id().equals(own.id())
                                        ? new InternetGateway(
                                            own.id(), attach ? List.of(vpc) : List.of())
                                        : gateway)))));
  }
}
