import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Runs `watch` as Lambda's Java runtime does, for soak.py and stack.py: the handler of Quarkus, in
/// one process, with one event for each line of standard input. A line `memory` is answered with
/// the bytes of the heap that are used after a collection, and a line `leak BYTES` takes so many of
/// them for ever. Answers go to standard output, one a line.
///
/// The first argument is the time in milliseconds that an invocation has. The second, if there is
/// one, is the address of a runtime API: then events come from there, and answers go there.
final class LambdaRuntime {
  private static final List<byte[]> LEAKS = new ArrayList<>();

  private LambdaRuntime() {}

  public static void main(String[] arguments) throws Exception {
    long time = Long.parseLong(arguments[0]);
    PrintStream answers = System.out;
    System.setOut(System.err); // the log
    var handler =
        (RequestStreamHandler)
            Class.forName("io.quarkus.amazon.lambda.runtime.QuarkusStreamHandler")
                .getDeclaredConstructor()
                .newInstance();
    if (arguments.length > 1) {
      poll(handler, "http://" + arguments[1] + "/2018-06-01/runtime/invocation/", time);
    }
    var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
    for (String line = lines.readLine(); line != null; line = lines.readLine()) {
      answers.println(
          switch (line.split(" ")[0]) {
            case "memory" -> Long.toString(memory());
            case "leak" -> leak(Integer.parseInt(line.split(" ")[1]));
            default -> answer(handler, line, time);
          });
      answers.flush();
    }
  }

  /// As https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html says, until it is ended.
  private static void poll(RequestStreamHandler handler, String api, long time) throws IOException {
    while (true) {
      var next = (HttpURLConnection) URI.create(api + "next").toURL().openConnection();
      String id = next.getHeaderField("Lambda-Runtime-Aws-Request-Id");
      String event;
      try (var body = next.getInputStream()) {
        event = new String(body.readAllBytes(), StandardCharsets.UTF_8);
      }
      var bytes = answer(handler, event, time).getBytes(StandardCharsets.UTF_8);
      var post = (HttpURLConnection) URI.create(api + id + "/response").toURL().openConnection();
      post.setDoOutput(true);
      post.setFixedLengthStreamingMode(bytes.length);
      try (var body = post.getOutputStream()) {
        body.write(bytes);
      }
      try (var taken = post.getInputStream()) {
        taken.readAllBytes();
      }
    }
  }

  private static String leak(int bytes) {
    LEAKS.add(new byte[bytes]);
    return "{}";
  }

  private static long memory() throws InterruptedException {
    var runtime = Runtime.getRuntime();
    for (int i = 0; i < 3; i++) {
      System.gc();
      Thread.sleep(100);
    }
    return runtime.totalMemory() - runtime.freeMemory();
  }

  private static String answer(RequestStreamHandler handler, String event, long time) {
    var output = new ByteArrayOutputStream();
    try {
      var input = new ByteArrayInputStream(event.getBytes(StandardCharsets.UTF_8));
      handler.handleRequest(
          input, (OutputStream) output, context(System.currentTimeMillis() + time));
      return output.toString(StandardCharsets.UTF_8);
    } catch (Exception failure) {
      failure.printStackTrace();
      return "{\"failed\": true}";
    }
  }

  private static Context context(long end) {
    return (Context)
        Proxy.newProxyInstance(
            LambdaRuntime.class.getClassLoader(),
            new Class<?>[] {Context.class},
            (_, method, _) ->
                switch (method.getName()) {
                  case "getRemainingTimeInMillis" -> (int) (end - System.currentTimeMillis());
                  case "getMemoryLimitInMB" -> 1024;
                  case "getAwsRequestId", "getFunctionName" -> "watch";
                  default -> null;
                });
  }
}
