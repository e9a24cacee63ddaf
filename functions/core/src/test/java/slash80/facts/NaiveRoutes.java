package slash80.facts;

import static slash80.facts.NaiveOracle.agreed;
import static slash80.facts.NaiveOracle.greatest;
import static slash80.facts.NaiveOracle.holds;
import static slash80.facts.NaiveOracle.isUnread;
import static slash80.facts.NaiveOracle.known;
import static slash80.facts.NaiveOracle.least;
import static slash80.facts.NaiveOracle.number;
import static slash80.facts.NaiveOracle.yes;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.function.Function;
import slash80.facts.NaiveOracle.Answer;
import slash80.facts.NaiveOracle.Held;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// The routes of [NaiveOracle]: the way of one packet in, and of its answer out.
final class NaiveRoutes {
  private final Facts facts;
  private final VpcLayers layers;
  private final NetworkInterface to;
  private final IpFamily family;
  private final BigInteger source;
  private final List<Held> held;

  NaiveRoutes(
      Facts facts, NetworkInterface to, IpFamily family, BigInteger source, List<Held> held) {
    this.facts = facts;
    this.layers = facts.layersOf(to.vpc());
    this.to = to;
    this.family = family;
    this.source = source;
    this.held = List.copyOf(held);
  }

  private Answer isGateway(RouteTable.Route route) {
    if (isUnread(route.carries())) {
      return least(List.of(anyGateway(), Answer.PERHAPS));
    }
    if (carries(route) == Answer.NO || !(route.target() instanceof RouteTable.Target.Igw(var id))) {
      return Answer.NO;
    }
    if (isInDoubt(layers, to.vpc())) {
      return Answer.PERHAPS;
    }
    return attached().contains(id) ? Answer.YES : Answer.PERHAPS;
  }

  /// Whether the state of a route is for traffic: `filtered` may or may not be.
  private static Answer carries(RouteTable.Route route) {
    return isUnread(route.carries())
        ? Answer.PERHAPS
        : yes(route.carries().equals(Fact.known(true)));
  }

  private List<InternetGateway.Id> attached() {
    return attached(layers, to.vpc());
  }

  private static List<InternetGateway.Id> attached(VpcLayers layers, Vpc.Id vpc) {
    return known(layers.internetGateways()).stream()
        .filter(gateway -> gateway.attachedTo().contains(vpc))
        .map(InternetGateway::id)
        .toList();
  }

  private Answer anyGateway() {
    return anyGateway(layers, to.vpc());
  }

  /// Whether an internet gateway is attached to a VPC.
  static Answer anyGateway(VpcLayers layers, Vpc.Id vpc) {
    return isInDoubt(layers, vpc) ? Answer.PERHAPS : yes(!attached(layers, vpc).isEmpty());
  }

  /// Whether the gateways were not read, or none is listed for a VPC in which a route to one is
  /// active.
  private static boolean isInDoubt(VpcLayers layers, Vpc.Id vpc) {
    if (isUnread(layers.internetGateways())) {
      return true;
    }
    for (var table : known(layers.routeTables())) {
      for (var route : table.routes()) {
        if (table.vpc().equals(vpc)
            && route.target() instanceof RouteTable.Target.Igw
            && carries(route) == Answer.YES
            && attached(layers, vpc).isEmpty()) {
          return true;
        }
      }
    }
    return false;
  }

  /// The routes that may win for an address; `nothing` stands for no route.
  private <T> List<T> winners(
      RouteTable table, BigInteger address, Function<RouteTable.Route, T> of, T nothing) {
    int best = -1;
    var winners = new ArrayList<T>();
    var hidden = new ArrayList<T>();
    for (var route : table.routes()) {
      int order = route.propagated() ? 0 : 2;
      List<Prefix> blocks = List.of();
      switch (route.destination()) {
        case RouteTable.Destination.Cidr(var block) -> blocks = List.of(block);
        case RouteTable.Destination.PrefixListId(var id) -> {
          order = 1;
          var list = layers.prefixLists().get(id);
          if (list == null || isUnread(list)) {
            hidden.add(of.apply(route));
          } else {
            blocks = list.asKnown().orElseThrow().entries();
          }
        }
      }
      for (var block : blocks) {
        if (holds(block, family, address)) {
          int rank = 3 * block.length() + order;
          if (rank > best) {
            best = rank;
            winners.clear();
          }
          if (rank == best) {
            winners.add(of.apply(route));
          }
        }
      }
    }
    if (best < 0) {
      winners.add(nothing);
    }
    if (best < 3 * family.bits() + 2) {
      winners.addAll(hidden);
    }
    return winners;
  }

