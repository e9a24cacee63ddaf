package slash80.ip;

/// The line of all services of a family: 256 protocols in the order of their numbers, each with as
/// many places as it has ports, or one. So a set of services is a set of numbers.
final class ServiceLine {
  private static final ServiceLine IPV4 = new ServiceLine(IpFamily.IPV4);
  private static final ServiceLine IPV6 = new ServiceLine(IpFamily.IPV6);

  private final IpFamily family;

  /// The start of each protocol, then the end of the line.
  private final int[] starts = new int[Protocol.COUNT + 1];

  private ServiceLine(IpFamily family) {
    this.family = family;
    for (int protocol = 0; protocol < Protocol.COUNT; protocol++) {
      starts[protocol + 1] = starts[protocol] + ports(protocol);
    }
  }

  static ServiceLine of(IpFamily family) {
    return switch (family) {
      case IPV4 -> IPV4;
      case IPV6 -> IPV6;
    };
  }

  private int ports(int protocol) {
    if (protocol == Protocol.icmpOf(family)) {
      return 256;
    }
    return Protocol.hasPorts(family, protocol) ? 65_536 : 1;
  }

  /// Whether the line holds a service; the port does not matter for a protocol without ports.
  boolean holds(int protocol, int port) {
    return protocol >= 0
        && protocol < Protocol.COUNT
        && (!Protocol.hasPorts(family, protocol) || (port >= 0 && port < ports(protocol)));
  }

  /// The place of a service that the line holds.
  int place(int protocol, int port) {
    return starts[protocol] + (Protocol.hasPorts(family, protocol) ? port : 0);
  }

  int start(int protocol) {
    return starts[protocol];
  }

  int end() {
    return starts[Protocol.COUNT];
  }

  int protocolAt(int place) {
    int protocol = 0;
    while (starts[protocol + 1] <= place) {
      protocol++;
    }
    return protocol;
  }

  int portAt(int place) {
    return place - starts[protocolAt(place)];
  }

  /// The places from `first` to before `end`, as a set.
  Cuts cuts(int first, int end) {
    return end == end() ? Cuts.from(0, first) : Cuts.between(0, first, 0, end);
  }
}
