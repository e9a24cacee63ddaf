package slash80.audit.command;

import java.io.BufferedWriter;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.OutputStream;
import java.io.OutputStreamWriter;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Help;
import picocli.CommandLine.Help.Ansi;
import picocli.CommandLine.Model.CommandSpec;
import slash80.alerts.TextFormat;
import slash80.audit.text.Terminal;
import slash80.aws.BadInput;
import slash80.aws.Suggestions;

/// The command line: judges a snapshot or a live account as the functions do.
@Command(
    name = "slash80",
    description =
        "Checks IPv6 Amazon EKS clusters: the /80 of every node, and who can reach its pods.",
    mixinStandardHelpOptions = true,
    versionProvider = Slash80.Version.class,
    synopsisSubcommandLabel = "COMMAND",
    footer = {
      "",
      "./slash80 stack starts a local stack with the example account.",
      "./slash80 test runs all tests, ./slash80 bench measures.",
      "",
      "Examples:",
      "  ./slash80 audit",
      "  ./slash80 audit --region us-east-2 --cluster my-cluster",
      "  ./slash80 help replay"
    },
    addMethodSubcommands = false)
public final class Slash80 {
  /// No finding that `--fail-on` names, or no `--fail-on`.
  public static final int FINE = 0;

  /// A finding is at least as severe as `--fail-on` says.
  public static final int FOUND = 1;

  /// Bad input, or bad use.
  static final int BAD = 2;

  private static final String HELP = "help";

  /// The commands that tell about all others.
  private static final Set<String> ABOUT_ALL = Set.of("completion", HELP);

  /// The narrowest help that picocli prints.
  private static final int NARROWEST_HELP = 55;

  /// The commands, in the order of the help.
  private static final List<Map.Entry<String, Supplier<Object>>> COMMANDS =
      List.of(
          Map.entry("audit", AuditCommand::new),
          Map.entry("replay", ReplayCommand::new),
          Map.entry("reach", ReachCommand::new),
          Map.entry("capture", CaptureCommand::new),
          Map.entry("doctor", DoctorCommand::new),
          Map.entry("try", TryCommand::new),
          Map.entry("rules", RulesCommand::new),
          Map.entry("completion", CompletionCommand::new),
          Map.entry(HELP, CommandLine.HelpCommand::new));

  private final Terminal terminal;

  private Slash80(Terminal terminal) {
    this.terminal = terminal;
  }

  /// The terminal that a command prints to.
  static Terminal terminal(CommandSpec spec) {
    return ((Slash80) spec.root().userObject()).terminal;
  }

  /// The version in the jar's manifest, which Maven takes from pom.xml. Classes outside a jar have
  /// none.
  static String version() {
    return Objects.requireNonNullElse(
        Slash80.class.getPackage().getImplementationVersion(), "(not packaged)");
  }

  static final class Version implements CommandLine.IVersionProvider {
    @Override
    public String[] getVersion() {
      return new String[] {"slash80 " + version()};
    }
  }

  public static void main(String[] arguments) {
    // The SDK's log is not kept, and would say so in three lines
    // (https://www.slf4j.org/codes.html).
    System.setProperty("slf4j.internal.verbosity", "ERROR");
    if (Training.isAsked(arguments)) {
      System.exit(Training.run(arguments[0]));
    }
    var out = new FileOutputStream(FileDescriptor.out);
    var err = new PrintWriter(System.err, true, StandardCharsets.UTF_8);
    System.exit(run(Terminal.detected(), out, err, arguments));
  }

  /// Runs one command; the exit code. A report that could not be written ends with [#BAD].
  static int run(Terminal terminal, OutputStream out, PrintWriter err, String... arguments) {
    var outlet = new ReportStream(out);
    var writer =
        new PrintWriter(
            new BufferedWriter(new OutputStreamWriter(outlet, StandardCharsets.UTF_8)), true);
    int code = run(terminal, writer, err, arguments);
    writer.flush();
    outlet
        .trouble()
        .ifPresent(
            why -> err.println("slash80: the report could not be written (%s)".formatted(why)));
    return outlet.trouble().isEmpty() ? code : BAD;
  }

  /// Runs one command whose output goes to a pipe; the exit code.
  static int run(PrintWriter out, PrintWriter err, String... arguments) {
    return run(Terminal.NONE, out, err, arguments);
  }

