package slash80.aws;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpFullResponse;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;

/// An HTTP client that calls nothing. It gives the answers of AWS that a file holds, by the name of
/// the operation or by the path, and keeps the documents of a bucket while it lives.
final class RehearsedAws implements SdkHttpClient {
  private static final String FILE = "rehearsal.txt";
  private static final Pattern ACTION = Pattern.compile("(?:^|&)Action=(\\w+)");
  private static final Pattern HEADING = Pattern.compile("^== (.*)$", Pattern.MULTILINE);

  private final Map<String, String> answers;
  private final Map<String, SdkBytes> documents = new ConcurrentHashMap<>();
  private final List<String> unanswered = new CopyOnWriteArrayList<>();

  RehearsedAws() {
    this.answers = answers();
  }

  private static Map<String, String> answers() {
    try (var file = RehearsedAws.class.getResourceAsStream(FILE)) {
      if (file == null) {
        throw new IllegalStateException("expected the resource " + FILE);
      }
      var text = new String(file.readAllBytes(), StandardCharsets.UTF_8);
      var answers = new TreeMap<String, String>();
      var bodies = HEADING.split(text);
      var heading = HEADING.matcher(text);
      for (int i = 1; heading.find(); i++) {
        answers.put(heading.group(1), bodies[i].strip());
      }
      return answers;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  /// The operations and paths that the file has no answer for.
  List<String> unanswered() {
    return List.copyOf(unanswered);
  }

  private record Answer(int status, SdkBytes body, String version) {
    private static Answer of(int status, String text) {
      return new Answer(status, SdkBytes.fromUtf8String(text), "");
    }
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return response(answer(request.httpRequest(), body(request)));
      }

      @Override
      public void abort() {}
    };
  }

  private static byte[] body(HttpExecuteRequest request) throws IOException {
    if (request.contentStreamProvider().isEmpty()) {
      return new byte[0];
    }
    try (var stream = request.contentStreamProvider().get().newStream()) {
      return stream.readAllBytes();
    }
  }

  private static HttpExecuteResponse response(Answer answer) {
    var head =
        SdkHttpFullResponse.builder()
            .statusCode(answer.status())
            .putHeader(
                "Content-Length", Integer.toString(answer.body().asByteArrayUnsafe().length));
    if (!answer.version().isEmpty()) {
      head.putHeader("ETag", answer.version());
    }
    return HttpExecuteResponse.builder()
        .response(head.build())
        .responseBody(AbortableInputStream.create(answer.body().asInputStream()))
        .build();
  }

  private Answer answer(SdkHttpRequest request, byte[] body) {
    var signed = request.firstMatchingHeader("Authorization").orElse("");
    if (signed.contains("/s3/aws4_request")) {
      return document(request, body);
    }
    var action = ACTION.matcher(new String(body, StandardCharsets.UTF_8));
    var call =
        request
            .firstMatchingHeader("X-Amz-Target")
            .map(target -> target.substring(target.lastIndexOf('.') + 1))
            .orElseGet(
                () ->
                    action.find()
                        ? action.group(1)
                        : request.method() + " " + request.encodedPath());
    var known = answers.get(call);
    if (known == null) {
      unanswered.add(call);
      return Answer.of(
          404, "<Response><Errors><Error><Code>NotFound</Code></Error></Errors></Response>");
    }
    return Answer.of(200, known);
  }

  private Answer document(SdkHttpRequest request, byte[] body) {
    var key = request.encodedPath();
    if (request.method() == SdkHttpMethod.PUT) {
      boolean inPieces = request.firstMatchingHeader("x-amz-decoded-content-length").isPresent();
      var content = SdkBytes.fromByteArray(inPieces ? joined(body) : body);
      documents.put(key, content);
      return new Answer(200, SdkBytes.fromUtf8String(""), version(content));
    }
    if (request.firstMatchingRawQueryParameter("list-type").isPresent()) {
      return Answer.of(
          200, "<ListBucketResult><IsTruncated>false</IsTruncated></ListBucketResult>");
    }
    var kept = documents.get(key);
    return kept == null
        ? Answer.of(404, "<Error><Code>NoSuchKey</Code></Error>")
        : new Answer(200, kept, version(kept));
  }

  private static String version(SdkBytes content) {
    return "\"%08x\"".formatted(content.hashCode());
  }

  /// The content of a body in pieces, each with its length
  /// (https://docs.aws.amazon.com/AmazonS3/latest/API/sigv4-streaming.html).
  private static byte[] joined(byte[] body) {
    var content = new ByteArrayOutputStream();
    var text = new String(body, StandardCharsets.ISO_8859_1);
    int at = 0;
    while (true) {
      int end = text.indexOf("\r\n", at);
      int size = Integer.parseInt(text.substring(at, end).split(";", 2)[0], 16);
      if (size == 0) {
        return content.toByteArray();
      }
      content.write(body, end + 2, size);
      at = end + 2 + size + 2;
    }
  }

  @Override
  public String clientName() {
    return "Rehearsal";
  }

  @Override
  public void close() {}
}
