package slash80.facts;

import java.util.List;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Prefix;

/// A managed prefix list with its entries (`ec2:GetManagedPrefixListEntries`).
public record PrefixList(Id id, List<Prefix> entries) {
  public PrefixList {
    entries = List.copyOf(entries);
  }

  /// The addresses of a family in it; a list has entries of one family.
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
