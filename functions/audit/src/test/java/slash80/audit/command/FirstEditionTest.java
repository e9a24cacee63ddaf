package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.judge.RuleEditions;

/// Compares what is found in the accounts of the cases with what the first edition of the rule book
/// found there: first-edition.txt has it, as commit 04ec8fe printed it. What is new has to be
/// written down in [RuleEditions], or a first check after an update would call it a change of the
/// network.
final class FirstEditionTest {
  private static final Path FOUND =
      Path.of(
          System.getProperty("project.root"),
          "functions/audit/src/test/resources/first-edition.txt");

  private static final ObjectMapper JSON = new ObjectMapper();

  @TempDir private Path folder;

  private static Stream<AccountCase> cases() {
    return Stream.of(
            AcceleratorCasesTest.cases(),
            BalancerCasesTest.unguarded(),
            BalancerCasesTest.hidden(),
            BalancerCasesTest.dualstack(),
            BalancerCasesTest.classic(),
            BalancerCasesTest.chained(),
            BalancerCasesTest.fargate(),
            LayerCasesTest.layers(),
            LayerCasesTest.icmp(),
            MembershipCasesTest.guests(),
            MembershipCasesTest.privateLink(),
            MembershipCasesTest.nodes(),
            MembershipCasesTest.makers(),
            OtherVpcCasesTest.shared(),
            OtherVpcCasesTest.second(),
            OtherVpcCasesTest.central())
        .flatMap(some -> some);
  }

  /// The findings of the first edition by the sentence of the case. It refused some accounts, and
  /// does not know the cases that came later.
  private static Map<String, Set<String>> first() {
    try {
      var first = new TreeMap<String, Set<String>>();
      for (var line : Files.readAllLines(FOUND)) {
        var parts = line.split("\t", -1);
        first.put(
            parts[0],
            Arrays.stream(parts[1].split(", "))
                .filter(finding -> !finding.isEmpty())
                .collect(Collectors.toCollection(TreeSet::new)));
      }
      return first;
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    }
  }

  static Stream<AccountCase> judgedByTheFirstEdition() {
    var first = first().keySet();
    return cases().filter(given -> first.contains(given.toString()));
  }

  @ParameterizedTest
  @MethodSource("judgedByTheFirstEdition")
  void what_is_new_or_more_severe_is_of_a_rule_that_is_written_down(AccountCase given)
      throws IOException {
    var unwritten = given.found(folder);
    unwritten.removeAll(first().get(given.toString()));
    unwritten.removeIf(
        finding -> RuleEditions.isUpdated(finding.replaceFirst("/.*", ""), RuleEditions.FIRST));
    assertEquals(Set.of(), unwritten, "add the rules of these findings to RuleEditions");
  }

  @Test
  void enough_cases_are_of_the_first_edition() {
    assertTrue(judgedByTheFirstEdition().count() >= 80, () -> first().keySet().toString());
  }

  /// The answer of `replay` to an event, with a ledger.
  private JsonNode checked(String event, String ledger) throws IOException {
    var file = folder.resolve("event.json");
    Files.writeString(file, event);
    var run =
        CommandRun.of(
            "replay",
            file.toString(),
            "--account",
            folder.toString(),
            "--ledger",
            folder.resolve(ledger).toString(),
            "--format",
            "json");
    assertEquals(Slash80.FINE, run.code(), run.err());
    return run.json();
  }

  private static String event(String name) throws IOException {
    return Files.readString(Path.of(System.getProperty("project.root"), "events", name + ".json"))
        .replace("111122223333", ChangedAccount.OWNER)
        .replace("us-east-2", "eu-north-1")
        .replace("kodekloud", "harbour")
        .replace("rtb-0c0de0000000086f2", "rtb-0b01")
        .replace("igw-0c0de000000008600", "igw-0b01");
  }

  /// A ledger that the program before the editions wrote: it did not see the interface.
  private void firstLedger() throws IOException {
    new ChangedAccount().write(folder);
    checked(event("slash80-cluster-check"), "ledger.json");
    var file = folder.resolve("ledger.json");
    var ledger = JSON.readTree(Files.readString(file));
    var stripped = ledger.findParents("ruleBook");
    assertEquals(1, stripped.size(), ledger::toPrettyString);
    ((ObjectNode) stripped.getFirst()).remove("ruleBook");
    Files.writeString(file, ledger.toString());
    var account = new ChangedAccount();
    OtherVpcCasesTest.allWrong(account);
    account.write(folder);
  }

  private static List<JsonNode> documents(JsonNode replayed) {
    var documents = new ArrayList<JsonNode>();
    replayed.path("alerts").forEach(alert -> documents.add(alert.path("document")));
    return documents;
  }

  @Test
  void an_interface_in_another_vpc_that_was_not_seen_before_is_a_change_of_the_rules()
      throws IOException {
    firstLedger();

    var documents = documents(checked(event("slash80-cluster-check"), "ledger.json"));

    assertEquals(1, documents.size(), documents::toString);
    assertEquals("rules-changed", documents.getFirst().path("kind").asText());
    assertTrue(documents.getFirst().path("opened").size() >= 8, documents::toString);
    assertEquals(0, documents.getFirst().path("origins").size(), documents::toString);

    assertEquals(List.of(), documents(checked(event("slash80-cluster-check"), "ledger.json")));
  }
}
