package slash80.aws.alert;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import slash80.alerts.TextFormat;
import slash80.aws.BadInput;
import slash80.ip.SafeText;

/// The findings of an event in the format of AWS Security Hub
/// (https://docs.aws.amazon.com/securityhub/latest/userguide/securityhub-findings-format-attributes.html).
/// A resolved finding is the same one, archived; one that opens again is active again. An account
/// imports findings under its own id only, so this one stands in all of them, and the resources
/// name the account that they are in.
///
/// @param product the ARN of the product under which an account imports findings of its own
public record SecurityFormat(String product) {
  private static final int ID = 512;
  private static final int TITLE = 256;
  private static final int DESCRIPTION = 1024;
  private static final int RECOMMENDATION = 512;
  private static final int FIELD = 2048;
  private static final String NAME = "Slash80";
  private static final String CHECKS =
      "Software and Configuration Checks/AWS Security Best Practices";

  /// The subjects that are resources with a type of their own
  /// (https://docs.aws.amazon.com/securityhub/latest/userguide/asff-resources.html). Load balancers
  /// and target groups are known by their names only.
  private static final Map<String, String> TYPES =
      Map.of(
          "cluster", "AwsEksCluster",
          "instance", "AwsEc2Instance",
          "network-interface", "AwsEc2NetworkInterface",
          "subnet", "AwsEc2Subnet");

  /// The parts of the product's ARN.
  private enum Part {
    ARN,
    PARTITION,
    SERVICE,
    REGION,
    ACCOUNT
  }

  /// The findings of an event. BadInput when it is not an event about findings.
  public List<Map<String, Object>> findings(JsonNode event) {
    var detail = event.path("detail");
    if (!detail.path("findings").isArray() || detail.path("findings").isEmpty()) {
      throw new BadInput("the message is not an event about findings: it has no detail.findings");
    }
    var findings = new ArrayList<Map<String, Object>>();
    for (JsonNode finding : detail.path("findings")) {
      findings.add(new Writer(detail, finding).write());
    }
    return findings;
  }

  private String part(Part part) {
    return product.split(":", -1)[part.ordinal()];
  }

  private static String cut(String text, int most) {
    return text.isBlank() ? "-" : SafeText.of(text, most);
  }

  /// Writes one finding of an event.
  private final class Writer {
    private final JsonNode detail;
    private final JsonNode finding;

    Writer(JsonNode detail, JsonNode finding) {
      this.detail = detail;
      this.finding = finding;
    }

    Map<String, Object> write() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("SchemaVersion", "2018-10-08");
      tree.put("Id", id());
      tree.put("ProductArn", product);
      tree.put("ProductName", NAME);
      tree.put("CompanyName", NAME);
      tree.put("AwsAccountId", part(Part.ACCOUNT));
      tree.put("GeneratorId", cut("slash80/" + text(detail, "rule"), ID));
      tree.put("CreatedAt", moment(finding, "firstSeen"));
      tree.put("FirstObservedAt", moment(finding, "firstSeen"));
      tree.put("UpdatedAt", moment(detail, "at"));
      tree.put("LastObservedAt", moment(detail, "at"));
      tree.put("FindingProviderFields", provided());
      tree.put("Title", cut(optional("title"), TITLE));
      tree.put(
          "Description",
          cut(sentences(finding.path("detail").asText(), optional("risk")), DESCRIPTION));
      tree.put("Remediation", Map.of("Recommendation", recommendation()));
      tree.put("ProductFields", fields());
      tree.put("Resources", resources());
      tree.put("RecordState", isOver() ? "ARCHIVED" : "ACTIVE");
      return tree;
    }

    /// A detail has no full stop; a risk is whole sentences.
    private static String sentences(String detail, String risk) {
      return risk.isBlank()
          ? detail
          : detail.isBlank() || detail.endsWith(".")
              ? (detail + " " + risk).strip()
              : detail + ". " + risk;
    }

    private boolean isOver() {
      return word(detail, "event", Set.of("opened", "worse", "resolved")).equals("resolved");
    }

    /// A finding is known by its id, also when it comes again
    /// (https://docs.aws.amazon.com/securityhub/latest/userguide/finding-update-batchimportfindings.html).
    /// One that is too long is cut and told apart by its hash.
    private String id() {
      var id = "%s/%s".formatted(place(), text(finding, "id"));
      var safe = SafeText.of(id);
      if (safe.length() <= ID) {
        return safe;
      }
      var hash = UUID.nameUUIDFromBytes(id.getBytes(StandardCharsets.UTF_8)).toString();
      return SafeText.of(id, ID - 1 - hash.length()) + " " + hash;
    }

    private String place() {
      return "slash80/%s/%s/%s"
          .formatted(text(detail, "account"), text(detail, "region"), text(detail, "cluster"));
    }

