package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.Cluster;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// The IP family of a cluster's pods and services, fixed when the cluster is created.
public final class ClusterIsIpv6 implements Rule<Cluster> {

  @Override
  public Card card() {
    return high("A cluster's pods should use IPv6")
        .passes("the cluster was created with ipFamily ipv6")
        .fails(
            "it was created with ipFamily ipv4: HIGH if the policy's ipv6-clusters lists it, else"
                + " LOW")
        .unchecked("EKS did not say the cluster's IP family")
        .risk("Its pods are reachable over IPv4 only, and no other rule of this book applies.")
        .fix(
            "Create a new cluster with --kubernetes-network-config ipFamily=ipv6 and migrate to"
                + " it.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(Cluster cluster, Network network) {
    return switch (cluster.ipFamily()) {
      case Known(var family) when family == IpFamily.IPV6 -> upheld();
      case Known(_) ->
          violated("%s was created with ipFamily ipv4", cluster.name())
              .as(network.parameters().ipv6Clusters().contains(cluster.name()) ? HIGH : LOW)
              .at(cluster.arn(), "ipFamily ipv4");
      case Unread(var why) -> undecided(why);
    };
  }
}
