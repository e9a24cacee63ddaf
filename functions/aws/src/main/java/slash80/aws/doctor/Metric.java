package slash80.aws.doctor;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import slash80.aws.AwsClients;
import slash80.aws.XmlText;

/// A metric of CloudWatch with one dimension.
///
/// @param statistic `Sum` or `Maximum`
record Metric(
    String namespace, String name, String dimension, String value, String statistic, int period) {

  /// A value of the metric.
  ///
  /// @param at the beginning of its period
  record Point(Instant at, double value) {}

  /// The newest value that is not 0; empty if there is none in this time.
  Optional<Point> newest(AwsClients clients, Instant now, Duration back) {
    var asked = new TreeMap<String, String>();
    asked.put("Namespace", namespace);
    asked.put("MetricName", name);
    asked.put("Dimensions.member.1.Name", dimension);
    asked.put("Dimensions.member.1.Value", value);
    asked.put("Statistics.member.1", statistic);
    asked.put("Period", Integer.toString(period));
    asked.put("StartTime", now.minus(back).truncatedTo(ChronoUnit.SECONDS).toString());
    asked.put("EndTime", now.truncatedTo(ChronoUnit.SECONDS).toString());
    var answer = clients.cloudWatch().query("GetMetricStatistics", Map.copyOf(asked));
    return XmlText.members(answer, "Datapoints").stream()
        .map(
            point ->
                new Point(
                    Instant.parse(XmlText.first(point, "Timestamp")),
                    Double.parseDouble(XmlText.first(point, statistic))))
        .filter(point -> point.value() > 0)
        .max(Comparator.comparing(Point::at));
  }
}
