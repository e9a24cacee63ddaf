package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.CostSituations;
import slash80.aws.snapshot.Folders;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;

/// Tests the scoped read of a node with an interface in another VPC than the cluster's: the
/// interface is judged by its own VPC at once, for as many calls as any node takes.
final class ScopedOtherVpcTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final String OPEN = "interface-closed-to-ipv6-internet/eni-2";
  private static final String LATENT = "security-groups-closed-to-ipv6-internet/eni-2";

  @TempDir private Path folder;
  private StubbedAws aws;

  /// A node whose second interface is open to the internet in the other VPC.
  @BeforeEach
  void serve() {
    CostSituations.base(folder);
    CostSituations.secondVpc(folder);
    CostSituations.open(folder);
    for (var file : List.of("describe-instances", "describe-network-interfaces")) {
      change(
          file,
          "\"NetworkInterfaceId\": \"eni-2\",",
          "\"NetworkInterfaceId\": \"eni-2\", \"Ipv6Addresses\": [{\"Ipv6Address\":"
              + " \"2001:db8:9:1::5\"}],");
    }
    change(
        "describe-vpcs",
        "\"CidrBlock\": \"10.9.0.0/16\"",
        "\"CidrBlock\": \"10.9.0.0/16\", \"Ipv6CidrBlockAssociationSet\": [{\"Ipv6CidrBlock\":"
            + " \"2001:db8:9::/56\", \"Ipv6CidrBlockState\": {\"State\": \"associated\"}}]");
    change(
        "describe-subnets",
        "\"CidrBlock\": \"10.9.1.0/24\"",
        "\"CidrBlock\": \"10.9.1.0/24\", \"Ipv6CidrBlockAssociationSet\": [{\"Ipv6CidrBlock\":"
            + " \"2001:db8:9:1::/64\", \"Ipv6CidrBlockState\": {\"State\": \"associated\"}}],"
            + " \"BlockPublicAccessStates\": {\"InternetGatewayBlockMode\": \"off\"}");
    change(
        "describe-route-tables",
        "\"DestinationCidrBlock\": \"0.0.0.0/0\", \"GatewayId\": \"igw-2\"",
        "\"DestinationIpv6CidrBlock\": \"::/0\", \"GatewayId\": \"igw-2\"");
    change(
        "describe-network-acls",
        "{\"NetworkAcls\": [",
        """
        {"NetworkAcls": [{"NetworkAclId": "acl-2", "VpcId": "vpc-2", "Associations": [{"SubnetId": "subnet-2"}], "Entries": [
          {"Egress": false, "Ipv6CidrBlock": "::/0", "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100},
          {"Egress": true, "Ipv6CidrBlock": "::/0", "Protocol": "-1", "RuleAction": "allow", "RuleNumber": 100}]},
        """);
    aws = StubbedAws.serving(folder);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  private void change(String file, String text, String replacement) {
    Folders.change(
        folder,
        file + ".json",
        content -> {
          var changed = content.replace(text, replacement);
          assertTrue(!changed.equals(content), file + " has no " + text);
          return changed;
        });
  }

  private Judgement whole() {
    aws.serve(folder);
    var live = aws.account(() -> AT);
    var facts = live.read(live.clusters().getFirst(), Scope.whole(), AT).facts();
    return RuleBook.judge(new Network(facts, Parameters.DEFAULTS), Scope.whole());
  }

  /// The check that follows an event about a resource, within the calls for a node.
  private Judgement part(String id) {
    aws.serve(folder);
    aws.forget();
    var live = aws.account(() -> AT);
    var place = live.placements(List.of(id), AT).asKnown().orElseThrow().get(id);
    var near = live.listingAt(List.of(place), AT.minus(Duration.ofMinutes(5)));
    var taken = live.read(near.clusters().getFirst(), place.scope(), AT);
    assertTrue(id.startsWith("sg-") || aws.calls() <= 12, () -> aws.counts().toString());
    return RuleBook.judge(new Network(taken.facts(), Parameters.DEFAULTS), taken.scope());
  }

  private static List<String> about(Judgement judgement) {
    return judgement.findings().stream()
        .filter(finding -> finding.id().endsWith("/eni-2"))
        .map(finding -> "%s: %s %s".formatted(finding.id(), finding.detail(), finding.open()))
        .sorted()
        .toList();
  }

  private void assertDecides(String id, String finding) {
    var expected = about(whole());
    assertTrue(expected.stream().anyMatch(one -> one.startsWith(finding)), expected::toString);
    var found = part(id);
    assertEquals(expected, about(found));
    assertEquals(List.of(), found.undecided());
  }

  @ParameterizedTest
  @ValueSource(strings = {"i-1", "eni-2", "sg-1"})
  void an_open_interface_in_another_vpc_is_found_at_once(String id) {
    assertDecides(id, OPEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"i-1", "eni-2", "sg-1"})
  void the_route_of_its_own_vpc_decides(String id) {
    change("describe-route-tables", "\"GatewayId\": \"igw-2\"", "\"TransitGatewayId\": \"tgw-1\"");
    assertDecides(id, LATENT);
  }

  @Test
  void the_network_acl_of_its_own_vpc_decides() {
    change("describe-network-acls", "\"RuleAction\": \"allow\"", "\"RuleAction\": \"deny\"");
    assertDecides("i-1", LATENT);
  }

  @Test
  void another_vpc_that_calls_do_not_show_is_not_checked() {
    change("describe-vpcs", "{\"VpcId\": \"vpc-2\"", "{\"VpcId\": \"vpc-3\"");
    var found = part("i-1");
    assertEquals(List.of(), about(found));
    assertTrue(
        found.undecided().stream()
            .anyMatch(undecided -> undecided.because().contains("vpc-2 was not read")),
        found.undecided()::toString);
  }
}
