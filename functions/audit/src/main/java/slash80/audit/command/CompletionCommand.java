package slash80.audit.command;

import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import picocli.AutoComplete;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/// The command `completion`: prints the script that completes commands and options in a shell.
@Command(
    name = "completion",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description = "Print the script that completes commands and options in your shell.",
    footer = {
      "",
      "Examples:",
      "  source <(./slash80 completion bash)",
      "  source <(./slash80 completion zsh)",
      "  ./slash80 completion fish | source"
    })
final class CompletionCommand implements Callable<Integer> {
  private static final String NAME = "slash80";

  @Spec private CommandSpec spec;

  @Parameters(
      paramLabel = "SHELL",
      completionCandidates = CompletedWords.Shells.class,
      description = "bash, zsh or fish.")
  private String shell;

  @Override
  public Integer call() {
    var root = spec.root().commandLine();
    var script =
        switch (shell.toLowerCase(Locale.ROOT)) {
          case "bash", "zsh" -> AutoComplete.bash(NAME, root); // it starts zsh's bashcompinit
          case "fish" -> fish(root);
          default ->
              throw new ParameterException(
                  spec.commandLine(), "expected bash, zsh or fish, found \"%s\"".formatted(shell));
        };
    var out = spec.commandLine().getOut();
    out.print(script);
    out.flush();
    return Slash80.FINE;
  }

  private static String fish(CommandLine root) {
    var commands = root.getSubcommands();
    return Stream.of(
            commands.entrySet().stream()
                .map(
                    command ->
                        "complete -c %s -f -n __fish_use_subcommand -a %s -d %s"
                            .formatted(
                                NAME,
                                command.getKey(),
                                quoted(words(command.getValue().getCommandSpec())))),
            commands.entrySet().stream()
                .flatMap(
                    command ->
                        command.getValue().getCommandSpec().options().stream()
                            .map(option -> fish(command.getKey(), option))),
            commands.entrySet().stream()
                .flatMap(
                    command ->
                        command.getValue().getCommandSpec().positionalParameters().stream()
                            .filter(parameter -> !choices(parameter).isEmpty())
                            .map(parameter -> fish(command.getKey(), parameter))))
        .flatMap(lines -> lines)
        .collect(Collectors.joining("\n", "", "\n"));
  }

  private static String fish(String command, OptionSpec option) {
    var names =
        Stream.of(option.names())
            .map(name -> name.startsWith("--") ? "-l " + name.substring(2) : "-s " + name.charAt(1))
            .collect(Collectors.joining(" "));
    return "complete -c %s -n '__fish_seen_subcommand_from %s' %s%s -d %s"
        .formatted(
            NAME,
            command,
            names,
            option.arity().max() == 0
                ? ""
                : choices(option).isEmpty() ? " -r" : " -x -a " + quoted(choices(option)),
            quoted(String.join(" ", option.description())));
  }

  private static String fish(String command, PositionalParamSpec parameter) {
    return "complete -c %s -n '__fish_seen_subcommand_from %s' -f -a %s -d %s"
        .formatted(
            NAME,
            command,
            quoted(choices(parameter)),
            quoted(String.join(" ", parameter.description())));
  }

  /// The words of which one has to be chosen; empty where any word will do.
  private static String choices(ArgSpec argument) {
    return Optional.ofNullable(argument.completionCandidates()).stream()
        .flatMap(words -> StreamSupport.stream(words.spliterator(), false))
        .collect(Collectors.joining(" "));
  }

  /// The first sentence; the command `help` of picocli has it in its header.
  private static String words(CommandSpec command) {
    var usage = command.usageMessage();
    var words = String.join(" ", usage.header().length > 0 ? usage.header() : usage.description());
    return words.replaceFirst("(?<=\\.) .*", "");
  }

  /// A word in single quotation marks, in which fish knows two escapes
  /// (https://fishshell.com/docs/current/language.html#quotes).
  private static String quoted(String text) {
    return "'" + text.replace("\\", "\\\\").replace("'", "\\'") + "'";
  }
}
