package slash80.aws.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.alerts.Alert;
import slash80.facts.Refusal;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.FindingCopy;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.PublishRequest;
import software.amazon.awssdk.services.sns.model.PublishResponse;

/// Tests that every alert is published within the limits of SNS, whatever the ledger, the events
/// and the names hold, and that it says what was cut. Generated alerts are seeded.
class AlertSizeTest {
  private static final int RUNS = 2_000;
  private static final String PLACE = "s3://ledgers/digests/111122223333/us-east-2/demo/1.json";
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The longest ARN of a user: a path of 512 characters and a name of 64.
  private static final String LONGEST_ARN =
      "arn:aws:iam::111122223333:user/" + "division/".repeat(56) + "longpath/" + "n".repeat(62);

  private static final String[] PARTS = {
    "a", "\"", "\\", "\n", "é", "節", "🙂", "\u0000", "\ud83d", "\u202e", "\u00a0", "<", "`", " ",
    "%s"
  };

  private final List<PublishRequest> published = new ArrayList<>();
  private final AlertTopic topic = topic(WebBody.CARD);
  private final AlertTopic topicWithoutChat = topic(WebBody.DOCUMENT);

  private AlertTopic topic(WebBody web) {
    return new AlertTopic(new FakeSns(published), "arn:topic", web, (_, _) -> PLACE);
  }

  private static final class FakeSns implements SnsClient {
    private final List<PublishRequest> published;

    FakeSns(List<PublishRequest> published) {
      this.published = published;
    }

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

  @Test
  void eighty_opened_nodes_and_three_calls_of_the_longest_arn_are_published() throws Exception {
    var findings = IntStream.range(0, 80).mapToObj(number -> open(number, "sg-" + number)).toList();
    var groups = new HashSet<String>();
    findings.forEach(finding -> groups.add(finding.cause()));
    var origins =
        IntStream.range(0, 3)
            .mapToObj(
                second ->
                    new ChangeOrigin(
                        "AuthorizeSecurityGroupIngress",
                        LONGEST_ARN,
                        Examples.AT.plusSeconds(second),
                        groups))
            .toList();

    var bodies = sent(alert(findings, origins));

    var document = JSON.readTree(bodies.path("sqs").textValue());
    var caller = document.path("causes").get(0).path("changedBy").get(0).path("who").textValue();
    assertTrue(caller.startsWith("arn:aws:iam::111122223333:user/division/"), caller);
    assertTrue(caller.contains("more characters"), caller);
    assertTrue(caller.endsWith("n".repeat(62)), caller);
  }

  @Test
  void an_event_of_93_kilobytes_is_published() throws Exception {
    for (String what : List.of("x".repeat(93_000), "節".repeat(31_000), "\"".repeat(93_000))) {
      var names = new HashSet<String>();
      IntStream.range(0, 4_000).forEach(number -> names.add("i-%017x".formatted(number)));
      names.add("sg-2");
      var origin = new ChangeOrigin(what, what, Examples.AT, names);
      var bodies = sent(alert(List.of(open(1, "sg-2")), List.of(origin)));

      var document = JSON.readTree(bodies.path("sqs").textValue());
      assertEquals(1, document.path("causes").get(0).path("changedBy").size());
    }
  }

  @Test
  void every_alert_is_published_within_the_limits_and_says_what_was_cut() throws Exception {
    int shortened = 0;
    for (long seed = 1; seed <= RUNS; seed++) {
      var dice = new Random(seed);
      var alert = generated(dice);
      try {
        var document = JSON.readTree(sent(alert).path("sqs").textValue());
        shortened += document.has("whole") ? 1 : 0;
      } catch (RuntimeException | AssertionError wrong) {
        throw new AssertionError("seed " + seed, wrong);
      }
    }
    assertTrue(shortened > RUNS / 50, shortened + " alerts of " + RUNS + " were shortened");
  }

