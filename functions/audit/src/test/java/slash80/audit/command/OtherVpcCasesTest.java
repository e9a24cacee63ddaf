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

/// Whole accounts in which a second VPC, or one of another owner, takes part.
final class OtherVpcCasesTest {
  private static final String OPEN = "interface-closed-to-ipv6-internet";
  private static final String LATENT = "security-groups-closed-to-ipv6-internet";
  private static final String GUARDED = "load-balancer-guarded-by-security-group";
  private static final String SPEAKS = "load-balancer-speaks-ipv6";
  private static final String TARGETS_SPEAK = "target-group-speaks-ipv6";

  /// Public nodes that admit ssh in a VPC that another account shares, block public access on in
  /// the account's own settings.
  private static void sharedVpc(ChangedAccount account, String stateOfOwner) {
    account.makeNodesPublic();
    account.rule("sg-0c01", "tcp", 22, "0.0.0.0/0", "::/0");
    account.blockPublicAccess("block-bidirectional");
    Stream.of(
            "describe-vpcs",
            "describe-subnets",
            "describe-route-tables",
            "describe-network-acls",
            "describe-internet-gateways")
        .flatMap(file -> ChangedAccount.objects(account.list(file)))
        .forEach(item -> item.put("OwnerId", "999900001111"));
    ChangedAccount.objects(account.list("describe-subnets"))
        .filter(subnet -> !stateOfOwner.isEmpty())
        .forEach(
            subnet ->
                subnet
                    .putObject("BlockPublicAccessStates")
                    .put("InternetGatewayBlockMode", stateOfOwner));
  }

  static Stream<AccountCase> shared() {
    return Stream.of(
        when(
                "the account's own block public access says nothing of a shared VPC",
                account -> sharedVpc(account, "off"))
            .finds(OPEN, "CRITICAL", "eni-0a01"),
        when(
                "the owner of a shared VPC blocks public access and the account does not",
                account -> {
                  sharedVpc(account, "block-ingress");
                  account.blockPublicAccess("off");
                })
            .neverFinds(OPEN)
            .finds(LATENT, "MEDIUM", "eni-0a01"),
        when("the state of a shared subnet is not shown", account -> sharedVpc(account, ""))
            .neverFinds(OPEN)
            .leavesUnchecked(OPEN, "subnet-0a01"),
        when(
                "the account's own exclusion does not open the shared VPC of another owner",
                account -> {
                  sharedVpc(account, "block-bidirectional");
                  account.exclude("vpc/vpc-0a01");
                })
            .neverFinds(OPEN));
  }

  /// A second interface of node 1 in another VPC, public in both families, ssh from anywhere.
  private static void interfaceInOtherVpc(ChangedAccount account) {
    var second =
        account.newInterface(
            "eni-0b01", "subnet-0b01", "interface", "", "10.90.1.7", "2a05:d016:99:1101::7");
    ChangedAccount.attach(second, "i-0a01", 1);
    second.put("VpcId", "vpc-0b01");
    var address = json("{PublicIp: '198.51.100.44', IpOwnerId: '222233334444'}");
    second.set("Association", address);
    ((ObjectNode) second.path("PrivateIpAddresses").path(0)).set("Association", address);
    account.newGroup("sg-0f05", "management");
    account.group("sg-0f05").put("VpcId", "vpc-0b01");
    account.rule("sg-0f05", "tcp", 22, "0.0.0.0/0", "::/0");
    account.guard("eni-0b01", "sg-0f05");
    copy(account, "describe-vpcs", 0);
    copy(account, "describe-subnets", 3);
    copy(account, "describe-internet-gateways", 0);
    copy(account, "describe-network-acls", 0);
    copy(account, "describe-route-tables", 1);
  }

  /// Adds a copy of an item under the ids and ranges of the other VPC.
  private static void copy(ChangedAccount account, String file, int item) {
    var other =
        account
            .list(file)
            .path(item)
            .toString()
            .replace("vpc-0a01", "vpc-0b01")
            .replaceAll("subnet-0[ae]01", "subnet-0b01")
            .replaceAll("(igw|acl)-0a01", "$1-0b01")
            .replace("rtb-0e01", "rtb-0b01")
            .replaceAll("-0[ae]0([2-9])", "-0b0$1")
            .replace("10.40.0.0", "10.90.0.0")
            .replace("10.40.4.0", "10.90.1.0")
            .replace("2a05:d016:77:4400::", "2a05:d016:99:1100::")
            .replace("2a05:d016:77:4404::", "2a05:d016:99:1101::");
    account.list(file).add(json(other));
  }

