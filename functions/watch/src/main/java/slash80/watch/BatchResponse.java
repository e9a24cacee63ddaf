package slash80.watch;

import java.util.LinkedHashMap;
import java.util.Map;
import slash80.alerts.Alert;

/// The answer about an alert to the caller that sent a bare event.
final class BatchResponse {
  private BatchResponse() {}

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
