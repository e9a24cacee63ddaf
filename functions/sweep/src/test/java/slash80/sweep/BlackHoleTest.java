package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.AccountRegion;
import slash80.aws.BlackHole;
import slash80.aws.BlackHole.Way;
import slash80.aws.Deadlines;
import slash80.aws.ManyClusters;
import slash80.aws.SdkSettings;
import slash80.aws.live.StubbedAws;

/// Tests both parts of a sweep on the real clock while one service of AWS gives no answer: the part
/// that asks for every account and region, and a batch of two of them. The next run does what was
/// left undone.
final class BlackHoleTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");
  private static final AccountRegion MEMBER = new AccountRegion("222233334444", "us-east-2");
  private static final Duration BATCH = Duration.ofSeconds(5);
  private static final Duration SWEEP = Duration.ofSeconds(10);
  private static final Duration SPARE = Duration.ofSeconds(2);

  /// A run may take so much longer on a busy machine.
  private static final Duration SLACK = Duration.ofSeconds(2);

  @TempDir private Path folder;
  private StubbedAws account;
  private SweepSurroundings surroundings;
  private final Map<String, URI> endpoints = new HashMap<>();

  @BeforeEach
  void serve() throws Exception {
    account = StubbedAws.serving(ManyClusters.write(folder, HOME.account(), 1, 1, 0));
    surroundings = new SweepSurroundings(MEMBER.account());
    for (var service : List.of("S3", "Sqs", "Ssm", "Sts", "Organizations", "CloudTrail")) {
      endpoints.put(service, surroundings.address());
    }
    endpoints.put("EventBridge", surroundings.address());
    endpoints.put("Eks", account.endpoint());
  }

  @AfterEach
  void stop() {
    account.close();
    surroundings.close();
  }

  // ---- A batch of accounts and regions ----

  private static Stream<Arguments> silencesOfBatch() {
    return Stream.of(Way.values())
        .flatMap(
            way ->
                Stream.of(
                    Arguments.of(way, "Eks", Set.of(HOME, MEMBER), "UNANSWERED: eks:ListClusters"),
                    Arguments.of(way, "Sts", Set.of(MEMBER), "UNANSWERED: sts:AssumeRole of "),
                    Arguments.of(way, "Sqs", Set.of(HOME, MEMBER), "sqs:SendMessageBatch"),
                    Arguments.of(way, "S3", Set.of(HOME, MEMBER), "its ledgers cannot be listed"),
                    Arguments.of(
                        way, "CloudTrail", Set.of(HOME, MEMBER), "UNEXAMINED: cloudtrail:"),
                    Arguments.of(way, "EventBridge", Set.of(HOME, MEMBER), "UNEXAMINED: events:")));
  }

  @ParameterizedTest
  @MethodSource("silencesOfBatch")
  void while_a_service_is_silent_every_site_gets_its_sentence_in_time(
      Way way, String service, Set<AccountRegion> suffering, String words) throws Exception {
    batch(Duration.ofMinutes(1)); // loads the classes of the SDK
    surroundings.forget();
    try (var hole = BlackHole.that(way)) {
      endpoints.put(service, hole.endpoint());

      var batch = batch(BATCH);

      for (var site : suffering) {
        var line = batch.line(site.toString());
        assertTrue(line.contains(words), line);
        assertTrue(line.matches(".*(no answer within|time budget used up).*"), line);
      }
      assertEquals(1, batch.log().stream().filter(line -> line.contains("is not JSON")).count());
      assertEquals(
          Set.of("S3", "Sqs").contains(service) ? Set.of("none", "home", "member") : Set.of("none"),
          Set.copyOf(batch.failed()),
          batch.log().toString());
    }
    endpoints.put(service, service.equals("Eks") ? account.endpoint() : surroundings.address());
    surroundings.forget();

    assertEquals(List.of("none"), batch(Duration.ofMinutes(1)).failed());
    assertEquals(Set.of(HOME.account(), MEMBER.account()), surroundings.accountsOf("checks"));
  }

  private record Batch(List<String> failed, List<String> log) {
    String line(String about) {
      return log.stream().filter(line -> line.startsWith(about)).findFirst().orElse(log.toString());
    }
  }

  private Batch batch(Duration time) {
    try (var _ = SdkSettings.at(endpoints)) {
      var log = new ArrayList<String>();
      var batch = SweepParts.of(environment("")).batch(log::add);
      var began = Instant.now();

      var failed =
          batch.run(
              List.of(
                  new SiteBatch.Message("none", "no event"),
                  new SiteBatch.Message("home", Requests.ofSite(HOME, true, began)),
                  new SiteBatch.Message("member", Requests.ofSite(MEMBER, true, began))),
              new Deadlines(began.plus(time), began.plus(time).plus(SPARE)));

      assertEnded(began, time.plus(SPARE));
      return new Batch(failed, log);
    }
  }

  // ---- The part that asks for all of them ----

  private static Stream<Arguments> silencesOfSweep() {
    var both = Set.of(HOME.account(), MEMBER.account());
    return Stream.of(Way.values())
        .flatMap(
            way ->
                Stream.of(
                    Arguments.of(
                        way,
                        "Organizations",
                        "organization",
                        "the accounts cannot be listed (organizations:ListAccounts: no answer",
                        both),
                    Arguments.of(
                        way,
                        "Ssm",
                        "/slash80/accounts",
                        "the accounts cannot be listed (ssm:GetParametersByPath: no answer",
                        both),
                    Arguments.of(
                        way,
                        "S3",
                        "s3://lists/accounts.txt",
                        "the accounts cannot be listed (s3:GetObject: no answer",
                        Set.of(HOME.account())),
                    Arguments.of(
                        way,
                        "S3",
                        "organization",
                        "the list of accounts cannot be kept (s3:PutObject: no answer",
                        both),
                    Arguments.of(
                        way,
                        "Sqs",
                        "organization",
                        "2 of 2 messages are not sent: account 111122223333, region us-east-2"
                            + " (sqs:SendMessageBatch: no answer",
                        Set.of())));
  }

  @ParameterizedTest
  @MethodSource("silencesOfSweep")
  void while_a_service_is_silent_a_sweep_asks_for_what_it_can_and_says_the_rest(
      Way way, String service, String list, String words, Set<String> asked) throws Exception {
    sweep(list, Duration.ofMinutes(1)); // loads the classes of the SDK
    surroundings.forget();
    try (var hole = BlackHole.that(way)) {
      endpoints.put(service, hole.endpoint());

      var failure = assertThrows(IllegalStateException.class, () -> sweep(list, SWEEP));

      assertTrue(failure.getMessage().contains(words), failure.getMessage());
      assertEquals(asked, surroundings.accountsOf("sites"));
      assertEquals(!service.equals("Sqs"), surroundings.isReviewed(), failure.getMessage());
    }
    endpoints.put(service, surroundings.address());
    surroundings.forget();

    assertEquals(2, sweep(list, Duration.ofMinutes(1)));
    assertEquals(
        new TreeSet<>(List.of(HOME.account(), MEMBER.account())), surroundings.accountsOf("sites"));
  }

  @Test
  void while_all_services_answer_every_account_is_asked_for() {
    batch(Duration.ofMinutes(1)); // loads the classes of the SDK
    assertEquals(2, sweep("organization", Duration.ofMinutes(1)));
    var batch = batch(Duration.ofMinutes(1));
    assertEquals(List.of("none"), batch.failed());
    assertEquals(
        Set.of(HOME.account(), MEMBER.account()),
        surroundings.accountsOf("checks"),
        batch.log().toString());
  }

  private int sweep(String list, Duration time) {
    try (var _ = SdkSettings.at(endpoints)) {
      var sweep = SweepParts.of(environment(list)).sweep();
      var began = Instant.now();
      try {
        return sweep.run(began.plus(time)).sites();
      } finally {
        assertEnded(began, time);
      }
    }
  }

  private static void assertEnded(Instant began, Duration time) {
    var took = Duration.between(began, Instant.now());
    assertTrue(took.compareTo(time.plus(SLACK)) < 0, "it took " + took);
  }

  private static Function<String, Optional<String>> environment(String list) {
    var environment =
        Map.of(
            "AWS_REGION", "us-east-2",
            "SLASH80_ACCOUNT", HOME.account(),
            "SLASH80_ACCOUNT_LIST", list,
            "SLASH80_MEMBER_ROLE", "slash80-member",
            "SLASH80_QUEUE_URL", "https://sqs/checks",
            "SLASH80_SITES_QUEUE_URL", "https://sqs/sites",
            "SLASH80_CHANGES_ARN", "arn:aws:sqs:us-east-2:111122223333:changes",
            "SLASH80_BUS_ARN", "arn:aws:events:us-east-2:111122223333:event-bus/slash80",
            "SLASH80_LEDGER_BUCKET", "ledgers");
    return name -> Optional.ofNullable(environment.get(name));
  }
}
