package slash80.audit.command;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.Option;

/// The options of a report that has no HTML page.
final class PlainOutput extends OutputOptions {
  @Option(
      names = "--format",
      paramLabel = "FORMAT",
      defaultValue = "text",
      converter = Reader.class,
      description = "text or json (default: text).")
  private Format format;

  static final class Reader implements ITypeConverter<Format> {
    @Override
    public Format convert(String text) {
      return Format.read(text, "text or json", Format.TEXT, Format.JSON);
    }
  }

  boolean isJson() {
    return format == Format.JSON;
  }
}
