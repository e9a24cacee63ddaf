package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.Severity;

/// What a judgement changes against the ledger, and the ledger that would stand after it.
///
/// @param occasion what it is told for
/// @param opened findings that were not in the ledger, or are worse than what it says
/// @param worse the ids of those that it knew as less than they are
/// @param returned the ids of those that were resolved a short time ago, and when
/// @param shrunk ids of findings that are less than the ledger says. This alone is not told
/// @param resolved what was in it, was judged, and is not wrong any more; what could not be judged
///   stays in the ledger
/// @param reminded findings that people were told of long ago
/// @param refused the permissions that are missing, all of them when people are told of one
/// @param origins what led to checks that did not come to their end, whose news are told here
public record Delta(
    Occasion occasion,
    List<Finding> opened,
    Set<String> worse,
    SortedMap<String, Instant> returned,
    List<String> shrunk,
    List<Resolved> resolved,
    List<Finding> reminded,
    List<Judgement.Missing> refused,
    List<Origin> origins,
    Ledger after) {
  public Delta {
    opened = List.copyOf(opened);
    worse = Set.copyOf(worse);
    shrunk = List.copyOf(shrunk);
    resolved = List.copyOf(resolved);
    reminded = List.copyOf(reminded);
    refused = List.copyOf(refused);
    origins = List.copyOf(origins);
  }

  /// What a delta is told for.
  public enum Occasion {
    CHECK,
    /// The cluster is gone, which is told even where nothing was wrong.
    CLUSTER_GONE
  }

  /// How a finding ended.
  public enum Ending {
    MENDED("it is mended"),
    NODE_GONE("its node is gone"),
    CLUSTER_GONE("its cluster is gone");

    private final String words;

    Ending(String words) {
      this.words = words;
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// A finding that is not there any more.
  public record Resolved(String id, String title, Instant firstSeen, Ending ending) {
    static Resolved of(String id, Ledger.Entry entry, Ending ending) {
      return new Resolved(id, entry.title(), entry.firstSeen(), ending);
    }
  }

  /// Whether there is nothing to tell. The ledger may have changed all the same: what became
  /// smaller is not told, but kept, so that it is told when it grows again.
  public boolean isEmpty() {
    return occasion == Occasion.CHECK
        && opened.isEmpty()
        && resolved.isEmpty()
        && reminded.isEmpty()
        && refused.isEmpty();
  }

  /// What a judgement changes.
  ///
  /// @param reading what was looked at, and seen beside the verdicts
  /// @param lapse how long a claim stands: what stays claimed for longer is news
  public static Delta between(Ledger before, Judgement judgement, Reading reading, Duration lapse) {
    if (!before.cluster().equals(judgement.cluster().name())) {
      throw new IllegalArgumentException(
          "the ledger of %s says nothing of %s"
              .formatted(before.cluster(), judgement.cluster().name()));
    }
    return new Comparison(before, judgement, reading, lapse).delta();
  }

  /// The same, and a reminder of what people were told of so long ago: of every CRITICAL and HIGH
  /// finding that stays open when one of them is due, and so of every permission that is missing.
  public Delta reminding(Judgement judgement, Duration reminder) {
    return remindingOfFindings(judgement, reminder).remindingOfRefusals(judgement, reminder);
  }

  private Delta remindingOfRefusals(Judgement judgement, Duration reminder) {
    var refusals = new Refusals(after.refused(), judgement, Extent.whole());
    refusals.remind(reminder);
    if (refusals.told().isEmpty()) {
      return this;
    }
    return new Delta(
        occasion,
        opened,
        worse,
        returned,
        shrunk,
        resolved,
        reminded,
        refusals.told(),
        origins,
        after.began(judgement.at()).refused(refusals.after()));
  }

  private Delta remindingOfFindings(Judgement judgement, Duration reminder) {
    var news = opened.stream().map(Finding::id).collect(Collectors.toSet());
    var severe =
        standing(judgement)
            .filter(finding -> finding.severity().compareTo(Severity.HIGH) >= 0)
            .filter(finding -> !news.contains(finding.id()))
            .toList();
    boolean isDue =
        severe.stream()
            .map(finding -> after.open().get(finding.id()).told())
            .anyMatch(told -> isLongAgo(told, judgement.at(), reminder));
    return isDue ? with(severe, judgement.at()) : this;
  }

  /// What is open: as it was found, and what could not be judged as it was last seen.
  private Stream<Finding> standing(Judgement judgement) {
    var found = judgement.findings().stream().map(Finding::id).collect(Collectors.toSet());
    var judged =
        judgement.findings().stream().filter(finding -> after.open().containsKey(finding.id()));
    var unjudged =
        after.open().entrySet().stream()
            .filter(entry -> !found.contains(entry.getKey()))
            .map(entry -> entry.getValue().finding(entry.getKey()));
    return Stream.concat(judged, unjudged);
  }

  /// Whether people were neither told nor reminded for so long. What lies further ahead than a
  /// reminder is by a clock that was wrong, and says nothing.
  private boolean isLongAgo(Instant told, Instant at, Duration reminder) {
    return Stream.of(told, after.reminded())
        .filter(moment -> moment.isBefore(at.plus(reminder)))
        .allMatch(moment -> Ledger.apart(moment, at).compareTo(reminder) >= 0);
  }

  private Delta with(List<Finding> severe, Instant at) {
    var both = Stream.concat(reminded.stream(), severe.stream()).distinct().toList();
    return new Delta(
        occasion,
        opened,
        worse,
        returned,
        shrunk,
        resolved,
        both,
        refused,
        origins,
        after.began(at).reminded(at));
  }

  /// What the cluster's end changes: everything is resolved, whatever was claimed among it.
  public static Delta closing(Ledger before, Instant at) {
    var resolved = new TreeMap<String, Resolved>();
    before.claims().stream()
        .flatMap(claim -> claim.resolved().stream())
        .forEach(one -> resolved.put(one.id(), one));
    before.resolved().forEach((id, past) -> putHeld(resolved, id, past));
    before
        .open()
        .forEach((id, entry) -> resolved.put(id, Resolved.of(id, entry, Ending.CLUSTER_GONE)));
    return new Delta(
        Occasion.CLUSTER_GONE,
        List.of(),
        Set.of(),
        new TreeMap<>(),
        List.of(),
        List.copyOf(resolved.values()),
        List.of(),
        List.of(),
        before.claims().stream().flatMap(claim -> claim.origins().stream()).distinct().toList(),
        Ledger.empty(before.cluster()).began(at));
  }

  private static void putHeld(Map<String, Resolved> resolved, String id, Ledger.Past past) {
    if (past.isHeld()) {
      resolved.put(id, Resolved.of(id, past.entry(), Ending.MENDED));
    }
  }

  /// What a check writes before it tells this.
  ///
  /// @param check its id
  /// @param at the time now
  /// @param led what led to the check
  public Claim claim(String check, Instant at, List<Origin> led) {
    return new Claim(
        check,
        at,
        ids(opened),
        new TreeSet<>(worse),
        returned,
        resolved,
        ids(reminded),
        refused.stream()
            .map(Judgement.Missing::action)
            .collect(Collectors.toCollection(TreeSet::new)),
        led,
        Map.of());
  }

  /// What people read about first: the news, or what they are reminded of where that leads.
  List<Finding> told() {
    return isLedByReminder() ? reminded : opened;
  }

  /// Whether what people are reminded of is worse than the news, or there are none.
  boolean isLedByReminder() {
    return worst(reminded)
        .filter(old -> worst(opened).filter(fresh -> fresh.compareTo(old) >= 0).isEmpty())
        .isPresent();
  }

  static Optional<Severity> worst(List<Finding> findings) {
    return findings.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  /// The rules that could not tell for want of a permission, where people are told of it.
  SortedSet<String> blind() {
    return refused.stream()
        .flatMap(missing -> missing.rules().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> ids(List<Finding> findings) {
    return findings.stream().map(Finding::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
