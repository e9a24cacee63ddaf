package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Deadlines;
import slash80.aws.Fleet;
import slash80.aws.Outbox;
import slash80.aws.ReadInterrupted;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.fixtures.GeneratedText;
import slash80.ledger.SiteTrouble.Kind;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// A sweep of 5,000 accounts in four regions, on a clock that jumps: the real code of the sweep,
/// between queues and invocations as template.yaml sets them up. One site in twenty refuses, one in
/// twenty hangs, and one in five has a cluster. A check takes as long as docs/deploying.md assumes.
final class FleetSimulationTest {
  private static final Instant START = Instant.parse("2026-11-26T08:00:00Z");
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-1");
  private static final int SITES_IN_A_BATCH = 10;
  private static final int CHECKS_IN_A_BATCH = 20;
  private static final Duration LISTING = Duration.ofMillis(300);
  private static final Duration REFUSAL = Duration.ofMillis(100);
  private static final Duration EXAMINING = Duration.ofMillis(550);
  private static final Duration SENDING = Duration.ofMillis(20);
  private static final Duration CHECK = Duration.ofMillis(2_400);

  /// The time of a function that the sweep uses: five minutes but one.
  private static final Duration BUDGET = Duration.ofMinutes(4);

  private static final ObjectMapper JSON = new ObjectMapper();

  private record Letter(Instant visible, String body) {}

  /// The outcome of one sweep.
  ///
  /// @param listed when the last account was asked, counted from the beginning
  /// @param checked when the last cluster was checked
  /// @param busy the seconds of `sweep` and `watch` together
  private record Outcome(
      int sites, int sent, int clusters, Duration listed, Duration checked, long busy, int told) {}

  private Instant now = START;
  private int sendingCalls;

  /// How many of five accounts and regions have a cluster.
  private int clustersOfFive = 1;

  @Test
  void every_healthy_cluster_of_five_thousand_accounts_is_checked_within_its_hour()
      throws Exception {
    var hour = Duration.ofHours(1);
    System.out.println("a sweep of 5,000 accounts in four regions, a tenth refusing or hanging:");
    for (int concurrency : new int[] {2, 5, 10, 20}) {
      var outcome = sweep(4_999, concurrency);
      System.out.printf(
          "  SweepConcurrency %2d: %,d sites asked with %,d calls of SQS, the last listed after"
              + " %,d s, the last of %,d clusters checked after %,d s, %,d s of Lambda%n",
          concurrency,
          outcome.sites(),
          outcome.sent(),
          outcome.listed().toSeconds(),
          outcome.clusters(),
          outcome.checked().toSeconds(),
          outcome.busy());
      assertEquals(20_000, outcome.sites());
      assertEquals(healthy(4_999), outcome.clusters());
      assertEquals(troubled(4_999), outcome.told());
      if (concurrency >= 10) {
        assertTrue(outcome.checked().compareTo(hour) < 0, outcome.toString());
      }
    }
  }

  /// The default suffices for a company of the size that the parameter MemberAccounts takes.
  @Test
  void two_invocations_suffice_for_two_hundred_accounts() throws Exception {
    var outcome = sweep(200, 2);
    System.out.printf(
        "  SweepConcurrency  2: %,d sites, the last of %,d clusters checked after %,d s%n",
        outcome.sites(), outcome.clusters(), outcome.checked().toSeconds());
    assertTrue(outcome.checked().compareTo(Duration.ofMinutes(30)) < 0, outcome.toString());
  }

  // ---- The table of docs/deploying.md ----

  /// The products of accounts and regions that the table has.
  private static final List<Integer> SITES = List.of(400, 800, 2_000, 4_000, 8_000, 20_000, 40_000);

  /// The last check must end so early, because a real hour is not as even as this one.
  private static final Duration IN_TIME = Duration.ofMinutes(55);

  /// The time grows with the number of accounts and regions, as long as every invocation is busy.
  @Tag("generated")
  @Test
  void the_page_names_the_smallest_concurrency_that_finishes_in_the_hour() throws Exception {
    var table =
        new StringBuilder(
            """
            | accounts × regions | `SweepConcurrency`, if one in five has a cluster | if each has a cluster |
            |---:|---:|---:|
            """);
    clustersOfFive = 1;
    double few = secondsOfASite();
    clustersOfFive = 5;
    double many = secondsOfASite();
    for (int sites : SITES) {
      table.append(
          "| %,d | %d | %d |%n".formatted(sites, smallest(sites * few), smallest(sites * many)));
    }
    GeneratedText.assertIsWritten(
        "docs/deploying.md", "<!-- sweep -->\n", "<!-- /sweep -->", table.toString());
    clustersOfFive = 1;
    var outcome = sweep(499, smallest(2_000 * few));
    assertTrue(outcome.checked().compareTo(Duration.ofHours(1)) < 0, outcome.toString());
  }

  /// The seconds that the slower of the two queues takes for one account and region, with one
  /// invocation at a time.
  private double secondsOfASite() throws Exception {
    var alone = sweep(499, 1);
    var slower = alone.checked().compareTo(alone.listed()) > 0 ? alone.checked() : alone.listed();
    return slower.toSeconds() / 2_000.0;
  }

  private static int smallest(double seconds) {
    return Math.max(2, (int) Math.ceil(seconds / IN_TIME.toSeconds()));
  }

