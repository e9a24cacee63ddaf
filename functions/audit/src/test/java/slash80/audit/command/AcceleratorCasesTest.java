package slash80.audit.command;

import static slash80.audit.command.AccountCase.when;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Whole accounts in which an accelerator may bring the internet to a node.
final class AcceleratorCasesTest {
  private static final String ACCELERATOR = "interface-closed-to-global-accelerator";
  private static final String GUARDED = "load-balancer-guarded-by-security-group";

  /// An accelerator's interface beside node 1, whose group admits a node port from anywhere.
  static void accelerated(ChangedAccount account) {
    managedInterface(account);
    account.rule("sg-0c01", "tcp", 30443, "0.0.0.0/0", "::/0");
  }

  private static ObjectNode managedInterface(ChangedAccount account) {
    var description =
        "Global Accelerator managed ENI for"
            + " arn:aws:globalaccelerator::222233334444:accelerator/front";
    var managed =
        account.newInterface(
            "eni-0f01",
            "subnet-0a01",
            "global_accelerator_managed",
            description,
            "10.40.1.90",
            "2a05:d016:77:4401::90");
    account.guard("eni-0f01", "sg-0f01");
    return managed;
  }

  /// The description of an accelerator that sends a port to one endpoint.
  static void describe(ChangedAccount account, int port, String endpoint) {
    var arn = "arn:aws:globalaccelerator::222233334444:accelerator/front";
    account.put(
        "list-accelerators",
        """
        {Accelerators: [{AcceleratorArn: '%s', Name: 'front', IpAddressType: 'IPV4', Enabled: true,
         Status: 'DEPLOYED', IpSets: [{IpFamily: 'IPv4', IpAddresses: ['75.2.0.1']}]}]}\
        """
            .formatted(arn));
    account.put(
        "list-listeners.front",
        """
        {Listeners: [{ListenerArn: '%s/listener/one', Protocol: 'TCP', ClientAffinity: 'NONE',
         PortRanges: [{FromPort: %d, ToPort: %d}]}]}\
        """
            .formatted(arn, port, port));
    account.put(
        "list-endpoint-groups.one",
        """
        {EndpointGroups: [{EndpointGroupArn: '%s/listener/one/endpoint-group/only',
         EndpointGroupRegion: 'eu-north-1', TrafficDialPercentage: 100.0, PortOverrides: [],
         EndpointDescriptions: [{EndpointId: '%s', Weight: 128, HealthState: 'HEALTHY',
         ClientIPPreservationEnabled: true}]}]}\
        """
            .formatted(arn, endpoint));
  }

  /// The group `GlobalAccelerator` as the only source of a node port.
  private static void acceleratorGroupAsSource(ChangedAccount account, String name) {
    managedInterface(account);
    account.newGroup("sg-0f02", name);
    account.guard("eni-0f01", "sg-0f02");
    account.rule("sg-0c01", "tcp", 30443, "sg-0f02");
  }

  private static void unlist(ChangedAccount account) {
    ChangedAccount.removeIf(
        account.list("describe-security-groups"),
        group -> group.path("GroupId").asText().equals("sg-0f02"));
  }

  static Stream<AccountCase> groups() {
    return Stream.of(
        when(
                "the accelerator's group is carried by its interface and not listed",
                account -> {
                  acceleratorGroupAsSource(account, "GlobalAccelerator");
                  unlist(account);
                })
            .finds(ACCELERATOR, "HIGH", "eni-0a01"),
        when(
                "a group that no accelerator's interface carries is not listed",
                account -> {
                  acceleratorGroupAsSource(account, "GlobalAccelerator");
                  account.guard("eni-0f01", "sg-0f01");
                  unlist(account);
                })
            .neverFinds(ACCELERATOR),
        when(
                "the source is the accelerators' group of another VPC",
                account -> {
                  acceleratorGroupAsSource(account, "GlobalAccelerator");
                  account.group("sg-0f02").put("VpcId", "vpc-0b01");
                  account.guard("eni-0f01", "sg-0f01");
                })
            .neverFinds(ACCELERATOR),
        when(
                "the accelerator's interface carries the accelerators' group of another VPC",
                account -> {
                  acceleratorGroupAsSource(account, "GlobalAccelerator");
                  account.group("sg-0f02").put("VpcId", "vpc-0b01");
                })
            .finds(ACCELERATOR, "HIGH", "eni-0a01"));
  }

