package slash80.aws.live;

/// The calls that one check of a part of a cluster may still make.
///
/// @param start the count of the meter when the check began
record CallBudget(CallMeter meter, int start, int limit) {
  /// The budget of an event about nodes or interfaces, whatever the cluster's size.
  private static final int SMALL = 12;

  static CallBudget small(CallMeter meter, int start) {
    return new CallBudget(meter, start, SMALL);
  }

  static CallBudget unlimited(CallMeter meter) {
    return new CallBudget(meter, meter.made(), Integer.MAX_VALUE);
  }

  /// Whether calls may be begun before it is known that they are within the budget.
  boolean isUnlimited() {
    return limit == Integer.MAX_VALUE;
  }

  int left() {
    return limit - (meter.made() - start);
  }
}
