package slash80.network;

import java.util.List;

/// What packets ask for: a set of (protocol, destination port) pairs of one family. All 256
/// protocols stand on one line in the order of their numbers, TCP and UDP taking 65,536 places
/// each, the family's own ICMP 256, every other protocol one; the set is a sorted list of disjoint
/// ranges of that line. Immutable, canonical.
public final class ServiceSet {

  public static ServiceSet none(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  public static ServiceSet all(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  /// All ports (or types) of one protocol.
  public static ServiceSet of(IpFamily family, int protocol) {
    throw new UnsupportedOperationException();
  }

  /// Some ports of one protocol; for a protocol without ports the range is ignored; for the
  /// family's ICMP it is cut to 0-255.
  public static ServiceSet of(IpFamily family, int protocol, PortRange ports) {
    throw new UnsupportedOperationException();
  }

  public IpFamily family() {
    throw new UnsupportedOperationException();
  }

  public boolean isEmpty() {
    throw new UnsupportedOperationException();
  }

  /// `port` is ignored for a protocol without ports.
  public boolean contains(int protocol, int port) {
    throw new UnsupportedOperationException();
  }

  public boolean containsAll(ServiceSet other) {
    throw new UnsupportedOperationException();
  }

  public boolean overlaps(ServiceSet other) {
    throw new UnsupportedOperationException();
  }

  public ServiceSet union(ServiceSet other) {
    throw new UnsupportedOperationException();
  }

  public ServiceSet intersection(ServiceSet other) {
    throw new UnsupportedOperationException();
  }

  public ServiceSet difference(ServiceSet other) {
    throw new UnsupportedOperationException();
  }

  public ServiceSet complement() {
    throw new UnsupportedOperationException();
  }

  /// One line of what people read: `protocol` is `tcp`, `udp`, `icmpv6` (IPv6) or `icmp` (IPv4), a
  /// number, a range of unnamed numbers `59-255`, or `-1` for the whole line; `ports` is `all` or a
  /// list `22,80-443`.
  public record Line(String protocol, String ports) {}

  /// The set as lines, one per named protocol and per run of unnamed ones, in the order of their
  /// numbers; `-1` alone when it is everything.
  public List<Line> lines() {
    throw new UnsupportedOperationException();
  }
}
