package slash80.audit.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options of a report that can also be an HTML page.
final class PageOutput extends OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      completionCandidates = CompletedWords.PageFormats.class,
      defaultValue = "text",
      converter = Reader.class,
      description = "text, json or html (default: text).")
  private OutputFormat format;

  static final class Reader implements ITypeConverter<OutputFormat> {
    @Override
    public OutputFormat convert(String text) {
      return OutputFormat.read(
          text, "text, json or html", OutputFormat.TEXT, OutputFormat.JSON, OutputFormat.HTML);
    }
  }

  OutputFormat format() {
    return format;
  }
}
