package slash80.network;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

/// The settings of the rules that a policy may change.
///
/// @param settling the time after its launch during which a node is too young to be judged
/// @param highShare the share that counts as most of the internet is one in this many: 2
/// @param mediumShare the share that counts as a good part of it is one in this many: 256
/// @param lowShare the smallest share that counts as the internet, and not as a named peer, is one
///   in this many: 65,536
/// @param roomForPrefixes the number of free /80 blocks that a node subnet should have: 1,024
/// @param listedTcpPorts the ports that make an opening critical
/// @param ipv6Clusters the names of the clusters whose pods should use IPv6
public record Parameters(
    Duration settling,
    long highShare,
    long mediumShare,
    long lowShare,
    long roomForPrefixes,
    List<PortRange> listedTcpPorts,
    Set<String> ipv6Clusters) {
  public Parameters {
    listedTcpPorts = List.copyOf(listedTcpPorts);
    ipv6Clusters = Set.copyOf(ipv6Clusters);
  }

  /// The settings of a policy that lists no cluster.
  public Parameters(
      Duration settling,
      long highShare,
      long mediumShare,
      long lowShare,
      long roomForPrefixes,
      List<PortRange> listedTcpPorts) {
    this(settling, highShare, mediumShare, lowShare, roomForPrefixes, listedTcpPorts, Set.of());
  }

  public static final Parameters DEFAULTS =
      new Parameters(
          Duration.ofMinutes(5),
          2,
          256,
          65_536,
          1_024,
          List.of(
              port(22),
              new PortRange(2379, 2380),
              port(3389),
              port(6443),
              port(10250),
              port(10255),
              port(1433),
              port(1521),
              port(3306),
              port(5432),
              port(6379),
              port(9042),
              port(9200),
              port(27017)));

  private static PortRange port(int port) {
    return new PortRange(port, port);
  }

  /// The listed ports over TCP.
  public ServiceSet listed(IpFamily family) {
    return listedTcpPorts.stream()
        .map(ports -> ServiceSet.of(family, Protocol.TCP, ports))
        .reduce(ServiceSet.none(family), ServiceSet::union);
  }

  /// The same settings with another settling time.
  public Parameters settling(Duration grace) {
    return new Parameters(
        grace, highShare, mediumShare, lowShare, roomForPrefixes, listedTcpPorts, ipv6Clusters);
  }

  /// The same settings with the clusters whose pods should use IPv6.
  public Parameters expectingIpv6(Set<String> clusters) {
    return new Parameters(
        settling, highShare, mediumShare, lowShare, roomForPrefixes, listedTcpPorts, clusters);
  }
}
