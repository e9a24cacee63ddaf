package slash80.check.event;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.settle.ResourceState.ABSENT;
import static slash80.check.settle.ResourceState.PRESENT;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.snapshot.Snapshot;
import slash80.check.settle.ChangedResource;
import slash80.check.settle.ExpectedState;
import slash80.check.settle.ResourceState;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.ip.Prefix;

/// Tests of the states that calls leave behind, compared with the example account.
final class ExpectationTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private final Snapshot account = Snapshot.open(EXAMPLE);
  private final Facts facts = account.read(account.clusters().getFirst(), AT);

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '"',
      textBlock =
          """
          AuthorizeSecurityGroupIngress | {} | {'securityGroupRuleSet':{'items':[{'groupId':'sg-1','securityGroupRuleId':'sgr-1','isEgress':false}]}} | THERE sgr-1 of sg-1
          AuthorizeSecurityGroupIngress | {} | {'securityGroupRuleSet':{'items':[{'groupId':'sg-1','securityGroupRuleId':'sgr-1','isEgress':true}]}} | ""
          RevokeSecurityGroupIngress    | {} | {'revokedSecurityGroupRuleSet':{'items':[{'groupId':'sg-1','securityGroupRuleId':'sgr-1'}]}} | GONE sgr-1 of sg-1
          RevokeSecurityGroupIngress    | {'groupId':'sg-1'} | {'_return':true} | ""
          AssignIpv6Addresses   | {} | {'networkInterfaceId':'eni-1','assignedIpv6PrefixSet':{'items':['2001:db8::/80']},'assignedIpv6Addresses':{}} | THERE 2001:db8::/80 of eni-1
          AssignIpv6Addresses   | {} | {'networkInterfaceId':'eni-1','assignedIpv6PrefixSet':{'item':'2001:db8::/80'}} | THERE 2001:db8::/80 of eni-1
          AssignIpv6Addresses   | {} | {'networkInterfaceId':'eni-1','assignedIpv6Addresses':{'items':['2001:db8::1']}} | THERE 2001:db8::1 of eni-1
          AssignIpv6Addresses   | {} | {'networkInterfaceId':'eni-1','assignedIpv6Addresses':{'items':['nonsense']}} | ""
          UnassignIpv6Addresses | {} | {'networkInterfaceId':'eni-1','unassignedIpv6PrefixSet':{'items':['2001:db8::/80']}} | GONE 2001:db8::/80 of eni-1
          RevokeSecurityGroupIngress    | {'groupId':'sg-1','securityGroupRuleIds':{'items':[{'securityGroupRuleId':'sgr-1'}]}} | {'_return':true} | GONE sgr-1 of sg-1
          ModifySecurityGroupRules      | {'ModifySecurityGroupRulesRequest':{'GroupId':'sg-1','SecurityGroupRule':{'tag':1,'SecurityGroupRuleId':'sgr-1','SecurityGroupRule':{'IpProtocol':'tcp','FromPort':443,'ToPort':443,'CidrIpv6':'::/0'}}}} | {} | [::/0 443 443] sgr-1 of sg-1
          ModifySecurityGroupRules      | {'ModifySecurityGroupRulesRequest':{'GroupId':'sg-1','SecurityGroupRule':[{'tag':1,'SecurityGroupRuleId':'sgr-1','SecurityGroupRule':{'IpProtocol':'-1','FromPort':0,'ToPort':0,'CidrIpv4':'10.0.0.0/8'}},{'tag':2,'SecurityGroupRuleId':'sgr-2','SecurityGroupRule':{'IpProtocol':'icmpv6','PrefixListId':'pl-1'}}]}} | {} | [10.0.0.0/8 -1 -1] sgr-1 of sg-1, [pl-1 -1 -1] sgr-2 of sg-1
          ModifySecurityGroupRules      | {'ModifySecurityGroupRulesRequest':{'GroupId':'sg-1','SecurityGroupRule':{'tag':1,'SecurityGroupRuleId':'sgr-1','SecurityGroupRule':{'Description':'words'}}}} | {} | ""
          AssociateAddress | {'allocationId':'eipalloc-1','networkInterfaceId':'eni-1'} | {} | THERE the public IPv4 of eni-1
          AssociateAddress | {'allocationId':'eipalloc-1','instanceId':'i-1'} | {} | ""
          ModifyNetworkInterfaceAttribute | {'networkInterfaceId':'eni-1','groupSet':{'items':[{'groupId':'sg-2'}]}} | {} | [sg-2] the groups of eni-1
          ModifyNetworkInterfaceAttribute | {'networkInterfaceId':'eni-1','sourceDestCheck':{'value':false}} | {} | ""
          CreateRoute  | {'routeTableId':'rtb-1','destinationIpv6CidrBlock':'2000::/3','gatewayId':'igw-1'} | {} | [igw-1] 2000::/3 of rtb-1
          ReplaceRoute | {'routeTableId':'rtb-1','destinationIpv6CidrBlock':'::/0','egressOnlyInternetGatewayId':'eigw-1'} | {} | [eigw-1] ::/0 of rtb-1
          ReplaceRoute | {'routeTableId':'rtb-1','destinationCidrBlock':'0.0.0.0/0','instanceId':'i-1'} | {} | THERE 0.0.0.0/0 of rtb-1
          AssociateRouteTable | {'routeTableId':'rtb-1','subnetId':'subnet-1'} | {} | [rtb-1] the table of subnet-1
          AssociateRouteTable | {'routeTableId':'rtb-1','gatewayId':'igw-1'} | {} | ""
          CreateNetworkAclEntry  | {'networkAclId':'acl-1','ruleNumber':90,'egress':false,'ruleAction':'allow','aclProtocol':'6','ipv6CidrBlock':'::/0'} | {} | [ALLOW ::/0] entry 90 of acl-1
          ReplaceNetworkAclEntry | {'networkAclId':'acl-1','ruleNumber':'90','egress':'true','ruleAction':'deny','aclProtocol':'6','cidrBlock':'10.0.0.0/8'} | {} | [DENY 10.0.0.0/8] entry 90 of acl-1
          DeleteNetworkAclEntry  | {'networkAclId':'acl-1','egress':false} | {} | ""
          DeleteNetworkAclEntry  | {'networkAclId':'acl-1','ruleNumber':90,'egress':false} | {} | GONE entry 90 of acl-1
          CreateRoute | {'routeTableId':'rtb-1','destinationIpv6CidrBlock':'2000::/3'} | {} | THERE 2000::/3 of rtb-1
          DeleteRoute | {'routeTableId':'rtb-1','destinationCidrBlock':'0.0.0.0/0'} | {} | GONE 0.0.0.0/0 of rtb-1
          CreateSubnet | {} | {} | ""
          """)
  void a_call_implies_that_a_resource_is_present_or_absent(
      String name, String request, String response, String expected) {
    var change = EventReader.read(call(name).asking(request).answering(response).event(), AT);
    assertEquals(
        expected,
        change.expected().stream()
            .map(expectedState -> words(expectedState.state()) + " " + expectedState)
            .collect(Collectors.joining(", ")));
  }

  private static String words(ResourceState state) {
    return switch (state) {
      case ResourceState.Absent _ -> "GONE";
      case ResourceState.Present _ -> "THERE";
      case ResourceState.With(ChangedResource.RuleContent(var source, var from, var to)) ->
          "[%s %d %d]".formatted(words(source), from, to);
      case ResourceState.With(ChangedResource.EntryContent(var action, var cidr)) ->
          "[%s %s]".formatted(action, cidr);
      case ResourceState.With(Set<?> bounds) -> bounds.toString();
      case ResourceState.With(var how) -> "[%s]".formatted(how);
    };
  }

  private static String words(SecurityGroup.Source source) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) -> prefix.toString();
      case SecurityGroup.Source.PrefixListId(var id) -> id.toString();
      case SecurityGroup.Source.Group(var id) -> id.toString();
    };
  }

  @Test
  void a_reading_that_shows_it_or_does_not_speak_of_it_is_believed() {
    var node =
        facts.attachments().interfaces().asKnown().orElseThrow().stream()
            .filter(networkInterface -> !networkInterface.ipv6Prefixes().isEmpty())
            .findFirst()
            .orElseThrow();
    var held = new ChangedResource.HeldPrefix(node.id(), node.ipv6Prefixes().getFirst());
    var other = new ChangedResource.HeldPrefix(node.id(), Prefix.parse("2001:db8:ffff::/80"));
    var unseen =
        new ChangedResource.HeldPrefix(new NetworkInterface.Id("eni-0dead"), Prefix.parse("::/80"));
    assertEquals(List.of(false, true), contradicted(held));
    assertEquals(List.of(true, false), contradicted(other));
    assertEquals(List.of(false, false), contradicted(unseen));
  }

  @Test
  void rules_addresses_and_routes_are_held_against_it_too() {
    var group =
        facts.layers().groups().asKnown().orElseThrow().stream()
            .filter(
                otherGroup -> otherGroup.ingress().stream().anyMatch(rule -> rule.id().isPresent()))
            .findFirst()
            .orElseThrow();
    var rule =
        group.ingress().stream()
            .flatMap(otherRule -> otherRule.id().stream())
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(false, true), contradicted(new ChangedResource.GroupRule(group.id(), rule)));
    assertEquals(
        List.of(true, false), contradicted(new ChangedResource.GroupRule(group.id(), "sgr-0dead")));
    assertEquals(
        List.of(false, false),
        contradicted(new ChangedResource.GroupRule(new SecurityGroup.Id("sg-0dead"), "sgr-0dead")));
    var held =
        facts.attachments().interfaces().asKnown().orElseThrow().stream()
            .filter(networkInterface -> !networkInterface.ipv6Addresses().isEmpty())
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(false, true),
        contradicted(new ChangedResource.HeldAddress(held.id(), held.ipv6Addresses().getFirst())));
    var table = facts.layers().routeTables().asKnown().orElseThrow().getFirst().id();
    assertEquals(
        List.of(true, false),
        contradicted(new ChangedResource.Route(table, Prefix.parse("2001:db8:9::/48"))));
    assertEquals(
        List.of(false, false),
        contradicted(
            new ChangedResource.Route(new RouteTable.Id("rtb-0dead"), Prefix.parse("::/0"))));
  }

  @Test
  void how_a_thing_is_now_is_held_against_it_too() {
    var networkInterface =
        facts.attachments().interfaces().asKnown().orElseThrow().stream()
            .filter(otherNetworkInterface -> otherNetworkInterface.publicIpv4Addresses().isEmpty())
            .findFirst()
            .orElseThrow();
    var groups = new ChangedResource.Groups(networkInterface.id());
    assertFalse(contradicts(groups, Set.copyOf(networkInterface.groups())));
    assertTrue(contradicts(groups, Set.of(new SecurityGroup.Id("sg-0dead"))));
    assertEquals(
        List.of(true, false), contradicted(new ChangedResource.PublicIpv4(networkInterface.id())));

    var table =
        facts.layers().routeTables().asKnown().orElseThrow().stream()
            .filter(otherTable -> !otherTable.subnets().isEmpty())
            .findFirst()
            .orElseThrow();
    var tableOf = new ChangedResource.TableOf(table.subnets().getFirst());
    assertFalse(contradicts(tableOf, table.id()));
    assertTrue(contradicts(tableOf, new RouteTable.Id("rtb-0dead")));
    var route = new ChangedResource.Route(table.id(), Prefix.parse("::/0"));
    assertFalse(contradicts(route, target(table)));
    assertTrue(contradicts(route, "igw-0dead"));

    var acl = facts.layers().acls().asKnown().orElseThrow().getFirst();
    var first = acl.entries().getFirst();
    var entry = new ChangedResource.AclEntry(acl.id(), first.direction(), first.ruleNumber());
    assertFalse(contradicts(entry, new ChangedResource.EntryContent(first.action(), first.cidr())));
    assertTrue(
        contradicts(
            entry,
            new ChangedResource.EntryContent(first.action(), Prefix.parse("2001:db8::/32"))));
    assertEquals(
        List.of(true, false),
        contradicted(new ChangedResource.AclEntry(acl.id(), first.direction(), 32_001)));
  }

  private static String target(RouteTable table) {
    return table.routes().stream()
        .filter(
            route ->
                route.destination().equals(new RouteTable.Destination.Cidr(Prefix.parse("::/0"))))
        .map(route -> route.target().toString())
        .findFirst()
        .orElseThrow();
  }

  @Test
  void a_modified_rule_is_held_against_it_and_one_that_is_not_seen_may_be_outbound() {
    var group =
        facts.layers().groups().asKnown().orElseThrow().stream()
            .filter(
                otherGroup -> otherGroup.ingress().stream().anyMatch(rule -> rule.id().isPresent()))
            .findFirst()
            .orElseThrow();
    var rule =
        group.ingress().stream()
            .filter(otherRule -> otherRule.id().isPresent())
            .findFirst()
            .orElseThrow();
    var modified = new ChangedResource.ModifiedRule(group.id(), rule.id().orElseThrow());
    var other = new SecurityGroup.Source.Cidr(Prefix.parse("2001:db8:dead::/48"));
    assertFalse(contradicts(modified, ChangedResource.RuleContent.of(rule)));
    assertTrue(
        contradicts(modified, new ChangedResource.RuleContent(other, rule.from(), rule.to())));
    assertTrue(contradicts(modified, new ChangedResource.RuleContent(rule.source(), 1, 2)));
    assertFalse(
        contradicts(
            new ChangedResource.ModifiedRule(group.id(), "sgr-0dead"),
            new ChangedResource.RuleContent(other, rule.from(), rule.to())));
  }

  /// Whether the facts contradict this state.
  private boolean contradicts(ChangedResource trace, Object how) {
    return new ExpectedState(trace, new ResourceState.With(how)).isContradictedBy(facts);
  }

  @Test
  void of_a_rule_that_was_modified_and_revoked_only_the_last_counts() {
    var id = new SecurityGroup.Id("sg-1");
    var gone = new ExpectedState(new ChangedResource.GroupRule(id, "sgr-1"), ABSENT);
    assertEquals(
        List.of(gone),
        ExpectedState.last(
            List.of(
                new ExpectedState(new ChangedResource.ModifiedRule(id, "sgr-1"), PRESENT), gone)));
  }

  @Test
  void the_last_that_happened_counts() {
    var trace = new ChangedResource.GroupRule(new SecurityGroup.Id("sg-1"), "sgr-1");
    assertEquals(
        List.of(new ExpectedState(trace, ABSENT)),
        ExpectedState.last(
            List.of(new ExpectedState(trace, PRESENT), new ExpectedState(trace, ABSENT))));
  }

  /// Whether the facts contradict that it is present, and that it is absent.
  private List<Boolean> contradicted(ChangedResource trace) {
    return List.of(
        new ExpectedState(trace, PRESENT).isContradictedBy(facts),
        new ExpectedState(trace, ABSENT).isContradictedBy(facts));
  }
}
