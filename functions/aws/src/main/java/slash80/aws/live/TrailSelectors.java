package slash80.aws.live;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import slash80.aws.JsonAnswer;

/// Tells of which services that are checked the selectors of a trail log all calls that write
/// (https://docs.aws.amazon.com/awscloudtrail/latest/APIReference/API_AdvancedFieldSelector.html).
/// The changes of a service that no trail logs would be seen an hour late.
final class TrailSelectors {
  /// The services, as CloudTrail names the sources of their events.
  static final List<String> SOURCES =
      List.of("ec2.amazonaws.com", "eks.amazonaws.com", "elasticloadbalancing.amazonaws.com");

  private TrailSelectors() {}

  /// @param answer to GetEventSelectors. A trail has selectors of one of two kinds.
  static Set<String> logged(JsonAnswer answer) {
    if (answer.has("AdvancedEventSelectors")) {
      var selectors = answer.list("AdvancedEventSelectors");
      return logged(
          source -> selectors.stream().anyMatch(selector -> isAdvanced(selector, source)));
    }
    var selectors = answer.list("EventSelectors");
    return logged(source -> selectors.stream().anyMatch(selector -> isBasic(selector, source)));
  }

  private static Set<String> logged(Predicate<String> isLogged) {
    return SOURCES.stream().filter(isLogged).collect(Collectors.toSet());
  }

  private static boolean isBasic(JsonAnswer selector, String source) {
    return selector.flag("IncludeManagementEvents")
        && !selector.text("ReadWriteType").equals("ReadOnly")
        && !values(selector, "ExcludeManagementEventSources").contains(source);
  }

  /// A selector logs what all of its fields admit. A field that is not known here leaves out
  /// something.
  private static boolean isAdvanced(JsonAnswer selector, String source) {
    var call =
        Map.of(
            "eventCategory", "Management",
            "readOnly", "false",
            "eventSource", source,
            "eventType", "AwsApiCall");
    var fields = selector.list("FieldSelectors");
    return fields.stream().anyMatch(field -> field.text("Field").equals("eventCategory"))
        && fields.stream()
            .allMatch(
                field ->
                    call.containsKey(field.text("Field"))
                        && admits(field, call.get(field.text("Field"))));
  }

  private static boolean admits(JsonAnswer field, String value) {
    return isAny(field, "Equals", value, String::equals)
        && isAny(field, "StartsWith", value, String::startsWith)
        && isAny(field, "EndsWith", value, String::endsWith)
        && isNone(field, "NotEquals", value, String::equals)
        && isNone(field, "NotStartsWith", value, String::startsWith)
        && isNone(field, "NotEndsWith", value, String::endsWith);
  }

  private static boolean isAny(
      JsonAnswer field, String operator, String value, BiPredicate<String, String> is) {
    var values = values(field, operator);
    return values.isEmpty() || values.stream().anyMatch(wanted -> is.test(value, wanted));
  }

  private static boolean isNone(
      JsonAnswer field, String operator, String value, BiPredicate<String, String> is) {
    return values(field, operator).stream().noneMatch(unwanted -> is.test(value, unwanted));
  }

  private static List<String> values(JsonAnswer of, String key) {
    return of.has(key) ? of.texts(key) : List.of();
  }
}
