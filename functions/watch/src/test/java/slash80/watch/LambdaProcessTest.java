package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.LambdaStub;

/// Tests of whole processes of `watch`. An Error is planted by what surrounds the process: a class
/// file that is broken, or a heap that is too small. The invocation gets its answer, the process
/// ends, and the next one answers the next invocation.
final class LambdaProcessTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");

  @TempDir private Path folder;
  private LambdaStub lambda;

  @BeforeEach
  void serve() throws Exception {
    var account = Map.of("SLASH80_SNAPSHOT", EVENTS.resolve("account").toString());
    lambda = new LambdaStub(LambdaProcess.class, account, folder);
  }

  @AfterEach
  void stop() {
    lambda.close();
  }

  @Test
  void a_class_that_cannot_be_loaded_is_answered_and_ends_the_process() throws Exception {
    var process = lambda.startWithBroken("slash80.watch.HandlerFactory");
    lambda.assertEnds(process, event(), "java.lang.ClassFormatError");

    lambda.start();
    lambda.assertAnswers(event(), "kodekloud");
  }

  @Test
  void a_heap_that_is_too_small_is_answered_and_ends_the_process() throws Exception {
    var process = lambda.start("-Xmx20m");
    lambda.assertEnds(process, batch("x".repeat(6_000_000)), "java.lang.OutOfMemoryError");

    lambda.start();
    lambda.assertAnswers(event(), "kodekloud");
  }

  /// The reader of JSON stops long before the stack does.
  @Test
  void an_event_that_nests_too_deeply_fails_alone() throws Exception {
    var process = lambda.start();

    var answer = lambda.answer(batch("[".repeat(100_000)));

    assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}", answer.body());
    assertTrue(process.isAlive());
    lambda.assertAnswers(event(), "kodekloud");
  }

  private static String event() throws Exception {
    return Files.readString(EVENTS.resolve("ec2-authorize-security-group-ingress.json"));
  }

  private static String batch(String body) {
    return "{\"Records\":[{\"messageId\":\"m1\",\"eventSource\":\"aws:sqs\",\"body\":\"%s\"}]}"
        .formatted(body);
  }
}
