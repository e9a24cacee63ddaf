package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.BlackHole;
import slash80.aws.BlackHole.Way;
import slash80.aws.Deadlines;
import slash80.aws.ManyClusters;
import slash80.aws.SdkSettings;
import slash80.aws.live.StubbedAws;
import slash80.check.BatchOutcome;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.check.QueueMessage;

/// Tests a batch on the real clock while one service of AWS gives no answer: a message about the
/// function's own account, one about a member, and one that needs no account.
final class BlackHoleTest {
  private static final String HOME = "111122223333";
  private static final String MEMBER = "222233334444";
  private static final Duration READS = Duration.ofSeconds(4);
  private static final Duration SPARE = Duration.ofSeconds(2);

  /// A batch may take so much longer on a busy machine.
  private static final Duration SLACK = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private HttpServer surroundings;
  private StubbedAws account;
  private volatile boolean isSsmBroken;
  private final Map<String, URI> endpoints = new HashMap<>();

  @BeforeEach
  void serve() throws Exception {
    account = StubbedAws.serving(ManyClusters.write(folder, HOME, 1, 2, 1));
    surroundings = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    surroundings.createContext("/", this::answer);
    surroundings.start();
    for (var service : List.of("Ec2", "Eks", "ElasticLoadBalancingV2")) {
      endpoints.put(service, account.endpoint());
    }
    var at = URI.create("http://127.0.0.1:" + surroundings.getAddress().getPort());
    for (var service : List.of("S3", "Sns", "Ssm", "Sts")) {
      endpoints.put(service, at);
    }
  }

  @AfterEach
  void stop() {
    account.close();
    surroundings.stop(0);
  }