    /// A provider gives the severity and the types here, because the fields of these names beside
    /// it belong to the customer once the finding is there.
    private Map<String, Object> provided() {
      var type =
          optional("family").equals("delegation") ? CHECKS : CHECKS + "/Network Reachability";
      return Map.of(
          "Severity",
          Map.of("Label", word(finding, "severity", Set.of("LOW", "MEDIUM", "HIGH", "CRITICAL"))),
          "Types",
          List.of(type));
    }

    /// Findings of one event may need a command each.
    private String remedy() {
      return finding.path("remedy").asText(optional("remedy"));
    }

    private Map<String, Object> recommendation() {
      var tree = new LinkedHashMap<String, Object>();
      var remedy = remedy();
      tree.put(
          "Text",
          TextFormat.isCommand(remedy) && remedy.length() > RECOMMENDATION
              ? "Run the command in the product field slash80/fix."
              : cut(remedy, RECOMMENDATION));
      var see = optional("see");
      if (see.matches("https://[A-Za-z0-9./_#?=&%~+-]{1,400}")) {
        tree.put("Url", see);
      }
      return tree;
    }

    /// What Security Hub has no place for. The whole fix stands here, because a recommendation is
    /// short.
    private Map<String, Object> fields() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("slash80/account", cut(text(detail, "account"), FIELD));
      tree.put("slash80/region", cut(text(detail, "region"), FIELD));
      tree.put("slash80/cluster", cut(text(detail, "cluster"), FIELD));
      tree.put("slash80/rule", cut(text(detail, "rule"), FIELD));
      tree.put("slash80/headline", cut(optional("headline"), FIELD));
      put(tree, "slash80/cause", optional("cause"));
      put(tree, "slash80/fix", remedy());
      put(tree, "slash80/ending", finding.path("ending").asText());
      put(
          tree,
          isOver() ? "slash80/closedBy" : "slash80/changedBy",
          detail
              .path("changedBy")
              .valueStream()
              .map(
                  origin ->
                      origin.path("who").asText().isEmpty()
                          ? origin.path("what").asText()
                          : "%s by %s"
                              .formatted(origin.path("what").asText(), origin.path("who").asText()))
              .collect(Collectors.joining(", ")));
      return tree;
    }

    private static void put(Map<String, Object> tree, String key, String value) {
      if (!value.isBlank()) {
        tree.put(key, cut(value, FIELD));
      }
    }

    /// The subject, its node, and the cluster.
    private List<Map<String, Object>> resources() {
      var subject = finding.path("subject");
      var type = text(subject, "type");
      var resources = new ArrayList<Map<String, Object>>();
      resources.add(resource(type, text(subject, "id")));
      var node = subject.path("node").asText();
      if (!node.isEmpty() && !type.equals("instance")) {
        resources.add(resource("instance", node));
      }
      if (!type.equals("cluster")) {
        resources.add(resource("cluster", text(detail, "cluster")));
      }
      return resources;
    }

    private Map<String, Object> resource(String type, String id) {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("Type", TYPES.getOrDefault(type, "Other"));
      tree.put("Id", cut(arn(type, id), ID));
      tree.put("Partition", part(Part.PARTITION));
      var region = text(detail, "region");
      if (region.matches("[a-z0-9-]{1,16}")) {
        tree.put("Region", region);
      }
      return tree;
    }

    /// The ARN where it is known. A subnet may belong to another account.
    private String arn(String type, String id) {
      return switch (type) {
        case "cluster" -> arn("eks", type, id);
        case "instance", "network-interface" -> arn("ec2", type, id);
        default -> id;
      };
    }

    private String arn(String service, String type, String id) {
      return "arn:%s:%s:%s:%s:%s/%s"
          .formatted(
              part(Part.PARTITION),
              service,
              text(detail, "region"),
              text(detail, "account"),
              type,
              id);
    }

    private String optional(String key) {
      return detail.path(key).asText();
    }

    private static String text(JsonNode tree, String key) {
      var text = tree.path(key);
      if (!text.isTextual() || text.textValue().isBlank()) {
        throw missing(key, "a text");
      }
      return text.textValue();
    }

    private static String word(JsonNode tree, String key, Set<String> words) {
      var word = text(tree, key);
      if (!words.contains(word)) {
        throw missing(key, "one of " + words.stream().sorted().toList());
      }
      return word;
    }

    private static String moment(JsonNode tree, String key) {
      try {
        return Instant.parse(text(tree, key)).toString();
      } catch (DateTimeParseException broken) {
        throw missing(key, "a moment such as 2026-11-23T08:05:12Z");
      }
    }

    private static BadInput missing(String key, String expected) {
      return new BadInput(
          "the message is not an event about findings: expected %s as %s".formatted(expected, key));
    }
  }
}
