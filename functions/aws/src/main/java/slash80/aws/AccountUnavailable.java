package slash80.aws;

/// Signals that a live account could not be read for a temporary reason: AWS throttled or failed,
/// the network was down, or the credentials were invalid. Half a read must not be judged, so the
/// whole check fails and is tried again.
public final class AccountUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AccountUnavailable(String sentence) {
    super(sentence);
  }

  public AccountUnavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
