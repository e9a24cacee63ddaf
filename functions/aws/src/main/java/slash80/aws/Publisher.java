package slash80.aws;

import slash80.alerts.Alert;
import slash80.facts.Cluster;

/// Whoever brings alerts to people.
@FunctionalInterface
public interface Publisher {
  /// Returns when the alert is on its way; throws when it is not.
  void publish(Cluster cluster, Alert alert);
}
