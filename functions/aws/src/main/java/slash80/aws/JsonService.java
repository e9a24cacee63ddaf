package slash80.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.NonRetryableException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;

/// A service of AWS that speaks JSON, called without a client of its own: a client weighs two
/// megabytes, and one or two calls of each service are needed. The SDK signs the requests. Failures
/// are the exceptions of the SDK, so that they are told apart as everywhere else
/// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html shows the
/// form of a request).
public final class JsonService {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int TRIES = 4;
  private static final Duration PAUSE = Duration.ofMillis(250);
  private static final Set<String> THROTTLED =
      Set.of("TooManyRequestsException", "ThrottlingException", "Throttling", "LimitExceeded");

  private final SdkHttpClient http;
  private final SignedCall signed;
  private final Endpoint endpoint;
  private final CallDeadline deadline;

  /// @param address where the service answers
  /// @param region that its requests are signed for
  /// @param name that its requests are signed for
  /// @param target the prefix of the header that names an operation; empty where an operation is
  ///   the path of the address, such as `/findings/import`
  record Endpoint(URI address, String region, String name, String target) {}

  JsonService(
      SdkHttpClient http,
      AwsCredentialsProvider credentials,
      Endpoint endpoint,
      CallDeadline deadline) {
    this.http = http;
    this.signed = new SignedCall(credentials, endpoint.region(), endpoint.name());
    this.endpoint = endpoint;
    this.deadline = deadline;
  }

  /// Calls an operation. Throttling, faults of AWS and answers that are not its own are tried again
  /// a few times, while there is time.
  public JsonAnswer call(String operation, Map<String, Object> request) {
    if (deadline.left().isZero()) {
      throw SdkClientException.create("time budget used up");
    }
    for (int number = 1; ; number++) {
      var pause = PAUSE.multipliedBy(1L << number);
      try {
        return once(operation, request);
      } catch (AwsServiceException failed) {
        if (number == TRIES || !passes(failed) || isOver(pause)) {
          throw failed;
        }
      } catch (NonRetryableException hopeless) {
        throw hopeless;
      } catch (SdkClientException failed) {
        if (number == 2 || isOver(pause)) {
          throw failed;
        }
      }
      sleep(pause);
    }
  }

  /// All pages of an answer that AWS gives page by page.
  ///
  /// @param token the name of the page's token, in the request as in the answer
  public List<JsonAnswer> pages(String operation, Map<String, Object> request, String token) {
    var pages = new ArrayList<JsonAnswer>();
    var next = "";
    do {
      var asked = new TreeMap<>(request);
      if (!next.isEmpty()) {
        asked.put(token, next);
      }
      var page = call(operation, asked);
      pages.add(page);
      next = page.nextToken(token, next);
    } while (!next.isEmpty());
    return pages;
  }

  private static boolean passes(AwsServiceException failed) {
    return failed.statusCode() >= 500
        || failed.isThrottlingException()
        || THROTTLED.contains(failed.awsErrorDetails().errorCode());
  }

  private boolean isOver(Duration pause) {
    return deadline.left().compareTo(pause) <= 0;
  }

  private static void sleep(Duration pause) {
    try {
      Thread.sleep(pause);
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw SdkClientException.create("interrupted", interrupted);
    }
  }

  private JsonAnswer once(String operation, Map<String, Object> request) {
    var sent = signed.of(post(operation), text(request));
    var began = Instant.now();
    try {
      var answer = answer(sent, began.plus(deadline.attempt()));
      var tree = SignedCall.tree(answer.body());
      if (answer.head().statusCode() != 200) {
        throw signed.refused(answer.head(), tree);
      }
      return SignedCall.answer(tree);
    } catch (InterruptedIOException silent) {
      throw SdkClientException.create(
          NoAnswer.within(Duration.between(began, Instant.now())), silent);
    } catch (IOException failed) {
      throw SdkClientException.create(String.valueOf(failed.getMessage()), failed);
    }
  }

  private record Answer(SdkHttpResponse head, String body) {}

  /// The answer. A connection that waits is broken off at the end of its time, and a body that
  /// trickles is not read further.
  private Answer answer(HttpExecuteRequest request, Instant end) throws IOException {
    var sending = http.prepareRequest(request);
    long left = Math.max(1, Duration.between(Instant.now(), end).toMillis());
    var timeOut = AwsClients.timers().schedule(sending::abort, left, TimeUnit.MILLISECONDS);
    try {
      var answer = sending.call();
      var body = answer.responseBody();
      return new Answer(answer.httpResponse(), body.isPresent() ? text(body.get(), end) : "");
    } catch (IOException failed) {
      if (Instant.now().isBefore(end)) {
        throw failed;
      }
      var over = new InterruptedIOException("its time is over");
      over.initCause(failed);
      throw over;
    } finally {
      timeOut.cancel(false);
    }
  }

  private static String text(InputStream body, Instant end) throws IOException {
    var text = new ByteArrayOutputStream();
    var bytes = new byte[8192];
    for (int read = body.read(bytes); read >= 0; read = body.read(bytes)) {
      text.write(bytes, 0, read);
      if (!Instant.now().isBefore(end)) {
        throw new InterruptedIOException("its time is over");
      }
    }
    return text.toString(StandardCharsets.UTF_8);
  }

  private SdkHttpRequest post(String operation) {
    var post = SdkHttpRequest.builder().method(SdkHttpMethod.POST);
    if (endpoint.target().isEmpty()) {
      return post.uri(endpoint.address().resolve(operation))
          .putHeader("Content-Type", "application/json")
          .build();
    }
    return post.uri(endpoint.address())
        .putHeader("Content-Type", "application/x-amz-json-1.1")
        .putHeader("X-Amz-Target", endpoint.target() + "." + operation)
        .build();
  }

  private static String text(Map<String, Object> request) {
    try {
      return JSON.writeValueAsString(request);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
