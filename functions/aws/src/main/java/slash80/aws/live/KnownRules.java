package slash80.aws.live;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// The rules of security groups with their ids, as DescribeSecurityGroupRules lists them: a row for
/// each source, a thousand rows a page. DescribeSecurityGroups shows two hundred groups at once
/// with all they admit, but without the ids of rules.
///
/// So where earlier rows fill more than a page, the groups themselves are asked for, and the rows
/// of those that still admit the same stand; the others are asked for again. What a group admits is
/// therefore never remembered, only the ids of its rules.
final class KnownRules {
  /// The rows on one page.
  private static final int PAGE = 1000;

  /// Nothing is remembered for longer than from one sweep to the next.
  private static final Duration AGE = Duration.ofHours(1);

  private final Ec2Calls ec2;
  private final ClusterCache memory;
  private final CachedResponses<List<SecurityGroupRule>> rows = new CachedResponses<>();

  KnownRules(Ec2Calls ec2, ClusterCache memory) {
    this.ec2 = ec2;
    this.memory = memory;
  }

  /// The rows of these groups, each asked for.
  Fact<List<SecurityGroupRule>> asked(Collection<String> groups) {
    var now = memory.now();
    rows.forgetBefore(now.minus(AGE));
    return ec2.groupRules("group-id", groups)
        .map(
            found -> {
              var byGroup =
                  found.stream()
                      .map(KnownRules::slim)
                      .collect(Collectors.groupingBy(SecurityGroupRule::groupId));
              groups.forEach(id -> rows.keep(id, byGroup.getOrDefault(id, List.of()), now));
              return found;
            });
  }

  /// The rows of these groups as they are now.
  ///
  /// @param changed the groups of which something changed: their rows are asked for
  Fact<List<SecurityGroupRule>> of(Collection<String> groups, Set<String> changed) {
    var earliest = memory.now().minus(AGE);
    var known = new HashMap<String, List<SecurityGroupRule>>();
    groups.stream()
        .filter(id -> !changed.contains(id))
        .forEach(id -> rows.since(earliest, id).ifPresent(kept -> known.put(id, kept)));
    if (known.values().stream().mapToInt(List::size).sum() <= PAGE) {
      return asked(groups);
    }
    return switch (ec2.groups("group-id", known.keySet())) {
      case Fact.Unread<List<SecurityGroup>> _ -> asked(groups);
      case Fact.Known<List<SecurityGroup>>(var described) -> {
        known.keySet().retainAll(unchanged(described, known));
        var others = groups.stream().filter(id -> !known.containsKey(id)).toList();
        yield asked(others)
            .map(
                found ->
                    Stream.concat(known.values().stream().flatMap(List::stream), found.stream())
                        .toList());
      }
    };
  }

  /// The groups that admit what their rows say. A group that was deleted is not described.
  private static Set<String> unchanged(
      List<SecurityGroup> described, Map<String, List<SecurityGroupRule>> known) {
    return described.stream()
        .filter(
            group ->
                admitted(group)
                    .filter(
                        now ->
                            Optional.of(now)
                                .equals(admitted(known.getOrDefault(group.groupId(), List.of()))))
                    .isPresent())
        .map(SecurityGroup::groupId)
        .collect(Collectors.toSet());
  }

  /// Some ports and one source, as AWS writes it.
  private record Admitted(String protocol, int from, int to, String source) {}

  private static Optional<Set<Admitted>> admitted(SecurityGroup group) {
    var all = new HashSet<Admitted>();
    for (var permission : group.ipPermissions()) {
      for (var source : sources(permission)) {
        if (source == null) {
          return Optional.empty();
        }
        all.add(
            new Admitted(
                permission.ipProtocol(),
                port(permission.fromPort()),
                port(permission.toPort()),
                source));
      }
    }
    return Optional.of(all);
  }

  private static List<String> sources(IpPermission permission) {
    var sources = new ArrayList<String>();
    permission.ipRanges().forEach(range -> sources.add(range.cidrIp()));
    permission.ipv6Ranges().forEach(range -> sources.add(range.cidrIpv6()));
    permission.prefixListIds().forEach(list -> sources.add(list.prefixListId()));
    permission.userIdGroupPairs().forEach(pair -> sources.add(pair.groupId()));
    return sources;
  }

  /// Empty if a row has a source of another form.
  private static Optional<Set<Admitted>> admitted(List<SecurityGroupRule> rows) {
    var all = new HashSet<Admitted>();
    for (var row : rows) {
      if (!Boolean.TRUE.equals(row.isEgress())) {
        var source = sources(row).toList();
        if (source.size() != 1) {
          return Optional.empty();
        }
        all.add(
            new Admitted(
                row.ipProtocol(), port(row.fromPort()), port(row.toPort()), source.getFirst()));
      }
    }
    return Optional.of(all);
  }

  private static Stream<String> sources(SecurityGroupRule row) {
    var group = Optional.ofNullable(row.referencedGroupInfo()).map(info -> info.groupId());
    return Stream.of(row.cidrIpv4(), row.cidrIpv6(), row.prefixListId(), group.orElse(null))
        .filter(Objects::nonNull);
  }

  private static int port(Integer port) {
    return port == null ? -1 : port;
  }

  /// A row without what nobody asks for: a thousand groups have sixty thousand rows.
  private static SecurityGroupRule slim(SecurityGroupRule row) {
    return SecurityGroupRule.builder()
        .securityGroupRuleId(row.securityGroupRuleId())
        .groupId(row.groupId())
        .isEgress(row.isEgress())
        .ipProtocol(row.ipProtocol())
        .fromPort(row.fromPort())
        .toPort(row.toPort())
        .cidrIpv4(row.cidrIpv4())
        .cidrIpv6(row.cidrIpv6())
        .prefixListId(row.prefixListId())
        .referencedGroupInfo(row.referencedGroupInfo())
        .build();
  }
}
