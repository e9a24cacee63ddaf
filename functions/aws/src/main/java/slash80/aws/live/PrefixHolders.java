package slash80.aws.live;

import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import slash80.aws.Ipv6Blocks;
import slash80.aws.convert.InstanceInterfaces;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// Finds other interfaces that hold the same /80 prefixes as the interfaces of a scope, or the /80
/// around one of their addresses. AWS delegates prefixes of 80 bits only
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html), so a filter finds the
/// holders by name. A filter finds neither an address inside a prefix nor an interface without an
/// instance: a check of the whole cluster sees those.
record PrefixHolders(Ec2Calls ec2) {

  Fact<List<NetworkInterface>> read(List<NetworkInterface> own) {
    var ids = ScopedAttachments.values(own, NetworkInterface::networkInterfaceId);
    var blocks = blocks(own);
    return ScopedAttachments.unlessEmpty(
            blocks, texts -> ec2.instances("network-interface.ipv6-prefixes.ipv6-prefix", texts))
        .map(
            hosts ->
                hosts.stream()
                    .flatMap(InstanceInterfaces::of)
                    .filter(other -> !ids.contains(other.networkInterfaceId()))
                    .filter(other -> holdsAny(other, blocks))
                    .map(PrefixHolders::holding)
                    .toList());
  }

  private static Set<String> blocks(List<NetworkInterface> own) {
    var blocks = new TreeSet<String>();
    for (var networkInterface : own) {
      networkInterface.ipv6Prefixes().forEach(prefix -> blocks.add(prefix.ipv6Prefix()));
      networkInterface.ipv6Addresses().stream()
          .flatMap(address -> Ipv6Blocks.parse(address.ipv6Address()).stream())
          .forEach(address -> blocks.add(Ipv6Blocks.slash80Around(address).toString()));
    }
    return blocks;
  }

  private static boolean holdsAny(NetworkInterface other, Set<String> blocks) {
    return other.ipv6Prefixes().stream().anyMatch(prefix -> blocks.contains(prefix.ipv6Prefix()));
  }

  /// The interface with only its addresses and prefixes: its groups and its host are not judged.
  private static NetworkInterface holding(NetworkInterface other) {
    return NetworkInterface.builder()
        .networkInterfaceId(other.networkInterfaceId())
        .subnetId(other.subnetId())
        .vpcId(other.vpcId())
        .ipv6Addresses(other.ipv6Addresses())
        .ipv6Prefixes(other.ipv6Prefixes())
        .build();
  }
}
