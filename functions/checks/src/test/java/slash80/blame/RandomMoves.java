package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import slash80.facts.Facts;
import slash80.facts.NetworkAcl;
import slash80.facts.SecurityGroup;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// Random calls on an account: any of those that the template forwards, on any resource.
final class RandomMoves extends RandomCalls {
  private final RandomRoutes routes;
  private final RandomInterfaces interfaces;

  RandomMoves(Random dice) {
    super(dice);
    this.routes = new RandomRoutes(dice);
    this.interfaces = new RandomInterfaces(dice);
  }

  /// A call that makes sense on this account.
  Move on(Facts facts) {
    return switch (dice.nextInt(34)) {
      case 0, 1, 2, 3, 4 -> authorize(facts);
      case 5 -> revoke(facts);
      case 6 -> modifyRule(facts);
      case 7, 8, 9 -> routes.createRoute(facts);
      case 10 -> routes.replaceRoute(facts);
      case 11 -> routes.deleteRoute(facts);
      case 12 -> routes.associate(facts);
      case 13, 14 -> createEntry(facts);
      case 15 -> deleteEntry(facts);
      case 16, 17 -> interfaces.groups(facts);
      case 18 -> interfaces.check(facts);
      case 19 -> interfaces.address(facts);
      case 20 -> interfaces.assign(facts);
      case 21 -> interfaces.subnet(facts);
      case 22 -> interfaces.mode();
      case 23 -> routes.gateway(facts);
      case 24 -> interfaces.terminate(facts);
      default -> idle(facts);
    };
  }

  // Security groups

  private SecurityGroup.Rule rule() {
    var source = new SecurityGroup.Source.Cidr(Prefix.parse(any(SOURCES)));
    int port = any(PORTS);
    return new SecurityGroup.Rule(Optional.of("sgr-" + hex()), 6, port, port, source);
  }

  private String hex() {
    return "%017x".formatted(0xabcd000L + dice.nextInt(1 << 24));
  }

  private static String json(SecurityGroup.Id group, SecurityGroup.Rule rule) {
    var cidr = cidr(rule);
    return "{'groupId':'%s','securityGroupRuleId':'%s','isEgress':false,'ipProtocol':'tcp','fromPort':%d,'toPort':%d,'%s':'%s'}"
        .formatted(
            group,
            rule.id().orElse("sgr-0"),
            rule.from(),
            rule.to(),
            cidr.contains(":") ? "cidrIpv6" : "cidrIpv4",
            cidr);
  }

  private static String cidr(SecurityGroup.Rule rule) {
    return rule.source() instanceof SecurityGroup.Source.Cidr(var prefix)
        ? prefix.toString()
        : "10.9.9.9/32";
  }

  private Move authorize(Facts facts) {
    var group = any(securityGroups(facts)).id();
    var rule = rule();
    return move(
        "AuthorizeSecurityGroupIngress",
        "{'groupId':'%s'}".formatted(group),
        "{'requestId':'r','securityGroupRuleSet':{'items':[%s]}}".formatted(json(group, rule)),
        before -> GroupSteps.ingress(before, group, rules -> plus(rules, rule)));
  }

  private Move revoke(Facts facts) {
    var group = any(securityGroups(facts));
    if (group.ingress().isEmpty()) {
      return idle(facts);
    }
    var rule = any(group.ingress());
    if (!(rule.source() instanceof SecurityGroup.Source.Cidr) || rule.protocol() != 6) {
      return idle(facts);
    }
    return move(
        "RevokeSecurityGroupIngress",
        "{'groupId':'%s','securityGroupRuleIds':{'items':[{'securityGroupRuleId':'%s'}]}}"
            .formatted(group.id(), rule.id().orElse("sgr-0")),
        "{'requestId':'r','revokedSecurityGroupRuleSet':{'items':[%s]}}"
            .formatted(json(group.id(), rule)),
        before ->
            GroupSteps.ingress(
                before,
                group.id(),
                rules -> rules.stream().filter(other -> !other.equals(rule)).toList()));
  }

