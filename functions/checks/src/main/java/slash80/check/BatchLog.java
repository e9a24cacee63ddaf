package slash80.check;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import slash80.alerts.TextFormat;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;

/// The log lines about the messages of a batch. Messages whose sentences differ only in resource
/// ids share a line: a new node group would write a thousand lines, and CloudWatch charges for each
/// byte. Every failed message is named by its id, so that it can be found in the dead-letter queue.
public final class BatchLog {
  private static final Pattern ID =
      Pattern.compile("(?<![0-9A-Za-z-])[a-z]+-[0-9a-f]{4,17}(?![0-9A-Za-z-])");

  /// Keeps a line far below the limit for one log event
  /// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/cloudwatch_limits_cwl.html).
  private static final int IDS = 250;

  private BatchLog() {}

  /// A line of the log.
  ///
  /// @param disposition of the messages that share the line
  public record Line(Disposition disposition, String words) {}

  private record Kind(Disposition disposition, String words) {
    static Kind of(HandledMessage handled) {
      return new Kind(handled.disposition(), ID.matcher(handled.sentence()).replaceAll("id"));
    }
  }

  /// The lines, in the order in which the first message of each kind came.
  public static List<Line> of(List<HandledMessage> handled) {
    var kinds =
        handled.stream()
            .collect(Collectors.groupingBy(Kind::of, LinkedHashMap::new, Collectors.toList()));
    return kinds.values().stream().flatMap(alike -> lines(alike).stream()).toList();
  }

  private static List<Line> lines(List<HandledMessage> alike) {
    return switch (alike.getFirst().disposition()) {
      case FAILED -> failed(alike);
      case ALERTED, SILENT, AGAIN -> List.of(line(alike.subList(0, 1), alike.size() - 1));
    };
  }

  private static List<Line> failed(List<HandledMessage> alike) {
    var lines = new ArrayList<Line>();
    for (int from = 0; from < alike.size(); from += IDS) {
      lines.add(line(alike.subList(from, Math.min(from + IDS, alike.size())), 0));
    }
    return lines;
  }

  /// @param more the number of like messages that are not named
  private static Line line(List<HandledMessage> named, int more) {
    var ids =
        named.stream()
            .map(handled -> LogText.of(handled.message()))
            .collect(Collectors.joining(", "));
    var first = named.getFirst();
    return new Line(
        first.disposition(),
        "%s%s: %s"
            .formatted(
                ids,
                more == 0 ? "" : " and %s more like it".formatted(TextFormat.number(more)),
                first.sentence()));
  }
}
