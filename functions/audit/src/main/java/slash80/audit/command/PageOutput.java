package slash80.audit.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options of a report that can also be an HTML page.
final class PageOutput extends OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Reader.class,
      description = "text, json or html (default: text).")
  private Format format;

  static final class Reader implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return Format.read(text, "text, json or html", Format.TEXT, Format.JSON, Format.HTML);
    }
  }

  Format format() {
    return format;
  }
}
