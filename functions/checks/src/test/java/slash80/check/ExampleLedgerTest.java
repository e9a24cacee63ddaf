package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.alerts.Alert;
import slash80.aws.ledger.FileLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.GeneratedText;
import slash80.judge.Policy;
import slash80.ledger.Timings;

/// Tests that the ledger from which the example of `replay` starts is up to date: the ledger after
/// a check of the example account without the rule that the example's event adds.
final class ExampleLedgerTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final String RULE = "sgr-0f000000000000102";
  private static final String GROUP = "sg-0f000000000000001";

  /// Twenty minutes before the event.
  private static final Instant BEFORE = Instant.parse("2026-11-23T07:30:00Z");

  @TempDir private Path folder;

  @Test
  @Tag("generated")
  void the_ledger_before_the_example_event_is_up_to_date() throws IOException {
    var file = folder.resolve("before.json");
    var account =
        Snapshot.open(
            EVENTS.resolve("account"), List.of(groupsWithoutTheRule(), rulesWithoutTheRule()));
    var clock = InstantSource.fixed(BEFORE);
    var outcome =
        new BatchHandler(
                clock,
                () ->
                    new Services(
                        account,
                        new FileLedgerStore(file),
                        (_, _) -> {},
                        Policy.NONE,
                        Timings.DEFAULTS,
                        clock))
            .handle(Events.messages(Events.check("kodekloud")));
    assertEquals(List.of(), outcome.failed());
    GeneratedText.assertIsWritten("events/ledger/before.json", Files.readString(file));
  }

  // ---- An update ----

  @Test
  void after_an_update_the_rules_are_named_once_and_nobody_who_changed_something()
      throws IOException {
    var file = old();
    var account =
        Snapshot.open(
            EVENTS.resolve("account"), List.of(groupsWithoutTheRule(), rulesWithoutTheRule()));

    for (Alert alert : check(file, account, BEFORE, Events.check("kodekloud"))) {
      assertEquals("rules-changed", alert.document().get("kind"), alert.subject());
      assertEquals(List.of(), alert.document().get("origins"));
      for (Map<?, ?> cause : maps(alert.document().get("causes"))) {
        assertEquals(List.of(), cause.get("changedBy"), cause.toString());
      }
      for (Map<?, ?> resolved : maps(alert.document().get("resolved"))) {
        assertEquals("the rules changed", resolved.get("ending"), resolved.toString());
      }
    }
    assertEquals(
        List.of(), check(file, account, BEFORE, Events.check("kodekloud")), "a second check");
  }

  @Test
  void a_change_in_the_first_check_after_an_update_is_still_a_change() throws IOException {
    var event = Files.readString(EVENTS.resolve("ec2-authorize-security-group-ingress.json"));

    var alerts =
        check(old(), Snapshot.open(EVENTS.resolve("account")), BEFORE.plusSeconds(1_200), event);

    assertEquals(1, alerts.size());
    var alert = alerts.getFirst();
    assertEquals("change", alert.document().get("kind"));
    var opening =
        maps(alert.document().get("causes")).stream()
            .filter(cause -> cause.get("rule").equals("interface-closed-to-ipv6-internet"))
            .toList();
    assertEquals(1, opening.size(), opening.toString());
    assertTrue(opening.getFirst().get("changedBy").toString().contains("jo.doe"), opening + "");
  }

  private static List<Map<?, ?>> maps(Object list) {
    return ((List<?>) list).stream().<Map<?, ?>>map(element -> (Map<?, ?>) element).toList();
  }

  /// The ledger before the example's event, as the program before the first update wrote it.
  private Path old() throws IOException {
    try (var file = ExampleLedgerTest.class.getResourceAsStream("/ledgers/before-editions.json")) {
      return Files.write(folder.resolve("old.json"), file.readAllBytes());
    }
  }

  private static List<Alert> check(Path file, Snapshot account, Instant at, String event) {
    var clock = InstantSource.fixed(at);
    var outcome =
        new BatchHandler(
                clock,
                () ->
                    new Services(
                        account,
                        new FileLedgerStore(file),
                        (_, alert) -> AlertSchema.checked(alert),
                        Policy.NONE,
                        Timings.DEFAULTS,
                        clock))
            .handle(Events.messages(event));
    assertEquals(List.of(), outcome.failed(), () -> outcome.sentences().toString());
    return outcome.alerts();
  }

  private Path rulesWithoutTheRule() throws IOException {
    return without(
        "describe-security-group-rules.json",
        tree -> tree.path("SecurityGroupRules"),
        rule -> rule.path("SecurityGroupRuleId").asText().equals(RULE));
  }

  private Path groupsWithoutTheRule() throws IOException {
    return without(
        "describe-security-groups.json",
        tree ->
            tree.path("SecurityGroups")
                .valueStream()
                .filter(group -> group.path("GroupId").asText().equals(GROUP))
                .findFirst()
                .orElseThrow()
                .path("IpPermissions")
                .path(0)
                .path("Ipv6Ranges"),
        range -> range.path("CidrIpv6").asText().equals("::/0"));
  }

  /// A copy of a file of the account without one element of a list.
  private Path without(
      String name, Function<ObjectNode, JsonNode> list, Predicate<JsonNode> removed)
      throws IOException {
    var tree = (ObjectNode) JSON.readTree(EVENTS.resolve("account").resolve(name).toFile());
    var elements = (ArrayNode) list.apply(tree);
    int before = elements.size();
    elements.removeIf(removed);
    assertEquals(before - 1, elements.size(), name);
    var copy = folder.resolve(name);
    JSON.writeValue(copy.toFile(), tree);
    return copy;
  }
}
