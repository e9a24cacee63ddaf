package slash80.aws.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.CallDeadline;
import slash80.aws.Fleet;
import slash80.ledger.SiteTrouble.Kind;

/// The live accounts of a fleet. Each account and region is opened when it is first needed, and
/// stays open until many others were needed since: a fleet may have thousands, and each holds
/// clients and answers.
public final class FleetAccounts {
  private static final int OPEN = 50;

  private final Function<AccountRegion, LiveAccount> maker;
  private final Function<AccountRegion, AwsClients> clients;
  private final Map<AccountRegion, LiveAccount> made =
      new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1;

        @Override
        protected boolean removeEldestEntry(Map.Entry<AccountRegion, LiveAccount> eldest) {
          if (size() <= OPEN) {
            return false;
          }
          eldest.getValue().close();
          return true;
        }
      };

  /// @param maker opens an account and region
  /// @param clients gives the clients with which an account and region is read
  FleetAccounts(
      Function<AccountRegion, LiveAccount> maker, Function<AccountRegion, AwsClients> clients) {
    this.maker = maker;
    this.clients = clients;
  }

  /// The accounts of a fleet as they are now.
  ///
  /// @param entering the end of the time for assuming roles
  public static FleetAccounts live(Fleet fleet, CallDeadline entering) {
    // A regional endpoint's credentials are good in every region:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
    var sts = AwsClients.in(fleet.home().region()).within(entering).sts();
    var roles = new RoleCredentials(fleet, sts);
    return new FleetAccounts(roles::account, roles::clients);
  }

  /// The account of a site. Throws [slash80.aws.AccessRefused] when the role of its account must
  /// not be assumed, and [slash80.aws.ReadInterrupted] when it cannot be.
  public synchronized LiveAccount of(AccountRegion site) {
    var known = made.get(site);
    if (known != null) {
      return known;
    }
    var opened = maker.apply(site);
    made.put(site, opened);
    return opened;
  }

  /// What keeps events of a site from arriving, by kind.
  ///
  /// @param route the way that events of the site take; empty if none are expected
  /// @param until no call begins after it
  public Map<Kind, String> examine(AccountRegion site, Optional<EventRoute> route, Instant until) {
    var deadline = new CallDeadline(InstantSource.system());
    deadline.set(until);
    return EventDelivery.of(site, clients.apply(site).within(deadline), route).troubles();
  }
}
