package slash80.network;

/// The registries of IANA that say what "the internet" is, as of the dates given with each table.
public final class Iana {
  private Iana() {}

  /// Global unicast IPv6: 2000::/3.
  public static AddressSet globalUnicastIpv6() {
    throw new UnsupportedOperationException();
  }

  /// The blocks of 2000::/3 that are allocated to the regional registries
  /// (https://www.iana.org/assignments/ipv6-unicast-address-assignments).
  public static AddressSet allocatedIpv6() {
    throw new UnsupportedOperationException();
  }

  /// Global IPv4: everything but the special-purpose registry's blocks that are not globally
  /// reachable (https://www.iana.org/assignments/iana-ipv4-special-registry), multicast and
  /// reserved.
  public static AddressSet globalIpv4() {
    throw new UnsupportedOperationException();
  }
}
