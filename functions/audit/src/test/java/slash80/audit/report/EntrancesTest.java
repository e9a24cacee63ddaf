package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.NOW;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.otherVpc;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.tcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.alerts.ReportJson;
import slash80.audit.text.ReachText;
import slash80.audit.text.TextStyle;
import slash80.facts.RandomEntrances;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.VpcFixture;
import slash80.network.Network;
import slash80.network.Parameters;

/// Tests of the entrances in the JSON and the text of `reach`.
class EntrancesTest {
  private static LoadBalancerFixture web() {
    return loadBalancer("web")
        .speaking("dualstack")
        .guardedBy("sg-web")
        .with(
            targetGroup("web")
                .speaking("ipv6")
                .keepingClientAddress()
                .sendingTo("2001:db8:0:1:1::10", 8443))
        .listening("TCP", 443);
  }

  private static ClusterFixture webCluster() {
    return webCluster(node("i-1"));
  }

  private static ClusterFixture webCluster(NodeFixture node) {
    return privateSubnet(node.guardedBy(group("sg-pods").opens(tcp(8443)).to("2600::/12")))
        .inCluster()
        .with(group("sg-web").opens(tcp(443)).to("::/0").opens(tcp(443)).to("0.0.0.0/0"))
        .with(web());
  }

  private static JsonNode reach(Network... networks) throws IOException {
    var parts =
        Stream.of(networks)
            .map(
                network ->
                    new ReachJson.Part(network, network.interfaces().asKnown().orElseThrow()))
            .toList();
    var places =
        Stream.of(networks).map(network -> ReportJson.place(network.cluster().id(), NOW)).toList();
    var out = new StringWriter();
    new ReachJson(List.<Map<String, Object>>copyOf(places), List.of(), parts).write(out);
    var json = new ObjectMapper().readTree(out.toString());
    JsonSchemaTest.assertFits(json);
    return json;
  }

  private static String text(Network network) {
    var interfaces = network.interfaces().asKnown().orElseThrow();
    var text = new ReachText(network, NOW, interfaces, new TextStyle(false, 100)).text();
    return text.substring(text.indexOf("Entrances"));
  }

  @Test
  void a_load_balancer_has_what_it_admits_and_where_it_leads() throws IOException {
    assertEquals(
        new ObjectMapper()
            .readTree(
                """
                {"cluster":"demo","type":"network-load-balancer","id":"%s",
                 "admits":[{"protocol":"tcp","ports":"443","sources":["::/0"],"share":1.0}],
                 "ipv4":{"admits":[{"protocol":"tcp","ports":"443","sources":["0.0.0.0/0"],"share":1.0}],
                         "unknown":[],"unread":[]},
                 "targets":[
                   {"interface":"eni-i-1","address":"2001:db8:0:1:1::10","port":8443,"sees":"client",
                    "clients":"ipv6","protocol":"tcp","ports":"443","arrives":true},
                   {"interface":"eni-i-1","address":"2001:db8:0:1:1::10","port":8443,"sees":"entrance",
                    "clients":"ipv4","protocol":"tcp","ports":"443","arrives":false}],
                 "name":"web","who":"the internet, as far as the load balancer's subnets and groups let it in",
                 "unknown":[],"unread":[],"notes":[]}
                """
                    .formatted(web().arn())),
        reach(webCluster().build()).path("entrances").path(1));
  }

  @Test
  void the_text_says_the_same() {
    assertEquals(
        """
        Entrances

        internet-gateway/igw-1
          Lets in     IPv6 every protocol and port from ::/0 (all of the internet)
                      IPv4 every protocol and port from 0.0.0.0/0 (all of the internet)
          Leads to    no interface of the cluster

        network-load-balancer/web
          Lets in     IPv6 tcp 443 from ::/0 (all of the internet)
                      IPv4 tcp 443 from 0.0.0.0/0 (all of the internet)
          Leads to    IPv6 tcp 443 → port 8443 of eni-i-1, which sees the client
                      IPv4 tcp 443 → port 8443 of eni-i-1, which sees the entrance; nothing arrives\
        """,
        text(webCluster().build()));
  }

  @Test
  void the_keys_and_their_order_are_the_contract() throws IOException {
    var reach = reach(webCluster().build());
    assertEquals(
        List.of("schema", "notes", "clusters", "postures", "interfaces", "entrances"), keys(reach));
    assertEquals(
        List.of("cluster", "type", "id", "admits", "ipv4", "targets"),
        keys(reach.path("entrances").path(1)).subList(0, 6));
    assertEquals(
        List.of("interface", "address", "port", "sees"),
        keys(reach.path("entrances").path(1).path("targets").path(0)).subList(0, 4));
  }

