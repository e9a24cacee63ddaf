package slash80.rule;

/// What a rule is about; its lower-case name is the word of the JSON output.
public enum Family {
  /// Every node has its /80.
  DELEGATION,
  /// No pod is reachable over IPv4 only, or by accident over IPv4.
  EXPOSURE,
  /// Nothing gets round the security groups.
  INGRESS
}
