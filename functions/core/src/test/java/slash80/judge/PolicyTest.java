package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.BlockMode;
import slash80.facts.PublicAccessExclusion;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.Part;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import slash80.rule.Casebook;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The effect of a policy on a judgement.
final class PolicyTest {
  private static final String OPEN = "interface-closed-to-ipv6-internet";
  private static final String BARE = "node-holds-pod-prefix";
  private static final LocalDate TODAY = LocalDate.ofInstant(NOW, ZoneOffset.UTC);

  private static Policy policy(Exemption... exemptions) {
    return new Policy(
        Parameters.DEFAULTS, Set.of(), Map.of(), List.of(), List.of(exemptions), Optional.empty());
  }

  private static Policy allowing(String on, Traffic traffic) {
    return new Policy(
        Parameters.DEFAULTS,
        Set.of(),
        Map.of(),
        List.of(new AllowedOpening(ResourceSelector.parse(on), traffic)),
        List.of(),
        Optional.empty());
  }

  private static Judgement judge(Network network, Policy policy) {
    return RuleBook.judge(policy.applied(network.facts()), Scope.whole(), policy);
  }

  private static Exemption exempting(String rule, String subject) {
    return exempting(rule, subject, TODAY.plusDays(30));
  }

  private static Exemption exempting(String rule, String subject, LocalDate expires) {
    return new Exemption(
        rule,
        ResourceSelector.parse(subject),
        Optional.empty(),
        "until the move",
        "platform",
        expires);
  }

  private static Exemption exempting(String rule, String subject, Traffic traffic) {
    return new Exemption(
        rule,
        ResourceSelector.parse(subject),
        Optional.of(traffic),
        "until the move",
        "platform",
        TODAY.plusDays(30));
  }

  private static Traffic traffic(int port, String... sources) {
    return Traffic.of(
        OptionalInt.of(Protocol.TCP),
        List.of(new PortRange(port, port)),
        sources.length == 0
            ? Optional.empty()
            : Optional.of(Stream.of(sources).map(Prefix::parse).toList()));
  }

  /// Groups are opened over IPv4 as well here, so that they are no wider over IPv6: what that leads
  /// to is left out.
  private static List<String> ids(Judgement judgement) {
    return judgement.findings().stream()
        .filter(finding -> !finding.rule().equals("security-groups-closed-to-ipv4-internet"))
        .map(finding -> finding.severity() + " " + finding.id())
        .toList();
  }

  private static List<String> exempted(Judgement judgement) {
    return judgement.exempted().stream()
        .map(exempted -> exempted.finding().severity() + " " + exempted.finding().id())
        .toList();
  }

  private static Network opening(int... ports) {
    var open = node("n1");
    for (int port : ports) {
      open = open.opens(tcp(port)).to("::/0").opens(tcp(port)).to("0.0.0.0/0");
    }
    return publicSubnet(open).inCluster().build();
  }

  private static ClusterFixture bare() {
    return publicSubnet(node("n1").withoutPrefix()).inCluster();
  }

  @Test
  void an_exempted_finding_stands_apart_and_is_no_finding() {
    var judgement = judge(bare().build(), policy(exempting(BARE, "n1"), exempting(BARE, "n2")));
    assertEquals(List.of(), ids(judgement));
    assertEquals(List.of("HIGH node-holds-pod-prefix/n1"), exempted(judgement));
    assertEquals(List.of(exempting(BARE, "n1")), judgement.used());
    assertTrue(judgement.hides("node-holds-pod-prefix/n1"));
    assertFalse(judgement.hides("node-holds-pod-prefix/n2"));
  }

  @Test
  void a_finding_that_is_exempted_is_silenced_beside_others_that_are_not() {
    var network =
        publicSubnet(node("n1").withoutPrefix(), node("n2").withoutPrefix()).inCluster().build();
    var judgement = judge(network, policy(exempting(BARE, "n1")));
    assertEquals(List.of("HIGH node-holds-pod-prefix/n2"), ids(judgement));
    assertTrue(judgement.hides("node-holds-pod-prefix/n1"));
    assertFalse(judgement.hides("node-holds-pod-prefix/n2"));
  }

