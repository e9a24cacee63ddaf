package slash80.aws;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// Finds the names that a person may have meant by a mistyped one.
public final class Suggestions {
  private static final int LISTED = 20;

  /// As many letters of a typed text are compared. No name is as long.
  private static final int COMPARED = 200;

  /// @param changes the letters that lie between it and the typed text
  private record Near(String name, boolean isPart, int changes) {}

  private Suggestions() {}

  /// The nearest names. Names that contain the typed text come first, then the names that need the
  /// fewest changes of letters.
  public static List<String> of(String typed, Collection<String> names, int most) {
    var word = compared(typed);
    return names.stream()
        .map(name -> near(name, word))
        .sorted(Comparator.comparing(Near::isPart).reversed().thenComparingInt(Near::changes))
        .limit(most)
        .map(Near::name)
        .toList();
  }

  private static Near near(String name, String word) {
    var lower = name.toLowerCase(Locale.ROOT);
    return new Near(name, !word.isEmpty() && lower.contains(word), distance(lower, word));
  }

  private static String compared(String typed) {
    return typed.substring(0, Math.min(typed.length(), COMPARED)).toLowerCase(Locale.ROOT);
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
    var word = compared(typed);
    return of(typed, names, 1).stream()
        .filter(_ -> word.length() > 1)
        .filter(name -> name.contains(word) || distance(name, word) < Math.min(3, word.length()))
        .findFirst();
  }

  /// The Levenshtein distance: the number of letters to change, add or remove.
  static int distance(String text, String other) {
    var above = new int[other.length() + 1];
    var line = new int[above.length];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= text.length(); row++) {
      line[0] = row;
      for (int column = 1; column < line.length; column++) {
        var changed = text.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        line[column] =
            Math.min(above[column - 1] + changed, Math.min(above[column], line[column - 1]) + 1);
      }
      var used = above;
      above = line;
      line = used;
    }
    return above[other.length()];
  }
}
