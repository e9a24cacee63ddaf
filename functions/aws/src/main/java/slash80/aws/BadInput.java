package slash80.aws;

import java.util.List;

/// Invalid input from a person: a file, an option or a setting. Each sentence names the input, the
/// place in it and the expected value.
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

  /// Several mistakes, reported together.
  public BadInput(List<String> sentences) {
    super(String.join("; ", sentences));
    this.sentences = List.copyOf(sentences);
  }

  public List<String> sentences() {
    return sentences;
  }
}
