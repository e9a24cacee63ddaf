package slash80.aws.alert;

import static slash80.aws.alert.MessageBodies.bytes;
import static slash80.aws.alert.MessageBodies.json;

import java.time.Clock;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.Alert;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.ip.SafeText;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// The SNS topic that alerts are published to. One publish carries a body for each kind of
/// subscriber: mail for people, JSON for queues and functions, and JSON or a card for chats over
/// https (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
public final class AlertTopic implements Publisher {
  /// The largest message that SNS accepts, in bytes: the bodies, and the name, type and value of
  /// each attribute (https://docs.aws.amazon.com/sns/latest/dg/large-message-payloads.html). The
  /// subject is counted too, to be safe. A body is escaped once in the message, and once in what a
  /// queue gets, so what fits here fits there.
  static final int LIMIT = 256 * 1024;

  /// The longest value of an attribute. Names of clusters have 100 characters at most.
  private static final int VALUE = 300;

  private final SnsClient sns;
  private final String topic;
  private final WebBody web;
  private final DigestStore digests;
  private final TopicSubscriptions subscriptions;

  /// @param web what https subscribers get
  /// @param digests keeps the digests that are too long to send
  public AlertTopic(SnsClient sns, String topic, WebBody web, DigestStore digests) {
    this(sns, topic, web, digests, Clock.systemUTC());
  }

  AlertTopic(SnsClient sns, String topic, WebBody web, DigestStore digests, InstantSource clock) {
    this.subscriptions = new TopicSubscriptions(sns, topic, clock);
    this.sns = sns;
    this.topic = topic;
    this.web = web;
    this.digests = digests;
  }

  @Override
  public Fact<Integer> subscribers() {
    return subscriptions.confirmed();
  }

  @Override
  public void publish(Cluster.Id cluster, Alert alert) {
    var attributes = attributes(alert);
    int left = LIMIT - size(attributes) - bytes(alert.subject());
    var whole = MessageBodies.whole(alert, web);
    var bodies =
        bytes(whole.message()) <= left
            ? whole
            : MessageBodies.shortened(alert, web, place(cluster, alert), left);
    publish(bodies, attributes);
  }

  @Override
  public void publishBare(Cluster.Id cluster, Alert alert, String reason) {
    String why = "SNS refused this alert twice: %s.".formatted(SafeText.of(reason, VALUE));
    publish(MessageBodies.bare(alert, web, why, place(cluster, alert)), attributes(alert));
  }

  private void publish(MessageBodies bodies, Map<String, MessageAttributeValue> attributes) {
    sns.publish(
        request ->
            request
                .topicArn(topic)
                .subject(bodies.subject())
                .messageStructure("json")
                .message(bodies.message())
                .messageAttributes(attributes));
  }

  /// The place of the whole digest. If it cannot be stored, the alert is sent all the same, and
  /// says so.
  private String place(Cluster.Id cluster, Alert alert) {
    try {
      return digests.store(cluster, digest(alert));
    } catch (RuntimeException refused) {
      return "no place: it could not be stored (%s)".formatted(refused.getClass().getSimpleName());
    }
  }

  /// SNS names what it does not like in an alert by these codes
  /// (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). Everything else is about the
  /// topic, its key, the caller or SNS itself, and passes without another alert.
  @Override
  public Optional<String> lastingReason(RuntimeException refused) {
    return switch (refused) {
      case AwsServiceException answer when isAboutMessage(code(answer)) ->
          Optional.of(code(answer) + ": " + answer.awsErrorDetails().errorMessage());
      case SdkException _ -> Optional.empty();
      default -> Publisher.super.lastingReason(refused);
    };
  }

  private static boolean isAboutMessage(String code) {
    return code.startsWith("InvalidParameter")
        || code.startsWith("ParameterValue")
        || code.startsWith("Validation")
        || code.startsWith("Malformed");
  }

  static String code(AwsServiceException answer) {
    var details = answer.awsErrorDetails();
    return details == null || details.errorCode() == null
        ? "HTTP " + answer.statusCode()
        : details.errorCode();
  }

  private static Map<String, Object> digest(Alert alert) {
    var digest = new LinkedHashMap<String, Object>();
    digest.put("subject", alert.subject());
    digest.put("email", alert.email());
    digest.put("card", alert.card());
    digest.put("document", alert.document());
    return digest;
  }

  private static Map<String, MessageAttributeValue> attributes(Alert alert) {
    var attributes = new LinkedHashMap<String, MessageAttributeValue>();
    alert.attributes().forEach((name, value) -> attributes.put(name, attribute(value)));
    return attributes;
  }

  private static MessageAttributeValue attribute(Object value) {
    return switch (value) {
      case Number number -> attribute("Number", number.toString());
      case List<?> list -> attribute("String.Array", json(list));
      default -> attribute("String", SafeText.of(value.toString(), VALUE));
    };
  }

  private static MessageAttributeValue attribute(String type, String text) {
    return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
  }

  /// The bytes of the attributes.
  private static int size(Map<String, MessageAttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToInt(
            entry ->
                bytes(entry.getKey())
                    + bytes(entry.getValue().dataType())
                    + bytes(entry.getValue().stringValue()))
        .sum();
  }
}
