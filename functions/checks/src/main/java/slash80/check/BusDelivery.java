package slash80.check;

import java.util.List;
import java.util.stream.Collectors;
import slash80.aws.alert.EventBus;
import slash80.aws.ledger.LedgerStore.Conflict;
import slash80.facts.Cluster;
import slash80.ledger.Ledger;
import slash80.ledger.Outgoing;

/// Sends the events that a ledger owes the bus: those of this check, and those of checks that did
/// not finish. They are claimed, sent and then removed from the ledger, so an event is sent twice
/// only if a check ends between the last two. What the bus refuses stays in the ledger, and the
/// check fails; its message comes again and sends the rest, but no alert to the topic.
///
/// @param check the id of the check
record BusDelivery(Services services, Cluster.Id cluster, String check) {

  Ledger deliver(Ledger ledger) throws Conflict {
    if (ledger.outgoing().isEmpty()) {
      return ledger;
    }
    var rewrite = new LedgerRewrite(services, cluster);
    var bus = services.outlets().bus();
    if (bus.isEmpty()) { // it was switched off
      return rewrite.change(stored -> stored.outgoing(Outgoing.NOTHING));
    }
    var owner = taken(rewrite, ledger);
    var events = owner.outgoing().of(check);
    if (events.isEmpty()) {
      return owner; // other checks send them
    }
    var refused = bus.get().put(events);
    var left = refused.stream().map(EventBus.Refused::event).toList();
    var after = rewrite.change(stored -> stored.outgoing(stored.outgoing().sentBy(check, left)));
    if (!refused.isEmpty()) {
      throw new IllegalStateException(
          "the event bus did not accept %d of %d events (%s)"
              .formatted(refused.size(), events.size(), reasons(refused)));
    }
    return after;
  }

  private Ledger taken(LedgerRewrite rewrite, Ledger ledger) throws Conflict {
    return takenBy(ledger).equals(ledger) ? ledger : rewrite.change(this::takenBy);
  }

  private Ledger takenBy(Ledger ledger) {
    return ledger.outgoing(
        ledger.outgoing().takenBy(check, services.clock().instant(), services.timings().lapse()));
  }

  private static String reasons(List<EventBus.Refused> refused) {
    return refused.stream()
        .map(EventBus.Refused::reason)
        .distinct()
        .limit(3)
        .collect(Collectors.joining(", "));
  }
}
