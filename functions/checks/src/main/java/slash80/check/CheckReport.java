package slash80.check;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import slash80.alerts.Alert;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.check.settle.ExpectedState;
import slash80.ledger.Ledger;

/// The result of checking one cluster, or of closing its ledger.
///
/// @param published the alert that went out, if any
/// @param sentence what was done and how many calls it took
/// @param failure why it did not complete; empty if it did, and if AWS refused it
/// @param refused the denied call that ended it. Trying again would not help.
/// @param hasClaimed whether it may have written a claim into the ledger
/// @param overlooked the changes that AWS did not show yet
/// @param audience the subscribers for its news
record CheckReport(
    List<Alert> published,
    String sentence,
    Optional<String> failure,
    Optional<String> refused,
    boolean hasClaimed,
    Set<ExpectedState> overlooked,
    Audience audience) {

  /// Runs a check, counts its calls, and keeps its failure instead of throwing it.
  static CheckReport run(
      Account account, String what, Callable<Ledger> check, Supplier<List<Alert>> published) {
    var before = account.callCounts();
    Optional<String> failure = Optional.empty();
    Optional<String> refused = Optional.empty();
    try {
      failure = Result.unlessRefused(check).asFailure();
    } catch (AccessRefused denied) {
      refused = Optional.of(LogText.of(String.valueOf(denied.getMessage())));
    }
    var sentence =
        "%s with %s%s"
            .formatted(
                what,
                account.callCounts().since(before),
                refused.map("; not completed, "::concat).orElse(""));
    return new CheckReport(
        published.get(), LogText.of(sentence), failure, refused, true, Set.of(), Audience.UNASKED);
  }

  /// The same check; if it has not claimed anything, it can be made again at once.
  CheckReport claimed(boolean hasClaimed) {
    return new CheckReport(published, sentence, failure, refused, hasClaimed, overlooked, audience);
  }

  /// The same check; its sentence names the changes that AWS did not show yet.
  CheckReport and(List<ExpectedState> overlooked) {
    return overlooked.isEmpty()
        ? this
        : new CheckReport(
            published,
            LogText.of(
                "%s; AWS did not show these changes yet: %s"
                    .formatted(
                        sentence,
                        overlooked.stream()
                            .map(ExpectedState::toString)
                            .collect(Collectors.joining(", ")))),
            failure,
            refused,
            hasClaimed,
            Set.copyOf(overlooked),
            audience);
  }

  /// The same check; its sentence says if its news had nobody to go to.
  CheckReport and(Audience found) {
    return found.remark().isEmpty()
        ? this
        : new CheckReport(
            published,
            LogText.of("%s; %s".formatted(sentence, found.remark())),
            failure,
            refused,
            hasClaimed,
            overlooked,
            found);
  }
}
