package slash80.page;

import java.util.List;
import slash80.facts.Cluster;
import slash80.network.Network;

/// The prefixes that keep the ids of a page unique: two clusters can share a subnet and its
/// findings. On a page of one cluster the prefix is empty, so that the id of a finding is its
/// anchor.
public record Anchors(List<Cluster> clusters) {

  public static Anchors of(List<Network> networks) {
    return new Anchors(networks.stream().map(Network::cluster).toList());
  }

  public String of(Network network) {
    var cluster = network.cluster();
    var namesakes =
        clusters.stream()
            .filter(otherCluster -> otherCluster.name().equals(cluster.name()))
            .count();
    if (clusters.size() == 1) {
      return "";
    }
    return (namesakes == 1 ? cluster.name() : cluster.arn()) + "/";
  }
}
