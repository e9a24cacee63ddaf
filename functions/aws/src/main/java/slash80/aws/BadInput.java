package slash80.aws;

import java.util.List;

/// Invalid input from a person: a file, an option or a setting. Each sentence names the input, the
/// place in it and the expected value.
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> sentences;
  private final transient List<String> commands;

  public BadInput(String sentence) {
    this(List.of(sentence));
  }

  public BadInput(String sentence, Throwable cause) {
    super(sentence, cause);
    sentences = List.of(sentence);
    commands = List.of();
  }

  /// Several mistakes, reported together.
  public BadInput(List<String> sentences) {
    super(String.join("; ", sentences));
    this.sentences = List.copyOf(sentences);
    this.commands = List.of();
  }

  /// A mistake that commands put right, each on a line of its own, to be copied.
  public BadInput(String sentence, List<String> commands) {
    super(sentence + " " + String.join("; ", commands));
    this.sentences = List.of(sentence);
    this.commands = List.copyOf(commands);
  }

  public List<String> sentences() {
    return sentences;
  }

  public List<String> commands() {
    return commands;
  }
}
