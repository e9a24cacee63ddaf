package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.net.UnknownHostException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.Actions.Action;
import slash80.aws.ReadInterrupted;
import slash80.facts.Fact;
import slash80.facts.Refusal;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.ec2.model.DescribeVpcBlockPublicAccessOptionsResponse;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;

/// Tests failures of calls that do not reach AWS or that AWS refuses.
class CallRunnerTest {

  @Test
  void without_credentials_one_sentence_names_the_settings() {
    AwsCredentialsProvider nothing =
        () -> {
          throw SdkClientException.create("nothing here");
        };
    var none = AwsCredentialsProviderChain.of(nothing, nothing);

    var failure =
        assertThrows(
            ReadInterrupted.class,
            () -> CallRunner.of(Action.LIST_CLUSTERS, none::resolveCredentials));

    assertEquals(
        "expected AWS credentials, found none: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY",
        failure.getMessage());
  }

  @Test
  void any_other_failure_keeps_its_words_and_names_the_call() {
    var failure =
        assertThrows(
            ReadInterrupted.class,
            () ->
                CallRunner.of(
                    Action.LIST_CLUSTERS,
                    () -> {
                      throw SdkClientException.create("no route to host");
                    }));

    assertEquals("eks:ListClusters: no route to host", failure.getMessage());
  }

  @Test
  void a_host_without_an_address_is_named_in_one_sentence() {
    var failure =
        SdkClientException.create(
            "Received an UnknownHostException when attempting to interact with a service. See cause"
                + " for the exact endpoint that is failing to resolve.",
            new UnknownHostException("eks.nowhere.amazonaws.com"));

    assertEquals(
        "no address is known of eks.nowhere.amazonaws.com: check the region, and the network of"
            + " this machine",
        CallRunner.words(failure));
  }

  @Test
  void the_count_of_attempts_is_left_out() {
    assertEquals(
        "Connection refused",
        CallRunner.words(SdkClientException.create("Connection refused (SDK Attempt Count: 4)")));
  }

  /// The SDK reads `{}` or an element that is missing as null.
  @Test
  void an_answer_without_its_object_is_unread_and_never_an_absent_resource() {
    var options =
        DescribeVpcBlockPublicAccessOptionsResponse.builder().build().vpcBlockPublicAccessOptions();
    var addon = DescribeAddonResponse.builder().build().addon();
    var action = Action.DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS;
    String why = action + ": the answer is empty";

    assertEquals(Fact.unread(why), CallRunner.of(action, () -> options));
    assertEquals(
        Fact.unread("eks:DescribeAddon: the answer is empty"),
        CallRunner.ofOne(Action.DESCRIBE_ADDON, () -> addon));
    var failure =
        assertThrows(ReadInterrupted.class, () -> CallRunner.orFail(action, () -> options));
    assertEquals(why, failure.getMessage());
  }

  @ParameterizedTest
  @CsvSource({
    "UnauthorizedOperation, true",
    "AccessDenied, true",
    "AccessDeniedException, true",
    "NotAuthorized, true",
    "InvalidSubnetID.NotFound, false",
    "ResourceNotFoundException, false",
    "RequestLimitExceeded, false",
    "Throttling, false",
    "OptInRequired, false",
    "InvalidParameterValue, false",
  })
  void only_a_refusal_of_iam_is_a_denial(String code, boolean isDenial) {
    assertEquals(
        isDenial, CallRunner.denial("ec2:DescribeSubnets", failure(code, "no")).isPresent(), code);
  }

  @ParameterizedTest
  @CsvSource({
    "'You are not authorized to perform this operation.', ''",
    "'User: arn:aws:sts::111122223333:assumed-role/watch-1/s is not authorized to perform:"
        + " ec2:DescribeSubnets because no identity-based policy allows it', watch-1",
    "'User: arn:aws-us-gov:sts::111122223333:assumed-role/a+b@c/s is not authorized', a+b@c",
    "'User: arn:aws:iam::111122223333:user/alice is not authorized to perform: x', ''",
    "'User: arn:aws:sts::111122223333:assumed-role/a;b/s is not authorized', ''",
  })
  void the_role_that_was_refused_is_known_where_aws_says_it(String message, String role) {
    var refusal = CallRunner.denial("ec2:DescribeSubnets", failure("AccessDenied", message));

    assertEquals(role, refusal.flatMap(Refusal::role).orElse(""));
  }

  private static AwsServiceException failure(String code, String message) {
    return AwsServiceException.builder()
        .message(message)
        .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).errorMessage(message).build())
        .build();
  }
}
