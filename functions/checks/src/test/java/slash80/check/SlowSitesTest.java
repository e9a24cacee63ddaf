package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.BlackHole;
import slash80.aws.BlackHole.Way;
import slash80.aws.Fleet;
import slash80.aws.ManyClusters;
import slash80.aws.Patience;
import slash80.aws.SdkSettings;
import slash80.aws.fleet.CurrentFleet;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.live.LiveAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/// Tests batches about healthy accounts and slow ones, with the SDK's own retries, on the real
/// clock. The messages of the slow accounts come first.
final class SlowSitesTest {
  private static final Duration TIME = Duration.ofSeconds(12);

  /// A batch may take so much longer on a busy machine.
  private static final Duration SLACK = Duration.ofSeconds(3);

  private static final int HEALTHY = 3;

  private static final StaticCredentialsProvider CREDENTIALS =
      StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test"));

  private final Map<AccountRegion, LiveAccount> accounts = new LinkedHashMap<>();
  private final List<AutoCloseable> servers = new ArrayList<>();
  private final List<StubbedAws> throttled = new ArrayList<>();
  private final List<Patience> patience = new CopyOnWriteArrayList<>();
  @TempDir private Path folder;

  @BeforeEach
  void warm() throws Exception {
    healthy(99); // loads the classes of the SDK
    assertEquals(List.of(), handle(new ArrayList<>(accounts.keySet())).failed());
    accounts.clear();
    patience.clear();
  }

  @AfterEach
  void close() throws Exception {
    for (var server : servers) {
      server.close();
    }
  }

  @ParameterizedTest
  @CsvSource({
    "1, NEVER_ANSWERS",
    "1, THROTTLED",
    "4, THROTTLED",
    "4, STALLS",
    "2, NEVER_ANSWERS THROTTLED",
    "20, NEVER_ANSWERS",
    "3, NEVER_ANSWERS NEVER_ACCEPTS STALLS TRICKLES THROTTLED EC2_NEVER_ANSWERS EC2_STALLS"
  })
  void the_healthy_accounts_are_checked_at_the_first_receive(int ofEach, String kinds)
      throws Exception {
    for (int i = 0; i < ofEach; i++) {
      for (var kind : kinds.split(" ")) {
        slow(kind);
      }
    }
    int slow = accounts.size();
    for (int i = 0; i < HEALTHY; i++) {
      healthy(slow + i);
    }
    var began = Instant.now();

    var outcome = handle(new ArrayList<>(accounts.keySet()));

    var took = Duration.between(began, Instant.now());
    assertTrue(took.compareTo(TIME.plus(SLACK)) < 0, "the batch took " + took);
    assertEquals(HEALTHY, outcome.alerts().size(), outcome.handled().toString());
    assertEquals(
        IntStream.range(0, slow).mapToObj(i -> "m" + i).toList(),
        outcome.failed(),
        outcome.handled().toString());
    for (int i = 0; i < slow; i++) {
      var sentence = outcome.sentences().get("m" + i);
      assertTrue(
          sentence.matches(
              ".*(no answer within|stopped while it"
                  + " waited|TooManyRequests|Throttling|RequestLimitExceeded).*"),
          sentence);
    }
  }

  @Test
  void a_throttled_account_is_asked_once_before_the_others_and_patiently_after_them()
      throws Exception {
    throttling(0, Fault.THROTTLED);
    healthy(1);

    handle(new ArrayList<>(accounts.keySet()));

    assertEquals(List.of(Patience.STOP, Patience.STOP, Patience.WAIT), patience);
    var calls = throttled.getFirst().calls();
    assertTrue(calls > 2 && calls <= 1 + 8, calls + " calls");
  }

  @Test
  void an_account_that_is_alone_is_asked_patiently() throws Exception {
    throttling(0, Fault.THROTTLED);

    handle(new ArrayList<>(accounts.keySet()));

    assertEquals(List.of(Patience.WAIT), patience);
  }

  @Test
  void an_account_that_recovers_is_checked_in_the_same_batch() throws Exception {
    throttling(0, Fault.THROTTLED);
    healthy(1);
    Thread.startVirtualThread(
        () -> {
          pause(Duration.ofSeconds(1));
          throttled.getFirst().mend();
        });

    var outcome = handle(new ArrayList<>(accounts.keySet()));

    assertEquals(List.of(), outcome.failed(), outcome.handled().toString());
    assertEquals(2, outcome.alerts().size());
  }

  private static void pause(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private BatchOutcome handle(List<AccountRegion> sites) {
    var numbers = Set.copyOf(sites.stream().map(AccountRegion::account).toList());
    var fleet = new Fleet(sites.getFirst(), Set.of(), numbers, Optional.of("slash80"));
    var clock = InstantSource.system();
    var store = new MemoryLedgerStore();
    var router =
        new AccountRouter(
            CurrentFleet.of(fleet),
            clock,
            (site, end, next) -> {
              patience.add(next);
              var account = accounts.get(site);
              account.until(end, next);
              return new Services(
                  account,
                  store,
                  (_, _) -> {},
                  Policy.with(Parameters.DEFAULTS),
                  Timings.DEFAULTS,
                  clock);
            },
            new SiteDesk(
                new MemorySiteBook(),
                () -> {
                  throw new AssertionError("no account refuses");
                },
                clock));
    var messages = new ArrayList<QueueMessage>();
    for (var site : sites) {
      messages.add(new QueueMessage("m" + messages.size(), check(site)));
    }
    return router.handle(messages, Instant.now().plus(TIME));
  }

  private static AccountRegion site(int number) {
    return new AccountRegion("1111222233%02d".formatted(number), "us-east-2");
  }

  private void healthy(int number) throws Exception {
    var aws = serving(number);
    open(site(number), aws.endpoint(), aws.endpoint());
  }

  private void throttling(int number, Fault fault) throws Exception {
    var aws = serving(number);
    aws.fail("DescribeCluster", fault);
    throttled.add(aws);
    open(site(number), aws.endpoint(), aws.endpoint());
  }

  /// An account that is slow in everything, or whose clusters can be read and nothing else.
  private void slow(String kind) throws Exception {
    int number = accounts.size();
    if (kind.equals("THROTTLED")) {
      throttling(number, Fault.THROTTLED);
      return;
    }
    var hole = BlackHole.that(Way.valueOf(kind.replace("EC2_", "")));
    servers.add(hole);
    if (kind.startsWith("EC2_")) {
      open(site(number), serving(number).endpoint(), hole.endpoint());
    } else {
      open(site(number), hole.endpoint(), hole.endpoint());
    }
  }

  private StubbedAws serving(int number) throws Exception {
    var account = site(number).account();
    var aws = StubbedAws.serving(ManyClusters.write(folder.resolve(account), account, 1, 2, 1));
    servers.add(aws);
    return aws;
  }

  /// A client keeps the address that it was built with.
  private void open(AccountRegion site, URI eks, URI others) {
    var endpoints = Map.of("Eks", eks, "Ec2", others, "ElasticLoadBalancingV2", others);
    try (var _ = SdkSettings.at(endpoints)) {
      accounts.put(site, LiveAccount.in(AwsClients.in(site.region()).with(CREDENTIALS), List.of()));
    }
  }

  private static String check(AccountRegion site) {
    return Events.notification(
            "slash80.sweep",
            "Cluster Check",
            "{'cluster':'c1','account':'%s','region':'%s'}"
                .formatted(site.account(), site.region()))
        .replace("111122223333", site.account());
  }
}
