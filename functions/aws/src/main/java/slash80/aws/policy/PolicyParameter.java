package slash80.aws.policy;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import slash80.alerts.TextFormat;
import slash80.aws.Actions.Action;
import slash80.aws.BadInput;
import slash80.aws.CallDeadline;
import slash80.aws.ReadInterrupted;
import slash80.aws.live.CallRunner;
import slash80.facts.Fact;
import slash80.judge.Policy;
import slash80.network.Parameters;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.Parameter;
import software.amazon.awssdk.services.ssm.model.ParameterType;

/// Reads the policy from a parameter of Systems Manager. The policy is kept for some minutes, so
/// that a burst of events takes one call and a change takes effect soon. An encrypted parameter (a
/// `SecureString`) is decrypted. With the key `aws/ssm` everyone in the account who may read the
/// parameter may decrypt it; any other key has to allow it
/// (https://docs.aws.amazon.com/kms/latest/developerguide/services-parameter-store.html).
///
/// A parameter that is denied, missing or invalid silences nothing: every cluster is judged without
/// a policy, and every alert gives the reason. The last good policy does not stand in for it,
/// because somebody changed something and has to know.
///
/// While Systems Manager fails, the last good policy holds for a day, and every alert says how old
/// it is. After that day, or if none is known, [ReadInterrupted] is thrown as for every other read:
/// the messages are delivered again, and no exempted finding is alerted. The text is kept in the
/// bucket of the ledgers. That of a `SecureString` stays in memory, because its key decides who may
/// read it.
public final class PolicyParameter implements Supplier<Policy> {
  private static final Duration AGE = Duration.ofMinutes(5);

  /// The longest wait for an answer. A parameter that does not come leaves the time to the checks.
  private static final Duration WAIT = Duration.ofSeconds(15);

  /// The time between two tries while Systems Manager fails.
  private static final Duration PAUSE = Duration.ofMinutes(1);

  private static final Duration LONGEST = Duration.ofDays(1);

  /// The clocks of two functions may differ by so much.
  private static final Duration SKEW = Duration.ofMinutes(5);

  /// The time after which a copy is written again although the text is the same, so that its age
  /// stays true.
  private static final Duration COPY_AGE = Duration.ofHours(1);

  private static final int SHOWN = 3;

  private final SsmClient ssm;
  private final String name;
  private final Parameters usual;
  private final InstantSource clock;
  private final PolicyCopy copy;
  private final CallDeadline deadline;
  private @Nullable Policy policy;
  private Instant validUntil = Instant.MIN;
  private Optional<PolicyCopy.Kept> good = Optional.empty();
  private Optional<PolicyCopy.Kept> copied = Optional.empty();

  public PolicyParameter(SsmClient ssm, String name, Parameters usual, InstantSource clock) {
    this(ssm, name, usual, clock, PolicyCopy.NONE, new CallDeadline(clock));
  }

  /// @param usual the values of parameters that the policy does not set
  /// @param copy keeps the last good policy
  /// @param deadline of the client: a call that it ended says nothing about Systems Manager
  public PolicyParameter(
      SsmClient ssm,
      String name,
      Parameters usual,
      InstantSource clock,
      PolicyCopy copy,
      CallDeadline deadline) {
    this.ssm = ssm;
    this.name = name;
    this.usual = usual;
    this.clock = clock;
    this.copy = copy;
    this.deadline = deadline;
  }

  @Override
  public synchronized Policy get() {
    var now = clock.instant();
    if (policy == null || !now.isBefore(validUntil)) {
      policy = current(now);
    }
    return policy;
  }

  private Policy current(Instant now) {
    try {
      var read = read(now);
      validUntil = now.plus(AGE);
      return read;
    } catch (ReadInterrupted failed) {
      var kept = last(now, failed);
      if (deadline.left().isZero()) {
        return parsed(kept.text());
      }
      validUntil = now.plus(PAUSE);
      return noted(kept, now, failed);
    }
  }

  /// The last good policy, if it is not too old.
  private PolicyCopy.Kept last(Instant now, ReadInterrupted failed) {
    if (good.isEmpty()) {
      good = copy.read();
    }
    return good.filter(known -> isYoung(Duration.between(known.at(), now)))
        .orElseThrow(() -> failed);
  }

  private Policy noted(PolicyCopy.Kept kept, Instant now, ReadInterrupted failed) {
    return parsed(kept.text())
        .noting(
            "Systems Manager fails (%s), so the policy of %s is used, which is %s old"
                .formatted(
                    failed.getMessage(),
                    TextFormat.moment(kept.at()),
                    age(Duration.between(kept.at(), now))));
  }

  /// A policy from the future has an unknown age, and would hold for longer than a day.
  private static boolean isYoung(Duration age) {
    return age.compareTo(LONGEST) <= 0 && age.plus(SKEW).isPositive();
  }

  private static String age(Duration age) {
    return age.toHours() > 1
        ? TextFormat.count(age.toHours(), "hour")
        : TextFormat.count(Math.max(age.toMinutes(), 0), "minute");
  }

  private Policy read(Instant now) {
    var answer =
        CallRunner.of(
            Action.GET_PARAMETER,
            () ->
                ssm.getParameter(
                        builder ->
                            builder
                                .name(name)
                                .withDecryption(true)
                                .overrideConfiguration(limits -> limits.apiCallTimeout(WAIT)))
                    .parameter());
    return switch (answer) {
      case Fact.Known<Parameter>(var parameter) -> parsed(parameter, now);
      case Fact.Unread<Parameter>(var why) ->
          Policy.inPlaceOf(usual, "parameter %s could not be read: %s".formatted(name, why));
    };
  }

  private Policy parsed(Parameter parameter, Instant now) {
    var read = parsed(parameter.value());
    if (read.trouble().isEmpty()) {
      var kept = new PolicyCopy.Kept(parameter.value(), now);
      good = Optional.of(kept);
      if (parameter.type() != ParameterType.SECURE_STRING && isWorthACopy(kept)) {
        copy.keep(kept);
        copied = good;
      }
    }
    return read;
  }

  private boolean isWorthACopy(PolicyCopy.Kept kept) {
    return copied
        .filter(last -> last.text().equals(kept.text()))
        .filter(last -> kept.at().isBefore(last.at().plus(COPY_AGE)))
        .isEmpty();
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
