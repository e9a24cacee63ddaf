package slash80.facts;

import java.util.HashSet;
import java.util.Set;

/// How much of a cluster is read and judged at once.
public sealed interface Scope {

  /// Everything: its nodes, and what is asked about subnets, load balancers and the cluster itself.
  record Whole() implements Scope {}

  /// What one change, or a few, can have made different of nodes and interfaces. The layers that
  /// they stand on are read, but not judged: that takes the whole cluster.
  ///
  /// @param nodes with all that is plugged into them or carried by them; some may be gone
  /// @param interfaces each alone; some may be gone
  /// @param groups the interfaces that carry one of them, each alone
  /// @param depth what is asked of them
  record Part(
      Set<Instance.Id> nodes,
      Set<NetworkInterface.Id> interfaces,
      Set<SecurityGroup.Id> groups,
      Depth depth)
      implements Scope {
    public Part(
        Set<Instance.Id> nodes, Set<NetworkInterface.Id> interfaces, Set<SecurityGroup.Id> groups) {
      this(nodes, interfaces, groups, Depth.ALL);
    }

    public Part {
      nodes = Set.copyOf(nodes);
      interfaces = Set.copyOf(interfaces);
      groups = Set.copyOf(groups);
    }

    /// How many things it names.
    public int size() {
      return nodes.size() + interfaces.size() + groups.size();
    }

    /// The same, but for what leads from the internet to them.
    public Part withoutOpenness() {
      return new Part(nodes, interfaces, groups, Depth.ALL_BUT_OPENNESS);
    }

    private Part and(Part other) {
      return new Part(
          union(nodes, other.nodes),
          union(interfaces, other.interfaces),
          union(groups, other.groups));
    }

    private static <T> Set<T> union(Set<T> some, Set<T> others) {
      var union = new HashSet<>(some);
      union.addAll(others);
      return union;
    }

    private boolean covers(NetworkInterface one, Network network) {
      return interfaces.contains(one.id())
          || one.groups().stream().anyMatch(groups::contains)
          || network.nodeOf(one).filter(node -> nodes.contains(node.id())).isPresent();
    }
  }

  /// How much is asked of a part.
  enum Depth {
    ALL,
    /// What the internet can open takes all layers, and who balances the load, to tell: it is left
    /// to a check of the whole cluster.
    ALL_BUT_OPENNESS
  }

  static Scope whole() {
    return new Whole();
  }

  static Scope of(Instance.Id node) {
    return new Part(Set.of(node), Set.of(), Set.of());
  }

  static Scope of(NetworkInterface.Id one) {
    return new Part(Set.of(), Set.of(one), Set.of());
  }

  static Scope of(SecurityGroup.Id carried) {
    return new Part(Set.of(), Set.of(), Set.of(carried));
  }

  /// What covers both.
  default Scope and(Scope other) {
    return switch (this) {
      case Whole whole -> whole;
      case Part part ->
          switch (other) {
            case Whole whole -> whole;
            case Part more -> part.and(more);
          };
    };
  }

  /// Whether a subject is judged within it.
  default boolean covers(Subject subject, Network network) {
    return switch (this) {
      case Whole _ -> true;
      case Part part ->
          switch (subject) {
            case Node node -> part.nodes().contains(node.id());
            case NetworkInterface one -> part.covers(one, network);
            case Cluster _, Subnet _, LoadBalancer _, TargetGroup _, PublicAccessExclusion _ ->
                false;
          };
    };
  }
}
