package slash80.check;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;

/// The HTTP connection between the SDK and AWS. Each call passes two steps, before AWS receives it
/// and after AWS has carried it out; at either step a test can end the process. Some calls are
/// answered with an error and never reach AWS.
final class Wire {
  /// @param service "S3", "SNS", or "account" for all calls that read the account
  /// @param publishes whether it publishes a message; the other calls of SNS read subscriptions
  record Call(String service, SdkHttpMethod method, boolean publishes) {
    static final Predicate<Call> READ_OF_ACCOUNT = call -> call.service.equals("account");
    static final Predicate<Call> PUBLISH = Call::publishes;
    static final Predicate<Call> READ_OF_LEDGER =
        call -> call.service.equals("S3") && call.method == SdkHttpMethod.GET;
    static final Predicate<Call> WRITE_OF_LEDGER =
        call -> call.service.equals("S3") && call.method != SdkHttpMethod.GET;
  }

  /// @param code as AWS names the error
  record Refusal(int status, String code) {}

  private record Planned(Predicate<Call> calls, Refusal refusal, AtomicInteger left) {}

  private final SdkHttpClient way = UrlConnectionHttpClient.create();
  private final List<Planned> planned = new ArrayList<>();
  private final List<Call> done = new ArrayList<>();
  private final List<Call> steps = new ArrayList<>();
  private int kill = Integer.MAX_VALUE;

  private static String body(HttpExecuteRequest request) {
    try (var content = request.contentStreamProvider().orElseThrow().newStream()) {
      return new String(content.readAllBytes(), StandardCharsets.UTF_8);
    } catch (IOException failed) {
      throw new UncheckedIOException(failed);
    }
  }

  /// The connection to one service.
  SdkHttpClient to(String service) {
    return new SdkHttpClient() {
      @Override
      public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
        var call =
            new Call(
                service,
                request.httpRequest().method(),
                service.equals("SNS") && body(request).contains("Action=Publish&"));
        return passing(call, way.prepareRequest(request));
      }

      @Override
      public void close() {}
    };
  }

  private ExecutableHttpRequest passing(Call call, ExecutableHttpRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        step(call);
        var refusal = refusal(call);
        if (refusal.isPresent()) {
          return answer(call, refusal.get());
        }
        var answer = request.call();
        done(call);
        step(call);
        return answer;
      }

      @Override
      public void abort() {
        request.abort();
      }
    };
  }

  // ---- Ends of the process ----

  /// Ends the process once, at the step with this number from now on.
  void killAt(int number) {
    forget();
    kill = number;
  }

  synchronized void forget() {
    steps.clear();
    kill = Integer.MAX_VALUE;
    done.clear();
  }

  /// The steps that were passed, two for each call.
  synchronized List<Call> steps() {
    return List.copyOf(steps);
  }

  private synchronized void step(Call call) {
    steps.add(call);
    if (steps.size() - 1 == kill) {
      kill = Integer.MAX_VALUE;
      throw new Stage.Kill();
    }
  }

  private synchronized void done(Call call) {
    done.add(call);
  }

  /// Whether an alert went out, and the ledger was not written after it.
  synchronized boolean isPublishedAndNotWritten() {
    return done.stream()
        .filter(Call.PUBLISH.or(Call.WRITE_OF_LEDGER))
        .reduce((_, last) -> last)
        .filter(Call.PUBLISH)
        .isPresent();
  }

  // ---- Errors ----

  void refuse(Predicate<Call> calls, Refusal refusal) {
    refuse(calls, refusal, Integer.MAX_VALUE);
  }

  /// The next calls of a kind are refused.
  synchronized void refuse(Predicate<Call> calls, Refusal refusal, int times) {
    planned.add(new Planned(calls, refusal, new AtomicInteger(times)));
  }

  synchronized void serveAll() {
    planned.clear();
  }

  private synchronized Optional<Refusal> refusal(Call call) {
    return planned.stream()
        .filter(planned -> planned.calls().test(call) && planned.left().getAndDecrement() > 0)
        .map(Planned::refusal)
        .findFirst();
  }

  /// S3 answers with the error alone
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/ErrorResponses.html), SNS wraps it.
  private static HttpExecuteResponse answer(Call call, Refusal refusal) {
    var error = "<Error><Code>%s</Code><Message>no</Message></Error>".formatted(refusal.code());
    var text =
        call.service().equals("SNS") ? "<ErrorResponse>" + error + "</ErrorResponse>" : error;
    var body = text.getBytes(StandardCharsets.UTF_8);
    return HttpExecuteResponse.builder()
        .response(
            SdkHttpResponse.builder()
                .statusCode(refusal.status())
                .putHeader("Content-Type", "text/xml")
                .putHeader("Content-Length", Integer.toString(body.length))
                .build())
        .responseBody(AbortableInputStream.create(new ByteArrayInputStream(body)))
        .build();
  }
}
