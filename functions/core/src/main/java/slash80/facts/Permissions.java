package slash80.facts;

import java.util.Collections;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;

/// The permissions that AWS granted or refused while an account was read. A call that was not made
/// appears in neither.
///
/// @param refused the calls that IAM does not allow
/// @param granted the actions that AWS answered
public record Permissions(SortedSet<Refusal> refused, Set<String> granted) {
  public Permissions {
    refused = Collections.unmodifiableSortedSet(new TreeSet<>(refused));
    granted = Set.copyOf(granted);
  }

  /// The permissions of a read without calls, as from a snapshot.
  public static Permissions unasked() {
    return new Permissions(new TreeSet<>(), Set.of());
  }

  /// Whether an action was answered and never refused: IAM can allow it for one resource and not
  /// for another.
  public boolean isGranted(String action) {
    return granted.contains(action)
        && refused.stream().noneMatch(refusal -> refusal.action().equals(action));
  }
}
