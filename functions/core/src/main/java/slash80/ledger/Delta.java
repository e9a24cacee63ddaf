package slash80.ledger;

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
import slash80.judge.Judgement;
import slash80.judge.RetiredRules;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The difference between a judgement and the ledger, and the ledger after it.
///
/// @param occasion why it is reported
/// @param changes the findings that differ from the ledger
/// @param reminded open findings that were reported long ago
/// @param refused the missing permissions: all of them if one has to be reported
/// @param unfinished the remains of checks that did not finish, whose findings are reported here
/// @param authors the changes that stand behind its findings
public record Delta(
    Occasion occasion,
    Changes changes,
    List<Finding> reminded,
    List<Judgement.Missing> refused,
    Unfinished unfinished,
    Ledger after,
    Authors authors) {
  public Delta(
      Occasion occasion,
      Changes changes,
      List<Finding> reminded,
      List<Judgement.Missing> refused,
      Unfinished unfinished,
      Ledger after) {
    this(occasion, changes, reminded, refused, unfinished, after, Authors.UNASKED);
  }

  public Delta {
    reminded = List.copyOf(reminded);
    refused = List.copyOf(refused);
  }

  /// The remains of checks that did not finish.
  ///
  /// @param origins the changes that led to them
  /// @param refusal why the topic refused their alert, if it did
  public record Unfinished(List<ChangeOrigin> origins, Optional<Claim.Refusal> refusal) {
    public static final Unfinished NOTHING = new Unfinished(List.of(), Optional.empty());

    public Unfinished {
      origins = List.copyOf(origins);
    }

    /// The changes and the most frequent refusal of these claims.
    static Unfinished of(List<Claim> claims) {
      return new Unfinished(
          claims.stream().flatMap(claim -> claim.news().origins().stream()).distinct().toList(),
          claims.stream()
              .flatMap(claim -> claim.refusal().stream())
              .max(Comparator.comparingInt(Claim.Refusal::times)));
    }
  }

  /// The changes behind checks that did not finish.
  public List<ChangeOrigin> origins() {
    return unfinished.origins();
  }

  /// The findings that differ from the ledger.
  ///
  /// @param opened findings that are not in the ledger, or are worse than in the ledger
  /// @param worse the ids of the findings that the ledger knew as less severe or less open
  /// @param returned the ids of the findings that were resolved a short time ago, and when
  /// @param shrunk ids of findings that are less severe or less open than in the ledger; not
  ///   reported
  /// @param resolved findings of the ledger that were checked and are gone; findings that could not
  ///   be checked stay in the ledger
  /// @param byRules ids of the opened findings that a new or changed rule found, and no change in
  ///   the account
  /// @param silenced findings of the ledger that the policy hides since; people are not told, but
  ///   where a finding has a state, as in AWS Security Hub, it is not active any more
  public record Changes(
      List<Finding> opened,
      Set<String> worse,
      SortedMap<String, Instant> returned,
      List<String> shrunk,
      List<Resolved> resolved,
      Set<String> byRules,
      List<Resolved> silenced) {
    public Changes {
      silenced = List.copyOf(silenced);
      byRules = Set.copyOf(byRules);
      opened = List.copyOf(opened);
      worse = Set.copyOf(worse);
      shrunk = List.copyOf(shrunk);
      resolved = List.copyOf(resolved);
    }

    /// New and resolved findings, none of them known to be worse, back or smaller.
    public static Changes of(List<Finding> opened, List<Resolved> resolved) {
      return new Changes(
          opened, Set.of(), new TreeMap<>(), List.of(), resolved, Set.of(), List.of());
    }
  }

  public List<Finding> opened() {
    return changes.opened();
  }

  public Set<String> worse() {
    return changes.worse();
  }

  public SortedMap<String, Instant> returned() {
    return changes.returned();
  }

  public List<String> shrunk() {
    return changes.shrunk();
  }

  public List<Resolved> resolved() {
    return changes.resolved();
  }

  public List<Resolved> silenced() {
    return changes.silenced();
  }

  public Set<String> byRules() {
    return changes.byRules();
  }

  /// The same delta, whose ledger has the events that tell the event bus of silenced findings.
  public Delta owing(Outgoing events) {
    return new Delta(
        occasion, changes, reminded, refused, unfinished, after.outgoing(events), authors);
  }

  /// Whether new or changed rules found all that is new, and nothing was fixed: the network did not
  /// change.
  public boolean isByRulesOnly() {
    return occasion == Occasion.CHECK
        && !(opened().isEmpty() && resolved().isEmpty())
        && isOpenedByRules()
        && resolved().stream().allMatch(end -> end.ending() == Ending.RULES_CHANGED);
  }

  /// Whether new or changed rules found all new findings, if there are any.
  public boolean isOpenedByRules() {
    return opened().stream().map(Finding::id).allMatch(byRules()::contains);
  }

  /// The same delta, whose ledger remembers what these changes tell of the end of the cluster.
  public Delta noting(List<ChangeOrigin> led) {
    return new Delta(occasion, changes, reminded, refused, unfinished, after.noting(led), authors);
  }

  /// The same delta, once it is known which changes led to the check and which of them stand behind
  /// its findings.
  ///
  /// @param before the ledger that the check began with
  public Delta explainedBy(List<ChangeOrigin> led, Ledger before, Authors authors) {
    return new Explanation(this, led, before, authors).delta();
  }

  /// The same delta with other changes and authors.
  Delta with(Changes other, Authors known) {
    return new Delta(occasion, other, reminded, refused, unfinished, after, known);
  }

  /// The same delta, whose ledger knows which findings were sent: those that are as severe as the
  /// least severity that is sent, or were before. The end of such a finding is sent, however severe
  /// it is by then.
  ///
  /// @param before the ledger that the check began with
  public Delta sending(Severity least, Ledger before) {
    var sent = new TreeMap<String, Ledger.Entry>();
    for (var known : after.open().entrySet()) {
      var entry = known.getValue();
      var now = entry.sighting().severity();
      var was = before.open().getOrDefault(known.getKey(), entry).sighting().severity();
      var worst = now.compareTo(was) > 0 ? now : was;
      var next = worst.compareTo(least) < 0 ? entry : entry.sent(worst);
      if (!next.equals(entry)) {
        sent.put(known.getKey(), next);
      }
    }
    if (sent.isEmpty()) {
      return this;
    }
    var open = new TreeMap<>(after.open());
    open.putAll(sent);
    return new Delta(occasion, changes, reminded, refused, unfinished, after.open(open), authors);
  }

  /// The reason why a delta is reported.
  public enum Occasion {
    CHECK,
    /// The whole cluster was checked for the first time. Findings of this check may be much older
    /// than the change that led to it.
    FIRST_CHECK,
    /// The first check of the whole cluster found nothing, which is reported once.
    GREETING,
    /// The cluster is gone, which is reported even if there were no findings.
    CLUSTER_GONE,
    /// The cluster's account or region is no longer checked, which is reported likewise.
    NO_LONGER_CHECKED;

    /// Whether no further alert about the cluster follows.
    public boolean isLast() {
      return this == CLUSTER_GONE || this == NO_LONGER_CHECKED;
    }
  }

  /// The way a finding ended. The names are written into ledgers.
  public enum Ending {
    MENDED("fixed"),
    NODE_GONE("the node is gone"),
    CLUSTER_GONE("the cluster is gone"),
    RULES_CHANGED("the rules changed"),
    NO_LONGER_CHECKED("no longer checked"),
    SILENCED("silenced by the policy");

    private final String words;

    Ending(String words) {
      this.words = words;
    }

    /// The name in a ledger. An older version, which may read it, does not know the last three: the
    /// ledger tells two of them apart by a further key.
    String written() {
      return switch (this) {
        case MENDED, NODE_GONE, CLUSTER_GONE -> name();
        case RULES_CHANGED, SILENCED -> MENDED.name();
        case NO_LONGER_CHECKED -> CLUSTER_GONE.name();
      };
    }

    @Override
    public String toString() {
      return words;
    }
  }

  /// A finding that has ended.
  ///
  /// @param was the finding as it was last seen, with the worst severity that it was sent with;
  ///   empty in ledgers of older versions
  /// @param isSent whether it was sent while it was there, so that its end is too
  public record Resolved(
      String id,
      String title,
      Instant firstSeen,
      Ending ending,
      Optional<Finding> was,
      boolean isSent) {
    public Resolved(
        String id, String title, Instant firstSeen, Ending ending, Optional<Finding> was) {
      this(id, title, firstSeen, ending, was, false);
    }

    public Resolved(String id, String title, Instant firstSeen, Ending ending) {
      this(id, title, firstSeen, ending, Optional.empty());
    }

    Resolved ending(Ending other) {
      return new Resolved(id, title, firstSeen, other, was, isSent);
    }

    static Resolved of(String id, Ledger.Entry entry, Ending ending) {
      var sent = entry.history().sent();
      var was =
          new Ledger.Entry(
              entry.history(), entry.wording(), entry.sighting().known(sent), entry.unknown());
      return new Resolved(
          id,
          entry.wording().title(),
          entry.firstSeen(),
          ending,
          Optional.of(was.finding(id)),
          sent.isPresent());
    }

    /// Whether its end is sent: it was sent itself, or is severe enough now. Older versions did not
    /// write its severity into their claims: such a finding counts as severe.
    public boolean isToSend(Severity least) {
      return isSent || was.filter(found -> found.severity().compareTo(least) < 0).isEmpty();
    }
  }

  /// Whether there is nothing to report. The ledger may have changed all the same: a finding that
  /// became less severe is kept, so that it is reported if it gets worse again.
  public boolean isEmpty() {
    return !occasion.isLast()
        && occasion != Occasion.GREETING
        && opened().isEmpty()
        && resolved().isEmpty()
        && reminded.isEmpty()
        && refused.isEmpty();
  }

  /// Compares a judgement with the ledger.
  ///
  /// @param reading what the check covered, and the nodes that it saw
  /// @param lapse the time after which the claim of another check is taken over
  public static Delta between(
      Ledger before, Judgement judgement, Observation reading, Duration lapse) {
    return between(before, judgement, reading, lapse, RetiredRules.CURRENT);
  }

  static Delta between(
      Ledger before,
      Judgement judgement,
      Observation reading,
      Duration lapse,
      RetiredRules retired) {
    if (!before.cluster().equals(judgement.cluster().name())) {
      throw new IllegalArgumentException(
          "expected the ledger of %2$s, found that of %1$s"
              .formatted(before.cluster(), judgement.cluster().name()));
    }
    return new Comparison(before, judgement, reading, lapse, retired).delta();
  }

  /// The same with reminders. If a CRITICAL or HIGH finding was reported long ago, all of them are
  /// repeated; the same holds for missing permissions.
  public Delta reminding(Judgement judgement, Duration reminder) {
    return new Reminder(judgement, reminder).of(this);
  }

  /// The end of a cluster: every finding is resolved, including those of unfinished checks.
  public static Delta closing(Ledger before, Instant at) {
    return ClosingDelta.of(before, at, Occasion.CLUSTER_GONE, Ending.CLUSTER_GONE);
  }

  /// The end of the checks of a cluster, whose account or region is no longer checked.
  public static Delta leaving(Ledger before, Instant at) {
    return ClosingDelta.of(before, at, Occasion.NO_LONGER_CHECKED, Ending.NO_LONGER_CHECKED);
  }

  /// The claim that a check writes before it publishes the alert.
  ///
  /// @param check the id of the check
  /// @param at the time now
  /// @param led the changes that led to the check
  public Claim claim(String check, Instant at, List<ChangeOrigin> led) {
    var news =
        new Claim.News(
            ids(opened()),
            new TreeSet<>(worse()),
            returned(),
            resolved(),
            ids(reminded),
            refused.stream()
                .map(Judgement.Missing::action)
                .collect(Collectors.toCollection(TreeSet::new)),
            new TreeSet<>(byRules()),
            authors.weighed(led));
    return new Claim(check, at, news, unfinished.refusal(), Map.of());
  }

  /// The findings that the alert begins with: the new ones, or the reminder if that leads.
  public List<Finding> leading() {
    return isLedByReminder() ? reminded : opened();
  }

  /// Whether the reminder is worse than the new findings, or there are no new ones.
  public boolean isLedByReminder() {
    return worst(reminded)
        .filter(old -> worst(opened()).filter(fresh -> fresh.compareTo(old) >= 0).isEmpty())
        .isPresent();
  }

  public static Optional<Severity> worst(List<Finding> findings) {
    return findings.stream().map(Finding::severity).max(Comparator.naturalOrder());
  }

  /// The rules that cannot be checked because of a missing permission that is reported.
  public SortedSet<String> blockedRules() {
    return refused.stream()
        .flatMap(missing -> missing.rules().stream())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static SortedSet<String> ids(List<Finding> findings) {
    return findings.stream().map(Finding::id).collect(Collectors.toCollection(TreeSet::new));
  }
}
