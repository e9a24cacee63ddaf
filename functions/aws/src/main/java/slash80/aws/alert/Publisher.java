package slash80.aws.alert;

import slash80.alerts.Alert;
import slash80.facts.Cluster;

/// Sends alerts to people and programs.
@FunctionalInterface
public interface Publisher {

  /// Sends an alert about a cluster; returns once the topic has accepted it.
  void publish(Cluster.Id cluster, Alert alert);
}
