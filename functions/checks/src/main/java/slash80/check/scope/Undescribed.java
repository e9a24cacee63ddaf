package slash80.check.scope;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Predicate;
import slash80.aws.Account;

/// The clusters that exist and could not be described.
///
/// @param failed why a call failed that may succeed when it is made again, by the cluster's name
/// @param refused the call that is denied, by the cluster's name
record Undescribed(SortedMap<String, String> failed, SortedMap<String, String> refused) {
  static Undescribed of(Account.Listing listing) {
    return new Undescribed(
        only(listing.unread(), name -> !listing.refused().containsKey(name)),
        only(listing.refused(), _ -> true));
  }

  boolean contains(String name) {
    return failed.containsKey(name) || refused.containsKey(name);
  }

  /// Those of these names.
  Undescribed of(Set<String> names) {
    return new Undescribed(only(failed, names::contains), only(refused, names::contains));
  }

  List<String> unread() {
    return List.copyOf(failed.values());
  }

  private static SortedMap<String, String> only(
      Map<String, String> reasons, Predicate<String> names) {
    var only = new TreeMap<>(reasons);
    only.keySet().removeIf(names.negate());
    return only;
  }
}
