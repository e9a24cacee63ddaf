package slash80.aws.convert;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.facts.Fact;
import slash80.facts.NetworkAcl;
import slash80.facts.PrefixList;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkAclAssociation;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;

/// Converts the packet filters of a VPC: security groups and network ACLs.
record FilterFacts(Vpc.Id vpc) {

  /// The groups that something in the VPC carries. A group can belong to another VPC
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html). A group that
  /// nothing carries admits no packets, but the group of AWS Global Accelerator is known by its
  /// name wherever a rule names it as the source.
  ///
  /// @param carried the ids of these groups
  Fact<List<SecurityGroup>> groups(AwsResponses.Basis responses, Set<String> carried) {
    var ids = ruleIds(responses.groupRules().asKnown().orElse(List.of()));
    return FactList.convert(
        responses.groups(),
        group ->
            carried.contains(group.groupId())
                || SecurityGroup.ACCELERATORS.equals(group.groupName()),
        group ->
            new SecurityGroup(
                new SecurityGroup.Id(group.groupId()),
                Optional.ofNullable(group.groupName()).orElse(""),
                Optional.ofNullable(group.description()).orElse(""),
                new Vpc.Id(group.vpcId()),
                rules(group.groupId(), group.ipPermissions(), ids)),
        group -> group.id().value());
  }

  /// The content of a rule: DescribeSecurityGroups shows it without the rule's id.
  private record RuleContent(
      String group, int protocol, int from, int to, SecurityGroup.Source source) {}

  private static Map<RuleContent, String> ruleIds(List<SecurityGroupRule> rules) {
    var ids = new HashMap<RuleContent, String>();
    for (var rule : rules) {
      var source = source(rule);
      if (!Boolean.TRUE.equals(rule.isEgress()) && source.isPresent()) {
        int protocol = protocol(rule.ipProtocol());
        var content =
            new RuleContent(
                rule.groupId(), protocol, port(rule.fromPort()), port(rule.toPort()), source.get());
        ids.put(content, rule.securityGroupRuleId());
      }
    }
    return ids;
  }

  private static Optional<SecurityGroup.Source> source(SecurityGroupRule rule) {
    if (rule.cidrIpv6() != null) {
      return Optional.of(new SecurityGroup.Source.Cidr(Prefix.parse(rule.cidrIpv6())));
    }
    if (rule.cidrIpv4() != null) {
      return Optional.of(new SecurityGroup.Source.Cidr(Prefix.parse(rule.cidrIpv4())));
    }
    if (rule.prefixListId() != null) {
      return Optional.of(
          new SecurityGroup.Source.PrefixListId(new PrefixList.Id(rule.prefixListId())));
    }
    return Optional.ofNullable(rule.referencedGroupInfo())
        .map(group -> new SecurityGroup.Source.Group(new SecurityGroup.Id(group.groupId())));
  }

  private static List<SecurityGroup.Rule> rules(
      String group, List<IpPermission> permissions, Map<RuleContent, String> ids) {
    var rules = new ArrayList<SecurityGroup.Rule>();
    for (var permission : permissions) {
      int protocol = protocol(permission.ipProtocol());
      int from = port(permission.fromPort());
      int to = port(permission.toPort());
      for (var source : sources(permission)) {
        var id = Optional.ofNullable(ids.get(new RuleContent(group, protocol, from, to, source)));
        rules.add(new SecurityGroup.Rule(id, protocol, from, to, source));
      }
    }
    return rules;
  }

  private static List<SecurityGroup.Source> sources(IpPermission permission) {
    var sources = new ArrayList<SecurityGroup.Source>();
    for (var range : permission.ipRanges()) {
      sources.add(new SecurityGroup.Source.Cidr(Prefix.parse(range.cidrIp())));
    }
    for (var range : permission.ipv6Ranges()) {
      sources.add(new SecurityGroup.Source.Cidr(Prefix.parse(range.cidrIpv6())));
    }
    for (var list : permission.prefixListIds()) {
      sources.add(new SecurityGroup.Source.PrefixListId(new PrefixList.Id(list.prefixListId())));
    }
    for (var pair : permission.userIdGroupPairs()) {
      var group = Optional.ofNullable(pair.groupId()).orElse(pair.groupName());
      sources.add(new SecurityGroup.Source.Group(new SecurityGroup.Id(group)));
    }
    return sources;
  }

  private static int protocol(String text) {
    return text.equals("-1") ? -1 : Protocol.parse(text);
  }

  private static int port(Integer port) {
    return port == null ? -1 : port;
  }

  Fact<List<NetworkAcl>> acls(AwsResponses.Path responses) {
    return FactList.convert(
        responses.acls(),
        acl -> vpc.value().equals(acl.vpcId()),
        acl ->
            new NetworkAcl(
                new NetworkAcl.Id(acl.networkAclId()),
                new Vpc.Id(acl.vpcId()),
                acl.associations().stream()
                    .filter(association -> association.subnetId() != null)
                    .map(association -> new Subnet.Id(association.subnetId()))
                    .sorted(Comparator.comparing(Subnet.Id::value))
                    .toList(),
                acl.entries().stream().map(FilterFacts::entry).toList(),
                named(acl.associations())),
        acl -> acl.id().value());
  }

  private static Map<String, String> named(List<NetworkAclAssociation> associations) {
    var named = new HashMap<String, String>();
    for (var association : associations) {
      if (association.networkAclAssociationId() != null && association.subnetId() != null) {
        named.put(association.networkAclAssociationId(), association.subnetId());
      }
    }
    return named;
  }

  private static NetworkAcl.Entry entry(NetworkAclEntry entry) {
    var cidr = entry.ipv6CidrBlock() != null ? entry.ipv6CidrBlock() : entry.cidrBlock();
    if (cidr == null) {
      throw new IllegalArgumentException("rule %d has no CIDR".formatted(entry.ruleNumber()));
    }
    return new NetworkAcl.Entry(
        entry.ruleNumber(),
        Boolean.TRUE.equals(entry.egress())
            ? NetworkAcl.Direction.OUTBOUND
            : NetworkAcl.Direction.INBOUND,
        switch (entry.ruleActionAsString()) {
          case "allow" -> NetworkAcl.Action.ALLOW;
          case "deny" -> NetworkAcl.Action.DENY;
          case null, default ->
              throw new IllegalArgumentException("RuleAction is " + entry.ruleActionAsString());
        },
        protocol(entry.protocol()),
        Optional.ofNullable(entry.portRange()).flatMap(range -> ports(range.from(), range.to())),
        Optional.ofNullable(entry.icmpTypeCode()).map(code -> code.type()),
        Prefix.parse(cidr));
  }

  /// -1, or no port at all, stands for every port.
  private static Optional<PortRange> ports(Integer from, Integer to) {
    return port(from) < 0 ? Optional.empty() : Optional.of(new PortRange(from, port(to)));
  }
}
