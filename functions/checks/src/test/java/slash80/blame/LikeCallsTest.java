package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.blame.AccountChecks.behind;
import static slash80.blame.AccountChecks.smallAccount;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.check.Events;
import slash80.check.event.EventReader;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.ip.Address;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Ledger;

/// Tests who is named where calls of a batch are alike: those that name an association and not its
/// subnet, and those that set the groups of a load balancer and of its interface.
class LikeCallsTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final Facts ACCOUNT = smallAccount();
  private static final RouteTable.Id PRIVATE = new RouteTable.Id("rtb-0c0de0000000086d0");

  /// Two subnets whose routes lead to the internet.
  private static final Subnet.Id ONE = new Subnet.Id("subnet-0c0de0000000086f0");

  private static final Subnet.Id OTHER = new Subnet.Id("subnet-0c0de0000000086f3");

  private static ChangeOrigin read(String event) {
    return EventReader.read(event, RECEIVED).origin();
  }

  private static ChangeOrigin of(Events.Call call, String request, String response) {
    return read(call.asking(request).answering(response).event());
  }

  /// The answers to the questions about a rule.
  private static Set<List<ChangeOrigin>> of(String rule, Map<String, List<ChangeOrigin>> behind) {
    var answers = new HashSet<List<ChangeOrigin>>();
    behind.forEach(
        (id, calls) -> {
          if (Ledger.ruleOf(id).equals(rule)) {
            answers.add(calls);
          }
        });
    return answers;
  }

  /// The ids of a subnet, its interfaces and their nodes.
  private static Set<String> in(Subnet.Id subnet) {
    var ids = new HashSet<>(Set.of(subnet.value()));
    for (NetworkInterface shown : ACCOUNT.attachments().interfaces().asKnown().orElseThrow()) {
      if (shown.subnet().equals(subnet)) {
        ids.add(shown.id().value());
        shown.attachment().ifPresent(at -> ids.add(at.instance().value()));
      }
    }
    return ids;
  }

  private static void assertNamed(
      Map<Subnet.Id, ChangeOrigin> calls, Map<String, List<ChangeOrigin>> behind) {
    calls.forEach(
        (subnet, call) -> {
          var subjects = in(subnet);
          var answers = new HashSet<List<ChangeOrigin>>();
          behind.forEach(
              (id, named) -> {
                if (subjects.contains(Ledger.subjectOf(id))) {
                  answers.add(named);
                }
              });
          assertEquals(Set.of(List.of(call)), answers, subnet.value());
        });
  }

  // Route tables and network ACLs

  private static Facts moved(Facts facts, Subnet.Id subnet, Optional<RouteTable.Id> table) {
    return FactsEdit.layers(
        facts,
        at ->
            FactsEdit.tables(
                at,
                FactsEdit.each(
                    at.routeTables(),
                    shown -> {
                      var left = RandomCalls.without(shown.subnets(), subnet);
                      boolean isNew = table.filter(shown.id()::equals).isPresent();
                      return Optional.of(
                          new RouteTable(
                              shown.id(),
                              shown.vpc(),
                              shown.main(),
                              isNew ? RandomCalls.plus(left, subnet) : left,
                              shown.gateways(),
                              shown.routes()));
                    })));
  }

  private static String associationOf(Subnet.Id subnet) {
    return subnet.value().replace("subnet-", "rtbassoc-");
  }

  private static ChangeOrigin replaced(String ended, String made) {
    return of(
        call("ReplaceRouteTableAssociation"),
        "{'routeTableId':'%s','associationId':'%s'}".formatted(PRIVATE, ended),
        "{'requestId':'r','newAssociationId':'%s'}".formatted(made));
  }

  private static ChangeOrigin ended(String association) {
    return of(
        call("DisassociateRouteTable"),
        "{'associationId':'%s'}".formatted(association),
        "{'requestId':'r','_return':true}");
  }

  @Test
  void each_call_that_gives_a_subnet_another_table_is_named_for_its_subnet() {
    var after = moved(moved(ACCOUNT, ONE, Optional.of(PRIVATE)), OTHER, Optional.of(PRIVATE));
    var calls =
        Map.of(
            ONE,
            replaced(associationOf(ONE), "rtbassoc-1"),
            OTHER,
            replaced(associationOf(OTHER), "rtbassoc-2"));
    assertNamed(calls, behind(ACCOUNT, after, List.copyOf(calls.values())));
  }

  @Test
  void each_call_that_ends_an_association_is_named_for_its_subnet() {
    var after = moved(moved(ACCOUNT, ONE, Optional.empty()), OTHER, Optional.empty());
    var calls = Map.of(ONE, ended(associationOf(ONE)), OTHER, ended(associationOf(OTHER)));
    assertNamed(calls, behind(ACCOUNT, after, List.copyOf(calls.values())));
  }

  @Test
  void an_association_that_a_call_of_the_batch_made_is_known_to_the_call_that_ends_it() {
    var after = moved(moved(ACCOUNT, ONE, Optional.empty()), OTHER, Optional.empty());
    var calls = Map.of(ONE, ended("rtbassoc-1"), OTHER, ended("rtbassoc-2"));
    var led =
        List.of(
            replaced(associationOf(OTHER), "rtbassoc-2"),
            replaced(associationOf(ONE), "rtbassoc-1"),
            calls.get(ONE),
            calls.get(OTHER));
    assertNamed(calls, behind(ACCOUNT, after, led));
  }

  @Test
  void a_call_about_an_association_elsewhere_is_not_named() {
    var after = moved(ACCOUNT, ONE, Optional.of(PRIVATE));
    var elsewhere = replaced("rtbassoc-0e00000000000000e", "rtbassoc-0e00000000000000f");
    assertEquals(
        Set.of(List.of()), Set.copyOf(behind(ACCOUNT, after, List.of(elsewhere)).values()));
  }

  @Test
  void each_call_that_gives_a_subnet_another_acl_is_named_for_its_subnet() {
    var shut = new NetworkAcl.Id("acl-0e00000000000000e");
    var before = withAcl(ACCOUNT, shut, List.of());
    var after = filtered(before, shut, List.of(ONE, OTHER));
    var calls = Map.of(ONE, filteredBy(shut, ONE), OTHER, filteredBy(shut, OTHER));
    assertNamed(calls, behind(before, after, List.copyOf(calls.values())));
  }

  private static ChangeOrigin filteredBy(NetworkAcl.Id acl, Subnet.Id subnet) {
    return of(
        call("ReplaceNetworkAclAssociation"),
        "{'associationId':'%s','networkAclId':'%s'}"
            .formatted(subnet.value().replace("subnet-", "aclassoc-"), acl),
        "{'requestId':'r','newAssociationId':'aclassoc-1'}");
  }

  private static Facts withAcl(Facts facts, NetworkAcl.Id id, List<NetworkAcl.Entry> entries) {
    var made = new NetworkAcl(id, facts.cluster().vpc(), List.of(), entries);
    return FactsEdit.acls(facts, acls -> FactsEdit.with(acls, made));
  }

  private static Facts filtered(Facts facts, NetworkAcl.Id acl, List<Subnet.Id> moved) {
    return FactsEdit.acls(
        facts,
        acls ->
            FactsEdit.each(
                acls,
                shown ->
                    Optional.of(
                        new NetworkAcl(
                            shown.id(),
                            shown.vpc(),
                            shown.id().equals(acl)
                                ? moved
                                : shown.subnets().stream()
                                    .filter(subnet -> !moved.contains(subnet))
                                    .toList(),
                            shown.entries()))));
  }

  // Public addresses

  private static Facts addressed(Facts facts, String id, String association) {
    return FactsEdit.interfaces(
        facts,
        shown ->
            Optional.of(shown.id().value().equals(id) ? addressed(shown, association) : shown));
  }

  private static NetworkInterface addressed(NetworkInterface shown, String association) {
    var held = shown.ipv4Addresses().getFirst();
    return RandomInterfaces.withIpv4(
        shown,
        List.of(
            new NetworkInterface.Ipv4(
                held.address(),
                held.primary(),
                Optional.of(Address.parse("203.0.113.9")),
                Optional.of(association))));
  }

  private static ChangeOrigin freed(String association) {
    return of(
        call("DisassociateAddress"),
        "{'associationId':'%s'}".formatted(association),
        "{'requestId':'r','_return':true}");
  }

  @Test
  void each_call_that_takes_an_address_is_named_for_its_interface() {
    var one = "eni-0f000000000000001";
    var other = "eni-0f000000000000007";
    var before = addressed(addressed(ACCOUNT, one, "eipassoc-1"), other, "eipassoc-2");
    var calls = Map.of(ONE, freed("eipassoc-1"), OTHER, freed("eipassoc-2"));
    assertNamed(calls, behind(before, ACCOUNT, List.copyOf(calls.values())));
    assertEquals(
        Set.of(List.of()),
        Set.copyOf(behind(before, ACCOUNT, List.of(freed("eipassoc-3"))).values()));
  }

  // Things that are set

  @Test
  void groups_of_a_load_balancer_are_not_named_for_those_that_its_interface_got_later() {
    var cluster = ACCOUNT.cluster().clusterSecurityGroup().orElseThrow();
    var own = new SecurityGroup.Id("sg-0f000000000000002");
    var balancer = balancerOf(new NetworkInterface.Id("eni-0c0de000000001b31"));
    var set =
        of(
            call("SetSecurityGroups").of("elasticloadbalancing").in("2015-12-01"),
            "{'loadBalancerArn':'%s','securityGroups':['%s']}".formatted(balancer.arn(), own),
            "{'securityGroupIds':['%s']}".formatted(own));
    var later =
        of(
            call("ModifyNetworkInterfaceAttribute"),
            "{'networkInterfaceId':'eni-0c0de000000001b31','groupSet':{'items':[{'groupId':'%s'}]}}"
                .formatted(cluster),
            "{'requestId':'r','_return':true}");
    var after =
        FactsEdit.interfaces(
            ACCOUNT,
            shown ->
                Optional.of(
                    shown.id().value().equals("eni-0c0de000000001b31")
                        ? new InterfaceCopy(shown).groups(List.of(cluster))
                        : shown));
    assertEquals(
        Set.of(List.of(later)),
        of("cluster-groups-guard-cluster-only", behind(ACCOUNT, after, List.of(set, later))));
  }

  private static LoadBalancer balancerOf(NetworkInterface.Id id) {
    var own =
        ACCOUNT.attachments().interfaces().asKnown().orElseThrow().stream()
            .filter(shown -> shown.id().equals(id))
            .findFirst()
            .orElseThrow();
    return ACCOUNT.balancing().loadBalancers().asKnown().orElseThrow().stream()
        .filter(balancer -> balancer.has(own))
        .findFirst()
        .orElseThrow();
  }
}
