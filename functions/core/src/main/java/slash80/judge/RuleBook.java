package slash80.judge;

import static slash80.rule.Family.DELEGATION;
import static slash80.rule.Family.EXPOSURE;
import static slash80.rule.Family.INGRESS;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.Subject;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.network.Network;
import slash80.network.Scope;
import slash80.rule.ComparisonRule;
import slash80.rule.Family;
import slash80.rule.PacketRule;
import slash80.rule.Rule;
import slash80.rules.BranchInterfaceHasIpv6;
import slash80.rules.ClusterEndpointClosedToInternet;
import slash80.rules.ClusterGroupsGuardClusterOnly;
import slash80.rules.ClusterIsIpv6;
import slash80.rules.IngressPassesInspection;
import slash80.rules.InterfaceClosedToGlobalAccelerator;
import slash80.rules.InterfaceClosedToIpv6Internet;
import slash80.rules.InterfaceGuardedByOwnGroups;
import slash80.rules.InterfaceHoldsOnePodPrefix;
import slash80.rules.Ipv6NoWiderThanIpv4;
import slash80.rules.LoadBalancerGroupsApplyToPrivateLink;
import slash80.rules.LoadBalancerGuardedBySecurityGroup;
import slash80.rules.LoadBalancerKeepsClientAddress;
import slash80.rules.LoadBalancerSpeaksIpv6;
import slash80.rules.NodeClosedToIpv4Internet;
import slash80.rules.NodeHasBothFamilies;
import slash80.rules.NodeHasNoPublicIpv4;
import slash80.rules.NodeHoldsOneIpv4;
import slash80.rules.NodeHoldsPodPrefix;
import slash80.rules.NodeIsNitro;
import slash80.rules.NodeSubnetAssignsIpv6;
import slash80.rules.NodeSubnetAssignsNoPublicIpv4;
import slash80.rules.NodeSubnetHasRoomForPrefixes;
import slash80.rules.PodPrefixIsSlash80;
import slash80.rules.PodPrefixLiesInSubnet;
import slash80.rules.PodPrefixStaysWithNode;
import slash80.rules.PodPrefixesAreDisjoint;
import slash80.rules.PrivateNodeLeavesByEgressOnlyGateway;
import slash80.rules.PublicAccessExclusionSparesCluster;
import slash80.rules.SecurityGroupsClosedToIpv4Internet;
import slash80.rules.SecurityGroupsClosedToIpv6Internet;
import slash80.rules.SourceAndDestinationChecked;
import slash80.rules.TargetGroupSpeaksIpv6;
import slash80.rules.VpcCniDelegatesPrefixes;

/// The list of all rules, by family and id, with the subjects that each rule judges. A new rule is
/// a line here; its scope follows from the kind of its subjects.
public final class RuleBook {

  /// A rule in the book.
  ///
  /// @param kind the type of its subjects
  /// @param subjects the subjects of a network
  /// @param missing subjects that could not be read, by id, with the reason
  public record Entry<S extends Subject>(
      Family family,
      Class<S> kind,
      Function<Network, Fact<List<S>>> subjects,
      Function<Network, Map<String, String>> missing,
      Rule<S> rule) {

    /// Whether the rule is judged when only a part of a cluster is read: its subjects are nodes or
    /// interfaces. Every other rule waits for a check of the whole cluster.
    boolean isAskedInPart() {
      return kind == Node.class || kind == NetworkInterface.class || kind == Subject.class;
    }

    /// Whether the rule needs every node: its subjects are nodes, or follow from the nodes.
    boolean isAboutNodes() {
      return family == DELEGATION && kind != Cluster.class;
    }

    /// Whether the rule rates packets from the internet, for which routes and ACLs have to be read.
    boolean isOfOpenness() {
      return rule instanceof PacketRule;
    }

    /// Whether a partial read that shows no violation proves that there is none.
    public boolean isConclusiveInPart() {
      return !(rule instanceof ComparisonRule);
    }
  }

