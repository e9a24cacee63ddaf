package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.publicSubnet;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.rule.Severity.CRITICAL;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rules.InterfaceClosedToIpv6InternetCases.open;

import java.util.List;
import slash80.fixtures.PrefixListFixture;
import slash80.ip.Protocol;
import slash80.judge.Cases;
import slash80.network.Parameters;
import slash80.rule.Finding;

/// Cases of [InterfaceClosedToIpv6Internet] about the share of the internet: its effect on the
/// severity, and sets of addresses that come in several pieces.
final class ExposureShareTable {
  private ExposureShareTable() {}

  static void severityByShare(Cases cases) {
    cases
        .finds(
            "tcp 22 from exactly half",
            CRITICAL,
            "is open to 50% of the internet on tcp 22",
            open(tcp(22), Sources.half()))
        .finds(
            "tcp 22 from just under half",
            MEDIUM,
            "is open to 50% of the internet on tcp 22",
            open(tcp(22), Sources.underHalf()))
        .finds(
            "tcp 80 from exactly half",
            HIGH,
            "50% of the internet on tcp 80",
            open(tcp(80), Sources.half()))
        .finds(
            "tcp 80 from just under half",
            MEDIUM,
            "50% of the internet",
            open(tcp(80), Sources.underHalf()))
        .finds(
            "every protocol from just under half",
            MEDIUM,
            "50% of the internet on every protocol and port",
            open(everything(), Sources.underHalf()))
        .finds(
            "tcp 80 from exactly 1/256",
            MEDIUM,
            "0.39% of the internet",
            open(tcp(80), Sources.part()))
        .finds(
            "tcp 80 from just under 1/256",
            LOW,
            "0.39% of the internet",
            open(tcp(80), Sources.underPart()))
        .finds(
            "every protocol from just under 1/256",
            LOW,
            "0.39% of the internet",
            open(everything(), Sources.underPart()))
        .finds(
            "tcp 80 from exactly 1/65,536",
            LOW,
            "0.0015% of the internet",
            open(tcp(80), Sources.little()))
        .upholds("a set just under 1/65,536", open(tcp(80), Sources.underLittle()))
        .upholds(
            "a set just under 1/65,536 on every port", open(everything(), Sources.underLittle()))
        .upholds("an office", open(everything(), "2001:db8:ffff::/48"))
        .upholds("an office in allocated space", open(everything(), "2a00:1450::/48"))
        .finds(
            "one of the five allocated /12 blocks",
            "12% of the internet",
            open(tcp(80), "2a00::/12"))
        .finds(
            "the five allocated /12 blocks",
            HIGH,
            "62% of the internet",
            open(tcp(80), "2400::/12", "2600::/12", "2800::/12", "2a00::/12", "2c00::/12"))
        .finds(
            "a thousand small ranges in a prefix list",
            LOW,
            "0.003% of the internet on tcp 22",
            publicSubnet(node("n1").opens(tcp(22)).to("pl-many"))
                .inCluster()
                .with(PrefixListFixture.of("pl-many", Sources.thousandRanges())))
        .finds(
            "a thousand small ranges in a group",
            LOW,
            "0.003% of the internet on tcp 22",
            open(tcp(22), Sources.thousandRanges().toArray(String[]::new)),
            finding ->
                assertEquals(new InterfaceClosedToIpv6Internet().card().fix(), finding.remedy()))
        .finds(
            "tcp 443 from ::/0 beside tcp 22 from an office",
            HIGH,
            "is open to the whole internet on tcp 443",
            publicSubnet(
                node("n1").opens(tcp(443)).to("::/0").opens(tcp(22)).to("2001:db8:ffff::/48")),
            finding -> assertFalse(holds(finding, 22), "an office is no part of the finding"))
        .finds(
            "tcp 22 where no port is listed",
            HIGH,
            "is open to the whole internet on tcp 22",
            open(tcp(22), "::/0").inCluster().judgedBy(withoutListedPorts()))
        .upholds(
            "a part of the internet that the parameters leave alone",
            open(tcp(22), Sources.half()).inCluster().judgedBy(countingOnlyTheWholeInternet()));
  }

  private static boolean holds(Finding finding, int port) {
    return finding.open().orElseThrow().services().contains(Protocol.TCP, port);
  }

  private static Parameters withoutListedPorts() {
    var defaults = Parameters.DEFAULTS;
    return new Parameters(
        defaults.settling(),
        defaults.highShare(),
        defaults.mediumShare(),
        defaults.lowShare(),
        defaults.roomForPrefixes(),
        List.of());
  }

  /// Only the whole internet counts.
  private static Parameters countingOnlyTheWholeInternet() {
    var defaults = Parameters.DEFAULTS;
    return new Parameters(
        defaults.settling(), 1, 1, 1, defaults.roomForPrefixes(), defaults.listedTcpPorts());
  }

  static void setsInPieces(Cases cases) {
    var pieces = Sources.sixteenPieces();
    cases
        .finds(
            "::/0 in sixteen pieces",
            CRITICAL,
            "open to the whole internet on tcp 22",
            open(tcp(22), pieces))
        .finds(
            "::/0 in two halves",
            CRITICAL,
            "open to the whole internet on tcp 22",
            open(tcp(22), "::/1", "8000::/1"))
        .finds(
            "::/0 in two groups",
            CRITICAL,
            "open to the whole internet on tcp 22",
            publicSubnet(
                node("n1")
                    .guardedBy(
                        group("sg-low").opens(tcp(22)).to("2000::/4"),
                        group("sg-high").opens(tcp(22)).to("3000::/4"))),
            finding -> {
              assertEquals("sg-high sg-low", finding.cause());
              assertEquals(
                  "aws ec2 revoke-security-group-ingress --group-id sg-low"
                      + " --security-group-rule-ids sgr-low-1"
                      + " && aws ec2 revoke-security-group-ingress --group-id sg-high"
                      + " --security-group-rule-ids sgr-high-1",
                  finding.remedy());
            })
        .finds(
            "::/0 in a prefix list of two entries",
            CRITICAL,
            "open to the whole internet on tcp 22",
            publicSubnet(node("n1").opens(tcp(22)).to("pl-1"))
                .inCluster()
                .with(prefixList("pl-1", "2000::/4", "3000::/4")))
        .finds(
            "all of tcp in two rules",
            CRITICAL,
            "open to the whole internet on all of tcp",
            publicSubnet(
                node("n1").opens(tcp(0, 999)).to("::/0").opens(tcp(1000, 65_535)).to("::/0")))
        .finds(
            "a rule whose id was not read",
            CRITICAL,
            "on tcp 22",
            publicSubnet(
                node("n1").guardedBy(group("sg-x").withoutRuleIds().opens(tcp(22)).to("::/0"))),
            finding ->
                assertEquals(
                    "aws ec2 revoke-security-group-ingress --group-id sg-x --ip-permissions"
                        + " 'IpProtocol=tcp,FromPort=22,ToPort=22,Ipv6Ranges=[{CidrIpv6=::/0}]'",
                    finding.remedy()));
  }
}
