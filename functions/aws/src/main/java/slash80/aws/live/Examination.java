package slash80.aws.live;

import java.util.Map;
import java.util.Optional;
import java.util.Set;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.ledger.SiteTrouble.Kind;

/// The result of looking for what keeps events of an account and region from arriving.
///
/// @param covered the kinds of trouble about which there is an answer. An earlier trouble of
///   another kind may still be there.
/// @param troubles the details of those that were found, by kind
public record Examination(Set<Kind> covered, Map<Kind, String> troubles) {
  public Examination {
    covered = Set.copyOf(covered);
    troubles = Map.copyOf(troubles);
  }

  /// Looks for what keeps events of an account and region from arriving.
  public static Examination of(AccountRegion site, AwsClients clients, EventRoute route) {
    return EventDelivery.of(site, clients, Optional.of(route)).examination();
  }

  /// Nothing was looked for.
  public static Examination none() {
    return new Examination(Set.of(), Map.of());
  }
}
