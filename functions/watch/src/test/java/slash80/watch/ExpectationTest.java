package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.watch.Events.call;
import static slash80.watch.Expectation.Presence.GONE;
import static slash80.watch.Expectation.Presence.THERE;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.Snapshot;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.network.Prefix;
import slash80.watch.Expectation.Trace;

/// What calls say of what a reading after them shows, held against the example.
final class ExpectationTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private final Snapshot account = Snapshot.open(EXAMPLE);
  private final Network.Facts facts = account.read(account.clusters().getFirst(), AT);

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
          CreateRoute | {'routeTableId':'rtb-1','destinationIpv6CidrBlock':'2000::/3'} | {} | THERE 2000::/3 of rtb-1
          DeleteRoute | {'routeTableId':'rtb-1','destinationCidrBlock':'0.0.0.0/0'} | {} | GONE 0.0.0.0/0 of rtb-1
          CreateSubnet | {} | {} | ""
          """)
  void a_call_says_what_is_there_or_gone(
      String name, String request, String response, String expected) {
    var change = EventReader.read(call(name).asking(request).answering(response).event(), AT);
    assertEquals(
        expected,
        change.expected().stream()
            .map(one -> one.presence() + " " + one)
            .collect(Collectors.joining(", ")));
  }

  @Test
  void a_reading_that_shows_it_or_does_not_speak_of_it_is_believed() {
    var node =
        facts.interfaces().asKnown().orElseThrow().stream()
            .filter(one -> !one.ipv6Prefixes().isEmpty())
            .findFirst()
            .orElseThrow();
    var held = new Trace.HeldPrefix(node.id(), node.ipv6Prefixes().getFirst());
    var other = new Trace.HeldPrefix(node.id(), Prefix.parse("2001:db8:ffff::/80"));
    var unseen = new Trace.HeldPrefix(new NetworkInterface.Id("eni-0dead"), Prefix.parse("::/80"));
    assertEquals(List.of(false, true), contradicted(held));
    assertEquals(List.of(true, false), contradicted(other));
    assertEquals(List.of(false, false), contradicted(unseen));
  }

  @Test
  void rules_addresses_and_routes_are_held_against_it_too() {
    var group =
        facts.groups().asKnown().orElseThrow().stream()
            .filter(one -> one.ingress().stream().anyMatch(rule -> rule.id().isPresent()))
            .findFirst()
            .orElseThrow();
    var rule = group.ingress().stream().flatMap(one -> one.id().stream()).findFirst().orElseThrow();
    assertEquals(List.of(false, true), contradicted(new Trace.GroupRule(group.id(), rule)));
    assertEquals(List.of(true, false), contradicted(new Trace.GroupRule(group.id(), "sgr-0dead")));
    assertEquals(
        List.of(false, false),
        contradicted(new Trace.GroupRule(new SecurityGroup.Id("sg-0dead"), "sgr-0dead")));
    var held =
        facts.interfaces().asKnown().orElseThrow().stream()
            .filter(one -> !one.ipv6Addresses().isEmpty())
            .findFirst()
            .orElseThrow();
    assertEquals(
        List.of(false, true),
        contradicted(new Trace.HeldAddress(held.id(), held.ipv6Addresses().getFirst())));
    var table = facts.routeTables().asKnown().orElseThrow().getFirst().id();
    assertEquals(
        List.of(true, false),
        contradicted(new Trace.Route(table, Prefix.parse("2001:db8:9::/48"))));
    assertEquals(
        List.of(false, false),
        contradicted(new Trace.Route(new RouteTable.Id("rtb-0dead"), Prefix.parse("::/0"))));
  }

  @Test
  void the_last_that_happened_counts() {
    var trace = new Trace.GroupRule(new SecurityGroup.Id("sg-1"), "sgr-1");
    assertEquals(
        List.of(new Expectation(trace, GONE)),
        Expectation.last(List.of(new Expectation(trace, THERE), new Expectation(trace, GONE))));
  }

  /// When it should be there, and when it should be gone.
  private List<Boolean> contradicted(Trace trace) {
    return List.of(
        new Expectation(trace, THERE).isContradictedBy(facts),
        new Expectation(trace, GONE).isContradictedBy(facts));
  }
}
