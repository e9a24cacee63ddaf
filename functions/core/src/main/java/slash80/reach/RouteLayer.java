package slash80.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.InternetGateway;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.ThreeValued;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;

/// The route layer: the sources whose packets the internet gateway delivers to an interface and
/// whose answers the subnet's table sends back to it.
final class RouteLayer {
  private final VpcIndex vpc;
  private final AddressLayer addresses;
  private final Fact<Set<InternetGateway.Id>> gateways;
  private final Map<Place, LongestMatch> matches = new HashMap<>();
  private final Map<Place, Diversion.Edge> edges = new HashMap<>();
  private final Map<String, Fact<Subnet.Id>> subnetsOfEndpoints = new HashMap<>();

  RouteLayer(VpcIndex vpc, AddressLayer addresses) {
    this.vpc = vpc;
    this.addresses = addresses;
    this.gateways = vpc.attachedGateways();
  }

  private record Place(RouteTable.Id table, IpFamily family) {}

  /// The sources that get through directly and through an appliance.
  record Passing(Sources direct, Sources inspected) {
    Sources either() {
      return direct.or(inspected);
    }
  }

  Passing passing(Fact<RouteTable> table, Diversion diversion, IpFamily family) {
    return switch (table) {
      case Unread<RouteTable>(var why) ->
          new Passing(Sources.unread(family, why).where(isAttached()), Sources.none(family));
      case Known<RouteTable>(var known) ->
          new Passing(
              toGateway(known, family).where(diversion.direct()),
              inspected(known, diversion, family));
    };
  }

  private Fact<Boolean> isAttached() {
    return gateways.map(attached -> !attached.isEmpty());
  }

  private Sources toGateway(RouteTable table, IpFamily family) {
    return match(table, family).passing(way -> leadsToGateway(way, family), Sources.none(family));
  }

  private Sources leadsToGateway(LongestMatch.Way way, IpFamily family) {
    return !way.blackhole() && way.target() instanceof RouteTable.Target.Igw(var id)
        ? Sources.of(family, gateways.map(attached -> attached.contains(id)))
        : Sources.none(family);
  }

  /// The sources that get through an appliance. The answer may go back to the gateway directly or
  /// through the same appliance.
  private Sources inspected(RouteTable table, Diversion diversion, IpFamily family) {
    return match(table, family)
        .passing(
            way ->
                leadsToGateway(way, family)
                    .where(diversion.diverted())
                    .or(leadsThroughAppliance(way, diversion, family)),
            Sources.none(family));
  }

  private Sources leadsThroughAppliance(
      LongestMatch.Way way, Diversion diversion, IpFamily family) {
    return way.blackhole() || !diversion.appliances().containsKey(way.target())
        ? Sources.none(family)
        : fromAppliance(way.target(), family).where(diversion.appliances().get(way.target()));
  }

  /// The sources whose answers the appliance's own subnet sends on to the gateway.
  private Sources fromAppliance(RouteTable.Target target, IpFamily family) {
    return switch (subnetOf(target).flatMap(vpc::routeTableOf)) {
      case Known<RouteTable>(var table) -> toGateway(table, family);
      case Unread<RouteTable>(var why) -> Sources.unread(family, why).where(isAttached());
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
  Diversion diversion(NetworkInterface asked, IpFamily family) {
    var edges = edges(family);
    var named = addresses.named(asked, family);
    if (edges.isEmpty() || named.isEmpty()) {
      return Diversion.NONE;
    }
    var reachable =
        named.stream().filter(one -> !one.isPublic().equals(Fact.known(false))).toList();
    var held =
        reachable.isEmpty()
            ? named.stream()
                .map(one -> new AddressLayer.Named(one.held(), Fact.known(true)))
                .toList()
            : reachable;
    return edges.stream()
        .map(edge -> edge.of(held))
        .reduce(this::either)
        .map(this::asFarAsKnown)
        .orElseThrow();
  }

  private Diversion either(Diversion one, Diversion other) {
    var appliances = new HashMap<>(one.appliances());
    other
        .appliances()
        .forEach(
            (target, diverts) ->
                appliances.merge(target, diverts, (a, b) -> ThreeValued.any(List.of(a, b))));
    return new Diversion(ThreeValued.any(List.of(one.direct(), other.direct())), appliances);
  }

  /// Ingress routing with the gateway in doubt: when the attached gateway was not read, a gateway's
  /// table may belong to any.
  private Diversion asFarAsKnown(Diversion diversion) {
    return switch (gateways) {
      case Known<Set<InternetGateway.Id>> _ -> diversion;
      case Unread<Set<InternetGateway.Id>>(var why) -> {
        var appliances = new HashMap<RouteTable.Target, Fact<Boolean>>();
        diversion.appliances().keySet().forEach(target -> appliances.put(target, Fact.unread(why)));
        yield new Diversion(Fact.unread(why), appliances);
      }
    };
  }

  private List<Diversion.Edge> edges(IpFamily family) {
    var found = new ArrayList<Diversion.Edge>();
    for (var table : edgeTables()) {
      found.add(
          edges.computeIfAbsent(
              new Place(table.id(), family), _ -> new Diversion.Edge(vpc, table, family)));
    }
    return found;
  }

  /// The route tables of the attached gateway.
  List<RouteTable> edgeTables() {
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
