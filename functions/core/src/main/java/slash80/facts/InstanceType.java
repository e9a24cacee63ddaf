package slash80.facts;

/// An EC2 instance type and its network features
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-instance-types.html).
///
/// @param name `c5.large`, …
/// @param hypervisor `nitro` or `xen`; empty for bare metal
/// @param bareMetal `BareMetal`
/// @param speaksIpv6 `NetworkInfo.Ipv6Supported`
public record InstanceType(String name, String hypervisor, boolean bareMetal, boolean speaksIpv6) {

  /// Whether EC2 can delegate prefixes to instances of this type
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html).
  public boolean takesPrefixes() {
    return bareMetal || hypervisor.equals("nitro");
  }
}
