package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfEnvironmentVariable;
import slash80.aws.Deadlines;
import slash80.aws.EmulatedOwner;
import slash80.aws.EmulatedOwner.Planted;
import slash80.aws.SdkSettings;
import slash80.check.Events;
import slash80.check.QueueMessage;
import slash80.check.Surroundings;

/// Tests with a hub and two members of its organization, each with a cluster of the same name; the
/// hub assumes a role in the members.
@EnabledIfEnvironmentVariable(named = "SLASH80_EMULATOR", matches = ".+")
final class EmulatedMemberTest {
  private static final String ROLE = "slash80-member";
  private static final String NAME = "c" + UUID.randomUUID().toString().substring(0, 8);

  private final SdkSettings settings = SdkSettings.emulated();
  private final Surroundings around = new Surroundings();
  private final EmulatedOwner hub = EmulatedOwner.ofHub();
  private final EmulatedOwner open = EmulatedOwner.ofMember(account());
  private final EmulatedOwner closed = EmulatedOwner.ofMember(account());

  /// An account that no other test uses.
  private static String account() {
    return Long.toString(ThreadLocalRandom.current().nextLong(200_000_000_000L, 999_999_999_999L));
  }

  private Planted inHub;
  private Planted inOpen;
  private Planted inClosed;

  @BeforeEach
  void plant() {
    inHub = hub.plant(NAME + UUID.randomUUID().toString().substring(0, 4));
    inOpen = open.plant(inHub.name());
    inClosed = closed.plant(inHub.name());
    open.admit(ROLE);
  }

  @AfterEach
  void close() {
    settings.close();
  }

  @Test
  void each_account_is_read_as_itself_and_one_that_refuses_stops_no_other() {
    var messages = List.of(check("m1", inClosed), check("m2", inHub), check("m3", inOpen));
    var judge = judge();
    var outcome = judge.handle(messages, Deadlines.NONE);

    assertEquals(List.of(), outcome.failed());
    assertTrue(
        outcome
            .sentences()
            .get("m1")
            .contains(
                "sts:AssumeRole of arn:aws:iam::%s:role/%s: AccessDenied"
                    .formatted(inClosed.account(), ROLE)),
        outcome.sentences().get("m1"));
    assertEquals(
        Map.of(inHub.account(), inHub.node(), inOpen.account(), inOpen.node()), received());

    closed.admit(ROLE);
    assertEquals(List.of(), judge.handle(messages, Deadlines.NONE).failed());
    assertEquals(Map.of(inClosed.account(), inClosed.node()), received());
  }

  @Test
  void an_event_of_a_member_is_judged_there() {
    var call =
        Events.call("AuthorizeSecurityGroupIngress")
            .asking("{'groupId':'%s'}".formatted(inOpen.group()))
            .event()
            .replace("111122223333", inOpen.account());

    assertEquals(
        List.of(), judge().handle(List.of(new QueueMessage("m1", call)), Deadlines.NONE).failed());

    var alerts = around.received();
    assertEquals(1, alerts.size());
    assertEquals(inOpen.account(), alerts.getFirst().path("account").asText());
    assertTrue(alerts.getFirst().toString().contains(inOpen.group()));
  }

  /// The node without a prefix that each alert names, by the account that it is about.
  private Map<String, String> received() {
    return around.received().stream()
        .collect(
            Collectors.toMap(
                alert -> alert.path("account").asText(), EmulatedMemberTest::withoutPrefix));
  }

  private static String withoutPrefix(JsonNode alert) {
    return alert.path("opened").findValuesAsText("id").stream()
        .filter(id -> id.startsWith("node-holds-pod-prefix/"))
        .map(id -> id.substring("node-holds-pod-prefix/".length()))
        .collect(Collectors.joining(" "));
  }

  private static QueueMessage check(String id, Planted cluster) {
    var event =
        Events.notification(
            "slash80.sweep", "Cluster Check", "{'cluster':'%s'}".formatted(cluster.name()));
    return new QueueMessage(id, event.replace("111122223333", cluster.account()));
  }

  private MessageHandler judge() {
    var environment = new HashMap<>(around.environment());
    environment.put("SLASH80_ACCOUNT", inHub.account());
    environment.put("SLASH80_ACCOUNTS", inOpen.account() + "," + inClosed.account());
    environment.put("SLASH80_MEMBER_ROLE", ROLE);
    Function<String, Optional<String>> variable =
        name -> Optional.ofNullable(environment.get(name));
    return HandlerFactory.of(WatchSettings.of(variable));
  }
}
