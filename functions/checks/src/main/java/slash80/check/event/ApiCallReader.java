package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import slash80.blame.Effect;
import slash80.check.event.Change.Impact;
import slash80.check.settle.ExpectedState;
import slash80.ledger.CallRecord;
import slash80.ledger.ChangeOrigin;

/// Reads an event that CloudTrail made from an API call.
public final class ApiCallReader {
  /// Calls that change every VPC of the account and region.
  public static final Set<String> REGION_WIDE =
      Set.of("ModifyVpcBlockPublicAccessOptions", "ModifyManagedResourceVisibility");

  /// Found in the names of calls that change descriptions, which no rule reads.
  private static final String DESCRIPTIONS = "RuleDescriptions";

  /// The members that name the caller, the most exact first.
  private static final List<String> WHO = List.of("arn", "userName", "invokedBy", "principalId");

  private static final String CLASSIC_BALANCERS = "2012-06-01";

  /// Calls about Classic Load Balancers that change health checks, policies, certificates and
  /// attributes
  /// (https://docs.aws.amazon.com/elasticloadbalancing/2012-06-01/APIReference/API_Operations.html).
  private static final Set<String> HARMLESS_TO_CLASSIC =
      Set.of(
          "ConfigureHealthCheck",
          "CreateAppCookieStickinessPolicy",
          "CreateLBCookieStickinessPolicy",
          "CreateLoadBalancerPolicy",
          "DeleteLoadBalancerPolicy",
          "ModifyLoadBalancerAttributes",
          "SetLoadBalancerListenerSSLCertificate",
          "SetLoadBalancerPoliciesForBackendServer",
          "SetLoadBalancerPoliciesOfListener");

  private ApiCallReader() {}

  static Change read(JsonNode event, JsonNode detail, Instant received) {
    var sent = CloudTrailFields.time(event, "time", received);
    var impact = impact(event.path("source").asText(""), detail);
    var origin =
        new ChangeOrigin(
            detail.path("eventName").asText(""),
            caller(detail.path("userIdentity")),
            CloudTrailFields.time(detail, "eventTime", sent),
            names(detail, impact),
            0,
            record(detail),
            effect(event.path("source").asText(""), detail, impact));
    return new Change(
        origin,
        event.path("account").asText(detail.path("recipientAccountId").asText("")),
        event.path("region").asText(detail.path("awsRegion").asText("")),
        impact,
        narrowTo(event.path("source").asText(""), detail, impact),
        expected(detail, impact));
  }

  private static CallRecord record(JsonNode detail) {
    return new CallRecord(
        detail.path("eventID").asText(""),
        detail.path("sourceIPAddress").asText(""),
        detail.path("userAgent").asText(""));
  }

  private static Effect effect(String source, JsonNode detail, Impact impact) {
    return impact instanceof Impact.None
        ? new Effect.None()
        : EffectReader.of(
            source, detail.path("eventName").asText(""), request(detail), response(detail));
  }

  private static List<ExpectedState> expected(JsonNode detail, Impact impact) {
    return impact instanceof Impact.None
        ? List.of()
        : ExpectedStateReader.of(
            detail.path("eventName").asText(""), request(detail), response(detail));
  }

  private static Set<String> narrowTo(String source, JsonNode detail, Impact impact) {
    return source.equals("aws.ec2")
        ? NarrowChanges.of(
            detail.path("eventName").asText(""), request(detail), response(detail), impact)
        : Set.of();
  }

  /// The resources that the call may have changed. The source groups of a rule are not changed.
  private static Set<String> names(JsonNode detail, Impact impact) {
    if (NarrowChanges.GROUP_RULES.contains(detail.path("eventName").asText(""))
        && impact instanceof Impact.Resources(var ids, _, _)) {
      return ids;
    }
    return MentionedResources.in(request(detail), response(detail), detail.path("resources")).all();
  }

