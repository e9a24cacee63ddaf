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

/// Ids that AWS gives to resources, such as `subnet-0a1b`, whose first part says what they are, and
/// ARNs of load balancing.
public final class Ids {
  private Ids() {}

  /// The kind of resource that an id names: `subnet` of `subnet-0a1b`, and `subnet-cidr-assoc` of
  /// `subnet-cidr-assoc-0a1b`; `loadbalancer`, `targetgroup`, `listener`, … of an ARN.
  public static String kind(String id) {
    if (id.startsWith("arn:")) {
      return LoadBalancingArn.parse(id).map(LoadBalancingArn::kind).orElse("");
    }
    return id.contains("-") ? id.substring(0, id.lastIndexOf('-')) : "";
  }

  /// The load balancer of a listener or of a listener's rule; any other id unchanged.
  public static String parent(String id) {
    return LoadBalancingArn.parse(id).flatMap(LoadBalancingArn::loadBalancer).orElse(id);
  }

  /// The name in the ARN of a load balancer or a target group; any other id unchanged.
  public static String name(String id) {
    return LoadBalancingArn.parse(id).flatMap(LoadBalancingArn::name).orElse(id);
  }

  /// The id at the end of an ARN.
  public static String last(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /// An IPv6 address or prefix as a prefix. IPv4 is left out: the same private address stands in
  /// many VPCs.
  public static Optional<Prefix> prefix(String text) {
    if (!text.contains(":") || text.startsWith("arn:")) {
      return Optional.empty();
    }
    try {
      var prefix =
          text.contains("/")
              ? Prefix.parse(text)
              : new Prefix(Address.parse(text), IpFamily.IPV6.bits());
      return Optional.of(prefix).filter(otherPrefix -> otherPrefix.family() == IpFamily.IPV6);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The block around an address that AWS would hand out as a prefix.
  public static String block(Prefix address) {
    return new Prefix(address.first(), 80).toString();
  }

  /// The VPCs with a range that holds the prefix.
  public static Set<String> vpcsHolding(Prefix prefix, Collection<Vpc> vpcs) {
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