  /// Runs one command; the exit code.
  public static int run(Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
    try {
      return execute(terminal, out, err, arguments);
    } catch (VirtualMachineError exhausted) {
      err.println(
          "slash80: expected less input, or more memory: the JVM gave up (%s)"
              .formatted(exhausted.getClass().getSimpleName()));
      return BAD;
    }
  }

  private static int execute(
      Terminal terminal, PrintWriter out, PrintWriter err, String... arguments) {
    return line(terminal, arguments)
        .setOut(out)
        .setErr(err)
        .setColorScheme(Help.defaultColorScheme(terminal.colour() ? Ansi.ON : Ansi.OFF))
        .setUsageHelpWidth(Math.max(NARROWEST_HELP, terminal.width()))
        .registerConverter(Instant.class, Slash80::instant)
        .setParameterExceptionHandler(Slash80::badUse)
        .setExecutionExceptionHandler(Slash80::broken)
        .execute(arguments.length == 0 ? new String[] {"--help"} : arguments);
  }

  /// The command line with the command that the first argument names. Picocli looks at each of a
  /// command's classes, which takes long, so the other commands are there only for arguments that
  /// ask about them.
  private static CommandLine line(Terminal terminal, String... arguments) {
    var line = new CommandLine(new Slash80(terminal));
    var first = arguments.length == 0 ? HELP : arguments[0];
    boolean isOne =
        !ABOUT_ALL.contains(first)
            && COMMANDS.stream().anyMatch(command -> command.getKey().equals(first));
    for (var command : COMMANDS) {
      if (!isOne || command.getKey().equals(first)) {
        line.addSubcommand(command.getKey(), command.getValue().get());
      }
    }
    return line;
  }

  private static Instant instant(String text) {
    try {
      return Instant.parse(text);
    } catch (DateTimeException _) {
      throw new CommandLine.TypeConversionException(
          "expected a time such as 2026-11-23T08:00:00Z, found \"%s\"".formatted(text));
    }
  }

  private static int badUse(CommandLine.ParameterException mistake, String[] arguments) {
    var line = mistake.getCommandLine();
    line.getErr()
        .println(
            "slash80: %s (see slash80 %s--help)"
                .formatted(TextFormat.text(words(mistake), 400), command(line)));
    return BAD;
  }

  private static String words(CommandLine.ParameterException mistake) {
    if (!(mistake instanceof CommandLine.UnmatchedArgumentException unmatched)) {
      return String.valueOf(mistake.getMessage());
    }
    var line = mistake.getCommandLine();
    var found = unmatched.getUnmatched().getFirst();
    if (unmatched.isUnknownOption()) {
      return "unknown option \"%s\"%s".formatted(found, nearest(found, options(line)));
    }
    if (line.getParent() != null) {
      return "expected no further argument, found \"%s\"".formatted(found);
    }
    var commands = line.getSubcommands().keySet();
    return "expected a command (%s), found \"%s\"%s"
        .formatted(String.join(", ", commands), found, nearest(found, commands));
  }

  private static List<String> options(CommandLine line) {
    return line.getCommandSpec().options().stream()
        .map(CommandLine.Model.OptionSpec::longestName)
        .toList();
  }

  private static String nearest(String typed, Collection<String> names) {
    return Suggestions.mistyped(typed, names).map("; did you mean %s?"::formatted).orElse("");
  }

  private static String command(CommandLine line) {
    return line.getParent() == null ? "" : line.getCommandName() + " ";
  }

  /// Prints one sentence for each mistake: a stack trace does not help the reader of a terminal.
  private static int broken(
      Exception failure, CommandLine line, CommandLine.ParseResult arguments) {
    var sentences = failure instanceof BadInput bad ? bad.sentences() : List.of(described(failure));
    sentences.forEach(
        sentence -> line.getErr().println("slash80: " + TextFormat.text(sentence, 2_000)));
    if (failure instanceof BadInput bad) {
      bad.commands().forEach(command -> line.getErr().println("  " + TextFormat.text(command)));
    }
    return BAD;
  }

  private static String described(Exception failure) {
    var message = failure.getMessage();
    return message == null ? failure.getClass().getSimpleName() : message;
  }
}
