package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.command.CommandRun;
import slash80.facts.Cluster;
import slash80.facts.Permissions;
import slash80.judge.Judgement;
import slash80.judge.Policy;
import slash80.network.Names;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Tests of the report for a comment on a pull request.
class FindingMarkdownTest {
  private static final String ACCOUNT = System.getProperty("project.root") + "/events/account";

  @Test
  void the_example_account_is_a_table_of_causes() {
    var text = CommandRun.of("audit", ACCOUNT, "--format", "markdown").out();
    assertTrue(text.startsWith("## Slash80 audit\n"), text);
    assertTrue(text.contains("\n### Cluster kodekloud\n"), text);
    assertTrue(
        text.contains("\n| Severity | Finding | Fix |\n|---|---|---|\n| **CRITICAL** | "), text);
    for (var row : text.lines().filter(line -> line.startsWith("| ")).toList()) {
      assertEquals(4, row.chars().filter(character -> character == '|').count(), row);
    }
    assertTrue(text.contains("<code>aws ec2 revoke-security-group-ingress "), text);
    assertTrue(text.contains("<br>sg-0f000000000000001 is ssh-open, Shell access for the"), text);
    var balancers = text.lines().filter(line -> line.contains("Also orders-legacy")).findFirst();
    assertTrue(
        balancers
            .orElseThrow()
            .matches(".*app/k8s-ops-dashboar-.*<br><code>aws .*net/orders-legacy/.*"),
        balancers::toString);
  }

  @ParameterizedTest
  @CsvSource(
      delimiterString = " => ",
      quoteCharacter = '^',
      textBlock =
          """
          a | b => a &#124; b
          <script>alert(1)</script> => &#60;script&#62;alert(1)&#60;/script&#62;
          <!-- hidden => &#60;!-- hidden
          [x](javascript:y) => &#91;x&#93;(javascript:y)
          `code` => &#96;code&#96;
          **bold** _it_ ~~no~~ => &#42;&#42;bold&#42;&#42; &#95;it&#95; &#126;&#126;<!-- -->no&#126;&#126;
          @everyone => @<!-- -->everyone
          see GH-12 => see GH-<!-- -->12
          http://evil.example => http:<!-- -->//evil.example
          www.evil.example => www<!-- -->.evil.example
          me@evil.example => me@<!-- -->evil.example
          2001:100:5::1 => 2001:<!-- -->100:<!-- -->5::1
          &copy; => &#38;<!-- -->copy;
          $x$ !12 => &#36;<!-- -->x&#36; !<!-- -->12
          back\\slash => back&#92;slash
          """)
  void text_from_outside_is_shown_and_does_nothing(String words, String markdown) {
    assertEquals(markdown, Markdown.text(words));
    assertEquals("<code>" + markdown + "</code>", Markdown.code(words));
  }

  @Test
  void a_reference_to_an_issue_and_a_new_line_are_text_too() {
    assertEquals("#<!-- -->12", Markdown.text("#12"));
    assertEquals("a&#92;nb", Markdown.text("a\nb"));
  }

  private static Finding finding(int number, String detail, String remedy) {
    return new Finding(
        "node-is-nitro",
        Family.DELEGATION,
        Severity.HIGH,
        "instance",
        "i-" + number,
        Optional.empty(),
        "A node should be",
        detail,
        "",
        remedy,
        "",
        "cause " + number,
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private static Judgement judgement(String cluster, List<Finding> findings) {
    return new Judgement(
        new Cluster.Id("111122223333", "us-east-2", cluster),
        "arn:" + cluster,
        Instant.EPOCH,
        5,
        findings,
        List.of(),
        List.of(),
        1,
        1,
        List.of(),
        Map.of(),
        List.of(),
        Policy.NONE,
        Permissions.unasked(),
        Names.NONE);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 3, 40, 2_000})
  void any_report_fits_into_one_comment_and_says_what_it_leaves_out(int clusters) {
    var detail = "|".repeat(2_000);
    var findings =
        IntStream.range(0, 700)
            .mapToObj(number -> finding(number, detail, "aws " + "&".repeat(1_500)))
            .toList();
    var parts =
        IntStream.range(0, clusters)
            .mapToObj(number -> FindingMarkdown.Part.of(judgement("c" + number, findings)))
            .toList();
    var text = FindingMarkdown.of(List.of("@".repeat(5_000)), parts);
    assertTrue(text.length() <= FindingMarkdown.LONGEST, "" + text.length());
    assertTrue(
        text.contains(" more; --format json has all")
            || text.contains("more clusters; --format json has all"),
        text);
    assertTrue(clusters > 3 || text.contains("| **HIGH** |"), text);
  }

  @Test
  void a_long_command_is_left_out_and_never_cut() {
    var part =
        FindingMarkdown.Part.of(
            judgement("c", List.of(finding(1, "d", "aws " + "x".repeat(3_000)))));
    var text = FindingMarkdown.of(List.of(), List.of(part));
    assertTrue(text.contains("The command is long"), text);
    assertFalse(text.contains("xxx"), text);
  }
}