  private static List<String> keys(JsonNode tree) {
    var keys = new ArrayList<String>();
    tree.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  @Test
  void what_was_not_read_is_said_and_never_left_out() throws IOException {
    var unread = webCluster().with(loadBalancer("dark").listenersUnread("denied")).build();
    var dark = reach(unread).path("entrances").path(1);
    assertEquals("dark", dark.path("name").asText());
    assertTrue(text(unread).contains("network-load-balancer/dark"), text(unread));
  }

  @Test
  void load_balancers_that_were_not_read_are_noted() throws IOException {
    var network = webCluster().unread(Part.LOAD_BALANCERS, "denied").build();
    var note = "the load balancers were not read (denied): none is listed";
    assertEquals("[\"demo: %s\"]".formatted(note), reach(network).path("notes").toString());
    assertTrue(text(network).endsWith("Notes\n  " + note), text(network));
  }

  private static ClusterFixture spanning(VpcFixture second) {
    var open =
        networkInterface("z")
            .inVpc("vpc-2", "z")
            .guardedOnlyBy(group("sg-z2"))
            .withIpv6("2001:db8:9:1::7")
            .opens(tcp(22))
            .to("::/0");
    return webCluster(node("i-1").with(open)).beside(second);
  }

  private static VpcFixture second() {
    var subnet = subnet("z", "2001:db8:9:1::/64").routes("::/0").to("igw-2");
    return otherVpc("vpc-2", "2001:db8:9::/56", subnet);
  }

  /// Each gateway leads to the interfaces of its own VPC.
  @Test
  void the_gateway_of_a_second_vpc_is_an_entrance() throws IOException {
    var network = spanning(second()).build();
    var entrances = reach(network).path("entrances");
    assertEquals(List.of("igw-1", "igw-2", web().arn()), entrances.findValuesAsText("id"));
    assertEquals(List.of(), entrances.path(0).path("targets").findValuesAsText("interface"));
    assertEquals(List.of("eni-z"), entrances.path(1).path("targets").findValuesAsText("interface"));
    assertTrue(
        text(network)
            .contains(
                """
                internet-gateway/igw-2
                  Lets in     IPv6 every protocol and port from ::/0 (all of the internet)
                              IPv4 every protocol and port from 0.0.0.0/0 (all of the internet)
                  Leads to    IPv6 tcp 22 → eni-z, which sees the client
                """),
        text(network));
  }

  @Test
  void a_second_vpc_without_a_gateway_has_none() throws IOException {
    var network = spanning(second().withoutInternetGateway()).build();
    assertEquals(
        List.of("igw-1", web().arn()), reach(network).path("entrances").findValuesAsText("id"));
    assertTrue(
        reach(network)
            .path("notes")
            .toString()
            .contains(
                "an internet gateway may be missing: rtb-z has an active route to igw-2, which no"
                    + " file or call shows attached to vpc-2"),
        reach(network).path("notes").toString());
  }

  @Test
  void a_second_vpc_that_was_not_read_is_noted() throws IOException {
    var notes = reach(spanning(second().unread("denied")).build()).path("notes").toString();
    assertTrue(notes.contains("an internet gateway may be missing: denied"), notes);
  }

  @Test
  void gateways_that_were_not_read_are_noted() throws IOException {
    var network = webCluster().unread(Part.INTERNET_GATEWAYS, "denied").build();
    var notes = reach(network).path("notes").toString();
    assertTrue(notes.contains("an internet gateway may be missing: denied"), notes);
  }

  /// Two clusters of a VPC can stand behind one load balancer: each has its rows.
  @Test
  void each_cluster_has_its_entrances() throws IOException {
    var entrances = reach(webCluster().build(), webCluster().build()).path("entrances");
    assertEquals(4, entrances.size());
    assertEquals(
        List.of("igw-1", web().arn(), "igw-1", web().arn()), entrances.findValuesAsText("id"));
  }

  @Test
  void the_order_is_always_the_same() throws IOException {
    for (long seed = 1; seed <= 40; seed++) {
      var one = new Network(new RandomEntrances(seed).facts(), Parameters.DEFAULTS);
      var other = new Network(new RandomEntrances(seed).facts(), Parameters.DEFAULTS);
      assertEquals(reach(one), reach(other), "seed " + seed);
      assertEquals(text(one), text(other), "seed " + seed);
    }
  }
}
