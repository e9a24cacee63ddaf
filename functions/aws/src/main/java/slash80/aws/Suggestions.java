package slash80.aws;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the names that a person may have meant by a mistyped one.
public final class Suggestions {
  private static final int LISTED = 20;

  private Suggestions() {}

  /// The nearest names. Names that contain the typed text come first, then the names that need the
  /// fewest changes of letters.
  public static List<String> of(String typed, Collection<String> names, int most) {
    var word = typed.toLowerCase(Locale.ROOT);
    return names.stream()
        .sorted(
            Comparator.<String, Boolean>comparing(
                    name -> word.isEmpty() || !name.toLowerCase(Locale.ROOT).contains(word))
                .thenComparingInt(name -> distance(name.toLowerCase(Locale.ROOT), word)))
        .limit(most)
        .toList();
  }

  /// The end of a sentence about a cluster that there is not: the clusters that there are, the
  /// nearest names first; empty if clusters cannot be listed.
  public static String there(String cluster, Account account) {
    try {
      var names = account.names();
      int left = names.size() - LISTED;
      return names.isEmpty()
          ? "; there is no other cluster"
          : "; the clusters there are %s%s"
              .formatted(
                  String.join(", ", of(cluster, names, LISTED)),
                  left > 0 ? " and %s more".formatted(left) : "");
    } catch (ReadInterrupted _) {
      return "";
    }
  }

  /// The name that was almost certainly meant, for a place where other values than names are valid
  /// too. The name contains the typed letters, or at most two of the letters, and not all, change.
  public static Optional<String> mistyped(String typed, Collection<String> names) {
    var word = typed.toLowerCase(Locale.ROOT);
    return of(typed, names, 1).stream()
        .filter(_ -> word.length() > 1)
        .filter(name -> name.contains(word) || distance(name, word) < Math.min(3, word.length()))
        .findFirst();
  }

  /// The Levenshtein distance: the number of letters to change, add or remove.
  static int distance(String text, String other) {
    var above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= text.length(); row++) {
      var line = new int[above.length];
      line[0] = row;
      for (int column = 1; column < line.length; column++) {
        var changed = text.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        line[column] =
            Math.min(above[column - 1] + changed, Math.min(above[column], line[column - 1]) + 1);
      }
      above = line;
    }
    return above[other.length()];
  }
}
