package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.rule.Casebook;

final class CasebookTest {

  @Test
  void every_rule_of_the_book_has_its_cases_under_its_name() {
    var rules =
        RuleBook.entries().stream()
            .map(entry -> entry.rule().getClass().getName() + "Cases")
            .sorted()
            .toList();
    assertEquals(rules, Casebook.classes().stream().map(Class::getName).toList());
  }

  @Test
  void cases_judge_the_rule_that_they_are_named_after() {
    List<String> judged =
        Casebook.all().stream().map(cases -> cases.rule().getClass().getName() + "Cases").toList();
    assertEquals(Casebook.classes().stream().map(Class::getName).toList(), judged);
  }
}
