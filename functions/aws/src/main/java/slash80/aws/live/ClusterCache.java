package slash80.aws.live;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Vpc;

/// The clusters of an account as earlier calls returned them. Refusals are never reused.
final class ClusterCache {
  /// The VPC of a cluster. It never changes, but a new cluster with the name of a deleted one may
  /// be in another VPC.
  private static final Duration DESCRIBED_LATELY = Duration.ofHours(1);

  private static final String ALL = "all";

  private final InstantSource clock;
  private final CachedResponses<List<String>> names = new CachedResponses<>();
  private final CachedResponses<Cluster> clusters = new CachedResponses<>();
  private final CachedResponses<Set<String>> clustersIn = new CachedResponses<>();

  ClusterCache(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /// The names of all clusters, if they were listed at `earliest` or later.
  Optional<List<String>> names(Instant earliest) {
    return names.since(earliest, ALL);
  }

  void keep(List<String> listed, Instant asked) {
    names.keep(ALL, listed, asked);
  }

  Optional<Cluster> cluster(String name, Instant earliest) {
    return clusters.since(earliest, name);
  }

  void keep(Cluster cluster, Instant asked) {
    clusters.keep(cluster.name(), cluster, asked);
  }

  /// Whether a cluster may be in one of these VPCs, as far as it was described lately.
  boolean mayBeIn(String name, Set<Vpc.Id> vpcs) {
    return clusters
        .within(DESCRIBED_LATELY, now(), name)
        .filter(cluster -> !vpcs.contains(cluster.vpc()))
        .isEmpty();
  }

  /// The names of the clusters in a VPC, as its security groups named them at `earliest` or later.
  Optional<Set<String>> clustersIn(Vpc.Id vpc, Instant earliest) {
    return clustersIn.since(earliest, vpc.value());
  }

  void keepClustersIn(Vpc.Id vpc, Set<String> names, Instant asked) {
    clustersIn.keep(vpc.value(), names, asked);
  }

  /// The number of calls since a moment that found a cluster and described it.
  int asked(Cluster cluster, Instant since) {
    return (int)
        Stream.of(names(since), cluster(cluster.name(), since), clustersIn(cluster.vpc(), since))
            .filter(Optional::isPresent)
            .count();
  }
}
