package slash80.network;

/// The role of a network interface in the cluster.
public enum InterfaceKind {
  /// A node's primary interface: device 0 on network card 0.
  PRIMARY,
  /// A node's interface for pods, made by its CNI or EKS Auto Mode.
  POD,
  /// A node's trunk, which carries branch interfaces. It holds no prefix by design.
  TRUNK,
  /// A node's interface that its user attached.
  OTHER,
  /// A pod's own interface, on a trunk.
  BRANCH,
  /// An interface of the Kubernetes control plane, in one of the cluster's subnets.
  CONTROL_PLANE,
  /// The interface of a pod on AWS Fargate.
  FARGATE,
  /// An interface that carries a security group of the cluster and is not of the cluster.
  GUEST;

  /// Whether interfaces of this kind are attached to a node.
  public boolean isOfNode() {
    return this == PRIMARY || this == POD || this == TRUNK || this == OTHER;
  }

  /// Whether the VPC CNI delegates prefixes to interfaces of this kind.
  public boolean holdsPodPrefix() {
    return this == PRIMARY || this == POD;
  }
}
