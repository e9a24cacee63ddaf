package slash80.aws;

import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;

/// The number of calls that reading an account took, by IAM action. Calls that write the ledger or
/// send alerts are not counted.
public record CallCounts(Map<String, Integer> byAction) {
  public CallCounts {
    byAction = Map.copyOf(byAction);
  }

  public static CallCounts none() {
    return new CallCounts(Map.of());
  }

  /// The calls that were added since earlier ones.
  public CallCounts since(CallCounts earlier) {
    var added = new TreeMap<String, Integer>();
    byAction.forEach(
        (action, count) -> {
          int before = earlier.byAction().getOrDefault(action, 0);
          if (count > before) {
            added.put(action, count - before);
          }
        });
    return new CallCounts(added);
  }

  /// These calls and others together.
  public CallCounts and(CallCounts others) {
    var sums = new TreeMap<>(byAction);
    others.byAction().forEach((action, count) -> sums.merge(action, count, Integer::sum));
    return new CallCounts(sums);
  }

  public int sum() {
    return byAction.values().stream().mapToInt(Integer::intValue).sum();
  }

  /// `3 calls: ec2:DescribeInstances 2, ec2:DescribeVpcs`.
  @Override
  public String toString() {
    var actions =
        new TreeMap<>(byAction)
            .entrySet().stream()
                .map(
                    calls -> calls.getKey() + (calls.getValue() == 1 ? "" : " " + calls.getValue()))
                .collect(Collectors.joining(", "));
    return switch (sum()) {
      case 0 -> "no calls";
      case 1 -> "1 call: " + actions;
      default -> "%,d calls: %s".formatted(sum(), actions);
    };
  }
}
