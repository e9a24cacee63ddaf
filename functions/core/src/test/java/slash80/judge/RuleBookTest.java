package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.secondsAgo;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Service.icmpv6;
import static slash80.fixtures.Service.tcp;

import java.io.IOException;
import java.lang.reflect.Modifier;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.fixtures.Part;
import slash80.ip.IpFamily;
import slash80.rule.Card;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Rule;
import slash80.rule.RuleId;

final class RuleBookTest {

  private static List<Rule<?>> rules() {
    return RuleBook.entries().stream()
        .<Rule<?>>map(RuleBook.Entry::rule)
        .collect(Collectors.toList());
  }

  @Test
  void every_class_that_is_a_rule_is_in_the_book() throws Exception {
    var inTheBook =
        rules().stream().map(rule -> rule.getClass().getName()).collect(Collectors.toSet());
    var compiled = new TreeSet<String>();
    for (var name : classNames()) {
      var type = Class.forName(name, false, RuleBook.class.getClassLoader());
      if (Rule.class.isAssignableFrom(type) && !type.isInterface()) {
        compiled.add(name);
        assertTrue(Modifier.isFinal(type.getModifiers()), () -> name + " is not final");
        var fields = Stream.of(type.getDeclaredFields()).filter(field -> !field.isSynthetic());
        assertEquals(0, fields.count(), () -> name + " holds a field");
      }
    }
    assertEquals(compiled, new TreeSet<>(inTheBook));
  }

  private static List<String> classNames() throws IOException, URISyntaxException {
    var root = Path.of(RuleBook.class.getProtectionDomain().getCodeSource().getLocation().toURI());
    try (var files = Files.walk(root)) {
      return files
          .map(root::relativize)
          .map(Path::toString)
          .filter(name -> name.endsWith(".class"))
          .map(name -> name.substring(0, name.length() - ".class".length()).replace('/', '.'))
          .toList();
    }
  }

  @Test
  void entries_stand_by_family_and_id() {
    var sorted =
        RuleBook.entries().stream()
            .sorted(
                Comparator.<RuleBook.Entry<?>, Family>comparing(RuleBook.Entry::family)
                    .thenComparing(entry -> entry.rule().id()))
            .toList();
    assertEquals(ids(sorted), ids(RuleBook.entries()));
  }

  private static List<String> ids(List<RuleBook.Entry<?>> entries) {
    return entries.stream().map(entry -> entry.rule().id()).toList();
  }

  @Test
  void ids_are_unique() {
    var ids = ids(RuleBook.entries());
    assertEquals(ids.size(), Set.copyOf(ids).size(), ids::toString);
  }

  @Test
  void a_retired_id_is_not_used_again_and_its_successor_is_in_the_book() {
    var retired = new TreeSet<>(RetiredRules.CURRENT.successors().keySet());
    retired.retainAll(ids(RuleBook.entries()));
    assertEquals(Set.of(), retired, "retired ids in the rule book");
    var successors = new TreeSet<>(RetiredRules.CURRENT.successors().values());
    successors.remove("");
    successors.removeAll(ids(RuleBook.entries()));
    assertEquals(Set.of(), successors, "successors that are not in the rule book");
  }

  @Test
  void an_id_is_the_class_name_in_kebab_case() {
    assertAll(
        () -> assertEquals("pod-prefix-is-slash-80", RuleId.of("PodPrefixIsSlash80")),
        () -> assertEquals("ipv6-no-wider-than-ipv4", RuleId.of("Ipv6NoWiderThanIpv4")),
        () -> assertEquals("cluster-is-ipv6", RuleId.of("ClusterIsIpv6")),
        () -> assertEquals("node-holds-1-ipv4-of-16", RuleId.of("NodeHolds1Ipv4Of16")));
  }

  @Test
  void a_rule_is_found_by_its_id() {
    for (var entry : RuleBook.entries()) {
      assertEquals(Optional.of(entry), RuleBook.rule(entry.rule().id()));
    }
    assertEquals(Optional.empty(), RuleBook.rule("no-such-rule"));
  }

  @TestFactory
  Stream<DynamicTest> every_card_reads_well() {
    return rules().stream()
        .map(rule -> DynamicTest.dynamicTest(rule.id(), () -> assertReadsWell(rule.card())));
  }

  /// The rest of a sentence: no capital, no full stop.
  private static void assertClause(String clause) {
    assertTrue(clause.matches("[a-zA-Z].*[^.]"), () -> "not the rest of a sentence: " + clause);
  }

