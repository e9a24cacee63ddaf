package slash80.facts;

import java.util.List;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// A managed prefix list with its entries
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/get-managed-prefix-list-entries.html).
public record PrefixList(Id id, List<Prefix> entries) {
  public PrefixList {
    entries = List.copyOf(entries);
  }

  /// The addresses of a family in the list. AWS keeps one family per list.
  public AddressSet addresses(IpFamily family) {
    return AddressSet.of(
        family, entries.stream().filter(entry -> entry.family() == family).toList());
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }
}
