package slash80.ip;

/// Destination ports from `first` to `last`, both included, 0 to 65535; or ICMP types, 0 to 255.
public record PortRange(int first, int last) {
  public PortRange {
    if (first < 0 || last > 65535 || first > last) {
      throw new IllegalArgumentException("%d-%d is not a range of ports".formatted(first, last));
    }
  }

  public static final PortRange ALL = new PortRange(0, 65535);
}
