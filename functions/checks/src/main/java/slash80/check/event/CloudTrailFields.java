package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.ip.Prefix;

/// Reads the forms in which CloudTrail writes the same fields. Older calls are flat and lower camel
/// case, their lists `{"items": […]}`; newer ones stand in one `…Request` or `…Response` in pascal
/// case, a list of one being the element itself with a `tag`
/// (https://docs.aws.amazon.com/awscloudtrail/latest/userguide/cloudtrail-event-reference-record-contents.html).
final class CloudTrailFields {
  /// The members of a request that name the target of a route.
  private static final List<String> TARGETS =
      List.of(
          "gatewayId",
          "egressOnlyInternetGatewayId",
          "natGatewayId",
          "networkInterfaceId",
          "transitGatewayId",
          "vpcPeeringConnectionId",
          "vpcEndpointId",
          "localGatewayId",
          "carrierGatewayId");

  private CloudTrailFields() {}

  /// The object itself, without the one key that wraps it.
  static JsonNode unwrapped(JsonNode tree) {
    if (tree.isObject() && tree.size() == 1) {
      String key = tree.fieldNames().next();
      if (key.endsWith("Request") || key.endsWith("Response")) {
        return tree.get(key);
      }
    }
    return tree;
  }

  /// Whether CloudTrail left the object out, as it does above 100 KB, with or without saying so.
  static boolean isOmitted(JsonNode tree) {
    return tree.isMissingNode()
        || tree.isNull()
        || (tree.isObject() && tree.path("omitted").asBoolean(false));
  }

  /// A field, whatever the case of its first letter.
  static JsonNode field(JsonNode tree, String name) {
    for (JsonNode found : new JsonNode[] {tree.path(name), tree.path(otherCase(name))}) {
      if (!found.isMissingNode()) {
        return found;
      }
    }
    return MissingNode.getInstance();
  }

  private static String otherCase(String name) {
    char first = name.charAt(0);
    char other =
        Character.isLowerCase(first) ? Character.toUpperCase(first) : Character.toLowerCase(first);
    return other + name.substring(1);
  }

  /// The text of a field; empty when there is none. A scalar in a wrapped list is `{"content": …}`.
  static String text(JsonNode tree, String name) {
    var found = field(tree, name);
    return found.isObject() ? found.path("content").asText("") : found.asText("");
  }

  /// The id of the target of a route, as far as the facts hold it too: for an instance, they hold
  /// the interface.
  static Optional<String> routeTarget(JsonNode request) {
    return TARGETS.stream().map(key -> text(request, key)).filter(id -> !id.isEmpty()).findFirst();
  }

  /// The CIDRs that a route leads to.
  static List<Prefix> routeCidrs(JsonNode request) {
    return Stream.of("destinationIpv6CidrBlock", "destinationCidrBlock")
        .map(key -> text(request, key))
        .filter(cidr -> !cidr.isEmpty())
        .map(Prefix::parse)
        .toList();
  }

  /// The elements of a list, in any of its forms.
  static List<JsonNode> elements(JsonNode tree) {
    for (String key : List.of("items", "item")) {
      if (tree.has(key)) {
        return elements(tree.get(key));
      }
    }
    var elements = new ArrayList<JsonNode>();
    if (tree.isArray()) {
      tree.forEach(elements::add);
    } else if (tree.isObject() && !tree.isEmpty()) {
      elements.add(tree);
    }
    return elements;
  }

  /// Whether a flag is set, as a boolean or as text.
  static boolean isTrue(JsonNode tree, String name) {
    return field(tree, name).asBoolean(false);
  }

  /// A time. Text that is not a time, or lies outside the years of a calendar, changes no verdict,
  /// so it counts as missing.
  static Instant time(JsonNode tree, String name, Instant otherwise) {
    var text = tree.path(name).asText("");
    try {
      return text.startsWith("+") || text.startsWith("-") ? otherwise : Instant.parse(text);
    } catch (DateTimeParseException _) {
      return otherwise;
    }
  }
}