  private static final List<Entry<?>> ENTRIES =
      Stream.of(
              // Every node has its /80.
              of(
                  DELEGATION,
                  podInterfaces(new InterfaceHoldsOnePodPrefix()),
                  nodes(new NodeHasBothFamilies()),
                  nodes(new NodeHoldsPodPrefix()),
                  nodes(new NodeIsNitro()),
                  launchSubnets(new NodeSubnetAssignsIpv6()),
                  prefixSubnets(new NodeSubnetHasRoomForPrefixes()),
                  nodeInterfaces(new PodPrefixIsSlash80()),
                  nodeInterfaces(new PodPrefixLiesInSubnet()),
                  nodes(new PodPrefixStaysWithNode()),
                  interfaces(new PodPrefixesAreDisjoint()),
                  clusterOfVpcCni(new VpcCniDelegatesPrefixes())),

              // No pod is reachable over IPv4 only, or by accident over IPv4.
              of(
                  EXPOSURE,
                  branchInterfaces(new BranchInterfaceHasIpv6()),
                  cluster(new ClusterIsIpv6()),
                  everyLoadBalancer(new LoadBalancerSpeaksIpv6()),
                  interfaces(new NodeClosedToIpv4Internet()),
                  nodeInterfaces(new NodeHasNoPublicIpv4()),
                  podInterfaces(new NodeHoldsOneIpv4()),
                  nodeSubnets(new NodeSubnetAssignsNoPublicIpv4()),
                  interfaces(new SecurityGroupsClosedToIpv4Internet()),
                  targetGroups(new TargetGroupSpeaksIpv6())),

              // Nothing bypasses the security groups.
              of(
                  INGRESS,
                  cluster(new ClusterEndpointClosedToInternet()),
                  guests(new ClusterGroupsGuardClusterOnly()),
                  nodeSubnets(new IngressPassesInspection()),
                  interfaces(new InterfaceClosedToGlobalAccelerator()),
                  interfaces(new InterfaceClosedToIpv6Internet()),
                  nodeInterfaces(new InterfaceGuardedByOwnGroups()),
                  interfaces(new Ipv6NoWiderThanIpv4()),
                  loadBalancers(new LoadBalancerGroupsApplyToPrivateLink()),
                  loadBalancers(new LoadBalancerGuardedBySecurityGroup()),
                  loadBalancers(new LoadBalancerKeepsClientAddress()),
                  nodeSubnets(new PrivateNodeLeavesByEgressOnlyGateway()),
                  exclusions(new PublicAccessExclusionSparesCluster()),
                  interfaces(new SecurityGroupsClosedToIpv6Internet()),
                  nodeInterfaces(new SourceAndDestinationChecked())))
          .flatMap(entries -> entries)
          .toList();

  private RuleBook() {}

  @SafeVarargs
  @SuppressWarnings("varargs")
  private static Stream<Entry<?>> of(Family family, Function<Family, Entry<?>>... rules) {
    return Arrays.stream(rules).map(rule -> rule.apply(family));
  }

  private static Function<Family, Entry<?>> nodes(Rule<Node> rule) {
    return asked(Node.class, Network::nodes, rule);
  }

  /// Every interface that may belong to the cluster, the control plane's and Fargate pods' among
  /// them.
  private static Function<Family, Entry<?>> interfaces(Rule<NetworkInterface> rule) {
    return asked(NetworkInterface.class, Network::interfaces, rule);
  }

  private static Function<Family, Entry<?>> nodeInterfaces(Rule<NetworkInterface> rule) {
    return asked(NetworkInterface.class, Network::nodeInterfaces, rule);
  }

  private static Function<Family, Entry<?>> podInterfaces(Rule<NetworkInterface> rule) {
    return asked(NetworkInterface.class, Network::podInterfaces, rule);
  }

  private static Function<Family, Entry<?>> branchInterfaces(Rule<NetworkInterface> rule) {
    return asked(NetworkInterface.class, Network::branchInterfaces, rule);
  }

  private static Function<Family, Entry<?>> loadBalancers(Rule<LoadBalancer> rule) {
    return asked(LoadBalancer.class, network -> network.entrances().loadBalancers(), rule);
  }

  /// The load balancers, and the Classic Load Balancers that only their interfaces show.
  private static Function<Family, Entry<?>> everyLoadBalancer(Rule<LoadBalancer> rule) {
    return family ->
        new Entry<>(
            family,
            LoadBalancer.class,
            network -> network.entrances().loadBalancers(),
            network -> network.entrances().unreadClassicLoadBalancers(),
            rule);
  }