  /// The caller. Users of an identity provider and AWS's own services have no ARN
  /// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-user-identity.html).
  private static String caller(JsonNode identity) {
    return WHO.stream()
        .map(key -> identity.path(key).asText(""))
        .filter(name -> !name.isEmpty())
        .findFirst()
        .orElse("");
  }

  private static Impact impact(String source, JsonNode detail) {
    String call = detail.path("eventName").asText("");
    String error = detail.path("errorCode").asText("");
    if (!error.isEmpty()) {
      return new Impact.None("the call failed with " + error + " and changed nothing");
    }
    if (CloudTrailFields.isTrue(detail, "readOnly")) {
      return new Impact.None("the call only reads");
    }
    if (call.contains(DESCRIPTIONS)) {
      return new Impact.None("the call changes descriptions only");
    }
    return switch (source) {
      case "aws.ec2" -> ec2(call, detail);
      case "aws.eks" -> eks(detail);
      case "aws.elasticloadbalancing" -> balancer(detail);
      default -> byIds(detail);
    };
  }

  /// EC2 answers every call at least with a request id, so a missing response was left out.
  private static Impact ec2(String call, JsonNode detail) {
    if (REGION_WIDE.contains(call)) {
      return new Impact.WholeRegion("it affects every VPC of the account and region");
    }
    if (isOmitted(detail, "requestParameters") || isOmitted(detail, "responseElements")) {
      return new Impact.WholeRegion("CloudTrail left out the request or the response");
    }
    return NarrowChanges.GROUP_RULES.contains(call)
        ? group(request(detail), response(detail))
        : byIds(detail);
  }

  /// The group that changes, without the source groups of its rules, which may be in other VPCs.
  private static Impact group(JsonNode request, JsonNode response) {
    var ids = JsonNodeFactory.instance.arrayNode();
    ids.add(CloudTrailFields.text(request, "groupId"));
    for (String list : new String[] {"securityGroupRuleSet", "revokedSecurityGroupRuleSet"}) {
      CloudTrailFields.elements(CloudTrailFields.field(response, list))
          .forEach(rule -> ids.add(CloudTrailFields.text(rule, "groupId")));
    }
    return switch (MentionedResources.in(ids).impact()) {
      case Impact.WholeRegion _ -> new Impact.WholeRegion("it does not name its group by id");
      case Impact named -> named;
    };
  }

  /// Calls about a part of a cluster carry the cluster as `name`, newer calls as `clusterName`.
  private static Impact eks(JsonNode detail) {
    if (isOmitted(detail, "requestParameters")) {
      return new Impact.WholeRegion("CloudTrail left out the request");
    }
    var request = request(detail);
    var clusterName = CloudTrailFields.field(request, "clusterName");
    var name = clusterName.isMissingNode() ? CloudTrailFields.field(request, "name") : clusterName;
    return MentionedResources.in(request, response(detail)).impactOnCluster(name);
  }

  /// A call about a Classic Load Balancer has the name of a call about the newer ones, and an older
  /// version of the API. Most name instances, groups or subnets; one that names its load balancer
  /// alone concerns every cluster, as a name tells no VPC.
  private static Impact balancer(JsonNode detail) {
    boolean isClassic = detail.path("apiVersion").asText("").equals(CLASSIC_BALANCERS);
    return isClassic && HARMLESS_TO_CLASSIC.contains(detail.path("eventName").asText(""))
        ? new Impact.None("the call changes no listener, group, subnet or target")
        : byIds(detail);
  }

  private static Impact byIds(JsonNode detail) {
    return isOmitted(detail, "requestParameters")
        ? new Impact.WholeRegion("CloudTrail left out the request")
        : MentionedResources.in(request(detail), response(detail), detail.path("resources"))
            .impact();
  }

  private static boolean isOmitted(JsonNode detail, String key) {
    return CloudTrailFields.isOmitted(detail.path(key));
  }

  private static JsonNode request(JsonNode detail) {
    return CloudTrailFields.unwrapped(detail.path("requestParameters"));
  }

  private static JsonNode response(JsonNode detail) {
    return CloudTrailFields.unwrapped(detail.path("responseElements"));
  }
}