  @Test
  void an_exemption_is_of_one_rule_and_one_subject() {
    var policy = policy(exempting(BARE, "n2"), exempting("node-has-both-families", "n1"));
    var judgement = judge(bare().build(), policy);
    assertEquals(List.of("HIGH node-holds-pod-prefix/n1"), ids(judgement));
    assertEquals(List.of(), exempted(judgement));
  }

  @Test
  void an_exemption_holds_to_the_end_of_its_last_day() {
    var exemption = exempting(BARE, "n1", LocalDate.parse("2026-12-31"));
    for (var last :
        List.of("2026-11-23T08:00:00Z", "2026-12-31T00:00:00Z", "2026-12-31T23:59:59Z")) {
      var judgement = judge(bare().at(Instant.parse(last)).build(), policy(exemption));
      assertEquals(List.of(), ids(judgement), last);
    }
    var after = bare().at(Instant.parse("2027-01-01T00:00:00Z")).build();
    var judgement = judge(after, policy(exemption));
    assertEquals(List.of("HIGH node-holds-pod-prefix/n1"), ids(judgement));
    assertEquals(List.of(), exempted(judgement));
    assertFalse(judgement.hides("node-holds-pod-prefix/n1"));
  }

  @Test
  void one_that_ends_within_seven_days_is_warned_of() {
    var exemption = exempting(BARE, "n1", LocalDate.parse("2026-12-31"));
    for (var day :
        Map.of(
                "2026-12-24T23:59:59Z", 0,
                "2026-12-25T00:00:00Z", 1,
                "2026-12-31T23:59:59Z", 1,
                "2027-01-01T00:00:00Z", 0)
            .entrySet()) {
      var network = bare().at(Instant.parse(day.getKey())).build();
      var lapsing = judge(network, policy(exemption)).lapsing();
      assertEquals(day.getValue(), lapsing.size(), day.getKey());
    }
  }

  @Test
  void a_tag_of_the_instance_speaks_for_what_is_plugged_into_it() {
    var tagged = node("n1").tagged("team", "edge").opens(tcp(22)).to("::/0");
    var other = node("n2").tagged("team", "core").opens(tcp(22)).to("::/0");
    var network = publicSubnet(tagged, other).inCluster().build();
    var judgement = judge(network, policy(exempting(OPEN, "team=edge")));
    assertEquals(List.of("CRITICAL " + OPEN + "/eni-n1"), exempted(judgement));
    assertTrue(ids(judgement).contains("CRITICAL " + OPEN + "/eni-n2"));
  }

  @Test
  void what_is_left_of_a_set_is_found_and_weighed_again() {
    var judgement = judge(opening(22, 8080), policy(exempting(OPEN, "eni-n1", traffic(22))));
    assertEquals(List.of("HIGH " + OPEN + "/eni-n1"), ids(judgement));
    var left = judgement.findings().getFirst();
    assertTrue(left.detail().endsWith("open to the whole internet on tcp 8080"), left.detail());
    assertEquals("[tcp 8080", left.open().orElseThrow().toString().substring(0, 9));
    assertFalse(left.remedy().isEmpty());
    assertEquals(List.of("CRITICAL " + OPEN + "/eni-n1"), exempted(judgement));
    var taken = judgement.exempted().getFirst().finding();
    assertTrue(taken.detail().endsWith("open to the whole internet on tcp 22"), taken.detail());
    assertFalse(judgement.hides(OPEN + "/eni-n1"), "a part of it is told");
  }

