package slash80.blame;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// A copy of an interface that differs in one thing.
record InterfaceCopy(NetworkInterface of) {
  NetworkInterface groups(List<SecurityGroup.Id> groups) {
    return copy(groups, of.checksSourceAndDestination(), of.tags());
  }

  NetworkInterface checking(boolean checks) {
    return copy(of.groups(), checks, of.tags());
  }

  NetworkInterface tags(Map<String, String> tags) {
    return copy(of.groups(), of.checksSourceAndDestination(), tags);
  }

  private NetworkInterface copy(
      List<SecurityGroup.Id> groups, boolean checks, Map<String, String> tags) {
    return new NetworkInterface(
        of.id(),
        of.subnet(),
        of.vpc(),
        of.interfaceType(),
        of.description(),
        of.attachment(),
        groups,
        of.ipv6Addresses(),
        of.ipv6Prefixes(),
        of.ipv4Addresses(),
        of.ipv4Prefixes(),
        of.deniesAllIgwTraffic(),
        checks,
        tags,
        of.operator());
  }

  NetworkInterface held(InterfaceSteps.Held change) {
    var blocks = new HashSet<>(change.blocks());
    var ipv6 = new ArrayList<>(of.ipv6Addresses());
    var ipv6Prefixes = new ArrayList<>(of.ipv6Prefixes());
    var ipv4 = new ArrayList<>(of.ipv4Addresses());
    var ipv4Prefixes = new ArrayList<>(of.ipv4Prefixes());
    ipv6.removeIf(address -> blocks.contains(new Prefix(address, 128)));
    ipv6Prefixes.removeIf(blocks::contains);
    ipv4.removeIf(held -> blocks.contains(new Prefix(held.address(), 32)));
    ipv4Prefixes.removeIf(blocks::contains);
    if (!change.given()) {
      for (var block : change.blocks()) {
        boolean isAddress = block.length() == (block.family() == IpFamily.IPV6 ? 128 : 32);
        switch (block.family()) {
          case IPV6 -> {
            if (isAddress) {
              ipv6.add(block.first());
            } else {
              ipv6Prefixes.add(block);
            }
          }
          case IPV4 -> {
            if (isAddress) {
              ipv4.add(new NetworkInterface.Ipv4(block.first(), false, Optional.empty()));
            } else {
              ipv4Prefixes.add(block);
            }
          }
        }
      }
    }
    return holding(ipv6, ipv6Prefixes, ipv4, ipv4Prefixes);
  }

  NetworkInterface publicAddress(Optional<Address> address) {
    return holding(
        of.ipv6Addresses(),
        of.ipv6Prefixes(),
        of.ipv4Addresses().stream()
            .map(
                held ->
                    new NetworkInterface.Ipv4(
                        held.address(),
                        held.primary(),
                        address.isEmpty() ? address : held.publicAddress().or(() -> address),
                        address.isEmpty() ? Optional.empty() : held.association()))
            .toList(),
        of.ipv4Prefixes());
  }

  private NetworkInterface holding(
      List<Address> ipv6,
      List<Prefix> ipv6Prefixes,
      List<NetworkInterface.Ipv4> ipv4,
      List<Prefix> ipv4Prefixes) {
    return new NetworkInterface(
        of.id(),
        of.subnet(),
        of.vpc(),
        of.interfaceType(),
        of.description(),
        of.attachment(),
        of.groups(),
        ipv6,
        ipv6Prefixes,
        ipv4,
        ipv4Prefixes,
        of.deniesAllIgwTraffic(),
        of.checksSourceAndDestination(),
        of.tags(),
        of.operator());
  }
}
