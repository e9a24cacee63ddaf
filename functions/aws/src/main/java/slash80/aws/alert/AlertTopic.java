package slash80.aws.alert;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;
import slash80.aws.ledger.LedgerStore;
import slash80.facts.Cluster;
import software.amazon.awssdk.services.sns.SnsClient;
import software.amazon.awssdk.services.sns.model.MessageAttributeValue;

/// The SNS topic that alerts are published to. One publish carries a body for each kind of
/// subscriber: mail for people, a card for chat (which subscribes over https), JSON for queues and
/// functions (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html).
public final class AlertTopic implements Publisher {
  /// What SNS takes, attributes and subject included.
  static final int LIMIT = 256 * 1024;

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SnsClient sns;
  private final String topic;
  private final LedgerStore store;

  /// @param store keeps the digests that are too long to send
  public AlertTopic(SnsClient sns, String topic, LedgerStore store) {
    this.sns = sns;
    this.topic = topic;
    this.store = store;
  }

  @Override
  public void publish(Cluster.Id cluster, Alert alert) {
    var attributes = attributes(alert);
    int room = LIMIT - size(attributes) - bytes(alert.subject());
    String message = message(cluster, alert, room);
    sns.publish(
        request ->
            request
                .topicArn(topic)
                .subject(alert.subject())
                .messageStructure("json")
                .message(message)
                .messageAttributes(attributes));
  }

  private String message(Cluster.Id cluster, Alert alert, int room) {
    String whole = bodies(alert, alert.email(), alert.document());
    return bytes(whole) <= room ? whole : shortened(cluster, alert, room);
  }

  /// For what has no room: machines get counts, causes and where the whole digest is; when that is
  /// not enough, people get the head of the mail and the same.
  private String shortened(Cluster.Id cluster, Alert alert, int room) {
    String place = store.storeDigest(cluster, digest(alert));
    String message = bodies(alert, alert.email(), alert.brief(place));
    for (int letters = alert.email().length(); bytes(message) > room; letters /= 2) {
      if (letters == 0) {
        throw new IllegalStateException(
            "the alert is longer than a message may be even without its mail; it is kept at "
                + place);
      }
      message = bodies(alert, head(alert.email(), letters, place), alert.brief(place));
    }
    return message;
  }

  private static String head(String email, int letters, String place) {
    int end = email.lastIndexOf('\n', letters);
    return "%s%n%nThis mail is cut here: it is too long to be sent. The whole of it is kept at%n%s%n"
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
    String machines = json(document);
    var bodies = new LinkedHashMap<String, Object>();
    bodies.put("default", alert.subject());
    bodies.put("email", email);
    bodies.put("https", json(alert.card()));
    bodies.put("sqs", machines);
    bodies.put("lambda", machines);
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

  /// Name, type and value of each count.
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
