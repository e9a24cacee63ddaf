package slash80.aws.alert;

import slash80.alerts.Alert;
import slash80.facts.Cluster;

/// Where alerts go.
@FunctionalInterface
public interface Publisher {

  /// Sends an alert about a cluster; returns once it has been taken over.
  void publish(Cluster.Id cluster, Alert alert);
}
