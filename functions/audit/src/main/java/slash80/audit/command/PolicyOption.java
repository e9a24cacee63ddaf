package slash80.audit.command;

import java.io.IOException;
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
  @Option(
      names = "--policy",
      paramLabel = "FILE",
      description =
          "Apply this policy (YAML or JSON): rules off, severities, parameters, allowed"
              + " openings, exemptions. - is standard input.")
  private @Nullable Path file;

  private @Nullable Policy policy;

  /// Whether a policy is given.
  boolean isGiven() {
    return file != null;
  }

  Optional<Path> file() {
    return Optional.ofNullable(file);
  }

  Policy policy() {
    if (policy == null) {
      policy = file == null ? Policy.NONE : read(file);
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
