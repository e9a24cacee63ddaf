package slash80.check;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;

/// The news of an alert, piece by piece: `opened <id>`, `resolved <id>`, `reminded <id>`, `refused
/// <action>`, `cluster-gone <name>`, `hello <name>`.
final class PublishedNews {
  private PublishedNews() {}

  static List<String> of(Alert alert) {
    var published = new ArrayList<String>();
    for (String news : List.of("opened", "resolved", "reminded")) {
      for (Object value : (List<?>) alert.document().get(news)) {
        published.add(news + " " + ((Map<?, ?>) value).get("id"));
      }
    }
    for (Object value : (List<?>) alert.document().getOrDefault("refused", List.of())) {
      published.add("refused " + ((Map<?, ?>) value).get("action"));
    }
    if (alert.document().get("occasion").equals("cluster-gone")) {
      published.add("cluster-gone " + alert.document().get("cluster"));
    }
    if (alert.document().get("kind").equals("hello")) {
      published.add("hello " + alert.document().get("cluster"));
    }
    return published;
  }

  /// The same of an event for the bus.
  static List<String> of(Map<String, Object> event) {
    var detail = (Map<?, ?>) event.get("detail");
    return ((List<?>) detail.get("findings"))
        .stream()
            .map(finding -> detail.get("event") + " " + ((Map<?, ?>) finding).get("id"))
            .toList();
  }
}
