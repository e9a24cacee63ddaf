package slash80.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.TextFormat;
import slash80.facts.Fact;
import slash80.facts.Node;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.network.Network;
import slash80.report.AuditSummary;
import slash80.report.NodeStatus;
import slash80.rule.Finding;

/// The nodes of a cluster and their /80s as a picture: a strip for each subnet, a tile for each
/// node, worst first.
///
/// @param trouble why there is no tile: a sentence, or empty
record NodeMap(List<Strip> strips, String trouble) {
  private static final int READABLE = 100;

  /// The status of a node, worst first; a tile has the mark besides its colour.
  enum State {
    CRITICAL("C", "CRITICAL"),
    HIGH("H", "HIGH"),
    MEDIUM("M", "MEDIUM"),
    LOW("L", "LOW"),
    UNREAD("?", "not checked"),
    SETTLING("…", "settling"),
    EXEMPTED("E", "exempted"),
    UNASKED("–", "IPv4 cluster"),
    OK("✓", "ok");

    private final String mark;
    private final String words;

    State(String mark, String words) {
      this.mark = mark;
      this.words = words;
    }

    public String mark() {
      return mark;
    }

    public String words() {
      return words;
    }
  }

  /// A node.
  ///
  /// @param finding the id of its most severe finding; empty if the page does not show it
  record Tile(
      State state,
      String node,
      String group,
      String name,
      String zone,
      List<Prefix> held,
      String prefixes,
      String words,
      String finding) {
    private static final Comparator<Tile> WORST_FIRST =
        Comparator.comparing(Tile::state).thenComparing(Tile::node);

    /// The names beside the id.
    String known() {
      return Stream.of(name, group, zone)
          .filter(words -> !words.isEmpty())
          .collect(Collectors.joining(", "));
    }

    String title() {
      return "%s %s: %s".formatted(node, prefixes, words);
    }
  }

  /// A subnet.
  record Strip(
      String subnet, String name, String range, List<Tile> tiles, List<AddressStrip> addresses) {
    String size() {
      return TextFormat.count(tiles.size(), "node");
    }
  }

  /// @param judgement with all findings: a node is never well because the page shows only some
  /// @param shown the findings of the page
  static NodeMap of(Network network, Judgement judgement, List<Finding> shown) {
    return switch (network.nodes()) {
      case Fact.Known<List<Node>>(var nodes) when nodes.isEmpty() ->
          new NodeMap(List.of(), AuditSummary.NO_NODES);
      case Fact.Known<List<Node>>(var nodes) -> new Drawing(network, judgement, shown).of(nodes);
      case Fact.Unread<List<Node>>(var why) -> new NodeMap(List.of(), "Nodes not checked: " + why);
    };
  }

  /// Whether it says that the nodes were not read, and not only that there are none to see.
  private boolean isAlarming() {
    return !trouble.equals(AuditSummary.NO_NODES);
  }

  /// Whether the nodes are few enough to write each out.
  private boolean isReadable() {
    return tiles().size() <= READABLE;
  }

  List<Tile> tiles() {
    return strips.stream().flatMap(strip -> strip.tiles().stream()).toList();
  }

  /// The meaning of the marks on the map.
  private List<State> legend() {
    return tiles().stream().map(Tile::state).distinct().sorted().toList();
  }

  void write(Html html, String anchor, Filter filter) {
    html.open("section", "class", "map").element("h3", "Nodes and their /80");
    if (!trouble.isEmpty()) {
      html.element("p", trouble, "class", isAlarming() ? "alarm" : "");
    } else {
      html.open("p", "class", "legend", "aria-hidden", "true");
      for (var state : legend()) {
        html.element("span", state.mark(), "class", "tile " + state);
        html.text(" " + state.words() + " ");
      }
      AddressStrip.writeLegend(html, strips.stream().flatMap(strip -> strip.addresses().stream()));
      html.end();
      strips.forEach(strip -> write(html, strip, anchor, filter));
      if (!isReadable()) {
        writeTable(html, filter);
      }
    }
    html.end();
  }

  private void write(Html html, Strip strip, String anchor, Filter filter) {
    var subnet = filter.subnets().numbers(List.of(strip.subnet()));
    html.open("section", "class", "strip", "data-subnet", subnet);
    html.open("h4").text(strip.subnet() + " " + (strip.name().isEmpty() ? "" : strip.name() + " "));
    html.element("span", strip.range(), "class", "range");
    html.text(" ").element("span", strip.size(), "class", "size").end();
    strip.addresses().forEach(addresses -> addresses.write(html));
    html.open(isReadable() ? "ul" : "p", "class", isReadable() ? "tiles" : "dots");
    for (var tile : strip.tiles()) {
      var group = filter.groups().numbers(List.of(tile.group()));
      var link = tile.finding().isEmpty() ? "" : "#" + anchor + tile.finding();
      if (isReadable()) {
        writeWide(html, tile, link, subnet, group);
      } else {
        html.open(
            "a",
            "class",
            "tile " + tile.state(),
            "href",
            link,
            "tabindex",
            link.isEmpty() ? "" : "-1",
            "title",
            tile.title());
        html.text(tile.state().mark()).close();
      }
    }
    html.end().end();
  }

