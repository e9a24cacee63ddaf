package slash80.audit.command;

import static slash80.audit.command.AccountCase.when;
import static slash80.audit.command.ChangedAccount.json;

import java.io.IOException;
import java.nio.file.Path;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole accounts in which it depends on the listeners of a load balancer, and on the layers and
/// accelerators in front of them, whether the internet reaches it.
final class BalancerReachCasesTest {
  private static final String GUARDED = "load-balancer-guarded-by-security-group";
  private static final String ONLY = "cluster-groups-guard-cluster-only";
  private static final String OPEN = "interface-closed-to-ipv6-internet";
  private static final String WIDER = "ipv6-no-wider-than-ipv4";

  private static void withoutListeners(ChangedAccount account) {
    account.list("describe-listeners.shop").removeAll();
  }

  /// The network ACLs admit these packets only.
  private static void admitting(ChangedAccount account, String protocol, String ports) {
    account
        .entries()
        .filter(entry -> !entry.path("Egress").asBoolean())
        .filter(entry -> entry.path("RuleAction").asText().equals("allow"))
        .forEach(entry -> entry.put("Protocol", protocol).set("PortRange", json(ports)));
  }

  private static void withoutGateway(ChangedAccount account) {
    account.list("describe-internet-gateways").removeAll();
    account.removeRoutes(route -> route.path("GatewayId").asText().startsWith("igw"));
  }

  static Stream<AccountCase> byGateway() {
    return Stream.of(
        unguarded("no listener", BalancerReachCasesTest::withoutListeners)
            .finds(GUARDED, "LOW", "shop"),
        unguarded(
                "an ACL that admits ssh", account -> admitting(account, "6", "{From: 22, To: 22}"))
            .finds(GUARDED, "LOW", "shop"),
        unguarded(
                "an ACL that admits UDP",
                account -> admitting(account, "17", "{From: 0, To: 65535}"))
            .finds(GUARDED, "LOW", "shop"),
        unguarded(
                "an ACL that admits the listener's port",
                account -> admitting(account, "6", "{From: 443, To: 443}"))
            .finds(GUARDED, "HIGH", "shop"));
  }

  private static AccountCase unguarded(String what, Consumer<ChangedAccount> change) {
    return when(
        "a network balancer without a group: " + what,
        account -> {
          account.networkBalancerWithoutGroups();
          change.accept(account);
        });
  }

  static Stream<AccountCase> targets() {
    return Stream.of(
        when(
                "nodes admit the port that a balancer sends its clients to",
                BalancerReachCasesTest::exposed)
            .finds(OPEN, "LOW", "eni-0a01"),
        when(
                "nodes admit the port of a balancer without a listener",
                account -> {
                  exposed(account);
                  withoutListeners(account);
                })
            .finds(OPEN, "HIGH", "eni-0a01"),
        when(
                "nodes in private subnets admit the port of a balancer without a listener",
                account -> {
                  account.networkBalancerWithoutGroups();
                  admitPort(account);
                  withoutListeners(account);
                })
            .finds(WIDER, "MEDIUM", "eni-0a01"));
  }

  private static void exposed(ChangedAccount account) {
    account.networkBalancerWithoutGroups();
    account.makeNodesPublic();
    admitPort(account);
  }

  private static void admitPort(ChangedAccount account) {
    int port =
        account.list("describe-target-health.shop").path(0).path("Target").path("Port").asInt();
    account.rule("sg-0c01", "tcp", port, "::/0");
  }

  private static AccountCase accelerated(String what, int port, Consumer<ChangedAccount> change) {
    return when(
        "an accelerator has an internal balancer without a group as its endpoint: " + what,
        account -> {
          account.networkBalancerWithoutGroups();
          account.preserveClientAddress(false);
          account.balancer("shop").put("Scheme", "internal").put("IpAddressType", "ipv4");
          account.targetOverIpv4();
          AcceleratorCasesTest.describe(
              account, port, account.balancer("shop").path("LoadBalancerArn").asText());
          change.accept(account);
        });
  }

  static Stream<AccountCase> byAccelerator() {
    return Stream.of(
        accelerated("another port", 80, _ -> {}).finds(GUARDED, "LOW", "shop"),
        accelerated(
                "block public access", 443, account -> account.blockPublicAccess("block-ingress"))
            .finds(GUARDED, "LOW", "shop"),
        accelerated("no gateway of the VPC", 443, BalancerReachCasesTest::withoutGateway)
            .finds(GUARDED, "LOW", "shop"),
        accelerated("the balancer listens for UDP", 443, account -> account.protocol("UDP"))
            .finds(GUARDED, "LOW", "shop"),
        accelerated("no listener", 443, BalancerReachCasesTest::withoutListeners)
            .finds(GUARDED, "LOW", "shop"),
        accelerated(
                "ACLs admit nothing in, and replies out", 443, BalancerReachCasesTest::closeInbound)
            .finds(GUARDED, "HIGH", "shop"));
  }

  private static void closeInbound(ChangedAccount account) {
    account.removeEntries(
        entry ->
            !entry.path("Egress").asBoolean() && entry.path("RuleAction").asText().equals("allow"));
  }

  static Stream<AccountCase> inside() {
    return Stream.of(
        carrying("which the internet reaches", _ -> {}).finds(ONLY, "HIGH", "shop"),
        carrying(
                "behind block public access",
                account -> account.blockPublicAccess("block-bidirectional"))
            .finds(ONLY, "MEDIUM", "shop"),
        carrying(
                "without a route to a gateway",
                account ->
                    account.removeRoutes(
                        route -> route.path("GatewayId").asText().startsWith("igw")))
            .finds(ONLY, "MEDIUM", "shop"),
        carrying("without a listener", BalancerReachCasesTest::withoutListeners)
            .finds(ONLY, "MEDIUM", "shop"));
  }

  private static AccountCase carrying(String what, Consumer<ChangedAccount> change) {
    return when(
        "the description of a balancer shows the cluster's group, " + what,
        account -> {
          var groups = account.balancer("shop").withArray("SecurityGroups");
          groups.add("sg-0c01");
          change.accept(account);
        });
  }

  @ParameterizedTest
  @MethodSource({"byGateway", "targets", "byAccelerator", "inside"})
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
