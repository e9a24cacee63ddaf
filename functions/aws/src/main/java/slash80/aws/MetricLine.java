package slash80.aws;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.TreeMap;

/// A line of a function's log that CloudWatch turns into metrics of the namespace `Slash80`, by
/// function
/// (https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html).
/// CloudWatch needs the whole line without a prefix. Alarms and the dashboard of template.yaml use
/// these metrics.
///
/// @param function the name that the metrics carry
/// @param reads the calls that read accounts; they become the metric `Reads`
/// @param counts the other metrics, by name
public record MetricLine(String function, CallCounts reads, Map<String, Integer> counts) {
  private static final ObjectMapper JSON = new ObjectMapper();

  public MetricLine {
    counts = Map.copyOf(counts);
  }

  /// The line of a batch that `watch` has handled.
  ///
  /// @param opened the findings that alerts reported as new or worse
  /// @param resolved the findings that alerts reported as ended
  /// @param waiting the checks whose news waits for a subscriber
  public static MetricLine ofWatch(CallCounts reads, int opened, int resolved, int waiting) {
    return new MetricLine(
        "watch", reads, Map.of("Opened", opened, "Resolved", resolved, "Waiting", waiting));
  }

  /// The line of a sweep that has asked for every check. An alarm waits for it.
  ///
  /// @param behind the messages of earlier sweeps that wait; a metric only if there are some
  public static MetricLine ofSweep(CallCounts reads, int behind) {
    return new MetricLine(
        "sweep", reads, behind == 0 ? Map.of("Sweeps", 1) : Map.of("Sweeps", 1, "Behind", behind));
  }

  /// The line of any other work of `sweep`, and of a sweep that failed.
  public static MetricLine ofPartOfSweep(CallCounts reads) {
    return new MetricLine("sweep", reads, Map.of());
  }

  public String text(Instant at) {
    var metrics = new LinkedHashMap<String, Integer>();
    metrics.put("Reads", reads.sum());
    metrics.putAll(new TreeMap<>(counts));
    var line = JSON.createObjectNode();
    var calls = line.putObject("Calls");
    new TreeMap<>(reads.byAction()).forEach(calls::put);
    line.put("Function", function);
    metrics.forEach(line::put);
    var metadata = line.putObject("_aws");
    var directive = metadata.putArray("CloudWatchMetrics").addObject();
    directive.putArray("Dimensions").addArray().add("Function");
    var names = directive.putArray("Metrics");
    metrics.keySet().forEach(name -> names.addObject().put("Name", name).put("Unit", "Count"));
    directive.put("Namespace", "Slash80");
    metadata.put("Timestamp", at.toEpochMilli());
    return line.toString();
  }
}
