package slash80.rules;

import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import slash80.fixtures.GeneratedText;
import slash80.rule.RulesPage;

@Tag("generated")
final class GeneratedTextTest {

  @Test
  void rules_md_says_what_the_cards_and_the_cases_say() {
    GeneratedText.assertIsWritten("functions/core/RULES.md", RulesPage.page());
  }
}
