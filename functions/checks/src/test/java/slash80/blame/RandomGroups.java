package slash80.blame;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.PrefixList;
import slash80.facts.SecurityGroup;
import slash80.ip.Prefix;

/// Random calls on security groups and prefix lists.
final class RandomGroups extends RandomCalls {
  RandomGroups(Random dice) {
    super(dice);
  }

  private SecurityGroup.Rule rule() {
    var source = new SecurityGroup.Source.Cidr(Prefix.parse(any(SOURCES)));
    int port = any(PORTS);
    return new SecurityGroup.Rule(Optional.of("sgr-" + hex()), 6, port, port, source);
  }

  /// A rule for a range, or for a prefix list of the account.
  private SecurityGroup.Rule rule(Facts facts) {
    var lists = facts.layers().prefixLists().keySet().stream().toList();
    var rule = rule();
    return lists.isEmpty() || dice.nextInt(5) > 0
        ? rule
        : new SecurityGroup.Rule(
            rule.id(),
            6,
            rule.from(),
            rule.to(),
            new SecurityGroup.Source.PrefixListId(lists.getFirst()));
  }

  private static String json(SecurityGroup.Id group, SecurityGroup.Rule rule) {
    var source =
        switch (rule.source()) {
          case SecurityGroup.Source.Cidr(var prefix) ->
              "'%s':'%s'"
                  .formatted(prefix.toString().contains(":") ? "cidrIpv6" : "cidrIpv4", prefix);
          case SecurityGroup.Source.PrefixListId(var list) -> "'prefixListId':'%s'".formatted(list);
          case SecurityGroup.Source.Group(var other) ->
              "'referencedGroupInfo':{'groupId':'%s'}".formatted(other);
        };
    return "{'groupId':'%s','securityGroupRuleId':'%s','isEgress':false,'ipProtocol':'tcp','fromPort':%d,'toPort':%d,%s}"
        .formatted(group, rule.id().orElse("sgr-0"), rule.from(), rule.to(), source);
  }

  private static String cidr(SecurityGroup.Rule rule) {
    return rule.source() instanceof SecurityGroup.Source.Cidr(var prefix)
        ? prefix.toString()
        : "10.9.9.9/32";
  }

  Move authorize(Facts facts) {
    var group = any(securityGroups(facts)).id();
    var rule = rule(facts);
    return move(
        "AuthorizeSecurityGroupIngress",
        "{'groupId':'%s'}".formatted(group),
        "{'requestId':'r','securityGroupRuleSet':{'items':[%s]}}".formatted(json(group, rule)),
        before -> ingress(before, group, rules -> plus(rules, rule)));
  }

  /// Both halves of every address, which are two rules of one call. Its answer has no rules, as in
  /// records of older calls.
  Move halves(Facts facts) {
    var group = any(securityGroups(facts)).id();
    int port = any(PORTS);
    var rules =
        Stream.of("::/1", "8000::/1")
            .map(cidr -> new SecurityGroup.Source.Cidr(Prefix.parse(cidr)))
            .map(
                source ->
                    new SecurityGroup.Rule(Optional.of("sgr-" + hex()), 6, port, port, source))
            .toList();
    return move(
        "AuthorizeSecurityGroupIngress",
        "{'groupId':'%s','ipPermissions':{'items':[{'ipProtocol':'tcp','fromPort':%d,'toPort':%d,'ipv6Ranges':{'items':[{'cidrIpv6':'::/1'},{'cidrIpv6':'8000::/1'}]}}]}}"
            .formatted(group, port, port),
        "{'requestId':'r','_return':true}",
        before ->
            ingress(before, group, now -> plus(plus(now, rules.getFirst()), rules.getLast())));
  }

  /// A rule with a prefix list, once it has a new entry or lacks one.
  Move modifyList(Facts facts) {
    var lists = facts.layers().prefixLists();
    if (lists.isEmpty()) {
      return idle(facts);
    }
    var id =
        any(lists.keySet().stream().sorted(Comparator.comparing(PrefixList.Id::value)).toList());
    var entries = entries(facts, id);
    boolean adds = entries.size() < 2 || dice.nextInt(3) > 0;
    var cidr = adds ? Prefix.parse(any(SOURCES)) : any(entries);
    if (entries.contains(cidr) == adds) {
      return idle(facts);
    }
    return move(
        "ModifyManagedPrefixList",
        "{'ModifyManagedPrefixListRequest':{'PrefixListId':'%s','CurrentVersion':3,'%s':{'tag':1,'Cidr':'%s'}}}"
            .formatted(id, adds ? "AddEntry" : "RemoveEntry", cidr),
        "{'ModifyManagedPrefixListResponse':{'prefixList':{'prefixListId':'%s'}}}".formatted(id),
        before ->
            listed(before, id, now -> adds ? plus(without(now, cidr), cidr) : without(now, cidr)));
  }

  Move restoreList(Facts facts) {
    var lists = facts.layers().prefixLists();
    if (lists.isEmpty()) {
      return idle(facts);
    }
    var id =
        any(lists.keySet().stream().sorted(Comparator.comparing(PrefixList.Id::value)).toList());
    var restored = List.of(Prefix.parse(any(SOURCES)));
    return move(
        "RestoreManagedPrefixListVersion",
        "{'RestoreManagedPrefixListVersionRequest':{'PrefixListId':'%s','PreviousVersion':1,'CurrentVersion':3}}"
            .formatted(id),
        "{'RestoreManagedPrefixListVersionResponse':{'prefixList':{'prefixListId':'%s'}}}"
            .formatted(id),
        before -> listed(before, id, _ -> restored));
  }

  private static List<Prefix> entries(Facts facts, PrefixList.Id id) {
    return Optional.ofNullable(facts.layers().prefixLists().get(id))
        .flatMap(Fact::asKnown)
        .map(PrefixList::entries)
        .orElse(List.of());
  }

  private static Facts listed(Facts facts, PrefixList.Id id, UnaryOperator<List<Prefix>> edit) {
    return FactsEdit.prefixList(facts, id, now -> new PrefixList(id, edit.apply(now.entries())));
  }

  private static Facts ingress(
      Facts facts, SecurityGroup.Id id, UnaryOperator<List<SecurityGroup.Rule>> edit) {
    return FactsEdit.groups(
        facts,
        groups ->
            FactsEdit.each(
                groups,
                group ->
                    Optional.of(
                        group.id().equals(id)
                            ? new SecurityGroup(
                                id,
                                group.name(),
                                group.description(),
                                group.vpc(),
                                edit.apply(group.ingress()))
                            : group)));
  }

  Move revoke(Facts facts) {
    var group = any(securityGroups(facts));
    if (group.ingress().isEmpty()) {
      return idle(facts);
    }
    var rule = any(group.ingress());
    if (rule.protocol() != 6) {
      return idle(facts);
    }
    return move(
        "RevokeSecurityGroupIngress",
        "{'groupId':'%s','securityGroupRuleIds':{'items':[{'securityGroupRuleId':'%s'}]}}"
            .formatted(group.id(), rule.id().orElse("sgr-0")),
        "{'requestId':'r','revokedSecurityGroupRuleSet':{'items':[%s]}}"
            .formatted(json(group.id(), rule)),
        before ->
            ingress(
                before,
                group.id(),
                rules -> rules.stream().filter(other -> !other.equals(rule)).toList()));
  }

  Move modifyRule(Facts facts) {
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
            ingress(
                before,
                group.id(),
                rules ->
                    rules.stream()
                        .map(other -> other.id().equals(old.id()) ? rule : other)
                        .toList()));
  }
}
