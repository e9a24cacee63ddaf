package slash80.aws.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import slash80.aws.ReadInterrupted;

/// Calls that are in flight at the same time because none needs the answer of another. Answers and
/// failures come in the order in which they are asked for, whichever call was faster. Closing waits
/// for every call that was begun, so that none goes on after the read that began it.
final class SideBySide implements AutoCloseable {
  /// The calls of one kind in flight at most. A hundred of them may be made at once before AWS
  /// throttles, and the account's owner needs the same quota
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html). The JDK keeps five
  /// idle connections to a host, so that more would be opened anew each time.
  static final int OF_A_KIND = 4;

  private static @Nullable ExecutorService threads;

  private final List<Future<?>> calls = new ArrayList<>();

  /// The threads live on between calls: the SDK keeps a parser and a signer for each thread, and
  /// makes them anew for a virtual one. The pool is built on first use, as a native executable runs
  /// static initializers when it is built.
  private static synchronized ExecutorService threads() {
    if (threads == null) {
      threads =
          Executors.newCachedThreadPool(Thread.ofPlatform().daemon().name("reads-", 0).factory());
    }
    return threads;
  }

  /// Begins a call.
  ///
  /// @return waits for the answer
  <T> Supplier<T> begin(Supplier<T> call) {
    var begun = threads().submit(call::get);
    calls.add(begun);
    return () -> answer(begun);
  }

  private static <T> T answer(Future<T> begun) {
    try {
      return begun.get();
    } catch (InterruptedException interrupted) {
      Thread.currentThread().interrupt();
      throw new ReadInterrupted("interrupted while it waited for AWS", interrupted);
    } catch (CancellationException cancelled) {
      throw new ReadInterrupted("cancelled while it waited for AWS", cancelled);
    } catch (ExecutionException failed) {
      throw thrown(failed);
    }
  }

  private static RuntimeException thrown(ExecutionException failed) {
    return switch (failed.getCause()) {
      case RuntimeException own -> own;
      case Error error -> throw error;
      case null, default -> new IllegalStateException(failed);
    };
  }

  /// Makes the same call about each of several resources, a few at once. After a failure that ends
  /// the read, no further one begins.
  static <T> Map<String, T> each(Collection<String> resources, Function<String, T> call) {
    var answers = new LinkedHashMap<String, T>();
    if (resources.size() < 2) {
      resources.forEach(resource -> answers.put(resource, call.apply(resource)));
      return answers;
    }
    var some = new Some<>(call);
    try (var calls = new SideBySide()) {
      var begun = new LinkedHashMap<String, Supplier<T>>();
      resources.forEach(resource -> begun.put(resource, calls.begin(() -> some.ask(resource))));
      begun.forEach((resource, answer) -> answers.put(resource, answer.get()));
    }
    return answers;
  }

  /// Calls of one kind.
  private static final class Some<T> {
    private final Function<String, T> call;
    private final Semaphore free = new Semaphore(OF_A_KIND, true);
    private final AtomicReference<RuntimeException> failure = new AtomicReference<>();

    Some(Function<String, T> call) {
      this.call = call;
    }

    T ask(String resource) {
      free.acquireUninterruptibly();
      try {
        var earlier = failure.get();
        if (earlier != null) {
          throw earlier;
        }
        return call.apply(resource);
      } catch (RuntimeException failed) {
        failure.compareAndSet(null, failed);
        throw failed;
      } finally {
        free.release();
      }
    }
  }

  /// An interrupted read stops its calls.
  @Override
  public void close() {
    boolean isInterrupted = false;
    for (var call : calls) {
      isInterrupted |= awaitEnd(call);
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private boolean awaitEnd(Future<?> call) {
    try {
      call.get();
    } catch (InterruptedException _) {
      calls.forEach(other -> other.cancel(true));
      return true;
    } catch (ExecutionException | CancellationException _) {
      return false; // whoever asks for the answer hears of it
    }
    return false;
  }
}
