package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slash80.aws.BlackHole.Way;
import software.amazon.awssdk.core.exception.SdkClientException;

/// Tests calls of every client to a server that gives no answer, on the real clock.
final class CallDeadlineTest {
  private static final Duration TIME = Duration.ofSeconds(1);

  /// A call may take so much longer to notice it.
  private static final Duration SLACK = Duration.ofMillis(700);

  private final CallDeadline deadline = new CallDeadline(InstantSource.system());

  private static Map<String, Consumer<AwsClients>> calls() {
    return new TreeMap<>(
        Map.of(
            "ec2:DescribeVpcs", clients -> clients.ec2().describeVpcs(),
            "eks:ListClusters", clients -> clients.eks().listClusters(),
            "elasticloadbalancing:DescribeLoadBalancers",
                clients -> clients.loadBalancing().describeLoadBalancers(),
            "s3:GetObject",
                clients -> clients.s3().getObjectAsBytes(get -> get.bucket("b").key("k")),
            "sns:Publish",
                clients ->
                    clients.sns().publish(sent -> sent.topicArn("arn:aws:sns:us-east-2:1:t")),
            "sqs:SendMessage",
                clients -> clients.sqs().sendMessage(sent -> sent.queueUrl("http://q/1/q")),
            "ssm:GetParameter", clients -> clients.ssm().getParameter(get -> get.name("x")),
            "sts:GetCallerIdentity", clients -> clients.sts().getCallerIdentity()));
  }

  @ParameterizedTest
  @EnumSource
  void a_call_without_an_answer_ends_with_the_time_and_says_so(Way way) throws Exception {
    try (var hole = BlackHole.that(way);
        var _ = SdkSettings.at(hole.endpoint())) {
      var clients = AwsClients.in("us-east-2").within(deadline);
      deadline.set(Instant.now().minusSeconds(1));
      for (var call : calls().values()) { // loads the classes of the SDK
        assertThrows(SdkClientException.class, () -> call.accept(clients));
      }
      for (var call : calls().entrySet()) {
        deadline.set(Instant.now().plus(TIME));
        var began = Instant.now();

        var failure = assertThrows(SdkClientException.class, () -> call.getValue().accept(clients));

        var took = Duration.between(began, Instant.now());
        assertTrue(took.compareTo(TIME.plus(SLACK)) < 0, call.getKey() + " took " + took);
        assertTrue(
            failure.getMessage().matches(call.getKey() + ": no answer within (0\\.9|1\\.\\d) s"),
            failure.getMessage());
      }
    }
  }

  /// The services without a client of their own.
  private static List<Function<AwsClients, JsonService>> services() {
    return List.of(
        AwsClients::organizations,
        AwsClients::cloudTrail,
        AwsClients::events,
        clients -> clients.globalAccelerator().orElseThrow());
  }

  @ParameterizedTest
  @EnumSource
  void a_service_without_a_client_of_its_own_ends_with_the_time_and_says_so(Way way)
      throws Exception {
    try (var hole = BlackHole.that(way);
        var _ = SdkSettings.at(hole.endpoint())) {
      var clients = AwsClients.in("us-east-2").within(deadline);
      for (var service : services()) {
        deadline.set(Instant.now().plus(TIME));
        var began = Instant.now();

        var failure =
            assertThrows(
                SdkClientException.class, () -> service.apply(clients).call("Ask", Map.of()));

        var took = Duration.between(began, Instant.now());
        assertTrue(took.compareTo(TIME.plus(SLACK)) < 0, "it took " + took);
        assertTrue(
            failure.getMessage().matches("no answer within (0\\.[5-9]|1\\.\\d) s"),
            failure.getMessage());
      }
    }
  }

  @Test
  void an_answer_that_was_lost_is_asked_for_again_within_the_time() throws Exception {
    var impatient = new CallDeadline(InstantSource.system(), Duration.ofMillis(300));
    try (var hole = BlackHole.that(Way.NEVER_ANSWERS);
        var _ = SdkSettings.at(hole.endpoint())) {
      impatient.set(Instant.now().plus(Duration.ofSeconds(5)));

      var failure =
          assertThrows(
              SdkClientException.class,
              () -> AwsClients.in("us-east-2").within(impatient).sts().getCallerIdentity());

      assertTrue(hole.accepted() > 1, hole.accepted() + " tries");
      assertTrue(failure.getMessage().startsWith("sts:GetCallerIdentity: no answer within"));
    }
  }

  @Test
  void after_the_end_nothing_is_sent() throws Exception {
    try (var hole = BlackHole.that(Way.NEVER_ANSWERS);
        var _ = SdkSettings.at(hole.endpoint())) {
      var clients = AwsClients.in("us-east-2").within(deadline);
      deadline.set(Instant.now().minusSeconds(1));
      for (var call : calls().values()) {
        var failure = assertThrows(SdkClientException.class, () -> call.accept(clients));
        assertTrue(failure.getMessage().startsWith("time budget used up"), failure.getMessage());
      }
      for (var service : services()) {
        var failure =
            assertThrows(
                SdkClientException.class, () -> service.apply(clients).call("Ask", Map.of()));
        assertEquals("time budget used up", failure.getMessage());
      }
      assertEquals(0, hole.accepted());
    }
  }
}
