package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import slash80.blame.GroupSteps;
import slash80.blame.Step;
import slash80.facts.PrefixList;
import slash80.facts.SecurityGroup;
import slash80.ip.Prefix;
import slash80.ip.Protocol;

/// Reads calls that change the inbound rules of a security group, or the prefix lists in them.
final class GroupEffects {
  private GroupEffects() {}

  static List<Step> of(String call, JsonNode request, JsonNode response) {
    return switch (call) {
      case "AuthorizeSecurityGroupIngress" -> authorized(request, response);
      case "RevokeSecurityGroupIngress" -> revoked(request, response);
      case "ModifySecurityGroupRules" -> modified(request);
      case "ModifyManagedPrefixList" -> listed(request);
      default -> List.of();
    };
  }

  /// The response has the rules with their ids; records of older calls have the request alone.
  private static List<Step> authorized(JsonNode request, JsonNode response) {
    var made =
        shown(
            CloudTrailFields.field(response, "securityGroupRuleSet"),
            request,
            (group, rule) -> new GroupSteps.RuleAdded(group, rule));
    return made.isEmpty()
        ? asked(request, rule -> new GroupSteps.RuleAdded(group(request), rule))
        : made;
  }

  private static List<Step> revoked(JsonNode request, JsonNode response) {
    var gone =
        shown(
            CloudTrailFields.field(response, "revokedSecurityGroupRuleSet"),
            request,
            (group, rule) -> new GroupSteps.RuleRemoved(group, rule));
    var asked =
        gone.isEmpty()
            ? asked(request, rule -> new GroupSteps.RuleRemoved(group(request), rule))
            : gone;
    if (!asked.isEmpty()) {
      return asked;
    }
    var steps = new ArrayList<Step>();
    for (var node :
        CloudTrailFields.elements(CloudTrailFields.field(request, "securityGroupRuleIds"))) {
      var id = EffectReader.text(node, "securityGroupRuleId");
      steps.add(new GroupSteps.RuleOfIdRemoved(group(request), id.isEmpty() ? node.asText() : id));
    }
    return steps;
  }

  private static List<Step> modified(JsonNode request) {
    var steps = new ArrayList<Step>();
    for (var node :
        CloudTrailFields.elements(CloudTrailFields.field(request, "securityGroupRule"))) {
      var content = CloudTrailFields.field(node, "securityGroupRule");
      var id = EffectReader.text(node, "securityGroupRuleId");
      source(content)
          .map(source -> rule(content, source, Optional.of(id)))
          .ifPresent(rule -> steps.add(new GroupSteps.RuleSet(group(request), rule)));
    }
    return steps;
  }

  private static List<Step> listed(JsonNode request) {
    var added = cidrs(request, "addEntry");
    var removed = cidrs(request, "removeEntry");
    var list = new PrefixList.Id(EffectReader.text(request, "prefixListId"));
    return List.of(new GroupSteps.ListChanged(list, added, removed));
  }

  private static List<Prefix> cidrs(JsonNode request, String key) {
    return CloudTrailFields.elements(CloudTrailFields.field(request, key)).stream()
        .map(entry -> EffectReader.text(entry, "cidr"))
        .filter(cidr -> !cidr.isEmpty())
        .map(Prefix::parse)
        .toList();
  }

  @FunctionalInterface
  private interface OfRule {
    Step of(SecurityGroup.Id group, SecurityGroup.Rule rule);
  }

  private static List<Step> shown(JsonNode set, JsonNode request, OfRule step) {
    var steps = new ArrayList<Step>();
    for (var node : CloudTrailFields.elements(set)) {
      var named = EffectReader.text(node, "groupId");
      var group = named.isEmpty() ? group(request) : new SecurityGroup.Id(named);
      var id =
          Optional.of(EffectReader.text(node, "securityGroupRuleId"))
              .filter(text -> !text.isEmpty());
      if (!CloudTrailFields.isTrue(node, "isEgress")) {
        source(node).ifPresent(source -> steps.add(step.of(group, rule(node, source, id))));
      }
    }
    return steps;
  }

