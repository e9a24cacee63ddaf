package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.Test;
import slash80.aws.Actions.Action;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProviderChain;
import software.amazon.awssdk.core.exception.SdkClientException;

/// How calls fail that never reach AWS.
class AskTest {

  @Test
  void without_credentials_one_sentence_says_what_to_set() {
    AwsCredentialsProvider nothing =
        () -> {
          throw SdkClientException.create("nothing here");
        };
    var nobody = AwsCredentialsProviderChain.of(nothing, nothing);

    var failure =
        assertThrows(
            AccountUnavailable.class,
            () -> Ask.of(Action.LIST_CLUSTERS, nobody::resolveCredentials));

    assertEquals(
        "expected AWS credentials, found none: set AWS_PROFILE, or AWS_ACCESS_KEY_ID and"
            + " AWS_SECRET_ACCESS_KEY",
        failure.getMessage());
  }

  @Test
  void any_other_failure_keeps_its_words_and_names_the_call() {
    var failure =
        assertThrows(
            AccountUnavailable.class,
            () ->
                Ask.of(
                    Action.LIST_CLUSTERS,
                    () -> {
                      throw SdkClientException.create("no route to host");
                    }));

    assertEquals("eks:ListClusters: no route to host", failure.getMessage());
  }
}
