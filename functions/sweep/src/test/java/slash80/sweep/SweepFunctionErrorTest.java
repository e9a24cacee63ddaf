package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpServer;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Proxy;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Stream;
import org.eclipse.microprofile.config.Config;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.aws.LambdaRuntime;

/// Tests that an Error in the handler is posted to Lambda and ends the process, whatever the input.
final class SweepFunctionErrorTest {
  private static final String BATCH =
      "{\"Records\": [{\"messageId\": \"m1\", \"eventSource\": \"aws:sqs\", \"body\": \"{}\"}]}";

  private final List<String> ends = new CopyOnWriteArrayList<>();
  private final List<String> posted = new CopyOnWriteArrayList<>();
  private HttpServer lambda;

  record Planted(String input, Error error) {}

  static Stream<Planted> errors() {
    return Stream.of("{}", BATCH, "no JSON")
        .flatMap(
            input ->
                Stream.of(
                        new StackOverflowError(),
                        new OutOfMemoryError("Java heap space"),
                        new ExceptionInInitializerError("planted"),
                        new NoClassDefFoundError("slash80/Planted"))
                    .map(error -> new Planted(input, error)));
  }

  @BeforeEach
  void listen() throws Exception {
    lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.createContext(
        "/",
        exchange -> {
          try (exchange) {
            posted.add(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            exchange.sendResponseHeaders(202, -1);
          }
        });
    lambda.start();
  }

  @AfterEach
  void close() {
    lambda.stop(0);
  }

  @ParameterizedTest
  @MethodSource("errors")
  void an_error_is_posted_with_its_sentence_and_ends_the_process(Planted planted) {
    var input = new ByteArrayInputStream(planted.input().getBytes(StandardCharsets.UTF_8));
    var sentence = "the function ends: " + planted.error().getClass().getName();

    var failure =
        assertThrows(
            IllegalStateException.class,
            () ->
                function(planted.error()).handleRequest(input, new ByteArrayOutputStream(), null));

    assertTrue(failure.getMessage().startsWith(sentence), failure.getMessage());
    assertEquals(List.of("halt 1"), ends);
    assertEquals(1, posted.size(), posted.toString());
    assertTrue(posted.getFirst().contains(sentence), posted.toString());
  }

  /// A function whose settings cannot be read, in a process whose end is only noted.
  private SweepFunction function(Error planted) {
    var function =
        new SweepFunction() {
          @Override
          LambdaRuntime runtime() {
            return new LambdaRuntime(
                Optional.of("127.0.0.1:" + lambda.getAddress().getPort()),
                code -> ends.add("halt " + code));
          }
        };
    function.config =
        (Config)
            Proxy.newProxyInstance(
                Config.class.getClassLoader(),
                new Class<?>[] {Config.class},
                (_, _, _) -> {
                  throw planted;
                });
    return function;
  }
}
