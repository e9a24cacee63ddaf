package slash80.aws;

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

/// A stub of Lambda's runtime API (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html),
/// and the processes of a function that ask it for their invocations.
public final class LambdaStub implements AutoCloseable {
  /// A busy machine may take so long for a process to start and to answer.
  private static final long LONGEST = 240;

  private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
  private final BlockingQueue<Answer> answers = new LinkedBlockingQueue<>();
  private final List<Process> processes = new ArrayList<>();
  private final HttpServer server;
  private final Class<?> main;
  private final Map<String, String> variables;
  private final Path folder;

  /// The answer to an invocation.
  ///
  /// @param path ends with `response` or `error`
  public record Answer(String path, String body) {}

  /// @param main the class that the processes run
  /// @param variables of their environment
  /// @param folder for their files
  public LambdaStub(Class<?> main, Map<String, String> variables, Path folder) throws IOException {
    this.main = main;
    this.variables = variables;
    this.folder = folder;
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::serve);
    server.start();
  }

  @Override
  public void close() {
    processes.forEach(Process::destroyForcibly);
    server.stop(0);
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
        headers.add("Lambda-Runtime-Invoked-Function-Arn", "arn:aws:lambda:us-east-2:1:function:f");
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

  /// The answer of a running process.
  public Answer answer(String event) throws InterruptedException {
    events.add(event);
    var answer = answers.poll(LONGEST, TimeUnit.SECONDS);
    assertTrue(answer != null, "no answer");
    return answer;
  }

  /// Asserts that an Error is the one answer to the event, and then ends the process.
  public void assertEnds(Process process, String event, String error) throws InterruptedException {
    var answer = answer(event);
    assertEquals("/2018-06-01/runtime/invocation/id-1/error", answer.path());
    assertTrue(answer.body().contains("the function ends: " + error), answer.body());
    assertTrue(process.waitFor(LONGEST, TimeUnit.SECONDS), "the process has not ended");
    assertEquals(1, process.exitValue());
    assertEquals(List.of(), List.copyOf(answers));
  }

  /// Asserts that the answer is a result with these words.
  public void assertAnswers(String event, String words) throws InterruptedException {
    var answer = answer(event);
    assertTrue(answer.path().endsWith("/id-1/response"), answer.toString());
    assertTrue(answer.body().contains(words), answer.body());
  }

  /// A process in which a class of the function is broken.
  public Process startWithBroken(String name) throws IOException {
    var planted = folder.resolve("planted");
    var file = planted.resolve(name.replace('.', '/') + ".class");
    Files.createDirectories(file.getParent());
    Files.writeString(file, "no class");
    return run(planted + File.pathSeparator);
  }

  /// @param options of the virtual machine
  public Process start(String... options) throws IOException {
    return run("", options);
  }

  /// @param before comes before the class path
  private Process run(String before, String... options) throws IOException {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of("-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1", "-Xshare:auto"));
    command.add("-Djava.io.tmpdir=" + Files.createTempDirectory(folder, "tmp"));
    command.addAll(List.of(options));
    command.addAll(List.of("-cp", before + System.getProperty("java.class.path")));
    command.add(main.getName());
    var builder = new ProcessBuilder(command).inheritIO();
    builder
        .environment()
        .putAll(
            Map.of(
                "AWS_LAMBDA_RUNTIME_API", "127.0.0.1:" + server.getAddress().getPort(),
                "AWS_LAMBDA_FUNCTION_NAME", "function",
                "AWS_LAMBDA_FUNCTION_VERSION", "1",
                "AWS_LAMBDA_FUNCTION_MEMORY_SIZE", "512",
                "AWS_LAMBDA_LOG_GROUP_NAME", "log",
                "AWS_LAMBDA_LOG_STREAM_NAME", "log",
                "AWS_REGION", "us-east-2"));
    builder.environment().putAll(variables);
    var process = builder.start();
    processes.add(process);
    return process;
  }
}
