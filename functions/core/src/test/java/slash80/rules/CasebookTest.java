package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicContainer;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

final class CasebookTest {

  @TestFactory
  Stream<DynamicContainer> every_rule_says_what_its_cases_say() {
    return Casebook.all().stream()
        .map(cases -> DynamicContainer.dynamicContainer(cases.rule().id(), cases.tests()));
  }

  @TestFactory
  Stream<DynamicTest> every_rule_has_a_case_upheld_violated_and_undecided() {
    return Casebook.all().stream()
        .map(
            cases ->
                DynamicTest.dynamicTest(
                    cases.rule().id(), () -> assertEquals(Set.of(), cases.missing())));
  }

  @Test
  void every_rule_of_the_book_has_cases() {
    var judged =
        Casebook.all().stream().map(cases -> cases.rule().id()).collect(Collectors.toSet());
    var inTheBook =
        RuleBook.entries().stream().map(entry -> entry.rule().id()).collect(Collectors.toSet());
    assertEquals(new TreeSet<>(inTheBook), new TreeSet<>(judged));
  }
}
