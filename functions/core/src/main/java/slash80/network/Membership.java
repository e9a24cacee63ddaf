package slash80.network;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Attachments;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.SecurityGroup;
import slash80.facts.Subject;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;

/// The cluster's members among the instances and interfaces of its VPC, and the kind of each
/// interface.
final class Membership {
  /// The tag of interfaces that the VPC CNI makes
  /// (https://github.com/aws/amazon-vpc-cni-k8s#eni-tags-related-to-allocation).
  private static final String MADE_BY_CNI = "node.k8s.amazonaws.com/instance_id";

  /// The description of such an interface, before the id of its instance. describe-instances
  /// returns an interface's description and no tags
  /// (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/awsutils/awsutils.go).
  private static final String CALLED_BY_CNI = "aws-K8S-";

  /// The tag of interfaces that Cilium makes in ENI mode, and the description that it gives them
  /// before the id of their instance (https://docs.cilium.io/en/stable/network/concepts/ipam/eni).
  private static final String MADE_BY_CILIUM = "io.cilium/cilium-managed";

  private static final String CALLED_BY_CILIUM = "Cilium-CNI (";

  /// The operator of the interfaces that EKS Auto Mode makes
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-managed-instances.html).
  private static final String AUTO_MODE = "eks.amazonaws.com";

  private final Cluster cluster;
  private final Fact<List<Node>> nodes;
  private final Set<Instance.Id> untagged;
  private final Map<Instance.Id, Node> nodeById;
  private final Map<NetworkInterface.Id, NetworkInterface> interfaceById;
  private final Set<SecurityGroup.Id> clusterGroups;
  private final Fact<List<NetworkInterface>> interfaces;
  private final Map<Instance.Id, List<NetworkInterface>> byNode = new HashMap<>();
  private final Map<Instance.Id, List<NetworkInterface>> podInterfacesByNode = new HashMap<>();
  private final IdentityHashMap<NetworkInterface, InterfaceKind> kinds = new IdentityHashMap<>();
  private final Fact<List<NetworkInterface>> nodeInterfaces;
  private final Fact<List<NetworkInterface>> podInterfaces;
  private final Fact<List<NetworkInterface>> branchInterfaces;
  private final Fact<List<Subnet.Id>> nodeSubnets;
  private final Fact<List<Subnet.Id>> prefixSubnets;
  private final Fact<List<Subnet.Id>> clusterSubnets;
  private final Map<Subnet.Id, List<NetworkInterface>> bySubnet = new HashMap<>();

  Membership(Cluster cluster, Attachments attachments, Instant at, Duration settling) {
    this.cluster = cluster;
    this.nodes =
        attachments
            .instances()
            .map(
                instances ->
                    instances.stream()
                        .filter(instance -> instance.isNodeOf(cluster.name()))
                        .map(instance -> node(instance, at, settling))
                        .sorted(Comparator.comparing(node -> node.id().value()))
                        .toList());
    this.untagged =
        attachments.instances().asKnown().orElse(List.of()).stream()
            .filter(instance -> Instance.clusters(instance.tags()).isEmpty())
            .map(Instance::id)
            .collect(Collectors.toSet());
    this.nodeById =
        nodes.asKnown().orElse(List.of()).stream()
            .collect(toMap(Node::id, Function.identity(), (first, _) -> first));
    this.interfaceById =
        attachments.interfaces().asKnown().orElse(List.of()).stream()
            .collect(toMap(NetworkInterface::id, Function.identity(), (first, _) -> first));
    this.clusterGroups = new HashSet<>(cluster.securityGroups());
    cluster.clusterSecurityGroup().ifPresent(clusterGroups::add);
    this.interfaces =
        nodes.flatMap(
            _ ->
                attachments
                    .interfaces()
                    .map(
                        networkInterfaces ->
                            networkInterfaces.stream()
                                .filter(candidate -> noteKind(candidate).isPresent())
                                .sorted(Comparator.comparing(member -> member.id().value()))
                                .toList()));
    for (var member : interfaces.asKnown().orElse(List.of())) {
      bySubnet.computeIfAbsent(member.subnet(), _ -> new ArrayList<>()).add(member);
      hostOf(member)
          .ifPresent(node -> byNode.computeIfAbsent(node.id(), _ -> new ArrayList<>()).add(member));
    }
    bySubnet.replaceAll((_, members) -> List.copyOf(members));
    byNode.replaceAll((_, members) -> List.copyOf(members));
    byNode.forEach((node, members) -> podInterfacesByNode.put(node, podInterfacesAmong(members)));
    this.nodeInterfaces = interfacesThat(InterfaceKind::isOfNode);
    this.podInterfaces = interfacesThat(InterfaceKind::holdsPodPrefix);
    this.branchInterfaces = interfacesThat(kind -> kind == InterfaceKind.BRANCH);
    this.nodeSubnets = nodeInterfaces.map(Membership::subnetsOf).map(Membership::sorted);
    this.prefixSubnets = podInterfaces.map(Membership::subnetsOf).map(Membership::sorted);
    this.clusterSubnets =
        prefixSubnets
            .map(ofPrefixes -> Stream.concat(ofPrefixes.stream(), cluster.subnets().stream()))
            .map(Membership::sorted);
  }

  private static Node node(Instance instance, Instant at, Duration settling) {
    var settledAt = instance.launched().plus(settling);
    return new Node(instance, settledAt, at.isBefore(settledAt));
  }

  /// The cluster's nodes, by id.
  Fact<List<Node>> nodes() {
    return nodes;
  }

  /// The cluster's interfaces, of any kind, by id. Unread when the instances were not read, which
  /// say which interfaces belong to the cluster.
  Fact<List<NetworkInterface>> interfaces() {
    return interfaces;
  }

  /// The interfaces attached to nodes, by id.
  Fact<List<NetworkInterface>> nodeInterfaces() {
    return nodeInterfaces;
  }

  /// The interfaces that the CNI delegates prefixes to, by id.
  Fact<List<NetworkInterface>> podInterfaces() {
    return podInterfaces;
  }

  /// The interfaces that carry one pod each, by id.
  Fact<List<NetworkInterface>> branchInterfaces() {
    return branchInterfaces;
  }

  private Fact<List<NetworkInterface>> interfacesThat(Predicate<InterfaceKind> kinds) {
    return interfaces.map(members -> members.stream().filter(isOf(kinds)).toList());
  }

  private Predicate<NetworkInterface> isOf(Predicate<InterfaceKind> kinds) {
    return networkInterface -> kindOf(networkInterface).filter(kinds).isPresent();
  }

  /// The subnets of the nodes' interfaces, by id.
  Fact<List<Subnet.Id>> nodeSubnets() {
    return nodeSubnets;
  }

  /// The subnets that EC2 takes the nodes' prefixes from, by id.
  Fact<List<Subnet.Id>> prefixSubnets() {
    return prefixSubnets;
  }

  /// The subnets of the nodes' prefixes and those that the cluster was given, by id.
  Fact<List<Subnet.Id>> clusterSubnets() {
    return clusterSubnets;
  }

  private static Stream<Subnet.Id> subnetsOf(List<NetworkInterface> interfaces) {
    return interfaces.stream().map(NetworkInterface::subnet);
  }

  private static List<Subnet.Id> sorted(Stream<Subnet.Id> ids) {
    return ids.distinct().sorted(Comparator.comparing(Subnet.Id::value)).toList();
  }

  /// Whether an exclusion from block public access names the cluster's VPC or a subnet of its
  /// nodes.
  Fact<Boolean> isOfCluster(PublicAccessExclusion exclusion) {
    return exclusion.resource().equals(cluster.vpc().value())
        ? Fact.known(true)
        : nodeSubnets().map(subnets -> subnets.contains(new Subnet.Id(exclusion.resource())));
  }

  /// The tags of a subject. An interface attached to a node also has the tags of the instance,
  /// except those whose key it sets itself: EC2 does not always tag an instance's interfaces.
  Fact<Map<String, String>> tagsOf(Subject subject) {
    return switch (subject) {
      case Node node -> Fact.known(node.instance().tags());
      case NetworkInterface networkInterface -> Fact.known(tagsOf(networkInterface));
      case Subnet subnet -> Fact.known(subnet.tags());
      case LoadBalancer balancer -> balancer.tags();
      case TargetGroup group -> group.tags();
      case Cluster asked -> Fact.known(asked.tags());
      case PublicAccessExclusion exclusion -> Fact.known(exclusion.tags());
    };
  }

  private Map<String, String> tagsOf(NetworkInterface networkInterface) {
    var tags = new HashMap<String, String>();
    hostOf(networkInterface).ifPresent(node -> tags.putAll(node.instance().tags()));
    tags.putAll(networkInterface.tags());
    return tags;
  }

  /// The cluster's interfaces, of any kind, in one subnet, by id.
  Fact<List<NetworkInterface>> interfacesIn(Subnet.Id subnet) {
    return interfaces.map(_ -> bySubnet.getOrDefault(subnet, List.of()));
  }

  /// The interfaces attached to a node, by id.
  Fact<List<NetworkInterface>> interfacesOf(Node node) {
    return interfaces.map(_ -> byNode.getOrDefault(node.id(), List.of()));
  }

  /// The primary and pod interfaces of a node, by id: those that hold its pods' prefixes.
  Fact<List<NetworkInterface>> podInterfacesOf(Node node) {
    return interfaces.map(_ -> podInterfacesByNode.getOrDefault(node.id(), List.of()));
  }

  private List<NetworkInterface> podInterfacesAmong(List<NetworkInterface> attached) {
    return attached.stream().filter(isOf(InterfaceKind::holdsPodPrefix)).toList();
  }

  Fact<NetworkInterface> primaryInterfaceOf(Node node) {
    return interfacesOf(node)
        .flatMap(
            attached ->
                Fact.found(
                    attached.stream()
                        .filter(isOf(kind -> kind == InterfaceKind.PRIMARY))
                        .findFirst(),
                    "the primary interface of " + node.id()));
  }

  Optional<Node> find(Instance.Id id) {
    return Optional.ofNullable(nodeById.get(id));
  }

  Optional<InterfaceKind> kindOf(NetworkInterface asked) {
    var known = Optional.ofNullable(kinds.get(asked));
    return known.isPresent() ? known : kind(asked);
  }

  private Optional<InterfaceKind> noteKind(NetworkInterface candidate) {
    var kind = kind(candidate);
    kind.ifPresent(found -> kinds.put(candidate, found));
    return kind;
  }

  private Optional<InterfaceKind> kind(NetworkInterface asked) {
    if (hostOf(asked).isPresent()) {
      return Optional.of(kindOnNode(asked));
    }
    if (carrierOf(asked).isPresent()) {
      return Optional.of(InterfaceKind.BRANCH);
    }
    if (isOfFargate(asked)) {
      return Optional.of(InterfaceKind.FARGATE);
    }
    if (!carriesClusterGroup(asked) || asked.isOfLoadBalancer()) {
      return Optional.empty();
    }
    return Optional.of(
        asked.description().equals("Amazon EKS " + cluster.name())
            ? InterfaceKind.CONTROL_PLANE
            : InterfaceKind.GUEST);
  }

  /// Whether EKS made an interface for a pod on AWS Fargate. A pod may have groups of its own
  /// (https://docs.aws.amazon.com/eks/latest/userguide/security-groups-for-pods.html) and its
  /// interface names no cluster, so each cluster of the VPC counts it.
  private boolean isOfFargate(NetworkInterface asked) {
    return asked.vpc().equals(cluster.vpc()) && asked.isOfFargate();
  }

  Optional<Node> nodeOf(NetworkInterface asked) {
    return hostOf(asked).or(() -> carrierOf(asked));
  }

  /// The node that an interface is attached to.
  Optional<Node> hostOf(NetworkInterface asked) {
    return asked.attachment().flatMap(attachment -> find(attachment.instance()));
  }

  /// The node whose trunk carries a branch interface.
  private Optional<Node> carrierOf(NetworkInterface asked) {
    return asked.trunk().map(interfaceById::get).flatMap(this::hostOf);
  }

  private static InterfaceKind kindOnNode(NetworkInterface asked) {
    if (asked.isPrimary()) {
      return InterfaceKind.PRIMARY;
    }
    if (asked.interfaceType().equals("trunk")) {
      return InterfaceKind.TRUNK;
    }
    return isMadeByCni(asked) || asked.operator().equals(AUTO_MODE)
        ? InterfaceKind.POD
        : InterfaceKind.OTHER;
  }

  private static boolean isMadeByCni(NetworkInterface asked) {
    return asked.tags().containsKey(MADE_BY_CNI)
        || asked.tags().containsKey(MADE_BY_CILIUM)
        || asked.description().startsWith(CALLED_BY_CILIUM)
        || asked
            .attachment()
            .filter(at -> asked.description().equals(CALLED_BY_CNI + at.instance()))
            .isPresent();
  }

  /// Whether an interface is the cluster's own: its nodes', its pods' or its control plane's.
  boolean isOfCluster(NetworkInterface asked) {
    return kindOf(asked).filter(kind -> kind != InterfaceKind.GUEST).isPresent();
  }

  /// The security groups of the cluster: its own, and those that its nodes carry.
  Set<SecurityGroup.Id> groups() {
    var groups = new HashSet<>(clusterGroups);
    nodeInterfaces().asKnown().orElse(List.of()).forEach(node -> groups.addAll(node.groups()));
    return groups;
  }

  /// The instance that an interface is attached to, where it seems to be a node whose tags are
  /// missing: it has the cluster's own group, stands in a subnet of the cluster, and has no tag of
  /// any cluster.
  Optional<Instance.Id> untaggedHostOf(NetworkInterface asked) {
    return asked
        .attachment()
        .map(NetworkInterface.Attachment::instance)
        .filter(untagged::contains)
        .filter(_ -> cluster.clusterSecurityGroup().filter(asked.groups()::contains).isPresent())
        .filter(
            _ -> clusterSubnets().map(ids -> ids.contains(asked.subnet())).asKnown().orElse(false));
  }

  /// The reason why nodes may be missing from the facts: EC2 hides the instances that EKS Auto Mode
  /// manages unless a call asks for them
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_DescribeInstances.html).
  Optional<String> whyNodesMayBeHidden() {
    if (!cluster.autoMode()) {
      return Optional.empty();
    }
    var isShown =
        nodes.asKnown().orElse(List.of()).stream()
            .anyMatch(node -> node.instance().operator().equals(AUTO_MODE));
    return !isShown && nodes.asKnown().isPresent()
        ? Optional.of(
            "no instance of EKS Auto Mode is shown: they are hidden unless ec2:DescribeInstances is"
                + " asked for them with IncludeManagedResources")
        : Optional.empty();
  }

  /// Notes for the report where no node is recognised.
  List<String> notes() {
    var hasNone = nodes.map(List::isEmpty).asKnown().orElse(false);
    return hasNone && !cluster.autoMode() && fargateInterfaces().isEmpty()
        ? List.of(
            "no instance in %s has a tag of %s, so no node was checked"
                .formatted(cluster.vpc(), cluster.name()))
        : List.of();
  }

  private List<NetworkInterface> fargateInterfaces() {
    return interfacesThat(kind -> kind == InterfaceKind.FARGATE).asKnown().orElse(List.of());
  }

  private boolean carriesClusterGroup(NetworkInterface asked) {
    return asked.vpc().equals(cluster.vpc())
        && asked.groups().stream().anyMatch(clusterGroups::contains);
  }
}
