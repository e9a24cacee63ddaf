package slash80.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import slash80.network.PacketSet;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.RuleBook;

/// What a judgement changes against the ledger, and the ledger that would stand after it.
///
/// @param opened findings that were not in the ledger, or are worse than what it says
/// @param resolved ids that were in it, were judged, and are not wrong any more; what could not be
///   judged stays in the ledger
public record Delta(List<Finding> opened, List<Resolved> resolved, Ledger after) {
  public Delta {
    opened = List.copyOf(opened);
    resolved = List.copyOf(resolved);
  }

  public record Resolved(String id, String title, Instant firstSeen) {}

  /// Whether there is nothing to tell. The ledger may have changed all the same: what became
  /// smaller is not told, but kept, so that it is told when it grows again.
  public boolean isEmpty() {
    return opened.isEmpty() && resolved.isEmpty();
  }

  public static Delta between(Ledger before, Judgement judgement) {
    var asked =
        RuleBook.entries().stream().map(entry -> entry.rule().id()).collect(Collectors.toSet());
    return between(before, judgement, asked);
  }

  /// @param asked the ids of the rules that were asked: what others found stays as it is
  static Delta between(Ledger before, Judgement judgement, Set<String> asked) {
    if (!before.cluster().equals(judgement.cluster().name())) {
      throw new IllegalArgumentException(
          "the ledger of %s says nothing of %s"
              .formatted(before.cluster(), judgement.cluster().name()));
    }
    var opened =
        judgement.findings().stream()
            .filter(finding -> isNews(finding, before.open().get(finding.id())))
            .toList();
    var open = new TreeMap<String, Ledger.Entry>();
    for (Finding finding : judgement.findings()) {
      open.put(finding.id(), Ledger.Entry.of(finding, firstSeen(finding, before, judgement)));
    }
    var resolved = new ArrayList<Resolved>();
    for (Map.Entry<String, Ledger.Entry> entry : before.open().entrySet()) {
      if (open.containsKey(entry.getKey()) || judgement.silences(entry.getKey())) {
        continue; // what a policy silences is forgotten: it is news when the policy lets it go
      }
      if (wasJudged(entry.getKey(), judgement, asked)) {
        resolved.add(resolved(entry.getKey(), entry.getValue()));
      } else {
        open.put(entry.getKey(), entry.getValue());
      }
    }
    return new Delta(opened, resolved, after(before, judgement, open));
  }

  /// The same document when it would say the same, so that nothing is written.
  private static Ledger after(
      Ledger before, Judgement judgement, SortedMap<String, Ledger.Entry> open) {
    return open.equals(before.open())
        ? before
        : new Ledger(Ledger.SCHEMA, before.cluster(), judgement.at(), open);
  }

  private static Resolved resolved(String id, Ledger.Entry entry) {
    return new Resolved(id, entry.title(), entry.firstSeen());
  }

  private static Instant firstSeen(Finding finding, Ledger before, Judgement judgement) {
    var known = before.open().get(finding.id());
    return known == null ? judgement.at() : known.firstSeen();
  }

  private static boolean isNews(Finding finding, Ledger.Entry known) {
    return known == null
        || finding.severity().compareTo(known.severity()) > 0
        || hasGrown(known.open(), finding.open())
        || hasGrown(known.latent(), finding.latent());
  }

  private static boolean hasGrown(Optional<PacketSet> before, Optional<PacketSet> now) {
    return now.filter(packets -> !packets.isEmpty())
        .filter(packets -> before.filter(announced -> holds(announced, packets)).isEmpty())
        .isPresent();
  }

  private static boolean holds(PacketSet announced, PacketSet packets) {
    return announced.family() == packets.family() && announced.containsAll(packets);
  }

  /// Whether a finding that is not there any more was looked for: its rule could tell, and it was
  /// not too early. A subject that is gone was looked for too.
  private static boolean wasJudged(String id, Judgement judgement, Set<String> asked) {
    int slash = id.indexOf('/');
    String rule = id.substring(0, Math.max(slash, 0));
    String subject = id.substring(slash + 1);
    boolean undecided =
        judgement.undecided().stream()
            .filter(why -> why.rule().equals(rule))
            .anyMatch(why -> why.subjects().isEmpty() || why.subjects().contains(subject));
    boolean settling =
        judgement.settling().stream()
            .anyMatch(wait -> wait.rule().equals(rule) && wait.subject().equals(subject));
    return asked.contains(rule) && !undecided && !settling;
  }
}
