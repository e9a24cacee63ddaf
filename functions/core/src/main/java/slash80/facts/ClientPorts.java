package slash80.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.Address;
import slash80.network.IpFamily;
import slash80.network.PortRange;
import slash80.network.Protocol;
import slash80.network.ServiceSet;

/// The ports of an interface that internet-facing network load balancers ask with their clients'
/// own addresses, so that its security groups have to admit the internet there
/// (https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html).
///
/// @param loadBalancers their names, sorted
/// @param unread why there may be more, each reason once
public record ClientPorts(ServiceSet services, List<String> loadBalancers, List<String> unread) {
  public ClientPorts {
    loadBalancers = List.copyOf(loadBalancers);
    unread = List.copyOf(unread);
  }

  static ClientPorts of(Network network, NetworkInterface networkInterface, IpFamily family) {
    return new Search(network, networkInterface, family).run();
  }

  private static final class Search {
    private final Network network;
    private final NetworkInterface networkInterface;
    private final IpFamily family;
    private final List<ServiceSet> services = new ArrayList<>();
    private final TreeSet<String> names = new TreeSet<>();
    private final LinkedHashSet<String> unread = new LinkedHashSet<>();

    Search(Network network, NetworkInterface networkInterface, IpFamily family) {
      this.network = network;
      this.networkInterface = networkInterface;
      this.family = family;
    }

    ClientPorts run() {
      for (var loadBalancer : read(network.loadBalancers()).orElse(List.of())) {
        if (loadBalancer.type().equals("network") && loadBalancer.internetFacing()) {
          lookAt(loadBalancer);
        }
      }
      var all = services.stream().reduce(ServiceSet.none(family), ServiceSet::union);
      return new ClientPorts(all, List.copyOf(names), List.copyOf(unread));
    }

    private void lookAt(LoadBalancer loadBalancer) {
      for (var group : read(network.facts().targetGroups()).orElse(List.of())) {
        if (group.loadBalancers().contains(loadBalancer.arn()) && keepsClientAddress(group)) {
          for (var target : read(group.targets()).orElse(List.of())) {
            if (isHere(target, group)) {
              services.add(asked(group, target.port()));
              names.add(loadBalancer.name());
            }
          }
        }
      }
    }

    /// A client of one family shows its address to targets of the same family only.
    private boolean keepsClientAddress(TargetGroup group) {
      var sameFamily = group.ipAddressType().equals(family == IpFamily.IPV6 ? "ipv6" : "ipv4");
      return sameFamily
          && (group.alwaysKeepsClientAddress()
              || read(group.attributes()).map(group::keepsClientAddress).orElse(false));
    }

    private boolean isHere(TargetGroup.Target target, TargetGroup group) {
      return switch (group.targetType()) {
        case "instance" ->
            networkInterface.isPrimary()
                && networkInterface
                    .attachment()
                    .orElseThrow()
                    .instance()
                    .value()
                    .equals(target.id());
        case "ip" -> isHeld(Address.parse(target.id()));
        default -> false;
      };
    }

    private boolean isHeld(Address address) {
      return address.family() == family
          && networkInterface.held(family).stream().anyMatch(held -> held.contains(address));
    }

    private ServiceSet asked(TargetGroup group, int port) {
      var ports = new PortRange(port, port);
      var tcp = ServiceSet.of(family, Protocol.TCP, ports);
      var udp = ServiceSet.of(family, Protocol.UDP, ports);
      return switch (group.protocol()) {
        case "TCP_UDP", "TCP_QUIC" -> tcp.union(udp);
        case "UDP", "QUIC" -> udp;
        default -> tcp;
      };
    }

    private <T> Optional<T> read(Fact<T> fact) {
      return switch (fact) {
        case Known<T>(var value) -> Optional.of(value);
        case Unread<T>(var why) -> {
          unread.add(why);
          yield Optional.empty();
        }
      };
    }
  }
}
