package slash80.aws;

/// A live account could not be read to the end for a reason that passes: AWS kept throttling or
/// failing, the network was away, or the credentials were not good. Nothing may be concluded from
/// half a reading, so the check fails as a whole and is tried again.
public final class AccountUnavailable extends RuntimeException {
  private static final long serialVersionUID = 1;

  public AccountUnavailable(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
