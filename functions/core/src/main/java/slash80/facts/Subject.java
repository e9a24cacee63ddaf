package slash80.facts;

/// What a rule judges and a finding speaks of.
public sealed interface Subject
    permits Cluster,
        Node,
        NetworkInterface,
        Subnet,
        LoadBalancer,
        TargetGroup,
        PublicAccessExclusion {

  /// The word of the JSON output: `cluster`, `instance`, `network-interface`, `subnet`,
  /// `load-balancer`, `target-group` or `public-access-exclusion`.
  String subjectType();

  /// The identifier that people and AWS know it by; for load balancers and target groups their
  /// name.
  String subjectId();
}
