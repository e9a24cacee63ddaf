package slash80.rule;

/// How a rule's id is made from the sentence that its class is named after.
public final class RuleId {
  private RuleId() {}

  public static String of(String className) {
    return className
        .replaceAll("(?<!^)(?=[A-Z])|(?<=[a-zA-Z])(?<!Ipv)(?=[0-9])", "-")
        .toLowerCase(java.util.Locale.ROOT);
  }
}
