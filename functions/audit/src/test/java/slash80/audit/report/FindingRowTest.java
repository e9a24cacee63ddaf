package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.command.CommandRun;
import slash80.facts.Cluster;
import slash80.network.Names;

/// Tests of the reports that have a row for each finding.
class FindingRowTest {
  private static final String ACCOUNT = System.getProperty("project.root") + "/events/account";

  private static String audit(String format) {
    return CommandRun.of("audit", ACCOUNT, "--format", format).out();
  }

  @Test
  void a_line_is_severity_rule_subject_region_and_the_sentence() {
    var line =
        Pattern.compile(
            "(CRITICAL|HIGH|MEDIUM|LOW|SETTLING|NOT-CHECKED) [a-z0-9-]+ \\S+ us-east-2 \\S.*");
    var lines = audit("lines").lines().toList();
    assertFalse(lines.isEmpty());
    lines.forEach(text -> assertTrue(line.matcher(text).matches(), text));
    assertTrue(
        lines.stream()
            .anyMatch(
                text ->
                    text.startsWith(
                        "CRITICAL interface-closed-to-ipv6-internet eni-0f000000000000001"
                            + " us-east-2 eni-0f000000000000001 of i-")),
        lines::toString);
  }

  @Test
  void a_line_stays_one_line_of_five_parts_whatever_the_names() {
    var row =
        new FindingRow(
            "",
            "LOW",
            "r",
            "a b\nc",
            new Cluster.Id("1", "us-east-2", "x"),
            "x\u001b[2J\ny",
            "",
            Optional.empty(),
            Names.NONE);
    assertEquals("LOW r a\\u0020b\\nc us-east-2 x\\u001b[2J\\ny", row.line());
  }

  @Test
  void a_table_has_as_many_cells_in_each_record_as_headings() {
    var records = audit("csv").split("\r\n");
    assertEquals(
        "change,severity,rule,family,subject_type,subject,node,cluster,account,region,finding,before,title,cause,fix,docs,names",
        records[0]);
    for (var record : records) {
      var bare = record.replaceAll("\"([^\"]|\"\")*\"", "x");
      assertEquals(17, bare.split(",", -1).length, record);
    }
    assertTrue(audit("csv").endsWith("\r\n"), "RFC 4180 ends each record alike");
    assertFalse(audit("csv").endsWith("\r\n\n"));
  }

  @Test
  void a_table_ends_with_the_names_of_each_row() {
    var ssh =
        audit("csv").lines().filter(line -> line.contains("eni-0f000000000000001")).findFirst();
    assertTrue(
        ssh.orElseThrow()
            .endsWith(
                ",\"i-0f000000000000001 is kodekloud-ingress-Node, node group ingress, us-east-2a;"
                    + " sg-0f000000000000001 is ssh-open, Shell access for the migration\""),
        ssh::toString);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "=1+1",
        "+1",
        "-1",
        "@SUM(A1)",
        "\t=1",
        "\r=1",
        "\n=1",
        " =1",
        "\"=1",
        "'=1",
        "＝1",
        "＋1",
        "－1",
        "＠1",
        "\u00a0=1",
        "\u200b=1"
      })
  void no_cell_is_a_formula(String text) {
    var cell = FindingCsv.cell(text);
    var seen = cell.startsWith("\"") ? cell.substring(1, cell.length() - 1) : cell;
    assertTrue(seen.startsWith("'") || seen.startsWith("\\"), cell);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          plain         | plain
          tcp 22,80     | "tcp 22,80"
          say "no" now  | "say ""no"" now"
          a;b           | "a;b"
          2600::/12     | 2600::/12
          i-0f=1        | i-0f=1
          """)
  void a_cell_is_quoted_where_it_has_to_be(String text, String cell) {
    assertEquals(cell, FindingCsv.cell(text));
  }
}
