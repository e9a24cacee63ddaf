package slash80.check;

/// The reason for a check.
enum Trigger {
  /// Something has changed.
  CHANGE,
  /// The scheduled sweep: open findings are also repeated as reminders.
  SWEEP
}
