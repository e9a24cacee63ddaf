package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.state;

import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests of the log lines about a batch.
final class BatchLogTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void a_message_has_a_line() {
    assertEquals(
        List.of("m1: CreateRoute: no alert, x", "m2: failed, y"),
        words(silent("m1", "CreateRoute: no alert, x"), failed("m2", "failed, y")));
  }

  @Test
  void messages_that_say_the_same_share_a_line() {
    assertEquals(
        List.of("m1 and 2 more like it: no alert, x", "m2: no alert, y"),
        words(
            silent("m1", "no alert, x"),
            silent("m2", "no alert, y"),
            silent("m3", "no alert, x"),
            silent("m4", "no alert, x")));
  }

  @Test
  void ids_are_no_difference_and_anything_else_is() {
    assertEquals(
        List.of(
            "m1 and 1 more like it: no alert, no VPC holds i-0123456789abcdef0",
            "m3: no alert, no VPC holds eni-0123456789abcdef0, there"),
        words(
            silent("m1", "no alert, no VPC holds i-0123456789abcdef0"),
            silent("m2", "no alert, no VPC holds i-0123456789abcdef1"),
            silent("m3", "no alert, no VPC holds eni-0123456789abcdef0, there")));
  }

  @Test
  void messages_with_different_outcomes_do_not_share_a_line() {
    var lines =
        BatchLog.of(
            List.of(
                new HandledMessage("m1", Disposition.SILENT, "x"),
                new HandledMessage("m2", Disposition.FAILED, "x"),
                new HandledMessage("m3", Disposition.ALERTED, "x")));
    assertEquals(
        List.of(Disposition.SILENT, Disposition.FAILED, Disposition.ALERTED),
        lines.stream().map(BatchLog.Line::disposition).toList());
  }

  @Test
  void every_message_that_failed_is_named() {
    var handled =
        IntStream.range(0, 1_000).mapToObj(number -> failed("m" + number, "failed, x")).toList();

    var lines = BatchLog.of(handled).stream().map(BatchLog.Line::words).toList();

    assertEquals(4, lines.size());
    var named = new ArrayList<String>();
    lines.forEach(line -> named.addAll(List.of(line.replace(": failed, x", "").split(", "))));
    assertEquals(handled.stream().map(HandledMessage::message).toList(), named);
  }

  @Test
  void an_id_of_a_message_ends_no_line() {
    assertEquals(List.of("m\\n\\u202e: x"), words(silent("m\n\u202e", "x")));
  }

  @Test
  void a_thousand_launches_are_a_few_lines() {
    var messages =
        IntStream.range(0, 1_000)
            .mapToObj(number -> new QueueMessage(id(number), launch(number)))
            .toList();
    var outcome =
        new BatchHandler(
                InstantSource.fixed(AT),
                () ->
                    new Services(
                        Snapshot.open(EXAMPLE),
                        new MemoryLedgerStore(),
                        (_, _) -> {},
                        Policy.with(Parameters.DEFAULTS),
                        Timings.DEFAULTS,
                        InstantSource.fixed(AT),
                        _ -> {}))
            .handle(messages);

    var lines = BatchLog.of(outcome.handled()).stream().map(BatchLog.Line::words).toList();

    int before =
        outcome.handled().stream()
            .mapToInt(handled -> handled.message().length() + 2 + handled.sentence().length())
            .sum();
    int after = lines.stream().mapToInt(String::length).sum();
    System.out.printf(
        "1,000 launches: %,d lines of %,d bytes in place of 1,000 of %,d%n",
        lines.size(), after, before);
    assertEquals(
        List.of(
            id(0)
                + " and 999 more like it: EC2 Instance State-change Notification: running:"
                + " no alert, no VPC holds i-0dead000000000000, and no ledger mentions it"),
        lines);
    assertTrue(outcome.checks().isEmpty(), outcome.checks().toString());
  }

  private static String id(int number) {
    return "059f36b4-87a3-44ab-83d2-%012x".formatted(number);
  }

  private static String launch(int number) {
    return state("i-0dead%012x".formatted(number), "running");
  }

  private static List<String> words(HandledMessage... handled) {
    return BatchLog.of(List.of(handled)).stream().map(BatchLog.Line::words).toList();
  }

  private static HandledMessage silent(String id, String sentence) {
    return new HandledMessage(id, Disposition.SILENT, sentence);
  }

  private static HandledMessage failed(String id, String sentence) {
    return new HandledMessage(id, Disposition.FAILED, sentence);
  }
}
