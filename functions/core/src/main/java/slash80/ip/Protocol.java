package slash80.ip;

import java.util.Locale;

/// The named IP protocol numbers, and the text form of a protocol.
public final class Protocol {
  public static final int ICMP = 1;
  public static final int TCP = 6;
  public static final int UDP = 17;
  public static final int ICMPV6 = 58;

  static final int COUNT = 256;

  private Protocol() {}

  /// The number of `tcp`, `udp`, `icmp`, `icmpv6` (any case) or of a number's text, 0 to 255.
  /// IllegalArgumentException for anything else, `-1` too.
  public static int parse(String text) {
    int number =
        switch (text.toLowerCase(Locale.ROOT)) {
          case "icmp" -> ICMP;
          case "tcp" -> TCP;
          case "udp" -> UDP;
          case "icmpv6" -> ICMPV6;
          default -> SmallNumber.parse(text, COUNT - 1);
        };
    if (number == SmallNumber.NONE) {
      throw new IllegalArgumentException(
          "%s is not an IP protocol".formatted(SafeText.quoted(text)));
    }
    return number;
  }

  /// `tcp`, `udp`, `icmp`, `icmpv6`, else the number.
  public static String name(int protocol) {
    return switch (protocol) {
      case ICMP -> "icmp";
      case TCP -> "tcp";
      case UDP -> "udp";
      case ICMPV6 -> "icmpv6";
      default -> Integer.toString(protocol);
    };
  }

  /// Whether a packet of this protocol has a port (TCP, UDP) or a type in its place (ICMP over
  /// IPv4, ICMPv6 over IPv6).
  public static boolean hasPorts(IpFamily family, int protocol) {
    return protocol == TCP || protocol == UDP || protocol == icmpOf(family);
  }

  /// The ICMP protocol of a family.
  static int icmpOf(IpFamily family) {
    return switch (family) {
      case IPV4 -> ICMP;
      case IPV6 -> ICMPV6;
    };
  }
}