  private static Function<Family, Entry<?>> targetGroups(Rule<TargetGroup> rule) {
    return asked(TargetGroup.class, network -> network.entrances().targetGroups(), rule);
  }

  private static Function<Family, Entry<?>> exclusions(Rule<PublicAccessExclusion> rule) {
    return asked(PublicAccessExclusion.class, Network::publicAccessExclusions, rule);
  }

  private static Function<Family, Entry<?>> cluster(Rule<Cluster> rule) {
    return asked(Cluster.class, network -> Fact.known(List.of(network.cluster())), rule);
  }

  /// The interfaces and load balancers that carry a group of the cluster and are not of it.
  private static Function<Family, Entry<?>> guests(Rule<Subject> rule) {
    return asked(Subject.class, network -> network.clusterGroups().guests(), rule);
  }

  /// The cluster, unless EKS runs its networking or does not manage the add-on.
  private static Function<Family, Entry<?>> clusterOfVpcCni(Rule<Cluster> rule) {
    return asked(Cluster.class, Network::clusterOfVpcCni, rule);
  }

  private static Function<Family, Entry<?>> nodeSubnets(Rule<Subnet> rule) {
    return subnets(Network::nodeSubnetIds, rule);
  }

  private static Function<Family, Entry<?>> prefixSubnets(Rule<Subnet> rule) {
    return subnets(Network::prefixSubnetIds, rule);
  }

  private static Function<Family, Entry<?>> launchSubnets(Rule<Subnet> rule) {
    return subnets(Network::launchSubnetIds, rule);
  }

  private static <S extends Subject> Function<Family, Entry<?>> asked(
      Class<S> kind, Function<Network, Fact<List<S>>> subjects, Rule<S> rule) {
    return family -> new Entry<>(family, kind, subjects, _ -> Map.of(), rule);
  }

  /// Subnets are known by their ids, so that the readable ones are judged even if others were not
  /// read.
  private static Function<Family, Entry<?>> subnets(
      Function<Network, Fact<List<Subnet.Id>>> ids, Rule<Subnet> rule) {
    return family ->
        new Entry<>(
            family,
            Subnet.class,
            network -> ids.apply(network).map(otherIds -> read(otherIds, network)),
            network ->
                ids.apply(network)
                    .map(otherIds -> unread(otherIds, network))
                    .asKnown()
                    .orElse(Map.of()),
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

  public static List<Entry<?>> entries() {
    return ENTRIES;
  }

  /// The entry of a rule's id.
  public static Optional<Entry<?>> rule(String id) {
    return ENTRIES.stream().filter(entry -> entry.rule().id().equals(id)).findFirst();
  }

  /// The rules that are judged within a scope.
  public static List<Entry<?>> entries(Scope scope) {
    return switch (scope) {
      case Scope.Whole _ -> ENTRIES;
      case Scope.Partial part ->
          ENTRIES.stream()
              .filter(Entry::isAskedInPart)
              .filter(entry -> isRead(entry, part.depth()))
              .toList();
    };
  }

  private static boolean isRead(Entry<?> entry, Scope.Depth depth) {
    return switch (depth) {
      case ALL -> true;
      case WITHOUT_EXPOSURE -> !entry.isOfOpenness();
    };
  }

  /// Judges every subject by every rule.
  public static Judgement judge(Network network) {
    return judge(network, Scope.whole());
  }

  /// Judges every subject within a scope.
  public static Judgement judge(Network network, Scope scope) {
    return judge(network, scope, Policy.with(network.parameters()));
  }

  /// Judges every subject within a scope under a policy, in the network that [Policy#applied]
  /// makes. Exempted findings are listed apart; an exemption of some packets has the rest rated
  /// again. For a cluster whose pods use IPv4, that alone is reported.
  public static Judgement judge(Network network, Scope scope, Policy policy) {
    var evaluator = new Evaluator(network, scope, policy);
    if (network.cluster().maySpeakIpv6()) {
      evaluator.check(entries(scope));
    } else {
      evaluator.check(
          ENTRIES.stream().filter(entry -> entry.rule() instanceof ClusterIsIpv6).toList());
    }
    return evaluator.judgement();
  }
}
