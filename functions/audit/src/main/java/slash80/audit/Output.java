package slash80.audit;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slash80.aws.BadInput;

/// Where a report goes, and how it is written.
final class Output {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      description = "text, json or html (audit and reach); text when left out.")
  private Format format;

  @Option(names = "--output", paramLabel = "FILE", description = "Write the report to this file.")
  private Path file;

  Format format() {
    return format;
  }

  /// Colour is for people who look at it on a terminal.
  Style style() {
    var style = Slash80.terminal(spec).style();
    return file == null ? style : style.plain();
  }

  /// There is no page of everything.
  ParameterException noPage() {
    return new ParameterException(spec.commandLine(), "expected --format text or json, found html");
  }

  void write(String report) {
    var text = report.isEmpty() ? "" : report + "\n";
    if (file == null) {
      spec.commandLine().getOut().print(text);
      return;
    }
    try {
      Files.writeString(file, text);
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a file that can be written (%s)".formatted(file, Home.reason(broken)),
          broken);
    }
  }
}
