package slash80.network;

import java.util.Collection;
import java.util.HashSet;
import java.util.Set;
import slash80.facts.Cluster;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.SecurityGroup;
import slash80.facts.Subject;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;

/// The part of a cluster that is read and judged at once.
public sealed interface Scope {

  /// The whole cluster: its nodes, subnets, load balancers and the cluster itself.
  record Whole() implements Scope {}

  /// The nodes and interfaces that one or a few changes may have affected. The layers that guard
  /// them are read and not judged: that takes the whole cluster.
  ///
  /// @param nodes the nodes, with all interfaces attached to them or carried by their trunks; some
  ///   may be gone
  /// @param interfaces single interfaces; some may be gone
  /// @param groups the security groups whose interfaces are judged, each interface by itself
  /// @param depth the rules that are applied to them
  record Partial(
      Set<Instance.Id> nodes,
      Set<NetworkInterface.Id> interfaces,
      Set<SecurityGroup.Id> groups,
      Depth depth)
      implements Scope {
    public Partial(
        Set<Instance.Id> nodes, Set<NetworkInterface.Id> interfaces, Set<SecurityGroup.Id> groups) {
      this(nodes, interfaces, groups, Depth.ALL);
    }

    public Partial {
      nodes = Set.copyOf(nodes);
      interfaces = Set.copyOf(interfaces);
      groups = Set.copyOf(groups);
    }

    /// The number of nodes, interfaces and groups.
    public int size() {
      return nodes.size() + interfaces.size() + groups.size();
    }

    /// This part without the rules about what the internet can reach.
    public Partial withoutOpenness() {
      return new Partial(nodes, interfaces, groups, Depth.WITHOUT_EXPOSURE);
    }

    private boolean covers(NetworkInterface networkInterface, Network network) {
      return interfaces.contains(networkInterface.id())
          || networkInterface.groups().stream().anyMatch(groups::contains)
          || network.nodeOf(networkInterface).filter(node -> nodes.contains(node.id())).isPresent();
    }
  }

  /// The rules that are applied to a part of a cluster.
  enum Depth {
    ALL,
    /// Without the rules about what the internet can reach: they need all layers and load
    /// balancers, which only a check of the whole cluster reads.
    WITHOUT_EXPOSURE
  }

  static Scope whole() {
    return new Whole();
  }

  static Scope of(Instance.Id node) {
    return new Partial(Set.of(node), Set.of(), Set.of());
  }

  static Scope of(NetworkInterface.Id id) {
    return new Partial(Set.of(), Set.of(id), Set.of());
  }

  static Scope of(SecurityGroup.Id carried) {
    return new Partial(Set.of(), Set.of(), Set.of(carried));
  }

  /// A scope that covers all of these, with all rules. A batch can name a hundred thousand
  /// resources, so each scope is visited once, and no set is copied for it.
  static Scope covering(Collection<Scope> scopes) {
    var nodes = new HashSet<Instance.Id>();
    var interfaces = new HashSet<NetworkInterface.Id>();
    var groups = new HashSet<SecurityGroup.Id>();
    for (var scope : scopes) {
      switch (scope) {
        case Whole whole -> {
          return whole;
        }
        case Partial part -> {
          nodes.addAll(part.nodes());
          interfaces.addAll(part.interfaces());
          groups.addAll(part.groups());
        }
      }
    }
    return new Partial(nodes, interfaces, groups);
  }

  /// Whether the scope includes a subject.
  default boolean covers(Subject subject, Network network) {
    return switch (this) {
      case Whole _ -> true;
      case Partial part ->
          switch (subject) {
            case Node node -> part.nodes().contains(node.id());
            case NetworkInterface networkInterface -> part.covers(networkInterface, network);
            case Cluster _, Subnet _, LoadBalancer _, TargetGroup _, PublicAccessExclusion _ ->
                false;
          };
    };
  }
}
