package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.Permissions;
import slash80.fixtures.FindingCopy;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.judge.Judgement;
import slash80.judge.Policy;
import slash80.ledger.Examples;
import slash80.network.Names;
import slash80.reach.Layer;
import slash80.reach.PacketTrace;
import slash80.rule.Finding;

/// The keys of the JSON report and their order, which other programs rely on.
class ReportJsonTest {
  private static final AddressSet VPC = AddressSet.of(Prefix.parse("2600:1f16:11e6:8600::/56"));
  private static final Internet INTERNET = Internet.without(VPC);

  @Test
  void a_judgement_has_the_keys_of_the_contract_in_their_order() {
    var judgement =
        new Judgement(
            Examples.cluster("demo"),
            "arn:aws:eks:us-east-2:111122223333:cluster/demo",
            Examples.AT,
            2,
            List.of(),
            List.of(
                new Judgement.Undecided("a-rule", "AccessDenied", List.of("eni-1", "eni-2")),
                new Judgement.Undecided("b-rule", "Throttling", List.of())),
            List.of(new Judgement.Settling("c-rule", "i-1", Examples.AT)),
            13,
            40,
            List.of("a note"),
            Map.of(),
            List.of(),
            Policy.NONE,
            Permissions.unasked(),
            Names.NONE);
    assertEquals(
        "{cluster=demo, account=111122223333, region=us-east-2, at=2026-11-23T08:05:12Z, nodes=2,"
            + " notes=[a note], findings=[],"
            + " undecided=[{rule=a-rule, because=AccessDenied, subjects=2, first=eni-1},"
            + " {rule=b-rule, because=Throttling, subjects=0, first=}],"
            + " settling=[{rule=c-rule, subject=i-1, until=2026-11-23T08:05:12Z}],"
            + " exempted=[]}",
        ReportJson.of(judgement).toString());
  }

  @Test
  void a_finding_has_the_keys_of_the_contract_in_their_order() {
    var finding = opening(tcp(22, "::/0"));
    assertEquals(
        List.of(
            "id",
            "rule",
            "family",
            "severity",
            "subject",
            "title",
            "detail",
            "remedy",
            "see",
            "evidence",
            "open",
            "cause",
            "risk"),
        List.copyOf(tree(finding).keySet()));
    assertEquals(
        "interface-closed-to-ipv6-internet/eni-1 interface-closed-to-ipv6-internet ingress CRITICAL"
            + " {type=network-interface, id=eni-1, node=i-0b2}",
        "%s %s %s %s %s"
            .formatted(
                tree(finding).get("id"),
                tree(finding).get("rule"),
                tree(finding).get("family"),
                tree(finding).get("severity"),
                tree(finding).get("subject")));
    assertFalse(tree(Examples.open("eni-1")).containsKey("open"));
  }

  @Test
  void an_open_set_is_boxes_of_protocol_ports_sources_and_share() {
    assertEquals(
        "[{protocol=tcp, ports=22, sources=[::/0], share=1.0}]",
        tree(opening(tcp(22, "::/0"))).get("open").toString());
    assertEquals(
        "[{protocol=tcp, ports=22, sources=[::/0], share=1.0}]",
        tree(opening(tcp(22, "::/1").union(tcp(22, "8000::/1")))).get("open").toString());
    assertEquals(
        "[{protocol=tcp, ports=22,80, sources=[2600::/12, 2001:db8::/32], share="
            + INTERNET.share(
                AddressSet.of(Prefix.parse("2600::/12"))
                    .union(AddressSet.of(Prefix.parse("2001:db8::/32"))))
            + "}]",
        tree(opening(
                tcp(22, "2600::/12")
                    .union(tcp(80, "2600::/12"))
                    .union(tcp(22, "2001:db8::/32"))
                    .union(tcp(80, "2001:db8::/32"))))
            .get("open")
            .toString()
            .replace("[2001:db8::/32, 2600::/12]", "[2600::/12, 2001:db8::/32]"));
    assertEquals(
        "[{protocol=-1, ports=all, sources=[::/0], share=1.0}]",
        tree(opening(PacketSet.from(AddressSet.all(IpFamily.IPV6)))).get("open").toString());
  }

  @Test
  void a_packet_is_delivered_stopped_or_cannot_be_told() {
    assertEquals(
        "{delivered=true, layers={address=true, public-access-block=true, route=true,"
            + " network-acl=true, security-group=true}, path=[igw-1, rtb-1 ::/0],"
            + " inspected=false, fromInternet=true}",
        ReportJson.passage(passage(Fact.known(true), Fact.known(true))).toString());
    assertEquals(
        false, ReportJson.passage(passage(Fact.known(false), Fact.unread("x"))).get("delivered"));
    assertEquals(
        null, ReportJson.passage(passage(Fact.known(true), Fact.unread("x"))).get("delivered"));
    var layers =
        (Map<?, ?>) ReportJson.passage(passage(Fact.known(true), Fact.unread("x"))).get("layers");
    assertEquals(5, layers.size());
    assertEquals(null, layers.get("route"));
  }

  private static PacketTrace passage(Fact<Boolean> address, Fact<Boolean> route) {
    var layers = new EnumMap<Layer, Fact<Boolean>>(Layer.class);
    for (var layer : Layer.values()) {
      layers.put(layer, Fact.known(true));
    }
    layers.put(Layer.ADDRESS, address);
    layers.put(Layer.ROUTE, route);
    return new PacketTrace(
        new Packet(Address.parse("2001:db8::1"), Protocol.TCP, 22),
        true,
        layers,
        false,
        List.of(
            new PacketTrace.Step(Layer.ADDRESS, "igw-1", "", "is attached"),
            new PacketTrace.Step(Layer.ROUTE, "rtb-1", "::/0", "route ::/0")));
  }

  private static Map<String, Object> tree(Finding finding) {
    return ReportJson.findings(List.of(finding), Map.of(IpFamily.IPV6, INTERNET)).getFirst();
  }

  private static PacketSet tcp(int port, String source) {
    return PacketSet.of(
        ServiceSet.of(IpFamily.IPV6, Protocol.TCP, new PortRange(port, port)),
        AddressSet.of(Prefix.parse(source)));
  }

  /// As reachability gives it: of the internet only.
  private static Finding opening(PacketSet packets) {
    var finding = Examples.open("eni-1");
    return FindingCopy.of(finding).open(packets.within(INTERNET.addresses())).finding();
  }
}
