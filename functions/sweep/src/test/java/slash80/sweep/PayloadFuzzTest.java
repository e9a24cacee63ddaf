package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.Damage;
import slash80.aws.Door;
import slash80.aws.SdkSettings;

/// Tests what Lambda gives the function, with random damage: the answer names messages of the batch
/// only, or the call fails with one sentence. The queue accepts everything.
final class PayloadFuzzTest {
  private static final int LONGEST = 256 * 1024;
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String BATCH =
      """
      {"Records": [{"messageId": "m1", "eventSource": "aws:sqs", "body": "{\\"source\\": \\"slash80.sweep\\", \\"detail-type\\": \\"%s\\", \\"account\\": \\"111122223333\\", \\"region\\": \\"us-east-2\\", \\"detail\\": {\\"examine\\": false}}"}]}
      """
          .formatted(Requests.SITE);

  private HttpServer queue;
  private SdkSettings settings;
  private SweepFunction function;

  @BeforeEach
  void listen() throws IOException {
    queue = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    queue.createContext(
        "/",
        exchange -> {
          try (exchange) {
            exchange.getRequestBody().readAllBytes();
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            var answer =
                "{\"Successful\":[],\"Failed\":[],\"Attributes\":{}}"
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
          }
        });
    queue.start();
    var address = "http://127.0.0.1:" + queue.getAddress().getPort();
    settings = SdkSettings.at(Map.of("Sqs", URI.create(address)));
    function = new SweepFunction();
    function.config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "SLASH80_SNAPSHOT",
                        EVENTS.resolve("account").toString(),
                        "SLASH80_QUEUE_URL",
                        address + "/111122223333/checks",
                        "SLASH80_SITES_QUEUE_URL",
                        address + "/111122223333/sites",
                        "AWS_REGION",
                        "us-east-2"),
                    "the stack",
                    100))
            .build();
  }

  @AfterEach
  void close() {
    settings.close();
    queue.stop(0);
  }

  @Test
  void a_damaged_call_is_handled_or_fails() throws IOException {
    var fates =
        new Door("sweep", LONGEST, this::call)
            .damaged(
                List.of(BATCH, Files.readString(EVENTS.resolve("events-scheduled-event.json"))));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Records\": null}",
        "{\"Records\": {}}",
        "{\"Records\": \"m1\"}",
        "{\"Records\": [null]}",
        "{\"Records\": [{\"eventSource\": \"aws:sqs\"}]}"
      })
  void what_is_no_batch_fails_and_is_not_taken_for_an_empty_one(String payload) {
    assertFalse(new Door("sweep", LONGEST, this::call).isRead(payload));
  }

  private void call(String payload) throws IOException {
    var output = new ByteArrayOutputStream();
    function.handleRequest(new ByteArrayInputStream(Damage.bytes(payload)), output, null);
    var answer = JSON.readTree(output.toByteArray());
    if (answer.has("sites")) {
      return;
    }
    var sent = new HashSet<>(JSON.readTree(payload).path("Records").findValuesAsText("messageId"));
    for (JsonNode failure : answer.path("batchItemFailures")) {
      assertTrue(sent.contains(failure.path("itemIdentifier").asText()), failure.toString());
    }
  }
}
