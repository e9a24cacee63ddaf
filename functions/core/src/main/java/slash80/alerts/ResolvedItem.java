package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Delta.Ending;
import slash80.ledger.Delta.Resolved;
import slash80.rule.Finding;

/// Findings that ended together: of one rule and cause, in one way.
///
/// @param ended at least one
/// @param was what they were; empty if an old ledger does not say
record ResolvedItem(List<Resolved> ended, Optional<FindingGroup> was) {
  private static final int TITLE = 300;

  ResolvedItem {
    ended = List.copyOf(ended);
  }

  /// The items of these findings: the worst first, those that little is known of last.
  static List<ResolvedItem> of(List<Resolved> resolved) {
    var items = new ArrayList<ResolvedItem>();
    for (Ending ending : Ending.values()) {
      var byId = new LinkedHashMap<String, Resolved>();
      resolved.stream()
          .filter(end -> end.ending() == ending)
          .forEach(end -> byId.put(end.id(), end));
      var known = byId.values().stream().flatMap(end -> end.was().stream()).toList();
      for (FindingGroup group : FindingGroup.of(known)) {
        var ids = group.findings().stream().map(Finding::id).collect(Collectors.toSet());
        items.add(
            new ResolvedItem(
                byId.values().stream().filter(end -> ids.contains(end.id())).toList(),
                Optional.of(group)));
      }
      byId.values().stream()
          .filter(end -> end.was().isEmpty())
          .collect(Collectors.groupingBy(Resolved::title, LinkedHashMap::new, Collectors.toList()))
          .values()
          .forEach(alike -> items.add(new ResolvedItem(alike, Optional.empty())));
    }
    items.sort(
        Comparator.comparing(
            item -> item.was().map(FindingGroup::severity),
            Comparator.comparing(
                severity -> severity.map(Enum::ordinal).orElse(-1), Comparator.reverseOrder())));
    return List.copyOf(items);
  }

  Ending ending() {
    return ended.getFirst().ending();
  }

  /// When the first of them was found.
  Instant firstSeen() {
    return ended.stream().map(Resolved::firstSeen).min(Comparator.naturalOrder()).orElseThrow();
  }

  /// `tcp 22 is closed again on 300 nodes after 10 min`.
  String headline(Judgement judgement, boolean isNamed) {
    String after = SubjectLine.after(Duration.between(firstSeen(), judgement.at()));
    if (was.isPresent()) {
      return new Headline(was.get(), judgement.internet()).ended(ending(), isNamed, after);
    }
    String how = ending() == Ending.MENDED ? "fixed" : "resolved";
    return "%s %s %s%s: %s"
        .formatted(
            TextFormat.count(ended.size(), "finding"),
            ended.size() == 1 ? "is" : "are",
            how,
            after,
            TextFormat.text(ended.getFirst().title(), TITLE));
  }

  /// The changes that ended the findings, oldest first.
  List<ChangeOrigin> closedBy(List<ChangeOrigin> origins, Delta delta) {
    return closedBy(ended, origins, delta);
  }

  /// The changes that ended these findings, oldest first. Findings that ended with the rules or the
  /// policy were ended by nobody.
  static List<ChangeOrigin> closedBy(
      List<Resolved> ended, List<ChangeOrigin> origins, Delta delta) {
    return ChangeOrigin.once(
        ended.stream()
            .filter(end -> end.ending() != Ending.RULES_CHANGED && end.ending() != Ending.SILENCED)
            .flatMap(end -> delta.authors().behind(end, origins).stream()));
  }

  /// How it ended, where no event named a change that ended it.
  String endedByNobody() {
    return ending() == Ending.MENDED ? "fixed by " + CallWords.NOBODY : ending().toString();
  }
}