  @Test
  void an_alert_that_was_refused_before_is_sent_bare_and_says_why() throws Exception {
    for (long seed = 1; seed <= 200; seed++) {
      topic.publishBare(
          Examples.cluster("demo"),
          generated(new Random(seed)),
          "InvalidParameter: Invalid parameter: Message Reason: it is odd");
      var sent = published.getLast();
      assertTrue(size(sent) < 16_000, "seed " + seed + ": " + size(sent));
      var mail = JSON.readTree(sent.message()).path("email").textValue();
      assertTrue(mail.contains("SNS refused this alert twice: InvalidParameter"), mail);
      assertTrue(mail.contains(PLACE), mail);
    }
  }

  @Test
  void an_alert_whose_digest_cannot_be_stored_is_published_all_the_same() throws Exception {
    var refusing =
        new AlertTopic(
            new FakeSns(published),
            "arn:topic",
            WebBody.CARD,
            (_, _) -> {
              throw new IllegalStateException("no bucket");
            });

    refusing.publish(Examples.cluster("demo"), generated(new Random(1), 2_000));

    var bodies = JSON.readTree(published.getLast().message());
    var whole = JSON.readTree(bodies.path("sqs").textValue()).path("whole").textValue();
    assertEquals("no place: it could not be stored (IllegalStateException)", whole);
  }

  @Test
  void an_alert_in_which_everything_is_denied_is_published() throws Exception {
    var rules = new TreeSet<String>();
    IntStream.range(0, 40).forEach(number -> rules.add("rule-number-" + number));
    var refused =
        IntStream.range(0, 400)
            .mapToObj(
                number ->
                    new Judgement.Missing(
                        new Refusal(
                            "ec2:Describe" + number, "é".repeat(900), Optional.of(LONGEST_ARN)),
                        rules))
            .toArray(Judgement.Missing[]::new);

    var bodies =
        sent(Alert.of(Examples.judgement(), Examples.refused(List.of(), refused), List.of()));

    var document = JSON.readTree(bodies.path("sqs").textValue());
    assertEquals(400, document.path("counts").path("refused").asInt());
  }

  /// Publishes an alert; the bodies of its message, after everything about them was checked.
  private JsonNode sent(Alert alert) throws Exception {
    int before = published.size();
    topic.publish(Examples.cluster("demo"), alert);
    topicWithoutChat.publish(Examples.cluster("demo"), alert);
    assertEquals(before + 2, published.size());
    withoutChat(alert, checked(published.removeLast()));
    var bodies = checked(published.removeLast());
    for (String subscriber : List.of("default", "email", "https", "sqs", "lambda")) {
      assertTrue(!bodies.path(subscriber).textValue().isEmpty(), subscriber);
    }
    var document = JSON.readTree(bodies.path("sqs").textValue());
    AlertSchema.assertFits(document);
    var card = JSON.readTree(bodies.path("https").textValue());
    assertTrue(!card.path("content").path("description").textValue().isEmpty(), card.toString());
    saysWhatWasCut(alert, bodies, document, card);
    return bodies;
  }

  /// The bodies of a message, which is within the limits.
  private static JsonNode checked(PublishRequest sent) throws Exception {
    assertTrue(size(sent) <= 262_144, size(sent) + " bytes");
    assertTrue(sent.subject().matches("[ -~]{1,99}"), sent.subject());
    return JSON.readTree(sent.message());
  }

  private static void withoutChat(Alert alert, JsonNode bodies) throws Exception {
    assertEquals(bodies.path("sqs"), bodies.path("https"));
    var document = JSON.readTree(bodies.path("https").textValue());
    AlertSchema.assertFits(document);
    saysWhatWasCut(alert, bodies, document, JSON.valueToTree(alert.card()));
  }

  private static void saysWhatWasCut(
      Alert alert, JsonNode bodies, JsonNode document, JsonNode card) {
    AlertSchema.assertIsCard(card);
    if (!bodies.path("email").textValue().equals(alert.email())) {
      assertTrue(bodies.path("email").textValue().contains(PLACE));
    }
    if (!card.equals(JSON.valueToTree(alert.card()))) {
      assertTrue(card.path("content").path("description").textValue().contains(PLACE));
    }
    if (!document.equals(JSON.valueToTree(alert.document()))) {
      assertEquals(PLACE, document.path("whole").textValue());
      assertEquals(
          ((List<?>) alert.document().get("causes")).size(),
          document.path("counts").path("causes").asInt());
    }
  }

