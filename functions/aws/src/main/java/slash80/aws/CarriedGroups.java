package slash80.aws;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// The security groups that interfaces and load balancers carry, those of other VPCs among them: no
/// others let anybody in. A group is its name, which the interfaces say, and its rules, which are
/// read with their ids: a call less than reading groups and rules. Every group has rules unless
/// somebody took them all; those without any are asked for by themselves, and so are those that an
/// interface does not name.
///
/// @param asked the ids of those
record CarriedGroups(
    Fact<List<SecurityGroup>> groups, Fact<List<SecurityGroupRule>> rules, Set<String> asked) {

  /// Where the rules are refused, the groups tell of them without their ids.
  ///
  /// @param names by id; empty where it does not matter
  static CarriedGroups read(Ec2Calls ec2, Vpc.Id vpc, Map<String, String> names) {
    var rules = ec2.groupRules("group-id", names.keySet());
    var made =
        rules.asKnown().stream()
            .flatMap(rows -> RuleRows.groups(rows, names, vpc.value()).stream())
            .filter(group -> group.groupName() != null)
            .toList();
    var asked = new TreeSet<>(names.keySet());
    made.forEach(group -> asked.remove(group.groupId()));
    return new CarriedGroups(
        ec2.groups("group-id", asked)
            .map(others -> Stream.concat(made.stream(), others.stream()).toList()),
        rules,
        asked);
  }

  /// What interfaces say of their groups.
  static Map<String, String> names(Stream<GroupIdentifier> carried) {
    var names = new LinkedHashMap<String, String>();
    carried.forEach(group -> names.putIfAbsent(group.groupId(), group.groupName()));
    return names;
  }
}
