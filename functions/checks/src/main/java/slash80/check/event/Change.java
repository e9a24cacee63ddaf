package slash80.check.event;

import java.time.Instant;
import java.util.List;
import java.util.Set;
import slash80.check.settle.ExpectedState;
import slash80.facts.Vpc;
import slash80.ledger.ChangeOrigin;

/// A change in an account, as one event reports it.
///
/// @param account where it happened; empty when the event does not say
/// @param region where it happened; empty when the event does not say
/// @param narrowTo the instances, interfaces and security groups to which a check can be narrowed;
///   empty if the change may touch more
/// @param expected the states that resources must have after it, as far as the event says them
public record Change(
    ChangeOrigin origin,
    String account,
    String region,
    Impact impact,
    Set<String> narrowTo,
    List<ExpectedState> expected) {
  /// The time of an event that does not say its time.
  public static final Instant UNTIMED = Instant.MIN;

  public Change {
    narrowTo = Set.copyOf(narrowTo);
    expected = List.copyOf(expected);
  }

  /// The same change; if the event does not say its time, it happened when it was received.
  public Change receivedAt(Instant received) {
    return origin.at().equals(UNTIMED)
        ? new Change(origin.receivedAt(received), account, region, impact, narrowTo, expected)
        : this;
  }

  /// The resources of the account that a change may have touched.
  public sealed interface Impact {

    /// The resources that it names, by their ids.
    default Set<String> ids() {
      return Set.of();
    }

    /// The VPCs that it names.
    default Set<Vpc.Id> vpcs() {
      return Set.of();
    }

    /// The names of the clusters that it names.
    default Set<String> clusters() {
      return Set.of();
    }

    /// The resources that the change names.
    ///
    /// @param ids as AWS writes them, without the resources whose VPC the event itself names
    record Resources(Set<String> ids, Set<Vpc.Id> vpcs, Set<String> clusters) implements Impact {
      public Resources {
        ids = Set.copyOf(ids);
        vpcs = Set.copyOf(vpcs);
        clusters = Set.copyOf(clusters);
      }
    }

    /// The whole account and region: the change cannot be tied to less.
    record WholeRegion(String because) implements Impact {}

    /// A change that is proven to touch nothing that a rule judges.
    record None(String because) implements Impact {}
  }

  /// The call and its caller, for the log.
  public String sentence() {
    return origin.who().isEmpty() ? origin.what() : origin.what() + " by " + origin.who();
  }
}