  private static Stream<Arguments> silences() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                Stream.of(
                    Arguments.of(way, "Ec2", "ec2:", Set.of("home")),
                    Arguments.of(way, "Eks", "eks:", Set.of("home")),
                    Arguments.of(
                        way, "ElasticLoadBalancingV2", "elasticloadbalancing:", Set.of("home")),
                    Arguments.of(way, "S3", "s3:GetObject", Set.of("home")),
                    Arguments.of(way, "Sns", "sns:Publish", Set.of("home")),
                    Arguments.of(way, "Ssm", "", Set.of()),
                    Arguments.of(way, "Sts", "sts:AssumeRole", Set.of("member"))));
  }

  @ParameterizedTest
  @MethodSource("silences")
  void while_a_service_is_silent_every_message_gets_its_sentence_in_time(
      Way way, String service, String call, Set<String> failing) throws Exception {
    handled(Duration.ofMinutes(1)); // loads the classes of the SDK
    try (var hole = BlackHole.that(way)) {
      endpoints.put(service, hole.endpoint());

      var outcome = handled(READS);

      assertTrue(outcome.failed().containsAll(failing), outcome.handled().toString());
      assertEquals(3, outcome.handled().size());
      for (var id : failing) {
        var sentence = outcome.sentences().get(id);
        assertTrue(sentence.contains(call), sentence);
        assertTrue(sentence.matches(".*(no answer within|time budget used up).*"), sentence);
      }
      assertEquals("DescribeVpcs: no alert, the call only reads", outcome.sentences().get("none"));
    }
  }

  @Test
  void while_all_services_answer_only_the_stub_of_one_account_is_in_the_way() throws Exception {
    var outcome = handled(Duration.ofMinutes(1));

    assertEquals(List.of("member"), outcome.failed(), outcome.handled().toString());
    assertTrue(outcome.sentences().get("member").contains("it happened in account 222233334444"));
    assertEquals(1, outcome.alerts().size());
  }

  /// The review of accounts and regions opens no account.
  @Test
  void the_time_of_a_batch_does_not_end_with_that_of_the_one_before() throws Exception {
    isSsmBroken = true;
    try (var _ = SdkSettings.at(endpoints)) {
      var handler = handler();
      var end = Instant.now().plusSeconds(1);
      var first = handler.handle(List.of(new QueueMessage("home", check(HOME))), ending(end));
      assertEquals(List.of("home"), first.failed(), first.handled().toString());
      Thread.sleep(Duration.between(Instant.now(), end.plusMillis(100)));
      isSsmBroken = false;

      var later = ending(Instant.now().plusSeconds(60));
      var outcome = handler.handle(List.of(new QueueMessage("review", review())), later);

      assertEquals(List.of(), outcome.failed(), outcome.handled().toString());
    }
  }

  private static Deadlines ending(Instant reads) {
    return new Deadlines(reads, reads.plus(SPARE));
  }

  private static String review() {
    return check(HOME).replace("Cluster Check", "Sites Review");
  }

  private static MessageHandler handler() {
    var environment =
        Map.of(
            "AWS_REGION", "us-east-2",
            "SLASH80_TOPIC_ARN", "arn:aws:sns:us-east-2:111122223333:alerts",
            "SLASH80_LEDGER_BUCKET", "ledgers",
            "SLASH80_ACCOUNT", HOME,
            "SLASH80_ACCOUNTS", MEMBER,
            "SLASH80_MEMBER_ROLE", "slash80-member",
            "SLASH80_POLICY_PARAMETER", "/slash80/policy",
            "SLASH80_SETTLING_MINUTES", "0");
    return HandlerFactory.of(WatchSettings.of(name -> Optional.ofNullable(environment.get(name))));
  }

  private BatchOutcome handled(Duration reads) {
    try (var _ = SdkSettings.at(endpoints)) {
      var handler = handler();
      var began = Instant.now();

      var outcome =
          handler.handle(
              List.of(
                  new QueueMessage("home", check(HOME)),
                  new QueueMessage("member", check(MEMBER)),
                  new QueueMessage("none", read())),
              ending(began.plus(reads)));

      var took = Duration.between(began, Instant.now());
      assertTrue(took.compareTo(reads.plus(SPARE).plus(SLACK)) < 0, "the batch took " + took);
      outcome.handled().forEach(message -> assertTrue(isSaid(message), message.toString()));
      return outcome;
    }
  }

  private static boolean isSaid(HandledMessage message) {
    return !message.sentence().isBlank();
  }

  private static String check(String account) {
    return """
    {"version": "0", "id": "1", "detail-type": "Cluster Check", "source": "slash80.sweep",
     "account": "%1$s", "time": "2026-11-23T08:00:00Z", "region": "us-east-2", "resources": [],
     "detail": {"cluster": "c1", "account": "%1$s", "region": "us-east-2"}}
    """
        .formatted(account);
  }

  private static String read() {
    return """
    {"version": "0", "id": "2", "detail-type": "AWS API Call via CloudTrail", "source": "aws.ec2",
     "account": "%s", "time": "2026-11-23T08:00:00Z", "region": "us-east-2", "resources": [],
     "detail": {"eventName": "DescribeVpcs", "readOnly": true, "eventSource": "ec2.amazonaws.com"}}
    """
        .formatted(HOME);
  }

  /// An empty bucket and a topic that take everything, no parameter, and a role for everyone.
  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      if (exchange.getRequestMethod().equals("GET")) {
        send(exchange, 404, "<Error><Code>NoSuchKey</Code></Error>");
      } else if (exchange.getRequestMethod().equals("PUT")) {
        exchange.getResponseHeaders().add("ETag", "\"1\"");
        send(exchange, 200, "");
      } else if (exchange.getRequestHeaders().containsKey("X-Amz-Target")) {
        send(exchange, isSsmBroken ? 500 : 400, "{\"__type\":\"ParameterNotFound\"}");
      } else if (body.contains("Action=Publish")) {
        send(
            exchange,
            200,
            "<PublishResponse><PublishResult><MessageId>1</MessageId></PublishResult></PublishResponse>");
      } else if (body.contains("Action=ListSubscriptionsByTopic")) {
        send(exchange, 200, SUBSCRIBED);
      } else {
        send(exchange, 200, ROLE);
      }
    }
  }

  private static final String SUBSCRIBED =
      """
      <ListSubscriptionsByTopicResponse><ListSubscriptionsByTopicResult><Subscriptions><member>\
      <SubscriptionArn>arn:aws:sns:us-east-2:111122223333:alerts:1</SubscriptionArn></member>\
      </Subscriptions></ListSubscriptionsByTopicResult></ListSubscriptionsByTopicResponse>
      """;

  private static final String ROLE =
      """
      <AssumeRoleResponse><AssumeRoleResult><Credentials><AccessKeyId>A</AccessKeyId>\
      <SecretAccessKey>S</SecretAccessKey><SessionToken>T</SessionToken>\
      <Expiration>2099-01-01T00:00:00Z</Expiration></Credentials></AssumeRoleResult>\
      </AssumeRoleResponse>
      """;

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }
}
