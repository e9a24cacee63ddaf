package slash80.rules;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// A command of the AWS CLI that someone may paste into a shell. What came from an account is
/// quoted unless it is plainly harmless there.
record ShellCommand(String text) {

  static ShellCommand aws(String service, String operation) {
    return new ShellCommand("aws " + service + " " + operation);
  }

  ShellCommand with(String option, Object... values) {
    return with(option, Arrays.asList(values));
  }

  ShellCommand with(String option, Collection<?> values) {
    var quoted = values.stream().map(value -> quoted(value.toString()));
    return new ShellCommand(text + " " + option + " " + quoted.collect(Collectors.joining(" ")));
  }

  ShellCommand with(String option) {
    return new ShellCommand(text + " " + option);
  }

  /// One after the other, as long as each succeeds.
  static String chain(Collection<ShellCommand> commands) {
    return commands.stream().map(ShellCommand::text).collect(Collectors.joining(" && "));
  }

  private static String quoted(String value) {
    return value.matches("[A-Za-z0-9_./:@,+-][A-Za-z0-9_./:@=,+-]*")
        ? value
        : "'" + value.replace("'", "'\\''") + "'";
  }

  @Override
  public String toString() {
    return text;
  }
}
