package slash80.page;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.OpeningText;
import slash80.alerts.TextFormat;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.Network;
import slash80.network.Posture;
import slash80.reach.Entrance;
import slash80.reach.Layer;
import slash80.reach.Reach;
import slash80.reach.Way;
import slash80.report.ReachWords;
import slash80.report.ShownEntrance;

/// One picture of what can reach a cluster: entrances, gateways, route tables, network ACLs and
/// security groups, and at the end the postures with their nodes. Ways that begin alike are one
/// until they part, and each shows the layer that stops it.
///
/// @param ways worst first
/// @param more the number of ways that are not drawn
public record ReachPicture(List<Flow> ways, int more) {
  private static final int DRAWN = 24;
  private static final String NO_ADDRESS = "no public address";

  /// The columns of the picture.
  enum Column {
    ENTRANCE("Entrance"),
    GATEWAY("Gateway"),
    TABLE("Route table"),
    ACL("Network ACL"),
    GROUPS("Security groups"),
    POSTURE("Reaches");

    private final String title;

    Column(String title) {
      this.title = title;
    }

    String title() {
      return title;
    }
  }

  /// A box of the picture.
  ///
  /// @param title a line in bold
  /// @param words a line below it, which may be empty
  /// @param stops whether packets are stopped here
  record Hop(Column column, String title, String words, boolean stops) {}

  /// One way from an entrance to interfaces that are reached alike.
  record Flow(Reach.State state, List<Hop> hops, long nodes) {
    private static final Comparator<Flow> WORST_FIRST =
        Comparator.comparing(Flow::state)
            .thenComparing(Comparator.comparingLong(Flow::nodes).reversed());
  }

  /// The hops before the end, and what is at the end.
  private record Likeness(Reach.State state, List<Hop> hops, String services, String words) {}

  static ReachPicture of(Network network) {
    var alike = new LinkedHashMap<Likeness, Set<String>>();
    byPosture(network)
        .values()
        .forEach(
            same -> {
              for (var family : List.of(IpFamily.IPV6, IpFamily.IPV4)) {
                var likeness = direct(same.getFirst(), family, network);
                add(alike, likeness, same, network);
              }
            });
    for (var entrance : ShownEntrance.all(network)) {
      if (entrance.type() != Entrance.Type.INTERNET_GATEWAY) {
        entrance
            .ways()
            .forEach(
                way -> add(alike, through(entrance, way, network), List.of(way.target()), network));
      }
    }
    var ways = new ArrayList<Flow>();
    alike.forEach((likeness, ends) -> ways.add(flow(likeness, ends)));
    ways.sort(Flow.WORST_FIRST);
    return new ReachPicture(ways.stream().limit(DRAWN).toList(), Math.max(0, ways.size() - DRAWN));
  }

  private static Map<Posture, List<NetworkInterface>> byPosture(Network network) {
    return network.nodeInterfaces().asKnown().orElse(List.of()).stream()
        .collect(
            Collectors.groupingBy(network::postureOf, LinkedHashMap::new, Collectors.toList()));
  }

  private static void add(
      Map<Likeness, Set<String>> alike,
      Likeness likeness,
      List<NetworkInterface> ends,
      Network network) {
    var nodes = alike.computeIfAbsent(likeness, _ -> new HashSet<>());
    ends.forEach(
        end ->
            nodes.add(network.nodeOf(end).map(node -> node.subjectId()).orElse(end.id().value())));
  }

  private static Flow flow(Likeness likeness, Set<String> ends) {
    long nodes = ends.stream().filter(end -> end.startsWith("i-")).count();
    var title =
        nodes == ends.size()
            ? TextFormat.count(nodes, "node")
            : TextFormat.count(ends.size(), "interface");
    var hops = new ArrayList<>(likeness.hops());
    boolean stops =
        likeness.words().equals(NO_ADDRESS)
            || (likeness.state() == Reach.State.CLOSED && hops.stream().noneMatch(Hop::stops));
    var services = likeness.services().isEmpty() ? "" : ", " + likeness.services();
    hops.add(new Hop(Column.POSTURE, title + services, likeness.words(), stops));
    return new Flow(likeness.state(), hops, ends.size());
  }

  /// The way through the internet gateway.
  private static Likeness direct(NetworkInterface end, IpFamily family, Network network) {
    var reach = network.reach(end, family);
    var stops = reach.open().isEmpty() ? reach.stoppedBy() : Set.<Layer>of();
    var hops = new ArrayList<Hop>();
    hops.add(new Hop(Column.ENTRANCE, "Internet", ReachWords.family(family), false));
    hops.add(gateway(end, family, stops.contains(Layer.PUBLIC_ACCESS_BLOCK), network));
    hops.add(
        hop(
            Column.TABLE,
            network.routeTableOf(end.subnet()).map(table -> table.id().value()),
            stops.contains(Layer.ROUTE)));
    hops.add(hop(Column.ACL, aclOf(end, network), stops.contains(Layer.NETWORK_ACL)));
    var packets = packets(reach);
    var admitting =
        packets.isEmpty()
            ? Stream.<SecurityGroup.Id>empty()
            : network.admissions(end, packets).stream().map(rule -> rule.group().id());
    hops.add(groups(end, admitting, stops.contains(Layer.SECURITY_GROUP), network));
    var words = ReachWords.state(reach.state());
    return new Likeness(
        reach.state(), hops, services(packets), stops.contains(Layer.ADDRESS) ? NO_ADDRESS : words);
  }

