package slash80.check.share;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/// Runs tasks that may wait, a few beside each other, each on a thread of its own. The next one
/// begins when the one before has ended or had its head start. So tasks that do not wait run one by
/// one, and need the memory of one.
public final class Lanes<T> {
  /// The number of tasks that run beside each other.
  static final int NUMBER = 8;

  private final Semaphore free = new Semaphore(NUMBER);
  private final List<FutureTask<T>> begun = new ArrayList<>();

  /// Waits until a task may begin.
  public void enter() {
    free.acquireUninterruptibly();
  }

  /// Begins a task; [#enter] comes before it.
  public void begin(Callable<T> work, Duration headStart) {
    var task =
        new FutureTask<>(
            () -> {
              try {
                return work.call();
              } finally {
                free.release();
              }
            });
    begun.add(task);
    Thread.ofPlatform().daemon().name("lane-", begun.size()).start(task);
    try {
      task.get(headStart.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException _) {
      // it waits, so the next one begins beside it
    } catch (ExecutionException _) {
      // told by the results
    } catch (InterruptedException interrupted) {
      throw stopped(interrupted);
    }
  }

  /// Waits for all tasks. The results have the order in which the tasks began. Throws what the
  /// first one threw that failed.
  public List<T> results() {
    var results = new ArrayList<T>();
    var failures = new ArrayList<ExecutionException>();
    for (var task : begun) {
      try {
        results.add(task.get());
      } catch (ExecutionException failed) {
        failures.add(failed);
      } catch (InterruptedException interrupted) {
        throw stopped(interrupted);
      }
    }
    if (!failures.isEmpty()) {
      throw thrown(failures.getFirst());
    }
    return results;
  }

  private static RuntimeException thrown(ExecutionException failed) {
    return switch (failed.getCause()) {
      case Error error -> throw error;
      case RuntimeException failure -> failure;
      case null, default -> new IllegalStateException(failed);
    };
  }

  private static IllegalStateException stopped(InterruptedException interrupted) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("interrupted", interrupted);
  }
}
