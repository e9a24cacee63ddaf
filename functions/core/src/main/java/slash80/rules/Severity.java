package slash80.rules;

/// How bad a violation is, worst last.
public enum Severity {
  LOW,
  MEDIUM,
  HIGH,
  CRITICAL
}
