package slash80.aws.alert;

import java.util.List;
import java.util.Map;

/// Takes events about findings.
@FunctionalInterface
public interface EventBus {

  /// An event that the bus did not accept.
  record Refused(Map<String, Object> event, String reason) {}

  /// Puts events on the bus; returns those that it did not accept. It never throws for a part of
  /// them, so that what was accepted is known.
  List<Refused> put(List<Map<String, Object>> events);
}
