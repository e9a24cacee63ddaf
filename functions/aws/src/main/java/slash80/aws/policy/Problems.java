package slash80.aws.policy;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/// The mistakes of a file, by line. All are reported at once, so that a person fixes them in one
/// go.
final class Problems {
  private final String file;
  private final List<Mistake> mistakes = new ArrayList<>();

  Problems(String file) {
    this.file = file;
  }

  private record Mistake(int line, String sentence) {}

  /// @param place the way to it: `exemptions[2].expires`; empty for the whole file
  void add(Node at, String place, String sentence, Object... arguments) {
    var line = line(at);
    var start = place.isEmpty() ? "" : place + ": ";
    mistakes.add(
        new Mistake(
            line, "%s:%d: %s%s".formatted(file, line, start, sentence.formatted(arguments))));
  }

  /// Lines are counted from 1.
  static int line(Node node) {
    return node.getStartMark().getLine() + 1;
  }

  int count() {
    return mistakes.size();
  }

  List<String> sentences() {
    return mistakes.stream()
        .sorted(Comparator.comparingInt(Mistake::line))
        .map(Mistake::sentence)
        .toList();
  }
}
