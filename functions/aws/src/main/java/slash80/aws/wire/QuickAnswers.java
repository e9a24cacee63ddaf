package slash80.aws.wire;

import static java.util.Map.entry;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Collection;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.function.Supplier;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.SdkResponse;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttribute;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsRequest;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesRequest;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.GetSubnetCidrReservationsRequest;
import software.amazon.awssdk.services.ec2.model.GetSubnetCidrReservationsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthRequest;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;

/// Reads the answers of EC2 and Elastic Load Balancing that can be long, in place of the SDK's own
/// reader of XML, which takes most of a call's time. The SDK gets an answer without members to
/// read, unless the answer is unusual: then it gets what was sent. The answers that it makes have
/// the members that Slash80 uses, and no others.
public final class QuickAnswers implements ExecutionInterceptor {
  private static final ExecutionAttribute<AwsResponse.Builder> ANSWER =
      new ExecutionAttribute<>("QuickAnswer");

  private static final byte[] EMPTY = "<empty/>".getBytes(StandardCharsets.US_ASCII);

  /// A kind of answer.
  ///
  /// @param isWrapped whether its root holds it in an element of its own
  record Form(Supplier<AwsResponse.Builder> builder, boolean isWrapped) {}

  private static final Map<Class<?>, Form> FORMS =
      Map.ofEntries(
          entry(DescribeInstancesRequest.class, ofEc2(DescribeInstancesResponse::builder)),
          entry(
              DescribeNetworkInterfacesRequest.class,
              ofEc2(DescribeNetworkInterfacesResponse::builder)),
          entry(
              DescribeSecurityGroupsRequest.class, ofEc2(DescribeSecurityGroupsResponse::builder)),
          entry(
              DescribeSecurityGroupRulesRequest.class,
              ofEc2(DescribeSecurityGroupRulesResponse::builder)),
          entry(DescribeSubnetsRequest.class, ofEc2(DescribeSubnetsResponse::builder)),
          entry(DescribeVpcsRequest.class, ofEc2(DescribeVpcsResponse::builder)),
          entry(DescribeRouteTablesRequest.class, ofEc2(DescribeRouteTablesResponse::builder)),
          entry(DescribeNetworkAclsRequest.class, ofEc2(DescribeNetworkAclsResponse::builder)),
          entry(
              DescribeManagedPrefixListsRequest.class,
              ofEc2(DescribeManagedPrefixListsResponse::builder)),
          entry(
              GetManagedPrefixListEntriesRequest.class,
              ofEc2(GetManagedPrefixListEntriesResponse::builder)),
          entry(
              GetSubnetCidrReservationsRequest.class,
              ofEc2(GetSubnetCidrReservationsResponse::builder)),
          entry(DescribeInstanceTypesRequest.class, ofEc2(DescribeInstanceTypesResponse::builder)),
          entry(
              DescribeLoadBalancersRequest.class,
              ofBalancing(DescribeLoadBalancersResponse::builder)),
          entry(
              DescribeTargetGroupsRequest.class,
              ofBalancing(DescribeTargetGroupsResponse::builder)),
          entry(
              DescribeTargetHealthRequest.class,
              ofBalancing(DescribeTargetHealthResponse::builder)),
          entry(DescribeListenersRequest.class, ofBalancing(DescribeListenersResponse::builder)),
          entry(DescribeTagsRequest.class, ofBalancing(DescribeTagsResponse::builder)));

  private static Form ofEc2(Supplier<AwsResponse.Builder> builder) {
    return new Form(builder, false);
  }

  private static Form ofBalancing(Supplier<AwsResponse.Builder> builder) {
    return new Form(builder, true);
  }

  private final Predicate<ExecutionAttributes> isUsual;

  /// @param isUsual whether a call's answer has the form that the SDK has a class for
  public QuickAnswers(Predicate<ExecutionAttributes> isUsual) {
    this.isUsual = isUsual;
  }

  /// The answers that are read here.
  static Collection<Form> forms() {
    return FORMS.values();
  }

  @Override
  public Optional<InputStream> modifyHttpResponseContent(
      Context.ModifyHttpResponse context, ExecutionAttributes attributes) {
    attributes.putAttribute(ANSWER, null); // of an earlier try
    var form = FORMS.get(context.request().getClass());
    var body = context.responseBody();
    if (form == null
        || body.isEmpty()
        || !context.httpResponse().isSuccessful()
        || !isUsual.test(attributes)) {
      return body;
    }
    var sent = new ByteArrayOutputStream();
    try {
      body.get().transferTo(sent);
    } catch (IOException broken) {
      return Optional.of(brokenOff(sent.toByteArray(), broken));
    }
    var document = sent.toByteArray();
    var answer = form.builder().get();
    boolean isRead = AnswerReader.read(document, (SdkPojo) answer, form.isWrapped());
    if (!isRead) {
      return Optional.of(new ByteArrayInputStream(document));
    }
    attributes.putAttribute(ANSWER, answer);
    return Optional.of(new ByteArrayInputStream(EMPTY));
  }

  /// The answer with its metadata, which the SDK made of the head of the response.
  @Override
  public SdkResponse modifyResponse(
      Context.ModifyResponse context, ExecutionAttributes attributes) {
    var answer = attributes.getAttribute(ANSWER);
    if (answer == null || !(context.response() instanceof AwsResponse read)) {
      return context.response();
    }
    return answer.responseMetadata(read.responseMetadata()).build();
  }

  /// What the SDK would have read: the bytes until the connection broke, and the failure.
  private static InputStream brokenOff(byte[] begin, IOException failure) {
    return new SequenceInputStream(
        new ByteArrayInputStream(begin),
        new InputStream() {
          @Override
          public int read() throws IOException {
            throw failure;
          }

          @Override
          public int read(byte[] piece, int from, int length) throws IOException {
            throw failure;
          }
        });
  }
}
