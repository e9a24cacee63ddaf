package slash80.network;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import slash80.ip.ServiceSet;
import slash80.reach.Entrance;
import slash80.reach.Reach;
import slash80.reach.Sees;
import slash80.reach.Way;

/// An interface that an entrance leads to, for clients of one family that ask for some ports.
///
/// @param address the address or instance id that the entrance sends to
/// @param port the target's port; 0 where it is the port that the client asks for
/// @param sees the source that the interface's security groups see
/// @param protocol the protocol that clients ask for, as a set of services prints it
/// @param ports the ports of the entrance that clients ask for
/// @param arrives whether any packet of such clients arrives
public record EntranceTarget(
    NetworkInterface.Id networkInterface,
    String address,
    int port,
    Sees sees,
    IpFamily clients,
    String protocol,
    String ports,
    Fact<Boolean> arrives) {

  /// A stable order: the same account gives the same report.
  private static final Comparator<EntranceTarget> ORDER =
      Comparator.comparing((EntranceTarget target) -> target.networkInterface().value())
          .thenComparing(EntranceTarget::clients, Comparator.reverseOrder())
          .thenComparing(EntranceTarget::protocol)
          .thenComparing(EntranceTarget::ports)
          .thenComparing(EntranceTarget::address)
          .thenComparingInt(EntranceTarget::port)
          .thenComparing(EntranceTarget::sees);

  /// The targets of an entrance, in a stable order. The internet gateway has one for each interface
  /// on which it opens something, or may do so.
  public static List<EntranceTarget> of(Entrance entrance, Network network) {
    var targets =
        entrance.type() == Entrance.Type.INTERNET_GATEWAY
            ? behindGateway(entrance, network)
            : entrance.ways().stream().flatMap(way -> of(way).stream());
    return targets.distinct().sorted(ORDER).toList();
  }

  /// One for each line of the services that clients ask for.
  private static List<EntranceTarget> of(Way way) {
    var arrives = way.arrives();
    return way.asked().lines().stream()
        .map(
            line ->
                new EntranceTarget(
                    way.target().id(),
                    way.address(),
                    way.port().orElse(0),
                    way.sees(),
                    way.clients(),
                    line.protocol(),
                    line.ports(),
                    arrives))
        .toList();
  }

  private static Stream<EntranceTarget> behindGateway(Entrance gateway, Network network) {
    return network.interfaces().asKnown().orElse(List.of()).stream()
        .filter(networkInterface -> network.entrances().isBehind(gateway, networkInterface))
        .flatMap(
            networkInterface ->
                Stream.of(IpFamily.IPV6, IpFamily.IPV4)
                    .flatMap(family -> behindGateway(networkInterface, family, network)));
  }

  private static Stream<EntranceTarget> behindGateway(
      NetworkInterface networkInterface, IpFamily family, Network network) {
    var reach = network.reach(networkInterface, family);
    Fact<Boolean> arrives =
        switch (reach.state()) {
          case OPEN, INSPECTED -> Fact.known(true);
          case UNKNOWN -> Fact.unread(String.join("; ", reach.unread()));
          case LATENT, CLOSED -> Fact.known(false);
        };
    return lines(reach)
        .map(
            line ->
                new EntranceTarget(
                    networkInterface.id(),
                    usedAddress(networkInterface, family),
                    0,
                    Sees.CLIENT,
                    family,
                    line.protocol(),
                    line.ports(),
                    arrives));
  }

  /// The first address of an interface that a gateway sends to.
  private static String usedAddress(NetworkInterface networkInterface, IpFamily family) {
    var addresses =
        switch (family) {
          case IPV4 ->
              networkInterface.ipv4Addresses().stream()
                  .filter(ipv4 -> ipv4.publicAddress().isPresent())
                  .map(NetworkInterface.Ipv4::address);
          case IPV6 -> networkInterface.held(family).stream().map(Prefix::first);
        };
    return addresses.findFirst().map(Object::toString).orElse(networkInterface.id().value());
  }

  private static Stream<ServiceSet.Line> lines(Reach reach) {
    return reach.open().union(reach.inspected()).union(reach.unknown()).services().lines().stream();
  }
}
