package slash80.aws;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.stream.Stream;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.http.ContentStreamProvider;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.SdkHttpRequest;
import software.amazon.awssdk.http.SdkHttpResponse;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;

/// The calls of a service without a client of its own: signed by the SDK, and told apart from
/// failures by the SDK's exceptions.
///
/// @param region that requests are signed for
/// @param service that requests are signed for
record SignedCall(AwsCredentialsProvider credentials, String region, String service) {
  private static final ObjectMapper JSON =
      new ObjectMapper().enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

  /// @param body empty for a request that has none
  HttpExecuteRequest of(SdkHttpRequest request, String body) {
    var content = ContentStreamProvider.fromUtf8String(body);
    var signed =
        AwsV4HttpSigner.create()
            .sign(
                signing ->
                    signing
                        .identity(credentials.resolveCredentials())
                        .request(request)
                        .payload(content)
                        .putProperty(AwsV4HttpSigner.SERVICE_SIGNING_NAME, service)
                        .putProperty(AwsV4HttpSigner.REGION_NAME, region));
    var sent = HttpExecuteRequest.builder().request(signed.request());
    return body.isEmpty() ? sent.build() : sent.contentStreamProvider(content).build();
  }

  /// The exception for a refusal in JSON. Its type is in a header, or in the body. It may carry a
  /// namespace before it, and an address after it
  /// (https://smithy.io/2.0/aws/protocols/aws-restjson1-protocol.html#operation-error-serialization).
  AwsServiceException refused(SdkHttpResponse answer, JsonNode tree) {
    var header = answer.firstMatchingHeader("x-amzn-ErrorType").orElse("");
    var type =
        Stream.of(header, tree.path("__type").asText(""), tree.path("Code").asText(""))
            .map(text -> text.replaceFirst(":.*", ""))
            .filter(text -> !text.isBlank())
            .findFirst()
            .orElse("");
    return refused(
        answer.statusCode(),
        type.substring(type.lastIndexOf('#') + 1),
        tree.path("message").asText(tree.path("Message").asText("")));
  }

  /// @param code of the error; empty if the answer has none
  AwsServiceException refused(int status, String code, String message) {
    var named = code.isEmpty() ? "HTTP " + status : code;
    return AwsServiceException.builder()
        .statusCode(status)
        .message(message.isEmpty() ? named : message)
        .awsErrorDetails(
            AwsErrorDetails.builder()
                .serviceName(service)
                .errorCode(named)
                .errorMessage(message)
                .build())
        .build();
  }

  /// An answer that is no JSON comes from something between, and has no members.
  static JsonNode tree(String text) {
    try {
      return JSON.readTree(text);
    } catch (JsonProcessingException foreign) {
      return MissingNode.getInstance();
    }
  }

  static JsonAnswer answer(JsonNode tree) {
    if (!tree.isObject()) {
      throw SdkClientException.create("the response is not a JSON object");
    }
    return new JsonAnswer(tree);
  }
}
