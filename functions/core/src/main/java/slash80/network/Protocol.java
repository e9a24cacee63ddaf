package slash80.network;

/// The IP protocol numbers that have a name here, and how a protocol is written.
public final class Protocol {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;

  private Protocol() {}

  /// The number of `tcp`, `udp`, `icmp`, `icmpv6` (any case) or of a number's text, 0 to 255.
  /// IllegalArgumentException for anything else, `-1` too.
  public static int parse(String text) {
    throw new UnsupportedOperationException();
  }

  /// `tcp`, `udp`, `icmp`, `icmpv6`, else the number.
  public static String name(int protocol) {
    throw new UnsupportedOperationException();
  }

  /// Whether a packet of this protocol has a port (TCP, UDP) or a type in its place (ICMP over
  /// IPv4, ICMPv6 over IPv6).
  public static boolean hasPorts(IpFamily family, int protocol) {
    throw new UnsupportedOperationException();
  }
}
