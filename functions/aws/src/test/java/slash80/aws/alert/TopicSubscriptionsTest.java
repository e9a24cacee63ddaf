package slash80.aws.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicRequest;
import software.amazon.awssdk.services.sns.model.ListSubscriptionsByTopicResponse;
import software.amazon.awssdk.services.sns.model.SnsException;
import software.amazon.awssdk.services.sns.model.Subscription;

/// Tests which subscriptions count as confirmed, and for how long the answer is kept.
class TopicSubscriptionsTest {
  private static final String CONFIRMED = "arn:aws:sns:us-east-2:111122223333:alerts:1";

  private final FakeSns sns = new FakeSns();
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private final AlertTopic topic =
      new AlertTopic(sns, "arn:topic", WebBody.DOCUMENT, (_, _) -> "", () -> now);

  private static final class FakeSns implements SnsClient {
    private List<List<String>> pages = List.of(List.of());
    private RuntimeException failure = new IllegalStateException();
    private boolean isFailing;
    private int calls;

    @Override
    public ListSubscriptionsByTopicResponse listSubscriptionsByTopic(
        ListSubscriptionsByTopicRequest request) {
      calls++;
      if (isFailing) {
        throw failure;
      }
      int page = request.nextToken() == null ? 0 : Integer.parseInt(request.nextToken());
      return ListSubscriptionsByTopicResponse.builder()
          .subscriptions(
              pages.get(page).stream()
                  .map(arn -> Subscription.builder().subscriptionArn(arn).build())
                  .toList())
          .nextToken(page + 1 < pages.size() ? Integer.toString(page + 1) : null)
          .build();
    }

    void fails(RuntimeException exception) {
      failure = exception;
      isFailing = true;
    }

    @Override
    public String serviceName() {
      return "sns";
    }

    @Override
    public void close() {}
  }

  @Test
  void one_that_waits_for_its_confirmation_or_was_deleted_does_not_count() {
    assertEquals(Fact.known(0), topic.subscribers());
    later();
    sns.pages = List.of(List.of("PendingConfirmation", "Deleted"));
    assertEquals(Fact.known(0), topic.subscribers());
  }

  @Test
  void one_confirmed_subscription_on_a_later_page_counts() {
    var many = Stream.generate(() -> "PendingConfirmation").limit(100).toList();
    sns.pages = List.of(many, many, List.of("PendingConfirmation", CONFIRMED));
    assertEquals(Fact.known(1), topic.subscribers());
  }

  @Test
  void the_answer_is_kept_for_five_minutes() {
    assertEquals(Fact.known(0), topic.subscribers());
    sns.pages = List.of(List.of(CONFIRMED));
    now = now.plusSeconds(299);
    assertEquals(Fact.known(0), topic.subscribers());
    assertEquals(1, sns.calls);
    now = now.plusSeconds(1);
    assertEquals(Fact.known(1), topic.subscribers());
  }

  @Test
  void without_the_permission_the_answer_is_unread_and_says_why() {
    sns.fails(
        SnsException.builder()
            .statusCode(403)
            .awsErrorDetails(AwsErrorDetails.builder().errorCode("AuthorizationError").build())
            .build());
    assertEquals(
        Fact.unread("sns:ListSubscriptionsByTopic: AuthorizationError"), topic.subscribers());
    later();
    sns.fails(SdkClientException.create("Read timed out"));
    assertEquals(Fact.unread("sns:ListSubscriptionsByTopic: Read timed out"), topic.subscribers());
  }

  private void later() {
    now = now.plusSeconds(300);
  }
}
