package slash80.audit;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Option;
import slash80.aws.BadInput;

/// Where a report goes, and how it is written.
final class Output {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text or json; text when left out.")
  private Format format;

  @Option(names = "--output", paramLabel = "FILE", description = "Write the report to this file.")
  private Path file;

  Format format() {
    return format;
  }

  /// Colour is for people who look at it on a terminal.
  Style style() {
    return new Style(file == null && Terminal.hasColour(), Terminal.width());
  }

  void write(String report, PrintWriter out) {
    if (file == null) {
      out.println(report);
      return;
    }
    try {
      Files.writeString(file, report + "\n");
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a file that can be written, found %s"
              .formatted(file, broken.getClass().getSimpleName()),
          broken);
    }
  }
}
