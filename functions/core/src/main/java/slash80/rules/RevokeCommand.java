package slash80.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import slash80.facts.SecurityGroup;
import slash80.ip.IpFamily;
import slash80.ip.Protocol;
import slash80.reach.MatchingRule;

/// The command that revokes inbound rules of security groups, group by group.
final class RevokeCommand {
  private static final int MOST_RULES = 50;

  private RevokeCommand() {}

  /// Empty if there are too many rules for one command.
  static Optional<String> of(List<MatchingRule> admissions) {
    var byGroup = new LinkedHashMap<SecurityGroup.Id, List<SecurityGroup.Rule>>();
    for (var admission : admissions) {
      byGroup.computeIfAbsent(admission.group().id(), _ -> new ArrayList<>()).add(admission.rule());
    }
    return admissions.isEmpty() || admissions.size() > MOST_RULES
        ? Optional.empty()
        : Optional.of(
            ShellCommand.chain(
                byGroup.entrySet().stream()
                    .map(entry -> revoke(entry.getKey(), entry.getValue()))
                    .toList()));
  }

  private static ShellCommand revoke(SecurityGroup.Id group, List<SecurityGroup.Rule> rules) {
    var command =
        ShellCommand.aws("ec2", "revoke-security-group-ingress").with("--group-id", group);
    var ids = rules.stream().flatMap(rule -> rule.id().stream()).toList();
    return ids.size() == rules.size()
        ? command.with("--security-group-rule-ids", ids)
        : command.with("--ip-permissions", rules.stream().map(RevokeCommand::permission).toList());
  }

  /// One rule in the shorthand syntax of the AWS CLI.
  private static String permission(SecurityGroup.Rule rule) {
    var protocol = rule.protocol() < 0 ? "-1" : Protocol.name(rule.protocol());
    var ports =
        rule.protocol() < 0 ? "" : ",FromPort=%d,ToPort=%d".formatted(rule.from(), rule.to());
    return "IpProtocol=" + protocol + ports + "," + source(rule.source());
  }

  private static String source(SecurityGroup.Source source) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == IpFamily.IPV6 ->
          "Ipv6Ranges=[{CidrIpv6=%s}]".formatted(prefix);
      case SecurityGroup.Source.Cidr(var prefix) -> "IpRanges=[{CidrIp=%s}]".formatted(prefix);
      case SecurityGroup.Source.PrefixListId(var id) ->
          "PrefixListIds=[{PrefixListId=%s}]".formatted(id);
      case SecurityGroup.Source.Group(var id) -> "UserIdGroupPairs=[{GroupId=%s}]".formatted(id);
    };
  }
}
