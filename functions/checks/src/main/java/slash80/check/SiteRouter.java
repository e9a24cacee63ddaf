package slash80.check;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Alert;
import slash80.aws.AccountRegion;
import slash80.aws.CallCounts;
import slash80.aws.Fleet;
import slash80.check.Outcome.Handled;

/// Splits a batch by the account and region of its messages, and handles each part as a batch of
/// its own, with the services of that site. A site that cannot be read fails only its own messages.
public final class SiteRouter {
  private final Fleet fleet;
  private final InstantSource clock;
  private final SiteServices services;

  public SiteRouter(Fleet fleet, InstantSource clock, SiteServices services) {
    this.fleet = fleet;
    this.clock = clock;
    this.services = services;
  }

  /// @param end no call to AWS begins after it
  public Outcome handle(List<Message> messages, Instant end) {
    var read = Batch.of(messages).messages();
    var sites = read.stream().map(this::site).toList();
    var batches = new LinkedHashMap<AccountRegion, List<ReadMessage>>();
    for (int i = 0; i < read.size(); i++) {
      batches.computeIfAbsent(sites.get(i), _ -> new ArrayList<>()).add(read.get(i));
    }
    var outcomes = new LinkedHashMap<AccountRegion, Outcome>();
    batches.forEach((site, batch) -> outcomes.put(site, handle(site, batch, end)));
    return together(sites, outcomes);
  }

  private Outcome handle(AccountRegion site, List<ReadMessage> batch, Instant end) {
    return new BatchHandler(clock, () -> services.open(site, end)).handle(new Batch(batch));
  }

  /// A message that cannot be parsed fails at home.
  private AccountRegion site(ReadMessage message) {
    return message
        .change()
        .asDone()
        .map(change -> fleet.site(change.account(), change.region()))
        .orElse(fleet.home());
  }

  /// One outcome, in the order of the messages.
  private static Outcome together(List<AccountRegion> sites, Map<AccountRegion, Outcome> outcomes) {
    var left = new LinkedHashMap<AccountRegion, Deque<Handled>>();
    var alerts = new ArrayList<Alert>();
    var checks = new ArrayList<String>();
    var reads = CallCounts.none();
    for (var entry : outcomes.entrySet()) {
      var outcome = entry.getValue();
      left.put(entry.getKey(), new ArrayDeque<>(outcome.handled()));
      alerts.addAll(outcome.alerts());
      outcome.checks().forEach(check -> checks.add(check + " in " + entry.getKey()));
      reads = reads.and(outcome.reads());
    }
    var handled = sites.stream().map(site -> left.get(site).removeFirst()).toList();
    return new Outcome(handled, alerts, checks, reads);
  }
}