  /// The same interface in the other VPC's default group, with a wrong prefix and without the check
  /// of source and destination, in a subnet that assigns public IPv4 addresses.
  static void allWrong(ChangedAccount account) {
    interfaceInOtherVpc(account);
    account.group("sg-0f05").put("GroupName", "default");
    account.subnet("subnet-0b01").put("MapPublicIpOnLaunch", true);
    account
        .networkInterface("eni-0b01")
        .put("SourceDestCheck", false)
        .putArray("Ipv6Prefixes")
        .addObject()
        .put("Ipv6Prefix", "2a05:d016:fff:1::/64");
  }

  static Stream<AccountCase> second() {
    return Stream.of(
        when(
                "a node carries a public interface in another VPC",
                OtherVpcCasesTest::interfaceInOtherVpc)
            .finds(OPEN, "CRITICAL", "eni-0b01")
            .finds("node-closed-to-ipv4-internet", "CRITICAL", "eni-0b01")
            .finds("node-has-no-public-ipv4", "MEDIUM", "eni-0b01")
            .neverFinds(OPEN, "eni-0a01"),
        when(
                "the other VPC has no route to its gateway",
                account -> {
                  interfaceInOtherVpc(account);
                  ChangedAccount.removeIf(
                      account.table("rtb-0b01").path("Routes"),
                      route -> route.path("GatewayId").asText().startsWith("igw"));
                })
            .neverFinds(OPEN)
            .finds(LATENT, "MEDIUM", "eni-0b01"),
        when(
                "the route tables of the other VPC are not shown",
                account -> {
                  interfaceInOtherVpc(account);
                  ChangedAccount.removeIf(
                      account.list("describe-route-tables"),
                      table -> table.path("VpcId").asText().equals("vpc-0b01"));
                })
            .neverFinds(OPEN)
            .leavesUnchecked(OPEN, "vpc-0b01"),
        when(
                "everything about the interface in the other VPC is wrong",
                OtherVpcCasesTest::allWrong)
            .finds("interface-guarded-by-own-groups", "MEDIUM", "eni-0b01")
            .finds("node-has-no-public-ipv4", "MEDIUM", "eni-0b01")
            .finds("node-subnet-assigns-no-public-ipv4", "LOW", "subnet-0b01")
            .finds("pod-prefix-is-slash-80", "HIGH", "eni-0b01")
            .finds("pod-prefix-lies-in-subnet", "HIGH", "eni-0b01")
            .finds("source-and-destination-checked", "MEDIUM", "eni-0b01"));
  }

  /// An IPv4 network balancer of another VPC, without a group, in front of node 1.
  private static void centralIngress(ChangedAccount account) {
    account.networkBalancerWithoutGroups();
    account.preserveClientAddress(false);
    account.targetOverIpv4();
    account.targetGroup("shop").put("VpcId", "vpc-0c01");
    var balancer = account.balancer("shop");
    balancer.put("VpcId", "vpc-0c01").put("IpAddressType", "ipv4");
    ChangedAccount.objects(balancer.path("AvailabilityZones"))
        .forEach(zone -> zone.put("SubnetId", "subnet-0c01"));
  }

  static Stream<AccountCase> central() {
    return Stream.of(
        when(
                "a network balancer of another VPC sends to a node over IPv4",
                OtherVpcCasesTest::centralIngress)
            .finds(SPEAKS, "HIGH", "shop")
            .finds(TARGETS_SPEAK, "MEDIUM", "shop")
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "the balancer of another VPC is internal",
                account -> {
                  centralIngress(account);
                  account.balancer("shop").put("Scheme", "internal");
                })
            .finds(SPEAKS, "MEDIUM", "shop")
            .finds(GUARDED, "LOW", "shop")
            .findsNothingSevere(),
        when(
                "the balancer of another VPC is an application balancer",
                account -> {
                  centralIngress(account);
                  account.replaceEverywhere("/net/shop", "/app/shop");
                  account.balancer("shop").put("Type", "application");
                  account.protocol("HTTP");
                })
            .finds(SPEAKS, "HIGH", "shop")
            .neverFinds(GUARDED),
        when(
                "the balancer of another VPC sends to an address that no node has",
                account -> {
                  centralIngress(account);
                  account.put("describe-tags.shop", "{TagDescriptions: []}");
                  account.target("shop", "10.40.1.21");
                })
            .neverFinds(SPEAKS)
            .neverFinds(GUARDED));
  }

  @ParameterizedTest
  @MethodSource({"shared", "second", "central"})
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
