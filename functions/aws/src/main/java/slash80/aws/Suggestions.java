package slash80.aws;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/// The names that somebody may have meant.
public final class Suggestions {
  private Suggestions() {}

  /// Those that hold what was typed come before those that need the fewest letters changed.
  public static List<String> of(String typed, Collection<String> names, int most) {
    var word = typed.toLowerCase(Locale.ROOT);
    return names.stream()
        .sorted(
            Comparator.<String, Boolean>comparing(
                    name -> word.isEmpty() || !name.toLowerCase(Locale.ROOT).contains(word))
                .thenComparing(name -> distance(name.toLowerCase(Locale.ROOT), word)))
        .limit(most)
        .toList();
  }

  /// The one that was surely meant where other values than names will do: it holds the letters that
  /// were typed, or no more than two of them, and not all, have to change.
  public static Optional<String> mistyped(String typed, Collection<String> names) {
    var word = typed.toLowerCase(Locale.ROOT);
    return of(typed, names, 1).stream()
        .filter(_ -> word.length() > 1)
        .filter(name -> name.contains(word) || distance(name, word) < Math.min(3, word.length()))
        .findFirst();
  }

  /// How many letters have to change to make one of the other.
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
