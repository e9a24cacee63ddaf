package slash80.reach;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.InternetGateway;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.Trilean;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;

/// The route layer: the sources whose packets the internet gateway delivers to an interface and
/// whose answers the subnet's table sends back to it.
final class RouteLayer {
  private final VpcIndex vpc;
  private final AddressLayer addresses;
  private final Fact<Set<InternetGateway.Id>> gateways;
  private final List<RouteTable> edgeTables;
  private final Map<Place, LongestMatch> matches = new HashMap<>();
  private final Map<Place, IngressRouting.GatewayRouteTable> edges = new HashMap<>();
  private final Map<String, Fact<Subnet.Id>> subnetsOfEndpoints = new HashMap<>();

  RouteLayer(VpcIndex vpc, AddressLayer addresses) {
    this.vpc = vpc;
    this.addresses = addresses;
    this.gateways = vpc.attachedGateways();
    this.edgeTables = edgeTables(vpc, gateways);
  }

  private record Place(RouteTable.Id table, IpFamily family) {}

  /// The sources that get through directly and through an appliance.
  record Passing(SourceBounds direct, SourceBounds inspected) {
    SourceBounds either() {
      return direct.or(inspected);
    }
  }

  Passing passing(Fact<RouteTable> table, IngressRouting diversion, IpFamily family) {
    return switch (table) {
      case Unread<RouteTable>(var why) ->
          new Passing(
              SourceBounds.unread(family, why).where(isAttached()), SourceBounds.none(family));
      case Known<RouteTable>(var known) ->
          new Passing(
              toGateway(known, family).where(diversion.direct()),
              inspected(known, diversion, family));
    };
  }

  private Fact<Boolean> isAttached() {
    return gateways.map(attached -> !attached.isEmpty());
  }

  private SourceBounds toGateway(RouteTable table, IpFamily family) {
    return match(table, family)
        .passing(way -> leadsToGateway(table, way, family), SourceBounds.none(family));
  }

  private SourceBounds leadsToGateway(RouteTable table, LongestMatch.Way way, IpFamily family) {
    return SourceBounds.of(family, leadsToGateway(table, way.target(), way.carries()));
  }

  /// Whether a route carries packets to the gateway that is attached to the VPC. Where a route is
  /// active and the gateway is not shown as attached, what was read disagrees.
  Fact<Boolean> leadsToGateway(RouteTable table, RouteTable.Target target, Fact<Boolean> carries) {
    return switch (carries) {
      case Unread<Boolean> unread -> Trilean.both(isAttached(), unread);
      case Known<Boolean>(var active) ->
          active && target instanceof RouteTable.Target.Igw(var gateway)
              ? gateways.flatMap(attached -> isAmong(attached, gateway, table))
              : Fact.known(false);
    };
  }

  private static Fact<Boolean> isAmong(
      Set<InternetGateway.Id> attached, InternetGateway.Id gateway, RouteTable table) {
    return attached.contains(gateway)
        ? Fact.known(true)
        : Fact.unread(VpcIndex.unshown(table, gateway));
  }

  /// Notes for the report about active routes of subnets' tables to gateways that are not shown as
  /// attached.
  Set<String> disagreements(Collection<Subnet.Id> subnets) {
    var notes = new TreeSet<String>();
    for (var subnet : subnets) {
      vpc.routeTableOf(subnet)
          .asKnown()
          .ifPresent(table -> notes.addAll(vpc.routesToUnshownGateways(table)));
    }
    return notes;
  }

  /// The sources that get through an appliance. The answer may go back to the gateway directly or
  /// through the same appliance.
  private SourceBounds inspected(RouteTable table, IngressRouting diversion, IpFamily family) {
    return match(table, family)
        .passing(
            way ->
                leadsToGateway(table, way, family)
                    .where(diversion.diverted())
                    .or(leadsThroughAppliance(way, diversion, family)),
            SourceBounds.none(family));
  }

  private SourceBounds leadsThroughAppliance(
      LongestMatch.Way way, IngressRouting diversion, IpFamily family) {
    return way.isBlackhole() || !diversion.appliances().containsKey(way.target())
        ? SourceBounds.none(family)
        : fromAppliance(way.target(), family)
            .where(diversion.appliances().get(way.target()))
            .where(way.carries());
  }

  /// The sources whose answers the appliance's own subnet sends on to the gateway.
  private SourceBounds fromAppliance(RouteTable.Target target, IpFamily family) {
    return switch (subnetOf(target).flatMap(vpc::routeTableOf)) {
      case Known<RouteTable>(var table) -> toGateway(table, family);
      case Unread<RouteTable>(var why) -> SourceBounds.unread(family, why).where(isAttached());
    };
  }

