package slash80.aws;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.SdkHttpMethod;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.utils.IoUtils;

/// Calls AWS Global Accelerator in JSON, without the SDK's module for it: three calls need none.
/// One region answers for the whole partition, and no other partition has the service
/// (https://docs.aws.amazon.com/general/latest/gr/global_accelerator.html).
public final class AcceleratorClient {
  public static final String REGION = "us-west-2";
  static final URI ENDPOINT = URI.create("https://globalaccelerator.us-west-2.amazonaws.com");

  private static final String SERVICE = "globalaccelerator";
  private static final String VERSION = "GlobalAccelerator_V20180706.";
  private static final int FINE = 200;
  private static final ObjectMapper JSON = new ObjectMapper();

  private final SdkHttpClient http;
  private final AwsCredentialsProvider credentials;
  private final URI endpoint;

  public AcceleratorClient(SdkHttpClient http, AwsCredentialsProvider credentials, URI endpoint) {
    this.http = http;
    this.credentials = credentials;
    this.endpoint = endpoint;
  }

  /// The response to one call. Fails as a client of the SDK does: with [AwsServiceException] when
  /// AWS refuses the call, and with [SdkClientException] when it could not be made.
  public JsonNode call(String operation, Map<String, Object> parameters) {
    try {
      var body =
          ContentStreamProvider.fromString(
              JSON.writeValueAsString(parameters), StandardCharsets.UTF_8);
      var signed =
          AwsV4HttpSigner.create()
              .sign(
                  request ->
                      request
                          .identity(credentials.resolveCredentials())
                          .request(request(operation))
                          .payload(body)
                          .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, SERVICE)
                          .putProperty(AwsV4HttpSigner.REGION_NAME, REGION));
      var response =
          http.prepareRequest(
                  HttpExecuteRequest.builder()
                      .request(signed.request())
                      .contentStreamProvider(body)
                      .build())
              .call();
      int status = response.httpResponse().statusCode();
      var stream = response.responseBody();
      var answer =
          stream.isPresent()
              ? JSON.readTree(IoUtils.toByteArray(stream.get()))
              : JSON.createObjectNode();
      if (status != FINE) {
        var header = response.httpResponse().firstMatchingHeader("x-amzn-ErrorType");
        throw refused(status, header.orElse(answer.path("__type").asText("")), answer);
      }
      return answer;
    } catch (IOException broken) {
      throw SdkClientException.create("globalaccelerator: " + broken.getMessage(), broken);
    }
  }

  private SdkHttpRequest request(String operation) {
    return SdkHttpRequest.builder()
        .method(SdkHttpMethod.POST)
        .uri(endpoint)
        .encodedPath("/")
        .putHeader("Content-Type", "application/x-amz-json-1.1")
        .putHeader("X-Amz-Target", VERSION + operation)
        .build();
  }

  /// The code stands behind a `#` where the service's namespace is before it
  /// (https://smithy.io/2.0/aws/protocols/aws-json-1_1-protocol.html#operation-error-serialization).
  private static AwsServiceException refused(int status, String type, JsonNode answer) {
    var code = type.substring(type.indexOf('#') + 1).replaceFirst(":.*", "");
    return AwsServiceException.builder()
        .statusCode(status)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .errorCode(code.isEmpty() ? "HTTP " + status : code)
                .errorMessage(answer.path("message").asText(answer.path("Message").asText("")))
                .serviceName("GlobalAccelerator")
                .build())
        .message(answer.path("message").asText(answer.path("Message").asText("")))
        .build();
  }
}
