package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.HeldPrefixes;
import slash80.facts.Instance;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.judge.RetiredRules;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Compares a judgement with the ledger, finding by finding.
final class Comparison {
  private final Ledger before;
  private final RetiredRules retired;
  private final Judgement judgement;
  private final Observation reading;
  private final Instant at;
  private final List<Claim> lapsed;

  /// The ids of findings that an expired claim has as new, worse or back. They may never have been
  /// reported.
  private final Set<String> unreported;

  private final Map<String, Finding> found = new LinkedHashMap<>();

  /// Begins with what the ledger has: a check of one node of ten thousand leaves nearly all of it.
  private final SortedMap<String, Ledger.Entry> open;

  private final SortedMap<String, Ledger.ResolvedEntry> past;
  private HeldPrefixes prefixes;

  private final Map<String, Finding> opened = new LinkedHashMap<>();
  private final TreeSet<String> worse = new TreeSet<>();
  private final TreeSet<String> byRules = new TreeSet<>();
  private final TreeMap<String, Instant> returned = new TreeMap<>();
  private final List<String> shrunk = new ArrayList<>();
  private final Map<String, Delta.Resolved> resolved = new LinkedHashMap<>();
  private final List<Delta.Resolved> silenced = new ArrayList<>();
  private final Map<String, Finding> reminded = new LinkedHashMap<>();
  private final MissingPermissions refusals;

  Comparison(
      Ledger before,
      Judgement judgement,
      Observation reading,
      Duration lapse,
      RetiredRules retired) {
    this.before = before;
    this.retired = retired;
    this.judgement = judgement;
    this.reading = reading;
    this.at = judgement.at();
    this.lapsed = before.claims().stream().filter(claim -> claim.hasLapsed(at, lapse)).toList();
    this.unreported =
        lapsed.stream()
            .flatMap(claim -> claim.news().opened().stream())
            .collect(Collectors.toSet());
    this.open = new TreeMap<>(before.open());
    this.past = new TreeMap<>(before.resolved());
    this.past.replaceAll(
        (id, ended) -> new Ledger.ResolvedEntry(known(id, ended.entry()), ended.at()));
    this.prefixes = HeldPrefixes.copyOf(before.prefixes());
    this.refusals = new MissingPermissions(before.refused(), judgement, reading.extent());
    for (Finding finding : judgement.findings()) {
      if (reading.extent().covers(finding.id(), finding.node())) {
        found.put(finding.id(), finding);
      }
    }
  }

  Delta delta() {
    found.values().forEach(this::compare);
    before.open().forEach(this::compareMissing);
    before.resolved().forEach(this::tellHeld);
    refusals.compare();
    if (!before.isNew()) {
      opened.values().forEach(this::judgeRule);
    }
    lapsed.forEach(this::takeOver);
    record();
    return new Delta(
        occasion(),
        new Delta.Changes(
            List.copyOf(opened.values()),
            worse,
            returned,
            shrunk,
            List.copyOf(resolved.values()),
            byRules,
            silenced),
        reminded.values().stream().filter(finding -> !opened.containsKey(finding.id())).toList(),
        refusals.reported(),
        Delta.Unfinished.of(lapsed),
        after());
  }

  /// People hear of a new cluster once: of all that its first whole check found, or that it found
  /// nothing. A greeting that was claimed and not announced is owed as long as nothing is wrong.
  private Delta.Occasion occasion() {
    boolean isOwed = lapsed.stream().anyMatch(claim -> claim.news().isEmpty());
    if (isOwed && isWell()) {
      return Delta.Occasion.GREETING;
    }
    if (!isFirst()) {
      return Delta.Occasion.CHECK;
    }
    return isWell() ? Delta.Occasion.GREETING : Delta.Occasion.FIRST_CHECK;
  }

  /// Whether the whole cluster is checked for the first time.
  private boolean isFirst() {
    return !before.state().isIntroduced() && reading.extent() instanceof CheckedScope.Whole;
  }

  /// Whether everything was checked, and nothing was found.
  private boolean isWell() {
    return open.isEmpty()
        && past.isEmpty()
        && resolved.isEmpty()
        && reminded.isEmpty()
        && judgement.undecided().isEmpty()
        && refusals.after().isEmpty();
  }

  /// Whether the first whole check is told by this delta, or found nothing that is new.
  private boolean isIntroduced() {
    return before.state().isIntroduced() || (isFirst() && (isWell() || !open.isEmpty()));
  }