  @Test
  void two_parts_may_be_all_of_it() {
    var policy =
        policy(
            exempting(OPEN, "eni-n1", traffic(22, "::/1", "0.0.0.0/0")),
            exempting(OPEN, "eni-n1", traffic(22, "8000::/1")));
    var judgement = judge(opening(22), policy);
    assertEquals(List.of(), ids(judgement));
    // 2000::/3 lies in the one half alone: the other exemption takes nothing
    assertEquals(List.of("CRITICAL " + OPEN + "/eni-n1"), exempted(judgement));
  }

  @Test
  void a_part_that_is_too_small_for_a_finding_is_shown_all_the_same() {
    var judgement =
        judge(opening(22), policy(exempting(OPEN, "eni-n1", traffic(22, "2600:1f16::/48"))));
    assertEquals(List.of("CRITICAL " + OPEN + "/eni-n1"), ids(judgement));
    var taken = judgement.exempted().getFirst().finding();
    assertEquals("[tcp 22 from [2600:1f16::/48]]", taken.open().orElseThrow().toString());
  }

  @Test
  void an_exemption_of_packets_that_are_not_open_takes_nothing() {
    var judgement = judge(opening(22), policy(exempting(OPEN, "eni-n1", traffic(443))));
    assertEquals(List.of("CRITICAL " + OPEN + "/eni-n1"), ids(judgement));
    assertEquals(List.of(), exempted(judgement));
  }

  @Test
  void an_allowed_opening_is_no_finding_and_no_exemption() {
    var network =
        publicSubnet(
                node("n1").tagged("role", "edge").opens(tcp(443)).to("::/0", "0.0.0.0/0"),
                node("n2").opens(tcp(443)).to("::/0", "0.0.0.0/0"))
            .inCluster()
            .build();
    var judgement = judge(network, allowing("role=edge", traffic(443)));
    assertEquals(List.of("HIGH " + OPEN + "/eni-n2"), ids(judgement));
    assertEquals(List.of(), exempted(judgement));
  }

  @Test
  void an_allowed_opening_leaves_what_is_open_beside_it() {
    var network =
        publicSubnet(node("n1").opens(everything()).to("::/0", "0.0.0.0/0")).inCluster().build();
    var judgement = judge(network, allowing("eni-n1", traffic(443)));
    assertEquals(List.of("CRITICAL " + OPEN + "/eni-n1"), ids(judgement));
    var open = judgement.findings().getFirst().open().orElseThrow();
    assertTrue(open.sourcesOf(Protocol.TCP, 443).isEmpty());
    assertFalse(open.sourcesOf(Protocol.TCP, 444).isEmpty());
    assertFalse(open.sourcesOf(Protocol.UDP, 443).isEmpty());
  }

  @Test
  void an_allowed_opening_over_ipv6_may_be_closed_over_ipv4() {
    var network =
        publicSubnet(node("n1").opens(tcp(443)).to("::/0").opens(tcp(22)).to("::/0"))
            .inCluster()
            .build();
    var wider =
        judge(network, allowing("eni-n1", traffic(443))).findings().stream()
            .filter(finding -> finding.rule().equals("ipv6-no-wider-than-ipv4"))
            .map(Finding::detail)
            .toList();
    assertEquals(1, wider.size());
    assertTrue(
        wider.getFirst().contains("allows tcp 22 from the internet over IPv6"), wider.getFirst());
    assertEquals(List.of(), ids(judge(network, allowing("eni-n1", everyPacket()))));
  }

  private static Traffic everyPacket() {
    return Traffic.of(OptionalInt.empty(), List.of(), Optional.empty());
  }

  @Test
  void a_cluster_and_an_exclusion_are_exempted_by_their_tags() {
    var exclusion =
        new PublicAccessExclusion(
            "vpcbpa-exclude-1",
            "vpc-1",
            "allow-bidirectional",
            "create-complete",
            Map.of("owner", "edge"));
    var network =
        publicSubnet(node("n1"))
            .inCluster()
            .tagged("env", "dev")
            .admittingToEndpoint("0.0.0.0/0")
            .blocking(BlockMode.BLOCK_BIDIRECTIONAL)
            .with(exclusion)
            .build();
    var policy =
        policy(
            exempting("cluster-endpoint-closed-to-internet", "env=dev"),
            exempting("public-access-exclusion-spares-cluster", "owner=edge"));
    assertEquals(
        List.of(
            "HIGH cluster-endpoint-closed-to-internet/demo",
            "MEDIUM public-access-exclusion-spares-cluster/vpcbpa-exclude-1"),
        ids(RuleBook.judge(network)));
    assertEquals(List.of(), ids(judge(network, policy)));
  }

