package slash80.facts;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a reading heard of the permissions that it needs. Of a call that it did not make it knows
/// nothing.
///
/// @param refused the calls that IAM does not allow
/// @param granted the actions that were answered
public record Permissions(SortedSet<Refusal> refused, Set<String> granted) {
  public Permissions {
    refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
    granted = Set.copyOf(granted);
  }

  /// Where nothing was asked of IAM, as in a snapshot.
  public static Permissions unasked() {
    return new Permissions(new TreeSet<>(), Set.of());
  }

  /// Whether an action was answered, and never refused: a permission can hold for one resource and
  /// not for another.
  public boolean isGranted(String action) {
    return granted.contains(action)
        && refused.stream().noneMatch(refusal -> refusal.action().equals(action));
  }
}
