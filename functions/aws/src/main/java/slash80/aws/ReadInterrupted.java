package slash80.aws;

/// Signals that a live account could not be read for a temporary reason: AWS throttled or failed,
/// the network was down, or the credentials were invalid. Half a read must not be judged, so the
/// whole check fails and is tried again.
public sealed class ReadInterrupted extends RuntimeException permits AccessRefused {
  private static final long serialVersionUID = 1;

  public ReadInterrupted(String sentence) {
    super(sentence);
  }

  public ReadInterrupted(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
