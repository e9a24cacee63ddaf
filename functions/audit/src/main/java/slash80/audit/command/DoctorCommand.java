package slash80.audit.command;

import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import slash80.audit.text.Progress;
import slash80.aws.doctor.Diagnosis;
import slash80.aws.doctor.Doctor;

/// The command `doctor`: tells by calls that only read whether a deployed stack works.
@Command(
    name = "doctor",
    mixinStandardHelpOptions = true,
    addMethodSubcommands = false,
    description =
        "Tell whether events, queues, functions, alerts and permissions of a deployed stack are as"
            + " they have to be: a line each, with the fix beside it. Exits with 1 if anything is"
            + " wrong or could not be looked at.",
    footer = {
      "",
      "Examples:",
      "  ./slash80 doctor --region us-east-2",
      "  ./slash80 doctor --region us-east-2 --stack slash80"
    })
final class DoctorCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--region",
      required = true,
      paramLabel = "REGION",
      description = "The region of the stack, read with your shell's credentials.")
  private String region;

  @Option(
      names = "--stack",
      paramLabel = "STACK",
      description = "The name of the deployed stack (default: look at the account only).")
  private @Nullable String stack;

  @Override
  public Integer call() {
    try (var progress = new Progress(spec.commandLine().getErr(), Slash80.terminal(spec))) {
      var diagnoses =
          Doctor.examine(region, Optional.ofNullable(stack), Instant.now(), progress::say);
      progress.close();
      var out = spec.commandLine().getOut();
      var terminal = Slash80.terminal(spec);
      diagnoses.stream()
          .flatMap(diagnosis -> DiagnosisText.lines(diagnosis, terminal).stream())
          .forEach(out::println);
      return diagnoses.stream().allMatch(Diagnosis::isFine) ? Slash80.FINE : Slash80.FOUND;
    }
  }
}
