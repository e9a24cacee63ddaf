package slash80.audit.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options of a report that has no HTML page.
final class PlainOutput extends OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = CompletedWords.PlainFormats.class,
      defaultValue = "text",
      converter = Reader.class,
      description = "text or json (default: text).")
  private OutputFormat format;

  static final class Reader implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return OutputFormat.read(text, "text or json", OutputFormat.TEXT, OutputFormat.JSON);
    }
  }

  boolean isJson() {
    return format == OutputFormat.JSON;
  }
}
