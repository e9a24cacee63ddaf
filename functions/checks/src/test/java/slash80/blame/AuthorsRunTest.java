package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.blame.AccountChecks.delta;
import static slash80.blame.AccountChecks.ledger;
import static slash80.blame.AccountChecks.smallAccount;

import java.time.Instant;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.check.event.EventReader;
import slash80.facts.Facts;
import slash80.judge.Policy;
import slash80.ledger.Authors;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.network.Scope;
import slash80.rule.Finding;

/// Tests who is named for findings by a run of random calls on the example account. The run knows
/// the account before the calls, which the code does not. A call truly stands behind a finding if
/// doing it after some others makes a difference to it.
class AuthorsRunTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final int CHANGES = 500;
  private static final long SEED = 14;

  private final Map<String, Integer> mistakes = new TreeMap<>();
  private int changes;
  private int findings;
  private int named;
  private int completely;
  private int wrong;
  private int nobody;
  private int resolvedFindings;
  private int resolvedNamed;

  @Test
  void the_true_call_is_named_and_no_other() {
    var dice = new Random(Long.getLong("seed", SEED));
    var start = smallAccount();
    while (changes < CHANGES) {
      batch(dice, start);
    }
    System.out.printf(
        "who did it: %d random changes, %d new findings: %d named (%d of them with every cause), %d"
            + " rightly by nobody; %d resolved, %d named; %d blamed wrongly%n",
        changes, findings, named, completely, nobody, resolvedFindings, resolvedNamed, wrong);
    assertEquals(Map.of(), mistakes, "blamed wrongly");
    assertTrue(named * 100 >= findings * 95, "at least 95 % named");
    assertTrue(resolvedNamed * 100 >= resolvedFindings * 90, "at least 90 % named");
  }

  private void batch(Random dice, Facts start) {
    var random = new RandomMoves(dice);
    var before = start;
    for (int warm = dice.nextInt(4); warm > 0; warm--) {
      before = random.on(before).forward().apply(before);
    }
    var moves = new ArrayList<Move>();
    var after = before;
    for (int count = dice.nextInt(1, 7); count > 0; count--) {
      var move = random.on(after);
      moves.add(move);
      after = move.forward().apply(after);
    }
    changes += moves.size();
    weigh(dice, before, after, moves);
  }

  private void weigh(Random dice, Facts before, Facts after, List<Move> moves) {
    var ledger = ledger(before);
    var delta = delta(ledger, after);
    if (delta.isEmpty()) {
      return;
    }
    int hidden = dice.nextInt(8) == 0 ? dice.nextInt(moves.size()) : -1;
    var origins = new ArrayList<ChangeOrigin>();
    var places = new HashMap<ChangeOrigin, Integer>();
    for (int place = 0; place < moves.size(); place++) {
      if (place != hidden) {
        var origin = EventReader.read(moves.get(place).event(), RECEIVED).origin();
        origins.add(origin);
        places.put(origin, place);
      }
    }
    var authors = Authors.of(delta, origins, ledger, after, Policy.NONE);
    var truth = new Truth(dice, before, moves, asked(delta, ledger));
    for (var finding : delta.opened()) {
      var question = question(finding, delta, ledger);
      var behind = new HashSet<Integer>();
      authors.behind(finding, origins).forEach(origin -> behind.add(places.get(origin)));
      tell(question, truth, hidden, behind, moves);
    }
    for (var resolved : delta.resolved()) {
      var question = question(resolved, ledger);
      var behind = new HashSet<Integer>();
      authors.behind(resolved, origins).forEach(origin -> behind.add(places.get(origin)));
      tell(question, truth, hidden, behind, moves);
    }
  }

  private void tell(
      Question question, Truth truth, int hidden, Set<Integer> behind, List<Move> moves) {
    var real = truth.behind(question);
    for (int place : behind) {
      if (!real.contains(place)) {
        wrong++;
        mistakes.merge(
            "%s for %s, truly %s"
                .formatted(
                    moves.get(place).call(),
                    question.turn() + " " + question.rule(),
                    real.stream().map(at -> moves.get(at).call()).sorted().toList()),
            1,
            Integer::sum);
      }
    }
    real.remove(hidden);
    boolean isNamed = behind.stream().anyMatch(real::contains);
    if (real.isEmpty()) {
      nobody++;
    } else if (question.turn() == Question.Turn.RESOLVED) {
      resolvedFindings++;
      resolvedNamed += isNamed ? 1 : 0;
    } else {
      findings++;
      named += isNamed ? 1 : 0;
      completely += behind.containsAll(real) ? 1 : 0;
    }
  }

  private static List<Question> asked(Delta delta, Ledger ledger) {
    return Stream.concat(
            delta.opened().stream().map(finding -> question(finding, delta, ledger)),
            delta.resolved().stream().map(resolved -> question(resolved, ledger)))
        .toList();
  }

  private static Question question(Finding finding, Delta delta, Ledger ledger) {
    var entry = ledger.open().get(finding.id());
    return entry != null && delta.worse().contains(finding.id())
        ? Question.worse(finding, entry.sighting().open(), entry.sighting().latent(), true)
        : Question.opened(finding, true);
  }

  private static Question question(Delta.Resolved resolved, Ledger ledger) {
    var entry = ledger.open().get(resolved.id());
    int slash = resolved.id().indexOf('/');
    return new Question(
        resolved.id().substring(0, slash),
        resolved.id().substring(slash + 1),
        entry.sighting().node(),
        Question.Turn.RESOLVED,
        entry.sighting().open(),
        entry.sighting().latent(),
        false,
        true);
  }

  /// The account as it truly was after some of the calls.
  private static final class Truth {
    private final Facts before;
    private final List<Move> moves;
    private final Policy policy;
    private final Scope scope;
    private final Map<BitSet, Map<String, Finding>> known = new HashMap<>();
    private final List<BitSet> others = new ArrayList<>();

    Truth(Random dice, Facts before, List<Move> moves, List<Question> asked) {
      this.before = before;
      this.policy = Retrial.asking(Policy.NONE, asked);
      this.scope = Retrial.scope(asked);
      this.moves = moves;
      if (moves.size() <= 3) {
        for (long bits = 0; bits < 1L << moves.size(); bits++) {
          others.add(BitSet.valueOf(new long[] {bits}));
        }
      } else {
        for (int some = 0; some < 6; some++) {
          others.add(BitSet.valueOf(new long[] {dice.nextInt(1 << moves.size())}));
        }
        others.add(new BitSet());
        others.add(BitSet.valueOf(new long[] {(1L << moves.size()) - 1}));
      }
    }

    Set<Integer> behind(Question question) {
      var behind = new HashSet<Integer>();
      for (int place = 0; place < moves.size(); place++) {
        for (var set : others) {
          var with = (BitSet) set.clone();
          with.set(place);
          var without = (BitSet) set.clone();
          without.clear(place);
          if (!question.among(findings(with)).equals(question.among(findings(without)))) {
            behind.add(place);
            break;
          }
        }
      }
      return behind;
    }

    private Map<String, Finding> findings(BitSet some) {
      var done = (BitSet) some.clone();
      for (int place = 0; place < moves.size(); place++) {
        if (moves.get(place).isIdle()) {
          done.clear(place);
        }
      }
      return known.computeIfAbsent(
          done,
          _ -> {
            var facts = before;
            for (int place = 0; place < moves.size(); place++) {
              if (done.get(place)) {
                facts = moves.get(place).forward().apply(facts);
              }
            }
            return Retrial.judged(facts, scope, policy);
          });
    }
  }
}
