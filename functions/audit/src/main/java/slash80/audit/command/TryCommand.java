package slash80.audit.command;

import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;
import slash80.alerts.TextFormat;
import slash80.audit.text.Progress;
import slash80.aws.doctor.Trial;

/// The command `try`: sends a test through a deployed stack, and tells whether its alert came.
@Command(
    name = "try",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description =
        "Send a marked test through the queue of a deployed stack, and hear its alert on a queue"
            + " that is subscribed to the topic for that time. Subscribers get the test too. Exits"
            + " with 1 if no alert came.",
    footer = {"", "Examples:", "  ./slash80 try --region us-east-2 --stack slash80"})
final class TryCommand implements Callable<Integer> {
  private static final int LONGEST = 3_600;

  @Spec private CommandSpec spec;

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "The region of the stack, called with your shell's credentials.")
  private String region;

  @Option(
      names = "--stack",
      required = true,
      paramLabel = "STACK",
      description = "The name of the deployed stack.")
  private String stack;

  @Option(
      names = "--seconds",
      paramLabel = "SECONDS",
      defaultValue = "120",
      description = "How long to listen for the alert (default: 120).")
  private int seconds;

  @Override
  public Integer call() {
    if (seconds < 1 || seconds > LONGEST) {
      throw new ParameterException(
          spec.commandLine(),
          "expected --seconds from 1 to %d, found %d".formatted(LONGEST, seconds));
    }
    var mark = UUID.randomUUID().toString();
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      var time =
          Trial.run(
              region, stack, mark, Duration.ofSeconds(seconds), progress::say, progress::warn);
      progress.close();
      if (time.isPresent()) {
        say(
            "The alert of the test %s came after %.1f s: queue, function and topic work."
                .formatted(mark, time.get().toMillis() / 1e3),
            "Subscribers have got it too.");
        return Slash80.FINE;
      }
      say(
          "No alert of the test %s came within %d s.".formatted(mark, seconds),
          "Next: ./slash80 doctor --region %s --stack %s".formatted(region, stack));
      return Slash80.FOUND;
    }
  }

  /// Prints sentences: on one line, and on a terminal in lines that break between words.
  private void say(String... sentences) {
    var terminal = Slash80.terminal(spec);
    spec.commandLine()
        .getOut()
        .println(
            terminal.out()
                ? Stream.of(sentences)
                    .flatMap(sentence -> TextFormat.wrap(sentence, terminal.width()).stream())
                    .collect(Collectors.joining("\n"))
                : String.join(" ", sentences));
  }
}
