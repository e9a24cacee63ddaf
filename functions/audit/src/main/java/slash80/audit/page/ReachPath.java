package slash80.audit.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.alerts.OpeningText;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.ip.AddressSet;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.reach.Layer;
import slash80.rule.Finding;
import slash80.rule.Verdict;

/// The path of packets from the internet to an interface, as boxes in a row: the evidence at each
/// step, and the step that stops the packets. Interfaces with the same path share a box.
///
/// @param outcome open, inspected, or near: one change from open
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

  /// A box.
  ///
  /// @param stops whether the packets are stopped here
  record Hop(String what, String id, String evidence, boolean stops) {}

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
                    passage.path().stream()
                        .map(step -> new Verdict.Evidence(step.at(), step.because()))
                        .toList(),
                    stops,
                    List.of(Target.of(to, network))));
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

  /// The steps between the internet and the interface. A layer that stops the packets has a box
  /// even if there is no evidence about it.
  public List<Hop> hops() {
    var hops = new ArrayList<Hop>();
    for (var step : Step.values()) {
      var here = steps.stream().filter(step::is).toList();
      for (int i = 0; i < here.size(); i++) {
        boolean isLast = i == here.size() - 1;
        hops.add(hop(step.label, here.get(i), isStoppedAt(step) && isLast));
      }
      if (here.isEmpty() && isStoppedAt(step)) {
        hops.add(new Hop(step.label, "", "", true));
      }
    }
    steps.stream()
        .filter(ReachPath::isOther)
        .forEach(evidence -> hops.add(hop("Evidence", evidence, false)));
    return hops;
  }

  /// The gateway itself stops nothing: that is the work of the table which does not lead to it.
  private boolean isStoppedAt(Step step) {
    return step != Step.GATEWAY && stops.contains(step.layer);
  }

  private static boolean isOther(Verdict.Evidence evidence) {
    return Arrays.stream(Step.values()).noneMatch(step -> step.is(evidence));
  }

  /// The evidence without the id, which the box has already.
  private static Hop hop(String what, Verdict.Evidence seen, boolean stops) {
    var name = seen.at() + " ";
    var because = seen.because();
    var bare = because.startsWith(name) ? because.substring(name.length()) : because;
    return new Hop(what, seen.at(), bare, stops);
  }

  /// Whether the interface lacks an address that the internet can reach.
  public boolean isStoppedByAddress() {
    return stops.contains(Layer.ADDRESS);
  }

  public List<Target> shown() {
    return targets.stream().limit(LISTED).toList();
  }

  public int more() {
    return Math.max(0, targets.size() - LISTED);
  }
}
