package slash80.aws.wire;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.regex.Pattern;
import software.amazon.awssdk.core.SdkRequest;
import software.amazon.awssdk.core.exception.RetryableException;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.services.ec2.model.Ec2Request;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ElasticLoadBalancingV2Request;

/// Refuses what is no answer of EC2 or Elastic Load Balancing, although its status says success:
/// nothing, a page of a proxy, an error document. The SDK reads each of them as an answer without
/// members, and an account without members has no findings. The call is repeated, and then counts
/// as failed.
///
/// The root of an answer is named after the operation, as `DescribeVpcsResponse`
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/making-api-requests.html). Any name that
/// ends so is taken, except those of the error documents.
public final class AnswerRoots implements ExecutionInterceptor {
  private static final int HEAD = 4096;
  private static final int NAME = 40;

  /// What may stand before the root: a byte order mark, a declaration, comments, a document type.
  private static final Pattern ROOT =
      Pattern.compile(
          "(?:\u00EF\u00BB\u00BF)?(?:\\s++|<\\?.*?\\?>|<!--.*?-->|<![A-Z][^>]*>)*+"
              + "<(?:[\\w.-]+:)?([\\w.-]+)",
          Pattern.DOTALL);

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    if (!isXml(context.request()) || !context.httpResponse().isSuccessful()) {
      return context.responseBody();
    }
    String call = attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
    if (context.responseBody().isEmpty()) {
      throw refusal(call, "nothing");
    }
    var body = new BufferedInputStream(context.responseBody().get(), HEAD);
    body.mark(HEAD);
    byte[] head;
    try {
      head = body.readNBytes(HEAD);
      body.reset();
    } catch (IOException _) {
      return Optional.of(body); // the reader of the answer meets the same failure, and tells it
    }
    if (head.length == 0) {
      throw refusal(call, "nothing");
    }
    var root = ROOT.matcher(new String(head, StandardCharsets.ISO_8859_1));
    if (!root.lookingAt()) {
      throw refusal(call, "something that is no XML");
    }
    String name = root.group(1);
    if (!name.endsWith("Response") || name.equals("Response") || name.equals("ErrorResponse")) {
      throw refusal(call, "<%s>".formatted(name.substring(0, Math.min(name.length(), NAME))));
    }
    return Optional.of(body);
  }

  private static boolean isXml(SdkRequest request) {
    return request instanceof Ec2Request || request instanceof ElasticLoadBalancingV2Request;
  }

  private static RetryableException refusal(String call, String answer) {
    return RetryableException.create(
        "%s was answered with %s, and not with <%sResponse>".formatted(call, answer, call));
  }
}
