package slash80.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import slash80.alerts.Origin;
import slash80.alerts.Plain;

/// Reads what happened out of an EventBridge event. Nothing is bound to a form: CloudTrail has old
/// and new ones, and not all are documented, so ids are taken wherever they stand, and an event
/// that names none concerns everything
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
public final class EventReader {
  private static final Pattern ID =
      Pattern.compile(
          "(?<![A-Za-z0-9-])(?:vpc|subnet|eni|sg|sgr|rtb|acl|igw|eigw|pl|i)-[0-9a-f]{8,17}(?![0-9a-z-])");
  private static final Pattern BALANCER =
      Pattern.compile(
          "arn:aws[a-z-]*:elasticloadbalancing:[^\\s\"/]+:(?:loadbalancer|targetgroup)/[^\\s\"]+");
  private static final Pattern EKS_ARN =
      Pattern.compile(
          "arn:aws[a-z-]*:eks:[^\\s\"/]+:(?:cluster|addon|nodegroup|fargateprofile)/([^\\s\"/]+)");

  /// Changes of words, not of what they describe.
  private static final Set<String> WORDS_ONLY =
      Set.of(
          "UpdateSecurityGroupRuleDescriptionsIngress",
          "UpdateSecurityGroupRuleDescriptionsEgress");

  /// Calls whose effect is the account's and region's.
  private static final Set<String> ACCOUNT_WIDE =
      Set.of("ModifyVpcBlockPublicAccessOptions", "ModifyManagedResourceVisibility");

  private EventReader() {}

  /// IllegalArgumentException says in a sentence why it is no event.
  public static Change read(JsonNode event) {
    for (var key : List.of("source", "detail-type", "account", "region")) {
      if (!event.path(key).isTextual()) {
        throw new IllegalArgumentException(
            "expected an EventBridge event, found no text in \"%s\"".formatted(key));
      }
    }
    var place = new Change.Place(event.path("account").asText(), event.path("region").asText());
    var detail = event.path("detail");
    return switch (event.path("detail-type").asText()) {
      case "AWS API Call via CloudTrail" -> call(event, detail, place);
      case "Cluster Check" ->
          new Change.Named(origin(event), place, Set.of(), Set.of(clusterOf(detail)));
      case "Scheduled Event" ->
          new Change.Everywhere(origin(event), place, "the schedule asks for every cluster");
      default -> named(origin(event), place, List.of(detail, event.path("resources")), Set.of());
    };
  }

  private static String clusterOf(JsonNode detail) {
    var cluster = detail.path("cluster").asText("");
    if (cluster.isEmpty()) {
      throw new IllegalArgumentException("expected the name of a cluster in \"detail.cluster\"");
    }
    return cluster;
  }

  private static Change call(JsonNode event, JsonNode detail, Change.Place place) {
    var origin = callOrigin(event, detail);
    var name = detail.path("eventName").asText("");
    if (!detail.path("errorCode").isMissingNode()) {
      var code = Plain.text(detail.path("errorCode").asText(), 100);
      return new Change.Nothing(origin, "the call failed with " + code);
    }
    if (detail.path("readOnly").asBoolean(false)) {
      return new Change.Nothing(origin, "the call only reads");
    }
    if (WORDS_ONLY.contains(name)) {
      return new Change.Nothing(origin, "only a description was changed");
    }
    if (isClassicBalancer(event, detail)) {
      return new Change.Nothing(origin, "a Classic Load Balancer has no IPv6 and no target group");
    }
    if (ACCOUNT_WIDE.contains(name)) {
      return new Change.Everywhere(origin, place, "it concerns the whole account and region");
    }
    var request = detail.path("requestParameters");
    if (request.isMissingNode() || request.isNull()) {
      return new Change.Everywhere(origin, place, "its parameters were left out");
    }
    return named(
        origin, place, List.of(request, detail.path("responseElements")), clusters(event, request));
  }

  /// https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/Welcome.html
  private static boolean isClassicBalancer(JsonNode event, JsonNode detail) {
    return event.path("source").asText().equals("aws.elasticloadbalancing")
        && detail.path("apiVersion").asText("").equals("2012-06-01");
  }

  /// EKS logs the cluster under its name in the path, `name`; long ago as `clusterName`.
  private static Set<String> clusters(JsonNode event, JsonNode request) {
    if (!event.path("source").asText().equals("aws.eks")) {
      return Set.of();
    }
    return Optional.of(request.path("name").asText(request.path("clusterName").asText("")))
        .filter(name -> !name.isEmpty())
        .map(Set::of)
        .orElse(Set.of());
  }

  private static Change named(
      Origin origin, Change.Place place, List<JsonNode> said, Set<String> known) {
    var ids = new TreeSet<String>();
    var clusters = new TreeSet<>(known);
    said.forEach(part -> collect(part, ids, clusters));
    return ids.isEmpty() && clusters.isEmpty()
        ? new Change.Everywhere(origin, place, "it names nothing that can be tied to a VPC")
        : new Change.Named(origin, place, ids, clusters);
  }

  /// Every id in every string, whatever key it stands under.
  private static void collect(JsonNode part, Set<String> ids, Set<String> clusters) {
    if (part.isTextual()) {
      var text = part.asText();
      BALANCER.matcher(text).results().forEach(found -> ids.add(found.group()));
      EKS_ARN.matcher(text).results().forEach(found -> clusters.add(found.group(1)));
      if (!text.startsWith("arn:") || text.contains(":ec2:")) {
        ID.matcher(text).results().forEach(found -> ids.add(found.group()));
      }
    }
    var cluster = part.path("clusterName");
    if (cluster.isTextual() && !cluster.asText().isEmpty()) {
      clusters.add(cluster.asText());
    }
    part.forEach(child -> collect(child, ids, clusters));
  }

  private static Origin origin(JsonNode event) {
    return new Origin(
        Plain.text(event.path("detail-type").asText(), 100), "", time(event.path("time")));
  }

  private static Origin callOrigin(JsonNode event, JsonNode detail) {
    var at = detail.path("eventTime").isTextual() ? detail.path("eventTime") : event.path("time");
    return new Origin(
        Plain.text(detail.path("eventName").asText("an API call"), 100),
        Plain.text(who(detail.path("userIdentity")), 300),
        time(at));
  }

  private static String who(JsonNode identity) {
    for (var key : List.of("arn", "invokedBy", "principalId", "accountId")) {
      if (identity.path(key).isTextual()) {
        return identity.path(key).asText();
      }
    }
    return "";
  }

  private static Instant time(JsonNode text) {
    try {
      return Instant.parse(text.asText());
    } catch (DateTimeException _) {
      throw new IllegalArgumentException(
          "expected a time such as 2026-11-23T08:00:00Z in the event, found \"%s\""
              .formatted(Plain.text(text.asText(), 60)));
    }
  }
}
