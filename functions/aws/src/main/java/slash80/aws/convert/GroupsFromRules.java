package slash80.aws.convert;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// Builds security groups from the rows of DescribeSecurityGroupRules, which have one source each,
/// where DescribeSecurityGroups has all sources of a port range together.
public final class GroupsFromRules {
  private GroupsFromRules() {}

  /// The groups of these rows, with their inbound rules.
  ///
  /// @param names the names of groups, by id
  public static List<SecurityGroup> groups(
      List<SecurityGroupRule> rows, Map<String, String> names, String vpc) {
    var byGroup =
        rows.stream()
            .collect(
                Collectors.groupingBy(
                    SecurityGroupRule::groupId, TreeMap::new, Collectors.toList()));
    return byGroup.entrySet().stream()
        .map(
            entry ->
                SecurityGroup.builder()
                    .groupId(entry.getKey())
                    .groupName(names.get(entry.getKey()))
                    .vpcId(vpc)
                    .ipPermissions(inbound(entry.getValue()))
                    .build())
        .toList();
  }

  /// These groups with the inbound rules of these rows in place of their own. A group of which no
  /// row tells has none.
  public static List<SecurityGroup> withRules(
      List<SecurityGroup> groups, List<SecurityGroupRule> rows) {
    var byGroup = rows.stream().collect(Collectors.groupingBy(SecurityGroupRule::groupId));
    return groups.stream()
        .map(
            group ->
                group.toBuilder()
                    .ipPermissions(inbound(byGroup.getOrDefault(group.groupId(), List.of())))
                    .build())
        .toList();
  }

  private static List<IpPermission> inbound(List<SecurityGroupRule> rows) {
    return rows.stream()
        .filter(row -> !Boolean.TRUE.equals(row.isEgress()))
        .map(GroupsFromRules::permission)
        .toList();
  }

  private static IpPermission permission(SecurityGroupRule row) {
    var permission =
        IpPermission.builder()
            .ipProtocol(row.ipProtocol())
            .fromPort(row.fromPort())
            .toPort(row.toPort());
    if (row.cidrIpv6() != null) {
      permission.ipv6Ranges(range -> range.cidrIpv6(row.cidrIpv6()));
    }
    if (row.cidrIpv4() != null) {
      permission.ipRanges(range -> range.cidrIp(row.cidrIpv4()));
    }
    if (row.prefixListId() != null) {
      permission.prefixListIds(list -> list.prefixListId(row.prefixListId()));
    }
    if (row.referencedGroupInfo() != null) {
      permission.userIdGroupPairs(pair -> pair.groupId(row.referencedGroupInfo().groupId()));
    }
    return permission.build();
  }
}
