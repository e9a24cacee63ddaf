package slash80.facts;

import java.util.Set;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

/// The transport of a listener or a target group: TCP (`TCP`, `TLS`, `HTTP`, …; `SSL` of a Classic
/// Load Balancer), UDP (`UDP`, `QUIC`) or both (`TCP_UDP`, `TCP_QUIC`). A Gateway Load Balancer's
/// `GENEVE` is neither.
public record Transport(boolean tcp, boolean udp) {
  private static final Set<String> KNOWN =
      Set.of("TCP", "TLS", "HTTP", "HTTPS", "SSL", "UDP", "QUIC", "TCP_UDP", "TCP_QUIC", "GENEVE");

  public static Transport of(String protocol) {
    return new Transport(
        protocol.startsWith("T") || protocol.startsWith("HTTP") || protocol.equals("SSL"),
        protocol.endsWith("UDP") || protocol.endsWith("QUIC"));
  }

  /// Whether AWS documents a protocol of a listener
  /// (https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_Listener.html).
  public static boolean isKnown(String protocol) {
    return KNOWN.contains(protocol);
  }

  /// The transports of either.
  public Transport or(Transport other) {
    return new Transport(tcp || other.tcp, udp || other.udp);
  }

  public boolean isBoth() {
    return tcp && udp;
  }

  /// The services at a port.
  public ServiceSet at(IpFamily family, int port) {
    var ports = new PortRange(port, port);
    var none = ServiceSet.none(family);
    var overTcp = tcp ? ServiceSet.of(family, Protocol.TCP, ports) : none;
    return overTcp.union(udp ? ServiceSet.of(family, Protocol.UDP, ports) : none);
  }
}