  private Outcome sweep(int members, int concurrency) throws Exception {
    now = START;
    sendingCalls = 0;
    var sites = new Queue();
    var checks = new Queue();
    var fleet = fleet(members);
    int asked =
        new Sweep(
                _ -> new Sweep.Known(fleet, Optional.empty()),
                _ -> new MemoryLedgerStore(),
                new Sweep.Outboxes() {
                  @Override
                  public Outbox sites(int pace, Instant until) {
                    return new Outbox(sites, "https://sites", pace);
                  }

                  @Override
                  public Outbox checks(Instant until) {
                    return new Outbox(checks, "https://checks");
                  }
                },
                () -> now)
            .run(now.plus(BUDGET));
    assertTrue(now.isBefore(START.plus(BUDGET)), "one invocation asks for all sites");
    int sent = sendingCalls;

    var book = new MemorySiteBook();
    var site =
        new SiteSweep(
            new Simulated(),
            _ -> new MemoryLedgerStore(),
            _ -> new Outbox(checks, "https://checks"),
            () -> now);
    var batch = new SiteBatch(site, _ -> book, () -> now, _ -> {});
    var listing =
        invocations(
            sites,
            concurrency,
            SITES_IN_A_BATCH,
            messages -> {
              var failed = batch.run(messages, new Deadlines(now.plus(BUDGET), now.plus(BUDGET)));
              assertEquals(List.of(), failed);
            });
    var checked = new HashMap<String, Integer>();
    var checking =
        invocations(
            checks,
            concurrency,
            CHECKS_IN_A_BATCH,
            messages -> {
              for (var message : messages) {
                var event = JSON.readTree(message.body());
                if (event.path("detail").has("cluster")) {
                  now = now.plus(CHECK);
                  checked.merge(event.path("resources").path(0).asText(), 1, Integer::sum);
                }
              }
            });
    assertTrue(checked.values().stream().allMatch(times -> times == 1));
    return new Outcome(
        asked,
        sent,
        checked.size(),
        Duration.between(START, listing.end()),
        Duration.between(START, checking.end()),
        listing.busy().plus(checking.busy()).toSeconds(),
        book.read().ledger().sites().size());
  }

  private record Run(Instant end, Duration busy) {}

  private interface Function {
    void handle(List<SiteBatch.Message> messages) throws Exception;
  }

  /// So many invocations at a time, each with the messages that are visible when it begins.
  private Run invocations(Queue queue, int concurrency, int size, Function function)
      throws Exception {
    var lanes = new PriorityQueue<Instant>();
    for (int lane = 0; lane < concurrency; lane++) {
      lanes.add(START);
    }
    var end = START;
    var busy = Duration.ZERO;
    while (!queue.letters.isEmpty()) {
      var free = lanes.remove();
      var first = queue.letters.element().visible();
      var begin = free.isAfter(first) ? free : first;
      var messages = new ArrayList<SiteBatch.Message>();
      while (messages.size() < size
          && !queue.letters.isEmpty()
          && !queue.letters.element().visible().isAfter(begin)) {
        messages.add(new SiteBatch.Message("m" + messages.size(), queue.letters.remove().body()));
      }
      now = begin;
      function.handle(messages);
      busy = busy.plus(Duration.between(begin, now));
      end = now.isAfter(end) ? now : end;
      lanes.add(now);
    }
    return new Run(end, busy);
  }

  // ---- The fleet ----

  private static Fleet fleet(int members) {
    var accounts =
        IntStream.range(0, members).mapToObj("2%011d"::formatted).collect(Collectors.toSet());
    return new Fleet(
        HOME, Set.of("us-east-2", "eu-west-1", "ap-south-1"), accounts, Optional.of("slash80"));
  }

  private static int luck(AccountRegion site) {
    return Math.floorMod(site.toString().hashCode() * 31, 20);
  }

  private boolean hasCluster(AccountRegion site) {
    return Math.floorMod(site.toString().hashCode() * 17, 5) < clustersOfFive;
  }

  private int healthy(int members) {
    return (int)
        fleet(members).sites().stream().filter(site -> luck(site) > 1 && hasCluster(site)).count();
  }

  private static int troubled(int members) {
    return (int) fleet(members).sites().stream().filter(site -> luck(site) <= 1).count();
  }

  private final class Simulated implements SiteSweep.Sites {
    @Override
    public Account open(AccountRegion site, Instant until) {
      switch (luck(site)) {
        case 0 -> {
          now = now.plus(REFUSAL);
          throw new AccessRefused("sts:AssumeRole: AccessDenied", new IllegalStateException());
        }
        case 1 -> {
          now = until;
          throw new ReadInterrupted("eks:ListClusters: no answer");
        }
        default -> now = now.plus(LISTING);
      }
      return new Names(hasCluster(site) ? List.of("c") : List.of());
    }

    @Override
    public Map<Kind, String> examine(AccountRegion site, Instant until) {
      now = now.plus(EXAMINING);
      return Map.of();
    }
  }

  private record Names(List<String> names) implements Account {
    @Override
    public List<Cluster> clusters() {
      throw new AssertionError("a sweep wants their names only");
    }

    @Override
    public Facts read(Cluster cluster, Instant at) {
      throw new AssertionError("a sweep judges nothing");
    }

    @Override
    public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
      throw new AssertionError("a sweep judges nothing");
    }
  }

  /// A queue whose messages become visible after their delay.
  private final class Queue implements SqsClient {
    private final PriorityQueue<Letter> letters =
        new PriorityQueue<>(Comparator.comparing(Letter::visible));

    @Override
    public SendMessageBatchResponse sendMessageBatch(SendMessageBatchRequest request) {
      now = now.plus(SENDING);
      sendingCalls++;
      request
          .entries()
          .forEach(
              entry ->
                  letters.add(
                      new Letter(now.plusSeconds(entry.delaySeconds()), entry.messageBody())));
      return SendMessageBatchResponse.builder().failed(List.of()).build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }
}
