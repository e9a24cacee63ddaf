package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.PriorityQueue;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Deadlines;
import slash80.aws.Fleet;
import slash80.aws.Outbox;
import slash80.aws.ReadInterrupted;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.live.Examination;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesRequest;
import software.amazon.awssdk.services.sqs.model.GetQueueAttributesResponse;
import software.amazon.awssdk.services.sqs.model.QueueAttributeName;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// A sweep of a fleet, on a clock that jumps: the real code of the sweep, between queues and
/// invocations as template.yaml sets them up. One site in twenty refuses, one in twenty hangs, and
/// some of five have a cluster. A check takes as long as docs/deploying.md assumes.
final class FleetSimulation {
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

  static final Duration HOUR = Duration.ofHours(1);
  private static final ObjectMapper JSON = new ObjectMapper();

  private record Letter(Instant sent, Instant visible, String body) {}

  /// The outcome of one sweep.
  ///
  /// @param listed when the last account was asked, counted from the beginning
  /// @param checked when the last cluster was checked
  /// @param late the messages that wait when the next sweep begins
  /// @param oldest the longest that a message waited
  /// @param busy the seconds of `sweep` and `watch` together
  record Outcome(
      int sites,
      int sent,
      int clusters,
      Duration listed,
      Duration checked,
      int late,
      Duration oldest,
      long busy,
      int told) {
    boolean isWithin(Duration time) {
      return checked.compareTo(time) <= 0;
    }
  }

  private Instant now = START;
  private int sendingCalls;

  private final int clustersOfFive;

  /// @param clustersOfFive how many of five accounts and regions have a cluster
  FleetSimulation(int clustersOfFive) {
    this.clustersOfFive = clustersOfFive;
  }

  /// @param members the accounts besides the hub's, each with four regions
  Outcome sweep(int members, int concurrency) throws Exception {
    now = START;
    sendingCalls = 0;
    var sites = new Queue();
    var checks = new Queue();
    var fleet = fleet(members);
    int asked =
        new Sweep(
                _ -> new Sweep.Known(fleet, Optional.empty()),
                _ -> new MemoryLedgerStore(),
                new GivenQueues(sites, checks),
                () -> now)
            .run(now.plus(BUDGET))
            .sites();
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
        listing.late() + checking.late(),
        listing.oldest().compareTo(checking.oldest()) > 0 ? listing.oldest() : checking.oldest(),
        listing.busy().plus(checking.busy()).toSeconds(),
        book.read().ledger().sites().size());
  }

  private record Run(Instant end, int late, Duration oldest, Duration busy) {}

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
    int late = 0;
    var oldest = Duration.ZERO;
    var busy = Duration.ZERO;
    while (!queue.letters.isEmpty()) {
      var free = lanes.remove();
      var first = queue.letters.element().visible();
      var begin = free.isAfter(first) ? free : first;
      var messages = new ArrayList<SiteBatch.Message>();
      while (messages.size() < size
          && !queue.letters.isEmpty()
          && !queue.letters.element().visible().isAfter(begin)) {
        var letter = queue.letters.remove();
        var age = Duration.between(letter.sent(), begin);
        oldest = age.compareTo(oldest) > 0 ? age : oldest;
        messages.add(new SiteBatch.Message("m" + messages.size(), letter.body()));
      }
      late += begin.isAfter(START.plus(HOUR)) ? messages.size() : 0;
      now = begin;
      function.handle(messages);
      busy = busy.plus(Duration.between(begin, now));
      end = now.isAfter(end) ? now : end;
      lanes.add(now);
    }
    return new Run(end, late, oldest, busy);
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

  int healthy(int members) {
    return (int)
        fleet(members).sites().stream().filter(site -> luck(site) > 1 && hasCluster(site)).count();
  }

  static int troubled(int members) {
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
      return new NamedClusters(hasCluster(site) ? List.of("c") : List.of());
    }

    @Override
    public Examination examine(AccountRegion site, Instant until) {
      now = now.plus(EXAMINING);
      return Examination.none();
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
                      new Letter(now, now.plusSeconds(entry.delaySeconds()), entry.messageBody())));
      return SendMessageBatchResponse.builder().failed(List.of()).build();
    }

    @Override
    public GetQueueAttributesResponse getQueueAttributes(GetQueueAttributesRequest request) {
      long waiting = letters.stream().filter(letter -> !letter.visible().isAfter(now)).count();
      return GetQueueAttributesResponse.builder()
          .attributes(
              Map.of(QueueAttributeName.APPROXIMATE_NUMBER_OF_MESSAGES, Long.toString(waiting)))
          .build();
    }

    @Override
    public String serviceName() {
      return "sqs";
    }

    @Override
    public void close() {}
  }
}
