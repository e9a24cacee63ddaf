package slash80.aws.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import slash80.aws.Actions.Action;
import slash80.aws.BadInput;
import slash80.aws.live.AwsCall;
import slash80.facts.Fact;
import slash80.judge.Policy;
import slash80.network.Parameters;
import software.amazon.awssdk.services.ssm.SsmClient;

/// The policy that stands in a parameter of Systems Manager, as text. It is read once and kept for
/// a while, so that a burst of events is one call and a change is in force soon. One that is
/// encrypted (a `SecureString`) is asked for in the clear: by the key `aws/ssm` everyone in the
/// account who may read the parameter may decrypt it, by any other key that key has to allow it
/// (https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html).
///
/// One that is refused, missing or broken silences nothing: everything is judged as if there were
/// none, and every alert says so. While Systems Manager is out of order [AccountUnavailable] is
/// thrown, as for everything else that a check reads: its messages are delivered again, and nobody
/// is told what the policy exempts.
public final class PolicyParameter implements Supplier<Policy> {
  private static final Duration AGE = Duration.ofMinutes(5);
  private static final int TOLD = 3;

  private final SsmClient ssm;
  private final String name;
  private final Parameters usual;
  private final InstantSource clock;
  private Policy policy;
  private Instant readAt = Instant.MIN;

  /// @param usual the parameters that the policy does not name
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
        AwsCall.of(
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
      var left = broken.sentences().size() - TOLD;
      return Policy.inPlaceOf(
          usual,
          broken.sentences().stream().limit(TOLD).collect(Collectors.joining("; "))
              + (left > 0 ? "; and %d more".formatted(left) : ""));
    }
  }
}
