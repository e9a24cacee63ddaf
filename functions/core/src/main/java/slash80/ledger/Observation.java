package slash80.ledger;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import slash80.blame.Memory;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.facts.Node;
import slash80.ip.Prefix;
import slash80.network.Network;

/// The nodes and pod prefixes that a check saw. The ledger needs them to recognize a node, or to
/// know that it is gone.
///
/// @param nodes the nodes within the extent
/// @param prefixes the pod prefixes of each; nodes that could not be read are left out
/// @param read gathers what calls replace or delete without saying what it was; asked only for a
///   ledger that is written
public record Observation(
    CheckedScope extent,
    Fact<Set<Instance.Id>> nodes,
    Map<Instance.Id, List<Prefix>> prefixes,
    Supplier<Memory> read) {
  public Observation {
    prefixes = Map.copyOf(prefixes);
  }

  /// What a check saw that remembers nothing else of the account.
  public Observation(
      CheckedScope extent, Fact<Set<Instance.Id>> nodes, Map<Instance.Id, List<Prefix>> prefixes) {
    this(extent, nodes, prefixes, () -> Memory.NONE);
  }

  public static Observation of(Network network, CheckedScope extent) {
    var nodes =
        network
            .nodes()
            .map(
                node ->
                    node.stream()
                        .filter(otherNode -> extent.coversNode(otherNode.subjectId()))
                        .toList());
    var prefixes = new HashMap<Instance.Id, List<Prefix>>();
    for (Node node : nodes.asKnown().orElse(List.of())) {
      network.prefixesOf(node).asKnown().ifPresent(held -> prefixes.put(node.id(), held));
    }
    return new Observation(
        extent,
        nodes.map(node -> node.stream().map(Node::id).collect(Collectors.toSet())),
        prefixes,
        () -> Memory.of(network.facts()));
  }

  /// The memory after the check.
  Memory memory(Memory before) {
    return extent instanceof CheckedScope.Whole
        ? ClusterDeletion.kept(read.get(), before)
        : before.with(read.get());
  }

  /// The nodes among these that the check looked for and did not find. A check of a few nodes looks
  /// at those alone, and not at ten thousand others.
  List<Instance.Id> gone(Set<Instance.Id> known) {
    var looked =
        switch (extent) {
          case CheckedScope.Whole _ -> known.stream();
          case CheckedScope.Part(_, var subjects, _) ->
              subjects.stream().map(Instance.Id::new).filter(known::contains);
        };
    return looked.filter(node -> isGone(node.value())).toList();
  }

  /// Whether the check looked for a node and did not find it.
  boolean isGone(String node) {
    return extent.coversNode(node)
        && nodes.asKnown().filter(ids -> !ids.contains(new Instance.Id(node))).isPresent();
  }
}
