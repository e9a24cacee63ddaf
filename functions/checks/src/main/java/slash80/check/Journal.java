package slash80.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import slash80.alerts.Plain;
import slash80.check.Outcome.Fate;
import slash80.check.Outcome.Handled;

/// What the log says of the messages of a batch. Those that say the same, but for the ids in it,
/// share a line: a node group that comes up would write a thousand, and CloudWatch charges for each
/// byte. Of those that failed every id is named, to be found again among the dead letters.
public final class Journal {
  private static final Pattern ID =
      Pattern.compile("(?<![0-9A-Za-z-])[a-z]+-[0-9a-f]{4,17}(?![0-9A-Za-z-])");

  /// A line stays far below what one event of the log takes
  /// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html).
  private static final int IDS = 250;

  private Journal() {}

  /// @param fate of the messages that it speaks of
  public record Line(Fate fate, String words) {}

  private record Kind(Fate fate, String words) {
    static Kind of(Handled one) {
      return new Kind(one.fate(), ID.matcher(one.sentence()).replaceAll("id"));
    }
  }

  /// In the order in which each kind came first.
  public static List<Line> of(List<Handled> handled) {
    var kinds =
        handled.stream()
            .collect(Collectors.groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()));
    return kinds.values().stream().flatMap(alike -> lines(alike).stream()).toList();
  }

  private static List<Line> lines(List<Handled> alike) {
    return switch (alike.getFirst().fate()) {
      case FAILED -> failed(alike);
      case ALERTED, SILENT -> List.of(line(alike.subList(0, 1), alike.size() - 1));
    };
  }

  private static List<Line> failed(List<Handled> alike) {
    var lines = new ArrayList<Line>();
    for (int from = 0; from < alike.size(); from += IDS) {
      lines.add(line(alike.subList(from, Math.min(from + IDS, alike.size())), 0));
    }
    return lines;
  }

  /// @param more that are like these and not named
  private static Line line(List<Handled> named, int more) {
    var ids =
        named.stream().map(one -> OneLine.of(one.message())).collect(Collectors.joining(", "));
    var first = named.getFirst();
    return new Line(
        first.fate(),
        "%s%s: %s"
            .formatted(
                ids,
                more == 0 ? "" : " and %s more like it".formatted(Plain.number(more)),
                first.sentence()));
  }
}