  @Test
  void an_allowed_source_is_a_set_and_no_text() {
    var network =
        publicSubnet(node("n1").opens(tcp(22)).to("::/0", "0.0.0.0/0")).inCluster().build();
    var halves = allowing("eni-n1", traffic(22, "::/1", "8000::/1", "0.0.0.0/0"));
    assertEquals(List.of(), ids(judge(network, halves)));
  }

  @Test
  void an_allowed_opening_may_be_latent() {
    var network =
        publicSubnet(node("n1").opens(tcp(443)).to("::/0", "0.0.0.0/0"))
            .withPrivateIpv6Range()
            .inCluster()
            .build();
    assertEquals(
        List.of("LOW security-groups-closed-to-ipv6-internet/eni-n1"),
        ids(RuleBook.judge(network)));
    assertEquals(List.of(), ids(judge(network, allowing("eni-n1", traffic(443)))));
  }

  @Test
  void what_could_not_be_read_stays_undecided_whatever_is_exempted() {
    var network =
        publicSubnet(node("n1").opens(tcp(22)).to("::/0"))
            .inCluster()
            .unread(Part.ACLS, "denied")
            .build();
    var judgement = judge(network, policy(exempting(OPEN, "eni-n1")));
    assertTrue(
        judgement.undecided().stream().anyMatch(undecided -> undecided.rule().equals(OPEN)),
        judgement.undecided().toString());
  }

  @Test
  void a_rule_that_is_off_is_not_asked() {
    var policy =
        new Policy(
            Parameters.DEFAULTS, Set.of(BARE), Map.of(), List.of(), List.of(), Optional.empty());
    var judgement = judge(bare().build(), policy);
    assertEquals(List.of(), ids(judgement));
    assertEquals(RuleBook.entries().size() - 1, judgement.rules());
    assertTrue(judgement.hides("node-holds-pod-prefix/n1"));
  }

  @Test
  void a_severity_is_that_of_every_finding_of_its_rule() {
    var policy =
        new Policy(
            Parameters.DEFAULTS,
            Set.of(),
            Map.of(OPEN, Severity.LOW),
            List.of(),
            List.of(),
            Optional.empty());
    var network =
        publicSubnet(
                node("n1").opens(udp(53)).to("::/0", "0.0.0.0/0"),
                node("n2").opens(tcp(22)).to("::/0", "0.0.0.0/0"))
            .inCluster()
            .build();
    assertEquals(
        List.of("LOW " + OPEN + "/eni-n1", "LOW " + OPEN + "/eni-n2"), ids(judge(network, policy)));
  }

  @Test
  void packets_are_exempted_from_openness_rules_only() {
    assertThrows(IllegalArgumentException.class, () -> exempting(BARE, "n1", traffic(22)));
  }

  /// Every rule that shows a set of packets can be exempted by ports and sources, and no other.
  @TestFactory
  Stream<DynamicTest> what_is_found_with_packets_can_be_exempted_in_part() {
    return Casebook.all().stream()
        .map(
            cases ->
                DynamicTest.dynamicTest(
                    cases.rule().id(),
                    () ->
                        assertEquals(
                            cases.findings().anyMatch(PolicyTest::hasPackets),
                            !Policy.familiesOfPackets(cases.rule().id()).isEmpty())));
  }

  private static boolean hasPackets(Finding finding) {
    return finding.open().isPresent() || finding.latent().isPresent();
  }
}
