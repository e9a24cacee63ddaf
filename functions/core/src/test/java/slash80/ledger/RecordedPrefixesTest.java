package slash80.ledger;

import static java.util.Map.entry;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static slash80.ledger.DeltaExamples.ASKED;
import static slash80.ledger.DeltaExamples.FIRST;
import static slash80.ledger.DeltaExamples.LAPSE;
import static slash80.ledger.DeltaExamples.LATER;
import static slash80.ledger.DeltaExamples.WHOLE;
import static slash80.ledger.DeltaExamples.judged;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.ip.Prefix;

/// The nodes whose prefixes a ledger keeps after a check, of `i-1`, `i-2` and `i-3` before it.
class RecordedPrefixesTest {
  private static final CheckedScope OF_ONE = new CheckedScope.Part(ASKED, Set.of("i-1", "eni-1"));
  private static final Fact<Set<Instance.Id>> UNREAD = Fact.unread("AccessDenied");

  private record Check(CheckedScope extent, Fact<Set<Instance.Id>> nodes) {}

  private static final Map<String, Map.Entry<Check, String>> CASES =
      Map.ofEntries(
          entry(
              "a whole check that sees all", of(WHOLE, nodes("i-1", "i-2", "i-3"), "i-1 i-2 i-3")),
          entry("a whole check that sees one", of(WHOLE, nodes("i-2"), "i-2")),
          entry("a whole check that sees none", of(WHOLE, nodes(), "")),
          entry("a whole check that sees another", of(WHOLE, nodes("i-4"), "i-4")),
          entry("a whole check that cannot read the nodes", of(WHOLE, UNREAD, "i-1 i-2 i-3")),
          entry("a check of one that sees it", of(OF_ONE, nodes("i-1"), "i-1 i-2 i-3")),
          entry("a check of one that is gone", of(OF_ONE, nodes(), "i-2 i-3")),
          entry("a check of one that cannot be read", of(OF_ONE, UNREAD, "i-1 i-2 i-3")),
          entry("a check of one that is new", of(part("i-4"), nodes("i-4"), "i-1 i-2 i-3 i-4")),
          entry("a check of one that was never seen", of(part("i-4"), nodes(), "i-1 i-2 i-3")),
          entry(
              "a check of three, two of them gone",
              of(part("i-1", "i-2", "i-3"), nodes("i-3"), "i-3")),
          entry("a check of an interface", of(part("eni-2"), nodes(), "i-1 i-2 i-3")),
          entry("a check of nothing", of(part(), nodes(), "i-1 i-2 i-3")));

  @TestFactory
  List<DynamicTest> keeps_the_prefixes_of_nodes_that_are_not_gone() {
    return CASES.entrySet().stream()
        .map(
            example ->
                DynamicTest.dynamicTest(
                    example.getKey(),
                    () -> {
                      var check = example.getValue().getKey();
                      var after = after(check.extent(), check.nodes());
                      assertEquals(example.getValue().getValue(), names(after));
                    }))
        .toList();
  }

  @Test
  void a_check_that_changes_nothing_leaves_the_same_ledger() {
    var before = before();
    var delta =
        Delta.between(before, judged(LATER).judgement(), seeing(OF_ONE, nodes("i-1")), LAPSE);
    assertSame(before, delta.after());
    assertSame(before, delta.noting(List.of()).after());
  }

  private static Ledger before() {
    var seen = seeing(WHOLE, nodes("i-1", "i-2", "i-3"));
    return Delta.between(Ledger.empty("demo"), judged(FIRST).judgement(), seen, LAPSE).after();
  }

  private static Ledger after(CheckedScope extent, Fact<Set<Instance.Id>> nodes) {
    return Delta.between(before(), judged(LATER).judgement(), seeing(extent, nodes), LAPSE).after();
  }

  private static Observation seeing(CheckedScope extent, Fact<Set<Instance.Id>> nodes) {
    var prefixes =
        nodes.asKnown().orElse(Set.of()).stream()
            .collect(
                Collectors.toMap(
                    node -> node,
                    node ->
                        List.of(
                            Prefix.parse(
                                "2001:db8:0:1:%s::/80".formatted(node.value().substring(2))))));
    return new Observation(extent, nodes, prefixes);
  }

  private static String names(Ledger ledger) {
    var names = new TreeSet<String>();
    ledger.prefixes().keySet().forEach(node -> names.add(node.value()));
    return String.join(" ", names);
  }

  private static Map.Entry<Check, String> of(
      CheckedScope extent, Fact<Set<Instance.Id>> nodes, String kept) {
    return entry(new Check(extent, nodes), kept);
  }

  private static CheckedScope part(String... subjects) {
    return new CheckedScope.Part(ASKED, Set.of(subjects));
  }

  private static Fact<Set<Instance.Id>> nodes(String... ids) {
    return Fact.known(Set.of(ids).stream().map(Instance.Id::new).collect(Collectors.toSet()));
  }
}
