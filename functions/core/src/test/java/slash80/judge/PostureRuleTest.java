package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.LongFunction;
import org.junit.jupiter.api.Test;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.RandomEntrances;
import slash80.facts.RandomWorld;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.rule.PostureRule;
import slash80.rule.Verdict;

/// Rules about postures are asked about one interface of each, and their answers are shared. Over
/// random accounts, each interface must have the verdict that it has in a network where no other
/// interface was asked about.
class PostureRuleTest {
  private static final int ACCOUNTS = 150;

  private final Map<String, Integer> seen = new TreeMap<>();

  @Test
  void an_interface_has_the_verdict_that_it_has_alone() {
    over(seed -> new RandomWorld(seed).facts());
    over(seed -> new RandomWorld(seed).blinded());
    over(seed -> new RandomEntrances(seed).facts());
    System.out.println("verdicts of rules about postures: " + seen);
    for (var kind : List.of("Upheld", "Violated", "Undecided", "shared")) {
      assertTrue(seen.getOrDefault(kind, 0) > 100, "too few: " + seen);
    }
  }

  private void over(LongFunction<Facts> accounts) {
    for (long seed = 1; seed <= ACCOUNTS; seed++) {
      var facts = accounts.apply(seed);
      var network = new Network(facts, Parameters.DEFAULTS);
      var interfaces = network.interfaces().asKnown().orElse(List.of());
      for (var entry : RuleBook.entries()) {
        if (entry.rule() instanceof PostureRule rule) {
          for (var asked : interfaces) {
            agree(seed, rule, asked, network, facts);
          }
        }
      }
    }
  }

  private void agree(
      long seed, PostureRule rule, NetworkInterface asked, Network network, Facts facts) {
    var alone = rule.judge(asked, new Network(facts, Parameters.DEFAULTS));
    var first =
        network.interfaces().asKnown().orElseThrow().stream()
            .filter(other -> network.postureOf(other) == network.postureOf(asked))
            .findFirst()
            .orElseThrow();
    var what = "seed %d, %s of %s".formatted(seed, rule.id(), asked.id());
    assertEquals(alone, rule.judge(asked, network), what);
    seen.merge(alone.getClass().getSimpleName(), 1, Integer::sum);
    if (first != asked) {
      seen.merge("shared", 1, Integer::sum);
      var ofFirst = rule.judge(first, network);
      assertEquals(alone.getClass(), ofFirst.getClass(), what);
      assertTrue(alone.equals(ofFirst) || alone instanceof Verdict.Violated, what);
    }
  }

  @Test
  void what_the_policy_allows_one_interface_is_part_of_its_posture() {
    for (long seed = 1; seed <= ACCOUNTS; seed++) {
      var plain = new Network(new RandomWorld(seed).facts(), Parameters.DEFAULTS);
      var interfaces = plain.interfaces().asKnown().orElse(List.of());
      for (var allowed : interfaces) {
        var network =
            plain.tolerating(
                (asked, family) ->
                    asked == allowed ? PacketSet.all(family) : PacketSet.none(family));
        for (var other : interfaces) {
          if (other != allowed) {
            assertTrue(network.postureOf(other) != network.postureOf(allowed), "seed " + seed);
            assertEquals(
                plain.reach(other, IpFamily.IPV6), network.reach(other, IpFamily.IPV6), "same");
          }
        }
      }
    }
  }
}
