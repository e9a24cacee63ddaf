package slash80.audit;

import java.util.List;
import slash80.alerts.Plain;
import slash80.rules.Severity;

/// How a report looks on a terminal.
///
/// @param colour whether there is any
/// @param width columns
record Style(boolean colour, int width) {
  String bold(String text) {
    return paint("1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  String good(String text) {
    return paint("32", text);
  }

  String of(Severity severity, String text) {
    return switch (severity) {
      case CRITICAL -> paint("1;31", text);
      case HIGH -> paint("31", text);
      case MEDIUM -> paint("33", text);
      case LOW -> paint("36", text);
    };
  }

  private String paint(String code, String text) {
    return colour ? "\033[" + code + "m" + text + "\033[0m" : text;
  }

  /// Lines of at most the width, each after `margin`; a command is not broken.
  List<String> paragraph(String margin, String text) {
    var plain = Plain.text(text);
    var lines =
        plain.startsWith("aws ") ? List.of(plain) : Plain.wrap(plain, width - margin.length());
    return lines.stream().map(line -> margin + line).toList();
  }
}
