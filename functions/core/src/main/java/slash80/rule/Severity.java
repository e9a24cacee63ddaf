package slash80.rule;

/// The severity of a finding, worst last.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
