package slash80.facts;

import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import slash80.network.AddressSet;
import slash80.network.Iana;
import slash80.network.IpFamily;

/// Where packets from outside come from, and how much of it a set of addresses is.
final class Internet {
  private final Map<IpFamily, AddressSet> whole = new EnumMap<>(IpFamily.class);
  private final AddressSet allocated;

  Internet(Fact<Vpc> vpc) {
    for (var family : IpFamily.values()) {
      whole.put(family, global(family).difference(rangesOf(vpc, family)));
    }
    this.allocated = Iana.allocatedIpv6().intersection(whole.get(IpFamily.IPV6));
  }

  private static AddressSet global(IpFamily family) {
    return switch (family) {
      case IPV4 -> Iana.globalIpv4();
      case IPV6 -> Iana.globalUnicastIpv6();
    };
  }

  /// The VPC's own ranges that are surely in use. What is not known to be the VPC's stays in the
  /// internet: to judge too much is safe.
  private static AddressSet rangesOf(Fact<Vpc> vpc, IpFamily family) {
    var ranges =
        vpc.asKnown().map(Vpc::ranges).orElse(List.of()).stream()
            .filter(range -> range.associated().equals(Fact.known(true)))
            .map(CidrAssociation::cidr)
            .filter(cidr -> cidr.family() == family)
            .toList();
    return AddressSet.of(family, ranges);
  }

  AddressSet of(IpFamily family) {
    return whole.get(family);
  }

  /// Nearly all IPv6 in use is less than a hundredth of 2000::/3, so what the registries have given
  /// out counts as a whole of its own.
  boolean isShareAtLeast(long denominator, AddressSet sources) {
    var internet = of(sources.family());
    var part = sources.intersection(internet);
    return switch (sources.family()) {
      case IPV4 -> part.isAtLeast(denominator, internet);
      case IPV6 ->
          part.isAtLeast(denominator, internet)
              || part.intersection(allocated).isAtLeast(denominator, allocated);
    };
  }

  double share(AddressSet sources) {
    var internet = of(sources.family());
    var part = sources.intersection(internet);
    return switch (sources.family()) {
      case IPV4 -> part.partOf(internet);
      case IPV6 -> Math.max(part.partOf(internet), part.intersection(allocated).partOf(allocated));
    };
  }
}
