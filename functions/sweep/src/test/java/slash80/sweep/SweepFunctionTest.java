package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.sun.net.httpserver.HttpServer;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests of the handler as Lambda calls it, with the example account and a queue that accepts
/// everything.
@QuarkusTest
@TestProfile(SweepFunctionTest.OnTheExampleAccount.class)
class SweepFunctionTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final CopyOnWriteArrayList<String> SENT = new CopyOnWriteArrayList<>();

  /// The messages that wait in each queue.
  private static final AtomicInteger WAITING = new AtomicInteger();

  public static final class OnTheExampleAccount implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      System.setProperty("aws.accessKeyId", "test");
      System.setProperty("aws.secretAccessKey", "test");
      String queue = "http://localhost:" + queue().getAddress().getPort();
      System.setProperty("aws.endpointUrlSqs", queue);
      return Map.of(
          "SLASH80_SNAPSHOT",
          EVENTS.resolve("account").toString(),
          "SLASH80_QUEUE_URL",
          queue + "/111122223333/checks",
          "SLASH80_SITES_QUEUE_URL",
          queue + "/111122223333/sites",
          "AWS_REGION",
          "us-east-2");
    }
  }

  private static HttpServer queue() {
    try {
      var server = HttpServer.create(new InetSocketAddress("localhost", 0), 0);
      server.createContext(
          "/",
          exchange -> {
            SENT.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            byte[] answer =
                "{\"Successful\":[],\"Failed\":[],\"Attributes\":{\"ApproximateNumberOfMessages\":\"%d\"}}"
                    .formatted(WAITING.get())
                    .getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
          });
      server.start();
      return server;
    } catch (IOException failure) {
      throw new AssertionError(failure);
    }
  }

  @BeforeEach
  void forget() {
    SENT.clear();
  }

  @Test
  void the_schedule_asks_for_each_account_and_region_and_those_for_each_cluster() throws Exception {
    assertEquals(
        "{\"sites\":1}", answer(Files.readString(EVENTS.resolve("events-scheduled-event.json"))));
    assertEquals(0, SENT.stream().filter(body -> body.contains("kodekloud")).count());

    var sites =
        SENT.stream().filter(body -> body.contains("/sites") && body.contains(Requests.SITE));
    var body = JSON.readTree(sites.findFirst().orElseThrow()).at("/Entries/0/MessageBody");
    var batch =
        JSON.createObjectNode()
            .set(
                "Records",
                JSON.createArrayNode()
                    .add(
                        JSON.createObjectNode()
                            .put("messageId", "m1")
                            .put("eventSource", "aws:sqs")
                            .put("body", body.asText())));
    assertEquals("{\"batchItemFailures\":[]}", answer(batch.toString()));
    assertEquals(1, SENT.stream().filter(sent -> sent.contains("kodekloud")).count());
  }

  @Test
  void messages_of_the_sweep_before_are_counted_for_the_alarm() throws Exception {
    assertFalse(printed().contains("Behind"));
    WAITING.set(7);
    try {
      assertTrue(printed().contains("\"Behind\":14"));
    } finally {
      WAITING.set(0);
    }
  }

  /// The metrics of a sweep.
  private static String printed() throws Exception {
    var schedule = Files.readString(EVENTS.resolve("events-scheduled-event.json"));
    var before = System.out;
    var printed = new ByteArrayOutputStream();
    System.setOut(new PrintStream(printed, true, StandardCharsets.UTF_8));
    try {
      assertEquals("{\"sites\":1}", answer(schedule));
    } finally {
      System.setOut(before);
    }
    var text = printed.toString(StandardCharsets.UTF_8);
    assertTrue(text.contains("\"Sweeps\":1"), text);
    return text;
  }

  private static String answer(String event) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client
          .send(
              HttpRequest.newBuilder(URI.create("http://localhost:8081"))
                  .POST(HttpRequest.BodyPublishers.ofString(event))
                  .build(),
              HttpResponse.BodyHandlers.ofString())
          .body();
    }
  }
}
