package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.CallCounts;
import slash80.aws.LambdaRuntime;
import slash80.aws.SdkSettings;
import slash80.check.BatchOutcome;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;

/// Tests the handler around a planted one: an Error ends the process, and a message whose change
/// AWS does not show yet is delivered again soon.
final class WatchFunctionErrorTest {
  private static final String BATCH =
      """
      {"Records": [{"messageId": "m1", "receiptHandle": "r1", "eventSource": "aws:sqs",
       "attributes": {"ApproximateReceiveCount": "2"}, "body": "{}",
       "eventSourceARN": "arn:aws:sqs:us-east-2:111122223333:changes"}]}
      """;

  private final List<String> ends = new ArrayList<>();

  static Stream<Error> errors() {
    return Stream.of(
        new StackOverflowError(),
        new OutOfMemoryError("Java heap space"),
        new ExceptionInInitializerError("planted"),
        new NoClassDefFoundError("slash80/Planted"),
        new AssertionError("planted"));
  }

  @ParameterizedTest
  @MethodSource("errors")
  void an_error_fails_the_batch_with_its_sentence_and_ends_the_process(Error planted) {
    var function = function();
    function.handler(
        (_, _) -> {
          throw planted;
        });

    var failure = assertThrows(IllegalStateException.class, () -> answer(function));

    assertTrue(
        failure.getMessage().startsWith("the function ends: " + planted.getClass().getName()));
    assertEquals(List.of("halt 1"), ends);
  }

  @Test
  void a_message_whose_change_is_not_shown_yet_is_hidden_for_a_short_time_and_fails()
      throws Exception {
    var asked = new ArrayList<String>();
    var sqs = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    sqs.createContext(
        "/",
        exchange -> {
          try (exchange) {
            asked.add(exchange.getRequestHeaders().getFirst("X-Amz-Target"));
            asked.add(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.getResponseHeaders().add("Content-Type", "application/x-amz-json-1.0");
            var body = "{\"Successful\":[],\"Failed\":[]}".getBytes(StandardCharsets.UTF_8);
            exchange.sendResponseHeaders(200, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    sqs.start();
    var at = URI.create("http://127.0.0.1:" + sqs.getAddress().getPort());
    try (var _ = SdkSettings.at(Map.of("Sqs", at))) {
      var function = function();
      function.region("us-east-2");
      function.handler(
          (messages, _) -> {
            assertEquals(2, messages.getFirst().receives());
            return new BatchOutcome(
                List.of(new HandledMessage("m1", Disposition.AGAIN, "again")),
                List.of(),
                List.of(),
                CallCounts.none(),
                0,
                Set.of(),
                Map.of("m1", Duration.ofSeconds(180)),
                Set.of());
          });

      assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}", answer(function));
    } finally {
      sqs.stop(0);
    }
    assertEquals("AmazonSQS.ChangeMessageVisibilityBatch", asked.getFirst());
    assertTrue(
        asked.getLast().contains("\"ReceiptHandle\":\"r1\",\"VisibilityTimeout\":180"),
        asked.toString());
    assertTrue(
        asked.getLast().contains("https://sqs.us-east-2.amazonaws.com/111122223333/changes"),
        asked.toString());
  }

  private static String answer(WatchFunction function) throws IOException {
    var output = new ByteArrayOutputStream();
    function.handleRequest(
        new ByteArrayInputStream(BATCH.getBytes(StandardCharsets.UTF_8)), output, null);
    return output.toString(StandardCharsets.UTF_8);
  }

  /// A function in a process whose end is only noted. Port 9 answers nobody.
  private WatchFunction function() {
    return new WatchFunction() {
      @Override
      LambdaRuntime runtime() {
        return new LambdaRuntime(Optional.of("127.0.0.1:9"), code -> ends.add("halt " + code));
      }
    };
  }
}
