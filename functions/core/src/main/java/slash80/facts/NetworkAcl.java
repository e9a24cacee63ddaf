package slash80.facts;

import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import slash80.network.PortRange;
import slash80.network.Prefix;

/// A network ACL (`ec2:DescribeNetworkAcls`). Entries are kept in the order in which AWS asks them.
public record NetworkAcl(Id id, Vpc.Id vpc, List<Subnet.Id> subnets, List<Entry> entries) {
  public NetworkAcl {
    subnets = List.copyOf(subnets);
    entries = entries.stream().sorted(Comparator.comparingInt(Entry::ruleNumber)).toList();
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

  /// One entry.
  ///
  /// @param protocol the IP protocol's number, or -1 for every one
  /// @param ports none means all
  /// @param icmpType none, or -1, means every type
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
