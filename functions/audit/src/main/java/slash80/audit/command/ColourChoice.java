package slash80.audit.command;

import java.util.stream.Stream;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;
import slash80.audit.text.TextStyle;

/// Whether a report is coloured.
enum ColourChoice {
  /// On a terminal whose user did not set NO_COLOR.
  AUTO,
  ALWAYS,
  NEVER;

  /// @param usual the style that AUTO means
  TextStyle of(TextStyle usual) {
    return switch (this) {
      case AUTO -> usual;
      case ALWAYS -> new TextStyle(true, usual.width());
      case NEVER -> usual.plain();
    };
  }

  static final class Reader implements ITypeConverter<ColourChoice> {
    @Override
    public ColourChoice convert(String text) {
      return Stream.of(values())
          .filter(choice -> choice.name().equalsIgnoreCase(text))
          .findFirst()
          .orElseThrow(
              () ->
                  new TypeConversionException(
                      "expected auto, always or never, found \"%s\"".formatted(text)));
    }
  }
}
