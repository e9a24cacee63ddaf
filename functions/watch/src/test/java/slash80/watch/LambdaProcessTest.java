package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Tests of whole processes against a stub of Lambda's runtime API
/// (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html). An Error is planted by what
/// surrounds the process: a class file that is broken, or a heap that is too small. The invocation
/// gets its answer, the process ends, and the next one answers the next invocation.
final class LambdaProcessTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final long LONGEST = 120;

  /// The answer to an invocation.
  ///
  /// @param path ends with `response` or `error`
  private record Answer(String path, String body) {}

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<Process> processes = new ArrayList<>();
  private HttpServer lambda;
  @TempDir private Path folder;

  @BeforeEach
  void serve() throws Exception {
    lambda = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    lambda.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    lambda.createContext("/", this::serve);
    lambda.start();
  }

  @AfterEach
  void stop() {
    processes.forEach(Process::destroyForcibly);
    lambda.stop(0);
  }

  private void serve(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath();
      if (path.endsWith("/invocation/next")) {
        var event = events.take().getBytes(StandardCharsets.UTF_8);
        var headers = exchange.getResponseHeaders();
        headers.add("Lambda-Runtime-Aws-Request-Id", "id-1");
        headers.add("Lambda-Runtime-Deadline-Ms", "" + (System.currentTimeMillis() + 100_000));
        headers.add("Lambda-Runtime-Trace-Id", "trace");
        headers.add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-2:1:function:w");
        exchange.sendResponseHeaders(200, event.length);
        exchange.getResponseBody().write(event);
      } else {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        exchange.sendResponseHeaders(202, -1);
        answers.add(new Answer(path, body));
      }
    } catch (InterruptedException ended) {
      Thread.currentThread().interrupt();
    }
  }

  @Test
  void a_class_that_cannot_be_loaded_is_answered_and_ends_the_process() throws Exception {
    var planted = folder.resolve("planted/slash80/watch");
    Files.createDirectories(planted);
    Files.writeString(planted.resolve("HandlerFactory.class"), "no class");

    assertEnded(process(folder.resolve("planted").toString()), "java.lang.ClassFormatError");

    assertTheNextOneAnswers();
  }

  @Test
  void a_heap_that_is_too_small_is_answered_and_ends_the_process() throws Exception {
    events.add(batch("x".repeat(6_000_000)));

    assertEnded(process("", "-Xmx20m"), "java.lang.OutOfMemoryError");

    assertTheNextOneAnswers();
  }

  /// The reader of JSON stops long before the stack does.
  @Test
  void an_event_that_nests_too_deeply_fails_alone() throws Exception {
    events.add(batch("[".repeat(100_000)));
    var process = process("");

    var answer = answer();

    assertEquals("{\"batchItemFailures\":[{\"itemIdentifier\":\"m1\"}]}", answer.body());
    assertTrue(process.isAlive());
    assertAnswers();
  }

  private void assertEnded(Process process, String error) throws Exception {
    if (events.isEmpty()) {
      events.add(Files.readString(EVENTS.resolve("ec2-authorize-security-group-ingress.json")));
    }
    var answer = answer();
    assertEquals("/2018-06-01/runtime/invocation/id-1/error", answer.path());
    assertTrue(answer.body().contains("the function ends: " + error), answer.body());
    assertTrue(process.waitFor(LONGEST, TimeUnit.SECONDS));
    assertEquals(1, process.exitValue());
    assertEquals(List.of(), List.copyOf(answers));
  }

  private void assertTheNextOneAnswers() throws Exception {
    process("");
    assertAnswers();
  }

  private void assertAnswers() throws Exception {
    events.add(Files.readString(EVENTS.resolve("ec2-authorize-security-group-ingress.json")));
    var answer = answer();
    assertTrue(answer.path().endsWith("/id-1/response"), answer.toString());
    assertTrue(answer.body().contains("kodekloud"), answer.body());
  }

  private Answer answer() throws Exception {
    var answer = answers.poll(LONGEST, TimeUnit.SECONDS);
    assertTrue(answer != null, "no answer");
    return answer;
  }

  private static String batch(String body) {
    return "{\"Records\":[{\"messageId\":\"m1\",\"eventSource\":\"aws:sqs\",\"body\":\"%s\"}]}"
        .formatted(body);
  }

  /// @param before comes before the class path
  private Process process(String before, String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Djava.io.tmpdir=" + Files.createTempDirectory(folder, "tmp"));
    command.addAll(List.of(options));
    var path = System.getProperty("java.class.path");
    command.addAll(List.of("-cp", before.isEmpty() ? path : before + File.pathSeparator + path));
    command.add(LambdaProcess.class.getName());
    var builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + lambda.getAddress().getPort(),
                "AWS_LAMBDA_FUNCTION_NAME", "watch",
                "AWS_LAMBDA_FUNCTION_VERSION", "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_LOG_GROUP_NAME", "log",
                "AWS_LAMBDA_LOG_STREAM_NAME", "log",
                "AWS_REGION", "us-east-2",
                "SLASH80_SNAPSHOT", EVENTS.resolve("account").toString()));
    var process = builder.start();
    processes.add(process);
    return process;
  }
}
