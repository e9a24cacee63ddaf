package slash80.watch;

import java.util.Set;
import slash80.alerts.Origin;

/// What happened, in our words, as far as one event tells.
public sealed interface Change {

  /// Where it came from.
  Origin origin();

  /// Something was changed that the event names.
  ///
  /// @param ids of EC2's and Elastic Load Balancing's things: ids and ARNs
  /// @param clusters the names of EKS clusters
  record Named(Origin origin, Place place, Set<String> ids, Set<String> clusters)
      implements Change {
    public Named {
      ids = Set.copyOf(ids);
      clusters = Set.copyOf(clusters);
    }
  }

  /// It concerns the whole account and region, or cannot be tied to a part of it.
  record Everywhere(Origin origin, Place place, String why) implements Change {}

  /// It is proven to change nothing that is judged.
  record Nothing(Origin origin, String why) implements Change {}

  /// Where it happened.
  record Place(String account, String region) {}
}
