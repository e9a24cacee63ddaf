package slash80.aws.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// The SNS topic that alerts are published to. One publish carries a body for each kind of
/// subscriber: mail for people, a card for chat (which subscribes over https), JSON for queues and
/// functions (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
public final class AlertTopic implements Publisher {
  /// The largest message that SNS accepts, in bytes, with attributes and subject.
  static final int LIMIT = 256 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SnsClient sns;
  private final String topic;
  private final DigestStore digests;

  /// @param digests keeps the digests that are too long to send
  public AlertTopic(SnsClient sns, String topic, DigestStore digests) {
    this.sns = sns;
    this.topic = topic;
    this.digests = digests;
  }

  @Override
  public void publish(Cluster.Id cluster, Alert alert) {
    var attributes = attributes(alert);
    int left = LIMIT - size(attributes) - bytes(alert.subject());
    String message = message(cluster, alert, left);
    sns.publish(
        request ->
            request
                .topicArn(topic)
                .subject(alert.subject())
                .messageStructure("json")
                .message(message)
                .messageAttributes(attributes));
  }

  private String message(Cluster.Id cluster, Alert alert, int limit) {
    String whole = bodies(alert, alert.email(), alert.document());
    return bytes(whole) <= limit ? whole : shortened(cluster, alert, limit);
  }

  /// Shortens an alert that is over the limit. Queues and functions get counts, causes and the
  /// place of the whole digest. If that is not enough, the mail is cut and names the place too.
  private String shortened(Cluster.Id cluster, Alert alert, int limit) {
    String place = digests.store(cluster, digest(alert));
    String message = bodies(alert, alert.email(), alert.brief(place));
    for (int letters = alert.email().length(); bytes(message) > limit; letters /= 2) {
      if (letters == 0) {
        throw new IllegalStateException(
            "the alert is over the limit of SNS even without its mail; the whole digest is at "
                + place);
      }
      message = bodies(alert, head(alert.email(), letters, place), alert.brief(place));
    }
    return message;
  }

  private static String head(String email, int letters, String place) {
    int end = email.lastIndexOf('\n', letters);
    return "%s%n%nThis mail is cut here: it is over the size limit of SNS. The whole digest is at%n%s%n"
        .formatted(email.substring(0, Math.max(end, 0)), place);
  }

  private static Map<String, Object> digest(Alert alert) {
    var digest = new LinkedHashMap<String, Object>();
    digest.put("subject", alert.subject());
    digest.put("email", alert.email());
    digest.put("card", alert.card());
    digest.put("document", alert.document());
    return digest;
  }

  private static String bodies(Alert alert, String email, Map<String, Object> document) {
    String json = json(document);
    var bodies = new LinkedHashMap<String, Object>();
    bodies.put("default", alert.subject());
    bodies.put("email", email);
    bodies.put("https", json(alert.card()));
    bodies.put("sqs", json);
    bodies.put("lambda", json);
    return json(bodies);
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
      default -> attribute("String", value.toString());
    };
  }

  private static MessageAttributeValue attribute(String type, String text) {
    return MessageAttributeValue.builder().dataType(type).stringValue(text).build();
  }

  /// The bytes of the attributes: SNS counts the name, type and value of each.
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

  private static String json(Object tree) {
    try {
      return JSON.writeValueAsString(tree);
    } catch (JsonProcessingException impossible) {
      throw new UncheckedIOException(impossible);
    }
  }
}
