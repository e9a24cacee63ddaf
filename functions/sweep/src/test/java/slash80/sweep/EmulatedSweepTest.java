package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.Deadlines;
import slash80.aws.EmulatedOwner;
import slash80.aws.Fleet;
import slash80.aws.Outbox;
import slash80.aws.SdkSettings;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.live.Examination;
import slash80.aws.live.FleetAccounts;
import slash80.ledger.SiteTrouble.Kind;
import slash80.sweep.SiteSweep.Swept;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.sqs.SqsClient;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchRequest;
import software.amazon.awssdk.services.sqs.model.SendMessageBatchResponse;

/// Tests with a hub that sweeps itself and two members of its organization, on the emulator.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedSweepTest {
  private static final String ROLE = "slash80-member";

  private final EmulatedOwner hub = EmulatedOwner.ofHub();
  private final String open = account('3');
  private final String closed = account('2'); // it comes first
  private final String name = "c" + UUID.randomUUID().toString().substring(0, 8);
  private final Sent sent = new Sent();
  private final SqsClient sqs =
      hub.built(
          SqsClient.builder()
              .overrideConfiguration(config -> config.addExecutionInterceptor(sent)));
  private final String queue = sqs.createQueue(builder -> builder.queueName(name)).queueUrl();

  /// An account that no other test uses.
  private static String account(char first) {
    return first
        + Long.toString(ThreadLocalRandom.current().nextLong(10_000_000_000L, 99_999_999_999L));
  }

  @Test
  void every_account_that_lets_it_in_is_swept_and_the_one_that_does_not_is_named() {
    String home = hub.plant(name).account();
    var owner = EmulatedOwner.ofMember(open);
    owner.plant(name);
    owner.admit(ROLE);
    EmulatedOwner.ofMember(closed).plant(name);

    try (var _ = SdkSettings.emulated()) {
      var swept = sweep(home);
      assertEquals(
          Map.of(
              Kind.REFUSED,
              "sts:AssumeRole of arn:aws:iam::%s:role/%s: AccessDenied".formatted(closed, ROLE)),
          swept.get(closed).troubles());
      assertEquals(Map.of(), swept.get(open).troubles());
      assertEquals(Set.of(home, open), sent.accountsOf(name));
    }
  }

  private Map<String, Swept> sweep(String home) {
    var environment =
        Map.of(
            "SLASH80_ACCOUNT", home,
            "SLASH80_ACCOUNTS", open + "," + closed,
            "SLASH80_MEMBER_ROLE", ROLE);
    var fleet = Fleet.of("us-east-2", variable -> Optional.ofNullable(environment.get(variable)));
    var accounts = FleetAccounts.live(fleet);
    var sites =
        new SiteSweep.Sites() {
          @Override
          public Account open(AccountRegion site, Instant until) {
            return accounts.of(site, Instant.MAX);
          }

          @Override
          public Examination examine(AccountRegion site, Instant until) {
            return Examination.none();
          }
        };
    var sweep =
        new SiteSweep(
            sites, _ -> new MemoryLedgerStore(), _ -> new Outbox(sqs, queue), Clock.systemUTC());
    return fleet.sites().stream()
        .collect(
            Collectors.toMap(
                AccountRegion::account,
                site ->
                    sweep.run(site, false, Deadlines.of(Instant.now(), Duration.ofMinutes(1)))));
  }

  /// The messages that SQS accepted; it delivers each a second after the one before it.
  private static final class Sent implements ExecutionInterceptor {
    private final List<String> bodies = new ArrayList<>();

    @Override
    public void afterExecution(Context.AfterExecution context, ExecutionAttributes attributes) {
      if (context.request() instanceof SendMessageBatchRequest request
          && context.response() instanceof SendMessageBatchResponse response) {
        assertEquals(request.entries().size(), response.successful().size());
        request.entries().forEach(entry -> bodies.add(entry.messageBody()));
      }
    }

    /// The accounts for which a check of the cluster with this name was requested.
    Set<String> accountsOf(String cluster) {
      return bodies.stream()
          .map(EmulatedSweepTest::detail)
          .filter(detail -> detail.path("cluster").asText().equals(cluster))
          .map(detail -> detail.path("account").asText())
          .collect(Collectors.toSet());
    }
  }

  private static JsonNode detail(String body) {
    try {
      return new ObjectMapper().readTree(body).path("detail");
    } catch (JsonProcessingException broken) {
      throw new AssertionError(body, broken);
    }
  }
}