  private RouteTable tableOf(Subnet.Id subnet) {
    RouteTable main = null;
    for (var table : known(layers.routeTables())) {
      if (table.subnets().contains(subnet)) {
        return table;
      }
      if (table.main()) {
        main = table;
      }
    }
    return main;
  }

  Answer route(boolean straight) {
    var table = tableOf(to.subnet());
    if (table == null) {
      return straight ? least(List.of(anyGateway(), Answer.PERHAPS)) : Answer.NO;
    }
    return agreed(
        winners(
            table,
            source,
            route ->
                straight
                    ? least(List.of(isGateway(route), handedOnStraight()))
                    : throughAppliance(route),
            Answer.NO));
  }

  private Answer throughAppliance(RouteTable.Route route) {
    var answers = new ArrayList<Answer>();
    for (var appliance : appliances()) {
      var comesThrough = handedTo(appliance);
      answers.add(least(List.of(isGateway(route), comesThrough)));
      if (route.target().equals(appliance)) {
        answers.add(least(List.of(carries(route), comesThrough, goesOn(appliance))));
      }
    }
    return greatest(answers);
  }

  private Answer goesOn(RouteTable.Target appliance) {
    Subnet.Id subnet = null;
    for (var networkInterface : known(facts.attachments().interfaces())) {
      switch (appliance) {
        case RouteTable.Target.Interface(var id) ->
            subnet = networkInterface.id().equals(id) ? networkInterface.subnet() : subnet;
        case RouteTable.Target.Endpoint(var id) ->
            subnet =
                (networkInterface.description() + " ").contains(" " + id + " ")
                    ? networkInterface.subnet()
                    : subnet;
        default -> throw new AssertionError(appliance);
      }
    }
    var table = subnet == null ? null : tableOf(subnet);
    return table == null
        ? least(List.of(anyGateway(), Answer.PERHAPS))
        : agreed(winners(table, source, this::isGateway, Answer.NO));
  }

  private List<RouteTable> edges() {
    return known(layers.routeTables()).stream()
        .filter(
            table ->
                isInDoubt(layers, to.vpc())
                    ? !table.gateways().isEmpty()
                    : table.gateways().stream().anyMatch(attached()::contains))
        .toList();
  }

  private Set<RouteTable.Target> appliances() {
    var appliances = new LinkedHashSet<RouteTable.Target>();
    for (var table : edges()) {
      for (var route : table.routes()) {
        if (route.target() instanceof RouteTable.Target.Endpoint
            || route.target() instanceof RouteTable.Target.Interface) {
          appliances.add(route.target());
        }
      }
    }
    return appliances;
  }

  private Answer handedOnStraight() {
    return edges().isEmpty() ? Answer.YES : handedOn(NaiveRoutes::isStraight, Answer.YES);
  }

  private static Answer isStraight(RouteTable.Route route) {
    if (isUnread(route.carries())) {
      return Answer.PERHAPS;
    }
    if (carries(route) == Answer.NO
        || route.target() instanceof RouteTable.Target.Endpoint
        || route.target() instanceof RouteTable.Target.Interface) {
      return Answer.NO;
    }
    return route.target() instanceof RouteTable.Target.Local ? Answer.YES : Answer.PERHAPS;
  }

  private Answer handedTo(RouteTable.Target appliance) {
    return handedOn(
        route -> route.target().equals(appliance) ? carries(route) : Answer.NO, Answer.NO);
  }

  /// The gateway's decision for any held address, at every place where it may change.
  private Answer handedOn(Function<RouteTable.Route, Answer> does, Answer whereNothingMatches) {
    if (held.isEmpty()) {
      return whereNothingMatches;
    }
    boolean noneIsPublic = held.stream().allMatch(held -> held.isPublic() == Answer.NO);
    var answers = new ArrayList<Answer>();
    for (var table : edges()) {
      for (var otherHeld : held) {
        var counts = noneIsPublic ? Answer.YES : otherHeld.isPublic();
        for (var address : places(otherHeld.block(), table)) {
          answers.add(
              least(List.of(counts, agreed(winners(table, address, does, whereNothingMatches)))));
        }
      }
    }
    if (isInDoubt(layers, to.vpc())) {
      return whereNothingMatches == Answer.YES || greatest(answers) != Answer.NO
          ? Answer.PERHAPS
          : Answer.NO;
    }
    return greatest(answers);
  }

  private List<BigInteger> places(Prefix held, RouteTable table) {
    var places = new ArrayList<BigInteger>(List.of(number(held.first())));
    for (var route : table.routes()) {
      if (route.destination() instanceof RouteTable.Destination.Cidr(var block)
          && block.first().family() == family) {
        places.add(number(block.first()));
        places.add(
            number(block.first()).add(BigInteger.ONE.shiftLeft(family.bits() - block.length())));
      }
    }
    return places.stream().filter(place -> holds(held, family, place)).toList();
  }
}
