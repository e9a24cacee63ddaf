package slash80.aws;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import software.amazon.awssdk.services.ec2.model.Vpc;

/// IPv6 addresses and prefixes of AWS resources, the VPCs that contain them, and the /80 blocks
/// around them.
public final class Ipv6Blocks {
  private Ipv6Blocks() {}

  /// An IPv6 address or prefix as a prefix; empty for any other text. IPv4 is left out: many VPCs
  /// use the same private addresses.
  public static Optional<Prefix> parse(String text) {
    if (!text.contains(":") || text.startsWith("arn:")) {
      return Optional.empty();
    }
    try {
      var prefix =
          text.contains("/")
              ? Prefix.parse(text)
              : new Prefix(Address.parse(text), IpFamily.IPV6.bits());
      return Optional.of(prefix).filter(parsed -> parsed.family() == IpFamily.IPV6);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The /80 block around an address. AWS delegates prefixes of this length only
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html).
  public static Prefix slash80Around(Prefix address) {
    return new Prefix(address.first(), 80);
  }

  /// The ids of the VPCs whose IPv6 ranges contain a prefix.
  public static Set<String> vpcsContaining(Prefix prefix, Collection<Vpc> vpcs) {
    return vpcs.stream()
        .filter(vpc -> ranges(vpc).anyMatch(range -> range.contains(prefix)))
        .map(Vpc::vpcId)
        .collect(Collectors.toSet());
  }

  private static Stream<Prefix> ranges(Vpc vpc) {
    return vpc.ipv6CidrBlockAssociationSet().stream()
        .map(association -> Prefix.parse(association.ipv6CidrBlock()));
  }
}
