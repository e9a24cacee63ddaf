package slash80.rule;

/// How bad a violation is, worst last.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
