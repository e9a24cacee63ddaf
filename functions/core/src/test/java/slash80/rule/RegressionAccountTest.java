package slash80.rule;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.rules.RegressionAccount;

/// The findings in one account that has every fault at once. A missing finding, a second finding
/// and another severity each show as a line.
final class RegressionAccountTest {

  private static Judgement judgement() {
    var account = new RegressionAccount();
    Casebook.all().forEach(cases -> cases.planted().plant().accept(account));
    return RuleBook.judge(account.build().build());
  }

  @Test
  void every_planted_fault_is_found_and_nothing_else() {
    var planted =
        Casebook.all().stream().flatMap(cases -> cases.planted().findings().stream()).sorted();
    var found =
        judgement().findings().stream()
            .map(finding -> finding.severity() + " " + finding.id())
            .sorted();
    assertEquals(
        String.join("\n", planted.toList()),
        String.join("\n", found.toList()),
        "findings planted by the tables of cases");
    assertEquals(List.of(), judgement().undecided());
  }

  @Test
  void every_rule_plants_its_fault_or_says_why_not() {
    assertEquals(
        List.of(),
        Casebook.all().stream()
            .filter(cases -> cases.planted().whyNot().isEmpty())
            .map(cases -> cases.rule().id())
            .filter(
                rule ->
                    Casebook.all().stream()
                        .filter(cases -> cases.rule().id().equals(rule))
                        .flatMap(cases -> cases.planted().findings().stream())
                        .noneMatch(line -> line.contains(" " + rule + "/")))
            .toList());
  }

  /// A fault of one node must not touch the nodes without a fault.
  @Test
  void no_finding_names_a_node_without_a_fault() {
    assertEquals(
        List.of(),
        judgement().findings().stream()
            .flatMap(
                finding -> Stream.concat(finding.node().stream(), Stream.of(finding.subject())))
            .filter(name -> name.contains("well"))
            .toList());
  }
}
