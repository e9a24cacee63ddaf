package slash80.aws.live;

import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import slash80.aws.convert.GroupsFromRules;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// The security groups that interfaces and load balancers carry, including groups of other VPCs. No
/// other group admits packets. Interfaces give the name of a group, and DescribeSecurityGroupRules
/// gives its rules with their ids, which saves the call for the groups. Only groups without rules,
/// and groups that no interface names, are asked for themselves.
///
/// @param asked the ids of the groups that were asked for themselves
record GroupsInUse(
    Fact<List<SecurityGroup>> groups, Fact<List<SecurityGroupRule>> rules, Set<String> asked) {

  /// If AWS refuses the rules, the groups themselves show them, without the rules' ids.
  ///
  /// @param rows finds the rules of groups
  /// @param names by group id; an empty name does not matter
  static GroupsInUse read(
      Ec2Calls ec2,
      Function<Collection<String>, Fact<List<SecurityGroupRule>>> rows,
      Vpc.Id vpc,
      Map<String, String> names) {
    var rules = rows.apply(names.keySet());
    var made =
        rules.asKnown().stream()
            .flatMap(found -> GroupsFromRules.groups(found, names, vpc.value()).stream())
            .filter(group -> group.groupName() != null)
            .toList();
    var asked = new TreeSet<>(names.keySet());
    made.forEach(group -> asked.remove(group.groupId()));
    return new GroupsInUse(
        ec2.groups("group-id", asked)
            .map(others -> Stream.concat(made.stream(), others.stream()).toList()),
        rules,
        asked);
  }

  /// The names of groups by id, as interfaces give them.
  static Map<String, String> names(Stream<GroupIdentifier> carried) {
    var names = new LinkedHashMap<String, String>();
    carried.forEach(group -> names.putIfAbsent(group.groupId(), group.groupName()));
    return names;
  }
}
