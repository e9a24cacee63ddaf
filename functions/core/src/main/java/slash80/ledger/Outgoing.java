package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The events that the event bus has not accepted yet. Those of an alert are written down in the
/// same write that records it as announced, and removed once the bus has them. Like a claim, they
/// belong to one check, and the next check sends those of one that did not finish.
///
/// @param batches the events of one alert each, oldest first
public record Outgoing(List<Batch> batches) {
  public static final Outgoing NOTHING = new Outgoing(List.of());

  private static final Set<String> KEYS = Set.of("check", "at", "last", "events");

  public Outgoing {
    batches = List.copyOf(batches);
  }

  /// The events of one alert.
  ///
  /// @param check the id of the check that sends them
  /// @param at when it was written; [Instant#EPOCH] once the check has given them up
  /// @param isLast whether they are the last about a cluster, whose ledger is removed after them
  /// @param events JSON trees, in the order in which they are sent
  /// @param unknown keys that this version does not know
  public record Batch(
      String check,
      Instant at,
      boolean isLast,
      List<Map<String, Object>> events,
      Map<String, Object> unknown) {
    public Batch {
      events = List.copyOf(events);
      unknown = Map.copyOf(unknown);
    }

    /// Whether a check may send them: its own, or those of a check that cannot be running any more.
    private boolean isFor(String sender, Instant now, Duration lapse) {
      return check.equals(sender) || Ledger.apart(at, now).compareTo(lapse) > 0;
    }

    private Batch takenBy(String sender, Instant now) {
      return check.equals(sender) ? this : new Batch(sender, now, isLast, events, unknown);
    }

    private Batch left(Collection<Map<String, Object>> refused) {
      return new Batch(
          check,
          Instant.EPOCH,
          isLast,
          events.stream().filter(refused::contains).toList(),
          unknown);
    }

    private Map<String, Object> tree() {
      var tree = new LinkedHashMap<String, Object>();
      tree.put("check", check);
      tree.put("at", at.toString());
      if (isLast) {
        tree.put("last", true);
      }
      tree.put("events", events);
      tree.putAll(unknown);
      return tree;
    }

    private static Batch of(JsonReader batch) {
      return new Batch(
          batch.text("check"),
          batch.instant("at"),
          batch.has("last"),
          batch.list("events").stream().map(event -> event.others(Set.of())).toList(),
          batch.others(KEYS));
    }
  }

  public boolean isEmpty() {
    return batches.isEmpty();
  }

  /// Whether only the events about the end of the cluster are left to send.
  public boolean isLast() {
    return batches.stream().anyMatch(Batch::isLast);
  }

  /// The same with the events of one more alert, which a check sends now.
  public Outgoing with(
      String check, Instant now, boolean isLast, List<Map<String, Object>> events) {
    if (events.isEmpty()) {
      return this;
    }
    var more = new ArrayList<>(batches);
    more.add(new Batch(check, now, isLast, events, Map.of()));
    return new Outgoing(more);
  }

  /// The same, once a check sends all events that no other check is sending.
  public Outgoing takenBy(String check, Instant now, Duration lapse) {
    return new Outgoing(
        batches.stream()
            .map(batch -> batch.isFor(check, now, lapse) ? batch.takenBy(check, now) : batch)
            .toList());
  }

  /// Whether another check is sending some.
  public boolean isBusy(String check, Instant now, Duration lapse) {
    return batches.stream().anyMatch(batch -> !batch.isFor(check, now, lapse));
  }

  /// The events that a check sends.
  public List<Map<String, Object>> of(String check) {
    return batches.stream()
        .filter(batch -> batch.check().equals(check))
        .flatMap(batch -> batch.events().stream())
        .toList();
  }

  /// The same after a check has sent its events; those that the bus refused stay for the next
  /// check.
  public Outgoing sentBy(String check, Collection<Map<String, Object>> refused) {
    return new Outgoing(
        batches.stream()
            .map(batch -> batch.check().equals(check) ? batch.left(refused) : batch)
            .filter(batch -> !batch.events().isEmpty())
            .toList());
  }

  void addTo(Map<String, Object> document, String key) {
    if (!isEmpty()) {
      document.put(key, batches.stream().map(Batch::tree).toList());
    }
  }

  static Outgoing of(JsonReader document, String key) {
    return document.has(key)
        ? new Outgoing(document.list(key).stream().map(Batch::of).toList())
        : NOTHING;
  }
}
