package slash80.facts;

/// The subject of a rule and of its findings.
public sealed interface Subject
    permits Cluster,
        Node,
        NetworkInterface,
        Subnet,
        LoadBalancer,
        TargetGroup,
        PublicAccessExclusion {

  /// The type in the JSON output: `cluster`, `instance`, `network-interface`, `subnet`,
  /// `load-balancer`, `target-group` or `public-access-exclusion`.
  String subjectType();

  /// The id that AWS and people use; the name for load balancers and target groups.
  String subjectId();
}
