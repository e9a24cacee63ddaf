package slash80.audit.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;
import slash80.aws.BadInput;
import slash80.aws.FileFailure;
import slash80.aws.policy.PolicyText;
import slash80.judge.Policy;

/// The option that names the policy.
final class PolicyOption {
  private static final String USUAL = "slash80.yaml";

  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Apply this policy (YAML or JSON): rules off, severities, parameters, allowed openings,"
              + " exemptions. - is standard input. (default: slash80.yaml of the current folder, if"
              + " there is one).")
  private @Nullable Path file;

  @Option(
      names = "--no-policy",
      description = "Apply no policy, also if the current folder has a slash80.yaml.")
  private boolean isRefused;

  private @Nullable Policy policy;

  /// Whether a policy is given or found.
  boolean isGiven() {
    return file().isPresent();
  }

  /// The policy that is given, else the one that the current folder has.
  Optional<Path> file() {
    return isRefused ? Optional.empty() : Optional.ofNullable(file).or(PolicyOption::usual);
  }

  private static Optional<Path> usual() {
    var path = Path.of(System.getProperty("user.dir"), USUAL);
    return Optional.of(path).filter(Files::isRegularFile);
  }

  /// Says that a policy is in force which nobody named; empty where that is not so.
  Optional<String> found() {
    return file == null
        ? file()
            .map(
                path ->
                    "The policy %s applies: it is in the current folder."
                        .formatted(path.getFileName()))
        : Optional.empty();
  }

  Policy policy() {
    if (isRefused && file != null) {
      throw new BadInput("expected --policy or --no-policy, found both");
    }
    if (policy == null) {
      policy = file().map(PolicyOption::read).orElse(Policy.NONE);
    }
    return policy;
  }

  private static Policy read(Path file) {
    try {
      return PolicyText.read(InputFile.name(file), InputFile.text(file), Policy.NONE.parameters());
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a policy (%s)".formatted(InputFile.name(file), FileFailure.reason(broken)),
          broken);
    }
  }
}
