package slash80.reach;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.PrefixList;
import slash80.facts.RouteTable;
import slash80.facts.VpcIndex;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// Longest-prefix match of a route table, for all addresses at once. Routes are taken from the most
/// specific length to the least specific; each wins the addresses that no earlier route has won. At
/// equal length a static CIDR precedes a prefix list, and a prefix list precedes a propagated route
/// (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html). A list whose
/// entries were not read may win every address except one that a static host route names.
final class LongestMatch {
  private final IpFamily family;
  private final Map<Way, AddressSet> mayWin = new HashMap<>();
  private final AddressSet mayMatchNothing;
  private final List<String> unread = new ArrayList<>();

  /// The target of a winning route, and whether the route carries packets there.
  record Way(RouteTable.Target target, Fact<Boolean> carries) {
    boolean isBlackhole() {
      return carries.equals(Fact.known(false));
    }
  }

  /// The rank of routes that are matched together; the lowest rank is matched first.
  private record Rank(int length, int order) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparingInt(Rank::length).reversed().thenComparingInt(Rank::order);

    @Override
    public int compareTo(Rank other) {
      return ORDER.compare(this, other);
    }
  }

  private static final int STATIC = 0;
  private static final int LIST = 1;
  private static final int PROPAGATED = 2;

  LongestMatch(VpcIndex vpc, RouteTable table, IpFamily family) {
    this.family = family;
    var ranks = new TreeMap<Rank, Map<Way, List<Prefix>>>();
    var hidden = new HashSet<Way>();
    for (var route : table.routes()) {
      var way = new Way(route.target(), route.carries());
      switch (route.destination()) {
        case RouteTable.Destination.Cidr(var prefix) ->
            add(ranks, prefix, route.propagated() ? PROPAGATED : STATIC, way);
        case RouteTable.Destination.PrefixListId(var id) -> {
          switch (vpc.prefixList(id)) {
            case Known<PrefixList>(var list) ->
                list.entries().forEach(entry -> add(ranks, entry, LIST, way));
            case Unread<PrefixList>(var why) -> {
              hidden.add(way);
              unread.add(why);
            }
          }
        }
      }
    }
    addTies(table, ranks);
    this.mayMatchNothing = match(ranks, hidden).complement();
  }

  private void add(Map<Rank, Map<Way, List<Prefix>>> ranks, Prefix prefix, int order, Way way) {
    if (prefix.family() == family) {
      ranks
          .computeIfAbsent(new Rank(prefix.length(), order), _ -> new HashMap<>())
          .computeIfAbsent(way, _ -> new ArrayList<>())
          .add(prefix);
    }
  }

  /// Matches the routes in order and returns the addresses that any of them matches.
  private AddressSet match(SortedMap<Rank, Map<Way, List<Prefix>>> ranks, Set<Way> hidden) {
    var won = new HashMap<Way, List<AddressSet>>();
    var hosts = AddressSet.none(family);
    var taken = AddressSet.none(family);
    for (var rank : ranks.entrySet()) {
      var earlier = taken;
      for (var routes : rank.getValue().entrySet()) {
        var named = AddressSet.of(family, routes.getValue());
        won.computeIfAbsent(routes.getKey(), _ -> new ArrayList<>()).add(named.difference(earlier));
        taken = taken.union(named);
      }
      if (rank.getKey().equals(new Rank(family.bits(), STATIC))) {
        hosts = taken;
      }
    }
    for (var way : hidden) {
      won.computeIfAbsent(way, _ -> new ArrayList<>()).add(hosts.complement());
    }
    won.forEach((way, sets) -> mayWin.put(way, AddressSet.union(family, sets)));
    return taken;
  }

  /// Adds a reason for each block that two prefix lists hold: AWS uses either of them
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html).
  private void addTies(RouteTable table, Map<Rank, Map<Way, List<Prefix>>> ranks) {
    for (var ways : ranks.values()) {
      var seen = new HashSet<Prefix>();
      for (var routes : ways.values()) {
        routes.stream()
            .distinct()
            .filter(prefix -> !seen.add(prefix))
            .forEach(
                prefix -> unread.add("%s has two routes for %s".formatted(table.id(), prefix)));
      }
    }
  }

  /// The ways that may win at least one address.
  Set<Way> ways() {
    return Set.copyOf(mayWin.keySet());
  }

  /// The addresses that get through. Each address takes the way that wins it, and `through` gives
  /// the addresses that get through there. An address surely gets through when every way that may
  /// win it lets it through.
  SourceBounds passing(Function<Way, SourceBounds> through, SourceBounds unmatched) {
    var passing = new ArrayList<AddressSet>();
    var stopped = new ArrayList<AddressSet>();
    var reasons = new ArrayList<>(unread);
    passing.add(mayMatchNothing.intersection(unmatched.possibly()));
    stopped.add(mayMatchNothing.difference(unmatched.surely()));
    mayWin.forEach(
        (way, addresses) -> {
          var there = through.apply(way);
          passing.add(addresses.intersection(there.possibly()));
          stopped.add(addresses.difference(there.surely()));
          reasons.addAll(there.unread());
        });
    return new SourceBounds(
        AddressSet.union(family, stopped).complement(), AddressSet.union(family, passing), reasons);
  }
}
