package slash80.alerts;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.facts.Network;
import slash80.facts.Node;
import slash80.network.Prefix;

/// What a check saw beside its verdicts: what the ledger needs to know a node again, or to know
/// that it is gone.
///
/// @param nodes the nodes that there are within the extent
/// @param prefixes what each of them holds for its pods; those that could not be read are left out
public record Reading(
    Extent extent, Fact<Set<Instance.Id>> nodes, Map<Instance.Id, List<Prefix>> prefixes) {
  public Reading {
    prefixes = Map.copyOf(prefixes);
  }

  public static Reading of(Network network, Extent extent) {
    var nodes =
        network
            .nodes()
            .map(all -> all.stream().filter(one -> extent.coversNode(one.subjectId())).toList());
    var prefixes = new HashMap<Instance.Id, List<Prefix>>();
    for (Node node : nodes.asKnown().orElse(List.of())) {
      network.prefixesOf(node).asKnown().ifPresent(held -> prefixes.put(node.id(), held));
    }
    return new Reading(
        extent, nodes.map(all -> all.stream().map(Node::id).collect(Collectors.toSet())), prefixes);
  }

  /// Whether a node was looked for and is not there.
  boolean isGone(String node) {
    return extent.coversNode(node)
        && nodes.asKnown().filter(all -> !all.contains(new Instance.Id(node))).isPresent();
  }
}
