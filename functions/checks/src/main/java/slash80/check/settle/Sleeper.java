package slash80.check.settle;

import java.time.Duration;

/// Waits before AWS is asked again. A test passes its own, which only moves its clock.
@FunctionalInterface
public interface Sleeper {
  /// Blocks the thread.
  Sleeper THREAD = Sleeper::sleepThread;

  void sleep(Duration time);

  private static void sleepThread(Duration time) {
    try {
      Thread.sleep(time);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