  private static int size(PublishRequest sent) {
    var parts = new ArrayList<>(List.of(sent.message(), sent.subject()));
    sent.messageAttributes()
        .forEach(
            (name, value) -> parts.addAll(List.of(name, value.dataType(), value.stringValue())));
    return parts.stream().mapToInt(part -> part.getBytes(StandardCharsets.UTF_8).length).sum();
  }

  private static Alert alert(List<Finding> findings, List<ChangeOrigin> origins) {
    return Alert.of(
        Examples.judgement(findings.toArray(Finding[]::new)), Examples.opened(findings), origins);
  }

  private static Finding open(int number, String group) {
    return FindingCopy.of(Examples.open("eni-%d".formatted(number))).cause(group).finding();
  }

  // ---- Generated alerts ----

  private static Alert generated(Random dice) {
    int most = dice.nextInt(25) == 0 ? 300 : 8;
    return generated(dice, 1 + dice.nextInt(most));
  }

  private static Alert generated(Random dice, int findings) {
    var opened = IntStream.range(0, findings).mapToObj(number -> finding(dice, number)).toList();
    var resolved =
        IntStream.range(0, dice.nextInt(20))
            .mapToObj(
                number ->
                    new Delta.Resolved(
                        "node-is-nitro/" + number + text(dice),
                        text(dice),
                        Examples.AT,
                        Delta.Ending.MENDED))
            .toList();
    var names = new HashSet<String>();
    opened.forEach(finding -> names.add(finding.cause()));
    var origins = IntStream.range(0, dice.nextInt(6)).mapToObj(_ -> origin(dice, names)).toList();
    var undecided =
        IntStream.range(0, dice.nextInt(5))
            .mapToObj(
                _ -> new Judgement.Undecided("node-is-nitro", text(dice), List.of(text(dice))))
            .toList();
    var name = dice.nextInt(3) == 0 ? "n" + text(dice) : "demo";
    var judgement = Examples.judgement(Examples.cluster(name), opened, undecided);
    return Alert.of(judgement, Examples.news(opened, resolved), origins);
  }

  private static ChangeOrigin origin(Random dice, Set<String> names) {
    var more = new HashSet<>(names);
    IntStream.range(0, dice.nextInt(20) == 0 ? 5_000 : 3)
        .forEach(number -> more.add("i-%017x".formatted(number)));
    return new ChangeOrigin(
        dice.nextInt(20) == 0 ? "W".repeat(93_000) : text(dice),
        dice.nextBoolean() ? LONGEST_ARN : text(dice),
        Examples.AT,
        more);
  }

  private static Finding finding(Random dice, int number) {
    return new Finding(
        "interface-closed-to-ipv6-internet",
        Family.INGRESS,
        Severity.values()[dice.nextInt(4)],
        "network-interface",
        "eni-" + number + (dice.nextInt(4) == 0 ? text(dice) : ""),
        dice.nextBoolean() ? Optional.of(text(dice)) : Optional.empty(),
        "An interface should be closed",
        text(dice),
        text(dice),
        "aws ec2 " + text(dice),
        "https://docs.aws.amazon.com/vpc/",
        dice.nextBoolean() ? "sg-" + number : text(dice),
        IntStream.range(0, dice.nextInt(4))
            .mapToObj(_ -> new Verdict.Evidence(text(dice), text(dice)))
            .toList(),
        Optional.empty(),
        Optional.empty());
  }

  /// Text of one to three kinds of characters; now and then it is long.
  private static String text(Random dice) {
    var text = new StringBuilder("x");
    for (int part = dice.nextInt(3); part >= 0; part--) {
      int times = dice.nextInt(60) == 0 ? dice.nextInt(20_000) : dice.nextInt(30);
      text.append(PARTS[dice.nextInt(PARTS.length)].repeat(times));
    }
    return text.toString();
  }
}
