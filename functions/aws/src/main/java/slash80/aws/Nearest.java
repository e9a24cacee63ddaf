package slash80.aws;

import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;

/// The names that somebody may have meant.
public final class Nearest {
  private Nearest() {}

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

  /// How many letters have to change to make one of the other.
  static int distance(String one, String other) {
    var above = new int[other.length() + 1];
    for (int column = 0; column < above.length; column++) {
      above[column] = column;
    }
    for (int row = 1; row <= one.length(); row++) {
      var line = new int[above.length];
      line[0] = row;
      for (int column = 1; column < line.length; column++) {
        var changed = one.charAt(row - 1) == other.charAt(column - 1) ? 0 : 1;
        line[column] =
            Math.min(above[column - 1] + changed, Math.min(above[column], line[column - 1]) + 1);
      }
      above = line;
    }
    return above[other.length()];
  }
}
