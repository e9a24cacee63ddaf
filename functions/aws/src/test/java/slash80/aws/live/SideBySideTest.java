package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.CostSituations;
import slash80.aws.ReadInterrupted;
import slash80.facts.Fact;
import slash80.facts.Facts;

/// Tests which calls of a check are in flight together, and that nothing else depends on it: the
/// facts, the failures and the number of calls are those of calls made one after the other.
@Timeout(60)
final class SideBySideTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final Duration DELAY = Duration.ofMillis(30);

  /// So long that a busy machine begins calls together which go together.
  private static final Duration LONG_DELAY = Duration.ofMillis(150);

  @TempDir private Path folder;

  @Test
  void answers_come_in_the_order_of_the_resources_whichever_is_faster() {
    var second = new CountDownLatch(1);
    var answers =
        SideBySide.each(
            List.of("b", "a"),
            name -> {
              if (name.equals("a")) {
                second.countDown();
              } else {
                await(second);
              }
              return name + "!";
            });
    assertEquals("{b=b!, a=a!}", answers.toString());
  }

  @Test
  void of_a_kind_only_a_few_calls_are_in_flight() {
    var now = new AtomicInteger();
    var most = new AtomicInteger();
    var names = new ArrayList<String>();
    for (int number = 0; number < 40; number++) {
      names.add("tg-" + number);
    }
    SideBySide.each(
        names,
        name -> {
          most.accumulateAndGet(now.incrementAndGet(), Math::max);
          sleep(2);
          now.decrementAndGet();
          return name;
        });
    assertEquals(SideBySide.OF_A_KIND, most.get());
  }

  @Test
  void after_a_failure_no_further_call_begins_and_the_failure_is_the_first_one() {
    var asked = Collections.synchronizedList(new ArrayList<String>());
    var names = new ArrayList<String>();
    for (int number = 10; number < 60; number++) {
      names.add("tg-" + number);
    }
    var broken = new ReadInterrupted("broken");
    var thrown =
        assertThrows(
            ReadInterrupted.class,
            () ->
                SideBySide.each(
                    names,
                    name -> {
                      asked.add(name);
                      sleep(2);
                      throw broken;
                    }));
    assertSame(broken, thrown);
    assertTrue(asked.size() <= 2 * SideBySide.OF_A_KIND, asked::toString);
  }

  @Test
  void closing_waits_for_every_call_that_was_begun() {
    var isDone = new AtomicInteger();
    try (var calls = new SideBySide()) {
      calls.begin(
          () -> {
            sleep(50);
            return isDone.incrementAndGet();
          });
    }
    assertEquals(1, isDone.get());
  }

  @Test
  void a_check_of_the_whole_cluster_asks_for_what_needs_no_other_answer_at_once() {
    CostSituations.base(folder);
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      var cluster = live.clusters(Set.of("demo")).getFirst();
      aws.flight().forget();
      aws.flight().hold(5); // instances, load balancers, target groups, blocking, the add-on
      live.read(cluster, AT);
      assertTrue(aws.flight().most() >= 5, aws.flight().most() + " in flight");
    }
  }

  @Test
  void twenty_target_groups_are_asked_a_few_at_once() {
    CostSituations.base(folder);
    CostSituations.open(folder);
    CostSituations.of(20, "[]").accept(folder);
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      var cluster = live.clusters(Set.of("demo")).getFirst();
      aws.forget();
      aws.flight().forget();
      aws.flight().delay(DELAY);
      live.read(cluster, AT);
      int calls = aws.calls();
      assertEquals(57, calls);
      assertTrue(aws.flight().rounds() <= 40, aws.flight().rounds() + " rounds");
      assertTrue(aws.flight().share() <= 0.7, "share of the time " + aws.flight().share());
    }
  }

  /// The calls of a whole event: where the group is, which cluster that is, and what it admits.
  @Test
  void an_event_of_a_security_group_takes_fewer_rounds_than_calls() {
    CostSituations.base(folder);
    CostSituations.open(folder);
    try (var aws = StubbedAws.serving(folder)) {
      readGroup(aws.account(() -> AT)); // loads the classes of the SDK
      var live = aws.account(() -> AT);
      aws.forget();
      aws.flight().forget();
      aws.flight().delay(LONG_DELAY);
      readGroup(live);
      int calls = aws.calls();
      assertTrue(aws.flight().most() >= 3, aws.flight().most() + " in flight");
      assertTrue(aws.flight().rounds() <= calls - 2, aws.flight().rounds() + " of " + calls);
      assertTrue(aws.flight().share() <= 0.85, "share of the time " + aws.flight().share());
    }
  }

  private static void readGroup(LiveAccount live) {
    var place = live.placements(List.of("sg-1"), AT).asKnown().orElseThrow().get("sg-1");
    var near = live.listingAt(List.of(place), AT.minus(Duration.ofMinutes(5)));
    live.read(near.clusters().getFirst(), place.scope(), AT);
  }

  @Test
  void the_facts_do_not_depend_on_which_answer_comes_first() {
    CostSituations.base(folder);
    CostSituations.lists(folder);
    CostSituations.open(folder);
    CostSituations.of(3, "[]").accept(folder);
    try (var aws = StubbedAws.serving(folder)) {
      aws.fail("DescribeSubnets", StubbedAws.Fault.DENIED);
      aws.fail("DescribeNetworkAcls", StubbedAws.Fault.DENIED);
      aws.fail("DescribeTargetHealth", 2, StubbedAws.Fault.NOT_FOUND);
      var first = new TreeMap<Boolean, Facts>();
      for (boolean isSlow : new boolean[] {false, true, false}) {
        aws.flight().delay(isSlow ? Duration.ofMillis(5) : Duration.ZERO);
        var live = aws.account(() -> AT);
        var facts = live.read(live.clusters(Set.of("demo")).getFirst(), AT);
        var expected = first.computeIfAbsent(true, _ -> facts);
        assertEquals(unread(expected), unread(facts));
        assertEquals(expected.permissions(), facts.permissions());
        assertEquals(expected.attachments(), facts.attachments());
        assertEquals(expected.notes(), facts.notes());
      }
    }
  }

  private static List<String> unread(Facts facts) {
    return List.of(reason(facts.layers().subnets()), reason(facts.layers().acls()));
  }

  private static String reason(Fact<?> fact) {
    return fact instanceof Fact.Unread<?>(var why) ? why : "read";
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }

  private static void sleep(int milliseconds) {
    try {
      Thread.sleep(milliseconds);
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
