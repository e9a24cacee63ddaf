package slash80.audit;

import java.util.List;
import slash80.facts.Cluster;
import slash80.facts.Network;

/// What the ids on a page begin with, so that each is there once: two clusters can share a subnet,
/// and what is wrong with it. A cluster that is alone needs nothing, so a finding's id is its
/// anchor.
record Anchors(List<Cluster> clusters) {

  static Anchors of(List<Network> networks) {
    return new Anchors(networks.stream().map(Network::cluster).toList());
  }

  String of(Network network) {
    var cluster = network.cluster();
    var namesakes = clusters.stream().filter(one -> one.name().equals(cluster.name())).count();
    if (clusters.size() == 1) {
      return "";
    }
    return (namesakes == 1 ? cluster.name() : cluster.arn()) + "/";
  }
}
