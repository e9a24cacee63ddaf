package slash80.reach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.facts.PrefixList;
import slash80.facts.RouteTable;
import slash80.facts.Trilean;
import slash80.facts.VpcIndex;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// Traces the routes of one packet: from the gateway to the interface, and of its answer by the
/// subnet's table back to the gateway.
final class RouteTracer {
  private final VpcIndex vpc;
  private final RouteLayer layer;
  private final NetworkInterface to;
  private final Address source;
  private final IngressRouting diversion;
  private final List<PacketTrace.Step> path = new ArrayList<>();

  RouteTracer(VpcIndex vpc, RouteLayer layer, NetworkInterface to, Address source) {
    this.vpc = vpc;
    this.layer = layer;
    this.to = to;
    this.source = source;
    this.diversion = layer.diversion(to, source.family());
  }

  /// The result of a trace.
  ///
  /// @param inspected whether the packet goes through an appliance and not directly
  record Outcome(Fact<Boolean> passes, boolean inspected, List<PacketTrace.Step> path) {}

  Outcome walk() {
    var gateways = vpc.attachedGateways().asKnown().orElse(Set.of());
    gateways.forEach(id -> step(id, "", "%s is attached to %s".formatted(id, to.vpc())));
    var table = vpc.routeTableOf(to.subnet());
    var direct = answered(table, this::goesStraight);
    var inspected = answered(table, this::goesThroughAppliance);
    boolean isInspected = direct.equals(Fact.known(false)) && inspected.equals(Fact.known(true));
    var passes = direct.equals(Fact.known(false)) ? inspected : direct;
    if (!gateways.isEmpty()) {
      tell(table, passes, isInspected);
    }
    return new Outcome(passes, isInspected, path);
  }

  private void step(Object at, String entry, String because) {
    path.add(new PacketTrace.Step(Layer.ROUTE, at.toString(), entry, because));
  }

  /// A route that matches an address, and the block of its destination that contains the address.
  private record Match(RouteTable.Route route, Prefix prefix) {

    /// Most specific first; at equal length a static CIDR, a prefix list, a propagated route.
    static final Comparator<Match> MOST_SPECIFIC_FIRST =
        Comparator.comparingInt((Match match) -> -match.prefix().length())
            .thenComparingInt(Match::order);

    int order() {
      return switch (route.destination()) {
        case RouteTable.Destination.Cidr _ -> route.propagated() ? 2 : 0;
        case RouteTable.Destination.PrefixListId _ -> 1;
      };
    }

    /// Whether no unread prefix list can precede this match.
    boolean isFinal() {
      return order() == 0 && prefix.length() == prefix.family().bits();
    }

    String destination() {
      return switch (route.destination()) {
        case RouteTable.Destination.Cidr _ -> prefix.toString();
        case RouteTable.Destination.PrefixListId(var id) -> id + " " + prefix;
      };
    }
  }

  /// The routes that may win for an address.
  ///
  /// @param matches the best routes among those that were read: several where AWS may use any of
  ///   them
  /// @param hidden the routes whose prefix list was not read, which may match better
  /// @param why the reason why the winning route is not known
  private record Candidates(
      List<Match> matches, List<RouteTable.Route> hidden, Optional<String> why) {

    /// The answer that all candidate routes agree on; false when no route matches.
    Fact<Boolean> each(Function<RouteTable.Route, Fact<Boolean>> way) {
      var answers = new ArrayList<Fact<Boolean>>();
      matches.forEach(match -> answers.add(way.apply(match.route())));
      hidden.forEach(route -> answers.add(way.apply(route)));
      if (matches.isEmpty()) {
        answers.add(Fact.known(false));
      }
      return Trilean.agreed(answers, why.orElse(""));
    }
  }

  private Candidates candidates(RouteTable table, Address address) {
    var matches = new ArrayList<Match>();
    var hidden = new ArrayList<RouteTable.Route>();
    var why = Optional.<String>empty();
    for (var route : table.routes()) {
      switch (entries(route.destination())) {
        case Known<List<Prefix>>(var entries) ->
            entries.stream()
                .filter(entry -> entry.contains(address))
                .forEach(entry -> matches.add(new Match(route, entry)));
        case Unread<List<Prefix>>(var reason) -> {
          hidden.add(route);
          why = Optional.of(reason);
        }
      }
    }
    var best = best(matches);
    if (best.stream().anyMatch(Match::isFinal)) {
      hidden.clear();
    }
    return new Candidates(best, hidden, why.or(() -> tie(table, best)));
  }

  private Fact<List<Prefix>> entries(RouteTable.Destination destination) {
    return switch (destination) {
      case RouteTable.Destination.Cidr(var prefix) -> Fact.known(List.of(prefix));
      case RouteTable.Destination.PrefixListId(var id) ->
          vpc.prefixList(id).map(PrefixList::entries);
    };
  }

