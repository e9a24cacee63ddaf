package slash80.aws;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import slash80.ip.SafeText;

/// Invalid input from a person: a file, an option or a setting. Each sentence names the input, the
/// place in it and the expected value. What a sentence repeats of the input is made safe to show.
public final class BadInput extends RuntimeException {
  private static final long serialVersionUID = 1;

  private final transient List<String> sentences;
  private final transient List<String> commands;

  public BadInput(String sentence) {
    this(List.of(sentence));
  }

  public BadInput(String sentence, Throwable cause) {
    super(safe(sentence), cause);
    sentences = List.of(safe(sentence));
    commands = List.of();
  }

  /// Several mistakes, reported together.
  public BadInput(List<String> sentences) {
    super(safe(String.join("; ", sentences)));
    this.sentences = sentences.stream().map(BadInput::safe).toList();
    this.commands = List.of();
  }

  /// A mistake that commands put right, each on a line of its own, to be copied.
  public BadInput(String sentence, List<String> commands) {
    super(safe(sentence + " " + String.join("; ", commands)));
    this.sentences = List.of(safe(sentence));
    this.commands = List.copyOf(commands);
  }

  private static String safe(String sentence) {
    return Arrays.stream(sentence.split("\n", -1))
        .map(SafeText::of)
        .collect(Collectors.joining("\n"));
  }

  public List<String> sentences() {
    return sentences;
  }

  public List<String> commands() {
    return commands;
  }
}
