package slash80.rule;

/// The subject area of a rule; its lower-case name is the word in JSON output.
public enum Family {
  /// Every node has its /80.
  DELEGATION,
  /// Pods are not exposed over IPv4.
  EXPOSURE,
  /// Traffic from the internet does not get past the security groups.
  INGRESS
}
