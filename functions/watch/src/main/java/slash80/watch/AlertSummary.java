package slash80.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import slash80.alerts.Alert;

/// A summary of an alert, for a caller that sends one event without a queue.
final class AlertSummary {
  private AlertSummary() {}

  static Map<String, Object> of(Alert alert) {
    var answer = new LinkedHashMap<String, Object>();
    answer.put("subject", alert.subject());
    answer.put("cluster", alert.attributes().get("cluster"));
    answer.put("severity", alert.attributes().get("severity"));
    answer.put("opened", alert.attributes().get("opened"));
    answer.put("resolved", alert.attributes().get("resolved"));
    return answer;
  }
}
