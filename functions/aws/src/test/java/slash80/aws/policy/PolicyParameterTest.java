package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import slash80.aws.CallDeadline;
import slash80.aws.ReadInterrupted;
import slash80.judge.Policy;
import slash80.network.Parameters;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.ParameterType;
import software.amazon.awssdk.services.ssm.model.SsmException;

/// Tests the policy in a parameter of Systems Manager: its cache, refusals and mistakes.
class PolicyParameterTest {
  private static final Parameters USUAL = Parameters.DEFAULTS.settling(Duration.ofMinutes(9));

  private final Store ssm = new Store();
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private final CallDeadline deadline = new CallDeadline(() -> now);
  private final PolicyParameter parameter =
      new PolicyParameter(ssm, "/slash80/policy", USUAL, () -> now);

  /// Parameter Store with one parameter.
  private static final class Store implements SsmClient {
    private Supplier<String> value = () -> "rules-off: [cluster-is-ipv6]";
    private ParameterType type = ParameterType.STRING;
    private int calls;

    @Override
    public GetParameterResponse getParameter(GetParameterRequest request) {
      calls++;
      assertEquals("/slash80/policy", request.name());
      assertTrue(request.withDecryption());
      var text = value.get();
      return GetParameterResponse.builder()
          .parameter(builder -> builder.value(text).type(type))
          .build();
    }

    void fails(int status, String code) {
      value =
          () -> {
            throw failure(status, code);
          };
    }

    private static AwsServiceException failure(int status, String code) {
      return SsmException.builder()
          .statusCode(status)
          .awsErrorDetails(AwsErrorDetails.builder().errorCode(code).build())
          .build();
    }

    @Override
    public String serviceName() {
      return "ssm";
    }

    @Override
    public void close() {}
  }

  @Test
  void it_is_read_once_and_again_when_it_is_old() {
    assertEquals(Set.of("cluster-is-ipv6"), parameter.get().off());
    assertEquals(USUAL, parameter.get().parameters());
    ssm.value = () -> "rules-off: [node-holds-one-ipv4]";
    now = now.plusSeconds(299);
    assertEquals(Set.of("cluster-is-ipv6"), parameter.get().off());
    assertEquals(1, ssm.calls);
    now = now.plusSeconds(1);
    assertEquals(Set.of("node-holds-one-ipv4"), parameter.get().off());
    assertEquals(2, ssm.calls);
  }

  @Test
  void one_that_is_refused_or_missing_silences_nothing_and_says_so() {
    for (var code : Set.of("AccessDeniedException", "ParameterNotFound")) {
      ssm.fails(400, code);
      now = now.plus(Duration.ofMinutes(5));
      assertEquals(
          Policy.inPlaceOf(
              USUAL, "parameter /slash80/policy could not be read: ssm:GetParameter: " + code),
          parameter.get());
    }
  }

  @Test
  void an_invalid_policy_silences_nothing_and_names_its_mistakes() {
    ssm.value = () -> "rules-off: [cluster-is-ipv6, a, b, c, d]";
    var policy = parameter.get();
    assertEquals(Set.of(), policy.off());
    assertEquals(USUAL, policy.parameters());
    var trouble = policy.trouble().orElseThrow();
    assertTrue(trouble.startsWith("/slash80/policy:1: rules-off[1]: expected"), trouble);
    assertTrue(trouble.endsWith("; and 1 more"), trouble);
  }

  @Test
  void a_temporary_failure_is_tried_again() {
    ssm.fails(500, "InternalServerError");
    assertThrows(ReadInterrupted.class, parameter::get);
    ssm.value = () -> "";
    assertEquals(Optional.empty(), parameter.get().trouble());
  }

  // ---- While Systems Manager fails ----

  /// The bucket, which outlives the function.
  private static final class Bucket implements PolicyCopy {
    private Optional<Kept> kept = Optional.empty();
    private int writes;

    @Override
    public Optional<Kept> read() {
      return kept;
    }

    @Override
    public void keep(Kept policy) {
      kept = Optional.of(policy);
      writes++;
    }
  }

  private final Bucket bucket = new Bucket();

  /// A function that starts now.
  private PolicyParameter started() {
    return new PolicyParameter(ssm, "/slash80/policy", USUAL, () -> now, bucket, deadline);
  }

