package slash80.facts;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Random;

/// Seeded choices for random facts.
record Chance(Random random) {

  boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  int below(int bound) {
    return random.nextInt(bound);
  }

  <T> T any(List<T> choices) {
    return choices.get(random.nextInt(choices.size()));
  }

  /// One to `most` different choices.
  <T> List<T> some(int most, List<T> choices) {
    var some = new LinkedHashSet<T>();
    for (int left = 1 + random.nextInt(most); left > 0; left--) {
      some.add(any(choices));
    }
    return List.copyOf(some);
  }

  /// The value, or one time in so many a failed call.
  <T> Fact<T> unreadOneIn(int many, String what, T value) {
    return oneIn(many) ? Fact.unread("no " + what) : Fact.known(value);
  }
}
