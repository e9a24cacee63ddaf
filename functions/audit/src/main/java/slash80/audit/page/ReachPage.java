package slash80.audit.page;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.alerts.TextFormat;
import slash80.audit.report.EntranceNotes;
import slash80.audit.report.ReachWords;
import slash80.facts.Cluster;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.reach.Layer;
import slash80.reach.Reach;

/// The page of `reach`: a part for each cluster. Its template reads the public members.
///
/// @param example the sentence that says that this is the example account; empty if it is not
/// @param notChecked the clusters that were not checked, a sentence each
public record ReachPage(List<Part> parts, String example, List<String> notChecked) {

  /// The part of the page about one cluster.
  ///
  /// @param anchor what the ids of its interfaces begin with on the page; empty if the cluster is
  ///   alone
  public record Part(
      String anchor,
      Cluster cluster,
      String at,
      List<Count> counts,
      List<Group> groups,
      List<EntranceCard> entrances,
      List<String> notes,
      List<Row> rows) {}

  /// A large number: the count of interfaces in one state over IPv6.
  record Count(String number, String what, String kind) {}

  /// Interfaces on which the same can be opened.
  record Group(
      Reach.State worst, List<String> interfaces, List<String> opened, List<ReachPath> paths) {
    public String kind() {
      return worst.name();
    }
  }

  /// The state of one interface over one family.
  record Cell(Reach.State state, String stoppedBy) {
    private static Cell of(Reach reach) {
      return new Cell(
          reach.state(),
          reach.stoppedBy().stream()
              .sorted()
              .map(Layer::toString)
              .collect(Collectors.joining(", ")));
    }

    public String kind() {
      return state.name();
    }

    public String word() {
      return ReachWords.state(state);
    }
  }

  record Row(String id, String node, String kind, Cell ipv6, Cell ipv4) {
    private static final Comparator<Row> WORST_FIRST =
        Comparator.comparing((Row row) -> row.ipv6().state())
            .thenComparing(row -> row.ipv4().state());

    private Reach.State worst() {
      return ipv6.state().compareTo(ipv4.state()) <= 0 ? ipv6.state() : ipv4.state();
    }
  }

  public static Part part(
      Network network, Instant at, List<NetworkInterface> interfaces, String anchor) {
    var rows =
        interfaces.stream()
            .map(networkInterface -> row(networkInterface, network))
            .sorted(Row.WORST_FIRST)
            .toList();
    return new Part(
        anchor,
        network.cluster(),
        TextFormat.moment(at),
        counts(rows),
        groups(network, interfaces, rows),
        EntranceCard.of(network),
        EntranceNotes.of(network),
        rows);
  }

  private static Row row(NetworkInterface networkInterface, Network network) {
    return new Row(
        networkInterface.id().value(),
        network.nodeOf(networkInterface).map(Node::subjectId).orElse("no node"),
        network.kindOf(networkInterface).map(ReachWords::word).orElse("-"),
        Cell.of(network.reach(networkInterface, IpFamily.IPV6)),
        Cell.of(network.reach(networkInterface, IpFamily.IPV4)));
  }

  private static List<Count> counts(List<Row> rows) {
    return Arrays.stream(Reach.State.values())
        .map(
            state -> {
              var count = rows.stream().filter(row -> row.ipv6().state() == state).count();
              return new Count(
                  TextFormat.number(count),
                  ReachWords.state(state),
                  count == 0 ? "none" : state.name());
            })
        .toList();
  }

  private static List<Group> groups(
      Network network, List<NetworkInterface> interfaces, List<Row> rows) {
    Map<List<String>, List<NetworkInterface>> alike = new LinkedHashMap<>();
    var byId =
        interfaces.stream()
            .collect(
                Collectors.toMap(
                    networkInterface -> networkInterface.id().value(),
                    networkInterface -> networkInterface));
    var worst = rows.stream().collect(Collectors.toMap(Row::id, Row::worst));
    for (var row : rows) {
      var networkInterface = Objects.requireNonNull(byId.get(row.id()));
      alike
          .computeIfAbsent(ReachWords.opened(networkInterface, network), _ -> new ArrayList<>())
          .add(networkInterface);
    }
    alike.remove(List.<String>of());
    var groups = new ArrayList<Group>();
    alike.forEach(
        (opened, ofThem) -> {
          var ids = ofThem.stream().map(networkInterface -> networkInterface.id().value()).toList();
          groups.add(
              new Group(
                  Objects.requireNonNull(worst.get(ids.getFirst())),
                  ids,
                  opened,
                  paths(ofThem, network)));
        });
    return groups;
  }

  private static List<ReachPath> paths(List<NetworkInterface> interfaces, Network network) {
    var paths = new ArrayList<ReachPath>();
    for (var networkInterface : interfaces) {
      for (var family : List.of(IpFamily.IPV6, IpFamily.IPV4)) {
        var reach = network.reach(networkInterface, family);
        ReachPath.of(networkInterface, "open", reach.open(), Set.of(), network)
            .ifPresent(paths::add);
        ReachPath.of(networkInterface, "inspected", reach.inspected(), Set.of(), network)
            .ifPresent(paths::add);
        ReachPath.of(networkInterface, "near", reach.latent(), reach.stoppedBy(), network)
            .ifPresent(paths::add);
      }
    }
    return ReachPath.merged(paths);
  }

  /// Also true for no cluster at all, when none could be checked.
  public boolean isOfSeveral() {
    return parts.size() != 1;
  }
}