  static Stream<AccountCase> cases() {
    return Stream.of(
        when(
                "an accelerator's interface stands beside a node that admits anyone",
                AcceleratorCasesTest::accelerated)
            .finds(ACCELERATOR, "HIGH", "eni-0a01")
            .explains(ACCELERATOR, "eni-0a01", "may")
            .neverFinds(ACCELERATOR, "eni-0a02"),
        when(
                "the accelerator's endpoint is the node",
                account -> {
                  accelerated(account);
                  describe(account, 30443, "i-0a01");
                })
            .finds(ACCELERATOR, "HIGH", "eni-0a01")
            .neverFinds(ACCELERATOR, "eni-0a02"),
        when(
                "its listener has a protocol that AWS does not document",
                account -> {
                  accelerated(account);
                  describe(account, 30443, "i-0a01");
                  ((ObjectNode) account.list("list-listeners.front").path(0))
                      .put("Protocol", "SCTP");
                })
            .finds(ACCELERATOR, "HIGH", "eni-0a01")
            .explains(ACCELERATOR, "eni-0a01", "may"),
        when(
                "its address type is not known",
                account -> {
                  accelerated(account);
                  describe(account, 30443, "i-0a01");
                  ((ObjectNode) account.list("list-accelerators").path(0))
                      .put("IpAddressType", "TRISTACK");
                })
            .finds(ACCELERATOR, "HIGH", "eni-0a01")
            .explains(ACCELERATOR, "eni-0a01", "may"),
        when(
                "the accelerator's endpoint is another instance",
                account -> {
                  accelerated(account);
                  describe(account, 30443, "i-0fff");
                })
            .neverFinds(ACCELERATOR),
        when(
                "the accelerator listens at a port that the node does not admit",
                account -> {
                  accelerated(account);
                  describe(account, 80, "i-0a01");
                })
            .neverFinds(ACCELERATOR),
        when(
                "block public access stops the accelerator",
                account -> {
                  accelerated(account);
                  account.blockPublicAccess("block-ingress");
                })
            .neverFinds(ACCELERATOR)
            .findsNothingSevere(),
        when(
                "no internet gateway is attached, so no accelerator works",
                account -> {
                  accelerated(account);
                  account.list("describe-internet-gateways").removeAll();
                  account.removeRoutes(route -> route.path("GatewayId").asText().startsWith("igw"));
                })
            .neverFinds(ACCELERATOR)
            .findsNothingSevere(),
        when(
                "the network ACL lets no reply out",
                account -> {
                  accelerated(account);
                  account.removeEntries(
                      entry ->
                          entry.path("Egress").asBoolean()
                              && entry.path("RuleAction").asText().equals("allow"));
                })
            .neverFinds(ACCELERATOR),
        when(
                "the network ACL admits nothing, which an accelerator may go round",
                account -> {
                  accelerated(account);
                  account.removeEntries(
                      entry ->
                          !entry.path("Egress").asBoolean()
                              && entry.path("RuleAction").asText().equals("allow"));
                })
            .finds(ACCELERATOR, "HIGH", "eni-0a01"),
        when(
                "the node admits a named peer only",
                account -> {
                  managedInterface(account);
                  account.rule("sg-0c01", "tcp", 30443, "198.51.100.0/28", "2001:db8:1::/48");
                })
            .findsNothing(),
        when(
                "the accelerator's interface stands in a balancer's subnet",
                account -> {
                  accelerated(account);
                  account.networkInterface("eni-0f01").put("SubnetId", "subnet-0e01");
                })
            .neverFinds(ACCELERATOR),
        when(
                "the group GlobalAccelerator is the node's source",
                account -> acceleratorGroupAsSource(account, "GlobalAccelerator"))
            .finds(ACCELERATOR, "HIGH", "eni-0a01")
            .neverFinds(ACCELERATOR, "eni-0a02"),
        when(
                "a group of another name is the node's source",
                account -> acceleratorGroupAsSource(account, "bastions"))
            .neverFinds(ACCELERATOR),
        when(
                "block public access stops the accelerator behind the group GlobalAccelerator",
                account -> {
                  acceleratorGroupAsSource(account, "GlobalAccelerator");
                  account.blockPublicAccess("block-bidirectional");
                })
            .neverFinds(ACCELERATOR),
        when(
                "the accelerator stands in front of an internal balancer without a group",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.preserveClientAddress(false);
                  account.balancer("shop").put("Scheme", "internal").put("IpAddressType", "ipv4");
                  account.targetOverIpv4();
                  describe(account, 443, account.balancer("shop").path("LoadBalancerArn").asText());
                })
            .finds(GUARDED, "HIGH", "shop"),
        when(
                "no accelerator stands in front of the same internal balancer",
                account -> {
                  account.networkBalancerWithoutGroups();
                  account.preserveClientAddress(false);
                  account.balancer("shop").put("Scheme", "internal").put("IpAddressType", "ipv4");
                  account.targetOverIpv4();
                })
            .finds(GUARDED, "LOW", "shop"));
  }

  @ParameterizedTest
  @MethodSource({"cases", "groups"})
  void judges(AccountCase given, @TempDir Path folder) throws IOException {
    given.check(folder);
  }
}
