package slash80.check;

import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import slash80.alerts.Alert;
import slash80.aws.Fleet;
import slash80.aws.Reads;
import slash80.aws.Site;
import slash80.check.Outcome.Handled;
import slash80.check.event.EventReader;

/// Judges a batch whose messages may come from several accounts and regions: those of one site
/// together, as if they were the batch, each site with what it is to judge by. What one site
/// refuses fails its own messages.
public final class BySite {
  private final Fleet fleet;
  private final BiFunction<Site, Instant, Watch> watches;

  /// @param watches gives what judges a site until an end
  public BySite(Fleet fleet, BiFunction<Site, Instant, Watch> watches) {
    this.fleet = fleet;
    this.watches = watches;
  }

  public Outcome handle(List<Message> messages, Instant end) {
    var places = messages.stream().map(this::site).toList();
    var batches = new LinkedHashMap<Site, List<Message>>();
    for (int i = 0; i < messages.size(); i++) {
      batches.computeIfAbsent(places.get(i), _ -> new ArrayList<>()).add(messages.get(i));
    }
    var outcomes = new LinkedHashMap<Site, Outcome>();
    batches.forEach((site, batch) -> outcomes.put(site, watches.apply(site, end).handle(batch)));
    return together(places, outcomes);
  }

  /// What cannot be read fails at home.
  private Site site(Message message) {
    return Tried.to(() -> EventReader.read(message.body(), Instant.MIN))
        .asDone()
        .map(change -> fleet.site(change.account(), change.region()))
        .orElse(fleet.home());
  }

  /// One outcome, in the order of the messages.
  private static Outcome together(List<Site> places, Map<Site, Outcome> outcomes) {
    var left = new LinkedHashMap<Site, Deque<Handled>>();
    var alerts = new ArrayList<Alert>();
    var checks = new ArrayList<String>();
    var reads = Reads.none();
    for (var one : outcomes.entrySet()) {
      var outcome = one.getValue();
      left.put(one.getKey(), new ArrayDeque<>(outcome.handled()));
      alerts.addAll(outcome.alerts());
      outcome.checks().forEach(check -> checks.add(check + " in " + one.getKey()));
      reads = reads.and(outcome.reads());
    }
    var handled = places.stream().map(site -> left.get(site).removeFirst()).toList();
    return new Outcome(handled, alerts, checks, reads);
  }
}