  private Move modifyRule(Facts facts) {
    var group = any(securityGroups(facts));
    var known = group.ingress().stream().filter(rule -> rule.id().isPresent()).toList();
    if (known.isEmpty()) {
      return idle(facts);
    }
    var old = any(known);
    var fresh = rule();
    var rule =
        new SecurityGroup.Rule(
            old.id(), fresh.protocol(), fresh.from(), fresh.to(), fresh.source());
    var cidr = cidr(rule);
    return move(
        "ModifySecurityGroupRules",
        "{'ModifySecurityGroupRulesRequest':{'GroupId':'%s','SecurityGroupRule':{'tag':1,'SecurityGroupRuleId':'%s','SecurityGroupRule':{'IpProtocol':'tcp','FromPort':%d,'ToPort':%d,'%s':'%s'}}}}"
            .formatted(
                group.id(),
                old.id().orElseThrow(),
                rule.from(),
                rule.to(),
                cidr.contains(":") ? "CidrIpv6" : "CidrIpv4",
                cidr),
        "{'requestId':'r'}",
        before ->
            GroupSteps.ingress(
                before,
                group.id(),
                rules ->
                    rules.stream()
                        .map(other -> other.id().equals(old.id()) ? rule : other)
                        .toList()));
  }

  // Network ACLs

  private Move createEntry(Facts facts) {
    var acl = any(acls(facts));
    int rule = dice.nextInt(60, 130);
    var direction =
        dice.nextInt(4) == 0 ? NetworkAcl.Direction.OUTBOUND : NetworkAcl.Direction.INBOUND;
    if (acl.entries().stream()
        .anyMatch(entry -> entry.ruleNumber() == rule && entry.direction() == direction)) {
      return idle(facts);
    }
    var cidr = any(SOURCES);
    int port = any(PORTS);
    boolean allows = dice.nextInt(3) > 0;
    var entry =
        new NetworkAcl.Entry(
            rule,
            direction,
            allows ? NetworkAcl.Action.ALLOW : NetworkAcl.Action.DENY,
            6,
            Optional.of(new PortRange(port, port)),
            Optional.empty(),
            Prefix.parse(cidr));
    return move(
        "CreateNetworkAclEntry",
        "{'networkAclId':'%s','ruleNumber':%d,'egress':%s,'ruleAction':'%s','portRange':{'from':%d,'to':%d},'aclProtocol':'6','%s':'%s'}"
            .formatted(
                acl.id(),
                rule,
                direction == NetworkAcl.Direction.OUTBOUND,
                allows ? "allow" : "deny",
                port,
                port,
                cidr.contains(":") ? "ipv6CidrBlock" : "cidrBlock",
                cidr),
        "{'requestId':'r','_return':true}",
        before -> acl(before, acl.id(), entries -> plus(entries, entry)));
  }

  private Move deleteEntry(Facts facts) {
    var acl = any(acls(facts));
    var entries = acl.entries().stream().filter(entry -> entry.ruleNumber() < 32_767).toList();
    if (entries.isEmpty()) {
      return idle(facts);
    }
    var entry = any(entries);
    return move(
        "DeleteNetworkAclEntry",
        "{'networkAclId':'%s','ruleNumber':%d,'egress':%s}"
            .formatted(
                acl.id(), entry.ruleNumber(), entry.direction() == NetworkAcl.Direction.OUTBOUND),
        "{'requestId':'r','_return':true}",
        before ->
            acl(
                before,
                acl.id(),
                all -> all.stream().filter(other -> !other.equals(entry)).toList()));
  }

  private static Facts acl(
      Facts facts, NetworkAcl.Id id, UnaryOperator<List<NetworkAcl.Entry>> edit) {
    return FactsEdit.acls(
        facts,
        acls ->
            FactsEdit.each(
                acls,
                acl ->
                    Optional.of(
                        acl.id().equals(id)
                            ? new NetworkAcl(
                                id, acl.vpc(), acl.subnets(), edit.apply(acl.entries()))
                            : acl)));
  }
}
