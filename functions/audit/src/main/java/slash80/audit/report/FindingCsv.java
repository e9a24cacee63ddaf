package slash80.audit.report;

import static java.util.stream.Collectors.joining;

import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import slash80.alerts.TextFormat;
import slash80.network.Names;
import slash80.report.NamedResource;
import slash80.rule.Finding;

/// Findings as a table for spreadsheets: comma-separated values
/// (https://www.rfc-editor.org/rfc/rfc4180). No cell is a formula
/// (https://owasp.org/www-community/attacks/CSV_Injection): names and tags come from outside.
public final class FindingCsv {
  private static final String END = "\r\n";

  /// Spreadsheets skip spaces and quotes before these, and read the wide forms as the narrow ones.
  private static final Pattern FORMULA =
      Pattern.compile("^[\\s'\"]*[=+\\-@\\t\\r\\n＝＋－＠].*", Pattern.DOTALL);

  private static final Pattern PLAIN = Pattern.compile("[^\",;\\r\\n\\t]*");

  private static final List<String> HEADINGS =
      List.of(
          "change",
          "severity",
          "rule",
          "family",
          "subject_type",
          "subject",
          "node",
          "cluster",
          "account",
          "region",
          "finding",
          "before",
          "title",
          "cause",
          "fix",
          "docs",
          "names");

  private FindingCsv() {}

  public static String of(List<FindingRow> rows) {
    return Stream.concat(Stream.of(HEADINGS), rows.stream().map(FindingCsv::cells))
        .map(cells -> cells.stream().map(FindingCsv::cell).collect(joining(",", "", END)))
        .collect(joining());
  }

  private static List<String> cells(FindingRow row) {
    return List.of(
        row.change(),
        row.severity(),
        row.rule(),
        of(row, finding -> finding.family().name().toLowerCase(Locale.ROOT)),
        of(row, Finding::subjectType),
        row.subject(),
        of(row, finding -> finding.node().orElse("")),
        row.cluster().name(),
        row.cluster().account(),
        row.cluster().region(),
        row.sentence(),
        row.before(),
        of(row, Finding::title),
        of(row, Finding::cause),
        of(row, Finding::remedy),
        of(row, Finding::see),
        of(row, finding -> names(finding, row.names())));
  }

  private static String names(Finding finding, Names names) {
    return NamedResource.of(finding, names).stream()
        .map(NamedResource::sentence)
        .collect(joining("; "));
  }

  private static String of(FindingRow row, Function<Finding, String> question) {
    return row.finding().map(question).orElse("");
  }

  /// An apostrophe before a formula makes it text.
  static String cell(String text) {
    var safe = TextFormat.text(text);
    var cell = FORMULA.matcher(text).matches() ? "'" + safe : safe;
    return PLAIN.matcher(cell).matches() && cell.equals(cell.strip())
        ? cell
        : "\"" + cell.replace("\"", "\"\"") + "\"";
  }
}
