package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.blame.AccountChecks.account;
import static slash80.blame.AccountChecks.delta;
import static slash80.blame.AccountChecks.ledger;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.check.event.EventReader;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InternetGateway;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.ip.Prefix;
import slash80.judge.Policy;
import slash80.ledger.Authors;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;

/// Tests that a call which names the resources of a finding, and cannot have made it, is not named
/// for it: neither beside the true call nor alone. The group of the nodes is opened for tcp 3389.
class AuthorsTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final RouteTable.Id UNUSED = new RouteTable.Id("rtb-0e00000000000000e");
  private static final String IGW = "igw-0c0de000000008600";

  private static final Facts BEFORE = withUnusedTable(account());
  private static final SecurityGroup.Id GROUP = groupOfMostInterfaces();
  private static final Facts AFTER = opened(BEFORE);
  private static final Ledger LEDGER = ledger(BEFORE);
  private static final Delta DELTA = delta(LEDGER, AFTER);

  private static final ChangeOrigin TRUE =
      read(
          call("AuthorizeSecurityGroupIngress")
              .asking("{'groupId':'%s'}".formatted(GROUP))
              .answering(
                  "{'requestId':'r','securityGroupRuleSet':{'items':[%s]}}"
                      .formatted(rule("sgr-0abc", 3389, "cidrIpv6", "::/0")))
              .event());

  private static SecurityGroup.Id groupOfMostInterfaces() {
    var counts = new TreeMap<String, Integer>();
    BEFORE.attachments().interfaces().asKnown().orElseThrow().stream()
        .filter(shown -> !shown.ipv6Prefixes().isEmpty())
        .flatMap(shown -> shown.groups().stream())
        .forEach(group -> counts.merge(group.value(), 1, Integer::sum));
    return counts.entrySet().stream()
        .max(Map.Entry.comparingByValue())
        .map(most -> new SecurityGroup.Id(most.getKey()))
        .orElseThrow();
  }

  private static String rule(String id, int port, String key, String cidr) {
    return "{'groupId':'%s','securityGroupRuleId':'%s','isEgress':false,'ipProtocol':'tcp','fromPort':%d,'toPort':%d,'%s':'%s'}"
        .formatted(GROUP, id, port, port, key, cidr);
  }

  private static ChangeOrigin read(String event) {
    return EventReader.read(event, RECEIVED).origin();
  }

  /// The account with a route table of no subnet, which has a route to the internet.
  private static Facts withUnusedTable(Facts facts) {
    var route =
        new RouteTable.Route(
            new RouteTable.Destination.Cidr(Prefix.parse("::/0")),
            new RouteTable.Target.Igw(new InternetGateway.Id(IGW)),
            Fact.known(true),
            false);
    return FactsEdit.layers(
        facts,
        at ->
            FactsEdit.tables(
                at,
                FactsEdit.with(
                    at.routeTables(),
                    new RouteTable(
                        UNUSED,
                        facts.cluster().vpc(),
                        false,
                        List.of(),
                        List.of(),
                        List.of(route)))));
  }

  private static Facts opened(Facts facts) {
    var rule =
        new SecurityGroup.Rule(
            Optional.of("sgr-0abc"),
            6,
            3389,
            3389,
            new SecurityGroup.Source.Cidr(Prefix.parse("::/0")));
    return FactsEdit.groups(
        facts,
        groups ->
            FactsEdit.each(
                groups,
                group ->
                    Optional.of(
                        group.id().equals(GROUP)
                            ? new SecurityGroup(
                                group.id(),
                                group.name(),
                                group.description(),
                                group.vpc(),
                                RandomCalls.plus(group.ingress(), rule))
                            : group)));
  }

  static Stream<Arguments> harmless() {
    return Stream.of(
        Arguments.of(
            "a route in a table of no subnet",
            call("CreateRoute")
                .asking(
                    "{'routeTableId':'%s','destinationIpv6CidrBlock':'::/0','gatewayId':'%s'}"
                        .formatted(UNUSED, IGW))
                .answering("{'requestId':'r','_return':true}")
                .event()),
        Arguments.of(
            "the removal of another rule",
            call("RevokeSecurityGroupIngress")
                .asking(
                    "{'groupId':'%s','securityGroupRuleIds':{'items':[{'securityGroupRuleId':'sgr-0def'}]}}"
                        .formatted(GROUP))
                .answering(
                    "{'requestId':'r','_return':true,'revokedSecurityGroupRuleSet':{'items':[%s]}}"
                        .formatted(rule("sgr-0def", 8080, "cidrIpv4", "10.0.0.0/8")))
                .event()),
        Arguments.of(
            "a rule for what leaves the group",
            call("AuthorizeSecurityGroupEgress")
                .asking(
                    "{'groupId':'%s','ipPermissions':{'items':[{'ipProtocol':'tcp','fromPort':3389,'toPort':3389,'ipv6Ranges':{'items':[{'cidrIpv6':'::/0'}]}}]}}"
                        .formatted(GROUP))
                .event()),
        Arguments.of(
            "a tag on the group",
            call("CreateTags")
                .asking(
                    "{'resourcesSet':{'items':[{'resourceId':'%s'}]},'tagSet':{'items':[{'key':'owner','value':'team'}]}}"
                        .formatted(GROUP))
                .event()),
        Arguments.of(
            "a rule for another port",
            call("AuthorizeSecurityGroupIngress")
                .asking("{'groupId':'%s'}".formatted(GROUP))
                .answering(
                    "{'requestId':'r','securityGroupRuleSet':{'items':[%s]}}"
                        .formatted(rule("sgr-0123", 8080, "cidrIpv4", "10.0.0.0/8")))
                .event()));
  }

  private static Set<List<ChangeOrigin>> behind(List<ChangeOrigin> led) {
    var authors = Authors.of(DELTA, led, LEDGER, AFTER, Policy.NONE);
    assertTrue(authors.isWeighed(), () -> authors.trouble().orElse(""));
    var behind = new HashSet<List<ChangeOrigin>>();
    DELTA.opened().forEach(finding -> behind.add(authors.behind(finding, led)));
    return behind;
  }

  @Test
  void the_call_that_opened_the_group_is_named_for_every_finding() {
    assertFalse(DELTA.opened().isEmpty());
    assertEquals(Set.of(List.of(TRUE)), behind(List.of(TRUE)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void another_call_is_not_named_beside_it(String what, String event) {
    var other = read(event);
    assertEquals(Set.of(List.of(TRUE)), behind(List.of(other, TRUE)), what);
    assertEquals(Set.of(List.of(TRUE)), behind(List.of(TRUE, other)), what);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("harmless")
  void another_call_is_not_named_where_the_true_one_is_not_known(String what, String event) {
    assertEquals(Set.of(List.of()), behind(List.of(read(event))), what);
  }

  /// The groups before it are a guess, which would explain every finding of the interface.
  @Test
  void groups_that_were_set_are_not_named_beside_a_call_that_says_what_it_did() {
    var led = new ArrayList<ChangeOrigin>();
    BEFORE.attachments().interfaces().asKnown().orElseThrow().stream()
        .filter(shown -> shown.groups().contains(GROUP))
        .forEach(
            shown ->
                led.add(
                    read(
                        call("ModifyNetworkInterfaceAttribute")
                            .asking(
                                "{'networkInterfaceId':'%s','groupSet':{'items':[%s]}}"
                                    .formatted(
                                        shown.id(),
                                        String.join(
                                            ",",
                                            shown.groups().stream()
                                                .map("{'groupId':'%s'}"::formatted)
                                                .toList())))
                            .event())));
    assertFalse(led.isEmpty());
    led.add(TRUE);
    assertEquals(Set.of(List.of(TRUE)), behind(led));
  }

  /// A revocation by id alone, whose record has no response.
  private static ChangeOrigin revoked(String id) {
    return read(
        call("RevokeSecurityGroupIngress")
            .asking(
                "{'groupId':'%s','securityGroupRuleIds':{'items':[{'securityGroupRuleId':'%s'}]}}"
                    .formatted(GROUP, id))
            .event());
  }

  private static Set<List<ChangeOrigin>> closed(ChangeOrigin... calls) {
    var led = List.of(calls);
    var ledger = ledger(AFTER);
    var delta = delta(ledger, BEFORE);
    assertFalse(delta.resolved().isEmpty());
    var authors = Authors.of(delta, led, ledger, BEFORE, Policy.NONE);
    assertTrue(authors.isWeighed(), () -> authors.trouble().orElse(""));
    var behind = new HashSet<List<ChangeOrigin>>();
    delta.resolved().forEach(ended -> behind.add(authors.behind(ended, led)));
    return behind;
  }

  @Test
  void who_removed_a_rule_by_its_id_is_named_for_what_it_closed() {
    var mine = revoked("sgr-0abc");
    var other = revoked("sgr-0def");
    assertEquals(Set.of(List.of(mine)), closed(mine));
    assertEquals(Set.of(List.of(mine)), closed(mine, other));
    assertEquals(Set.of(List.of(mine)), closed(other, mine));
    assertEquals(Set.of(List.of()), closed(other));
  }

  @Test
  void an_error_leaves_the_names_of_resources_to_decide_and_says_why() {
    Step broken =
        (_, _) -> {
          throw new IllegalArgumentException("no such state");
        };
    var led = List.of(TRUE.with(new Effect.Steps(List.of(broken))));
    var authors = Authors.of(DELTA, led, LEDGER, AFTER, Policy.NONE);
    assertFalse(authors.isWeighed());
    assertTrue(authors.trouble().orElseThrow().contains("no such state"));
    assertEquals(led, authors.behind(DELTA.opened().getFirst(), led));
  }

  @Test
  void more_retrials_than_there_is_time_for_leave_the_names_of_resources_to_decide() {
    var questions = DELTA.opened().stream().map(finding -> Question.opened(finding, true)).toList();
    var effects = List.of(TRUE.effect());
    int size = Retrial.size(AFTER);
    assertFalse(
        Retrial.behind(AFTER, Policy.NONE, effects, questions, List.of(), Memory.NONE).isEmpty());
    assertTrue(size > 1);
    assertThrows(
        IllegalStateException.class,
        () -> Retrial.behind(AFTER, Policy.NONE, effects, questions, List.of(), Memory.NONE, size));
  }
}
