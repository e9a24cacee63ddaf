package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.blame.AccountChecks.delta;
import static slash80.blame.AccountChecks.ledger;
import static slash80.blame.AccountChecks.smallAccount;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.check.event.EventReader;
import slash80.facts.Facts;
import slash80.judge.Policy;
import slash80.ledger.Authors;
import slash80.ledger.ChangeOrigin;

/// Tests who is named for findings by a run of random calls on the example account. The run knows
/// the account before the calls, which the code does not. A call truly stands behind a finding if
/// doing it after some others makes a difference to it.
class AuthorsRunTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final int CHANGES = Integer.getInteger("changes", 500);
  private static final long[] SEEDS = {14, 1, 2026};

  private final Map<String, Integer> mistakes = new TreeMap<>();
  private final Map<String, Integer> unnamed = new TreeMap<>();
  private int changes;
  private int findings;
  private int named;
  private int completely;
  private int wrong;
  private int nobody;
  private int resolvedFindings;
  private int resolvedNamed;

  /// `-Dseed=N` runs another seed, `-Dseed=N-M` all from N to M, and `-Ddetails=true` lists what is
  /// not named.
  static LongStream seeds() {
    var chosen = System.getProperty("seed");
    if (chosen == null) {
      return LongStream.of(SEEDS);
    }
    var ends = chosen.split("-", 2);
    return LongStream.rangeClosed(Long.parseLong(ends[0]), Long.parseLong(ends[ends.length - 1]));
  }

  @ParameterizedTest(name = "seed {0}")
  @MethodSource("seeds")
  void the_true_call_is_named_and_no_other(long seed) {
    run(seed);
    assertEquals(Map.of(), mistakes, "blamed wrongly");
    assertTrue(named * 100 >= findings * 95, "at least 95 % of new findings named");
    assertTrue(resolvedNamed * 100 >= resolvedFindings * 95, "at least 95 % of ends named");
  }

  void run(long seed) {
    var dice = new Random(seed);
    var start = smallAccount();
    while (changes < CHANGES) {
      batch(dice, start);
    }
    System.out.printf(
        "who did it: seed %d, %d random changes, %d new findings: %d named (%d of them with every"
            + " cause), %d rightly by nobody; %d resolved, %d named; %d blamed wrongly%n",
        seed, changes, findings, named, completely, nobody, resolvedFindings, resolvedNamed, wrong);
    if (Boolean.getBoolean("details")) {
      mistakes.forEach((what, times) -> System.out.println("WRONG " + times + " " + what));
      unnamed.forEach((what, times) -> System.out.println("UNNAMED " + times + " " + what));
    }
  }

  private void batch(Random dice, Facts start) {
    var random = new RandomMoves(dice);
    var before = start;
    for (int warm = dice.nextInt(14); warm > 0; warm--) {
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
    assertTrue(authors.isWeighed(), () -> authors.trouble().orElse(""));
    var truth = new Truth(dice, before, after, moves);
    for (var finding : delta.opened()) {
      var behind = new HashSet<Integer>();
      authors.behind(finding, origins).forEach(origin -> behind.add(places.get(origin)));
      tell(finding.id(), false, truth, hidden, behind, moves);
    }
    for (var resolved : delta.resolved()) {
      var behind = new HashSet<Integer>();
      authors.behind(resolved, origins).forEach(origin -> behind.add(places.get(origin)));
      tell(resolved.id(), true, truth, hidden, behind, moves);
    }
  }

  private void tell(
      String id, boolean isEnd, Truth truth, int hidden, Set<Integer> behind, List<Move> moves) {
    var real = truth.behind(id);
    var kind = (isEnd ? "the end of " : "") + id.substring(0, id.indexOf('/'));
    var calls = real.stream().map(at -> moves.get(at).call()).sorted().toList();
    for (int place : behind) {
      if (!real.contains(place) && !truth.isBehind(place, id)) {
        wrong++;
        mistakes.merge(
            "%s for %s, truly %s".formatted(moves.get(place).call(), kind, calls), 1, Integer::sum);
        show(id, place, hidden, behind, real, moves);
      }
    }
    real.remove(hidden);
    boolean isNamed = behind.stream().anyMatch(real::contains);
    if (real.isEmpty()) {
      nobody++;
    } else if (isEnd) {
      resolvedFindings++;
      resolvedNamed += isNamed ? 1 : 0;
    } else {
      findings++;
      named += isNamed ? 1 : 0;
      completely += behind.containsAll(real) ? 1 : 0;
    }
    if (!real.isEmpty() && !isNamed) {
      unnamed.merge("nobody for %s, truly %s".formatted(kind, calls), 1, Integer::sum);
      show(id, -1, hidden, behind, real, moves);
    }
  }

  /// Prints the calls of a batch whose answer was wrong.
  private static void show(
      String id, int wrong, int hidden, Set<Integer> behind, Set<Integer> real, List<Move> moves) {
    if (!Boolean.getBoolean("details")) {
      return;
    }
    System.out.printf(
        "%s: call %d is wrong, named %s, truly %s, call %d is hidden%n",
        id, wrong, behind, real, hidden);
    moves.forEach(move -> System.out.println("  " + move.event()));
  }
}
