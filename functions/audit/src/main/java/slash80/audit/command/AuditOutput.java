package slash80.audit.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options of the report of `audit`, which has every format.
final class AuditOutput extends OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = CompletedWords.AuditFormats.class,
      defaultValue = "text",
      converter = Reader.class,
      description =
          "text, json, html, markdown (a comment on a pull request), csv (a spreadsheet), lines (a"
              + " line for each finding, for grep) or ocsf (events of OCSF 1.6.0, a JSON object a"
              + " line, for a SIEM) (default: text).")
  private OutputFormat format;

  static final class Reader implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return OutputFormat.read(
          text, "text, json, html, markdown, csv, lines or ocsf", OutputFormat.values());
    }
  }

  OutputFormat format() {
    return format;
  }
}
