package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.LambdaStub;

/// Tests of whole processes of `sweep`. An Error is planted by what surrounds the process: a class
/// file that is broken, or a heap that is too small. The invocation gets its answer, the process
/// ends, and the next one answers the next invocation.
final class LambdaProcessTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final String SCHEDULE = "{\"detail-type\":\"Scheduled Event\"}";

  @TempDir private Path folder;
  private SweepSurroundings surroundings;
  private LambdaStub lambda;

  @BeforeEach
  void serve() throws Exception {
    surroundings = new SweepSurroundings("222233334444");
    var variables =
        Map.of(
            "AWS_ENDPOINT_URL",
            surroundings.address().toString(),
            "AWS_ACCESS_KEY_ID",
            "test",
            "AWS_SECRET_ACCESS_KEY",
            "test",
            "SLASH80_SITES_QUEUE_URL",
            surroundings.address() + "/sites",
            "SLASH80_QUEUE_URL",
            surroundings.address() + "/checks",
            "SLASH80_SNAPSHOT",
            EVENTS.resolve("account").toString());
    lambda = new LambdaStub(LambdaProcess.class, variables, folder);
  }

  @AfterEach
  void stop() {
    lambda.close();
    surroundings.close();
  }

  @Test
  void a_class_that_cannot_be_loaded_is_answered_and_ends_the_process() throws Exception {
    var process = lambda.startWithBroken("slash80.sweep.SweepParts");
    lambda.assertEnds(process, SCHEDULE, "java.lang.ClassFormatError");
    assertEquals(Set.of(), surroundings.accountsOf("sites"));

    lambda.start();
    assertSweeps();
  }

  @Test
  void a_heap_that_is_too_small_is_answered_and_ends_the_process() throws Exception {
    var process = lambda.start("-Xmx20m");
    lambda.assertEnds(process, batch("x".repeat(6_000_000)), "java.lang.OutOfMemoryError");

    lambda.start();
    assertSweeps();
  }

  /// The reader of JSON stops long before the stack does.
  @Test
  void a_message_that_nests_too_deeply_fails_alone() throws Exception {
    var process = lambda.start();

    var answer = lambda.answer(batch("[".repeat(100_000)));

    assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}", answer.body());
    assertTrue(process.isAlive());
    assertSweeps();
  }

  private void assertSweeps() throws Exception {
    lambda.assertAnswers(SCHEDULE, "{\"sites\":1}");
    assertEquals(Set.of("111122223333"), surroundings.accountsOf("sites"));
  }

  private static String batch(String body) {
    return "{\"Records\":[{\"messageId\":\"m1\",\"eventSource\":\"aws:sqs\",\"body\":\"%s\"}]}"
        .formatted(body);
  }
}