  @Test
  void the_last_good_policy_holds_for_a_day_and_says_how_old_it_is() {
    parameter.get();
    ssm.fails(500, "InternalServerError");
    now = now.plus(Duration.ofMinutes(50));
    assertEquals(Set.of("cluster-is-ipv6"), parameter.get().off());
    assertEquals(
        List.of(
            "Systems Manager fails (ssm:GetParameter: InternalServerError), so the policy of"
                + " 2026-11-23T08:00:00Z is used, which is 50 minutes old"),
        parameter.get().notes());
    assertEquals(Optional.empty(), parameter.get().trouble());

    now = now.plus(Duration.ofMinutes(23 * 60 + 10));
    assertTrue(parameter.get().notes().getFirst().endsWith("which is 24 hours old"));
    now = now.plus(Duration.ofMinutes(2));
    assertThrows(ReadInterrupted.class, parameter::get);

    ssm.value = () -> "rules-off: [node-holds-one-ipv4]";
    assertEquals(Set.of("node-holds-one-ipv4"), parameter.get().off());
    assertEquals(List.of(), parameter.get().notes());
  }

  @Test
  void a_call_that_ended_with_the_time_of_its_batch_is_no_failure_of_systems_manager() {
    var limited = started();
    limited.get();
    ssm.fails(500, "InternalServerError");
    now = now.plus(Duration.ofMinutes(10));
    deadline.set(now.minusSeconds(1));
    assertEquals(Set.of("cluster-is-ipv6"), limited.get().off());
    assertEquals(List.of(), limited.get().notes());

    deadline.set(now.plusSeconds(90));
    ssm.value = () -> "rules-off: [node-holds-one-ipv4]";
    assertEquals(Set.of("node-holds-one-ipv4"), limited.get().off());
  }

  @Test
  void a_function_that_starts_while_systems_manager_is_down_knows_the_last_policy() {
    started().get();
    ssm.fails(503, "ServiceUnavailable");
    now = now.plus(Duration.ofHours(5));

    var policy = started().get();

    assertEquals(Set.of("cluster-is-ipv6"), policy.off());
    assertTrue(policy.notes().getFirst().endsWith("which is 5 hours old"), policy.notes() + "");
  }

  /// The clock of the function that wrote it was wrong. Its age is unknown.
  @Test
  void a_policy_from_the_future_does_not_hold() {
    bucket.keep(
        new PolicyCopy.Kept("rules-off: [cluster-is-ipv6]", now.plus(Duration.ofMinutes(4))));
    ssm.fails(503, "ServiceUnavailable");
    assertTrue(started().get().notes().getFirst().endsWith("which is 0 minutes old"));

    bucket.keep(
        new PolicyCopy.Kept("rules-off: [cluster-is-ipv6]", now.plus(Duration.ofMinutes(6))));
    assertThrows(ReadInterrupted.class, () -> started().get());
  }

  @Test
  void while_it_fails_it_is_asked_once_a_minute() {
    parameter.get();
    ssm.fails(400, "ThrottlingException");
    now = now.plus(Duration.ofMinutes(5));
    int before = ssm.calls;
    for (int seconds = 0; seconds < 60; seconds++) {
      parameter.get();
      now = now.plusSeconds(1);
    }
    assertEquals(1, ssm.calls - before);
    parameter.get();
    assertEquals(2, ssm.calls - before);
  }

  @Test
  void a_denied_deleted_or_broken_parameter_is_told_and_the_last_policy_does_not_hide_it() {
    var running = started();
    running.get();
    for (var code : Set.of("AccessDeniedException", "ParameterNotFound")) {
      ssm.fails(400, code);
      now = now.plus(Duration.ofMinutes(5));
      assertEquals(Set.of(), running.get().off());
      assertTrue(running.get().trouble().orElseThrow().endsWith(code));
    }
    ssm.value = () -> "rules-off: [no-such-rule]";
    now = now.plus(Duration.ofMinutes(5));
    assertTrue(running.get().trouble().isPresent());
    assertEquals("rules-off: [cluster-is-ipv6]", bucket.kept.orElseThrow().text());
  }

  @Test
  void a_copy_is_written_when_the_text_changes_and_once_an_hour() {
    var running = started();
    for (int minutes = 0; minutes < 60; minutes += 5) {
      running.get();
      now = now.plus(Duration.ofMinutes(5));
    }
    assertEquals(1, bucket.writes);
    running.get();
    assertEquals(2, bucket.writes);
    assertEquals(now, bucket.kept.orElseThrow().at());
    ssm.value = () -> "";
    now = now.plus(Duration.ofMinutes(5));
    running.get();
    assertEquals(3, bucket.writes);
  }

  @Test
  void a_secure_string_is_remembered_and_never_copied() {
    ssm.type = ParameterType.SECURE_STRING;
    var running = started();
    running.get();
    assertEquals(Optional.empty(), bucket.kept);
    ssm.fails(500, "InternalServerError");
    now = now.plus(Duration.ofHours(2));
    assertEquals(Set.of("cluster-is-ipv6"), running.get().off());
    assertThrows(ReadInterrupted.class, () -> started().get());
  }
}
