package slash80.facts;

import java.time.Duration;
import java.util.List;
import slash80.network.IpFamily;
import slash80.network.PortRange;
import slash80.network.Protocol;
import slash80.network.ServiceSet;

/// What the people who live with the rules may adjust.
///
/// @param settling for how long after its launch a node is too young to be judged
/// @param half a share of one in this many is most of the internet: 2
/// @param part a share of one in this many is a good part of it: 256
/// @param little a share of one in this many is still the internet, and less is a named peer:
///   65,536
/// @param roomForPrefixes how many free /80 blocks a node subnet has to have left: 1,024
/// @param listedTcpPorts the ports that make an opening critical
public record Parameters(
    Duration settling,
    long half,
    long part,
    long little,
    long roomForPrefixes,
    List<PortRange> listedTcpPorts) {
  public Parameters {
    listedTcpPorts = List.copyOf(listedTcpPorts);
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

  /// The same with another time of grace.
  public Parameters settling(Duration grace) {
    return new Parameters(grace, half, part, little, roomForPrefixes, listedTcpPorts);
  }
}
