import com.amazonaws.services.lambda.runtime.Context;
import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.io.PrintStream;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Runs `watch` as Lambda's Java runtime does, for soak.py and stack.py: the handler of Quarkus, in
/// one process, with one event for each line of standard input. A line `memory` is answered with the
/// bytes of the heap that are used after a collection, and a line `leak BYTES` takes so many of them
/// for ever. Answers go to standard output, one a line.
///
/// The first argument is the time in milliseconds that an invocation has.
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
