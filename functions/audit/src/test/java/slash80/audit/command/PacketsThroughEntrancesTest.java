package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.fixtures.Fixtures.accelerator;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.tcp;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.BadInput;
import slash80.facts.EndpointService;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.Part;
import slash80.network.Network;

/// Tests of single packets on their way through an entrance.
class PacketsThroughEntrancesTest {
  @TempDir Path folder;

  /// A dualstack load balancer that keeps its clients' addresses, in front of the pods of
  /// `eni-i-1`.
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

  /// The pods admit half of the IPv6 internet, and with it the load balancer's own address.
  private static ClusterFixture webCluster() {
    return privateSubnet(
            node("i-1").guardedBy(group("sg-pods").opens(tcp(8443)).to("2000::/4")), node("n2"))
        .inCluster()
        .with(group("sg-web").opens(tcp(443)).to("::/0").opens(tcp(443)).to("0.0.0.0/0"))
        .with(web());
  }

  private JsonNode answer(Network network, String line) throws IOException {
    return new ObjectMapper().readTree(answers(network, line));
  }

  private String answers(Network network, String... lines) throws IOException {
    var file = Files.writeString(folder.resolve("packets"), String.join("\n", lines));
    return new PacketQueries(List.of(network)).answers(file);
  }

  private static String packet(String through, String to, String from, int port) {
    return "{\"through\":\"%s\",\"to\":\"%s\",\"from\":\"%s\",\"protocol\":\"tcp\",\"port\":%d}"
        .formatted(through, to, from, port);
  }

  @ParameterizedTest(name = "{0} to {1} port {2}: {3}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          2600::1      | eni-i-1             | 443  | true  | client   | true
          2600::1      | i-1                | 443  | true  | client   | true
          2600::1      | 2001:db8:0:1:1::10 | 443  | true  | client   | true
          3000::1      | eni-i-1             | 443  | false | client   | false
          8.8.8.8      | eni-i-1             | 443  | true  | entrance | true
          8.8.8.8      | 2001:db8:0:1:1::10 | 443  | true  | entrance | true
          # the port is the listener's, not the target's
          2600::1      | eni-i-1             | 8443 | false |          | false
          # another pod of the node is no target
          2600::1      | 2001:db8:0:1:1::11 | 443  | false |          | false
          2600::1      | eni-n2             | 443  | false |          | false
          # a client inside the VPC's ranges is not on the internet
          2001:db8::9  | eni-i-1             | 443  | false | client   | true
          """)
  void a_load_balancer_shows_the_client_or_itself(
      String from, String to, int port, boolean delivered, String sees, boolean target)
      throws IOException {
    var answer = answer(webCluster().build(), packet("network/web", to, from, port));
    assertEquals(delivered, answer.path("delivered").booleanValue(), answer.toPrettyString());
    assertEquals(sees == null ? "null" : sees, answer.path("sees").asText());
    assertEquals(target, answer.path("layers").path("target").booleanValue());
    assertEquals(web().arn(), answer.path("entrance").asText());
  }

  @Test
  void the_answer_has_the_keys_of_the_contract_in_their_order() throws IOException {
    assertEquals(
        "{\"delivered\":true,\"entrance\":\"%s\",\"sees\":\"client\",\"layers\":{\"address\":true,"
                .formatted(web().arn())
            + "\"public-access-block\":true,\"route\":true,\"network-acl\":true,"
            + "\"security-group\":true,\"target\":true},\"path\":[\"igw-1\",\"rtb-front ::/0\","
            + "\"acl-front 101\",\"sg-web tcp/443 ::/0\",\"sg-pods tcp/8443 2000::/4\"],"
            + "\"fromInternet\":true}",
        answers(webCluster().build(), packet("network/web", "eni-i-1", "2600::1", 443)));
  }

  @Test
  void a_packet_that_the_entrance_sends_nowhere_says_so() throws IOException {
    var answer =
        answer(webCluster().build(), packet("network/web", "eni-i-1", "2600::1", 80)).path("path");
    assertEquals("[\"network-load-balancer/web sends no tcp 80 to eni-i-1\"]", answer.toString());
  }

  @Test
  void a_layer_that_was_not_read_is_null() throws IOException {
    var network = webCluster().unread(Part.ACLS, "denied").build();
    var answer = answer(network, packet("network/web", "eni-i-1", "2600::1", 443));
    assertTrue(answer.path("delivered").isNull(), answer.toPrettyString());
    assertTrue(answer.path("layers").path("network-acl").isNull(), answer.toPrettyString());
    assertTrue(answer.path("layers").path("target").asBoolean(), answer.toPrettyString());
  }

  @Test
  void the_internet_gateway_is_an_entrance_to_the_interface_itself() throws IOException {
    var network = webCluster().build();
    var through = answer(network, packet("internet-gateway/igw-1", "eni-i-1", "2600::1", 8443));
    var direct =
        answer(
            network,
            "{\"to\":\"eni-i-1\",\"from\":\"2600::1\",\"protocol\":\"tcp\",\"port\":8443}");
    assertEquals("igw-1", through.path("entrance").asText());
    for (var key : List.of("delivered", "layers", "path", "fromInternet")) {
      assertEquals(direct.path(key), through.path(key));
    }
    assertEquals(
        List.of("delivered", "layers", "path", "inspected", "fromInternet"),
        List.copyOf(new ObjectMapper().convertValue(direct, LinkedHashMap.class).keySet()));
  }

  /// The node's subnet has no route to the gateway.
  @ParameterizedTest(name = "{0} to port {1}: {2}")
  @CsvSource({"2600::1, 8443, true", "3000::1, 8443, false", "2600::1, 8444, false"})
  void an_accelerator_reaches_a_node_in_a_private_subnet(String from, int port, boolean delivered)
      throws IOException {
    var network =
        webCluster()
            .with(accelerator("fast").dualStack().listening("TCP", 8000, 9000).leadingTo("i-1"))
            .build();
    var answer = answer(network, packet("global-accelerator/fast", "i-1", from, port));
    assertEquals(delivered, answer.path("delivered").asBoolean(), answer.toPrettyString());
    assertEquals("client", answer.path("sees").asText());
    assertTrue(answer.path("layers").path("route").asBoolean(), answer.toPrettyString());
  }

  @ParameterizedTest(name = "{0}: {1}")
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          network/wob          | expected an entrance in "through", its ARN, id or type/name, found "network/wob"; the nearest are private-link/shop, network-load-balancer/web,
          application/web      | the nearest are
          web                  | the nearest are network-load-balancer/web
          ''                   | the nearest are
          private-link/shop    | expected one entrance in "through", found "private-link/shop", which names vpce-svc-1 and vpce-svc-2
          """)
  void an_unknown_or_ambiguous_entrance_is_refused(String through, String words) {
    var network =
        webCluster()
            .with(new EndpointService("vpce-svc-1", "shop", List.of(web().arn())))
            .with(new EndpointService("vpce-svc-2", "shop", List.of(web().arn())))
            .build();
    var refused =
        assertThrows(
            BadInput.class, () -> answers(network, "", packet(through, "eni-i-1", "2600::1", 443)));
    assertTrue(refused.getMessage().contains("line 2: "), refused.getMessage());
    assertTrue(refused.getMessage().contains(words), refused.getMessage());
  }

  @Test
  void a_through_that_is_no_text_is_refused() {
    var refused =
        assertThrows(
            BadInput.class,
            () ->
                answers(
                    webCluster().build(),
                    packet("x", "eni-i-1", "2600::1", 443).replace("\"x\"", "[]")));
    assertTrue(refused.getMessage().contains("expected a text in \"through\""));
  }
}
