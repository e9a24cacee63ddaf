package slash80.network;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.Vpc;
import slash80.reach.Inspection;
import slash80.reach.Reachability;

/// The collaborators of a network. Each is built when it is first needed and shared by all views of
/// the network; there are no locks, because one thread asks.
final class NetworkParts {
  private final ClusterVpcs vpcs;
  private final Membership membership;
  private final Supplier<NodePrefixes> prefixes;
  private final Supplier<AddressIndex> holdings;
  private final Supplier<Entrances> entrances;
  private final Supplier<Fact<List<Inspection>>> inspections;
  private final Supplier<ClusterGroups> groups;

  NetworkParts(Facts facts, Parameters parameters) {
    var interfaces = facts.attachments().interfaces();
    var cluster = facts.cluster();
    this.vpcs = new ClusterVpcs(facts);
    this.membership =
        new Membership(cluster, facts.attachments(), facts.at(), parameters.settling());
    this.prefixes = once(() -> new NodePrefixes(vpcs, membership, facts.delegation()));
    this.holdings = once(() -> new AddressIndex(interfaces.asKnown().orElse(List.of())));
    this.entrances = once(() -> new Entrances(facts, vpcs, membership, holdings.get()));
    this.groups = once(() -> new ClusterGroups(facts, vpcs, membership));
    this.inspections =
        once(
            () ->
                vpcs.reachability(cluster.vpc())
                    .inspections(
                        membership
                            .nodeInterfaces()
                            .map(nodes -> standingIn(cluster.vpc(), nodes))));
  }

  private static List<NetworkInterface> standingIn(Vpc.Id vpc, List<NetworkInterface> nodes) {
    return nodes.stream().filter(node -> node.vpc().equals(vpc)).toList();
  }

  static <T> Supplier<T> once(Supplier<T> maker) {
    return new Supplier<>() {
      private Optional<T> made = Optional.empty();

      @Override
      public T get() {
        if (made.isEmpty()) {
          made = Optional.of(maker.get());
        }
        return made.get();
      }
    };
  }

  ClusterVpcs vpcs() {
    return vpcs;
  }

  /// What can reach what in the VPC of an interface.
  Reachability reachabilityOf(NetworkInterface networkInterface) {
    return vpcs.reachability(networkInterface.vpc());
  }

  /// Whether an exclusion from block public access names the cluster's VPC or a subnet of its
  /// nodes. What another account shares is none of this account's exclusions
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html).
  Fact<Boolean> isOfCluster(PublicAccessExclusion exclusion) {
    return vpcs.isShared(exclusion.resource())
        ? Fact.known(false)
        : membership.isOfCluster(exclusion);
  }

  ClusterGroups groups() {
    return groups.get();
  }

  Membership membership() {
    return membership;
  }

  NodePrefixes prefixes() {
    return prefixes.get();
  }

  AddressIndex holdings() {
    return holdings.get();
  }

  Entrances entrances() {
    return entrances.get();
  }

  Fact<List<Inspection>> inspections() {
    return inspections.get();
  }
}
