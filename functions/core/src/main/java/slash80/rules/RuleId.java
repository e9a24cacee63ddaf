package slash80.rules;

/// How a rule's id is made from the sentence that its class is named after.
final class RuleId {
  private RuleId() {}

  static String of(String className) {
    return className
        .replaceAll("(?<!^)(?=[A-Z])|(?<=[a-zA-Z])(?<!Ipv)(?=[0-9])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
