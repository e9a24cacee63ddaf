package slash80.report;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.Subnet;
import slash80.ip.Prefix;
import slash80.judge.Exempted;
import slash80.judge.Judgement;
import slash80.network.Network;
import slash80.rule.Finding;

/// The status of each node of a cluster: its prefixes, its findings, and whether it is settling.
public final class NodeStatus {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("HH:mm:ss'Z'").withZone(ZoneOffset.UTC);

  private final Network network;
  private final Map<String, List<Finding>> found;
  private final Map<String, Long> exempted;
  private final Map<String, Instant> settling = new HashMap<>();

  public NodeStatus(Network network, Judgement judgement) {
    this.network = network;
    this.found = byNode(judgement.findings());
    this.exempted = new HashMap<>();
    byNode(judgement.exempted().stream().map(Exempted::finding).toList())
        .forEach((node, findings) -> exempted.put(node, (long) findings.size()));
    judgement
        .settling()
        .forEach(settled -> settling.putIfAbsent(settled.subject(), settled.until()));
  }

  private static Map<String, List<Finding>> byNode(List<Finding> findings) {
    return findings.stream()
        .filter(finding -> finding.node().isPresent())
        .collect(groupingBy(finding -> finding.node().orElseThrow()));
  }

  /// The findings about a node and the interfaces attached to it.
  public List<Finding> findingsOf(Node node) {
    return found.getOrDefault(node.subjectId(), List.of());
  }

  public String subnet(Node node) {
    return subnetOf(node).map(Subnet.Id::value).asKnown().orElse("not read");
  }

  public Fact<Subnet.Id> subnetOf(Node node) {
    return network.primaryInterfaceOf(node).map(NetworkInterface::subnet);
  }

  public String prefixes(Node node) {
    return network
        .prefixesOf(node)
        .map(prefixes -> prefixes.stream().map(Prefix::toString).collect(joining(" ")))
        .map(listed -> listed.isEmpty() ? "none" : listed)
        .asKnown()
        .orElse("not read");
  }

  /// The moment until which the node is settling.
  public Optional<Instant> until(Node node) {
    return Optional.ofNullable(settling.get(node.subjectId()));
  }

  public boolean isExempted(Node node) {
    return exempted.containsKey(node.subjectId());
  }

  public String words(Node node) {
    if (!findingsOf(node).isEmpty()) {
      return FindingGroup.counts(findingsOf(node));
    }
    return until(node)
        .map(moment -> "settling until " + TIME.format(moment))
        .or(() -> exempted(node))
        .orElse("ok");
  }

  private Optional<String> exempted(Node node) {
    return Optional.ofNullable(exempted.get(node.subjectId()))
        .map(count -> "%s exempted".formatted(TextFormat.number(count)));
  }
}
