package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.aws.JsonStub;
import slash80.aws.JsonStub.Answer;
import slash80.aws.SdkSettings;

/// The function that imports findings, fed as Lambda feeds it from a queue. Security Hub is a stub,
/// or the emulator.
class SecurityHubFunctionTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PRODUCT =
      "arn:aws:securityhub:us-east-2:111122223333:product/111122223333/default";
  private static final Instant AT = Instant.parse("2026-11-23T08:05:12Z");

  private final JsonStub stub = new JsonStub();
  private final List<JsonNode> imported = new ArrayList<>();
  private final String cluster = "c" + UUID.randomUUID();

  @AfterEach
  void stop() {
    stub.close();
  }

  /// An event about findings of the cluster.
  private String event(String happening, Instant at, String... subjects) {
    var findings =
        Arrays.stream(subjects)
            .map(
                subject ->
                    Map.of(
                        "id",
                        "node-holds-pod-prefix/" + subject,
                        "severity",
                        "HIGH",
                        "subject",
                        Map.of("type", "instance", "id", subject),
                        "detail",
                        subject + " holds no prefix",
                        "firstSeen",
                        AT.toString()))
            .toList();
    return JSON.valueToTree(
            Map.of(
                "source",
                "slash80.watch",
                "detail",
                Map.of(
                    "schema", "slash80.finding/1",
                    "event", happening,
                    "account", "111122223333",
                    "region", "us-east-2",
                    "cluster", cluster,
                    "at", at.toString(),
                    "rule", "node-holds-pod-prefix",
                    "family", "delegation",
                    "title", "A node should hold an IPv6 prefix for its pods",
                    "findings", findings)))
        .toString();
  }

  /// The messages that the function names as failed; they are m0, m1 and so on.
  private static List<String> failedFor(String product, String... bodies) throws IOException {
    var function = new SecurityHubFunction();
    function.config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of("SLASH80_PRODUCT_ARN", product, "AWS_REGION", "us-east-2"),
                    "the stack",
                    100))
            .build();
    var records =
        IntStream.range(0, bodies.length)
            .mapToObj(number -> Map.of("messageId", "m" + number, "body", bodies[number]))
            .toList();
    var output = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(JSON.writeValueAsBytes(Map.of("Records", records))), output, null);
    return JSON.readTree(output.toString(StandardCharsets.UTF_8))
        .path("batchItemFailures")
        .findValuesAsText("itemIdentifier");
  }

  private List<String> failed(String... bodies) throws IOException {
    try (var _ = SdkSettings.at(Map.of("SecurityHub", stub.address()))) {
      return failedFor(PRODUCT, bodies);
    }
  }

  /// Security Hub refuses the findings of one node.
  private void refuses(String node) {
    stub.on(
        "/findings/import",
        request -> {
          var refused = new ArrayList<String>();
          for (JsonNode finding : request.path("Findings")) {
            imported.add(finding);
            if (finding.path("Id").asText().endsWith("/" + node)) {
              refused.add(
                  "{'Id':'%s','ErrorCode':'InternalFailure','ErrorMessage':'later'}"
                      .formatted(finding.path("Id").asText()));
            }
          }
          return Answer.of(
              "{'FailedCount':%d,'SuccessCount':%d,'FailedFindings':[%s]}"
                  .formatted(
                      refused.size(),
                      request.path("Findings").size() - refused.size(),
                      String.join(",", refused)));
        });
  }

  @Test
  void messages_whose_findings_are_imported_are_done() throws Exception {
    refuses("none");
    assertEquals(List.of(), failed(event("opened", AT, "i-1", "i-2"), event("opened", AT, "i-3")));
    assertEquals(3, imported.size());
    assertEquals(PRODUCT, imported.getFirst().path("ProductArn").asText());
  }

  @Test
  void a_message_with_a_finding_that_is_refused_comes_again_alone() throws Exception {
    refuses("i-2");
    assertEquals(
        List.of("m1"),
        failed(
            event("opened", AT, "i-1"),
            event("opened", AT, "i-2", "i-3"),
            event("opened", AT, "i-4")));
    assertEquals(4, imported.size());
  }

  @Test
  void a_message_that_is_no_event_fails_alone() throws Exception {
    refuses("none");
    assertEquals(
        List.of("m0", "m1", "m3"),
        failed("{\"source\":", "{}", event("opened", AT, "i-1"), event("lost", AT, "i-2")));
    assertEquals(1, imported.size());
  }

  /// A standard queue keeps no order.
  @Test
  void a_finding_that_changes_twice_in_a_batch_is_imported_as_it_was_last() throws Exception {
    for (boolean isTurned : new boolean[] {false, true}) {
      imported.clear();
      refuses("i-1");
      var opened = event("opened", AT, "i-1");
      var resolved = event("resolved", AT.plusSeconds(60), "i-1");
      assertEquals(
          List.of("m0", "m1"), isTurned ? failed(resolved, opened) : failed(opened, resolved));
      assertEquals(1, imported.size());
      assertEquals("ARCHIVED", imported.getFirst().path("RecordState").asText());
    }
  }

  @Test
  void all_messages_come_again_while_security_hub_is_not_enabled() throws Exception {
    stub.on(
        "/findings/import",
        _ -> new Answer(401, "{\"Code\":\"InvalidAccessException\",\"Message\":\"no\"}"));
    assertEquals(
        List.of("m0", "m1"), failed(event("opened", AT, "i-1"), event("opened", AT, "i-2")));
  }

  @Test
  void a_wrong_product_or_call_is_told() {
    var refused =
        assertThrows(BadInput.class, () -> failedFor("arn:aws:sns:x", event("opened", AT, "i-1")));
    assertTrue(
        String.valueOf(refused.getMessage()).startsWith("SLASH80_PRODUCT_ARN is"),
        refused.getMessage());
  }

  @Test
  @EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
  void on_the_emulator_a_finding_is_archived_when_it_is_resolved() throws Exception {
    try (var _ = SdkSettings.emulated()) {
      var nodes = IntStream.range(0, 101).mapToObj(number -> "i-" + number).toArray(String[]::new);
      assertEquals(List.of(), failedFor(PRODUCT, event("opened", AT, nodes)));
      assertEquals(101, emulated("ACTIVE"));
      assertEquals(
          List.of(), failedFor(PRODUCT, event("resolved", AT.plusSeconds(60), "i-7", "i-100")));
      assertEquals(99, emulated("ACTIVE"));
      assertEquals(2, emulated("ARCHIVED"));
      assertEquals(List.of(), failedFor(PRODUCT, event("opened", AT.plusSeconds(120), "i-7")));
      assertEquals(100, emulated("ACTIVE"));
    }
  }

  private long emulated(String state) {
    return AwsClients.in("us-east-2")
        .securityHub()
        .pages("/findings", Map.of("MaxResults", 100), "NextToken")
        .stream()
        .flatMap(page -> page.list("Findings").stream())
        .filter(finding -> finding.text("Id").contains(cluster))
        .filter(finding -> finding.text("RecordState").equals(state))
        .count();
  }
}
