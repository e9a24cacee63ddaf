package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.check;
import static slash80.check.Events.state;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.alerts.Alert;
import slash80.aws.ledger.LedgerStore;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.LiveAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.facts.Cluster;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests of the alert about a call that IAM does not allow, on an account behind the SDK.
final class MissingPermissionTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private static final String SWEEP = check("kodekloud");
  private static final String CHANGE =
      call("UpdateClusterConfig").of("eks").asking("{'name':'kodekloud'}").event();
  private static final String NODE = state("i-02ebad56ad05a4ff0", "running");
  private static final String ACLS = "DescribeNetworkAcls";
  private static final Duration LAPSE = Duration.ofSeconds(241);

  private final StubbedAws aws = StubbedAws.serving(EXAMPLE);
  private final LedgerStore store = new MemoryLedgerStore();
  private final List<Alert> sent = new ArrayList<>();
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private LiveAccount account = aws.account(() -> now);
  private int kills;

  /// The findings of the example are published before; none of them is so severe that a reminder is
  /// due within a test's time.
  @BeforeEach
  void publishFindings() {
    handle(CHANGE);
    sent.clear();
  }

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void thirty_checks_in_twenty_five_hours_publish_it_twice() {
    aws.fail(ACLS, Fault.DENIED);
    for (int check = 0; check < 30; check++) {
      handle(check % 6 == 3 ? CHANGE : SWEEP);
      now = now.plus(Duration.ofMinutes(52));
    }

    assertEquals(2, published("ec2:DescribeNetworkAcls"), subjects());
  }

  @Test
  void the_alert_names_the_rules_and_the_command_and_no_finding_is_resolved() {
    aws.fail(ACLS, Fault.DENIED);
    handle(SWEEP);

    var alert = sent.getFirst();
    assertEquals(1, sent.size());
    assertEquals("HIGH", alert.attributes().get("severity"));
    assertEquals(0, alert.attributes().get("resolved"));
    assertTrue(alert.subject().contains(": ec2:DescribeNetworkAcls is denied"), alert.subject());
    assertTrue(alert.email().contains("interface-closed-to-ipv6-internet"), alert.email());
    assertTrue(alert.email().contains("\"Action\":\"ec2:DescribeNetworkAcls\""), alert.email());
  }

  /// Each call with the error code of its own service.
  @ParameterizedTest
  @CsvSource({
    "DescribeRouteTables, ec2:DescribeRouteTables",
    "DescribeAddon, eks:DescribeAddon",
    "DescribeLoadBalancers, elasticloadbalancing:DescribeLoadBalancers",
    "DescribeTags, elasticloadbalancing:DescribeTags",
    "GetSubnetCidrReservations, ec2:GetSubnetCidrReservations",
    "DescribeVpcBlockPublicAccessOptions, ec2:DescribeVpcBlockPublicAccessOptions",
    "DescribeSecurityGroupRules, ec2:DescribeSecurityGroupRules",
  })
  void every_service_is_understood(String call, String action) {
    aws.fail(call, Fault.DENIED);
    handle(SWEEP);
    handle(SWEEP);

    assertEquals(1, published(action), subjects());
  }

  @Test
  void a_resource_that_does_not_exist_is_not_a_missing_permission() {
    aws.fail("DescribeAddon", Fault.NOT_FOUND);
    handle(SWEEP);

    assertEquals(List.of(), refused());
  }

  @Test
  void throttling_is_no_missing_permission() {
    aws.fail(ACLS, Fault.THROTTLED);
    handle(SWEEP);

    assertEquals(List.of(), refused());
  }

  @Test
  void a_permission_that_is_granted_and_removed_again_is_published_again() {
    for (int times = 0; times < 3; times++) {
      aws.fail(ACLS, Fault.DENIED);
      handle(SWEEP);
      aws.mend();
      now = now.plus(Duration.ofMinutes(30));
      handle(SWEEP);
      assertTrue(ledgerIsSilent());
    }

    assertEquals(3, published("ec2:DescribeNetworkAcls"), subjects());
  }

  @Test
  void a_narrow_check_without_the_call_neither_publishes_nor_forgets_the_refusal() {
    aws.fail("DescribeAddon", Fault.DENIED);
    handle(NODE);
    assertEquals(List.of(), refused());
    handle(SWEEP);
    handle(NODE);
    handle(SWEEP);

    assertEquals(1, published("eks:DescribeAddon"), subjects());
  }

  @Test
  void a_narrow_check_publishes_the_refusal_and_the_sweep_does_not_publish_it_again() {
    aws.fail(ACLS, Fault.DENIED);
    handle(NODE);
    handle(SWEEP);
    handle(NODE);

    assertEquals(1, published("ec2:DescribeNetworkAcls"), subjects());
  }

  @Test
  void another_environment_that_remembers_an_answer_does_not_forget_the_refusal() {
    var warm = account;
    aws.fail("DescribeInstanceTypes", Fault.DENIED);
    for (int hour = 0; hour < 6; hour++) {
      account = hour % 2 == 0 ? aws.account(() -> now) : warm;
      handle(SWEEP);
      now = now.plus(Duration.ofHours(1));
    }

    assertEquals(1, published("ec2:DescribeInstanceTypes"), subjects());
  }

  @Test
  void a_crash_between_claiming_and_publishing_delays_it_and_loses_nothing() {
    aws.fail(ACLS, Fault.DENIED);
    kills = 1;
    assertThrows(Stage.Kill.class, () -> handle(SWEEP));

    now = now.plusSeconds(60);
    handle(SWEEP);
    assertEquals(List.of(), refused());

    now = now.plus(LAPSE);
    handle(NODE);
    handle(SWEEP);
    assertEquals(1, published("ec2:DescribeNetworkAcls"), subjects());
  }

  @Test
  void findings_and_a_missing_permission_of_one_check_are_one_alert() {
    store.clusters().forEach(_ -> forget());
    aws.fail(ACLS, Fault.DENIED);
    handle(SWEEP);

    assertEquals(1, sent.size());
    assertTrue((int) sent.getFirst().attributes().get("opened") > 0);
    assertEquals(1, published("ec2:DescribeNetworkAcls"), subjects());
  }

  private void forget() {
    try {
      store.remove(cluster().id(), store.read(cluster().id()));
    } catch (LedgerStore.Conflict impossible) {
      throw new AssertionError(impossible);
    }
  }

  private Cluster cluster() {
    return account.clusters().getFirst();
  }

  private boolean ledgerIsSilent() {
    return store.read(cluster().id()).ledger().refused().isEmpty();
  }

  private void handle(String body) {
    new BatchHandler(
            () -> now,
            () ->
                new Services(
                    account,
                    store,
                    (_, alert) -> publish(alert),
                    Policy.with(Parameters.DEFAULTS),
                    Timings.DEFAULTS,
                    () -> now,
                    time -> now = now.plus(time)))
        .handle(List.of(new QueueMessage("m", body)));
  }

  private void publish(Alert alert) {
    if (kills > 0) {
      kills--;
      throw new Stage.Kill();
    }
    sent.add(AlertSchema.checked(alert));
  }

  private List<Object> refused() {
    return sent.stream()
        .flatMap(alert -> ((List<?>) alert.document().getOrDefault("refused", List.of())).stream())
        .<Object>map(value -> ((Map<?, ?>) value).get("action"))
        .toList();
  }

  private long published(String action) {
    return refused().stream().filter(action::equals).count();
  }

  private String subjects() {
    return String.join("\n", sent.stream().map(Alert::subject).toList());
  }
}