  private static void assertReadsWell(Card card) {
    assertAll(
        () -> assertSentence(card.title()),
        () -> assertFalse(card.title().endsWith("."), "a title has no full stop"),
        () ->
            assertTrue(
                card.title().contains(" should "),
                () -> "a title says what should be: " + card.title()),
        () -> assertTrue(card.title().length() <= 80, () -> "too long: " + card.title()),
        () -> assertClause(card.passes()),
        () -> assertClause(card.fails()),
        () -> assertClause(card.unchecked()),
        () -> assertSentence(card.risk()),
        () -> assertTrue(card.risk().endsWith("."), "a risk is a sentence"),
        () -> assertSentence(card.fix()),
        () -> assertTrue(card.fix().endsWith("."), "a fix is a sentence"),
        () ->
            assertTrue(
                card.see().matches("https://docs\\.aws\\.amazon\\.com/\\S+\\.html(#\\S+)?"),
                () -> "not a page of AWS's documentation: " + card.see()));
  }

  private static void assertSentence(String text) {
    assertTrue(text.matches("[A-Z].{19,}"), () -> "not a sentence: " + text);
  }

  @Test
  void the_demo_cluster_upholds_every_rule() {
    var network = demo().build();
    var judgement = RuleBook.judge(network);
    var subjects =
        RuleBook.entries().stream()
            .mapToInt(entry -> entry.subjects().apply(network).map(List::size).asKnown().orElse(0))
            .sum();
    assertAll(
        () -> assertEquals(List.of(), judgement.findings()),
        () -> assertEquals(List.of(), judgement.undecided()),
        () -> assertEquals(List.of(), judgement.settling()),
        () -> assertEquals(4, judgement.nodes()),
        () -> assertEquals(RuleBook.entries().size(), judgement.rules()),
        () -> assertEquals(subjects, judgement.verdicts()),
        () -> assertEquals(NOW, judgement.at()),
        () -> assertEquals("demo", judgement.cluster().name()));
  }

  @Test
  void a_cluster_whose_pods_speak_ipv4_is_told_that_and_nothing_else() {
    var judgement =
        RuleBook.judge(
            publicSubnet(node("n1").withoutPrefix().opens(tcp(22)).to("::/0"))
                .inCluster()
                .speaking(IpFamily.IPV4)
                .build());
    assertEquals(
        List.of("cluster-is-ipv6/demo"), judgement.findings().stream().map(Finding::id).toList());
    assertEquals(1, judgement.rules());
    assertEquals(1, judgement.verdicts());
  }

  @Test
  void a_cluster_whose_family_is_not_said_is_judged_as_if_its_pods_spoke_ipv6() {
    var judgement =
        RuleBook.judge(
            publicSubnet(node("n1").withoutPrefix())
                .inCluster()
                .unread(Part.IP_FAMILY, "not said")
                .build());
    assertTrue(
        judgement.findings().stream()
            .anyMatch(finding -> finding.rule().equals("node-holds-pod-prefix")));
    assertEquals(
        List.of("cluster-is-ipv6"),
        judgement.undecided().stream().map(Judgement.Undecided::rule).toList());
  }

  @Test
  void findings_stand_worst_first_and_then_by_id() {
    var judgement =
        RuleBook.judge(
            publicSubnet(
                    node("n1").opens(icmpv6()).to("::/0"),
                    node("n3").opens(tcp(22)).to("::/0"),
                    node("n2").opens(tcp(22)).to("::/0").withoutPrefix())
                .inCluster()
                .build());
    assertEquals(
        List.of(
            "CRITICAL interface-closed-to-ipv6-internet/eni-n2",
            "CRITICAL interface-closed-to-ipv6-internet/eni-n3",
            "HIGH node-holds-pod-prefix/n2",
            "MEDIUM ipv6-no-wider-than-ipv4/eni-n2",
            "MEDIUM ipv6-no-wider-than-ipv4/eni-n3",
            "LOW interface-closed-to-ipv6-internet/eni-n1"),
        judgement.findings().stream()
            .map(finding -> finding.severity() + " " + finding.id())
            .toList());
  }

  @Test
  void interfaces_behind_one_group_share_a_cause() {
    var judgement =
        RuleBook.judge(
            publicSubnet(node("n1"), node("n2")).inCluster().opens(tcp(22)).to("::/0").build());
    assertEquals(
        List.of("sg-cluster"),
        judgement.findings().stream().map(Finding::cause).distinct().toList());
    assertEquals(4, judgement.findings().size());
  }

