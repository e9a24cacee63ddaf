package slash80.aws;

import java.util.Set;
import slash80.facts.Cluster;
import slash80.facts.Scope;
import slash80.facts.Vpc;

/// Where something stands.
///
/// @param vpcs those it is in; none for what is not in any, as an instance that has ended
/// @param scope what of a cluster there is judged when it changes
/// @param clusters the names of those that it says it is of; none where it does not say
public record Whereabouts(Set<Vpc.Id> vpcs, Scope scope, Set<String> clusters) {
  public Whereabouts {
    vpcs = Set.copyOf(vpcs);
    clusters = Set.copyOf(clusters);
  }

  /// Whether what stands there may be of a cluster.
  public boolean mayBeOf(Cluster cluster) {
    return vpcs.contains(cluster.vpc())
        && (clusters.isEmpty() || clusters.contains(cluster.name()));
  }
}
