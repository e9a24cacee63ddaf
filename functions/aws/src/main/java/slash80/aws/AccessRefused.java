package slash80.aws;

/// Signals that AWS denies a call without which nothing of an account and region can be checked.
/// Trying again does not help until somebody grants the permission.
public final class AccessRefused extends ReadInterrupted {
  private static final long serialVersionUID = 1;

  public AccessRefused(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
