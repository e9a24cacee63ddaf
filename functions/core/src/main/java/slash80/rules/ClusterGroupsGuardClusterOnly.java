package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subject;
import slash80.facts.Trilean;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.reach.AdmittedPackets;
import slash80.reach.Reach;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A cluster's security group admits everything that carries it, so whatever else carries the group
/// is a way into the cluster.
public final class ClusterGroupsGuardClusterOnly implements Rule<Subject> {

  @Override
  public Card card() {
    return medium("A cluster's security groups should guard its own interfaces only")
        .scale("MEDIUM, HIGH for an EC2 Instance Connect Endpoint or what the internet reaches")
        .passes("only the cluster's nodes, pods and control plane use groups that admit themselves")
        .fails(
            "a load balancer, an EC2 Instance Connect Endpoint, another instance or the like uses"
                + " one too")
        .unchecked("the interfaces or the security groups could not be read")
        .risk("Whatever reaches that interface can reach every port of the nodes from there.")
        .fix(
            "Give it a group of its own, and admit that group to the ports that it needs"
                + " (ec2:AuthorizeSecurityGroupIngress).")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html");
  }

  @Override
  public Verdict judge(Subject guest, Network network) {
    return switch (network.clusterGroups().openingTo(carriedBy(guest))) {
      case Unread(var why) -> undecided(why);
      case Known(var groups) when groups.isEmpty() -> upheld();
      case Known(var groups) -> isInside(guest, groups, network);
    };
  }

  private static List<SecurityGroup.Id> carriedBy(Subject guest) {
    return switch (guest) {
      case NetworkInterface networkInterface -> networkInterface.groups();
      case LoadBalancer balancer -> balancer.groups();
      default -> List.of();
    };
  }

  private static Verdict isInside(Subject guest, List<SecurityGroup.Id> groups, Network network) {
    var group = groups.getFirst();
    var isOpen =
        Trilean.any(
            Stream.of(IpFamily.values())
                .map(family -> network.isOfInternet(arriving(guest, family, network)))
                .toList());
    var violated =
        violated(
                "%s carries %s%s%s",
                name(guest, network),
                name(group, network),
                consequence(guest, network),
                notChecked(guest, isOpen, network))
            .as(
                isOpen.equals(Fact.known(false)) && !isOfInstanceConnectEndpoint(guest, network)
                    ? MEDIUM
                    : HIGH)
            .causedBy(group.value())
            .at(group.value(), "%s carries it".formatted(guest.subjectId()));
    for (var id :
        guest instanceof NetworkInterface item ? owner(item, network) : List.<String>of()) {
      violated = violated.at(id, "has the interface");
    }
    return fix(guest, groups, network).map(violated::remedy).orElse(violated);
  }

  private static String name(Subject guest, Network network) {
    if (!(guest instanceof NetworkInterface item)) {
      return "load balancer " + guest.subjectId();
    }
    if (item.isOfLoadBalancer()) {
      return item.id() + " of a load balancer";
    }
    var kind = isOfInstanceConnectEndpoint(item, network) ? "EC2 Instance Connect Endpoint " : "";
    return item.id()
        + owner(item, network).stream().map(id -> " of " + kind + id).collect(Collectors.joining());
  }

  /// The id of the endpoint or the instance that has an interface; empty where none is known.
  private static List<String> owner(NetworkInterface item, Network network) {
    return network
        .clusterGroups()
        .endpointOf(item)
        .or(() -> item.attachment().map(at -> at.instance().value()))
        .stream()
        .toList();
  }

  private static String name(SecurityGroup.Id group, Network network) {
    return network.clusterGroups().isOwn(group)
        ? "%s, the security group of %s".formatted(group, network.cluster().name())
        : "%s, a security group of the nodes that admits itself".formatted(group);
  }

