package slash80.aws;

import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.function.IntConsumer;

/// The process of a Lambda function, as far as an Error ends it. After an Error (no memory, a stack
/// overflow, a class that cannot be initialized) the process cannot be trusted, and Quarkus' native
/// poll loop ends without an answer: the invocation would wait until its time-out, and so would
/// every later one. So the invocation is answered here, and the process ends; Lambda starts a fresh
/// one (https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html#runtimes-api-invokeerror).
public final class LambdaRuntime {
  private static final int TIME_OUT = 5000;

  private final Optional<String> address;
  private final IntConsumer halt;

  /// @param address of the runtime API, such as `127.0.0.1:9001`; empty outside Lambda
  /// @param halt ends the process with an exit code
  public LambdaRuntime(Optional<String> address, IntConsumer halt) {
    this.address = address;
    this.halt = halt;
  }

  /// The runtime that this process runs in.
  public static LambdaRuntime ofEnvironment() {
    return new LambdaRuntime(
        Optional.ofNullable(System.getenv("AWS_LAMBDA_RUNTIME_API")), Runtime.getRuntime()::halt);
  }

  /// Answers the invocation with a sentence about the Error, and ends the process. Outside Lambda
  /// it returns the failure for the caller to throw.
  ///
  /// @param invocation its id
  public IllegalStateException end(String invocation, Error failure) {
    if (address.isEmpty()) {
      return new IllegalStateException(sentence(failure), failure);
    }
    var sentence = "the function ends";
    try {
      sentence = sentence(failure);
      answer(address.get(), invocation, sentence, failure);
    } catch (Throwable alsoFailed) { // there may be no memory left for its words either
      System.err.println("the invocation was not answered");
    } finally {
      halt.accept(1);
    }
    return new IllegalStateException(sentence, failure);
  }

  private static String sentence(Error failure) {
    return "the function ends: " + failure;
  }

  private static void answer(String api, String invocation, String sentence, Error failure)
      throws IOException {
    System.err.println(sentence);
    failure.printStackTrace();
    try {
      post(api, invocation, sentence, failure.getClass().getName());
    } catch (IOException | RuntimeException silent) {
      System.err.println("the invocation was not answered: " + silent);
    }
  }

  private static void post(String api, String invocation, String sentence, String type)
      throws IOException {
    var url =
        URI.create("http://%s/2018-06-01/runtime/invocation/%s/error".formatted(api, invocation));
    var connection = (HttpURLConnection) url.toURL().openConnection();
    connection.setConnectTimeout(TIME_OUT);
    connection.setReadTimeout(TIME_OUT);
    connection.setDoOutput(true);
    connection.setRequestMethod("POST");
    connection.setRequestProperty("Content-Type", "application/json");
    connection.setRequestProperty("Lambda-Runtime-Function-Error-Type", type);
    var body =
        "{\"errorMessage\":\"%s\",\"errorType\":\"%s\"}"
            .formatted(printable(sentence), type)
            .getBytes(StandardCharsets.UTF_8);
    try (var out = connection.getOutputStream()) {
      out.write(body);
    }
    connection.getResponseCode();
  }

  /// Short, and without characters that JSON would have to escape.
  private static String printable(String words) {
    var head = words.length() > 500 ? words.substring(0, 500) : words;
    return head.replaceAll("[^ -~]", " ").replace("\\", "/").replace('"', '\'');
  }
}
