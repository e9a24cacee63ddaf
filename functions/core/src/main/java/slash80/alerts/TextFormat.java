package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import slash80.ip.SafeText;

/// Plain text for people: in a terminal, an e-mail or a log. Names and tags come from outside and
/// are made safe ([SafeText]); commands stay whole so that they can be copied.
public final class TextFormat {
  private TextFormat() {}

  /// The text with every character that does not show as itself written as its escape.
  public static String text(String words) {
    return SafeText.of(words);
  }

  /// The same, at most `most` characters long; what is left out is counted.
  public static String text(String words, int most) {
    return SafeText.of(words, most);
  }

  /// The text in lines of at most `width` characters, broken at spaces; a word that is longer, such
  /// as an ARN, stays whole.
  public static List<String> wrap(String text, int width) {
    var lines = new ArrayList<String>();
    var line = new StringBuilder();
    for (String word : text.split(" ")) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }

  /// A fix in lines. Words are wrapped. A command stays whole so that it can be copied; only a
  /// chain of commands is broken, after `&&`, where a shell reads on.
  public static List<String> repair(String text, int width) {
    return isCommand(text) ? List.of(text.replace(" && ", " &&\n").split("\n")) : wrap(text, width);
  }

  /// A fix in at most `most` characters. A command that is longer is left out: a part of one can do
  /// harm.
  static String fix(String remedy, int most) {
    return isCommand(remedy) && text(remedy).length() > most
        ? "The command is too long for this message: ./slash80 audit prints it."
        : text(remedy, most);
  }

  /// Whether a fix is a command, to be copied as it is.
  public static boolean isCommand(String fix) {
    return fix.startsWith("aws ") || fix.contains("$(aws ");
  }

  /// `5,000`.
  public static String number(long number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  /// A moment in UTC and in whole seconds: `2026-11-23T08:00:00Z`.
  public static String moment(Instant moment) {
    return moment.truncatedTo(ChronoUnit.SECONDS).toString();
  }

  /// A length of time in one unit, rounded down: `40 s`, `10 min`, `3 h`, `5 days`.
  public static String span(Duration duration) {
    if (duration.toMinutes() < 1) {
      return duration.toSeconds() + " s";
    }
    if (duration.toHours() < 1) {
      return duration.toMinutes() + " min";
    }
    return duration.toDays() < 2
        ? number(duration.toHours()) + " h"
        : number(duration.toDays()) + " days";
  }

  /// `1 finding`, `2 findings`.
  public static String count(long number, String text) {
    return number(number) + " " + text + (number == 1 ? "" : "s");
  }
}
