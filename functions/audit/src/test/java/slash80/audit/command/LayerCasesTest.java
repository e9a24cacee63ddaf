package slash80.audit.command;

import static slash80.audit.command.AccountCase.when;
import static slash80.audit.command.ChangedAccount.json;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole accounts in which a layer between the internet and a node decides.
final class LayerCasesTest {
  private static final String OPEN = "interface-closed-to-ipv6-internet";
  private static final String LATENT = "security-groups-closed-to-ipv6-internet";

  /// Nodes in public subnets whose group admits this service from anywhere.
  private static void exposed(ChangedAccount account) {
    account.makeNodesPublic();
    account.rule("sg-0c01", "tcp", 22, "::/0");
  }

  /// Nodes that are exposed but for a network ACL that lets this out and nothing else.
  private static void answering(ChangedAccount account, String protocol, String ports) {
    exposed(account);
    account
        .entries()
        .filter(entry -> entry.path("Egress").asBoolean())
        .filter(entry -> entry.path("RuleAction").asText().equals("allow"))
        .forEach(entry -> entry.put("Protocol", protocol).set("PortRange", json(ports)));
  }

  static Stream<AccountCase> layers() {
    return Stream.of(
        when("a public node admits ssh from anywhere", LayerCasesTest::exposed)
            .finds(OPEN, "CRITICAL", "eni-0a01")
            .neverFinds(LATENT, "eni-0a01"),
        when(
                "the network ACL lets out replies to port 443, which a client may bind",
                account -> answering(account, "6", "{From: 443, To: 443}"))
            .finds(OPEN, "CRITICAL", "eni-0a01"),
        when(
                "the network ACL lets out replies to port 1, which a client may bind",
                account -> answering(account, "6", "{From: 1, To: 1}"))
            .finds(OPEN, "CRITICAL", "eni-0a01"),
        when(
                "the network ACL lets out replies to port 0, from which no client connects",
                account -> answering(account, "6", "{From: 0, To: 0}"))
            .neverFinds(OPEN)
            .finds(LATENT, "MEDIUM", "eni-0a01"),
        when(
                "the network ACL lets out UDP only",
                account -> answering(account, "17", "{From: 1, To: 65535}"))
            .neverFinds(OPEN)
            .finds(LATENT, "MEDIUM", "eni-0a01"),
        when(
                "a route is active to a gateway that the files do not list",
                account -> {
                  exposed(account);
                  account.list("describe-internet-gateways").removeAll();
                })
            .neverFinds(LATENT)
            .leavesUnchecked(OPEN, "igw-0a01"),
        when(
                "a route is active to a gateway that the files list as detached",
                account -> {
                  exposed(account);
                  ((ObjectNode) account.list("describe-internet-gateways").path(0))
                      .putArray("Attachments");
                })
            .neverFinds(LATENT)
            .leavesUnchecked(OPEN, "igw-0a01"),
        when(
                "the routes to the gateway are black holes",
                account -> {
                  exposed(account);
                  account
                      .routes()
                      .filter(route -> route.path("GatewayId").asText().startsWith("igw"))
                      .forEach(route -> route.put("State", "blackhole"));
                })
            .neverFinds(OPEN)
            .finds(LATENT, "MEDIUM", "eni-0a01"));
  }

  private static void admittingIcmp(ChangedAccount account, String protocol, int type) {
    account.makeNodesPublic();
    account.rule("sg-0c01", protocol, type, -1, "0.0.0.0/0", "::/0");
  }

  static Stream<AccountCase> icmp() {
    return Stream.of(
        when(
                "a rule for ICMP of IPv4 has an IPv6 source",
                account -> admittingIcmp(account, "icmp", 8))
            .finds(OPEN, "LOW", "eni-0a01")
            .explains(OPEN, "eni-0a01", "was icmpv6 meant?")
            .findsNothingSevere(),
        when(
                "a rule for protocol 1, by its number, has an IPv6 source",
                account -> admittingIcmp(account, "1", -1))
            .finds(OPEN, "LOW", "eni-0a01")
            .explains(OPEN, "eni-0a01", "was icmpv6 meant?")
            .findsNothingSevere(),
        when(
                "a rule for ICMP of IPv4 has an IPv6 source and no route brings it",
                account -> {
                  admittingIcmp(account, "icmp", 8);
                  account.removeRoutes(
                      route ->
                          route.path("GatewayId").asText().startsWith("igw")
                              && route.has("DestinationIpv6CidrBlock"));
                })
            .neverFinds(OPEN)
            .finds(LATENT, "LOW", "eni-0a01"),
        when(
                "a rule admits ICMPv6, and nothing is asked",
                account -> admittingIcmp(account, "icmpv6", -1))
            .finds(OPEN, "LOW", "eni-0a01")
            .neverFinds(LATENT, "eni-0a01"));
  }

  @ParameterizedTest
  @MethodSource({"layers", "icmp"})
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
