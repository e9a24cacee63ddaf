package slash80.check.scope;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import slash80.facts.Cluster;
import slash80.network.Scope;

/// The clusters that a change affects.
///
/// @param scope which part of each cluster has to be judged
/// @param gone clusters that the change names and that do not exist
/// @param unread why further clusters, which may be affected too, could not be described
/// @param refused the denied call that would describe such a cluster, by its name. Trying again
///   would not help.
/// @param because why these clusters are affected, or why none is
public record AffectedClusters(
    List<Cluster> clusters,
    Scope scope,
    List<Cluster.Id> gone,
    List<String> unread,
    SortedMap<String, String> refused,
    String because) {
  public AffectedClusters {
    clusters = List.copyOf(clusters);
    gone = List.copyOf(gone);
    unread = List.copyOf(unread);
    refused = Collections.unmodifiableSortedMap(new TreeMap<>(refused));
  }

  /// The answer for a change that is proven to affect no cluster.
  public static AffectedClusters none(String because) {
    return whole(List.of(), List.of(), because);
  }

  static AffectedClusters whole(List<Cluster> clusters, List<Cluster.Id> gone, String because) {
    return new AffectedClusters(clusters, Scope.whole(), gone, List.of(), new TreeMap<>(), because);
  }

  static AffectedClusters part(List<Cluster> clusters, Scope scope, String because) {
    return new AffectedClusters(clusters, scope, List.of(), List.of(), new TreeMap<>(), because);
  }

  AffectedClusters without(Undescribed left) {
    return new AffectedClusters(clusters, scope, gone, left.unread(), left.refused(), because);
  }
}
