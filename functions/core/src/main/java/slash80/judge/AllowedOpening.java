package slash80.judge;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import slash80.facts.NetworkInterface;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.Network;
import slash80.rules.Phrases;

/// An opening to the internet that the policy allows.
///
/// @param on the interfaces that may be open so
public record AllowedOpening(ResourceSelector on, Traffic traffic) {

  /// Whether one of its interfaces is open in this way or would be after one change; true if the
  /// interfaces could not be read.
  public boolean mayBeOf(Network network) {
    return network
        .interfaces()
        .map(
            networkInterfaces ->
                networkInterfaces.stream()
                    .anyMatch(
                        networkInterface ->
                            on.selects(networkInterface, network)
                                && isOn(networkInterface, network)))
        .asKnown()
        .orElse(true);
  }

  private boolean isOn(NetworkInterface networkInterface, Network network) {
    return Arrays.stream(IpFamily.values())
        .anyMatch(
            family -> {
              var reach = network.reach(networkInterface, family);
              var entrances = network.entrances();
              var sets =
                  List.of(
                      reach.open(),
                      reach.unknown(),
                      reach.inspected(),
                      reach.latent(),
                      entrances.accelerated(networkInterface, family).atMost(),
                      entrances.perhapsAccelerated(networkInterface, family).atMost());
              var meant = traffic.over(family);
              return sets.stream().anyMatch(set -> !set.intersection(meant).isEmpty());
            });
  }

  /// `eni-1 on tcp 443`
  @Override
  public String toString() {
    var packets =
        Stream.of(traffic.ipv6(), traffic.ipv4())
            .filter(set -> !set.isEmpty())
            .findFirst()
            .map(PacketSet::services)
            .map(Phrases::list);
    return on + packets.map(services -> " on " + services).orElse("");
  }
}
