package slash80.rule;

import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// Derives the id of a rule from the name of its class.
public final class RuleId {
  private static final Map<String, String> IDS = new ConcurrentHashMap<>();

  private RuleId() {}

  public static String of(String className) {
    return IDS.computeIfAbsent(className, RuleId::derived);
  }

  private static String derived(String className) {
    return className
        .replaceAll("(?<!^)(?=[A-Z])|(?<=[a-zA-Z])(?<!Ipv)(?=[0-9])", "-")
        .toLowerCase(Locale.ROOT);
  }
}
