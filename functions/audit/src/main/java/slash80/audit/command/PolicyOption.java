package slash80.audit.command;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
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
              + " openings, exemptions.")
  private Path file;

  private Policy policy;

  /// Whether a policy is given.
  boolean isGiven() {
    return file != null;
  }

  Policy policy() {
    if (policy == null) {
      policy = file == null ? Policy.NONE : read();
    }
    return policy;
  }

  private Policy read() {
    try {
      return PolicyText.read(file.toString(), Files.readString(file), Policy.NONE.parameters());
    } catch (IOException broken) {
      throw new BadInput(
          "%s: expected a policy (%s)".formatted(file, FileFailure.reason(broken)), broken);
    }
  }
}
