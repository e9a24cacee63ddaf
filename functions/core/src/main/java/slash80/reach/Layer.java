package slash80.reach;

/// The layers that a packet from the internet passes on its way to an interface, in this order.
public enum Layer {
  ADDRESS("address"),
  PUBLIC_ACCESS_BLOCK("public-access-block"),
  ROUTE("route"),
  NETWORK_ACL("network-acl"),
  SECURITY_GROUP("security-group");

  private final String label;

  Layer(String label) {
    this.label = label;
  }

  /// The name in the JSON output.
  @Override
  public String toString() {
    return label;
  }
}
