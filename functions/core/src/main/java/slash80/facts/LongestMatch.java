package slash80.facts;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Prefix;

/// Which routes of a table win for which addresses, told for all addresses at once. The routes are
/// taken from the most specific length to the least, and each wins what none before it has. At
/// equal length a static CIDR is before a prefix list, and that before a propagated route
/// (https://docs.aws.amazon.com/vpc/latest/userguide/route-tables-priority.html). A list whose
/// entries were not read may win anything but what a static route names alone.
final class LongestMatch {
  private final IpFamily family;
  private final Map<Way, AddressSet> mayWin = new HashMap<>();
  private final AddressSet mayMatchNothing;
  private final List<String> unread = new ArrayList<>();

  /// Where a winning route leads; a blackhole leads nowhere.
  record Way(RouteTable.Target target, boolean blackhole) {}

  /// Routes that are asked together; the least is asked first.
  private record Rank(int length, int order) implements Comparable<Rank> {
    private static final Comparator<Rank> ORDER =
        Comparator.comparing(Rank::length, Comparator.reverseOrder()).thenComparing(Rank::order);

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
      var way = new Way(route.target(), route.blackhole());
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

  /// Lets the routes win, and gives what they leave nothing of.
  private AddressSet match(TreeMap<Rank, Map<Way, List<Prefix>>> ranks, Set<Way> hidden) {
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

  /// Where two prefix lists hold the same block, AWS takes one of them at random
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

  /// The ways that may win something.
  Set<Way> ways() {
    return Set.copyOf(mayWin.keySet());
  }

  /// The addresses that get through: each takes the way that wins it, and `through` says what gets
  /// through there. Sure is what gets through on every way that may win it.
  Sources passing(Function<Way, Sources> through, Sources unmatched) {
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
    return new Sources(
        AddressSet.union(family, stopped).complement(), AddressSet.union(family, passing), reasons);
  }
}
