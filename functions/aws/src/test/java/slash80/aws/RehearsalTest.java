package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;

final class RehearsalTest {
  private SdkSettings settings;

  /// Nobody listens there, so a client that calls AWS fails.
  @BeforeEach
  void listenNowhere() {
    settings = SdkSettings.at(URI.create("http://127.0.0.1:9"));
  }

  @AfterEach
  void stop() {
    settings.close();
  }

  private static String vpc(AwsClients clients) {
    try (var ec2 = clients.ec2()) {
      return ec2.describeVpcs().vpcs().getFirst().vpcId();
    }
  }

  @Test
  void a_function_is_rehearsed_before_a_snapshot_only_and_only_as_itself() {
    assertTrue(Rehearsal.isWanted("watch", variables("snap-start", "watch")));
    assertTrue(Rehearsal.isWanted("sweep", variables("snap-start", "sweep")));
    assertFalse(Rehearsal.isWanted("watch", variables("snap-start", "security-hub")));
    assertFalse(Rehearsal.isWanted("watch", variables("on-demand", "watch")));
    assertFalse(Rehearsal.isWanted("watch", variables("provisioned-concurrency", "watch")));
    assertFalse(Rehearsal.isWanted("watch", _ -> Optional.empty()));
  }

  @Test
  void an_event_is_due_at_the_start_of_a_function_that_lambda_starts_for_an_event() {
    assertTrue(Rehearsal.isEventDue("watch", variables("on-demand", "watch")));
    assertFalse(Rehearsal.isEventDue("watch", variables("on-demand", "security-hub")));
    assertFalse(Rehearsal.isEventDue("watch", variables("snap-start", "watch")));
    assertFalse(Rehearsal.isEventDue("watch", variables("provisioned-concurrency", "watch")));
    assertFalse(Rehearsal.isEventDue("watch", _ -> Optional.empty()));
  }

  private static Function<String, Optional<String>> variables(String kind, String function) {
    var variables =
        Map.of("AWS_LAMBDA_INITIALIZATION_TYPE", kind, "quarkus.lambda.handler", function);
    return name -> Optional.ofNullable(variables.get(name));
  }

  @Test
  void a_client_of_a_rehearsal_has_answers_and_one_of_afterwards_calls_aws() {
    var seen = new ArrayList<String>();
    var unanswered = Rehearsal.of(() -> seen.add(vpc(AwsClients.in("us-east-2"))));
    assertEquals(List.of("vpc-0a01"), seen);
    assertEquals(List.of(), unanswered);
    assertThrows(SdkClientException.class, () -> vpc(AwsClients.in("us-east-2")));
  }

  @Test
  void a_rehearsal_that_fails_leaves_the_clients_as_they_were() {
    assertThrows(
        IllegalStateException.class,
        () ->
            Rehearsal.of(
                () -> {
                  throw new IllegalStateException("broken");
                }));
    assertThrows(SdkClientException.class, () -> vpc(AwsClients.in("us-east-2")));
  }

  @Test
  void a_call_without_an_answer_is_refused_and_named() {
    var unanswered =
        Rehearsal.of(
            () -> {
              try (var ec2 = AwsClients.in("us-east-2").ec2();
                  var eks = AwsClients.in("us-east-2").eks()) {
                assertThrows(AwsServiceException.class, ec2::describeHosts);
                assertThrows(
                    AwsServiceException.class, () -> eks.describeCluster(it -> it.name("other")));
              }
              var keys = AwsClients.in("us-east-2").keys();
              assertThrows(AwsServiceException.class, () -> keys.call("DescribeKey", Map.of()));
            });
    assertEquals(List.of("DescribeHosts", "GET /clusters/other", "DescribeKey"), unanswered);
  }

  /// The SDK sends some documents in pieces.
  @Test
  void a_document_is_read_as_it_was_written_and_gone_afterwards() {
    var text = "0123456789 äöü\r\n".repeat(20_000);
    for (int i = 0; i < 2; i++) {
      Rehearsal.of(
          () -> {
            var s3 = AwsClients.in("us-east-2").s3();
            assertThrows(
                AwsServiceException.class,
                () -> s3.getObject(it -> it.bucket("ledgers").key("one")));
            s3.putObject(
                it -> it.bucket("ledgers").key("one"),
                RequestBody.fromString(text, StandardCharsets.UTF_8));
            var read = s3.getObjectAsBytes(it -> it.bucket("ledgers").key("one"));
            assertEquals(text, read.asString(StandardCharsets.UTF_8));
          });
    }
  }

  /// The ids of checks are made of the system's random numbers, and so differ in all processes that
  /// start from a snapshot. Another generator of Java would begin them all alike.
  @Test
  void ids_are_random_numbers_of_the_system() {
    assertEquals("NativePRNG", new SecureRandom().getAlgorithm());
  }

  @Test
  void what_was_built_before_a_rehearsal_is_used_after_it() {
    AwsClients.in("us-east-2").sts().close();
    var before = AwsClients.timers();
    Rehearsal.of(() -> vpc(AwsClients.in("us-east-2")));
    assertSame(before, AwsClients.timers());
  }
}
