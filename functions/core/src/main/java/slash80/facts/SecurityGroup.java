package slash80.facts;

import java.util.List;
import java.util.Optional;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.ServiceSet;

/// A security group with its inbound rules
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-security-groups.html).
///
/// @param name its `GroupName`; a VPC's own group is called `default`
/// @param description the words of whoever made it
public record SecurityGroup(
    Id id, String name, String description, Vpc.Id vpc, List<Rule> ingress) {
  public SecurityGroup {
    ingress = List.copyOf(ingress);
  }

  /// The name of the group that AWS Global Accelerator makes.
  public static final String ACCELERATORS = "GlobalAccelerator";

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  /// Whether the group is its VPC's default group. The name decides: AWS reserves it
  /// (`InvalidGroup.Reserved`,
  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html) and does not lend
  /// a default group to other VPCs
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_AssociateSecurityGroupVpc.html).
  public boolean isDefault() {
    return name.equals("default");
  }

  /// Whether the group is the one that AWS Global Accelerator makes in each VPC with an endpoint,
  /// and names so.
  public boolean isOfAccelerators() {
    return name.equals(ACCELERATORS);
  }

  /// One inbound rule with one source: AWS lists several sources per permission; here each stands
  /// alone, as `ec2:DescribeSecurityGroupRules` has it.
  ///
  /// @param id its `sgr-` id, where it was read
  /// @param protocol the IP protocol's number, or -1 for every one
  /// @param from FromPort; the ICMP type for ICMP and ICMPv6; -1 is any
  /// @param to ToPort; the ICMP code, which is ignored
  public record Rule(Optional<String> id, int protocol, int from, int to, Source source) {

    /// The services that the rule admits from its source.
    public ServiceSet services(IpFamily family) {
      if (protocol < 0) {
        return ServiceSet.all(family);
      }
      boolean icmp = protocol == 1 || protocol == 58;
      if (from < 0 || (!icmp && to < from)) {
        return ServiceSet.of(family, protocol);
      }
      return ServiceSet.of(family, protocol, new PortRange(from, icmp ? from : to));
    }
  }

  /// The source of a rule.
  public sealed interface Source {
    /// The addresses of a CIDR block.
    record Cidr(Prefix prefix) implements Source {}

    /// The entries of a managed prefix list.
    record PrefixListId(PrefixList.Id id) implements Source {}

    /// The interfaces that carry a group: never the internet.
    record Group(SecurityGroup.Id id) implements Source {}
  }
}
