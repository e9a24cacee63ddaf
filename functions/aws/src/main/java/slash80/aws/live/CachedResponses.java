package slash80.aws.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;

/// Responses to earlier calls, by the resource that the call was about. A function's environment
/// lives for hours and needs the same resources again and again. Calls that are in flight together
/// keep their responses at the same time.
///
/// @param <T> the response
final class CachedResponses<T> {

  /// @param asked the time just before the call: the response shows the state at that time or later
  private record Answer<T>(T response, Instant asked) {}

  private final Map<String, Answer<T>> answers = new ConcurrentHashMap<>();

  /// The response to a call that was made at `earliest` or later.
  Optional<T> since(Instant earliest, String about) {
    return Optional.ofNullable(answers.get(about))
        .filter(answer -> !answer.asked().isBefore(earliest))
        .map(Answer::response);
  }

  /// The response, if it is not older than `age`.
  Optional<T> within(Duration age, Instant now, String about) {
    return since(now.minus(age), about);
  }

  void keep(String about, T response, Instant asked) {
    answers.put(about, new Answer<>(response, asked));
  }

  void forget(String about) {
    answers.remove(about);
  }

  void forgetBefore(Instant earliest) {
    answers.values().removeIf(answer -> answer.asked().isBefore(earliest));
  }
}
