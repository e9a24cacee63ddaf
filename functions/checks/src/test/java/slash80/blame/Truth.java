package slash80.blame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.ip.PacketSet;
import slash80.judge.Policy;
import slash80.judge.RuleBook;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The true effects of the calls of a batch, known from the account before them. The account is
/// judged whole, as it was after some of the calls: a call stands behind a finding if doing it
/// after some others makes a difference to what is new about the finding, or to what has ended of
/// it.
final class Truth {
  /// The most calls of which every choice is tried.
  private static final int FEW = 3;

  private final Facts before;
  private final List<Move> moves;
  private final Map<String, Finding> atFirst;
  private final Map<String, Finding> atLast;
  private final Map<BitSet, Map<String, Finding>> known = new HashMap<>();
  private final List<BitSet> others = new ArrayList<>();

  Truth(Random dice, Facts before, Facts after, List<Move> moves) {
    this.before = before;
    this.moves = moves;
    this.atFirst = judged(before);
    this.atLast = judged(after);
    long all = 1L << moves.size();
    if (moves.size() <= FEW) {
      for (long some = 0; some < all; some++) {
        others.add(BitSet.valueOf(new long[] {some}));
      }
    } else {
      for (int some = 0; some < 6; some++) {
        others.add(BitSet.valueOf(new long[] {dice.nextLong(all)}));
      }
      others.add(new BitSet());
      others.add(BitSet.valueOf(new long[] {all - 1}));
    }
  }

  /// The findings of an account, by id.
  static Map<String, Finding> judged(Facts facts) {
    var findings = new HashMap<String, Finding>();
    RuleBook.judge(Policy.NONE.applied(facts))
        .findings()
        .forEach(finding -> findings.put(finding.id(), finding));
    return findings;
  }

  /// The difference that the whole batch made to a finding: packets that are open, or one change
  /// from it, on one side only; else its severity, or that it is there at all.
  private record Change(List<PacketSet> open, List<PacketSet> latent, boolean bySeverity) {
    static Change between(Optional<Finding> one, Optional<Finding> other) {
      var open = more(one.flatMap(Finding::open), other.flatMap(Finding::open));
      var latent = more(one.flatMap(Finding::latent), other.flatMap(Finding::latent));
      return new Change(open, latent, open.isEmpty() && latent.isEmpty() && other.isPresent());
    }

    private static List<PacketSet> more(Optional<PacketSet> one, Optional<PacketSet> other) {
      return one
          .map(
              packets ->
                  other
                      .filter(known -> known.family() == packets.family())
                      .map(packets::difference)
                      .orElse(packets))
          .filter(packets -> !packets.isEmpty())
          .stream()
          .toList();
    }

    /// The part of the difference that a finding shows.
    List<Object> in(Optional<Finding> finding) {
      if (open.isEmpty() && latent.isEmpty()) {
        return finding.stream()
            .<Object>map(found -> bySeverity ? found.severity() : Severity.LOW)
            .toList();
      }
      return Stream.concat(
              common(open, finding.flatMap(Finding::open)),
              common(latent, finding.flatMap(Finding::latent)))
          .toList();
    }

    private static Stream<Object> common(List<PacketSet> asked, Optional<PacketSet> found) {
      return asked.stream()
          .flatMap(
              packets ->
                  found
                      .filter(other -> other.family() == packets.family())
                      .map(packets::intersection)
                      .filter(both -> !both.isEmpty())
                      .stream());
    }
  }

  /// The places of calls that truly stand behind a finding that is new, worse or gone. Where there
  /// are many calls, some of their choices are tried.
  Set<Integer> behind(String id) {
    var behind = new HashSet<Integer>();
    for (int place = 0; place < moves.size(); place++) {
      if (isBehind(place, id, others)) {
        behind.add(place);
      }
    }
    return behind;
  }

  /// Whether a call truly stands behind a finding, by every choice of the others.
  boolean isBehind(int place, String id) {
    var all =
        LongStream.range(0, 1L << moves.size())
            .mapToObj(some -> BitSet.valueOf(new long[] {some}))
            .toList();
    return isBehind(place, id, all);
  }

  private boolean isBehind(int place, String id, List<BitSet> others) {
    var was = Optional.ofNullable(atFirst.get(id));
    var is = Optional.ofNullable(atLast.get(id));
    var change = is.isPresent() ? Change.between(is, was) : Change.between(was, is);
    return others.stream()
        .anyMatch(
            set -> {
              var with = (BitSet) set.clone();
              with.set(place);
              var without = (BitSet) set.clone();
              without.clear(place);
              return !change.in(after(with, id)).equals(change.in(after(without, id)));
            });
  }

  private Optional<Finding> after(BitSet some, String id) {
    var done = (BitSet) some.clone();
    for (int place = 0; place < moves.size(); place++) {
      if (moves.get(place).isIdle()) {
        done.clear(place);
      }
    }
    var found =
        known.computeIfAbsent(
            done,
            _ -> {
              var facts = before;
              for (int place = 0; place < moves.size(); place++) {
                if (done.get(place)) {
                  facts = moves.get(place).forward().apply(facts);
                }
              }
              return judged(facts);
            });
    return Optional.ofNullable(found.get(id));
  }
}