  @Test
  void what_could_not_be_told_is_grouped_by_rule_and_cause() {
    var judgement =
        RuleBook.judge(
            publicSubnet(node("n2").opens(tcp(22)).to("::/0"), node("n1").opens(tcp(22)).to("::/0"))
                .inCluster()
                .unread(Part.ACLS, "ec2:DescribeNetworkAcls: UnauthorizedOperation")
                .unread(Part.LOAD_BALANCERS, "elasticloadbalancing:DescribeLoadBalancers: denied")
                .build());
    assertEquals(
        List.of(
            new Judgement.Undecided(
                "interface-closed-to-ipv6-internet",
                "ec2:DescribeNetworkAcls: UnauthorizedOperation",
                List.of("eni-n1", "eni-n2")),
            new Judgement.Undecided(
                "load-balancer-groups-apply-to-private-link",
                "elasticloadbalancing:DescribeLoadBalancers: denied",
                List.of()),
            new Judgement.Undecided(
                "load-balancer-guarded-by-security-group",
                "elasticloadbalancing:DescribeLoadBalancers: denied",
                List.of()),
            new Judgement.Undecided(
                "load-balancer-keeps-client-address",
                "elasticloadbalancing:DescribeLoadBalancers: denied",
                List.of()),
            new Judgement.Undecided(
                "load-balancer-speaks-ipv6",
                "elasticloadbalancing:DescribeLoadBalancers: denied",
                List.of()),
            new Judgement.Undecided(
                "security-groups-closed-to-ipv6-internet",
                "ec2:DescribeNetworkAcls: UnauthorizedOperation",
                List.of("eni-n1", "eni-n2"))),
        judgement.undecided());
  }

  @Test
  void a_subnet_that_was_not_read_leaves_the_others_judged() {
    var judgement =
        RuleBook.judge(
            subnet(
                    "a",
                    "2001:db8:0:1::/64",
                    node("n1").with(networkInterface("pods").managedByEks().inSubnet("gone")))
                .routes("::/0")
                .to("igw-1")
                .notAssigningIpv6()
                .inCluster()
                .build());
    assertEquals(
        List.of(
            "private-node-leaves-by-egress-only-gateway/subnet-a",
            "node-subnet-assigns-ipv6/subnet-a"),
        judgement.findings().stream().map(Finding::id).toList());
    assertTrue(
        judgement
            .undecided()
            .contains(
                new Judgement.Undecided(
                    "node-subnet-assigns-ipv6",
                    "subnet subnet-gone was not read",
                    List.of("subnet-gone"))),
        () -> judgement.undecided().toString());
    assertEquals(
        Set.of(
            "ingress-passes-inspection",
            "node-subnet-assigns-ipv6",
            "node-subnet-assigns-no-public-ipv4",
            "node-subnet-has-room-for-prefixes",
            "private-node-leaves-by-egress-only-gateway"),
        judgement.undecided().stream()
            .filter(undecided -> undecided.subjects().equals(List.of("subnet-gone")))
            .map(Judgement.Undecided::rule)
            .collect(Collectors.toSet()));
  }

  @Test
  void a_cni_that_eks_does_not_manage_is_noted_and_not_undecided() {
    var judgement = RuleBook.judge(demo().withoutVpcCniAddon().build());
    assertEquals(
        List.of(
            "EKS does not manage the vpc-cni add-on of demo:"
                + " its prefix settings cannot be checked"),
        judgement.notes());
    assertEquals(List.of(), judgement.undecided());
    assertEquals(
        List.of(), RuleBook.judge(demo().withoutVpcCniAddon().inAutoMode().build()).notes());
    assertEquals(List.of(), RuleBook.judge(demo().build()).notes());
  }

  @Test
  void what_is_too_early_to_say_is_told_with_its_time() {
    var judgement =
        RuleBook.judge(
            privateSubnet(node("n1").withoutPrefix().launched(secondsAgo(60))).inCluster().build());
    assertEquals(
        List.of(new Judgement.Settling("node-holds-pod-prefix", "n1", NOW.plusSeconds(240))),
        judgement.settling());
    assertEquals(List.of(), judgement.findings());
  }

  @Test
  void nothing_that_was_not_read_is_called_well() {
    var everythingUnread = demo().with(loadBalancer("web"));
    for (var part : Part.values()) {
      everythingUnread.unread(part, "AccessDenied");
    }
    var judgement = RuleBook.judge(everythingUnread.build());
    assertEquals(List.of(), judgement.findings());
    assertEquals(
        new TreeSet<>(ids(RuleBook.entries())),
        judgement.undecided().stream()
            .map(Judgement.Undecided::rule)
            .collect(Collectors.toCollection(TreeSet::new)));
  }

  @Test
  void odd_facts_do_not_stop_the_judgement() {
    var odd =
        subnet("a", "2001:db8:0:1::/64", node("n1").withoutPrimaryInterface(), node("n2"))
            .withoutRouteTable()
            .withEntries()
            .inCluster()
            .withoutInternetGateway();
    var judgement = RuleBook.judge(odd.build());
    assertEquals(2, judgement.nodes());
    assertFalse(judgement.undecided().isEmpty());
  }

  @Test
  void a_cluster_without_nodes_has_nothing_wrong() {
    var judgement = RuleBook.judge(privateSubnet().inCluster().build());
    assertEquals(List.of(), judgement.findings());
    assertEquals(List.of(), judgement.undecided());
    assertEquals(0, judgement.nodes());
  }
}
