package slash80.page;

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
import slash80.facts.Cluster;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.reach.Layer;
import slash80.reach.Reach;
import slash80.report.EntranceNotes;
import slash80.report.ReachWords;

/// The page of `reach`: a part for each cluster.
///
/// @param example the sentence that says that this is the example account; empty if it is not
/// @param notChecked the clusters that were not checked, a sentence each
public record ReachPage(List<Part> parts, String example, List<String> notChecked) {
  private static final int LISTED = 8;

  /// The part of the page about one cluster.
  ///
  /// @param anchor what the ids of its interfaces begin with on the page; empty if the cluster is
  ///   alone
  public record Part(
      String anchor,
      Cluster cluster,
      String at,
      List<Count> counts,
      ReachPicture picture,
      List<Group> groups,
      List<EntranceCard> entrances,
      List<String> notes,
      List<Row> rows) {}

  /// A large number: the count of interfaces in one state over IPv6.
  record Count(String number, String what, String kind) {}

  /// Interfaces on which the same can be opened.
  record Group(
      Reach.State worst, List<String> interfaces, List<String> opened, List<ReachPath> paths) {}

  /// Whatever a row says beside the name of the interface.
  private record Likeness(String kind, Cell ipv6, Cell ipv4) {}

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

    private void write(Html html) {
      html.open("td").element("span", ReachWords.state(state), "class", "badge " + state);
      if (!stoppedBy.isEmpty()) {
        html.text(" ").element("span", "stopped by " + stoppedBy, "class", "by");
      }
      html.close();
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
        ReachPicture.of(network),
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

  public String html() {
    var title =
        parts.size() == 1
            ? "What the internet can open: " + parts.getFirst().cluster().name()
            : "What the internet can open";
    return HtmlPage.of(title, "page", this::write);
  }

  private void write(Html html) {
    html.open("header", "class", "page", "id", "page");
    html.element("h1", "What the internet can open");
    if (!example.isEmpty()) {
      html.element("p", example, "class", "place");
    }
    AuditPage.writeAlarm(html, notChecked);
    if (parts.size() > 1) {
      html.open("nav", "aria-label", "Clusters").open("ul");
      for (var part : parts) {
        html.open("li").element("a", part.cluster().name(), "href", "#" + part.anchor());
        for (var count : part.counts()) {
          html.text(" ");
          html.element(
              "span", count.number() + " " + count.what(), "class", "badge " + count.kind());
        }
        html.end();
      }
      html.close().end();
    }
    html.end();
    parts.forEach(part -> write(html, part));
  }

  private static void write(Html html, Part part) {
    html.open("section", "class", "cluster", "id", part.anchor());
    html.open("header").element("h2", part.cluster().name()).open("p", "class", "place");
    html.text("account %s, %s, at ".formatted(part.cluster().account(), part.cluster().region()));
    html.element("time", part.at(), "class", "at", "datetime", part.at());
    html.text("; %s, over IPv6".formatted(TextFormat.count(part.rows().size(), "interface")));
    html.end().open("ul", "class", "counts");
    for (var count : part.counts()) {
      html.open("li", "class", count.kind());
      html.element("b", count.number()).text(" ").element("span", count.what()).end();
    }
    html.end().end();
    part.picture().write(html);
    if (!part.groups().isEmpty()) {
      html.open("section").element("h3", "Paths from the internet");
      part.groups().forEach(group -> write(html, group, part.anchor()));
      html.end();
    }
    html.open("section").element("h3", "Entrances");
    part.entrances().forEach(entrance -> entrance.write(html));
    if (!part.notes().isEmpty()) {
      html.open("ul");
      part.notes().forEach(note -> html.element("li", note));
      html.end();
    }
    html.end();
    writeRows(html, part);
    html.end();
  }

  private static void write(Html html, Group group, String anchor) {
    html.open("article", "class", "card " + group.worst()).open("h4");
    var shown = group.interfaces().stream().limit(LISTED).toList();
    shown.forEach(id -> html.element("a", id, "href", "#" + anchor + id).text(" "));
    int more = group.interfaces().size() - shown.size();
    if (more > 0) {
      html.text("and %s more".formatted(TextFormat.number(more)));
    }
    html.end().open("ul", "class", "opened");
    group.opened().forEach(line -> html.element("li", line));
    html.end();
    group.paths().forEach(path -> path.write(html));
    html.end();
  }

  /// A row for all interfaces that differ in nothing but their names.
  private static void writeRows(Html html, Part part) {
    var alike = new LinkedHashMap<Likeness, List<Row>>();
    for (var row : part.rows()) {
      alike
          .computeIfAbsent(new Likeness(row.kind(), row.ipv6(), row.ipv4()), _ -> new ArrayList<>())
          .add(row);
    }
    html.open("section").element("h3", "Interfaces").open("table", "class", "interfaces");
    html.element("caption", "The interfaces of the cluster, a line for all that are alike");
    html.open("thead").open("tr");
    List.of("Interfaces", "Kind", "IPv6", "IPv4")
        .forEach(column -> html.element("th", column, "scope", "col"));
    html.close().close().open("tbody");
    alike.forEach((likeness, rows) -> write(html, likeness, rows, part.anchor()));
    html.close().close().end();
  }

  private static void write(Html html, Likeness likeness, List<Row> rows, String anchor) {
    html.open("tr").open("td");
    if (rows.size() > LISTED) {
      html.open("details");
      html.element("summary", TextFormat.count(rows.size(), "interface"));
    }
    html.open("ul", "class", "alike");
    for (var row : rows) {
      html.open("li", "id", anchor + row.id()).element("code", row.id());
      html.text(" ").element("span", row.node(), "class", "by").close();
    }
    html.close();
    if (rows.size() > LISTED) {
      html.close();
    }
    html.close().element("td", likeness.kind());
    likeness.ipv6().write(html);
    likeness.ipv4().write(html);
    html.end();
  }
}
