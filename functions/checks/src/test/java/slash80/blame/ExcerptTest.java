package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.blame.AccountChecks.account;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.check.event.EventReader;
import slash80.facts.Facts;
import slash80.judge.Policy;
import slash80.rule.Finding;

/// Tests that a retrial on an excerpt of an account answers as one on the whole account: random
/// accounts of many nodes that stand alike, random calls, each taken back under both leanings.
class ExcerptTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final int ACCOUNTS = 4;
  private static final int ASKED = 4;

  @ParameterizedTest(name = "seed {0}")
  @ValueSource(longs = 17)
  void a_retrial_on_an_excerpt_answers_as_one_on_the_whole_account(long seed) {
    var dice = new Random(seed);
    int smaller = 0;
    for (int account = 0; account < ACCOUNTS; account++) {
      var random = new RandomMoves(dice);
      var facts = Crowd.of(account(), 3, _ -> true);
      var effects = new ArrayList<Effect>();
      for (int count = dice.nextInt(8, 16); count > 0; count--) {
        var move = random.on(facts);
        facts = move.forward().apply(facts);
        effects.add(EventReader.read(move.event(), RECEIVED).origin().effect());
      }
      var last = effects.subList(effects.size() - 5, effects.size());
      var now = Truth.judged(facts);
      var asked = asked(now, dice);
      var excerpt = Excerpt.of(facts, asked, Alike.named(last));
      smaller += Retrial.size(excerpt) < Retrial.size(facts) ? 1 : 0;
      var parts = Part.of(Policy.NONE, asked);
      for (var effect : last) {
        for (var leaning : Leaning.values()) {
          var whole = Truth.judged(without(effect, facts, leaning));
          var part = new HashMap<String, Finding>();
          var tried = without(effect, excerpt, leaning);
          parts.forEach(one -> part.putAll(one.judged(tried)));
          for (var question : asked) {
            assertEquals(
                question.among(whole),
                question.among(part),
                () -> "seed %d: %s, %s".formatted(seed, question.id(), effect));
          }
        }
      }
    }
    assertTrue(smaller >= ACCOUNTS / 2, "excerpts that are smaller: " + smaller);
  }

  private static List<Question> asked(Map<String, Finding> now, Random dice) {
    var found =
        new ArrayList<>(
            now.values().stream()
                .filter(finding -> !Excerpt.isOfAll(finding.rule()))
                .sorted((one, other) -> one.id().compareTo(other.id()))
                .toList());
    Collections.shuffle(found, dice);
    return found.stream().limit(ASKED).map(finding -> Question.opened(finding, true)).toList();
  }

  private static Facts without(Effect effect, Facts facts, Leaning leaning) {
    var before = facts;
    if (effect instanceof Effect.Steps(var steps)) {
      for (var step : steps.reversed()) {
        before = step.before(before, leaning);
      }
    }
    return before;
  }
}
