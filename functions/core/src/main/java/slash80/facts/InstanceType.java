package slash80.facts;

/// What an instance type can do (`ec2:DescribeInstanceTypes`).
///
/// @param name `c5.large`, …
/// @param hypervisor `nitro` or `xen`; empty for bare metal
/// @param bareMetal `BareMetal`
/// @param speaksIpv6 `NetworkInfo.Ipv6Supported`
public record InstanceType(String name, String hypervisor, boolean bareMetal, boolean speaksIpv6) {

  /// Whether prefixes can be delegated to it
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html).
  public boolean takesPrefixes() {
    return bareMetal || hypervisor.equals("nitro");
  }
}
