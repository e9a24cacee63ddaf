package slash80.ledger;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/// Tests that the origin of a change stays small whatever the event holds, and counts what is cut.
class ChangeOriginTest {
  private static final String ADMIN = "arn:aws:sts::111122223333:assumed-role/Admin/alice";

  @Test
  void an_origin_of_usual_size_is_kept_as_it_is() {
    var origin = new ChangeOrigin("CreateRoute", ADMIN, Examples.AT, Set.of("rtb-1", "eni-1"));

    assertEquals("CreateRoute", origin.what());
    assertEquals(ADMIN, origin.who());
    assertEquals(Set.of("rtb-1", "eni-1"), origin.names());
    assertEquals(0, origin.unnamed());
  }

  @Test
  void a_long_caller_keeps_its_beginning_and_its_end_and_the_middle_is_counted() {
    for (String letter : List.of("d", "é", "節", "🙂")) {
      var who = "arn:aws:iam::111122223333:user/" + letter.repeat(512) + "/alice";
      var cut = new ChangeOrigin("CreateRoute", who, Examples.AT, Set.of()).who();

      assertTrue(cut.length() <= 300, cut);
      assertTrue(cut.startsWith("arn:aws:iam::111122223333:user/"), cut);
      assertTrue(cut.endsWith("/alice"), cut);
      int left = Integer.parseInt(cut.replaceAll(".*\\.\\.\\. \\((\\d+) more .*", "$1"));
      var parts = cut.split(" \\.\\.\\. \\(\\d+ more characters\\) \\.\\.\\. ", -1);
      assertEquals(who.length(), parts[0].length() + left + parts[1].length(), cut);
      assertEquals(cut, new String(cut.getBytes(UTF_8), UTF_8), "no half character");
    }
  }

  @Test
  void cutting_a_second_time_changes_nothing() {
    var origin =
        new ChangeOrigin("x".repeat(93_000), "y".repeat(606), Examples.AT, ids("i", 4_000));

    assertEquals(
        origin,
        new ChangeOrigin(
            origin.what(),
            origin.who(),
            origin.at(),
            origin.names(),
            origin.unnamed(),
            origin.call(),
            origin.effect()));
  }

  @Test
  void of_too_many_names_the_rare_kinds_are_kept_and_the_rest_is_counted() {
    var names = ids("i", 3_000);
    names.addAll(ids("eni", 2_900));
    names.add("sg-2");
    names.add("subnet-" + "f".repeat(93_000));
    var origin = new ChangeOrigin("RunInstances", ADMIN, Examples.AT, names);

    assertTrue(origin.names().contains("sg-2"));
    assertEquals(500, origin.names().size());
    assertEquals(5_402, origin.unnamed());
  }

  @Test
  void the_ledger_keeps_the_count() {
    var origin = new ChangeOrigin("RunInstances", ADMIN, Examples.AT, ids("i", 512));
    var delta = Examples.opened(List.of(Examples.open("eni-1")));
    var ledger = delta.after().with(delta.claim("check-1", Examples.AT, List.of(origin)));

    var read = Ledger.of(ledger.tree());

    assertEquals(ledger, read);
    assertEquals(12, read.claims().getFirst().news().origins().getFirst().unnamed());
  }

  private static Set<String> ids(String kind, int count) {
    return IntStream.range(0, count)
        .mapToObj(number -> "%s-%017x".formatted(kind, number))
        .collect(Collectors.toCollection(HashSet::new));
  }
}