  /// A rule that is new or changed may find what was there before.
  private void judgeRule(Finding finding) {
    if (before.state().rules().areOlderThan(finding.rule())) {
      byRules.add(finding.id());
    }
  }

  private void compare(Finding finding) {
    String id = finding.id();
    var known = before.open().get(id);
    if (known == null) {
      compareAbsent(finding, Optional.ofNullable(past.remove(id)));
      return;
    }
    var seen = known.seen(finding);
    if (isMore(known, finding)) {
      worse.add(id);
      opened.put(id, finding);
      seen = seen.reported(finding, at);
    } else if (isLess(known, finding)) {
      shrunk.add(id);
    }
    open.put(id, seen);
  }

  /// Reports a finding that is new, or back soon after it was resolved. A return is reported once,
  /// and not again while the finding is flapping.
  private void compareAbsent(Finding finding, Optional<Ledger.ResolvedEntry> ended) {
    String id = finding.id();
    var recent = ended.filter(resolvedEntry -> resolvedEntry.isRecent(at));
    if (recent.isEmpty()) {
      opened.put(id, finding);
      open.put(id, Ledger.Entry.first(finding, at));
      return;
    }
    var known = recent.get().entry();
    var seen = known.seen(finding).returned(at);
    if (recent.get().isHeld() && !isMore(known, finding)) {
      open.put(id, seen);
      return;
    }
    returned.put(id, recent.get().at());
    opened.put(id, finding);
    open.put(id, seen.reported(finding, at));
  }

  /// A finding as it was reported: a return that was not reported does not count as flapping.
  private Ledger.Entry known(String id, Ledger.Entry entry) {
    return unreported.contains(id) ? entry.withoutReturn() : entry;
  }

  private void compareMissing(String id, Ledger.Entry entry) {
    if (found.containsKey(id)) {
      return;
    }
    if (judgement.hides(id)) { // it is forgotten, so that it is new once the policy ends to hide it
      open.remove(id);
      silenced.add(Delta.Resolved.of(id, entry, Delta.Ending.SILENCED));
      return;
    }
    if (!wasJudged(id, entry)) {
      return;
    }
    open.remove(id);
    var ended = new Ledger.ResolvedEntry(known(id, entry), at);
    if (ended.isHeld()) {
      past.put(id, ended);
    } else {
      past.put(id, new Ledger.ResolvedEntry(ended.entry().ended(), at));
      resolved.put(id, Delta.Resolved.of(id, entry, endingOf(id, entry)));
    }
  }

  private Delta.Ending endingOf(String id, Ledger.Entry entry) {
    if (entry.node().filter(reading::isGone).isPresent()) {
      return Delta.Ending.NODE_GONE;
    }
    String rule = Ledger.ruleOf(id);
    return retired.contains(rule) || before.state().rules().areOlderThan(rule)
        ? Delta.Ending.RULES_CHANGED
        : Delta.Ending.MENDED;
  }

  /// Whether a finding that is gone was checked: its rule could be checked, and the node was not
  /// too young. A subject that is gone was checked too.
  private boolean wasJudged(String id, Ledger.Entry entry) {
    String rule = Ledger.ruleOf(id);
    if (retired.contains(rule)) {
      return reading.extent() instanceof CheckedScope.Whole;
    }
    if (!reading.extent().covers(id, entry.node())) {
      return false;
    }
    String subject = Ledger.subjectOf(id);
    boolean undecided =
        judgement.undecided().stream()
            .filter(why -> why.rule().equals(rule))
            .anyMatch(why -> why.subjects().isEmpty() || why.subjects().contains(subject));
    boolean settling =
        judgement.settling().stream()
            .anyMatch(wait -> wait.rule().equals(rule) && wait.subject().equals(subject));
    return !undecided && !settling;
  }

  /// Reports the end of findings that flapped and then stayed resolved.
  private void tellHeld(String id, Ledger.ResolvedEntry ended) {
    if (judgement.hides(id)) {
      past.remove(id);
      if (ended.isHeld()) {
        silenced.add(Delta.Resolved.of(id, ended.entry(), Delta.Ending.SILENCED));
      }
      return;
    }
    if (!ended.isHeld() || open.containsKey(id)) {
      return;
    }
    if (!ended.isRecent(at)) {
      past.remove(id);
    }
    if (!ended.isRecent(at) || unreported.contains(id)) {
      resolved.put(id, Delta.Resolved.of(id, ended.entry(), Delta.Ending.MENDED));
    }
  }

