package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tests the end of a function's process with a server in place of Lambda's runtime API.
final class LambdaRuntimeTest {
  private final List<String> events = new ArrayList<>();
  private HttpServer lambda;

  @BeforeEach
  void serve() throws Exception {
    lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.createContext(
        "/",
        exchange -> {
          try (exchange) {
            events.add(exchange.getRequestURI().toString());
            events.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
          }
        });
    lambda.start();
  }

  @AfterEach
  void stop() {
    lambda.stop(0);
  }

  @Test
  void an_error_is_answered_and_then_the_process_ends() {
    runtime("127.0.0.1:" + lambda.getAddress().getPort())
        .end("id-1", new NoClassDefFoundError("a \"broken\\\nclass\""));

    assertEquals(
        List.of(
            "/2018-06-01/runtime/invocation/id-1/error",
            "{\"errorMessage\":\"the function ends: java.lang.NoClassDefFoundError: a 'broken/"
                + " class'\",\"errorType\":\"java.lang.NoClassDefFoundError\"}",
            "halt 1"),
        events);
  }

  @Test
  void the_process_ends_too_if_no_answer_can_be_given() {
    lambda.stop(0);

    runtime("127.0.0.1:" + lambda.getAddress().getPort()).end("id-1", new StackOverflowError());

    assertEquals(List.of("halt 1"), events);
  }

  /// Where memory is at an end, the words for its end may need more. What is left of the process
  /// would answer nothing.
  @Test
  void the_process_ends_too_if_the_error_cannot_be_put_into_words() {
    var wordless =
        new OutOfMemoryError() {
          @Override
          public String toString() {
            throw new OutOfMemoryError();
          }
        };

    runtime("127.0.0.1:" + lambda.getAddress().getPort()).end("id-1", wordless);

    assertEquals(List.of("halt 1"), events);
  }

  /// Standard error is a pipe that may be closed or need memory too.
  @Test
  void the_process_ends_too_if_nothing_can_be_printed() {
    var standard = System.err;
    System.setErr(
        new PrintStream(OutputStream.nullOutputStream()) {
          @Override
          public void println(String line) {
            throw new StackOverflowError();
          }
        });
    try {
      var runtime = runtime("127.0.0.1:" + lambda.getAddress().getPort());
      assertThrows(
          StackOverflowError.class, () -> runtime.end("id-1", new OutOfMemoryError("heap")));
    } finally {
      System.setErr(standard);
    }

    assertEquals(List.of("halt 1"), events);
  }

  @Test
  void outside_lambda_the_caller_throws_the_sentence() {
    var failure = new LambdaRuntime(Optional.empty(), _ -> events.add("halt"));

    var thrown = failure.end("id-1", new OutOfMemoryError("Java heap space"));

    assertTrue(thrown.getMessage().contains("Java heap space"), thrown.getMessage());
    assertEquals(List.of(), events);
  }

  private LambdaRuntime runtime(String address) {
    return new LambdaRuntime(Optional.of(address), code -> events.add("halt " + code));
  }
}
