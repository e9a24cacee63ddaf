package slash80.check.event;

import java.util.List;
import java.util.Set;
import slash80.alerts.Origin;
import slash80.facts.Vpc;

/// What happened in an account, in our words: one event, read.
///
/// @param account where it happened; empty when the event does not say
/// @param region where it happened; empty when the event does not say
/// @param parts the instances, interfaces and groups that it touches, where it touches nothing
///   else; empty where it may
/// @param expected what a reading after it shows, as far as it says so itself
public record Change(
    Origin origin,
    String account,
    String region,
    Concern concern,
    Set<String> parts,
    List<Expectation> expected) {
  public Change {
    parts = Set.copyOf(parts);
    expected = List.copyOf(expected);
  }

  /// What of the account a change may have touched.
  public sealed interface Concern {

    /// The things that it names.
    ///
    /// @param ids of things, as AWS calls them; those that the event itself ties to a VPC are left
    ///   out
    /// @param vpcs that it names
    /// @param clusters that it names
    record Things(Set<String> ids, Set<Vpc.Id> vpcs, Set<String> clusters) implements Concern {
      public Things {
        ids = Set.copyOf(ids);
        vpcs = Set.copyOf(vpcs);
        clusters = Set.copyOf(clusters);
      }
    }

    /// The whole account and region: it cannot be tied to less.
    record Everything(String because) implements Concern {}

    /// Proven to be nothing that any rule asks about.
    record Nothing(String because) implements Concern {}
  }

  /// Who did what, for the log.
  public String sentence() {
    return origin.who().isEmpty() ? origin.what() : origin.what() + " by " + origin.who();
  }
}
