package slash80.audit.text;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;
import slash80.judge.RuleBook;

/// Tests of text reports on terminals of any width.
class TextWidthTest {
  private static final String ACCOUNT = System.getProperty("project.root") + "/events/account";

  private static String text(boolean isTerminal, int width, String... arguments) {
    var out = new StringWriter();
    var err = new StringWriter();
    var terminal = new Terminal(isTerminal, false, false, width);
    assertEquals(
        Slash80.FINE,
        Slash80.run(terminal, new PrintWriter(out), new PrintWriter(err), arguments),
        err::toString);
    return out.toString();
  }

  /// The widest lines are commands, which are copied whole, and single words.
  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100, 132})
  void no_line_is_wider_than_the_terminal_but_for_a_command_or_a_word(int width) {
    var reports =
        Stream.of(
            text(false, width, "audit", ACCOUNT),
            text(false, width, "audit"),
            text(false, width, "reach", ACCOUNT),
            text(false, width, "rules"));
    var wide =
        reports
            .flatMap(String::lines)
            .filter(line -> line.length() > width)
            .filter(line -> !line.contains(" aws "))
            .filter(line -> line.strip().replaceFirst("^[A-Z][a-z]+ +", "").contains(" "))
            .toList();
    assertEquals(List.of(), wide);
  }

  @Test
  void the_names_of_a_node_and_of_a_group_stand_beside_their_ids() {
    var names = "kodekloud-ingress-Node, node group ingress, us-east-2a";
    var audit = text(false, 132, "audit", ACCOUNT);
    assertTrue(audit.contains("Names       i-0f000000000000001 is " + names), audit);
    assertTrue(audit.contains("sg-0f000000000000001 is ssh-open, Shell access"), audit);
  }

  @Test
  void the_table_of_nodes_has_names_where_there_is_room() {
    assertTrue(text(false, 132, "audit", ACCOUNT).contains("NAME  "));
    assertFalse(text(false, 100, "audit", ACCOUNT).contains("NAME  "));
  }

  @ParameterizedTest
  @ValueSource(ints = {40, 60, 80, 100})
  void no_identifier_is_cut(int width) {
    var reach = text(false, width, "reach", ACCOUNT);
    for (var id : List.of("i-0f000000000000001", "eni-0f000000000000001", "control-plane")) {
      assertTrue(reach.contains(id), id);
    }
    var rules = text(false, width, "rules");
    assertTrue(rules.contains("security-groups-closed-to-ipv4-internet"), rules);
  }

  @Test
  void the_closing_line_counts_and_has_the_time_on_a_terminal_only() {
    var piped = text(false, 100, "audit", ACCOUNT).strip();
    var count = "; 20 nodes, %d rules".formatted(RuleBook.entries().size());
    assertTrue(piped.replaceAll("\\s+", " ").endsWith(count), piped);
    assertEquals(piped, text(false, 100, "audit", ACCOUNT).strip());
    var seen = text(true, 100, "audit", ACCOUNT).replaceAll("\\s+", " ").strip();
    assertTrue(seen.matches("(?s).*" + count + ", [0-9]+\\.[0-9] s"), seen);
  }

  @Test
  void the_example_account_is_named_and_another_is_not() {
    for (var command : List.of("audit", "reach")) {
      assertTrue(text(false, 100, command).startsWith("This is the example account"), command);
      assertFalse(text(false, 100, command, ACCOUNT).contains("example account"), command);
      var page = CommandRun.of(command, "--format", "html").out();
      assertTrue(page.contains("This is the example account"), command);
    }
  }

  @Test
  void reach_names_account_region_and_time() {
    assertTrue(
        text(false, 132, "reach", ACCOUNT)
            .startsWith(
                "Cluster kodekloud in account 111122223333, us-east-2, at 2026-11-23T08:00:00Z"));
  }
}
