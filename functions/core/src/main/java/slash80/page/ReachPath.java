package slash80.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.alerts.OpeningText;
import slash80.alerts.TextFormat;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.ip.AddressSet;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.reach.Entrance;
import slash80.reach.EntranceTrace;
import slash80.reach.Layer;
import slash80.reach.PacketTrace;
import slash80.reach.Sees;
import slash80.reach.Way;
import slash80.rule.Finding;
import slash80.rule.Verdict;

/// The path of packets from the internet to an interface, as boxes in a row: the evidence at each
/// step, and the step that stops the packets. Interfaces with the same path share a box.
///
/// @param outcome open, inspected, near (one change from open), or entrance: through one
/// @param packets the packets that are sent, a line each
/// @param steps the steps, as the evidence of a finding or the path of a packet has them
/// @param stops the layers that stop the packets
record ReachPath(
    String outcome,
    List<String> packets,
    List<Verdict.Evidence> steps,
    Set<Layer> stops,
    List<Target> targets) {
  private static final int OPENINGS = 8;
  private static final int LISTED = 6;

  /// The destination of the packets.
  record Target(String id, String node) {
    private static Target of(NetworkInterface networkInterface, Network network) {
      var node = network.nodeOf(networkInterface).map(Node::subjectId).orElse("no node");
      return new Target(networkInterface.id().value(), node);
    }
  }

  /// A box. What lets packets pass together stands in one: two rules of a group, or those of two.
  ///
  /// @param evidence the sentences about each resource, by its id
  /// @param stops whether the packets are stopped here
  record Hop(String what, Map<String, List<String>> evidence, boolean stops) {}

  /// The kinds of steps, in the order in which a packet meets them, as their ids tell them.
  private enum Step {
    PUBLIC_ACCESS_BLOCK("Block public access", "", Layer.PUBLIC_ACCESS_BLOCK),
    GATEWAY("Gateway", "igw-", Layer.ROUTE),
    ROUTE_TABLE("Route table", "rtb-", Layer.ROUTE),
    NETWORK_ACL("Network ACL", "acl-", Layer.NETWORK_ACL),
    SECURITY_GROUP("Security group", "sg-", Layer.SECURITY_GROUP);

    private final String label;
    private final String prefix;
    private final Layer layer;

    Step(String label, String prefix, Layer layer) {
      this.label = label;
      this.prefix = prefix;
      this.layer = layer;
    }

    private boolean is(Verdict.Evidence evidence) {
      return !prefix.isEmpty() && evidence.at().startsWith(prefix);
    }

    /// The gateway itself stops nothing: that is the work of the table which does not lead to it.
    private boolean stops(Set<Layer> stopping) {
      return this != GATEWAY && stopping.contains(layer);
    }
  }

  /// The paths of findings about reachability; none for other findings.
  static List<ReachPath> of(List<Finding> findings, Network network) {
    var paths = new ArrayList<ReachPath>();
    for (var finding : findings) {
      finding.open().ifPresent(open -> paths.add(of(finding, "open", open, network)));
      finding.latent().ifPresent(latent -> paths.add(of(finding, "near", latent, network)));
    }
    return merged(paths);
  }

  private static ReachPath of(Finding finding, String how, PacketSet packets, Network network) {
    return new ReachPath(
        how,
        lines(packets, network),
        finding.evidence(),
        how.equals("near") ? stopping(finding, packets, network) : Set.of(),
        List.of(new Target(finding.subject(), finding.node().orElse("no node"))));
  }

  private static Set<Layer> stopping(Finding finding, PacketSet packets, Network network) {
    return network.interfaces().asKnown().orElse(List.of()).stream()
        .filter(networkInterface -> networkInterface.id().value().equals(finding.subject()))
        .findFirst()
        .map(networkInterface -> network.reach(networkInterface, packets.family()).stoppedBy())
        .orElse(Set.of());
  }

  /// The path of one of these packets.
  static Optional<ReachPath> of(
      NetworkInterface to, String how, PacketSet packets, Set<Layer> stops, Network network) {
    return sample(packets)
        .map(packet -> network.passage(to, packet))
        .map(
            passage ->
                new ReachPath(
                    how,
                    lines(packets, network),
                    evidence(passage.path()).toList(),
                    stops,
                    List.of(Target.of(to, network))));
  }

  /// The path of one of the packets that arrive by a way through an entrance; empty where none
  /// surely does.
  static Optional<ReachPath> of(Entrance entrance, Way way, Network network) {
    var arriving = way.arriving().surely();
    var sent = way.admitted().surely().within(arriving.sources());
    return sample(sent)
        .flatMap(packet -> entrance.trace(way.target(), packet))
        .map(
            trace ->
                new ReachPath(
                    "entrance",
                    lines(sent, network),
                    steps(trace),
                    Set.of(),
                    List.of(Target.of(way.target(), network))));
  }

  private static List<Verdict.Evidence> steps(EntranceTrace trace) {
    var entrance =
        new Verdict.Evidence(
            trace.entrance().label(),
            trace.sees() == Sees.ENTRANCE
                ? "the target sees the entrance"
                : "the target sees the client");
    return Stream.of(evidence(trace.front()), Stream.of(entrance), evidence(trace.behind()))
        .flatMap(steps -> steps)
        .toList();
  }

  private static Stream<Verdict.Evidence> evidence(List<PacketTrace.Step> steps) {
    return steps.stream().map(step -> new Verdict.Evidence(step.at(), step.because()));
  }

  /// A packet from the widest block, which says more than a packet from a named peer.
  private static Optional<Packet> sample(PacketSet packets) {
    return packets.sources().prefixes().stream()
        .min(Comparator.comparingInt(Prefix::length))
        .flatMap(widest -> packets.within(AddressSet.of(widest)).sample());
  }

  private static List<String> lines(PacketSet packets, Network network) {
    return OpeningText.lines(packets, network.internet(), OPENINGS);
  }

  /// Merges paths that differ only in their destination.
  static List<ReachPath> merged(List<ReachPath> paths) {
    Map<ReachPath, List<Target>> alike = new LinkedHashMap<>();
    for (var path : paths) {
      alike.computeIfAbsent(path.to(List.of()), _ -> new ArrayList<>()).addAll(path.targets());
    }
    var merged = new ArrayList<ReachPath>();
    alike.forEach((path, targets) -> merged.add(path.to(targets.stream().distinct().toList())));
    return merged;
  }

  private ReachPath to(List<Target> others) {
    return new ReachPath(outcome, packets, steps, stops, others);
  }

  /// The steps between the internet and the interface. An entrance stands where its evidence does:
  /// the layers in front of it come before it. A layer that stops the packets has a box even if
  /// there is no evidence about it.
  List<Hop> hops() {
    var hops = new ArrayList<Hop>();
    var here = new ArrayList<Verdict.Evidence>();
    for (var step : steps) {
      if (Entrance.isLabel(step.at())) {
        addLayers(hops, here, Set.of());
        hops.add(hop("Entrance", List.of(step), false));
        here.clear();
      } else {
        here.add(step);
      }
    }
    addLayers(hops, here, stops);
    here.stream()
        .filter(ReachPath::isOther)
        .forEach(evidence -> hops.add(hop("Evidence", List.of(evidence), false)));
    return hops;
  }

  private static void addLayers(List<Hop> hops, List<Verdict.Evidence> steps, Set<Layer> stops) {
    for (var step : Step.values()) {
      var here = steps.stream().filter(step::is).toList();
      boolean isStopped = step.stops(stops);
      if (!here.isEmpty() || isStopped) {
        hops.add(hop(step.label, here, isStopped));
      }
    }
  }

  private static boolean isOther(Verdict.Evidence evidence) {
    return Arrays.stream(Step.values()).noneMatch(step -> step.is(evidence));
  }

  /// The evidence without the id, which the box has already.
  private static Hop hop(String what, List<Verdict.Evidence> seen, boolean stops) {
    var evidence = new LinkedHashMap<String, List<String>>();
    for (var step : seen) {
      var name = step.at() + " ";
      var because = step.because();
      evidence
          .computeIfAbsent(step.at(), _ -> new ArrayList<>())
          .add(because.startsWith(name) ? because.substring(name.length()) : because);
    }
    return new Hop(evidence.size() > 1 ? what + "s" : what, evidence, stops);
  }

  /// Writes the boxes in a row.
  void write(Html html) {
    boolean isStoppedByAddress = stops.contains(Layer.ADDRESS);
    html.open("div", "class", "path " + outcome).open("ol");
    html.open("li", "class", "hop internet").element("b", "Internet");
    packets.forEach(line -> html.text(" ").element("span", line));
    html.end();
    for (var hop : hops()) {
      html.open("li", "class", hop.stops() ? "hop stops" : "hop");
      html.element("b", hop.what());
      hop.evidence()
          .forEach(
              (id, sentences) -> {
                html.text(" ").element("code", id);
                sentences.forEach(sentence -> html.text(" ").element("span", sentence));
              });
      if (hop.stops()) {
        html.text(" ").element("strong", "stopped here");
      }
      html.end();
    }
    html.open("li", "class", isStoppedByAddress ? "hop target stops" : "hop target");
    html.element("b", "Interface");
    for (var target : targets.stream().limit(LISTED).toList()) {
      html.text(" ").element("code", target.id()).text(" ").element("span", target.node());
    }
    if (targets.size() > LISTED) {
      html.text(" ")
          .element("span", "and %s more".formatted(TextFormat.number(targets.size() - LISTED)));
    }
    if (isStoppedByAddress) {
      html.text(" ").element("strong", "stopped here: address");
    }
    html.end().end().end();
  }
}
