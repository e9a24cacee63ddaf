package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import slash80.check.event.Change.Concern;
import slash80.check.settle.Expectation;
import slash80.ledger.Origin;

/// Reads an event that CloudTrail made from an API call.
public final class ApiCall {
  /// Calls that change every VPC of the account and region.
  public static final Set<String> REGION_WIDE =
      Set.of("ModifyVpcBlockPublicAccessOptions", "ModifyManagedResourceVisibility");

  /// Found in the names of calls that change descriptions, which no rule reads.
  private static final String DESCRIPTIONS = "RuleDescriptions";

  /// The members that name the caller, the most exact first.
  private static final List<String> WHO = List.of("arn", "userName", "invokedBy", "principalId");

  private static final String CLASSIC_BALANCERS = "2012-06-01";

  private ApiCall() {}

  static Change read(JsonNode event, JsonNode detail, Instant received) {
    var sent = Shapes.time(event, "time", received);
    var concern = concern(event.path("source").asText(""), detail);
    var origin =
        new Origin(
            detail.path("eventName").asText(""),
            who(detail.path("userIdentity")),
            Shapes.time(detail, "eventTime", sent),
            names(detail, concern));
    return new Change(
        origin,
        event.path("account").asText(detail.path("recipientAccountId").asText("")),
        event.path("region").asText(detail.path("awsRegion").asText("")),
        concern,
        parts(event.path("source").asText(""), detail, concern),
        expected(detail, concern));
  }

  private static List<Expectation> expected(JsonNode detail, Concern concern) {
    return concern instanceof Concern.Nothing
        ? List.of()
        : ExpectedStateReader.of(
            detail.path("eventName").asText(""), request(detail), response(detail));
  }

  private static Set<String> parts(String source, JsonNode detail, Concern concern) {
    return source.equals("aws.ec2")
        ? Parts.of(detail.path("eventName").asText(""), request(detail), response(detail), concern)
        : Set.of();
  }

  /// The resources that the call may have changed. The source groups of a rule are not changed.
  private static Set<String> names(JsonNode detail, Concern concern) {
    if (Parts.GROUP_RULES.contains(detail.path("eventName").asText(""))
        && concern instanceof Concern.Things(var ids, _, _)) {
      return ids;
    }
    return Named.in(request(detail), response(detail), detail.path("resources")).all();
  }

  /// The caller. Users of an identity provider and AWS's own services have no ARN
  /// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
  private static String who(JsonNode identity) {
    return WHO.stream()
        .map(key -> identity.path(key).asText(""))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Concern concern(String source, JsonNode detail) {
    String call = detail.path("eventName").asText("");
    String error = detail.path("errorCode").asText("");
    if (!error.isEmpty()) {
      return new Concern.Nothing("the call failed with " + error + " and changed nothing");
    }
    if (Shapes.isTrue(detail, "readOnly")) {
      return new Concern.Nothing("the call only reads");
    }
    if (call.contains(DESCRIPTIONS)) {
      return new Concern.Nothing("the call changes descriptions only");
    }
    return switch (source) {
      case "aws.ec2" -> ec2(call, detail);
      case "aws.eks" -> eks(detail);
      case "aws.elasticloadbalancing" -> balancer(detail);
      default -> byIds(detail);
    };
  }

  /// EC2 answers every call at least with a request id, so a missing response was left out.
  private static Concern ec2(String call, JsonNode detail) {
    if (REGION_WIDE.contains(call)) {
      return new Concern.Everything("it affects every VPC of the account and region");
    }
    if (isOmitted(detail, "requestParameters") || isOmitted(detail, "responseElements")) {
      return new Concern.Everything("CloudTrail left out the request or the response");
    }
    return Parts.GROUP_RULES.contains(call)
        ? group(request(detail), response(detail))
        : byIds(detail);
  }

  /// The group that changes, without the source groups of its rules, which may be in other VPCs.
  private static Concern group(JsonNode request, JsonNode response) {
    var ids = JsonNodeFactory.instance.arrayNode();
    ids.add(Shapes.text(request, "groupId"));
    for (String list : new String[] {"securityGroupRuleSet", "revokedSecurityGroupRuleSet"}) {
      Shapes.elements(Shapes.field(response, list))
          .forEach(rule -> ids.add(Shapes.text(rule, "groupId")));
    }
    return switch (Named.in(ids).concern()) {
      case Concern.Everything _ -> new Concern.Everything("it does not name its group by id");
      case Concern named -> named;
    };
  }

  /// Calls about a part of a cluster carry the cluster as `name`, newer calls as `clusterName`.
  private static Concern eks(JsonNode detail) {
    if (isOmitted(detail, "requestParameters")) {
      return new Concern.Everything("CloudTrail left out the request");
    }
    var request = request(detail);
    var clusterName = Shapes.field(request, "clusterName");
    var name = clusterName.isMissingNode() ? Shapes.field(request, "name") : clusterName;
    return Named.in(request, response(detail)).cluster(name);
  }

  private static Concern balancer(JsonNode detail) {
    return detail.path("apiVersion").asText("").equals(CLASSIC_BALANCERS)
        ? new Concern.Nothing("it is about a Classic Load Balancer, which no rule judges")
        : byIds(detail);
  }

  private static Concern byIds(JsonNode detail) {
    return isOmitted(detail, "requestParameters")
        ? new Concern.Everything("CloudTrail left out the request")
        : Named.in(request(detail), response(detail), detail.path("resources")).concern();
  }

  private static boolean isOmitted(JsonNode detail, String key) {
    return Shapes.isOmitted(detail.path(key));
  }

  private static JsonNode request(JsonNode detail) {
    return Shapes.unwrapped(detail.path("requestParameters"));
  }

  private static JsonNode response(JsonNode detail) {
    return Shapes.unwrapped(detail.path("responseElements"));
  }
}
