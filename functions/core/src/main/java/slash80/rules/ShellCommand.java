package slash80.rules;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import slash80.ip.SafeText;

/// A command that someone may paste into a shell. Every value goes in by [#with]: it is quoted
/// unless it is plainly harmless, it is never read as an option or as the name of a file, and every
/// character of it can be seen.
public record ShellCommand(String text) {

  /// A call of the AWS CLI.
  public static ShellCommand aws(String service, String operation) {
    return new ShellCommand("aws " + service + " " + operation);
  }

  public ShellCommand with(String option, Object... values) {
    return with(option, Arrays.asList(values));
  }

  /// Adds an option with its values. A value that begins with a hyphen would be read as the next
  /// option: one such value is bound to its option, and in a list all values become a JSON list.
  ShellCommand with(String option, Collection<?> values) {
    var texts = values.stream().map(Object::toString).toList();
    if (texts.stream().noneMatch(value -> value.startsWith("-"))) {
      return new ShellCommand(
          "%s %s %s"
              .formatted(
                  text,
                  option,
                  texts.stream().map(ShellCommand::quoted).collect(Collectors.joining(" "))));
    }
    return texts.size() == 1
        ? new ShellCommand("%s %s=%s".formatted(text, option, quoted(texts.getFirst())))
        : new ShellCommand("%s %s %s".formatted(text, option, quoted(json(texts))));
  }

  ShellCommand with(String option) {
    return new ShellCommand(text + " " + option);
  }

  /// One after the other, as long as each succeeds.
  static String chain(Collection<ShellCommand> commands) {
    return commands.stream().map(ShellCommand::text).collect(Collectors.joining(" && "));
  }

  private static String quoted(String value) {
    String word = isFileName(value) ? " " + value : value;
    if (word.matches("[A-Za-z0-9_./:@,+-][A-Za-z0-9_./:@=,+-]*")) {
      return word;
    }
    boolean isSeen = SafeText.of(word).equals(word) && !word.contains("&&");
    return isSeen ? "'" + word.replace("'", "'\\''") + "'" : escaped(word);
  }

  /// The AWS CLI reads such a value from a file or an address
  /// (https://docs.aws.amazon.com/cli/latest/userguide/cli-usage-parameters-file.html). No id and
  /// no name of AWS begins so, and with a space in front it is a value like any other.
  private static boolean isFileName(String value) {
    return value.matches("(?is)(file|fileb|http|https)://.*");
  }

  /// A word in which each byte of an unseen character is written as a number, so that the shell
  /// gets the very value and a person sees it. `&&` is written so too, because a chain of commands
  /// is broken into lines there.
  private static String escaped(String word) {
    var escaped = new StringBuilder("$'");
    word.codePoints()
        .forEach(
            character -> {
              switch (character) {
                case '\'', '\\' -> escaped.append('\\').append((char) character);
                case '&' -> escaped.append("\\046");
                default -> {
                  if (SafeText.isVisible(character)) {
                    escaped.appendCodePoint(character);
                  } else {
                    appendBytes(escaped, character);
                  }
                }
              }
            });
    return escaped.append("'").toString();
  }

  private static void appendBytes(StringBuilder escaped, int character) {
    for (byte part : Character.toString(character).getBytes(StandardCharsets.UTF_8)) {
      escaped.append("\\%03o".formatted(part & 0xff));
    }
  }

  private static String json(List<String> values) {
    return values.stream()
        .map(value -> "\"" + value.replace("\\", "\\\\").replace("\"", "\\\"") + "\"")
        .collect(Collectors.joining(",", "[", "]"));
  }

  @Override
  public String toString() {
    return text;
  }
}
