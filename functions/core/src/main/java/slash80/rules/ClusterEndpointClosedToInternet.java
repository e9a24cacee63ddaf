package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import slash80.facts.Cluster;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// Anyone who can reach the Kubernetes API only needs a stolen token. An endpoint that admits a
/// named peer, such as an office, is not public.
public final class ClusterEndpointClosedToInternet implements Rule<Cluster> {

  @Override
  public Card card() {
    return medium("A cluster's Kubernetes API endpoint should be closed to the internet")
        .scale("MEDIUM, HIGH for at least half of the internet")
        .passes("the endpoint is private, or admits named peers only")
        .fails("it admits at least 1/65,536 of the internet over one family")
        .unchecked("it is unknown whether the endpoint is public")
        .risk("Anyone can use a stolen credential, or attack the API server itself.")
        .fix("Restrict publicAccessCidrs to your own ranges with eks:UpdateClusterConfig.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cluster-endpoint.html");
  }

  @Override
  public Verdict judge(Cluster cluster, Network network) {
    var open = open(cluster, network, network.parameters().lowShare());
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
                "The Kubernetes API endpoint of %s is open to %s",
                cluster.name(), Phrases.openTo(open, network))
            .as(open(cluster, network, network.parameters().highShare()).isEmpty() ? MEDIUM : HIGH)
            .remedy(closeEndpoint(cluster, network.peersOfEndpoint()));
    return cluster.publicAccessCidrs().isEmpty()
        ? violated.at(cluster.arn(), "publicAccessCidrs is empty, which admits everyone")
        : violated.at(
            cluster.arn(), "publicAccessCidrs " + Phrases.list(cluster.publicAccessCidrs()));
  }

  /// The admitted sources of each family whose share of the internet is at least so large.
  private List<AddressSet> open(Cluster cluster, Network network, long denominator) {
    return Arrays.stream(IpFamily.values())
        .map(cluster::admittedToEndpoint)
        .filter(sources -> network.isShareAtLeast(denominator, sources))
        .toList();
  }

  /// Restricts the public endpoint to the named peers, or closes it if there are none. Nodes then
  /// use the private endpoint, without which the public one cannot be closed
  /// (https://docs.aws.amazon.com/eks/latest/userguide/config-cluster-endpoint.html).
  private static String closeEndpoint(Cluster cluster, List<Prefix> peers) {
    var ranges = peers.stream().map(Prefix::toString).collect(Collectors.joining(","));
    return ShellCommand.aws("eks", "update-cluster-config")
        .with("--name", cluster.name())
        .with(
            "--resources-vpc-config",
            peers.isEmpty()
                ? "endpointPublicAccess=false,endpointPrivateAccess=true"
                : "endpointPrivateAccess=true,publicAccessCidrs=[%s]".formatted(ranges))
        .text();
  }
}
