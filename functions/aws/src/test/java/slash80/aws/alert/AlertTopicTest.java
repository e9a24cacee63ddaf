package slash80.aws.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slash80.alerts.Alert;
import slash80.aws.AwsClients;
import slash80.aws.BlackHole;
import slash80.aws.BlackHole.Way;
import slash80.aws.CallDeadline;
import slash80.aws.SdkSettings;
import slash80.aws.ledger.FileLedgerStore;
import slash80.aws.ledger.S3LedgerStore;
import slash80.facts.Cluster;
import slash80.fixtures.Fixtures;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/// Tests the bodies, attributes and size limit of alerts on an SNS topic.
class AlertTopicTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Cluster.Id DEMO = Fixtures.cluster("demo").network().cluster().id();

  @TempDir Path folder;

  private final FakeTopic sns = new FakeTopic();
  private AlertTopic topic;

  @BeforeEach
  void connect() {
    topic =
        new AlertTopic(
            sns,
            "arn:topic",
            WebBody.CARD,
            new FileLedgerStore(folder.resolve("ledger.json"))::storeDigest);
  }

  @Test
  void each_kind_of_subscriber_gets_its_own_body() throws Exception {
    topic.publish(DEMO, alert("a mail", 1));

    var sent = sns.published.getFirst();
    var bodies = JSON.readTree(sent.message());
    assertEquals("json", sent.messageStructure());
    assertEquals("[HIGH] demo", sent.subject());
    assertEquals("[HIGH] demo", bodies.path("default").textValue());
    assertEquals("a mail", bodies.path("email").textValue());
    assertEquals("custom", JSON.readTree(bodies.path("https").textValue()).path("source").asText());
    assertEquals("demo", JSON.readTree(bodies.path("sqs").textValue()).path("cluster").asText());
    assertEquals(bodies.path("sqs"), bodies.path("lambda"));
  }

  @Test
  void https_subscribers_get_the_document_where_no_chat_needs_the_card() throws Exception {
    topic = new AlertTopic(sns, "arn:topic", WebBody.DOCUMENT, (_, _) -> "a place");
    topic.publish(DEMO, alert("a mail", 1));
    topic.publish(DEMO, alert("a mail", 3000));
    topic.publishBare(DEMO, alert("a mail", 1), "it is odd");

    assertEquals(3, sns.published.size());
    for (var sent : sns.published) {
      var bodies = JSON.readTree(sent.message());
      assertEquals(bodies.path("sqs"), bodies.path("https"));
      assertEquals(
          "demo", JSON.readTree(bodies.path("https").textValue()).path("cluster").asText());
    }
  }

  @Test
  void attributes_are_texts_numbers_and_lists() {
    topic.publish(DEMO, alert("a mail", 1));

    var attributes = sns.published.getFirst().messageAttributes();
    assertEquals("String", attributes.get("severity").dataType());
    assertEquals("HIGH", attributes.get("severity").stringValue());
    assertEquals("Number", attributes.get("opened").dataType());
    assertEquals("1", attributes.get("opened").stringValue());
    assertEquals("String.Array", attributes.get("families").dataType());
    assertEquals("[\"ingress\"]", attributes.get("families").stringValue());
  }

  @Test
  void a_mail_at_the_limit_is_sent_whole_and_one_letter_more_is_cut() throws Exception {
    int room = AlertTopic.LIMIT - size(sent(alert("", 1)));

    assertEquals(AlertTopic.LIMIT, size(sent(alert("x".repeat(room), 1))));
    assertFalse(document(sns.published.getLast()).has("whole"));

    var shortened = sent(alert("x".repeat(room + 1), 1));
    assertTrue(size(shortened) <= AlertTopic.LIMIT);
    assertTrue(document(shortened).has("whole"));
  }

  @Test
  void sizes_are_counted_in_bytes() throws Exception {
    int room = AlertTopic.LIMIT - size(sent(alert("", 1)));

    assertTrue(document(sent(alert("é".repeat(room / 2 + 1), 1))).has("whole"));
  }

  @Test
  void a_digest_without_room_is_kept_whole_and_sent_as_counts_causes_and_its_place()
      throws Exception {
    var alert = alert("a mail", 3000);

    var document = document(sent(alert));

    var whole = JSON.readTree(Files.readString(Path.of(document.path("whole").asText())));
    assertEquals(JSON.valueToTree(alert.document()), whole.path("document"));
    assertEquals("a mail", whole.path("email").asText());
    assertEquals(3000, document.path("counts").path("opened").asInt());
    assertEquals(100, document.path("causes").size());
    assertFalse(document.has("opened"));
    assertEquals("a mail", JSON.readTree(sns.published.getLast().message()).path("email").asText());
  }

  @ParameterizedTest
  @EnumSource
  void a_store_that_gives_no_answer_leaves_the_alert_its_time(Way way) throws Exception {
    var deadline = new CallDeadline(InstantSource.system());
    try (var hole = BlackHole.that(way);
        var _ = SdkSettings.at(Map.of("S3", hole.endpoint()))) {
      deadline.set(Instant.now().plusSeconds(60));
      var s3 = AwsClients.in("us-east-2").within(deadline).s3();
      topic =
          new AlertTopic(
              sns, "arn:topic", WebBody.CARD, new S3LedgerStore(s3, "ledgers")::storeDigest);

      var document = document(sent(alert("a mail", 3000)));

      assertTrue(deadline.left().compareTo(Duration.ofSeconds(35)) > 0, deadline.left() + " left");
      assertTrue(document.path("whole").asText().contains("could not be stored"), document + "");
    }
  }

  @Test
  void the_same_digest_is_kept_once() throws Exception {
    topic.publish(DEMO, alert("a mail", 3000));
    topic.publish(DEMO, alert("a mail", 3000));

    try (var files = Files.list(folder)) {
      assertEquals(1, files.count());
    }
  }

  @Test
  void a_mail_over_the_limit_is_cut_and_names_the_place_of_the_digest() throws Exception {
    String line = "one line of a long mail\n";

    var sent = sent(alert(line.repeat(20_000), 1));

    String email = JSON.readTree(sent.message()).path("email").textValue();
    assertTrue(size(sent) <= AlertTopic.LIMIT);
    assertTrue(email.startsWith(line));
    assertTrue(
        email.endsWith("The whole digest is at\n" + document(sent).path("whole").asText() + "\n"),
        email.substring(email.length() - 200));
  }

  @Test
  void a_card_over_the_limit_is_replaced_by_one_that_names_the_place_of_the_digest()
      throws Exception {
    var alert = alert("a mail", 1);
    var huge =
        new Alert(
            alert.subject(),
            alert.email(),
            Map.of("content", "x".repeat(AlertTopic.LIMIT)),
            alert.document(),
            alert.attributes());

    var sent = sent(huge);

    String place = document(sent).path("whole").asText();
    var bodies = JSON.readTree(sent.message());
    var card = JSON.readTree(bodies.path("https").textValue());
    assertEquals("a mail", bodies.path("email").textValue());
    assertEquals("1.0", card.path("version").textValue());
    assertTrue(card.path("content").path("description").textValue().contains(place), card + "");
    assertTrue(size(sent) <= AlertTopic.LIMIT);
  }

  private PublishRequest sent(Alert alert) {
    topic.publish(DEMO, alert);
    return sns.published.getLast();
  }

  private static JsonNode document(PublishRequest sent) throws Exception {
    return JSON.readTree(JSON.readTree(sent.message()).path("sqs").textValue());
  }

  /// As SNS counts: the message, the subject, and each attribute's name, type and value.
  private static int size(PublishRequest sent) {
    var parts = new ArrayList<>(List.of(sent.message(), sent.subject()));
    sent.messageAttributes()
        .forEach(
            (name, value) -> parts.addAll(List.of(name, value.dataType(), value.stringValue())));
    return parts.stream().mapToInt(part -> part.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  private static Alert alert(String email, int findings) {
    var opened =
        IntStream.range(0, findings)
            .mapToObj(number -> Map.of("id", "rule/eni-" + number, "detail", "x".repeat(80)))
            .toList();
    var document = new LinkedHashMap<String, Object>();
    document.put("cluster", "demo");
    document.put("opened", opened);
    document.put("resolved", List.of());
    document.put("causes", opened);
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("severity", "HIGH");
    attributes.put("opened", findings);
    attributes.put("resolved", 0);
    attributes.put("families", List.of("ingress"));
    return new Alert("[HIGH] demo", email, Map.of("source", "custom"), document, attributes);
  }

  private static final class FakeTopic implements SnsClient {
    private final List<PublishRequest> published = new ArrayList<>();

    @Override
    public PublishResponse publish(PublishRequest request) {
      published.add(request);
      return PublishResponse.builder().build();
    }

    @Override
    public String serviceName() {
      return "sns";
    }

    @Override
    public void close() {}
  }
}
