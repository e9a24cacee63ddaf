package slash80.rules;

import static slash80.rules.Family.DELEGATION;
import static slash80.rules.Family.EXPOSURE;
import static slash80.rules.Family.INGRESS;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Unread;
import slash80.facts.Network;
import slash80.facts.Scope;
import slash80.facts.Subject;
import slash80.facts.Subnet;

/// Every rule there is, by family and id, with the subjects it is asked of.
public final class RuleBook {

  /// A rule in the book.
  ///
  /// @param subjects what it is asked of in a network
  /// @param missing what it would be asked of, had it been read: why it was not, by id
  public record Entry<S extends Subject>(
      Family family,
      Function<Network, Fact<List<S>>> subjects,
      Function<Network, Map<String, String>> missing,
      Rule<S> rule) {

    Entry(Family family, Function<Network, Fact<List<S>>> subjects, Rule<S> rule) {
      this(family, subjects, _ -> Map.of(), rule);
    }

    /// Where subnets are known by their ids, and some were not read: the others are judged.
    static Entry<Subnet> ofSubnets(
        Family family, Function<Network, Fact<List<Subnet.Id>>> ids, Rule<Subnet> rule) {
      return new Entry<>(
          family,
          network -> ids.apply(network).map(all -> read(all, network)),
          network -> ids.apply(network).map(all -> unread(all, network)).asKnown().orElse(Map.of()),
          rule);
    }

    private static List<Subnet> read(List<Subnet.Id> ids, Network network) {
      return ids.stream().flatMap(id -> network.subnet(id).asKnown().stream()).toList();
    }

    private static Map<String, String> unread(List<Subnet.Id> ids, Network network) {
      var unread = new TreeMap<String, String>();
      for (var id : ids) {
        if (network.subnet(id) instanceof Unread<Subnet>(var why)) {
          unread.put(id.value(), why);
        }
      }
      return unread;
    }
  }

  private static final Entry<?> CLUSTER_IS_IPV6 =
      new Entry<>(EXPOSURE, RuleBook::theCluster, new ClusterIsIpv6());

  private static final List<Entry<?>> ENTRIES =
      List.of(
          // Every node has its /80.
          new Entry<>(DELEGATION, Network::podInterfaces, new InterfaceHoldsOnePodPrefix()),
          new Entry<>(DELEGATION, Network::nodes, new NodeHasBothFamilies()),
          new Entry<>(DELEGATION, Network::nodes, new NodeHoldsPodPrefix()),
          new Entry<>(DELEGATION, Network::nodes, new NodeIsNitro()),
          Entry.ofSubnets(DELEGATION, Network::clusterSubnetIds, new NodeSubnetAssignsIpv6()),
          Entry.ofSubnets(DELEGATION, Network::prefixSubnetIds, new NodeSubnetHasRoomForPrefixes()),
          new Entry<>(DELEGATION, Network::nodeInterfaces, new PodPrefixIsSlash80()),
          new Entry<>(DELEGATION, Network::nodeInterfaces, new PodPrefixLiesInSubnet()),
          new Entry<>(DELEGATION, Network::nodes, new PodPrefixStaysWithNode()),
          new Entry<>(DELEGATION, Network::interfaces, new PodPrefixesAreDisjoint()),
          new Entry<>(DELEGATION, Network::clusterOfVpcCni, new VpcCniDelegatesPrefixes()),

          // No pod is reachable over IPv4 only, or by accident over IPv4.
          new Entry<>(EXPOSURE, Network::branchInterfaces, new BranchInterfaceHasIpv6()),
          CLUSTER_IS_IPV6,
          new Entry<>(EXPOSURE, Network::loadBalancers, new LoadBalancerSpeaksIpv6()),
          new Entry<>(EXPOSURE, Network::interfaces, new NodeClosedToIpv4Internet()),
          new Entry<>(EXPOSURE, Network::nodeInterfaces, new NodeHasNoPublicIpv4()),
          new Entry<>(EXPOSURE, Network::podInterfaces, new NodeHoldsOneIpv4()),
          Entry.ofSubnets(EXPOSURE, Network::nodeSubnetIds, new NodeSubnetAssignsNoPublicIpv4()),
          new Entry<>(EXPOSURE, Network::interfaces, new SecurityGroupsClosedToIpv4Internet()),
          new Entry<>(EXPOSURE, Network::targetGroups, new TargetGroupSpeaksIpv6()),

          // Nothing gets round the security groups.
          new Entry<>(INGRESS, RuleBook::theCluster, new ClusterEndpointClosedToInternet()),
          Entry.ofSubnets(INGRESS, Network::nodeSubnetIds, new IngressPassesInspection()),
          new Entry<>(INGRESS, Network::interfaces, new InterfaceClosedToIpv6Internet()),
          new Entry<>(INGRESS, Network::nodeInterfaces, new InterfaceGuardedByOwnGroups()),
          new Entry<>(INGRESS, Network::interfaces, new Ipv6NoWiderThanIpv4()),
          new Entry<>(INGRESS, Network::loadBalancers, new LoadBalancerGuardedBySecurityGroup()),
          new Entry<>(INGRESS, Network::loadBalancers, new LoadBalancerKeepsClientAddress()),
          Entry.ofSubnets(
              INGRESS, Network::nodeSubnetIds, new PrivateNodeLeavesByEgressOnlyGateway()),
          new Entry<>(
              INGRESS, Network::publicAccessExclusions, new PublicAccessExclusionSparesCluster()),
          new Entry<>(INGRESS, Network::interfaces, new SecurityGroupsClosedToIpv6Internet()),
          new Entry<>(INGRESS, Network::nodeInterfaces, new SourceAndDestinationChecked()));

