package slash80.check;

import java.time.Instant;
import slash80.aws.AccountRegion;
import slash80.aws.Patience;

/// Opens the services of an account and region for one batch.
@FunctionalInterface
public interface AccountServices {
  /// Throws when the account cannot be read, for example because its role cannot be assumed.
  ///
  /// @param end no call to AWS begins after it
  /// @param patience when AWS throttles a call
  Services open(AccountRegion accountRegion, Instant end, Patience patience);
}
