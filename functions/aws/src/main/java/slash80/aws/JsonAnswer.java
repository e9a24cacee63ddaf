package slash80.aws;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.List;
import java.util.function.Predicate;
import software.amazon.awssdk.core.exception.SdkClientException;

/// The answer of a [JsonService], whose members are what the caller expects. An answer that lacks
/// what was asked for comes from something between, or was cut: it is a failure of the call, never
/// an empty list. An empty list of accounts would close their ledgers.
///
/// @param members a JSON object
public record JsonAnswer(JsonNode members) {

  /// A list of objects.
  public List<JsonAnswer> list(String key) {
    return elements(key, JsonNode::isObject).stream().map(JsonAnswer::new).toList();
  }

  /// A list of texts.
  public List<String> texts(String key) {
    return elements(key, JsonNode::isTextual).stream().map(JsonNode::textValue).toList();
  }

  /// Whether the answer has the member. A member that is null is not there.
  public boolean has(String key) {
    return members.hasNonNull(key);
  }

  public String text(String key) {
    return member(key, JsonNode::isTextual, "text").textValue();
  }

  public boolean flag(String key) {
    return member(key, JsonNode::isBoolean, "true or false").booleanValue();
  }

  /// The token of the next page; empty on the last. A page that names itself as the next one would
  /// be read for ever.
  ///
  /// @param key the name of the token, in the request as in the answer
  /// @param before the token of this page; empty for the first
  public String nextToken(String key, String before) {
    var next = has(key) ? text(key) : "";
    if (!next.isEmpty() && next.equals(before)) {
      throw SdkClientException.create("the response names itself as the next page");
    }
    return next;
  }

  private List<JsonNode> elements(String key, Predicate<JsonNode> form) {
    var elements = member(key, JsonNode::isArray, "list").valueStream().toList();
    if (!elements.stream().allMatch(form)) {
      throw SdkClientException.create("the response has a wrong element in " + key);
    }
    return elements;
  }

  private JsonNode member(String key, Predicate<JsonNode> form, String expected) {
    var member = members.path(key);
    if (!form.test(member)) {
      throw SdkClientException.create("the response has no %s %s".formatted(expected, key));
    }
    return member;
  }
}
