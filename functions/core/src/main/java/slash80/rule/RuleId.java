package slash80.rule;

import java.util.Locale;

/// Derives the id of a rule from the name of its class.
public final class RuleId {
  private RuleId() {}

  public static String of(String className) {
    return className
        .replaceAll("(?<!^)(?=[A-Z])|(?<=[a-zA-Z])(?<!Ipv)(?=[0-9])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
