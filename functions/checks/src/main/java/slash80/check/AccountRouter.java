package slash80.check;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.Patience;

/// Splits a batch by the account and region of its messages, and handles each part as a batch of
/// its own. An account that cannot be read fails only its own messages.
///
/// Each part gets a share of the batch's time. In the first round an account that throttles or does
/// not answer is left at once, so that the healthy ones are checked first; those that were slow in
/// the last batch come last. What time is left then goes to the parts that were cut short.
public final class AccountRouter {
  private final Fleet fleet;
  private final InstantSource clock;
  private final AccountServices services;
  private final Set<AccountRegion> slow = new HashSet<>();

  public AccountRouter(Fleet fleet, InstantSource clock, AccountServices services) {
    this.fleet = fleet;
    this.clock = clock;
    this.services = services;
  }

  /// @param end no call to AWS begins after it
  public BatchOutcome handle(List<QueueMessage> messages, Instant end) {
    var read = MessageBatch.of(messages).messages();
    var shares = new TimeShares(clock, end);
    var parts = parts(read);
    var outcomes = new CollectedOutcomes();
    if (parts.size() == 1) {
      parts.forEach(
          (site, part) -> outcomes.add(site, part, handle(site, part, end, Patience.WAIT)));
    } else {
      var cutShort = first(parts, shares, outcomes);
      last(cutShort, shares, outcomes);
    }
    return outcomes.inOrder(read);
  }

  /// Returns the messages that were cut short.
  private Map<AccountRegion, List<ParsedMessage>> first(
      Map<AccountRegion, List<ParsedMessage>> parts,
      TimeShares shares,
      CollectedOutcomes outcomes) {
    var cutShort = new LinkedHashMap<AccountRegion, List<ParsedMessage>>();
    var sites = new ArrayList<>(parts.keySet());
    sites.sort(Comparator.comparing(slow::contains)); // a stable sort, false first
    int left = sites.size();
    for (var site : sites) {
      var part = parts.getOrDefault(site, List.of());
      var outcome = handle(site, part, shares.first(left--), Patience.STOP);
      outcomes.add(site, part, outcome);
      if (outcome.cutShort().isEmpty()) {
        slow.remove(site);
      } else {
        slow.add(site);
        cutShort.put(
            site,
            part.stream()
                .filter(message -> outcome.cutShort().contains(message.message().id()))
                .toList());
      }
    }
    return cutShort;
  }

  private void last(
      Map<AccountRegion, List<ParsedMessage>> parts,
      TimeShares shares,
      CollectedOutcomes outcomes) {
    int left = parts.size();
    for (var part : parts.entrySet()) {
      if (shares.isTimeLeft()) {
        var site = part.getKey();
        var outcome = handle(site, part.getValue(), shares.last(left), Patience.WAIT);
        outcomes.add(site, part.getValue(), outcome);
      }
      left--;
    }
  }

  private Map<AccountRegion, List<ParsedMessage>> parts(List<ParsedMessage> messages) {
    var parts = new LinkedHashMap<AccountRegion, List<ParsedMessage>>();
    for (var message : messages) {
      parts.computeIfAbsent(accountRegion(message), _ -> new ArrayList<>()).add(message);
    }
    return parts;
  }

  private BatchOutcome handle(
      AccountRegion accountRegion, List<ParsedMessage> batch, Instant end, Patience patience) {
    return new BatchHandler(clock, () -> services.open(accountRegion, end, patience))
        .handle(new MessageBatch(batch));
  }

  /// A message that cannot be parsed fails as one of the account that the function runs in.
  private AccountRegion accountRegion(ParsedMessage message) {
    return message
        .change()
        .asDone()
        .map(change -> fleet.site(change.account(), change.region()))
        .orElse(fleet.home());
  }
}
