package slash80.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The `vpc-cni` add-on of a cluster, where EKS manages it (`eks:DescribeAddon`).
///
/// @param version `v1.20.1-eksbuild.3`, …
/// @param environment the environment variables that its configuration sets (`env` of its
///   configuration values, which are JSON or YAML), by name; unread when the values are neither
public record VpcCni(String version, Fact<Map<String, String>> environment) {

  /// The first version that hands IPv6 addresses to pods
  /// (https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html).
  public static final String FIRST_WITH_IPV6 = "1.10.1";

  private static final Pattern VERSION =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(-eksbuild\\.\\d+)?");

  /// What the CNI takes for true, as Go's `strconv.ParseBool` does; for anything else it takes its
  /// own default, and that is false for each variable asked about here
  /// (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/ipamd/ipamd.go).
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  private static final Set<String> NEEDED = Set.of("ENABLE_IPv6", "ENABLE_PREFIX_DELEGATION");

  /// IPv6 clusters know neither IPv4 pods nor pods in subnets of their own.
  private static final Set<String> HARMFUL =
      Set.of("ENABLE_IPv4", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG");

  /// Whether it is old enough to know nothing of IPv6; not told of a version that is written in
  /// another way than AWS's.
  public Fact<Boolean> isOlderThanIpv6() {
    return parsed(version)
        .flatMap(own -> parsed(FIRST_WITH_IPV6).map(first -> Arrays.compare(own, first) < 0));
  }

  private static Fact<int[]> parsed(String version) {
    var parts = VERSION.matcher(version);
    return parts.matches()
        ? Fact.known(Stream.of(1, 2, 3).map(parts::group).mapToInt(Integer::parseInt).toArray())
        : Fact.unread("\"%s\" is not a version of the vpc-cni add-on".formatted(version));
  }

  /// The settings that keep it from delegating IPv6 prefixes, `NAME=value`. What is not set is as
  /// EKS sets it for an IPv6 cluster: IPv6 and prefixes on, IPv4 and custom networking off.
  public Fact<List<String>> settingsAgainstIpv6Prefixes() {
    return environment.map(
        set ->
            set.entrySet().stream()
                .filter(VpcCni::isAgainstIpv6Prefixes)
                .map(Map.Entry::toString)
                .sorted()
                .toList());
  }

  private static boolean isAgainstIpv6Prefixes(Map.Entry<String, String> setting) {
    var on = TRUE.contains(setting.getValue());
    return on ? HARMFUL.contains(setting.getKey()) : NEEDED.contains(setting.getKey());
  }
}
