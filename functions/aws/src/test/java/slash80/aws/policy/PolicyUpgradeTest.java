package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Duration;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.judge.AllowedOpening;
import slash80.judge.Exemption;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.judge.Traffic;
import slash80.network.Parameters;
import slash80.rule.Severity;

/// Tests policies that were written before version 1.0, word for word. Users keep such policies in
/// accounts and repositories, so every key has to keep its meaning.
final class PolicyUpgradeTest {

  @Test
  void a_policy_with_every_key_reads_the_same() {
    var text =
        """
        $schema: ../schemas/policy.schema.json
        rules-off: [ipv6-no-wider-than-ipv4, node-has-no-public-ipv4]
        severities:
          load-balancer-speaks-ipv6: LOW
          pod-prefix-is-slash-80: CRITICAL
        parameters:
          settling-minutes: 4
          high-share: 1/4
          medium-share: 1/512
          low-share: 1/131072
          room-for-prefixes: 2048
          critical-tcp-ports: [22, 2379-2380]
        allowed-openings:
          - interfaces: role=edge
            protocol: icmpv6
            ports: [128]
            sources: ["2001:db8::/32"]
            reason: monitoring
        exemptions:
          - rule: interface-closed-to-ipv6-internet
            subject: eni-0f000000000000003
            protocol: tcp
            ports: [9443]
            sources: ["2600::/12"]
            reason: collectors of
              the carrier
            owner: telemetry@example.com
            expires: 2027-03-31
        """;

    assertEquals(
        new Policy(
            new Parameters(
                Duration.ofMinutes(4),
                4,
                512,
                131_072,
                2_048,
                List.of(new PortRange(22, 22), new PortRange(2379, 2380))),
            Set.of("ipv6-no-wider-than-ipv4", "node-has-no-public-ipv4"),
            Map.of(
                "load-balancer-speaks-ipv6", Severity.LOW,
                "pod-prefix-is-slash-80", Severity.CRITICAL),
            List.of(
                new AllowedOpening(
                    ResourceSelector.parse("role=edge"),
                    traffic(Protocol.ICMPV6, new PortRange(128, 128), "2001:db8::/32"))),
            List.of(
                new Exemption(
                    "interface-closed-to-ipv6-internet",
                    ResourceSelector.parse("eni-0f000000000000003"),
                    Optional.of(traffic(Protocol.TCP, new PortRange(9443, 9443), "2600::/12")),
                    "collectors of the carrier",
                    "telemetry@example.com",
                    LocalDate.parse("2027-03-31"))),
            Optional.empty()),
        PolicyText.read("policy.yaml", text, Parameters.DEFAULTS));
  }

  @Test
  void a_policy_in_json_reads_the_same() {
    var text =
        """
        {"parameters": {"settling-minutes": 0, "low-share": "1/1000000"},
        \t"rules-off": ["node-has-no-public-ipv4"]}
        """;
    var usual = Parameters.DEFAULTS;

    assertEquals(
        new Policy(
            new Parameters(
                Duration.ZERO,
                usual.highShare(),
                usual.mediumShare(),
                1_000_000,
                usual.roomForPrefixes(),
                usual.listedTcpPorts()),
            Set.of("node-has-no-public-ipv4"),
            Map.of(),
            List.of(),
            List.of(),
            Optional.empty()),
        PolicyText.read("policy.json", text, usual));
  }

  private static Traffic traffic(int protocol, PortRange ports, String source) {
    return Traffic.of(
        OptionalInt.of(protocol), List.of(ports), Optional.of(List.of(Prefix.parse(source))));
  }
}
