package slash80.aws;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// The SNS topic that alerts are published to: one message whose text differs by how it is
/// delivered (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
public final class AlertTopic implements Publisher {

  /// The most that a message and its attributes may have, in bytes of UTF-8.
  private static final int MOST = 256 * 1024;

  private final SnsClient sns;
  private final String topic;
  private final LedgerStore digests;

  /// @param digests where a digest is kept that is too long for a message
  public AlertTopic(SnsClient sns, String topic, LedgerStore digests) {
    this.sns = sns;
    this.topic = topic;
    this.digests = digests;
  }

  @Override
  public void publish(Cluster cluster, Alert alert) {
    var attributes = attributes(alert);
    var message = fitting(cluster, alert, MOST - size(attributes));
    sns.publish(
        request ->
            request
                .topicArn(topic)
                .subject(alert.subject())
                .messageStructure("json")
                .message(message)
                .messageAttributes(attributes));
  }

  /// The whole where there is room, else counts, causes and the place of the whole.
  private String fitting(Cluster cluster, Alert alert, int most) {
    var whole = message(alert, alert.document());
    if (bytes(whole) <= most) {
      return whole;
    }
    var at = Instant.parse(alert.document().get("at").toString());
    var place = digests.keepWhole(cluster, at, LedgerJson.text(alert.document()));
    return message(alert, alert.brief(place));
  }

  private static String message(Alert alert, Map<String, Object> document) {
    var bodies = new LinkedHashMap<String, Object>();
    bodies.put("default", alert.subject());
    bodies.put("email", alert.email());
    bodies.put("https", LedgerJson.text(alert.card()));
    bodies.put("sqs", LedgerJson.text(document));
    bodies.put("lambda", LedgerJson.text(document));
    return LedgerJson.text(bodies);
  }

  private static Map<String, MessageAttributeValue> attributes(Alert alert) {
    var attributes = new LinkedHashMap<String, MessageAttributeValue>();
    alert.attributes().forEach((name, value) -> attributes.put(name, attribute(value)));
    return attributes;
  }

  private static MessageAttributeValue attribute(Object value) {
    return switch (value) {
      case Number number -> attribute("Number", number.toString());
      case List<?> texts -> attribute("String.Array", LedgerJson.text(texts));
      default -> attribute("String", value.toString());
    };
  }

  private static MessageAttributeValue attribute(String type, String value) {
    return MessageAttributeValue.builder().dataType(type).stringValue(value).build();
  }

  private static int size(Map<String, MessageAttributeValue> attributes) {
    return attributes.entrySet().stream()
        .mapToInt(
            entry ->
                bytes(entry.getKey())
                    + bytes(entry.getValue().dataType())
                    + bytes(entry.getValue().stringValue()))
        .sum();
  }

  private static int bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8).length;
  }
}
