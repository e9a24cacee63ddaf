package slash80.aws.snapshot;

import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slash80.aws.Ipv6Blocks;
import slash80.aws.ResourceIds;
import slash80.aws.convert.AwsResponses;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.ManagedPrefixList;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The VPCs of the resources in a snapshot. A resource that a file shows outside any VPC (a
/// detached gateway, a prefix list that nothing names) has none.
final class SnapshotVpcLookup {
  private final Map<String, Set<String>> vpcs = new TreeMap<>();
  private final AwsResponses answers;

  SnapshotVpcLookup(SnapshotFolder folder, AwsResponses answers) {
    this.answers = answers;
    all(answers.layers().basis().vpcs()).forEach(vpc -> put(vpc.vpcId(), vpc.vpcId()));
    all(answers.layers().basis().subnets())
        .forEach(subnet -> put(subnet.subnetId(), subnet.vpcId()));
    all(answers.layers().path().acls()).forEach(acl -> put(acl.networkAclId(), acl.vpcId()));
    all(answers.layers().path().internetGateways())
        .forEach(
            gateway -> {
              put(gateway.internetGatewayId());
              gateway.attachments().forEach(to -> put(gateway.internetGatewayId(), to.vpcId()));
            });
    putEgressOnlyGateways();
    putInterfaces();
    putGroups();
    putLists(folder);
    putBalancers();
    all(answers.layers().path().exclusions())
        .forEach(
            vpcBlockPublicAccessExclusion ->
                putAll(
                    vpcBlockPublicAccessExclusion.exclusionId(),
                    ResourceIds.last(vpcBlockPublicAccessExclusion.resourceArn())));
  }

  Fact<Set<Vpc.Id>> of(Collection<String> ids) {
    var found = new HashSet<Vpc.Id>();
    for (var id : ids) {
      var vpcs = vpcsOf(id);
      if (vpcs.isEmpty()) {
        return Fact.unread(id + ": no file of the snapshot shows its VPC");
      }
      vpcs.get().forEach(vpc -> found.add(new Vpc.Id(vpc)));
    }
    return Fact.known(Set.copyOf(found));
  }

  private Optional<Set<String>> vpcsOf(String id) {
    return Ipv6Blocks.parse(id)
        .map(prefix -> Ipv6Blocks.vpcsContaining(prefix, all(answers.layers().basis().vpcs())))
        .filter(holding -> !holding.isEmpty())
        .or(() -> Optional.ofNullable(vpcs.get(ResourceIds.parent(id))));
  }

  private static <T> List<T> all(Fact<List<T>> answer) {
    return answer.asKnown().orElse(List.of());
  }

  /// Puts a resource that is in no VPC, as far as is known.
  private Set<String> put(String id) {
    return vpcs.computeIfAbsent(id, _ -> new HashSet<>());
  }

  /// @param vpc null where the file does not name a VPC
  private void put(String id, @Nullable String vpc) {
    var known = put(id);
    if (vpc != null) {
      known.add(vpc);
    }
  }

  /// Puts a resource into the VPCs of another one.
  private void putAll(String id, String where) {
    if (vpcs.containsKey(where)) {
      vpcs.get(where).forEach(vpc -> put(id, vpc));
    }
  }

  private void putEgressOnlyGateways() {
    for (var gateway : all(answers.layers().path().egressOnlyGateways())) {
      put(gateway.egressOnlyInternetGatewayId());
      gateway.attachments().forEach(to -> put(gateway.egressOnlyInternetGatewayId(), to.vpcId()));
    }
  }

  private void putInterfaces() {
    for (var instance : all(answers.attachments().instances())) {
      if (instance.vpcId() != null) {
        put(instance.instanceId(), instance.vpcId());
      }
      for (var networkInterface : instance.networkInterfaces()) {
        put(networkInterface.networkInterfaceId(), networkInterface.vpcId());
        networkInterface.groups().forEach(group -> put(group.groupId(), networkInterface.vpcId()));
      }
    }
    for (var networkInterface : interfaces()) {
      put(networkInterface.networkInterfaceId(), networkInterface.vpcId());
      networkInterface.groups().forEach(group -> put(group.groupId(), networkInterface.vpcId()));
      Stream.concat(
              Stream.ofNullable(networkInterface.association()),
              networkInterface.privateIpAddresses().stream().map(address -> address.association()))
          .filter(Objects::nonNull)
          .filter(association -> association.allocationId() != null)
          .forEach(association -> put(association.allocationId(), networkInterface.vpcId()));
    }
  }

  private List<NetworkInterface> interfaces() {
    return answers.attachments().interfaces().map(SnapshotVpcLookup::all).orElse(List.of());
  }

  private void putGroups() {
    all(answers.layers().basis().groups()).forEach(group -> put(group.groupId(), group.vpcId()));
    all(answers.layers().basis().groupRules())
        .forEach(rule -> putAll(rule.securityGroupRuleId(), rule.groupId()));
  }

  private void putLists(SnapshotFolder folder) {
    Fact<List<ManagedPrefixList>> lists =
        folder.all(
            CliCommand.DESCRIBE_MANAGED_PREFIX_LISTS,
            DescribeManagedPrefixListsResponse::prefixLists,
            ManagedPrefixList::prefixListId);
    all(lists).forEach(list -> put(list.prefixListId()));
    answers.layers().prefixLists().responses().keySet().forEach(this::put);
    for (var group : all(answers.layers().basis().groups())) {
      for (var permission : group.ipPermissions()) {
        permission.prefixListIds().forEach(list -> putAll(list.prefixListId(), group.groupId()));
      }
    }
    for (var table : all(answers.layers().path().routeTables())) {
      put(table.routeTableId(), table.vpcId());
      table.routes().stream()
          .filter(route -> route.destinationPrefixListId() != null)
          .forEach(route -> put(route.destinationPrefixListId(), table.vpcId()));
    }
  }

  private void putBalancers() {
    all(answers.balancing().balancers())
        .forEach(loadBalancer -> put(loadBalancer.loadBalancerArn(), loadBalancer.vpcId()));
    for (var group : all(answers.balancing().groups())) {
      put(group.targetGroupArn(), group.vpcId());
      group.loadBalancerArns().forEach(balancer -> putAll(group.targetGroupArn(), balancer));
    }
  }
}
