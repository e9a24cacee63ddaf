package slash80.aws;

import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Answers that are good for a while, by what was asked about. An environment of a function lives
/// for hours and is asked about the same things again and again.
///
/// @param <T> the answer
final class Kept<T> {

  /// @param asked just before it was asked for: it says what was true then or later
  private record Answer<T>(T said, Instant asked) {}

  private final Map<String, Answer<T>> answers = new HashMap<>();

  /// What was answered about something since a moment.
  Optional<T> since(Instant earliest, String about) {
    return Optional.ofNullable(answers.get(about))
        .filter(answer -> !answer.asked().isBefore(earliest))
        .map(Answer::said);
  }

  /// The same, not older than `age` at a moment.
  Optional<T> within(Duration age, Instant now, String about) {
    return since(now.minus(age), about);
  }

  void keep(String about, T said, Instant asked) {
    answers.put(about, new Answer<>(said, asked));
  }

  void forgetBefore(Instant earliest) {
    answers.values().removeIf(answer -> answer.asked().isBefore(earliest));
  }
}
