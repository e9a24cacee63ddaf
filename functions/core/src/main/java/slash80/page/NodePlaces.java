package slash80.page;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Node;
import slash80.network.Network;
import slash80.report.NodeStatus;
import slash80.rule.Finding;

/// The subnet and the node group of each node of a cluster, by which a reader filters.
final class NodePlaces {
  private final Map<String, Place> places = new HashMap<>();

  /// The place of one node.
  ///
  /// @param group the name of its node group; empty where no tag names one
  record Place(String subnet, String group) {}

  NodePlaces(Network network, NodeStatus status) {
    for (var node : network.nodes().asKnown().orElse(List.of())) {
      places.put(node.subjectId(), new Place(status.subnet(node), group(node)));
    }
  }

  static String group(Node node) {
    return node.instance().nodeGroup().orElse("");
  }

  Place of(String node) {
    return places.getOrDefault(node, new Place("", ""));
  }

  /// The subnets of the nodes that findings are about, or that they are about themselves.
  Set<String> subnets(List<Finding> findings) {
    var subnets = new TreeSet<String>();
    for (var finding : findings) {
      finding.node().map(node -> of(node).subnet()).ifPresent(subnets::add);
      if (finding.subjectType().equals("subnet")) {
        subnets.add(finding.subject());
      }
    }
    subnets.remove("");
    return subnets;
  }

  Set<String> groups(List<Finding> findings) {
    var groups = new TreeSet<String>();
    for (var finding : findings) {
      finding.node().map(node -> of(node).group()).ifPresent(groups::add);
    }
    groups.remove("");
    return groups;
  }
}
