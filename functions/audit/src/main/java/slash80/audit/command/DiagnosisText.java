package slash80.audit.command;

import java.util.ArrayList;
import java.util.List;
import slash80.audit.text.Terminal;
import slash80.audit.text.TextStyle;
import slash80.aws.doctor.Diagnosis;

/// The answers of `doctor`: a line each where a program reads them, and on a terminal lines that
/// break between words, with the fix below. A command has a line of its own, to be copied.
final class DiagnosisText {
  private static final int STATUS = 13;

  /// The beginning of a command that ends a fix.
  private static final String COMMAND = ": aws ";

  private DiagnosisText() {}

  static List<String> lines(Diagnosis diagnosis, Terminal terminal) {
    if (!terminal.out()) {
      return List.of(diagnosis.line());
    }
    var style = terminal.style();
    var margin = ("%-" + STATUS + "s").formatted(diagnosis.status());
    var lines =
        new ArrayList<>(
            style.paragraph(margin, "%s: %s".formatted(diagnosis.subject(), diagnosis.words())));
    lines.set(0, painted(diagnosis, style) + lines.getFirst().substring(STATUS));
    var below = " ".repeat(STATUS);
    if (!diagnosis.fix().isEmpty()) {
      var words = "Fix: " + diagnosis.fix();
      int command = words.indexOf(COMMAND) + 1;
      lines.addAll(style.paragraph(below, command > 0 ? words.substring(0, command) : words));
      if (command > 0) {
        lines.addAll(style.paragraph(below, words.substring(command).strip()));
      }
    }
    return lines;
  }

  private static String painted(Diagnosis diagnosis, TextStyle style) {
    var word = diagnosis.status().toString();
    var gap = " ".repeat(STATUS - word.length());
    return (diagnosis.isFine() ? style.good(word) : style.bad(word)) + gap;
  }
}
