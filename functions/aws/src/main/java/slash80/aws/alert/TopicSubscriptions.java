package slash80.aws.alert;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import slash80.facts.Fact;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;

/// Counts the confirmed subscriptions of a topic, and keeps the count for some minutes. An e-mail
/// address or web page counts once its owner has confirmed it, a queue or function of the same
/// account at once. An unconfirmed subscription is `PendingConfirmation` in place of an ARN
/// (https://docs.aws.amazon.com/sns/latest/api/API_ListSubscriptionsByTopic.html).
final class TopicSubscriptions {
  private static final Duration AGE = Duration.ofMinutes(5);

  /// The longest wait for an answer, so that there is time left for the alert.
  private static final Duration WAIT = Duration.ofSeconds(2);

  private static final String ACTION = "sns:ListSubscriptionsByTopic";

  private final SnsClient sns;
  private final String topic;
  private final InstantSource clock;
  private Fact<Integer> confirmed = Fact.unread(ACTION + ": not asked yet");
  private Instant readAt = Instant.MIN;

  TopicSubscriptions(SnsClient sns, String topic, InstantSource clock) {
    this.sns = sns;
    this.topic = topic;
    this.clock = clock;
  }

  /// At least how many are confirmed: the first that is found is enough.
  synchronized Fact<Integer> confirmed() {
    var now = clock.instant();
    if (!now.isBefore(readAt.plus(AGE))) {
      confirmed = read();
      readAt = now;
    }
    return confirmed;
  }

  private Fact<Integer> read() {
    try {
      boolean isAny =
          sns
              .listSubscriptionsByTopicPaginator(
                  request ->
                      request
                          .topicArn(topic)
                          .overrideConfiguration(limits -> limits.apiCallTimeout(WAIT)))
              .subscriptions()
              .stream()
              .anyMatch(subscription -> subscription.subscriptionArn().startsWith("arn:"));
      return Fact.known(isAny ? 1 : 0);
    } catch (AwsServiceException refused) {
      return Fact.unread("%s: %s".formatted(ACTION, AlertTopic.code(refused)));
    } catch (SdkException failed) {
      return Fact.unread("%s: %s".formatted(ACTION, failed.getMessage()));
    }
  }
}
