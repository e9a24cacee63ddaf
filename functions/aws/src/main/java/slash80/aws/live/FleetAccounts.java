package slash80.aws.live;

import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.CallDeadline;
import slash80.aws.Fleet;

/// The live accounts of a fleet. Each account and region is opened when it is first needed, and
/// stays open.
public final class FleetAccounts {
  private final Fleet fleet;
  private final Function<AccountRegion, LiveAccount> maker;
  private final Map<AccountRegion, LiveAccount> made = new ConcurrentHashMap<>();

  /// @param maker opens an account and region
  public FleetAccounts(Fleet fleet, Function<AccountRegion, LiveAccount> maker) {
    this.fleet = fleet;
    this.maker = maker;
  }

  /// The accounts of a fleet as they are now.
  public static FleetAccounts live(Fleet fleet) {
    return live(fleet, new CallDeadline(InstantSource.system()));
  }

  /// The accounts of a fleet as they are now.
  ///
  /// @param entering the end of the time for assuming roles
  public static FleetAccounts live(Fleet fleet, CallDeadline entering) {
    // A regional endpoint's credentials are good in every region:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
    var sts = AwsClients.in(fleet.home().region()).within(entering).sts();
    return new FleetAccounts(fleet, new RoleCredentials(fleet, sts)::account);
  }

  /// The account of a site. Throws [BadInput] for a site outside the fleet, and [ReadInterrupted]
  /// when the role of its account cannot be assumed.
  public LiveAccount of(AccountRegion site) {
    fleet.refuseForeign(site);
    return made.computeIfAbsent(site, maker);
  }
}
