package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.state;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.Deadlines;
import slash80.aws.ManyClusters;
import slash80.aws.SdkSettings;
import slash80.aws.live.StubbedAws;
import slash80.check.BatchOutcome;
import slash80.check.QueueMessage;
import slash80.check.Surroundings;

/// Tests of the function as its environment variables configure it, fed from a queue on the
/// emulator as Lambda does. The account is stubbed: five clusters of 200 nodes, of which three each
/// have no prefix.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedQueueTest {
  private static final int CLUSTERS = 5;
  private static final int NODES = 200;
  private static final int FAULTY = 3;
  private static final int BATCH = 1_000;

  private static final Logger LOG = Logger.getLogger(WatchFunction.class.getName());

  @TempDir private Path folder;
  private StubbedAws aws;
  private SdkSettings settings;
  private Surroundings around;

  @BeforeEach
  void open() throws Exception {
    aws = StubbedAws.serving(ManyClusters.write(folder, "111122223333", CLUSTERS, NODES, FAULTY));
    settings = SdkSettings.emulatedBeside(aws);
    LOG.setLevel(Level.SEVERE); // a line for each of 1,000 messages
    around = new Surroundings();
  }

  @AfterEach
  void close() {
    LOG.setLevel(null);
    settings.close();
    aws.close();
  }

  // ---- A poison message ----

  @Test
  void a_poison_message_among_999_good_ones_ends_alone_among_the_dead_letters() {
    String poison = "{\"source\":\"aws.ec2\"";
    var bodies = new ArrayList<String>();
    var dice = new Random(1);
    IntStream.range(0, 999).forEach(_ -> bodies.add(event(dice, 1)));
    bodies.add(500, poison);
    var queue = around.changes();
    queue.send(bodies);

    var sizes = new ArrayList<Integer>();
    var function = function();
    for (var batch = queue.receive(BATCH);
        !batch.messages().isEmpty();
        batch = queue.receive(BATCH)) {
      sizes.add(batch.messages().size());
      queue.hand(batch, messages -> failed(function, messages));
      queue.reappear(batch);
    }

    assertEquals(List.of(1_000, 1, 1, 1, 1), sizes);
    assertEquals(List.of(poison), around.deadLetters());
    assertEquals(1, aws.counts().get("DescribeVpcs"), "one check: " + aws.counts());
    var alerts = around.received();
    assertEquals(1, alerts.size());
    assertEquals("c1", alerts.getFirst().path("cluster").asText());
    assertTrue(alerts.getFirst().toString().contains("node-holds-pod-prefix"));
    System.out.printf(
        "a poison message among 999 good ones: %d batches, %d calls, %d alert%n",
        sizes.size(), aws.calls(), alerts.size());
  }

  private WatchFunction function() {
    var function = new WatchFunction();
    function.config =
        new SmallRyeConfigBuilder()
            .withSources(new PropertiesConfigSource(around.environment(), "the stack", 100))
            .build();
    return function;
  }

  /// Lambda's event for messages, and its handling of the response
  /// (https://docs.aws.amazon.com/lambda/latest/dg/with-sqs.html).
  private static List<String> failed(WatchFunction function, List<QueueMessage> messages) {
    var json = new ObjectMapper();
    var event = json.createObjectNode();
    var records = event.putArray("Records");
    for (var message : messages) {
      records
          .addObject()
          .put("messageId", message.id())
          .put("body", message.body())
          .put("eventSource", "aws:sqs");
    }
    var output = new ByteArrayOutputStream();
    try {
      var input = event.toString().getBytes(StandardCharsets.UTF_8);
      function.handleRequest(new ByteArrayInputStream(input), output, null);
      return json.readTree(output.toByteArray()).findValuesAsText("itemIdentifier");
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  // ---- A storm ----

  /// Events come evenly for a minute; the queue hands out 1,000 of them, or those of 5 seconds: 12
  /// batches, two at a time. Each of two environments takes the next batch when it is done.
  @Test
  void ten_thousand_events_in_a_minute_are_a_few_checks_and_one_alert_a_cluster() throws Exception {
    long seed = 80;
    var dice = new Random(seed);
    var outcomes = Collections.synchronizedList(new ArrayList<BatchOutcome>());
    var environments = ThreadLocal.withInitial(this::judge);
    var queue = around.changes();
    var handled = new ArrayList<Future<?>>();
    int sent = 0;
    try (var pool = Executors.newFixedThreadPool(2)) {
      for (int window = 1; window <= 12; window++) {
        int from = sent;
        sent = 10_000 * window / 12;
        queue.send(
            IntStream.range(from, sent).mapToObj(i -> event(dice, i % CLUSTERS + 1)).toList());
        var batch = queue.receive(BATCH);
        assertEquals(sent - from, batch.messages().size());
        handled.add(
            pool.submit(
                () ->
                    queue.hand(
                        batch,
                        messages -> {
                          var outcome = environments.get().handle(messages, Deadlines.NONE);
                          outcomes.add(outcome);
                          return outcome.failed();
                        })));
      }
      for (var future : handled) {
        future.get();
      }
    }

    int checks = outcomes.stream().mapToInt(outcome -> outcome.checks().size()).sum();
    int failed = outcomes.stream().mapToInt(outcome -> outcome.failed().size()).sum();
    var alerts = around.received();
    System.out.printf(
        "storm of 10,000 events in 60 s through a queue, seed %d: %d batches, %d checks, %,d calls,"
            + " %d alerts, %d messages again: %s%n",
        seed, outcomes.size(), checks, aws.calls(), alerts.size(), failed, aws.counts());
    assertEquals(0, failed);
    assertTrue(checks <= 12 * CLUSTERS, "checks: " + checks);
    assertTrue(aws.calls() <= 12 * (CLUSTERS * 20 + 20), aws.counts().toString());
    assertEquals(CLUSTERS, alerts.size());
    var published = new ArrayList<String>();
    for (var alert : alerts) {
      alert.path("opened").forEach(node -> published.add(node.path("id").asText()));
    }
    assertEquals(published.size(), Set.copyOf(published).size(), "published twice: " + published);
    assertTrue(published.containsAll(wrong()), published.toString());
    assertEquals(List.of(), queue.takeAll());
    assertEquals(List.of(), around.deadLetters());
  }

  private MessageHandler judge() {
    Map<String, String> environment = around.environment();
    return HandlerFactory.of(WatchSettings.of(name -> Optional.ofNullable(environment.get(name))));
  }

  private static Set<String> wrong() {
    var wrong = new TreeSet<String>();
    for (int cluster = 1; cluster <= CLUSTERS; cluster++) {
      for (int node = NODES - FAULTY; node < NODES; node++) {
        wrong.add("node-holds-pod-prefix/" + ManyClusters.node(cluster, node));
      }
    }
    return wrong;
  }

  private static String event(Random dice, int cluster) {
    String node = ManyClusters.node(cluster, dice.nextInt(NODES));
    return switch (dice.nextInt(10)) {
      case 0, 1, 2 -> state(node, "pending");
      case 3, 4, 5 -> state(node, "running");
      case 6 ->
          call("AssignIpv6Addresses")
              .asking("{'networkInterfaceId':'%s'}".formatted(node.replace("i-", "eni-")))
              .event();
      case 7 ->
          call("AuthorizeSecurityGroupIngress")
              .asking("{'groupId':'sg-%d'}".formatted(cluster))
              .event();
      case 8 -> call("CreateRoute").asking("{'routeTableId':'rtb-%d'}".formatted(cluster)).event();
      default -> call("ModifyVpcAttribute").asking("{'vpcId':'vpc-0e15e'}").event();
    };
  }
}