  private static void writeWide(Html html, Tile tile, String link, String subnet, String group) {
    html.open(
        "li",
        "class",
        "wide " + tile.state(),
        "title",
        tile.title(),
        "data-node",
        tile.node(),
        "data-subnets",
        subnet,
        "data-groups",
        group);
    html.element("span", tile.state().mark(), "class", "mark", "aria-hidden", "true").text(" ");
    if (link.isEmpty()) {
      html.element("code", tile.node());
    } else {
      html.open("a", "href", link, "tabindex", "-1").element("code", tile.node()).close();
    }
    html.text(" ").element("code", tile.prefixes()).text(" ");
    if (!tile.known().isEmpty()) {
      html.element("span", tile.known(), "class", "group").text(" ");
    }
    html.element("span", tile.words()).end();
  }

  private void writeTable(Html html, Filter filter) {
    html.open("details", "class", "nodes").element("summary", "All nodes as a table");
    html.open("table").element("caption", "Each node, its names, its prefix and its state");
    html.open("thead").open("tr");
    List.of("Node", "Name", "Subnet", "Zone", "Node group", "Prefix", "State")
        .forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    for (var strip : strips) {
      var subnet = filter.subnets().numbers(List.of(strip.subnet()));
      for (var tile : strip.tiles()) {
        var group = filter.groups().numbers(List.of(tile.group()));
        html.open("tr", "data-node", tile.node(), "data-subnets", subnet, "data-groups", group);
        List.of(
                tile.node(),
                tile.name(),
                strip.subnet(),
                tile.zone(),
                tile.group(),
                tile.prefixes(),
                tile.words())
            .forEach(words -> html.element("td", words));
        html.end();
      }
    }
    html.close().close().end();
  }

  private static final class Drawing {
    private final Network network;
    private final NodeStatus status;
    private final Set<String> shown;
    private final Map<String, Set<String>> undecided = new HashMap<>();

    Drawing(Network network, Judgement judgement, List<Finding> shown) {
      this.network = network;
      this.shown = shown.stream().map(Finding::id).collect(Collectors.toSet());
      this.status = new NodeStatus(network, judgement);
      for (var otherUndecided : judgement.undecided()) {
        otherUndecided
            .subjects()
            .forEach(
                id ->
                    undecided.computeIfAbsent(id, _ -> new HashSet<>()).add(otherUndecided.rule()));
      }
    }

    NodeMap of(List<Node> nodes) {
      Map<String, List<Node>> bySubnet =
          nodes.stream()
              .collect(Collectors.groupingBy(status::subnet, TreeMap::new, Collectors.toList()));
      var strips = new ArrayList<Strip>();
      bySubnet.forEach((subnet, there) -> strips.add(strip(subnet, there)));
      strips.sort(Comparator.comparing(strip -> strip.tiles().getFirst().state()));
      return new NodeMap(strips, "");
    }

    private Strip strip(String subnet, List<Node> nodes) {
      var tiles = nodes.stream().map(this::tile).sorted(Tile.WORST_FIRST).toList();
      return new Strip(
          subnet,
          name(nodes.getFirst()),
          range(nodes.getFirst()),
          tiles,
          addresses(nodes.getFirst(), tiles));
    }

    private String name(Node node) {
      return status
          .subnetOf(node)
          .flatMap(network::subnet)
          .asKnown()
          .flatMap(subnet -> Optional.ofNullable(subnet.tags().get("Name")))
          .orElse("");
    }

    private String range(Node node) {
      return status
          .subnetOf(node)
          .flatMap(network::subnet)
          .flatMap(subnet -> subnet.rangesInUse(IpFamily.IPV6))
          .map(ranges -> ranges.stream().map(Prefix::toString).collect(Collectors.joining(" ")))
          .asKnown()
          .orElse("");
    }

    private List<AddressStrip> addresses(Node node, List<Tile> tiles) {
      return status
          .subnetOf(node)
          .flatMap(network::subnet)
          .map(subnet -> AddressStrip.of(subnet, tiles, network))
          .asKnown()
          .orElse(List.of());
    }

    private Tile tile(Node node) {
      var unknown = undecidedOf(node).size();
      var words = status.words(node);
      return new Tile(
          state(node, unknown),
          node.subjectId(),
          NodePlaces.group(node),
          node.instance().name().orElse(""),
          node.instance().zone(),
          network.prefixesOf(node).asKnown().orElse(List.of()),
          status.prefixes(node),
          unknown == 0 ? words : "%s, %s not checked".formatted(words, TextFormat.number(unknown)),
          worst(node).map(Finding::id).filter(shown::contains).orElse(""));
    }

    private Optional<Finding> worst(Node node) {
      return status.findingsOf(node).stream().max(Comparator.comparing(Finding::severity));
    }

    /// The rules that were not checked for the node or its interfaces.
    private Set<String> undecidedOf(Node node) {
      var rules = new HashSet<>(undecided.getOrDefault(node.subjectId(), Set.of()));
      for (var networkInterface : network.interfacesOf(node).asKnown().orElse(List.of())) {
        rules.addAll(undecided.getOrDefault(networkInterface.id().value(), Set.of()));
      }
      return rules;
    }

    private State state(Node node, int unknown) {
      var worst = worst(node);
      if (worst.isPresent()) {
        return switch (worst.get().severity()) {
          case CRITICAL -> State.CRITICAL;
          case HIGH -> State.HIGH;
          case MEDIUM -> State.MEDIUM;
          case LOW -> State.LOW;
        };
      }
      if (unknown > 0 || network.prefixesOf(node) instanceof Fact.Unread<List<Prefix>>) {
        return State.UNREAD;
      }
      if (status.until(node).isPresent()) {
        return State.SETTLING;
      }
      if (status.isExempted(node)) {
        return State.EXEMPTED;
      }
      return network.cluster().maySpeakIpv6() ? State.OK : State.UNASKED;
    }
  }
}
