package slash80.audit.command;

import java.util.Locale;
import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/// The format of a report.
enum OutputFormat {
  TEXT,
  JSON,
  HTML,
  /// Tables for a comment on a pull request.
  MARKDOWN,
  CSV,
  /// A line for each finding.
  LINES,
  /// Events of the Open Cybersecurity Schema Framework, a JSON object a line.
  OCSF;

  /// Whether a report consists of rows, with no place for notes.
  boolean isOfRows() {
    return this == CSV || this == LINES || this == OCSF;
  }

  /// As it is written on the command line.
  String word() {
    return name().toLowerCase(Locale.ROOT);
  }

  /// @param expected the formats that the command offers, in words
  static OutputFormat read(String text, String expected, OutputFormat... offered) {
    return Stream.of(offered)
        .filter(format -> format.name().equalsIgnoreCase(text))
        .findFirst()
        .orElseThrow(
            () ->
                new TypeConversionException("expected %s, found \"%s\"".formatted(expected, text)));
  }
}
