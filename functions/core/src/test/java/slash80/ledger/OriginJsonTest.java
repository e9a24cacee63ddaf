package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import slash80.blame.Effect;

/// Tests what a claim keeps of a change: programs before this one left out who stands behind what,
/// and read what is new here as something that they do not know.
class OriginJsonTest {
  private static final Set<String> OLD_KEYS = Set.of("what", "who", "at", "names");
  private static final ChangeOrigin OLD = Examples.ORIGIN;
  private static final ChangeOrigin NEW =
      new ChangeOrigin(
          OLD.what(),
          OLD.who(),
          OLD.at(),
          OLD.names(),
          0,
          new CallRecord("1f2e", "203.0.113.9", "APN/1.0 HashiCorp/1.0 Terraform/1.9"),
          new Effect.Weighed(Set.of("closed/eni-1")));

  private static Claim claim(ChangeOrigin origin) {
    var nothing = new TreeSet<String>();
    return new Claim(
        "check-1",
        Examples.AT,
        new Claim.News(
            new TreeSet<>(List.of("closed/eni-1")),
            nothing,
            new TreeMap<>(),
            List.of(),
            nothing,
            nothing,
            nothing,
            List.of(origin)),
        Optional.empty(),
        Map.of());
  }

  private static ChangeOrigin read(Map<String, Object> ledger) {
    return Ledger.of(ledger).claims().getFirst().news().origins().getFirst();
  }

  private static Map<String, Object> tree(ChangeOrigin origin) {
    return Ledger.empty("demo").with(claim(origin)).tree();
  }

  /// The tree in which each change of a claim has only some keys.
  private static Object keeping(Object tree, Set<String> keys) {
    return switch (tree) {
      case Map<?, ?> map -> {
        var kept = new LinkedHashMap<String, Object>();
        boolean isChange = map.containsKey("what");
        map.forEach(
            (key, value) -> {
              if (!isChange || keys.contains(key)) {
                kept.put((String) key, keeping(value, keys));
              }
            });
        yield kept;
      }
      case List<?> list -> list.stream().map(element -> keeping(element, keys)).toList();
      default -> tree;
    };
  }

  @Test
  void a_change_reads_back_with_its_record_and_with_what_it_stands_behind() {
    assertEquals(NEW, read(tree(NEW)));
  }

  @Test
  void a_change_that_is_known_to_make_nothing_stays_so() {
    assertEquals(NEW.with(new Effect.Weighed(Set.of())), read(tree(NEW.with(new Effect.None()))));
  }

  @Test
  @SuppressWarnings("unchecked")
  void a_ledger_without_the_new_keys_is_read_and_the_changes_are_not_weighed() {
    var old = (Map<String, Object>) keeping(tree(NEW), OLD_KEYS);
    assertEquals(OLD, read(old));
    assertEquals(new Effect.Unknown(), read(old).effect());
  }

  @Test
  void a_change_of_an_old_ledger_is_written_as_it_was() {
    assertEquals(keeping(tree(OLD), OLD_KEYS), tree(OLD));
  }
}