  /// Takes over what another check claimed and did not announce, if it is still true.
  private void takeOver(Claim claim) {
    for (String id : claim.news().opened()) {
      standing(id).ifPresent(finding -> opened.putIfAbsent(id, finding));
    }
    claim.news().byRules().stream().filter(opened::containsKey).forEach(byRules::add);
    claim.news().worse().stream().filter(opened::containsKey).forEach(worse::add);
    claim.news().returned().forEach(this::takeOverReturned);
    for (Delta.Resolved claimed : claim.news().resolved()) {
      if (!open.containsKey(claimed.id()) && !isHeld(claimed.id())) {
        resolved.putIfAbsent(claimed.id(), claimed);
      } else if (claimed.isSent()) {
        claimed.was().ifPresent(was -> owe(claimed.id(), was.severity()));
      }
    }
    for (String id : claim.news().reminded()) {
      standing(id).ifPresent(finding -> reminded.putIfAbsent(id, finding));
    }
    refusals.takeOver(claim);
  }

  /// Notes that a finding was sent whose end was not, and which is back.
  private void owe(String id, Severity severity) {
    open.computeIfPresent(id, (_, entry) -> entry.sent(severity));
    past.computeIfPresent(
        id, (_, ended) -> new Ledger.ResolvedEntry(ended.entry().sent(severity), ended.at()));
  }

  /// Whether a later alert has reported the finding as flapping. Its end is then reported once it
  /// has not changed for a while.
  private boolean isHeld(String id) {
    return Optional.ofNullable(past.get(id)).filter(Ledger.ResolvedEntry::isHeld).isPresent();
  }

  private void takeOverReturned(String id, Instant since) {
    if (opened.containsKey(id)) {
      returned.putIfAbsent(id, since);
    }
  }

  private Optional<Finding> standing(String id) {
    return Optional.ofNullable(found.get(id))
        .or(() -> Optional.ofNullable(open.get(id)).map(entry -> entry.finding(id)));
  }

  /// Keeps the prefixes that each node was first seen with, and adds new ones: a node that lost a
  /// prefix has drifted for as long as it lacks it.
  private void record() {
    prefixes = prefixes.without(reading.gone(prefixes.keySet()));
    var held = new HashMap<Instance.Id, List<Prefix>>();
    reading
        .prefixes()
        .forEach(
            (node, seen) -> {
              var known = prefixes.getOrDefault(node, List.of());
              if (reading.extent().coversNode(node.value())
                  && !seen.isEmpty()
                  && seen.containsAll(known)) {
                held.put(node, seen.stream().sorted().toList());
              }
            });
    prefixes = prefixes.with(held);
  }

  /// The same document if nothing differs, so that nothing is written.
  private Ledger after() {
    var standing = before.claims().stream().filter(claim -> !lapsed.contains(claim)).toList();
    var rules = before.state().rules().after(reading.extent(), judgement);
    var known = ClusterDeletion.standing(before.state().memory(), before.cluster(), at);
    var state =
        new Ledger.State(open, past, prefixes, refusals.after(), rules, isIntroduced(), known);
    if (state.equals(before.state()) && standing.equals(before.claims())) {
      return before;
    }
    past.values().removeIf(ended -> !ended.isRecent(at) && !ended.isHeld());
    return new Ledger(
        before.format().written(),
        before.cluster(),
        at,
        new Ledger.State(
            open,
            past,
            prefixes,
            refusals.after(),
            rules,
            state.isIntroduced(),
            reading.memory(known)),
        standing,
        before.reminded(),
        before.outgoing());
  }

  private static boolean isMore(Ledger.Entry known, Finding finding) {
    return finding.severity().compareTo(known.sighting().severity()) > 0
        || hasGrown(known.sighting().open(), finding.open())
        || hasGrown(known.sighting().latent(), finding.latent());
  }

  private static boolean isLess(Ledger.Entry known, Finding finding) {
    return finding.severity().compareTo(known.sighting().severity()) < 0
        || hasGrown(finding.open(), known.sighting().open())
        || hasGrown(finding.latent(), known.sighting().latent());
  }

  private static boolean hasGrown(Optional<PacketSet> before, Optional<PacketSet> now) {
    return now.filter(packets -> !packets.isEmpty())
        .filter(packets -> before.filter(announced -> holds(announced, packets)).isEmpty())
        .isPresent();
  }

  private static boolean holds(PacketSet announced, PacketSet packets) {
    return announced.family() == packets.family() && announced.containsAll(packets);
  }
}
