package slash80.audit.text;

import java.util.ArrayList;
import java.util.List;
import slash80.alerts.TextFormat;
import slash80.rule.Severity;

/// The look of a report: colour and width.
///
/// @param colour whether the report is coloured
/// @param width columns
public record TextStyle(boolean colour, int width) {
  private static final int LABEL = 12;

  /// The style of a report that goes to a file.
  public TextStyle plain() {
    return new TextStyle(false, width);
  }

  String bold(String text) {
    return paint("1", text);
  }

  String faint(String text) {
    return paint("2", text);
  }

  public String good(String text) {
    return paint("32", text);
  }

  public String bad(String text) {
    return paint("31", text);
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

  /// Lines of at most the width, the first after `margin`, the others below its text.
  public List<String> paragraph(String margin, String text) {
    return hanging(margin, TextFormat.repair(TextFormat.text(text), width - margin.length()));
  }

  /// A sentence that stands apart.
  public String note(String sentence) {
    return String.join("\n", paragraph("", sentence).stream().map(this::faint).toList());
  }

  /// A label in its column and a text beside it.
  List<String> field(String margin, String label, String text) {
    var lines = paragraph(margin + ("%-" + LABEL + "s").formatted(label), text);
    var painted = new ArrayList<>(lines);
    painted.set(0, lines.getFirst().replaceFirst(label, faint(label)));
    return painted;
  }

  private static List<String> hanging(String margin, List<String> texts) {
    var lines = new ArrayList<String>();
    for (var text : texts) {
      lines.add((lines.isEmpty() ? margin : " ".repeat(margin.length())) + text);
    }
    return lines;
  }
}
