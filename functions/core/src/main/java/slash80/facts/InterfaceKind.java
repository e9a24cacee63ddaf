package slash80.facts;

/// What an interface is to the cluster.
public enum InterfaceKind {
  /// A node's first: device 0 on network card 0.
  PRIMARY,
  /// A node's, made for its pods by the VPC CNI or EKS Auto Mode.
  POD,
  /// A node's, carrying branch interfaces: no prefix by design.
  TRUNK,
  /// A node's, attached by its user.
  OTHER,
  /// A pod's own, on a trunk.
  BRANCH,
  /// The Kubernetes control plane's, in the cluster's subnets.
  CONTROL_PLANE,
  /// A pod's that AWS Fargate runs.
  FARGATE;

  /// Whether it is attached to a node.
  public boolean isOfNode() {
    return this == PRIMARY || this == POD || this == TRUNK || this == OTHER;
  }

  /// Whether the VPC CNI delegates a prefix to it.
  public boolean holdsPodPrefix() {
    return this == PRIMARY || this == POD;
  }
}
