package slash80.aws.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slash80.aws.Actions.Action;
import slash80.aws.BadInput;
import slash80.aws.live.CallRunner;
import slash80.facts.Fact;
import slash80.judge.Policy;
import slash80.network.Parameters;
import software.amazon.awssdk.services.ssm.SsmClient;

/// Reads the policy from a parameter of Systems Manager. The policy is kept for some minutes, so
/// that a burst of events takes one call and a change takes effect soon. An encrypted parameter (a
/// `SecureString`) is decrypted. With the key `aws/ssm` everyone in the account who may read the
/// parameter may decrypt it; any other key has to allow it
/// (https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html).
///
/// A parameter that is denied, missing or invalid silences nothing: every cluster is judged without
/// a policy, and every alert gives the reason. While Systems Manager fails, [ReadInterrupted] is
/// thrown as for every other read: the messages are delivered again, and no exempted finding is
/// alerted.
public final class PolicyParameter implements Supplier<Policy> {
  private static final Duration AGE = Duration.ofMinutes(5);
  private static final int SHOWN = 3;

  private final SsmClient ssm;
  private final String name;
  private final Parameters usual;
  private final InstantSource clock;
  private @Nullable Policy policy;
  private Instant readAt = Instant.MIN;

  /// @param usual the values of parameters that the policy does not set
  public PolicyParameter(SsmClient ssm, String name, Parameters usual, InstantSource clock) {
    this.ssm = ssm;
    this.name = name;
    this.usual = usual;
    this.clock = clock;
  }

  @Override
  public Policy get() {
    var now = clock.instant();
    if (policy == null || !now.isBefore(readAt.plus(AGE))) {
      policy = read();
      readAt = now;
    }
    return policy;
  }

  private Policy read() {
    var text =
        CallRunner.of(
            Action.GET_PARAMETER,
            () ->
                ssm.getParameter(builder -> builder.name(name).withDecryption(true))
                    .parameter()
                    .value());
    return switch (text) {
      case Fact.Known<String>(var yaml) -> parsed(yaml);
      case Fact.Unread<String>(var why) ->
          Policy.inPlaceOf(usual, "parameter %s could not be read: %s".formatted(name, why));
    };
  }

  private Policy parsed(String yaml) {
    try {
      return PolicyText.read(name, yaml, usual);
    } catch (BadInput broken) {
      var left = broken.sentences().size() - SHOWN;
      return Policy.inPlaceOf(
          usual,
          broken.sentences().stream().limit(SHOWN).collect(Collectors.joining("; "))
              + (left > 0 ? "; and %d more".formatted(left) : ""));
    }
  }
}
