package slash80.facts;

import static java.util.stream.Collectors.toMap;

import java.time.Duration;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// Which instances and interfaces of the VPC are the cluster's, and what they are to it.
final class Membership {
  /// On interfaces that the VPC CNI makes
  /// (https://github.com/aws/amazon-vpc-cni-k8s#eni-tags-related-to-allocation).
  private static final String MADE_BY_CNI = "node.k8s.amazonaws.com/instance_id";

  /// What the VPC CNI calls such an interface, before the id of its instance. Instances say it of
  /// their interfaces, and no tags
  /// (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/awsutils/awsutils.go).
  private static final String CALLED_BY_CNI = "aws-K8S-";

  /// On a pod's own interface: the trunk that carries it.
  private static final String CARRIED_BY = "vpcresources.k8s.aws/trunk-eni-id";

  /// The operator of what EKS Auto Mode makes
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/amazon-ec2-managed-instances.html).
  private static final String AUTO_MODE = "eks.amazonaws.com";

  private static final Set<String> BALANCERS =
      Set.of("load_balancer", "network_load_balancer", "gateway_load_balancer");

  private final Cluster cluster;
  private final Fact<List<Node>> nodes;
  private final Map<Instance.Id, Node> nodeById;
  private final Map<NetworkInterface.Id, NetworkInterface> interfaceById;
  private final Set<SecurityGroup.Id> clusterGroups;
  private final Fact<List<NetworkInterface>> interfaces;

  Membership(Network.Facts facts, Duration settling) {
    this.cluster = facts.cluster();
    this.nodes =
        facts
            .attachments()
            .instances()
            .map(
                instances ->
                    instances.stream()
                        .filter(instance -> instance.isNodeOf(cluster.name()))
                        .map(instance -> node(instance, facts, settling))
                        .sorted(Comparator.comparing(node -> node.id().value()))
                        .toList());
    this.nodeById =
        nodes.asKnown().orElse(List.of()).stream()
            .collect(toMap(Node::id, Function.identity(), (one, _) -> one));
    this.interfaceById =
        facts.attachments().interfaces().asKnown().orElse(List.of()).stream()
            .collect(toMap(NetworkInterface::id, Function.identity(), (one, _) -> one));
    this.clusterGroups = new HashSet<>(cluster.securityGroups());
    cluster.clusterSecurityGroup().ifPresent(clusterGroups::add);
    this.interfaces =
        nodes.flatMap(
            _ ->
                facts
                    .attachments()
                    .interfaces()
                    .map(
                        all ->
                            all.stream()
                                .filter(one -> kindOf(one).isPresent())
                                .sorted(Comparator.comparing(one -> one.id().value()))
                                .toList()));
  }

  private static Node node(Instance instance, Network.Facts facts, Duration settling) {
    var settledAt = instance.launched().plus(settling);
    return new Node(instance, settledAt, facts.at().isBefore(settledAt));
  }

  /// By id.
  Fact<List<Node>> nodes() {
    return nodes;
  }

  /// Those of any kind, by id. Without the instances it cannot be told which are the cluster's.
  Fact<List<NetworkInterface>> interfaces() {
    return interfaces;
  }

  Optional<NetworkInterface> find(NetworkInterface.Id id) {
    return Optional.ofNullable(interfaceById.get(id));
  }

  Optional<Node> find(Instance.Id id) {
    return Optional.ofNullable(nodeById.get(id));
  }

  Optional<InterfaceKind> kindOf(NetworkInterface asked) {
    if (hostOf(asked).isPresent()) {
      return Optional.of(kindOnNode(asked));
    }
    if (carrierOf(asked).isPresent()) {
      return Optional.of(InterfaceKind.BRANCH);
    }
    if (!carriesClusterGroup(asked) || isOfBalancer(asked)) {
      return Optional.empty();
    }
    return Optional.of(
        asked.description().equals("Amazon EKS " + cluster.name())
            ? InterfaceKind.CONTROL_PLANE
            : InterfaceKind.FARGATE);
  }

  Optional<Node> nodeOf(NetworkInterface asked) {
    return hostOf(asked).or(() -> carrierOf(asked));
  }

  /// The node that it is plugged into.
  private Optional<Node> hostOf(NetworkInterface asked) {
    return asked.attachment().flatMap(attachment -> find(attachment.instance()));
  }

  /// The node whose trunk carries it.
  private Optional<Node> carrierOf(NetworkInterface asked) {
    return Optional.ofNullable(asked.tags().get(CARRIED_BY))
        .flatMap(trunk -> find(new NetworkInterface.Id(trunk)))
        .flatMap(this::hostOf);
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
        || asked
            .attachment()
            .filter(at -> asked.description().equals(CALLED_BY_CNI + at.instance()))
            .isPresent();
  }

  private boolean carriesClusterGroup(NetworkInterface asked) {
    return asked.vpc().equals(cluster.vpc())
        && asked.groups().stream().anyMatch(clusterGroups::contains);
  }

  private static boolean isOfBalancer(NetworkInterface asked) {
    return BALANCERS.contains(asked.interfaceType()) || asked.description().startsWith("ELB ");
  }
}
