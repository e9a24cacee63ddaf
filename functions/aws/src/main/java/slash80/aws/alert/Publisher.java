package slash80.aws.alert;

import java.util.Optional;
import slash80.alerts.Alert;
import slash80.facts.Cluster;
import slash80.facts.Fact;

/// Sends alerts to people and programs.
@FunctionalInterface
public interface Publisher {

  /// Sends an alert about a cluster; returns once the topic has accepted it.
  void publish(Cluster.Id cluster, Alert alert);

  /// Sends an alert that was refused before in its barest form: its subject, and the place of the
  /// whole digest.
  ///
  /// @param reason why it was refused
  default void publishBare(Cluster.Id cluster, Alert alert, String reason) {
    publish(cluster, alert);
  }

  /// The number of confirmed subscriptions that would get an alert, or at least whether there is
  /// one; unread if it could not be asked for.
  default Fact<Integer> subscribers() {
    return Fact.known(1);
  }

  /// The reason why an alert was refused, if it lies in the alert and would have it refused again;
  /// empty if the failure passes by itself.
  default Optional<String> lastingReason(RuntimeException refused) {
    return Optional.of(
        "%s: %s".formatted(refused.getClass().getSimpleName(), refused.getMessage()));
  }
}
