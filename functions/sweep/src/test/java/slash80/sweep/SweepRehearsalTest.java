package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import java.lang.ref.WeakReference;
import java.net.URI;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import slash80.aws.SdkSettings;

/// Tests of what happens before a snapshot of `sweep`.
final class SweepRehearsalTest {
  private SdkSettings settings;

  /// Nobody listens there, so a call would fail.
  @BeforeEach
  void listenNowhere() {
    settings = SdkSettings.at(URI.create("http://127.0.0.1:9"));
  }

  @AfterEach
  void stop() {
    settings.close();
  }

  @Test
  void a_sweep_and_a_message_about_a_site_are_handled_with_an_answer_to_each_call() {
    var rehearsed = SweepRehearsal.run();
    assertEquals(new Sweep.Requested(1, 0, Optional.empty()), rehearsed.requested());
    assertEquals(
        List.of("account 111122223333, region us-east-2: requested a check of each of 1 clusters"),
        rehearsed.sentences());
    assertEquals(List.of(), rehearsed.failed());
    assertEquals(List.of(), rehearsed.unanswered());
  }

  /// They hold the clients, credentials and deadlines.
  @Test
  void nothing_holds_the_parts_that_were_rehearsed() throws InterruptedException {
    var made = new CopyOnWriteArrayList<WeakReference<SweepParts>>();
    SweepRehearsal.run(
        variables -> {
          var parts = SweepParts.of(variables);
          made.add(new WeakReference<>(parts));
          return parts;
        });

    var parts = made.getFirst();
    for (int i = 0; i < 50 && parts.get() != null; i++) {
      System.gc();
      Thread.sleep(20);
    }
    assertNull(parts.get());
  }

  /// A failure would keep the version from being published.
  @Test
  void a_failure_is_told_and_not_thrown() {
    SweepRehearsal.tell(
        () -> {
          throw new IllegalStateException("not rehearsed");
        });
  }
}
