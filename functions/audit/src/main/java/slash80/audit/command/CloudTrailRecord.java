package slash80.audit.command;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;

/// A record of CloudTrail, as it stands in log files, and the EventBridge event that it was: the
/// event's detail is the record
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-service-event-cloudtrail.html).
///
/// @param record the content of the record
record CloudTrailRecord(JsonNode record) {
  /// The parts of names of EC2's calls that the rules of template.yaml leave out.
  static final List<String> LEFT_OUT =
      List.of("Volume", "Snapshot", "Image", "KeyPair", "RuleDescriptions");

  private static final Set<String> SERVICES = Set.of("ec2", "eks", "elasticloadbalancing");
  private static final Pattern SOURCE = Pattern.compile("([a-z0-9-]+)\\.amazonaws\\.com(?:\\.cn)?");

  static boolean isRecord(JsonNode tree) {
    return tree.path("eventSource").isTextual() && tree.path("eventName").isTextual();
  }

  /// Why EventBridge does not deliver the event to the watch function; empty if it does.
  Optional<String> undelivered() {
    var call = text("eventName");
    if (!SERVICES.contains(service())) {
      return Optional.of("calls of other services");
    }
    if (!text("eventType").isEmpty() && !text("eventType").equals("AwsApiCall")) {
      return Optional.of("no API calls");
    }
    if (record.path("readOnly").asBoolean(false)) {
      return Optional.of("calls that only read");
    }
    return service().equals("ec2") && LEFT_OUT.stream().anyMatch(call::contains)
        ? Optional.of("calls that do not touch the network")
        : Optional.empty();
  }

  String account() {
    return record
        .path("recipientAccountId")
        .asText(record.path("userIdentity").path("accountId").asText(""));
  }

  String region() {
    return text("awsRegion");
  }

  /// The event, as EventBridge wraps the record.
  ObjectNode event() {
    var event = JsonNodeFactory.instance.objectNode();
    event.put("version", "0");
    event.put("id", text("eventID"));
    event.put("detail-type", "AWS API Call via CloudTrail");
    event.put("source", "aws." + service());
    event.put("account", account());
    event.put("time", text("eventTime"));
    event.put("region", region());
    event.putArray("resources");
    event.set("detail", record);
    return event;
  }

  private String service() {
    var source = SOURCE.matcher(text("eventSource"));
    return source.matches() ? source.group(1) : "";
  }

  private String text(String key) {
    return record.path(key).asText("");
  }
}
