package slash80.aws.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiFunction;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.CallDeadline;
import slash80.aws.Fleet;

/// The live accounts of a fleet. Each account and region is opened when it is first needed, and
/// stays open until many others were needed since: a fleet may have thousands, and each holds
/// clients and answers.
public final class FleetAccounts {
  private static final int OPEN = 50;

  private final BiFunction<AccountRegion, Instant, LiveAccount> maker;
  private final BiFunction<AccountRegion, Instant, AwsClients> clients;
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

  /// @param maker opens an account and region, and waits until a time at most
  /// @param clients gives the clients with which an account and region is read
  FleetAccounts(
      BiFunction<AccountRegion, Instant, LiveAccount> maker,
      BiFunction<AccountRegion, Instant, AwsClients> clients) {
    this.maker = maker;
    this.clients = clients;
  }

  /// The accounts of a fleet as they are now.
  public static FleetAccounts live(Fleet fleet) {
    // A regional endpoint's credentials are good in every region:
    // https://docs.aws.amazon.com/IAM/latest/UserGuide/id_credentials_temp_enable-regions.html
    var sts = AwsClients.in(fleet.home().region()).sts();
    var roles = new RoleCredentials(fleet, sts);
    return new FleetAccounts(roles::account, roles::clients);
  }

  /// The account of a site. Throws [slash80.aws.AccessRefused] when the role of its account must
  /// not be assumed, and [slash80.aws.ReadInterrupted] when it cannot be. An account that waits for
  /// its role holds up no other.
  ///
  /// @param until the time at which the wait for the role ends
  public LiveAccount of(AccountRegion site, Instant until) {
    return known(site).orElseGet(() -> kept(site, maker.apply(site, until)));
  }

  private synchronized Optional<LiveAccount> known(AccountRegion site) {
    return Optional.ofNullable(made.get(site));
  }

  private synchronized LiveAccount kept(AccountRegion site, LiveAccount opened) {
    made.put(site, opened);
    return opened;
  }

  /// Looks for what keeps events of a site from arriving.
  ///
  /// @param route the way that events of the site take; empty if none are expected
  /// @param until no call begins after it
  public Examination examine(AccountRegion site, Optional<EventRoute> route, Instant until) {
    var deadline = new CallDeadline(InstantSource.system());
    deadline.set(until);
    return EventDelivery.of(site, clients.apply(site, until).within(deadline), route).examination();
  }
}
