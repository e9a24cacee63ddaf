package slash80.audit.command;

import java.util.stream.Stream;
import picocli.CommandLine.TypeConversionException;

/// The format of a report.
enum OutputFormat {
  TEXT,
  JSON,
  HTML;

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
