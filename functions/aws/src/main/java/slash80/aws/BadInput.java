package slash80.aws;

import java.util.List;

/// Something that was given to read cannot be what it should be. Each sentence names the file, the
/// place in it and what was expected.
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> sentences;

  public BadInput(String sentence) {
    this(List.of(sentence));
  }

  public BadInput(String sentence, Throwable cause) {
    super(sentence, cause);
    sentences = List.of(sentence);
  }

  /// Several mistakes, told at once.
  public BadInput(List<String> sentences) {
    super(String.join("; ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  public List<String> sentences() {
    return sentences;
  }
}
