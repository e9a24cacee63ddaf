package slash80.rules;

import java.util.Arrays;
import java.util.Collection;
import java.util.stream.Collectors;

/// A command of the AWS CLI that someone may paste into a shell. What came from an account is
/// quoted unless it is plainly harmless there.
record Command(String text) {

  static Command aws(String service, String operation) {
    return new Command("aws " + service + " " + operation);
  }

  Command with(String option, Object... values) {
    return with(option, Arrays.asList(values));
  }

  Command with(String option, Collection<?> values) {
    var quoted = values.stream().map(value -> quoted(value.toString()));
    return new Command(text + " " + option + " " + quoted.collect(Collectors.joining(" ")));
  }

  Command with(String option) {
    return new Command(text + " " + option);
  }

  /// One after the other, as long as each succeeds.
  static String chain(Collection<Command> commands) {
    return commands.stream().map(Command::text).collect(Collectors.joining(" && "));
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