  /// The rules of a request: a list of permissions with several sources each, or one rule in the
  /// request itself, as older clients write it.
  private static List<Step> asked(JsonNode request, Function<SecurityGroup.Rule, Step> step) {
    var steps = new ArrayList<Step>();
    for (var permission :
        CloudTrailFields.elements(CloudTrailFields.field(request, "ipPermissions"))) {
      for (var source : sources(permission)) {
        steps.add(step.apply(rule(permission, source, Optional.empty())));
      }
    }
    var flat = EffectReader.text(request, "cidrIp");
    if (!flat.isEmpty()) {
      var source = new SecurityGroup.Source.Cidr(Prefix.parse(flat));
      steps.add(step.apply(rule(request, source, Optional.empty())));
    }
    return steps;
  }

  private static List<SecurityGroup.Source> sources(JsonNode permission) {
    var sources = new ArrayList<SecurityGroup.Source>();
    each(permission, "ipRanges", "cidrIp")
        .forEach(cidr -> sources.add(new SecurityGroup.Source.Cidr(Prefix.parse(cidr))));
    each(permission, "ipv6Ranges", "cidrIpv6")
        .forEach(cidr -> sources.add(new SecurityGroup.Source.Cidr(Prefix.parse(cidr))));
    each(permission, "prefixListIds", "prefixListId")
        .forEach(id -> sources.add(new SecurityGroup.Source.PrefixListId(new PrefixList.Id(id))));
    each(permission, "groups", "groupId")
        .forEach(id -> sources.add(new SecurityGroup.Source.Group(new SecurityGroup.Id(id))));
    return sources;
  }

  private static List<String> each(JsonNode permission, String list, String key) {
    return CloudTrailFields.elements(CloudTrailFields.field(permission, list)).stream()
        .map(element -> EffectReader.text(element, key))
        .filter(text -> !text.isEmpty())
        .toList();
  }

  private static Optional<SecurityGroup.Source> source(JsonNode rule) {
    for (String key : List.of("cidrIpv6", "cidrIpv4")) {
      var cidr = EffectReader.text(rule, key);
      if (!cidr.isEmpty()) {
        return Optional.of(new SecurityGroup.Source.Cidr(Prefix.parse(cidr)));
      }
    }
    var list = EffectReader.text(rule, "prefixListId");
    if (!list.isEmpty()) {
      return Optional.of(new SecurityGroup.Source.PrefixListId(new PrefixList.Id(list)));
    }
    var direct = EffectReader.text(rule, "referencedGroupId");
    var within = EffectReader.text(CloudTrailFields.field(rule, "referencedGroupInfo"), "groupId");
    return Optional.of(direct.isEmpty() ? within : direct)
        .filter(id -> !id.isEmpty())
        .map(id -> new SecurityGroup.Source.Group(new SecurityGroup.Id(id)));
  }

  private static SecurityGroup.Rule rule(
      JsonNode content, SecurityGroup.Source source, Optional<String> id) {
    var protocol = EffectReader.text(content, "ipProtocol");
    return protocol.equals("-1") || protocol.isEmpty()
        ? new SecurityGroup.Rule(id, -1, -1, -1, source)
        : new SecurityGroup.Rule(
            id,
            Protocol.parse(protocol),
            port(content, "fromPort"),
            port(content, "toPort"),
            source);
  }

  private static int port(JsonNode content, String key) {
    return CloudTrailFields.field(content, key).asInt(-1);
  }

  private static SecurityGroup.Id group(JsonNode request) {
    var id = EffectReader.text(request, "groupId");
    if (id.isEmpty()) {
      throw new IllegalArgumentException("the call names its group by name");
    }
    return new SecurityGroup.Id(id);
  }
}
