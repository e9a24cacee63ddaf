package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.IpFamily;
import slash80.network.Prefix;

/// Whether an interface has an address that the internet can name.
final class AddressLayer {
  /// Unique local addresses: never routed between networks, whatever AWS calls the range
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html).
  private static final Prefix UNIQUE_LOCAL = Prefix.parse("fc00::/7");

  private final VpcIndex vpc;

  AddressLayer(VpcIndex vpc) {
    this.vpc = vpc;
  }

  /// AWS speaks of the attribute for interfaces with an IPv6 address, and says that one with it can
  /// be given no Elastic IP address
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_NetworkInterface.html). Where a
  /// public IPv4 stands beside it all the same, that one is judged as if the attribute did nothing.
  Fact<Boolean> passes(NetworkInterface asked, IpFamily family) {
    if (family == IpFamily.IPV6 && asked.deniesAllIgwTraffic()) {
      return Fact.known(false);
    }
    return ThreeValued.any(named(asked, family).stream().map(Named::isPublic).toList());
  }

  /// Something that an interface holds.
  ///
  /// @param isPublic whether the internet has a name for it
  record Named(Prefix held, Fact<Boolean> isPublic) {}

  /// Everything of a family that an interface holds. A private IPv4 address is named by the public
  /// one that the gateway maps to it.
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
    return switch (vpc.subnetOf(asked)) {
      case Unread<Subnet>(var why) -> Fact.unread(why);
      case Known<Subnet>(var subnet) ->
          ThreeValued.any(
              subnet.ranges().stream()
                  .filter(range -> range.cidr().overlaps(held))
                  .filter(range -> !range.isPrivate() && !range.cidr().overlaps(UNIQUE_LOCAL))
                  .map(CidrAssociation::associated)
                  .toList());
    };
  }
}
