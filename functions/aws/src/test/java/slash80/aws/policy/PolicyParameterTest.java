package slash80.aws.policy;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import slash80.aws.ReadInterrupted;
import slash80.judge.Policy;
import slash80.network.Parameters;
import software.amazon.awssdk.awscore.exception.AwsErrorDetails;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.services.ssm.SsmClient;
import software.amazon.awssdk.services.ssm.model.GetParameterRequest;
import software.amazon.awssdk.services.ssm.model.GetParameterResponse;
import software.amazon.awssdk.services.ssm.model.SsmException;

/// Tests the policy in a parameter of Systems Manager: its cache, refusals and mistakes.
class PolicyParameterTest {
  private static final Parameters USUAL = Parameters.DEFAULTS.settling(Duration.ofMinutes(9));

  private final Store ssm = new Store();
  private Instant now = Instant.parse("2026-11-23T08:00:00Z");
  private final PolicyParameter parameter =
      new PolicyParameter(ssm, "/slash80/policy", USUAL, () -> now);

  /// Parameter Store with one parameter.
  private static final class Store implements SsmClient {
    private Supplier<String> value = () -> "rules-off: [cluster-is-ipv6]";
    private int calls;

    @Override
    public GetParameterResponse getParameter(GetParameterRequest request) {
      calls++;
      assertEquals("/slash80/policy", request.name());
      assertTrue(request.withDecryption());
      var text = value.get();
      return GetParameterResponse.builder().parameter(builder -> builder.value(text)).build();
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
}
