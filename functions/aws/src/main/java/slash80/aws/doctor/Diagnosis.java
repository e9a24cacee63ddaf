package slash80.aws.doctor;

import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import slash80.aws.live.CallRunner;
import slash80.ip.SafeText;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkException;

/// The answer to one question about an account or a stack: a line for a person.
///
/// @param subject what was looked at
/// @param fix a command or a sentence; empty if nothing has to be done
public record Diagnosis(Status status, String subject, String words, String fix) {
  private static final int LONGEST = 1_000;
  private static final int FORBIDDEN = 403;

  /// The answers in one word.
  public enum Status {
    FINE("ok"),
    WRONG("WRONG"),
    UNKNOWN("NOT CHECKED");

    private final String word;

    Status(String word) {
      this.word = word;
    }

    @Override
    public String toString() {
      return word;
    }
  }

  static Diagnosis fine(String subject, String words) {
    return new Diagnosis(Status.FINE, subject, words, "");
  }

  static Diagnosis wrong(String subject, String words, String fix) {
    return new Diagnosis(Status.WRONG, subject, words, fix);
  }

  static Diagnosis unknown(String subject, String words, String fix) {
    return new Diagnosis(Status.UNKNOWN, subject, words, fix);
  }

  /// The answers of calls that need this action; where a call fails, that is the answer.
  static List<Diagnosis> asking(String subject, String action, Supplier<List<Diagnosis>> calls) {
    try {
      return calls.get();
    } catch (SdkException failed) {
      return List.of(failed(subject, action, failed));
    }
  }

  /// The answer where a call that needs this action has failed.
  static Diagnosis failed(String subject, String action, SdkException failed) {
    if (!(failed instanceof AwsServiceException refused)) {
      return unknown(subject, action + ": " + CallRunner.words(failed), "run doctor again");
    }
    var code = code(refused);
    return unknown(
        subject,
        action + ": " + code,
        refused.statusCode() == FORBIDDEN
                || code.contains("Denied")
                || code.contains("NotAuthorized")
                || code.contains("Unauth")
            ? "allow your credentials " + action
            : "run doctor again; AWS says: " + refused.getMessage());
  }

  /// The code of AWS's refusal; an answer without a body has none.
  static String code(AwsServiceException refused) {
    return Optional.ofNullable(refused.awsErrorDetails())
        .flatMap(details -> Optional.ofNullable(details.errorCode()))
        .orElseGet(() -> "HTTP " + refused.statusCode());
  }

  public boolean isFine() {
    return status == Status.FINE;
  }

  /// The line, with the fix beside it. Names come from outside, so it is made safe.
  public String line() {
    return "%-11s  %s: %s%s"
        .formatted(
            status,
            SafeText.of(subject, LONGEST),
            SafeText.of(words, LONGEST),
            fix.isEmpty() ? "" : ". Fix: " + SafeText.of(fix, LONGEST));
  }
}
