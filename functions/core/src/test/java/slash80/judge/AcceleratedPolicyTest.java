package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Service.tcp;

import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import slash80.rule.Finding;

/// The effect of a policy on an opening through an accelerator: over both families, and whichever
/// way the packets come.
final class AcceleratedPolicyTest {
  private static final String RULE = "interface-closed-to-global-accelerator";

  /// Open on two ports through an accelerator, over both families.
  private static Network network() {
    return privateSubnet(
            node("i-1").opens(tcp(30443)).to("::/0", "0.0.0.0/0").opens(tcp(30444)).to("::/0"))
        .inCluster()
        .withAcceleratorIn("a")
        .with(accelerator("fast").dualStack().listening("TCP", 30000, 31000).leadingTo("i-1"))
        .build();
  }

  private static Traffic traffic(int first, int last, String... sources) {
    return Traffic.of(
        OptionalInt.of(Protocol.TCP),
        List.of(new PortRange(first, last)),
        sources.length == 0
            ? Optional.empty()
            : Optional.of(Stream.of(sources).map(Prefix::parse).toList()));
  }

  private static Policy policy(List<AllowedOpening> allowed, List<Exemption> exemptions) {
    return new Policy(
        Parameters.DEFAULTS, Set.of(), Map.of(), allowed, exemptions, Optional.empty());
  }

  private static Exemption exempting(Optional<Traffic> traffic) {
    return new Exemption(
        RULE,
        ResourceSelector.parse("eni-i-1"),
        traffic,
        "until the move",
        "platform",
        LocalDate.ofInstant(NOW, ZoneOffset.UTC).plusDays(30));
  }

  private static Judgement judge(Policy policy) {
    return RuleBook.judge(policy.applied(network().facts()), Scope.whole(), policy);
  }

  private static Judgement exempted(Traffic traffic) {
    return judge(policy(List.of(), List.of(exempting(Optional.of(traffic)))));
  }

  private static List<String> details(Stream<Finding> findings) {
    return findings
        .filter(finding -> finding.rule().equals(RULE))
        .map(Finding::detail)
        .map(detail -> detail.replaceAll(".* on (tcp [^)]*\\)).*", "$1"))
        .toList();
  }

  private static List<String> left(Judgement judgement) {
    return details(judgement.findings().stream());
  }

  private static List<String> covered(Judgement judgement) {
    return details(judgement.exempted().stream().map(Exempted::finding));
  }

  @Test
  void without_a_policy_both_ports_are_open() {
    assertEquals(1, left(judge(Policy.NONE)).size());
  }

  @Test
  void an_allowed_opening_allows_the_packets_by_an_accelerator_too() {
    var opening = new AllowedOpening(ResourceSelector.parse("eni-i-1"), traffic(30000, 31000));
    assertEquals(List.of(), left(judge(policy(List.of(opening), List.of()))));
    assertTrue(opening.mayBeOf(network()));
    var other = new AllowedOpening(ResourceSelector.parse("eni-i-1"), traffic(443, 443));
    assertEquals(1, left(judge(policy(List.of(other), List.of()))).size());
    assertFalse(other.mayBeOf(network()));
  }

  @Test
  void an_exemption_may_be_of_the_whole_finding() {
    var judgement = judge(policy(List.of(), List.of(exempting(Optional.empty()))));
    assertEquals(List.of(), left(judgement));
    assertEquals(1, covered(judgement).size());
  }

  @Test
  void an_exempted_port_is_exempted_over_both_families() {
    var judgement = exempted(traffic(30443, 30443));
    assertEquals(List.of("tcp 30444 (IPv6)"), left(judgement));
    assertEquals(List.of("tcp 30443 (IPv6 and IPv4)"), covered(judgement));
  }

  @Test
  void an_exemption_of_the_sources_of_one_family_leaves_the_other() {
    assertEquals(List.of("tcp 30443 (IPv4)"), left(exempted(traffic(30000, 31000, "::/0"))));
    assertEquals(
        List.of("tcp 30443 (IPv4)"), covered(exempted(traffic(30443, 30443, "0.0.0.0/0"))));
  }

  @Test
  void an_exemption_of_other_ports_has_no_effect() {
    var judgement = exempted(traffic(443, 443));
    assertEquals(1, left(judgement).size());
    assertEquals(List.of(), covered(judgement));
  }
}
