package slash80.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import slash80.judge.Cases;

/// The test of one rule: its table of cases. `PodPrefixIsSlash80Cases` is the test of
/// `PodPrefixIsSlash80`; [Casebook] finds it by its name.
public interface RuleCases {

  Cases cases();

  @TestFactory
  default Stream<DynamicTest> the_rule_says_what_its_cases_say() {
    return cases().tests();
  }

  @Test
  default void a_case_is_upheld_another_violated_and_another_undecided() {
    assertEquals(Set.of(), cases().missing(), "kinds of case that the table lacks");
  }

  @Test
  default void every_case_has_a_name_of_its_own() {
    assertEquals(Set.of(), cases().repeatedNames());
  }
}
