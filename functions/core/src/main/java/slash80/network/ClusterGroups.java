package slash80.network;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.InstanceConnectEndpoint;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subject;

/// The security groups whose carriers reach the cluster's nodes or control plane, and whatever else
/// carries them: load balancers, EC2 Instance Connect Endpoints, bastions, nodes of other clusters.
public final class ClusterGroups {
  private final Facts facts;
  private final ClusterVpcs vpcs;
  private final Membership membership;

  ClusterGroups(Facts facts, ClusterVpcs vpcs, Membership membership) {
    this.facts = facts;
    this.vpcs = vpcs;
    this.membership = membership;
  }

  /// The interfaces that are not of the cluster and carry a group of it, and the load balancers and
  /// EC2 Instance Connect Endpoints that do so and of which no such interface is shown.
  public Fact<List<Subject>> guests() {
    var ofCluster = membership.groups();
    return membership
        .interfaces()
        .flatMap(_ -> facts.attachments().interfaces())
        .map(
            shown -> {
              var guests =
                  shown.stream()
                      .filter(item -> !membership.isOfCluster(item))
                      .filter(item -> !item.isLeftByNode())
                      .filter(item -> item.groups().stream().anyMatch(ofCluster::contains))
                      .toList();
              var subjects = new ArrayList<Subject>(guests);
              endpointsWithout(shown).stream()
                  .filter(item -> item.groups().stream().anyMatch(ofCluster::contains))
                  .forEach(subjects::add);
              described()
                  .filter(balancer -> balancer.groups().stream().anyMatch(ofCluster::contains))
                  .filter(balancer -> guests.stream().noneMatch(balancer::has))
                  .forEach(subjects::add);
              return subjects;
            });
  }

  /// The interfaces of EC2 Instance Connect Endpoints that are described but not shown: an
  /// endpoint's description names its interface, subnet and groups.
  private List<NetworkInterface> endpointsWithout(List<NetworkInterface> shown) {
    var ids = shown.stream().map(NetworkInterface::id).collect(Collectors.toSet());
    return facts.otherEntrances().instanceConnectEndpoints().asKnown().orElse(List.of()).stream()
        .filter(endpoint -> endpoint.interfaces().stream().noneMatch(ids::contains))
        .map(ClusterGroups::interfaceOf)
        .toList();
  }

  private static NetworkInterface interfaceOf(InstanceConnectEndpoint endpoint) {
    return new NetworkInterface(
        endpoint.interfaces().stream().findFirst().orElse(new NetworkInterface.Id(endpoint.id())),
        endpoint.subnet(),
        endpoint.vpc(),
        "interface",
        "EC2 Instance Connect Endpoint Network Interface " + endpoint.id(),
        Optional.empty(),
        endpoint.groups(),
        List.of(),
        List.of(),
        List.of(),
        List.of(),
        false,
        true,
        Map.of(),
        "");
  }

  /// The groups among some whose carriers are inside the cluster: its own, which EKS makes, and any
  /// group of its nodes or control plane that admits itself. Unread where none is known and a group
  /// was not read.
  public Fact<List<SecurityGroup.Id>> openingTo(List<SecurityGroup.Id> carried) {
    var ofCluster = membership.groups();
    var inside = new ArrayList<SecurityGroup.Id>();
    var unread = new TreeSet<String>();
    for (var id : carried.stream().filter(ofCluster::contains).toList()) {
      switch (vpcs.group(id)) {
        case Fact.Known<SecurityGroup>(var group) when isInside(group) -> inside.add(id);
        case Fact.Known<SecurityGroup> _ -> {}
        case Fact.Unread<SecurityGroup> _ when isOwn(id) -> inside.add(id);
        case Fact.Unread<SecurityGroup>(var why) -> unread.add(why);
      }
    }
    return inside.isEmpty() && !unread.isEmpty()
        ? Fact.unread(String.join("; ", unread))
        : Fact.known(List.copyOf(inside));
  }

  private boolean isInside(SecurityGroup group) {
    return isOwn(group.id())
        || group.ingress().stream()
            .anyMatch(rule -> rule.source().equals(new SecurityGroup.Source.Group(group.id())));
  }

  /// The load balancer that an interface belongs to.
  public Optional<LoadBalancer> balancerOf(NetworkInterface asked) {
    return described().filter(balancer -> balancer.has(asked)).findFirst();
  }

  private Stream<LoadBalancer> described() {
    return Stream.of(facts.balancing().loadBalancers(), facts.balancing().classic())
        .flatMap(balancers -> balancers.asKnown().orElse(List.of()).stream());
  }

  /// The instance that an interface is attached to, where it seems to be a node without its tag.
  public Optional<Instance.Id> untaggedHostOf(NetworkInterface asked) {
    return membership.untaggedHostOf(asked);
  }

  /// The id of the EC2 Instance Connect Endpoint that an interface belongs to
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/eice-security-groups.html).
  public Optional<String> endpointOf(NetworkInterface asked) {
    return facts.otherEntrances().instanceConnectEndpoints().asKnown().orElse(List.of()).stream()
        .filter(endpoint -> endpoint.interfaces().contains(asked.id()))
        .map(InstanceConnectEndpoint::id)
        .findFirst()
        .or(
            () ->
                Optional.of(asked)
                    .filter(NetworkInterface::isOfInstanceConnectEndpoint)
                    .map(item -> item.description().replaceFirst(".* ", "")));
  }

  /// Whether EKS made a group for the cluster.
  public boolean isOwn(SecurityGroup.Id id) {
    return facts.cluster().clusterSecurityGroup().filter(id::equals).isPresent();
  }
}
