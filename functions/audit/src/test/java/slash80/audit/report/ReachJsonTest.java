package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;
import slash80.aws.BigSnapshot;

/// The JSON of `reach`: every posture once, and an interface a row that names its posture.
class ReachJsonTest {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");

  @TempDir Path folder;

  private static JsonNode reach(Path account, String... more) {
    var arguments = new ArrayList<>(List.of("reach", account.toString(), "--format", "json"));
    arguments.addAll(List.of(more));
    return CommandRun.of(arguments.toArray(String[]::new)).json();
  }

  private static List<String> keys(JsonNode tree) {
    var keys = new ArrayList<String>();
    tree.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static List<String> texts(JsonNode list, String key) {
    return StreamSupport.stream(list.spliterator(), false)
        .map(entry -> entry.path(key).asText())
        .toList();
  }

  @Test
  void the_keys_are_those_of_the_contract_in_their_order() {
    var reach = reach(ACCOUNT);
    assertEquals(
        List.of("schema", "notes", "clusters", "postures", "interfaces", "entrances"), keys(reach));
    assertEquals(
        "[{\"cluster\":\"kodekloud\",\"account\":\"111122223333\",\"region\":\"us-east-2\","
            + "\"at\":\"2026-11-23T08:00:00Z\"}]",
        reach.path("clusters").toString());
    assertEquals(
        List.of(
            "id",
            "vpc",
            "state",
            "open",
            "inspected",
            "latent",
            "stoppedBy",
            "ipv4",
            "unknown",
            "unread"),
        keys(reach.path("postures").path(0)));
    assertEquals(
        List.of("cluster", "node", "interface", "posture", "kind", "allowed", "ipv4Allowed"),
        keys(reach.path("interfaces").path(0)));
  }

  @Test
  void every_posture_is_written_once_and_had_by_an_interface() {
    var reach = reach(ACCOUNT);
    var postures = reach.path("postures");
    assertEquals(
        IntStream.rangeClosed(1, postures.size()).mapToObj(String::valueOf).toList(),
        texts(postures, "id"));
    var contents = new HashSet<String>();
    for (var posture : postures) {
      assertTrue(
          contents.add(posture.toString().replaceFirst("\"id\":[0-9]+,", "")), posture::toString);
    }
    var rows = reach.path("interfaces");
    assertEquals(new HashSet<>(texts(postures, "id")), new HashSet<>(texts(rows, "posture")));
    assertEquals(
        rows.size(), new HashSet<>(texts(rows, "interface")).size(), "each interface is a row");
    assertTrue(postures.size() < rows.size(), postures.size() + " postures");
  }

  @Test
  void an_interface_that_was_not_checked_has_its_reasons() throws IOException {
    try (var files = Files.list(ACCOUNT)) {
      for (var file : files.toList()) {
        if (!file.getFileName().toString().startsWith("get-managed-prefix-list")) {
          Files.copy(file, folder.resolve(file.getFileName()));
        }
      }
    }
    var postures = reach(folder).path("postures");
    assertTrue(texts(postures, "state").contains("unknown"), postures::toPrettyString);
    assertTrue(
        postures.findValues("unread").stream().anyMatch(reasons -> !reasons.isEmpty()),
        postures::toPrettyString);
  }

  @Test
  void two_clusters_of_a_vpc_share_postures() throws IOException {
    try (var files = Files.list(ACCOUNT)) {
      for (var file : files.toList()) {
        Files.copy(file, folder.resolve(file.getFileName()));
      }
    }
    var other =
        Files.readString(ACCOUNT.resolve("describe-cluster.kodekloud.json"))
            .replace("kodekloud", "other");
    Files.writeString(folder.resolve("describe-cluster.other.json"), other);
    var reach = reach(folder);
    assertEquals(List.of("kodekloud", "other"), texts(reach.path("clusters"), "cluster"));
    assertEquals(1, new HashSet<>(texts(reach.path("postures"), "vpc")).size());
  }

  @Test
  void a_large_account_has_few_postures() throws IOException {
    var account = BigSnapshot.write(folder.resolve("big"), 500, 100, 20);
    var file = folder.resolve("reach.json");
    var run =
        CommandRun.of("reach", account.toString(), "--format", "json", "--output", file.toString());
    assertEquals(Slash80.FINE, run.code(), run.err());
    var reach = new ObjectMapper().readTree(file.toFile());
    JsonSchemaTest.assertFits(reach);
    assertTrue(reach.path("interfaces").size() >= 500, "" + reach.path("interfaces").size());
    assertFalse(reach.path("postures").size() > 200, "" + reach.path("postures").size());
  }
}