  private static String consequence(Subject guest, Network network) {
    return guest instanceof NetworkInterface item
        ? network
            .clusterGroups()
            .untaggedHostOf(item)
            .map(
                host ->
                    ", but %s has no tag of a cluster: if it is a node, its tag is missing and it was not checked"
                        .formatted(host))
            .orElse(", and is not of the cluster: whatever reaches it is inside")
        : ": whatever reaches it is inside the cluster";
  }

  private static String notChecked(Subject guest, Fact<Boolean> isOpen, Network network) {
    return isOpen instanceof Unread<Boolean>(var why)
            && !isOfInstanceConnectEndpoint(guest, network)
        ? "; not checked: whether the internet reaches it (%s)".formatted(why)
        : "";
  }

  /// Inbound rules do not keep anyone from such an endpoint
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html).
  private static boolean isOfInstanceConnectEndpoint(Subject guest, Network network) {
    return guest instanceof NetworkInterface item
        && network.clusterGroups().endpointOf(item).isPresent();
  }

  /// The packets from the internet that arrive at a guest. Those at an interface of a load balancer
  /// arrive at its listeners.
  private static AdmittedPackets arriving(Subject guest, IpFamily family, Network network) {
    return switch (guest) {
      case NetworkInterface item ->
          network
              .clusterGroups()
              .balancerOf(item)
              .map(balancer -> network.entrances().arriving(balancer, family))
              .orElseGet(() -> arriving(network.reach(item, family)));
      case LoadBalancer balancer -> network.entrances().arriving(balancer, family);
      default -> throw new IllegalArgumentException(guest.subjectId());
    };
  }

  private static AdmittedPackets arriving(Reach reach) {
    return new AdmittedPackets(reach.open(), reach.open().union(reach.unknown()), reach.unread());
  }

  /// Tags a node whose tag is missing, and takes the groups off anything else. Empty where no group
  /// would be left, or where a service manages the interface.
  private static Optional<String> fix(
      Subject guest, List<SecurityGroup.Id> groups, Network network) {
    var rest = new ArrayList<>(carriedBy(guest));
    rest.removeAll(groups);
    return switch (guest) {
      case NetworkInterface item -> fix(item, rest, network);
      case LoadBalancer balancer when !rest.isEmpty() && !balancer.type().equals("classic") ->
          Optional.of(
              ShellCommand.aws("elbv2", "set-security-groups")
                  .with("--load-balancer-arn", balancer.arn())
                  .with("--security-groups", rest)
                  .text());
      case LoadBalancer balancer when !rest.isEmpty() ->
          Optional.of(
              ShellCommand.aws("elb", "apply-security-groups-to-load-balancer")
                  .with("--load-balancer-name", balancer.name())
                  .with("--security-groups", rest)
                  .text());
      default -> Optional.empty();
    };
  }

  private static Optional<String> fix(
      NetworkInterface item, List<SecurityGroup.Id> rest, Network network) {
    var untagged = network.clusterGroups().untaggedHostOf(item);
    if (untagged.isPresent()) {
      return Optional.of(
          ShellCommand.aws("ec2", "create-tags")
              .with("--resources", untagged.get())
              .with(
                  "--tags",
                  "Key=kubernetes.io/cluster/%s,Value=owned".formatted(network.cluster().name()))
              .text());
    }
    if (rest.isEmpty() || !item.operator().isEmpty() || item.isOfLoadBalancer()) {
      return Optional.empty();
    }
    return Optional.of(
        network
            .clusterGroups()
            .endpointOf(item)
            .map(
                endpoint ->
                    ShellCommand.aws("ec2", "modify-instance-connect-endpoint")
                        .with("--instance-connect-endpoint-id", endpoint)
                        .with("--security-group-ids", rest))
            .orElseGet(
                () ->
                    ShellCommand.aws("ec2", "modify-network-interface-attribute")
                        .with("--network-interface-id", item.id())
                        .with("--groups", rest))
            .text());
  }
}
