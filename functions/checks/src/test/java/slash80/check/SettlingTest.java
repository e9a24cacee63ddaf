package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.alerts.Alert;
import slash80.aws.BigSnapshot;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.StubbedAws;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.settle.RepeatedDelivery;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests that a node that settles late is judged at once, and again from the delay queue, as
/// template.yaml sets it up.
final class SettlingTest {
  private static final Path ROOT = Path.of(System.getProperty("project.root"));
  private static final Instant LAUNCH = Instant.parse("2026-11-20T07:00:00Z");
  private static final Duration WITHIN = Duration.ofMinutes(2);

  private final LedgerStore store = new MemoryLedgerStore();
  private final List<Alert> sent = new ArrayList<>();
  private Instant now = LAUNCH;
  @TempDir private Path folder;

  @Test
  void a_node_whose_prefix_never_comes_alerts_within_two_minutes_of_its_grace() throws Exception {
    var template = Files.readString(ROOT.resolve("template.yaml"));
    var delay = seconds(template, "\"5\": \\{DelaySeconds: (\\d+),");
    var window = seconds(template, "MaximumBatchingWindowInSeconds: (\\d+)");
    var grace = Parameters.DEFAULTS.settling();
    assertTrue(delay.compareTo(grace) > 0, "judged again too early");
    assertTrue(delay.plus(window).minus(grace).compareTo(WITHIN) <= 0, "judged again too late");

    try (var aws = StubbedAws.serving(withoutPrefix())) {
      assertEquals(Disposition.SILENT, handle(aws, launch("pending")));
      now = LAUNCH.plusSeconds(20);
      assertEquals(Disposition.SILENT, handle(aws, launch("running")));
      now = LAUNCH.plus(delay);
      assertEquals(Disposition.ALERTED, handle(aws, launch("pending")));
      assertTrue(sent.getLast().email().contains("i-3"), sent.getLast().email());
      now = LAUNCH.plusSeconds(20).plus(delay);
      assertEquals(Disposition.SILENT, handle(aws, launch("running")));
    }
  }

  /// Five receives are for failures, the others for changes that EC2 does not show yet.
  @Test
  void the_queues_allow_the_receives_that_the_code_counts_on() throws Exception {
    int again = 0;
    while (RepeatedDelivery.after(Duration.ZERO, again + 1).isPresent()) {
      again++;
    }
    var template = Files.readString(ROOT.resolve("template.yaml"));
    var allowed = all(template, "maxReceiveCount: (\\d+)");
    assertEquals(Set.of(5L + again), Set.copyOf(allowed));
    // a message that is put off must come sooner than one that was forgotten
    var hidden = all(template, "VisibilityTimeout: (\\d+)");
    assertEquals(allowed.size(), hidden.size());
    var longest = RepeatedDelivery.after(Duration.ZERO, again).orElseThrow().toSeconds();
    assertTrue(hidden.stream().allMatch(seconds -> seconds > longest), hidden.toString());
  }

  @Test
  void block_public_access_is_judged_at_once_and_as_it_settled() throws Exception {
    var change =
        call("ModifyVpcBlockPublicAccessOptions")
            .asking(
                "{'ModifyVpcBlockPublicAccessOptionsRequest':"
                    + "{'InternetGatewayBlockMode':'block-bidirectional'}}")
            .event();
    now = Instant.parse("2026-11-23T08:00:00Z");
    try (var aws = StubbedAws.serving(example("off", "update-in-progress"))) {
      assertEquals(Disposition.ALERTED, handle(aws, change));
      assertTrue(isOpen(aws));
      aws.serve(example("block-bidirectional", "update-complete"));
      now = now.plusSeconds(360);
      assertEquals(Disposition.ALERTED, handle(aws, change));
      assertFalse(isOpen(aws));
      assertEquals(2, sent.size());
    }
  }

  private boolean isOpen(StubbedAws aws) {
    var cluster = aws.account().clusters().getFirst();
    return store.read(cluster.id()).ledger().open().keySet().stream()
        .anyMatch(finding -> finding.startsWith("interface-closed-to-ipv6-internet/"));
  }

  private Disposition handle(StubbedAws aws, String event) {
    var account = aws.account(() -> now);
    return new BatchHandler(
            () -> now,
            () ->
                new Services(
                    account,
                    store,
                    (_, alert) -> sent.add(AlertSchema.checked(alert)),
                    Policy.with(Parameters.DEFAULTS),
                    Timings.DEFAULTS,
                    () -> now))
        .handle(List.of(new QueueMessage("m", event)))
        .handled()
        .getFirst()
        .disposition();
  }

  private static String launch(String state) {
    return state("i-3", state);
  }

  private static Duration seconds(String template, String pattern) {
    var found = Pattern.compile(pattern).matcher(template);
    assertTrue(found.find(), pattern);
    return Duration.ofSeconds(Long.parseLong(found.group(1)));
  }

  private static List<Long> all(String template, String pattern) {
    return Pattern.compile(pattern)
        .matcher(template)
        .results()
        .map(found -> Long.parseLong(found.group(1)))
        .toList();
  }

  private Path withoutPrefix() throws IOException {
    var big = BigSnapshot.write(folder.resolve("big"), 10, 20, 10);
    for (var command : List.of("describe-instances", "describe-network-interfaces")) {
      change(big.resolve(command + ".json"), "[{\"Ipv6Prefix\": \"2001:db8:0:4:1::/80\"}]", "[]");
    }
    return big;
  }

  private Path example(String mode, String state) throws IOException {
    var copy = Files.createDirectories(folder.resolve(mode));
    try (var files = Files.list(ROOT.resolve("events/account"))) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    Files.writeString(
        copy.resolve("describe-vpc-block-public-access-options.json"),
        """
        {"VpcBlockPublicAccessOptions": {"State": "%s", "InternetGatewayBlockMode": "%s"}}
        """
            .formatted(state, mode));
    return copy;
  }

  private static void change(Path file, String from, String to) throws IOException {
    var before = Files.readString(file);
    var after = before.replace(from, to);
    assertFalse(before.equals(after), file.toString());
    Files.writeString(file, after);
  }
}
