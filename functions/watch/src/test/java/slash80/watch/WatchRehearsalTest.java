package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertDoesNotThrow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.lang.ref.WeakReference;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.AwsClients;
import slash80.aws.Deadlines;
import slash80.aws.SdkSettings;
import slash80.check.BatchOutcome;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.QueueMessage;

/// Tests of what happens before a snapshot: everything is done once, nobody is called, and nothing
/// is left that would be old after the snapshot or shared by all that start from it.
final class WatchRehearsalTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final Path TEMPORARY = Path.of(System.getProperty("java.io.tmpdir"));

  private final List<String> called = new CopyOnWriteArrayList<>();
  private HttpServer aws;
  private SdkSettings settings;

  @BeforeEach
  void listen() throws IOException {
    aws = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    aws.createContext(
        "/",
        exchange -> {
          called.add(exchange.getRequestHeaders().getFirst("Authorization"));
          exchange.sendResponseHeaders(403, -1);
          exchange.close();
        });
    aws.start();
    settings = SdkSettings.at(URI.create("http://127.0.0.1:" + aws.getAddress().getPort()));
  }

  @AfterEach
  void stop() {
    settings.close();
    aws.stop(0);
  }

  @Test
  void a_change_and_the_check_of_a_cluster_lead_to_alerts_and_each_call_has_an_answer() {
    var rehearsed = WatchRehearsal.run();

    assertEquals(
        List.of(Disposition.ALERTED, Disposition.ALERTED),
        rehearsed.outcomes().stream()
            .flatMap(outcome -> outcome.handled().stream())
            .map(BatchOutcome.HandledMessage::disposition)
            .toList());
    assertEquals(List.of(), rehearsed.unanswered());
  }

  @Test
  void nobody_is_called_and_the_first_call_after_it_has_the_credentials_of_the_function() {
    WatchRehearsal.run();
    assertEquals(List.of(), called);

    try (var sts = AwsClients.in("us-east-2").sts()) {
      sts.getCallerIdentity();
    } catch (RuntimeException refused) {
      assertFalse(called.isEmpty(), refused.toString());
    }
    assertTrue(called.getFirst().contains("Credential=test/"), called.getFirst());
  }

  /// The handler holds the clients, credentials, deadlines, known nodes and known rules.
  @Test
  void nothing_holds_the_handler_that_was_rehearsed() throws InterruptedException {
    var handlers = new CopyOnWriteArrayList<WeakReference<MessageHandler>>();
    WatchRehearsal.run(
        own -> {
          var handler = HandlerFactory.of(own);
          handlers.add(new WeakReference<>(handler));
          return handler;
        });

    var handler = handlers.getFirst();
    for (int i = 0; i < 50 && handler.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(handler.get());
  }

  @Test
  void no_file_is_left() throws IOException {
    var before = files();
    WatchRehearsal.run();
    assertEquals(before, files());
  }

  private static Set<Path> files() throws IOException {
    try (var files = Files.list(TEMPORARY)) {
      return files.collect(Collectors.toSet());
    }
  }

  @Test
  void what_is_judged_after_it_is_what_is_judged_without_it() throws IOException {
    var without = judged();
    WatchRehearsal.run();
    WatchRehearsal.run();
    assertEquals(without, judged());
    assertTrue(without.getFirst().contains("kodekloud"), without.toString());
  }

  private static List<String> judged() throws IOException {
    Files.deleteIfExists(TEMPORARY.resolve("slash80.ledger.json"));
    var variables = Map.of("SLASH80_SNAPSHOT", EVENTS.resolve("account").toString());
    var event =
        Files.readString(
            EVENTS.resolve("ec2-authorize-security-group-ingress.json"), StandardCharsets.UTF_8);
    return HandlerFactory.of(WatchSettings.of(name -> Optional.ofNullable(variables.get(name))))
        .handle(List.of(new QueueMessage("m1", event)), Deadlines.NONE)
        .handled()
        .stream()
        .map(BatchOutcome.HandledMessage::sentence)
        .toList();
  }

  /// A function that does not start handles no change at all, and tells nobody why.
  @ParameterizedTest
  @CsvSource({"aws.endpointUrlSns, https://local host, ledgers", "aws.endpointUrl, '', led gers"})
  void a_malformed_address_does_not_stop_the_function(String name, String url, String bucket) {
    var before = System.setProperty(name, url);
    try {
      var variables = Map.of("AWS_REGION", "us-east-2", "SLASH80_LEDGER_BUCKET", bucket);
      assertDoesNotThrow(
          () -> WatchRehearsal.connect(variable -> Optional.ofNullable(variables.get(variable))));
    } finally {
      if (before == null) {
        System.clearProperty(name);
      } else {
        System.setProperty(name, before);
      }
    }
  }

  /// A failure would keep the version from being published.
  @Test
  void a_failure_is_told_and_not_thrown() {
    WatchRehearsal.tell(
        () -> {
          throw new IllegalStateException("not rehearsed");
        });
  }
}
