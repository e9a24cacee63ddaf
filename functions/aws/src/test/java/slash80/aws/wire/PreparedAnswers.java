package slash80.aws.wire;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Deque;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;

/// Prepared answers to the calls of a client of EC2, one after the other.
final class PreparedAnswers implements SdkHttpClient {
  private final Deque<HttpExecuteResponse> answers = new ArrayDeque<>();

  Ec2Client ec2(ExecutionInterceptor... listeners) {
    return Ec2Client.builder()
        .region(Region.US_EAST_2)
        .credentialsProvider(StaticCredentialsProvider.create(AwsBasicCredentials.create("a", "b")))
        .httpClient(this)
        .overrideConfiguration(
            config -> {
              for (var listener : listeners) {
                config.addExecutionInterceptor(listener);
              }
            })
        .build();
  }

  void add(int status, String text) {
    add(status, text(text));
  }

  /// @param body null for an answer that has none
  void add(int status, @Nullable InputStream body) {
    answers.add(
        HttpExecuteResponse.builder()
            .response(
                SdkHttpResponse.builder()
                    .statusCode(status)
                    .putHeader("x-amzn-RequestId", "request-1")
                    .build())
            .responseBody(body == null ? null : AbortableInputStream.create(body))
            .build());
  }

  int left() {
    return answers.size();
  }

  static InputStream text(String text) {
    return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
  }

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() {
        return answers.remove();
      }

      @Override
      public void abort() {}
    };
  }

  @Override
  public void close() {}
}
