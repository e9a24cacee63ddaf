package slash80.reach;

import java.util.List;
import slash80.facts.SecurityGroup;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// An entrance as the source of packets: the targets' security groups see its address and its own
/// groups in place of the client.
///
/// @param groups its own security groups
/// @param addresses its addresses, as far as its interfaces were read; any of them may send
/// @param ranges the ranges of its subnets: where no address of a family is known, it has one of
///   these
public record Origin(List<SecurityGroup.Id> groups, List<Address> addresses, List<Prefix> ranges) {
  public Origin {
    groups = List.copyOf(groups);
    addresses = List.copyOf(addresses);
    ranges = List.copyOf(ranges);
  }

  List<Address> addresses(IpFamily family) {
    return addresses.stream().filter(address -> address.family() == family).toList();
  }

  List<Prefix> ranges(IpFamily family) {
    return ranges.stream().filter(range -> range.family() == family).toList();
  }
}
