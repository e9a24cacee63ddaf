package slash80.reach;

/// The source that a target's security groups see of a packet that an entrance sends on.
public enum Sees {
  /// The client's own address.
  CLIENT("client"),
  /// The client's own address, by way of AWS Global Accelerator: the group `GlobalAccelerator` as a
  /// source admits it too.
  ACCELERATED_CLIENT("client"),
  /// The entrance's own address and groups.
  ENTRANCE("entrance");

  private final String label;

  Sees(String label) {
    this.label = label;
  }

  /// The name in the JSON output.
  @Override
  public String toString() {
    return label;
  }
}
