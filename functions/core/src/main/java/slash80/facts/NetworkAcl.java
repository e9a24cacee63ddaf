package slash80.facts;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// A network ACL with its entries in the order in which AWS evaluates them
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/describe-network-acls.html).
///
/// @param associations the subnet of each association by its id: the call that replaces one names
///   its id alone
public record NetworkAcl(
    Id id,
    Vpc.Id vpc,
    List<Subnet.Id> subnets,
    List<Entry> entries,
    Map<String, String> associations) {
  public NetworkAcl {
    subnets = List.copyOf(subnets);
    entries = entries.stream().sorted(Comparator.comparingInt(Entry::ruleNumber)).toList();
    associations = Map.copyOf(associations);
  }

  /// An ACL whose associations nobody asks for.
  public NetworkAcl(Id id, Vpc.Id vpc, List<Subnet.Id> subnets, List<Entry> entries) {
    this(id, vpc, subnets, entries, Map.of());
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  public enum Direction {
    INBOUND,
    OUTBOUND
  }

  public enum Action {
    ALLOW,
    DENY
  }

  /// One entry of a network ACL.
  ///
  /// @param protocol the IP protocol's number, or -1 for every protocol
  /// @param ports empty for all ports
  /// @param icmpType empty or -1 for every type
  /// @param cidr the source of an inbound entry, the destination of an outbound one
  public record Entry(
      int ruleNumber,
      Direction direction,
      Action action,
      int protocol,
      Optional<PortRange> ports,
      Optional<Integer> icmpType,
      Prefix cidr) {}
}
