package slash80.audit.command;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slash80.audit.text.TextStyle;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;

/// The options of a report: its format, and the file that it is written to.
abstract sealed class OutputOptions permits AuditOutput, PageOutput, PlainOutput {
  @Spec(Spec.Target.MIXEE)
  private CommandSpec spec;

  @Option(
      names = "--output",
      paramLabel = "FILE",
      description = "Write the report to this file instead of standard output.")
  private @Nullable Path file;

  @Option(
      names = "--color",
      paramLabel = "WHEN",
      completionCandidates = CompletedWords.Colours.class,
      defaultValue = "auto",
      converter = ColourChoice.Reader.class,
      description =
          "Colour the text: auto (on a terminal, unless NO_COLOR is set), always or never (default:"
              + " auto).")
  private ColourChoice colour;

  /// A report that is written piece by piece.
  interface Report {
    void write(Writer out) throws IOException;
  }

  /// Colour is for people who look at a terminal, and for those who ask for it.
  TextStyle style() {
    var style = Slash80.terminal(spec).style();
    return colour.of(file == null ? style : style.plain());
  }

  /// Whether a person sees the report as it is printed.
  boolean isOnTerminal() {
    return file == null && Slash80.terminal(spec).out();
  }

  /// Refuses a file that cannot be written, before anything is read.
  void checkFile() {
    if (file == null) {
      return;
    }
    if (Files.isDirectory(file)) {
      throw refused("this is a folder");
    }
    var folder = file.toAbsolutePath().getParent();
    if (folder == null || !Files.isDirectory(folder)) {
      throw refused("there is no folder " + folder);
    }
  }

  void write(String report) {
    write(out -> out.write(report.isEmpty() ? "" : report + "\n"));
  }

  void write(Report report) {
    try {
      if (file == null) {
        print(report, spec.commandLine().getOut());
      } else {
        try (var out = Files.newBufferedWriter(file)) {
          report.write(out);
        }
      }
    } catch (IOException broken) {
      throw refused(FileFailure.reason(broken));
    }
  }

  private static void print(Report report, PrintWriter out) throws IOException {
    report.write(out);
    out.flush();
  }

  private BadInput refused(String why) {
    return new BadInput("%s: expected a file that can be written (%s)".formatted(file, why));
  }
}
