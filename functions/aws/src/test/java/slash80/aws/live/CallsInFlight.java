package slash80.aws.live;

import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/// The calls that a stub is answering, which it can hold back.
final class CallsInFlight {
  private static final long PATIENCE = Duration.ofSeconds(5).toNanos();

  /// @param round one more than that of the latest call that was answered before this one came
  private record Taken(int round) {}

  private final List<Taken> taken = new ArrayList<>();
  private final Set<InetSocketAddress> callers = new HashSet<>();
  private Duration pause = Duration.ZERO;
  private int wanted;
  private int now;
  private int most;
  private int answered;
  private long busySince;
  private long busy;
  private long taking;

  /// A call that is being answered until it is closed.
  interface Call extends AutoCloseable {
    @Override
    void close();
  }

  /// Holds each answer back for a time.
  synchronized void delay(Duration each) {
    pause = each;
  }

  /// Holds all answers back until so many calls wait for theirs, or for five seconds.
  synchronized void hold(int calls) {
    wanted = calls;
  }

  /// The largest number of calls that waited at the same time.
  synchronized int most() {
    return most;
  }

  /// The number of rounds: calls of one round came before any of them was answered.
  synchronized int rounds() {
    return taken.stream().mapToInt(Taken::round).max().orElse(0);
  }

  /// The number of connections over which calls came.
  synchronized int connections() {
    return callers.size();
  }

  /// The share of the time of all calls during which any was in flight: 1 for calls made one after
  /// the other, whatever the caller does between them.
  synchronized double share() {
    return (double) busy / taking;
  }

  synchronized void forget() {
    busy = 0;
    taking = 0;
    taken.clear();
    callers.clear();
    most = 0;
    answered = 0;
  }

  Call take(InetSocketAddress caller) {
    long began = System.nanoTime();
    int round = begin(caller);
    try {
      Thread.sleep(paused());
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return () -> end(round, began);
  }

  private synchronized Duration paused() {
    return pause;
  }

  private synchronized int begin(InetSocketAddress caller) {
    callers.add(caller);
    var call = new Taken(answered + 1);
    taken.add(call);
    if (now++ == 0) {
      busySince = System.nanoTime();
    }
    most = Math.max(most, now);
    notifyAll();
    long end = System.nanoTime() + PATIENCE;
    try {
      while (most < wanted && System.nanoTime() < end) {
        wait(10);
      }
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
    return call.round();
  }

  private synchronized void end(int round, long began) {
    taking += System.nanoTime() - began;
    if (--now == 0) {
      busy += System.nanoTime() - busySince;
    }
    answered = Math.max(answered, round);
  }
}
