package slash80.aws;

import java.util.Collection;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.network.Address;
import slash80.network.IpFamily;
import slash80.network.Prefix;
import software.amazon.awssdk.services.ec2.model.Vpc;

/// How AWS names things: ids such as `subnet-0a1b`, whose first part says what they are, ARNs of
/// load balancing, and addresses.
final class Ids {
  private Ids() {}

  /// What an id names: `subnet` of `subnet-0a1b`, and `subnet-cidr-assoc` of
  /// `subnet-cidr-assoc-0a1b`; `loadbalancer`, `targetgroup`, `listener`, … of an ARN.
  static String kind(String id) {
    if (id.startsWith("arn:")) {
      var parts = id.split(":", 6);
      return parts.length == 6 && parts[2].equals("elasticloadbalancing")
          ? parts[5].split("/")[0]
          : "";
    }
    return id.contains("-") ? id.substring(0, id.lastIndexOf('-')) : "";
  }

  /// The load balancer of a listener or of a rule of one, as their ARNs say it; else the id itself.
  static String parent(String id) {
    var path = id.split("/");
    return switch (kind(id)) {
      case "listener", "listener-rule" ->
          path.length < 4
              ? id
              : "%s/%s/%s/%s"
                  .formatted(
                      path[0].replaceFirst("listener(-rule)?$", "loadbalancer"),
                      path[1],
                      path[2],
                      path[3]);
      default -> id;
    };
  }

  /// The name in an ARN of load balancing; else the id itself.
  static String name(String id) {
    var path = id.split("/");
    return switch (kind(id)) {
      case "loadbalancer" -> path.length < 4 ? id : path[2];
      case "targetgroup" -> path.length < 3 ? id : path[1];
      default -> id;
    };
  }

  /// The last part of an ARN.
  static String last(String arn) {
    return arn.substring(arn.lastIndexOf('/') + 1);
  }

  /// An IPv6 address or prefix as a prefix. IPv4 is none: the same private address stands in many
  /// VPCs.
  static Optional<Prefix> prefix(String text) {
    if (!text.contains(":") || text.startsWith("arn:")) {
      return Optional.empty();
    }
    try {
      var prefix =
          text.contains("/")
              ? Prefix.parse(text)
              : new Prefix(Address.parse(text), IpFamily.IPV6.bits());
      return Optional.of(prefix).filter(one -> one.family() == IpFamily.IPV6);
    } catch (IllegalArgumentException _) {
      return Optional.empty();
    }
  }

  /// The block around an address that AWS would hand out as a prefix.
  static String block(Prefix address) {
    return new Prefix(address.first(), 80).toString();
  }

  /// The VPCs with a range that holds it.
  static Set<String> vpcsHolding(Prefix prefix, Collection<Vpc> vpcs) {
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
