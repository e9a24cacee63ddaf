package slash80.facts;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The `vpc-cni` add-on of a cluster, where EKS manages it
/// (https://docs.aws.amazon.com/cli/latest/reference/eks/describe-addon.html).
///
/// @param version `v1.20.1-eksbuild.3`, …
/// @param environment the environment variables that its configuration sets (`env` of its
///   configuration values, which are JSON or YAML), by name; unread when the values are neither
/// @param issues what EKS says is wrong with it (`health.issues`)
public record VpcCni(
    String version, Fact<Map<String, String>> environment, List<HealthIssue> issues) {
  public VpcCni {
    issues = List.copyOf(issues);
  }

  public VpcCni(String version, Fact<Map<String, String>> environment) {
    this(version, environment, List.of());
  }

  /// An issue of the add-on, in the words of EKS
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_AddonIssue.html).
  ///
  /// @param code `AccessDenied`, `ConfigurationConflict`, …
  public record HealthIssue(String code, String message) {}

  /// The first version that gives IPv6 addresses to pods
  /// (https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html).
  public static final String FIRST_WITH_IPV6 = "1.10.1";

  private static final Pattern VERSION =
      Pattern.compile("v?(\\d{1,9})\\.(\\d{1,9})\\.(\\d{1,9})(-eksbuild\\.\\d+)?");

  /// The values that the CNI reads as true, as Go's `strconv.ParseBool` does. For any other value
  /// it uses its default, which is false for each variable here
  /// (https://github.com/aws/amazon-vpc-cni-k8s/blob/master/pkg/ipamd/ipamd.go).
  private static final Set<String> TRUE = Set.of("1", "t", "T", "TRUE", "true", "True");

  private static final Set<String> NEEDED = Set.of("ENABLE_IPv6", "ENABLE_PREFIX_DELEGATION");

  /// Settings that IPv6 clusters do not support: IPv4 pods, and pods in subnets of their own.
  private static final Set<String> HARMFUL =
      Set.of("ENABLE_IPv4", "AWS_VPC_K8S_CNI_CUSTOM_NETWORK_CFG");

  /// Whether the version is older than IPv6 support; unread when the version is not in AWS's
  /// format.
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

  /// The settings that keep the CNI from delegating IPv6 prefixes, as `NAME=value`. EKS sets every
  /// other variable for an IPv6 cluster: IPv6 and prefixes on, IPv4 and custom networking off.
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