  /// The subnet of an endpoint or an interface.
  Fact<Subnet.Id> subnetOf(RouteTable.Target target) {
    return switch (target) {
      case RouteTable.Target.Interface(var id) ->
          vpc.networkInterface(id).map(NetworkInterface::subnet);
      case RouteTable.Target.Endpoint(var id) ->
          subnetsOfEndpoints.computeIfAbsent(id, this::subnetOfEndpoint);
      case RouteTable.Target.Local _,
          RouteTable.Target.Igw _,
          RouteTable.Target.EgressOnly _,
          RouteTable.Target.Other _ ->
          Fact.unread("%s is not an appliance".formatted(target));
    };
  }

  /// The subnet of an endpoint. AWS describes its interface as `VPC Endpoint Interface vpce-…`.
  private Fact<Subnet.Id> subnetOfEndpoint(String endpoint) {
    return vpc.interfaces()
        .flatMap(
            interfaces ->
                Fact.found(
                    interfaces.stream()
                        .filter(
                            candidate ->
                                List.of(candidate.description().split("\\s+")).contains(endpoint))
                        .map(NetworkInterface::subnet)
                        .findFirst(),
                    "the interface of " + endpoint));
  }

  private LongestMatch match(RouteTable table, IpFamily family) {
    return matches.computeIfAbsent(
        new Place(table.id(), family), _ -> new LongestMatch(vpc, table, family));
  }

  /// The ingress routing of an interface. Only its public addresses count, or all its addresses
  /// when none is public.
  IngressRouting diversion(NetworkInterface asked, IpFamily family) {
    if (edgeTables.isEmpty()) {
      return IngressRouting.NONE;
    }
    var edges = edges(family);
    var named = addresses.named(asked, family);
    if (named.isEmpty()) {
      return IngressRouting.NONE;
    }
    var reachable =
        named.stream()
            .filter(otherNamed -> !otherNamed.isPublic().equals(Fact.known(false)))
            .toList();
    var held =
        reachable.isEmpty()
            ? named.stream()
                .map(otherNamed -> new AddressLayer.Named(otherNamed.held(), Fact.known(true)))
                .toList()
            : reachable;
    return edges.stream()
        .map(edge -> edge.of(held))
        .reduce(this::either)
        .map(this::asFarAsKnown)
        .orElseThrow();
  }

  private IngressRouting either(IngressRouting ingressRouting, IngressRouting other) {
    var appliances = new HashMap<>(ingressRouting.appliances());
    other
        .appliances()
        .forEach(
            (target, diverts) ->
                appliances.merge(target, diverts, (a, b) -> Trilean.any(List.of(a, b))));
    return new IngressRouting(
        Trilean.any(List.of(ingressRouting.direct(), other.direct())), appliances);
  }

  /// Ingress routing with the gateway in doubt: when the attached gateway was not read, a gateway's
  /// table may belong to any.
  private IngressRouting asFarAsKnown(IngressRouting diversion) {
    return switch (gateways) {
      case Known<Set<InternetGateway.Id>> _ -> diversion;
      case Unread<Set<InternetGateway.Id>>(var why) -> {
        var appliances = new HashMap<RouteTable.Target, Fact<Boolean>>();
        diversion.appliances().keySet().forEach(target -> appliances.put(target, Fact.unread(why)));
        yield new IngressRouting(Fact.unread(why), appliances);
      }
    };
  }

  private List<IngressRouting.GatewayRouteTable> edges(IpFamily family) {
    var found = new ArrayList<IngressRouting.GatewayRouteTable>();
    for (var table : edgeTables()) {
      found.add(
          edges.computeIfAbsent(
              new Place(table.id(), family),
              _ -> new IngressRouting.GatewayRouteTable(vpc, table, family)));
    }
    return found;
  }

  /// The route tables of the attached gateway.
  List<RouteTable> edgeTables() {
    return edgeTables;
  }

  private static List<RouteTable> edgeTables(VpcIndex vpc, Fact<Set<InternetGateway.Id>> gateways) {
    return vpc.layers().routeTables().asKnown().orElse(List.of()).stream()
        .filter(
            table ->
                switch (gateways) {
                  case Known<Set<InternetGateway.Id>>(var attached) ->
                      table.gateways().stream().anyMatch(attached::contains);
                  case Unread<Set<InternetGateway.Id>> _ -> !table.gateways().isEmpty();
                })
        .toList();
  }
}
