package slash80.reach;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Function;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/// Answers about packets, kept for the next question as long as they are small together. A group
/// may hold a thousand rules that no two share a range, so that the answer for each posture takes
/// megabytes: the answers that were used longest ago are then dropped, and worked out again if they
/// are asked for. Most clusters never drop one.
final class BoundedCache<K, V> {
  /// 32 bytes each.
  private static final long MOST_RANGES = 400_000;

  private final ToLongFunction<V> ranges;
  private final Map<K, V> kept = new LinkedHashMap<>(16, 0.75f, true);
  private long held;

  /// @param ranges the number of ranges of addresses that an answer holds
  BoundedCache(ToLongFunction<V> ranges) {
    this.ranges = ranges;
  }

  /// The kept answer, or one that is worked out now. Working it out may ask other caches, not this
  /// one.
  V get(K key, Function<K, V> answer) {
    @Nullable V known = kept.get(key);
    if (known != null) {
      return known;
    }
    var made = answer.apply(key);
    held += ranges.applyAsLong(made);
    drop();
    kept.put(key, made);
    return made;
  }

  private void drop() {
    var oldest = kept.values().iterator();
    while (held > MOST_RANGES && oldest.hasNext()) {
      held -= ranges.applyAsLong(oldest.next());
      oldest.remove();
    }
  }
}