  private static Hop gateway(
      NetworkInterface end, IpFamily family, boolean isBlocked, Network network) {
    var words = isBlocked ? "block public access" : "";
    return switch (network.internetGatewayRoutes(end.subnet(), family)) {
      case Fact.Unread<List<RouteTable.Route>> _ ->
          new Hop(Column.GATEWAY, "not read", words, isBlocked);
      case Fact.Known<List<RouteTable.Route>>(var routes) when routes.isEmpty() ->
          new Hop(Column.GATEWAY, "no route to one", words, isBlocked);
      case Fact.Known<List<RouteTable.Route>>(var routes) ->
          new Hop(Column.GATEWAY, routes.getFirst().target().toString(), words, isBlocked);
    };
  }

  private static Fact<String> aclOf(NetworkInterface end, Network network) {
    return network
        .facts()
        .layersOf(end.vpc())
        .acls()
        .flatMap(
            acls ->
                Fact.found(
                    acls.stream()
                        .filter(acl -> acl.subnets().contains(end.subnet()))
                        .map(acl -> acl.id().value())
                        .findFirst(),
                    "the network ACL of " + end.subnet()));
  }

  private static Hop hop(Column column, Fact<String> id, boolean stops) {
    return new Hop(column, id.asKnown().orElse("not read"), "", stops);
  }

  /// The groups of an interface: first those whose rules admit the packets.
  private static Hop groups(
      NetworkInterface end, Stream<SecurityGroup.Id> admitting, boolean stops, Network network) {
    var groups = Stream.concat(admitting, end.groups().stream()).distinct().toList();
    if (groups.isEmpty()) {
      return new Hop(Column.GROUPS, "no group", "", stops);
    }
    var name =
        network.group(groups.getFirst()).asKnown().map(SecurityGroup::name).orElse("not read");
    int more = groups.size() - 1;
    var words = more > 0 ? "%s +%d".formatted(name, more) : name;
    return new Hop(Column.GROUPS, groups.getFirst().value(), stops ? "" : words, stops);
  }

  /// The packets that matter most: the open ones, else those that may be.
  private static PacketSet packets(Reach reach) {
    return Stream.of(reach.open(), reach.unknown(), reach.inspected(), reach.latent())
        .filter(set -> !set.isEmpty())
        .findFirst()
        .orElse(reach.open());
  }

  private static String services(PacketSet packets) {
    var lines = packets.services().lines();
    if (lines.isEmpty()) {
      return "";
    }
    var first = OpeningText.services(lines.getFirst().protocol(), lines.getFirst().ports());
    return lines.size() > 1 ? "%s +%d".formatted(first, lines.size() - 1) : first;
  }

  /// A way through a load balancer, an accelerator or another entrance.
  private static Likeness through(Entrance entrance, Way way, Network network) {
    var state =
        switch (way.arrives()) {
          case Fact.Unread<Boolean> _ -> Reach.State.UNKNOWN;
          case Fact.Known<Boolean>(var arrives) ->
              arrives ? Reach.State.INSPECTED : Reach.State.CLOSED;
        };
    boolean letsInNothing = !way.gates().isEmpty() && way.letIn().isAny().equals(Fact.known(false));
    var hops = new ArrayList<Hop>();
    hops.add(
        new Hop(
            Column.ENTRANCE,
            entrance.name(),
            letsInNothing
                ? ""
                : "%s %s"
                    .formatted(
                        ReachWords.family(way.clients()),
                        entrance.type().toString().replace('-', ' ')),
            letsInNothing));
    hops.add(
        groups(
            way.target(),
            way.admitting().stream(),
            state == Reach.State.CLOSED && !letsInNothing,
            network));
    return new Likeness(
        state,
        hops,
        services(way.arriving().atMost()),
        switch (state) {
          case CLOSED -> "nothing arrives";
          case UNKNOWN -> "not checked";
          default -> "let in";
        });
  }

  void write(Html html) {
    write(html, "What can reach the nodes");
  }

  /// The picture of the nodes as they would be after a change.
  void writeSupposed(Html html) {
    write(html, "What could reach the nodes after the change");
  }

  private void write(Html html, String title) {
    if (ways.isEmpty()) {
      return;
    }
    html.open("section", "class", "reach").element("h3", title);
    new PictureDrawing(ways).write(html);
    if (more > 0) {
      html.element(
          "p",
          more == 1
              ? "and 1 more way, which is not drawn"
              : "and %s more ways, which are not drawn".formatted(TextFormat.number(more)),
          "class",
          "by");
    }
    html.end();
  }
}
