package slash80.reach;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import slash80.facts.CidrAssociation;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.facts.Trilean;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// The address layer: whether an interface has an address that the internet can use.
final class AddressLayer {
  /// Unique local addresses, which are never routed between networks, whatever AWS calls the range
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html).
  private static final Prefix UNIQUE_LOCAL = Prefix.parse("fc00::/7");

  private final VpcIndex vpc;
  private final Map<Subnet.Id, Fact<List<CidrAssociation>>> publicRanges = new HashMap<>();

  AddressLayer(VpcIndex vpc) {
    this.vpc = vpc;
  }

  /// Whether the internet can use any address of the interface. AWS documents `DenyAllIgwTraffic`
  /// for interfaces with an IPv6 address and does not allow an Elastic IP address beside it
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html). A public
  /// IPv4 address that still stands beside it is judged as if the attribute were off.
  Fact<Boolean> passes(NetworkInterface asked, IpFamily family) {
    if (family == IpFamily.IPV6 && asked.deniesAllIgwTraffic()) {
      return Fact.known(false);
    }
    return switch (family) {
      case IPV4 -> Fact.known(asked.hasPublicIpv4());
      case IPV6 -> Trilean.any(asked.held(family), held -> inPublicRange(asked, held));
    };
  }

  /// An address or prefix that an interface holds.
  ///
  /// @param isPublic whether the internet has an address for it
  record Named(Prefix held, Fact<Boolean> isPublic) {}

  /// The addresses and prefixes of a family that an interface holds. A private IPv4 address is
  /// public when the gateway maps a public one to it.
  List<Named> named(NetworkInterface asked, IpFamily family) {
    var named = new ArrayList<Named>();
    switch (family) {
      case IPV4 -> {
        for (var ipv4 : asked.ipv4Addresses()) {
          named.add(
              new Named(
                  new Prefix(ipv4.address(), family.bits()),
                  Fact.known(ipv4.publicAddress().isPresent())));
        }
      }
      case IPV6 ->
          asked
              .held(family)
              .forEach(held -> named.add(new Named(held, inPublicRange(asked, held))));
    }
    return named;
  }

  private Fact<Boolean> inPublicRange(NetworkInterface asked, Prefix held) {
    return publicRanges
        .computeIfAbsent(asked.subnet(), id -> vpc.subnet(id).map(AddressLayer::publicRanges))
        .flatMap(
            ranges ->
                Trilean.any(
                    ranges,
                    range -> range.cidr().overlaps(held) ? range.associated() : Fact.known(false)));
  }

  private static List<CidrAssociation> publicRanges(Subnet subnet) {
    return subnet.ranges().stream()
        .filter(range -> !range.isPrivate() && !range.cidr().overlaps(UNIQUE_LOCAL))
        .toList();
  }
}
