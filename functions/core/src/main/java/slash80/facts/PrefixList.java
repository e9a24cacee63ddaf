package slash80.facts;

import java.util.List;
import slash80.network.Prefix;

/// A managed prefix list with its entries (`ec2:GetManagedPrefixListEntries`).
public record PrefixList(Id id, List<Prefix> entries) {
  public PrefixList {
    entries = List.copyOf(entries);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }
}