  private static List<Match> best(List<Match> matches) {
    return matches.stream().min(Match.MOST_SPECIFIC_FIRST).stream()
        .flatMap(
            best ->
                matches.stream()
                    .filter(match -> Match.MOST_SPECIFIC_FIRST.compare(match, best) == 0))
        .toList();
  }

  private static Optional<String> tie(RouteTable table, List<Match> best) {
    return best.size() < 2
        ? Optional.empty()
        : Optional.of("%s has two routes for %s".formatted(table.id(), best.getFirst().prefix()));
  }

  private Fact<Boolean> answered(
      Fact<RouteTable> table, BiFunction<RouteTable, RouteTable.Route, Fact<Boolean>> way) {
    return switch (table) {
      case Known<RouteTable>(var known) ->
          candidates(known, source).each(route -> way.apply(known, route));
      case Unread<RouteTable>(var why) ->
          Trilean.both(
              vpc.attachedGateways().map(gateways -> !gateways.isEmpty()), Fact.unread(why));
    };
  }

  private Fact<Boolean> leadsToGateway(RouteTable table, RouteTable.Route route) {
    return layer.leadsToGateway(table, route.target(), route.carries());
  }

  private Fact<Boolean> goesStraight(RouteTable table, RouteTable.Route route) {
    return Trilean.both(leadsToGateway(table, route), diversion.direct());
  }

  private Fact<Boolean> goesThroughAppliance(RouteTable table, RouteTable.Route route) {
    return Trilean.any(
        List.of(
            Trilean.both(leadsToGateway(table, route), diversion.diverted()),
            Trilean.both(leadsToAppliance(route), goesOnFrom(route.target()))));
  }

  private Fact<Boolean> leadsToAppliance(RouteTable.Route route) {
    return Trilean.both(
        route.carries(), diversion.appliances().getOrDefault(route.target(), Fact.known(false)));
  }

  private Fact<Boolean> goesOnFrom(RouteTable.Target appliance) {
    return answered(tableOf(appliance), this::leadsToGateway);
  }

  private Fact<RouteTable> tableOf(RouteTable.Target appliance) {
    return layer.subnetOf(appliance).flatMap(vpc::routeTableOf);
  }

  // ---- the path

  private void tell(Fact<RouteTable> table, Fact<Boolean> passes, boolean isInspected) {
    if (isInspected || !diversion.direct().equals(Fact.known(true))) {
      tellDetour();
    }
    var deciding = table.asKnown().flatMap(known -> tell(known, passes));
    if (isInspected) {
      deciding
          .filter(route -> !isToAttachedGateway(route))
          .flatMap(route -> tableOf(route.target()).asKnown())
          .ifPresent(known -> tell(known, passes));
    }
  }

  /// The route of a table that wins for the source, where the facts tell.
  private Optional<RouteTable.Route> tell(RouteTable table, Fact<Boolean> passes) {
    var candidates = candidates(table, source);
    if (candidates.matches().isEmpty() || !candidates.hidden().isEmpty()) {
      return Optional.empty();
    }
    var match = candidates.matches().getFirst();
    var stops = passes.equals(Fact.known(false)) ? " " + leadsTo(match.route()) : "";
    tell(table, match, stops);
    return Optional.of(match.route());
  }

  private boolean isToAttachedGateway(RouteTable.Route route) {
    return route.target() instanceof RouteTable.Target.Igw(var gateway)
        && vpc.attachedGateways().asKnown().filter(ids -> ids.contains(gateway)).isPresent();
  }

  private void tell(RouteTable table, Match match, String stops) {
    step(
        table.id(),
        match.destination() + stops,
        "route %s leads to %s".formatted(match.destination(), leadsTo(match.route())));
  }

  /// Adds the route of the gateway's own table that keeps packets from the direct way.
  private void tellDetour() {
    for (var table : layer.edgeTables()) {
      for (var held : to.held(source.family())) {
        for (var match : candidates(table, held.first()).matches()) {
          if (match.route().isBlackhole()
              || diversion.appliances().containsKey(match.route().target())) {
            tell(table, match, match.route().isBlackhole() ? " blackhole" : "");
            return;
          }
        }
      }
    }
  }

  private static String leadsTo(RouteTable.Route route) {
    return route.isBlackhole()
        ? "blackhole"
        : switch (route.target()) {
          case RouteTable.Target.Local() -> "local";
          case RouteTable.Target.Igw(var id) -> id.value();
          case RouteTable.Target.EgressOnly(var id) -> id;
          case RouteTable.Target.Endpoint(var id) -> id;
          case RouteTable.Target.Interface(var id) -> id.value();
          case RouteTable.Target.Other(var id) -> id;
        };
  }
}
