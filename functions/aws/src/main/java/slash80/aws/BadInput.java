package slash80.aws;

/// Something that was given to read cannot be what it should be. The message is one sentence that
/// names the file, the place in it and what was expected.
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  public BadInput(String sentence) {
    super(sentence);
  }

  public BadInput(String sentence, Throwable cause) {
    super(sentence, cause);
  }
}
