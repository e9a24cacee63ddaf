package slash80.network;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;
import slash80.facts.Fact;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.ip.ServiceSet;
import slash80.reach.AdmittedPackets;

/// The shares of the internet that sets of sources hold. A share of one `least`th still counts as
/// the internet; a smaller one is a named peer.
record InternetShares(Map<IpFamily, Internet> internet, long least) {

  private Internet over(AddressSet sources) {
    return Objects.requireNonNull(internet.get(sources.family()));
  }

  /// Whether the share of a set of sources is at least one `denominator`th.
  boolean isAtLeast(long denominator, AddressSet sources) {
    return over(sources).isShareAtLeast(denominator, sources);
  }

  double of(AddressSet sources) {
    return over(sources).share(sources);
  }

  /// Whether security groups admit more than named peers from the internet. Unread where only rules
  /// that were not read could.
  Fact<Boolean> isInternet(AdmittedPackets admitted) {
    if (!services(admitted.surely()).isEmpty()) {
      return Fact.known(true);
    }
    return services(admitted.atMost()).isEmpty()
        ? Fact.known(false)
        : Fact.unread(String.join("; ", admitted.unread()));
  }

  /// The services that some packets ask for from more than named peers.
  ServiceSet services(PacketSet packets) {
    return packets.servicesWhere(sources -> isAtLeast(least, sources));
  }

  /// The blocks of a list that each name a peer; none where together they add up to the internet.
  List<Prefix> peers(List<Prefix> cidrs) {
    var peers = cidrs.stream().filter(cidr -> isPeer(AddressSet.of(cidr))).toList();
    return peers.stream().collect(Collectors.groupingBy(Prefix::family)).entrySet().stream()
            .allMatch(entry -> isPeer(AddressSet.of(entry.getKey(), entry.getValue())))
        ? peers
        : List.of();
  }

  /// A wide block outside the internet is not a peer either.
  private boolean isPeer(AddressSet sources) {
    return !isAtLeast(least, sources)
        && !sources.isAtLeast(least, AddressSet.all(sources.family()));
  }
}
