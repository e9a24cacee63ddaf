package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.check.event.ApiCallReader;
import slash80.check.event.EventReader;
import slash80.check.event.NarrowChanges;

/// Tests of the handler as Lambda calls it, on the account of the files of events/.
@QuarkusTest
@TestProfile(WatchFunctionTest.OnTheExampleAccount.class)
class WatchFunctionTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final ObjectMapper JSON = new ObjectMapper();

  public static final class OnTheExampleAccount implements QuarkusTestProfile {
    @Override
    public Map<String, String> getConfigOverrides() {
      return Map.of("SLASH80_SNAPSHOT", EVENTS.resolve("account").toString());
    }
  }

  @ConfigProperty(name = "quarkus.lambda.mock-event-server.test-port", defaultValue = "8081")
  int port;

  @BeforeEach
  void forget() throws IOException {
    Files.deleteIfExists(Path.of(System.getProperty("java.io.tmpdir"), "slash80.ledger.json"));
  }

  static Stream<String> events() throws IOException {
    try (var files = Files.list(EVENTS)) {
      return files
          .map(file -> file.getFileName().toString())
          .filter(name -> name.endsWith(".json") && !name.startsWith("sqs-"))
          .sorted()
          .toList()
          .stream();
    }
  }

  @ParameterizedTest
  @MethodSource("events")
  void an_event_leads_to_one_alert_or_says_why_not(String file) throws Exception {
    var answer = answered(text(file));

    var expected = expected(file);
    if (expected.startsWith("no alert, ")) {
      assertEquals(0, answer.path("alerts").size());
      assertTrue(answer.path("sentences").path(0).asText().endsWith(expected), answer.toString());
    } else {
      assertEquals(1, answer.path("alerts").size(), answer.toString());
      assertEquals("kodekloud", answer.path("alerts").path(0).path("cluster").asText());
      assertEquals(expected, answer.path("alerts").path(0).path("subject").asText());
    }
  }

  /// The words of events/ALERTS.md about an event: the alert's subject, or why there is no alert.
  private static String expected(String file) throws IOException {
    var row = "| `%s` | ".formatted(file.replace(".json", ""));
    var line = text("ALERTS.md").lines().filter(text -> text.startsWith(row)).findFirst();
    return line.orElseThrow(() -> new AssertionError(file + " has no row")).split(" \\| ")[2];
  }

  @Test
  void a_finding_is_not_published_again() throws Exception {
    assertEquals(1, answered(text("ec2-create-route.json")).path("alerts").size());

    var again = answered(text("ec2-create-route.json"));

    assertEquals(0, again.path("alerts").size());
    assertTrue(again.path("sentences").path(0).asText().contains("no finding opened or was fixed"));
  }

  @Test
  void a_batch_of_the_queue_names_the_failed_messages() throws Exception {
    assertEquals("{\"batchItemFailures\":[]}", answered(text("sqs-batch.json")).toString());
  }

  @Test
  void bad_messages_in_a_batch_fail_alone() throws Exception {
    var batch = (ObjectNode) JSON.readTree(text("sqs-batch.json"));
    var records = batch.withArray("Records");
    for (String body : List.of("not JSON", "{}", "", "[1]", "{\"detail\":")) {
      var record = ((ObjectNode) records.get(0)).deepCopy();
      records.add(record.put("messageId", "bad" + records.size()).put("body", body));
    }

    var failures = answered(batch.toString()).path("batchItemFailures");

    assertEquals(5, failures.size());
    failures.forEach(
        failure -> assertTrue(failure.path("itemIdentifier").asText().startsWith("bad")));
  }

  @Test
  void a_batch_without_messages_fails_none() throws Exception {
    assertEquals("{\"batchItemFailures\":[]}", answered("{\"Records\":[]}").toString());
  }

  @Test
  void input_that_is_not_an_event_is_an_error() throws Exception {
    for (String body :
        List.of(
            "{}",
            "[]",
            "{\"source\":\"aws.ec2\"}",
            "{\"Records\":[{\"eventSource\":\"aws:s3\"}]}",
            "{\"Records\":[{\"eventSource\":\"aws:sqs\",\"body\":\"{}\"}]}")) {
      assertEquals(500, post(body).statusCode(), body);
    }
  }

  @Test
  void an_event_of_another_region_is_an_error() throws Exception {
    assertEquals(
        500, post(text("ec2-create-route.json").replace("us-east-2", "eu-west-1")).statusCode());
  }

  @Test
  void every_event_name_that_is_understood_has_a_file() throws Exception {
    var understood = new TreeSet<>(NarrowChanges.GROUP_RULES);
    understood.addAll(ApiCallReader.REGION_WIDE);
    understood.addAll(EventReader.KINDS);

    understood.removeAll(names());

    assertEquals(Set.of(), understood);
  }

  private static Set<String> names() throws IOException {
    return events()
        .map(WatchFunctionTest::tree)
        .map(
            event ->
                event.path("detail").path("eventName").asText(event.path("detail-type").asText()))
        .collect(Collectors.toSet());
  }

  private static JsonNode tree(String file) {
    try {
      return JSON.readTree(text(file));
    } catch (IOException broken) {
      throw new AssertionError(file, broken);
    }
  }

  private static String text(String file) throws IOException {
    return Files.readString(EVENTS.resolve(file));
  }

  private JsonNode answered(String event) throws Exception {
    var response = post(event);
    assertEquals(200, response.statusCode(), response.body());
    return JSON.readTree(response.body());
  }

  private HttpResponse<String> post(String event) throws Exception {
    try (var client = HttpClient.newHttpClient()) {
      return client.send(
          HttpRequest.newBuilder(URI.create("http://localhost:" + port))
              .POST(HttpRequest.BodyPublishers.ofString(event))
              .build(),
          HttpResponse.BodyHandlers.ofString());
    }
  }
}
