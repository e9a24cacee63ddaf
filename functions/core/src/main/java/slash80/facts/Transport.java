package slash80.facts;

import slash80.network.IpFamily;
import slash80.network.PortRange;
import slash80.network.Protocol;
import slash80.network.ServiceSet;

/// What a listener or a target group of a network load balancer speaks: TCP (`TCP`, `TLS`), UDP
/// (`UDP`, `QUIC`) or both (`TCP_UDP`, `TCP_QUIC`). All others speak TCP, or, as a gateway's do,
/// something of their own.
public record Transport(boolean tcp, boolean udp) {

  public static Transport of(String protocol) {
    return new Transport(
        protocol.startsWith("T") || protocol.startsWith("HTTP"),
        protocol.endsWith("UDP") || protocol.endsWith("QUIC"));
  }

  /// What one or the other speaks.
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
