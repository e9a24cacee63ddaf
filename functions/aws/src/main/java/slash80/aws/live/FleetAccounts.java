package slash80.aws.live;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;

/// The live accounts of a fleet. Each is made when it is first needed, and kept.
public final class FleetAccounts {
  private final Fleet fleet;
  private final Function<AccountRegion, LiveAccount> maker;
  private final Map<AccountRegion, LiveAccount> made = new ConcurrentHashMap<>();

  /// @param maker makes the account of a site
  public FleetAccounts(Fleet fleet, Function<AccountRegion, LiveAccount> maker) {
    this.fleet = fleet;
    this.maker = maker;
  }

  /// Throws [BadInput] for a site outside the fleet, and [AccountUnavailable] when the role of its
  /// account cannot be assumed.
  public LiveAccount of(AccountRegion site) {
    fleet.refuseForeign(site);
    return made.computeIfAbsent(site, maker);
  }
}
