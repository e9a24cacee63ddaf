package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// A managed prefix list with its entries
/// (https://docs.aws.amazon.com/cli/latest/reference/ec2/get-managed-prefix-list-entries.html). It
/// keeps its addresses: a list of a thousand entries is remembered from one check to the next.
public final class PrefixList {
  private final Id id;
  private final List<Prefix> entries;
  private final Map<IpFamily, AddressSet> addresses = new ConcurrentHashMap<>();

  public PrefixList(Id id, List<Prefix> entries) {
    this.id = id;
    this.entries = List.copyOf(entries);
  }

  public record Id(String value) {
    @Override
    public String toString() {
      return value;
    }
  }

  public Id id() {
    return id;
  }

  public List<Prefix> entries() {
    return entries;
  }

  /// The addresses of a family in the list. AWS keeps one family per list.
  public AddressSet addresses(IpFamily family) {
    return addresses.computeIfAbsent(
        family,
        _ ->
            AddressSet.of(
                family, entries.stream().filter(entry -> entry.family() == family).toList()));
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof PrefixList list && id.equals(list.id) && entries.equals(list.entries);
  }

  @Override
  public int hashCode() {
    return Objects.hash(id, entries);
  }

  @Override
  public String toString() {
    return "PrefixList[id=%s, entries=%s]".formatted(id, entries);
  }
}
