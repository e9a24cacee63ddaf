package slash80.rules;

import static slash80.rules.Card.medium;
import static slash80.rules.Severity.HIGH;
import static slash80.rules.Severity.MEDIUM;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import java.util.Arrays;
import java.util.List;
import slash80.facts.Cluster;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Network;
import slash80.network.AddressSet;
import slash80.network.IpFamily;

/// Who reaches the Kubernetes API needs but a stolen token; a named peer, such as an office, does
/// not make it public.
final class ClusterEndpointClosedToInternet implements Rule<Cluster> {

  @Override
  public Card card() {
    return medium("A cluster's Kubernetes API endpoint is closed to the internet")
        .scale("MEDIUM, HIGH for at least half of the internet")
        .risk("Anyone with a stolen credential, or an exploit of the API server, gets to use it.")
        .fix("Name your own ranges in publicAccessCidrs with eks:UpdateClusterConfig.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html");
  }

  @Override
  public Verdict judge(Cluster cluster, Network network) {
    var open = open(cluster, network, network.parameters().little());
    if (open.isEmpty()) {
      return upheld();
    }
    return switch (cluster.endpointPublicAccess()) {
      case Unread(var why) -> undecided(why);
      case Known(var isPublic) when isPublic -> admits(open, cluster, network);
      case Known(_) -> upheld();
    };
  }

  private Verdict admits(List<AddressSet> open, Cluster cluster, Network network) {
    var violated =
        violated(
                "%s admits %s to its Kubernetes API endpoint",
                cluster.name(),
                Words.and(open.stream().map(one -> Words.share(one, network)).toList()))
            .as(open(cluster, network, network.parameters().half()).isEmpty() ? MEDIUM : HIGH)
            .remedy(Remedies.closeEndpoint(cluster, network.peersOfEndpoint()));
    return cluster.publicAccessCidrs().isEmpty()
        ? violated.at(cluster.arn(), "publicAccessCidrs is empty: everyone")
        : violated.at(
            cluster.arn(), "publicAccessCidrs " + Words.list(cluster.publicAccessCidrs()));
  }

  /// What is admitted over each family of which it is so much.
  private List<AddressSet> open(Cluster cluster, Network network, long denominator) {
    return Arrays.stream(IpFamily.values())
        .map(cluster::admittedToEndpoint)
        .filter(sources -> network.isShareAtLeast(denominator, sources))
        .toList();
  }
}