  /// The rules of nodes and their interfaces. What they ask can be read for one node alone; every
  /// other rule waits for a check of the whole cluster.
  private static final Set<String> OF_NODES =
      Set.of(
          "branch-interface-has-ipv6",
          "interface-closed-to-ipv6-internet",
          "interface-guarded-by-own-groups",
          "interface-holds-one-pod-prefix",
          "ipv6-no-wider-than-ipv4",
          "node-closed-to-ipv4-internet",
          "node-has-both-families",
          "node-has-no-public-ipv4",
          "node-holds-one-ipv4",
          "node-holds-pod-prefix",
          "node-is-nitro",
          "pod-prefix-is-slash-80",
          "pod-prefix-lies-in-subnet",
          "pod-prefix-stays-with-node",
          "pod-prefixes-are-disjoint",
          "security-groups-closed-to-ipv4-internet",
          "security-groups-closed-to-ipv6-internet",
          "source-and-destination-checked");

  /// Those of them that weigh what the internet can open.
  private static final Set<String> OF_OPENNESS =
      Set.of(
          "interface-closed-to-ipv6-internet",
          "node-closed-to-ipv4-internet",
          "security-groups-closed-to-ipv4-internet",
          "security-groups-closed-to-ipv6-internet");

  private RuleBook() {}

  private static Fact<List<Cluster>> theCluster(Network network) {
    return Fact.known(List.of(network.cluster()));
  }

  public static List<Entry<?>> entries() {
    return ENTRIES;
  }

  /// The rule of an id.
  public static Optional<Entry<?>> rule(String id) {
    return ENTRIES.stream().filter(entry -> entry.rule().id().equals(id)).findFirst();
  }

  /// The rules that are asked within a scope.
  public static List<Entry<?>> entries(Scope scope) {
    return switch (scope) {
      case Scope.Whole _ -> ENTRIES;
      case Scope.Part part ->
          ENTRIES.stream().filter(entry -> isAsked(entry.rule().id(), part.depth())).toList();
    };
  }

  private static boolean isAsked(String rule, Scope.Depth depth) {
    return OF_NODES.contains(rule)
        && switch (depth) {
          case ALL -> true;
          case ALL_BUT_OPENNESS -> !OF_OPENNESS.contains(rule);
        };
  }

  /// Asks every rule of every subject.
  public static Judgement judge(Network network) {
    return judge(network, Scope.whole());
  }

  /// Asks every rule of every subject within a scope.
  public static Judgement judge(Network network, Scope scope) {
    return judge(network, scope, Policy.with(network.parameters()));
  }

  /// The same of everything, under a policy.
  public static Judgement judge(Network network, Policy policy) {
    return judge(network, Scope.whole(), policy);
  }

  /// The same under a policy: of the network that [Policy#applied] makes. What is exempted stands
  /// apart; it takes the network, because what an exemption leaves of a set is weighed again. Where
  /// a cluster's pods speak IPv4, only that is said.
  public static Judgement judge(Network network, Scope scope, Policy policy) {
    var hearing = new Hearing(network, scope, policy);
    if (network.cluster().maySpeakIpv6()) {
      entries(scope).forEach(hearing::ask);
    } else {
      hearing.ask(CLUSTER_IS_IPV6);
    }
    return hearing.judgement();
  }
}
