package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.facts.NetworkAcl.Action.ALLOW;
import static slash80.facts.NetworkAcl.Action.DENY;
import static slash80.facts.NetworkAcl.Direction.INBOUND;
import static slash80.facts.NetworkAcl.Direction.OUTBOUND;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.fixtures.SubnetFixture.entry;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rules.InterfaceClosedToIpv6InternetCases.open;

import java.util.List;
import slash80.judge.Cases;
import slash80.rule.Finding;
import slash80.rule.Verdict;

/// Cases of [InterfaceClosedToIpv6Internet] about the security group rules that a finding shows as
/// evidence and revokes as its fix.
final class ResponsibleRuleTable {
  private ResponsibleRuleTable() {}

  private static String rule(Finding finding) {
    return rules(finding).getFirst();
  }

  private static List<String> because(Finding finding) {
    return finding.evidence().stream().map(Verdict.Evidence::because).toList();
  }

  /// The sentences about security group rules in the evidence.
  private static List<String> rules(Finding finding) {
    return finding.evidence().stream()
        .map(Verdict.Evidence::because)
        .filter(because -> because.startsWith("rule sgr-"))
        .toList();
  }

  static void evidence(Cases cases) {
    cases
        .finds(
            "a peer's rule beside two wide ones",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2001::/48", "2600::/12", "2800::/20"),
            finding -> {
              assertEquals("rule sgr-n1-2 admits tcp 443 from 2600::/12", rule(finding));
              assertTrue(finding.remedy().endsWith(" sgr-n1-2 sgr-n1-3"), finding.remedy());
            })
        .finds(
            "the widest of two rules as evidence",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2600::/48", "2600::/12"),
            finding -> assertEquals("rule sgr-n1-2 admits tcp 443 from 2600::/12", rule(finding)))
        .finds(
            "the widest entry of a prefix list as evidence",
            MEDIUM,
            "12% of the internet on tcp 443",
            publicSubnet(node("n1").opens(tcp(443)).to("pl-1"))
                .inCluster()
                .with(prefixList("pl-1", "2001:db8:ffff::/48", "2600::/12", "2800::/48")),
            finding ->
                assertEquals("rule sgr-n1-1 admits tcp 443 from pl-1 2600::/12", rule(finding)))
        .finds(
            "two ports that two entries of the network ACL admit",
            HIGH,
            "is open to the whole internet on tcp 443,8081",
            publicSubnet(node("n1").opens(tcp(443)).to("::/0").opens(tcp(8081)).to("::/0"))
                .withEntries(
                    entry(ALLOW, INBOUND, 90, tcp(443), "::/0"),
                    entry(ALLOW, INBOUND, 111, tcp(1024, 65_535), "::/0"),
                    entry(ALLOW, OUTBOUND, 100, everything(), "::/0"))
                .inCluster(),
            finding ->
                assertEquals(
                    List.of(
                        "igw-1 is attached to vpc-1",
                        "route ::/0 leads to igw-1",
                        "rule 90 allows tcp 443 from ::/0",
                        "rule 111 allows tcp 1024-65535 from ::/0",
                        "rule sgr-n1-1 admits tcp 443 from ::/0",
                        "rule sgr-n1-2 admits tcp 8081 from ::/0"),
                    because(finding)))
        .finds(
            "one rule whose ports two entries of the network ACL admit",
            HIGH,
            "is open to the whole internet on tcp 443-1100",
            publicSubnet(node("n1").opens(tcp(443, 1_100)).to("::/0"))
                .withEntries(
                    entry(ALLOW, INBOUND, 90, tcp(443, 1_023), "::/0"),
                    entry(DENY, INBOUND, 95, tcp(2_000), "::/0"),
                    entry(ALLOW, INBOUND, 111, tcp(1_024, 65_535), "::/0"),
                    entry(ALLOW, INBOUND, 120, everything(), "2001:db8::/32"),
                    entry(ALLOW, OUTBOUND, 100, everything(), "::/0"))
                .inCluster(),
            finding ->
                assertEquals(
                    List.of(
                        "igw-1 is attached to vpc-1",
                        "route ::/0 leads to igw-1",
                        "rule 90 allows tcp 443-1023 from ::/0",
                        "rule 111 allows tcp 1024-65535 from ::/0",
                        "rule sgr-n1-1 admits tcp 443-1100 from ::/0"),
                    because(finding)))
        .finds(
            "one rule whose halves of the internet two entries of the network ACL admit",
            HIGH,
            "is open to the whole internet on tcp 443",
            publicSubnet(node("n1").opens(tcp(443)).to("::/0"))
                .withEntries(
                    entry(ALLOW, INBOUND, 90, tcp(443), "2000::/4"),
                    entry(ALLOW, INBOUND, 91, everything(), "3000::/4"),
                    entry(ALLOW, OUTBOUND, 100, everything(), "::/0"))
                .inCluster(),
            finding ->
                assertEquals(
                    List.of(
                        "igw-1 is attached to vpc-1",
                        "route ::/0 leads to igw-1",
                        "rule 91 allows all from 3000::/4",
                        "rule 90 allows tcp 443 from 2000::/4",
                        "rule sgr-n1-1 admits tcp 443 from ::/0"),
                    because(finding)))
        .finds(
            "one rule whose halves of the internet two routes answer",
            HIGH,
            "is open to the whole internet on tcp 443",
            subnet("a", "2001:db8:0:1::/64", node("n1").opens(tcp(443)).to("::/0"))
                .routes("2000::/4")
                .to("igw-1")
                .routes("3000::/4")
                .to("igw-1")
                .inCluster(),
            finding ->
                assertEquals(
                    List.of(
                        "igw-1 is attached to vpc-1",
                        "route 3000::/4 leads to igw-1",
                        "route 2000::/4 leads to igw-1",
                        "rule 101 allows all from ::/0",
                        "rule sgr-n1-1 admits tcp 443 from ::/0"),
                    because(finding)))
        .finds(
            "narrow rules that add up",
            LOW,
            "0.0019% of the internet on tcp 443",
            open(tcp(443), "3000::/21", "3000:2000::/20", "3000:4000::/20"),
            finding -> {
              assertEquals(
                  List.of(
                      "rule sgr-n1-2 admits tcp 443 from 3000:2000::/20",
                      "rule sgr-n1-1 admits tcp 443 from 3000::/21",
                      "rule sgr-n1-3 admits tcp 443 from 3000:4000::/20"),
                  rules(finding));
              assertTrue(
                  finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2 sgr-n1-3"), finding.remedy());
            });
  }

  static void rulesToRevoke(Cases cases) {
    cases
        .finds(
            "halves that make ::/0 together",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "::/1", "8000::/1"),
            finding -> {
              assertTrue(finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2"), finding.remedy());
              assertEquals(
                  List.of(
                      "rule sgr-n1-1 admits tcp 443 from ::/1",
                      "rule sgr-n1-2 admits tcp 443 from 8000::/1"),
                  rules(finding));
            })
        .finds(
            "halves of ::/0 beside rules for own ranges",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "fc00::/7", "2001:db8::/56", "8000::/1", "::/1", "2001:db8:ffff::/48"),
            finding ->
                assertTrue(finding.remedy().endsWith(" sgr-n1-4 sgr-n1-3"), finding.remedy()))
        .finds(
            "half of ::/0 beside a unique local range",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "::/1", "fc00::/7"),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "halves of ::/0 on different ports",
            HIGH,
            "the whole internet on tcp 443",
            publicSubnet(node("n1").opens(tcp(443)).to("::/1").opens(tcp(80)).to("8000::/1")),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "halves of ::/0 beside another service",
            HIGH,
            "the whole internet on tcp 443 and udp 53",
            publicSubnet(
                node("n1").opens(tcp(443)).to("::/1", "8000::/1").opens(udp(53)).to("::/0")),
            finding ->
                assertTrue(
                    finding.remedy().endsWith(" sgr-n1-1 sgr-n1-3 sgr-n1-2"), finding.remedy()))
        .finds(
            "half of ::/0 that another port completes",
            HIGH,
            "the whole internet on tcp 80,443",
            publicSubnet(
                node("n1").opens(tcp(443)).to("::/1").opens(tcp(80)).to("::/1", "8000::/1")),
            finding ->
                assertTrue(
                    finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2 sgr-n1-3"), finding.remedy()))
        .finds(
            "quarters of ::/0 that only complete another port",
            HIGH,
            "the whole internet on tcp 80,443",
            publicSubnet(
                node("n1")
                    .opens(tcp(443))
                    .to("::/1", "8000::/2")
                    .opens(tcp(80))
                    .to("::/1", "c000::/2")),
            finding ->
                assertTrue(finding.remedy().endsWith(" sgr-n1-1 sgr-n1-3"), finding.remedy()))
        .finds(
            "a half beside ::/0 itself",
            HIGH,
            "the whole internet on tcp 443",
            open(tcp(443), "::/0", "8000::/1"),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()))
        .finds(
            "narrow rules that count together",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2600::/12", "3000::/20", "3000:2000::/20"),
            finding ->
                assertTrue(
                    finding.remedy().endsWith(" sgr-n1-1 sgr-n1-2 sgr-n1-3"), finding.remedy()))
        .finds(
            "narrow rules that do not count together",
            MEDIUM,
            "12% of the internet on tcp 443",
            open(tcp(443), "2600::/12", "3000::/21", "3000:2000::/21"),
            finding -> assertTrue(finding.remedy().endsWith(" sgr-n1-1"), finding.remedy()));
  }
}
