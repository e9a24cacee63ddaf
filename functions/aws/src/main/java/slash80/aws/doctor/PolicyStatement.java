package slash80.aws.doctor;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/// A statement of a resource's policy, as far as the look at a stack needs it. A member may be a
/// text or a list of texts
/// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_grammar.html).
record PolicyStatement(JsonNode tree) {
  private static final ObjectMapper JSON = new ObjectMapper();

  /// The statements of a policy; none where the text is no policy.
  static List<PolicyStatement> of(String policy) {
    try {
      var statement = JSON.readTree(policy).path("Statement");
      return statement.isArray()
          ? statement.valueStream().map(PolicyStatement::new).toList()
          : statement.isObject() ? List.of(new PolicyStatement(statement)) : List.of();
    } catch (JsonProcessingException none) {
      return List.of();
    }
  }

  /// Whether a policy lets a principal call an action, and no statement without a condition denies
  /// it to everyone.
  static boolean isAllowed(String policy, String principal, String action) {
    var statements = of(policy);
    return statements.stream()
            .anyMatch(
                statement ->
                    statement.isEffect("Allow")
                        && statement.names(principal)
                        && statement.covers(action))
        && statements.stream().noneMatch(statement -> statement.deniesAll(action));
  }

  /// Whether it denies the action to everyone, whatever the call is like.
  boolean deniesAll(String action) {
    return isEffect("Deny")
        && names("*")
        && covers(action)
        && tree.path("Condition").isMissingNode();
  }

  /// Whether it allows the action to everyone in the world, whatever the call is like.
  boolean allowsAll(String action) {
    return isEffect("Allow")
        && names("*")
        && covers(action)
        && tree.path("Condition").isMissingNode();
  }

  /// Whether it allows the action to the roles of an account whose own policies allow it.
  boolean letsAccount(String account, String action) {
    return isEffect("Allow")
        && covers(action)
        && tree.path("Principal")
            .path("AWS")
            .toString()
            .matches("(?s).*(arn:[a-z-]+:iam::%s:root|\"%s\").*".formatted(account, account));
  }

  private boolean isEffect(String effect) {
    return tree.path("Effect").asText().equals(effect);
  }

  /// A principal is `"*"`, or texts by kind.
  private boolean names(String principal) {
    var who = tree.path("Principal");
    return who.isTextual()
        ? who.asText().equals(principal)
        : who.valueStream().flatMap(PolicyStatement::texts).anyMatch(principal::equals);
  }

  /// Actions have no case, and may end with an asterisk.
  private boolean covers(String action) {
    var asked = action.toLowerCase(Locale.ROOT);
    return texts(tree.path("Action"))
        .map(named -> named.toLowerCase(Locale.ROOT))
        .anyMatch(
            named ->
                named.equals(asked)
                    || (named.endsWith("*")
                        && asked.startsWith(named.substring(0, named.length() - 1))));
  }

  private static Stream<String> texts(JsonNode node) {
    return node.isArray()
        ? StreamSupport.stream(node.spliterator(), false).map(JsonNode::asText)
        : Stream.of(node.asText());
  }
}
