package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;

/// Tests of a pull request that changes a group or a route, judged before it is merged.
class WhatIfTest {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPEN = "interface-closed-to-ipv6-internet/";

  @TempDir Path folder;

  private Path groups;

  /// The first group lets port 22 go, and the second takes it.
  @BeforeEach
  void change() throws IOException {
    var name = "describe-security-groups.json";
    var tree = JSON.readTree(ACCOUNT.resolve(name).toFile());
    for (var group : tree.path("SecurityGroups")) {
      switch (group.path("GroupId").asText()) {
        case "sg-0f000000000000001" -> ((ObjectNode) group).putArray("IpPermissions");
        case "sg-0f000000000000002" ->
            ((ObjectNode) group.path("IpPermissions").path(0)).put("FromPort", 22);
        default -> {}
      }
    }
    groups = folder.resolve(name);
    JSON.writeValue(groups.toFile(), tree);
  }

  private static List<String> keys(JsonNode tree) {
    var keys = new ArrayList<String>();
    tree.fieldNames().forEachRemaining(keys::add);
    return keys;
  }

  private static CommandRun audit(Path... with) {
    return audit(List.of(), with);
  }

  private static CommandRun audit(List<String> more, Path... with) {
    return CommandRun.of(
        Stream.of(
                Stream.of("audit", ACCOUNT.toString()),
                more.stream(),
                Stream.of("--with"),
                Stream.of(with).map(Path::toString))
            .flatMap(words -> words)
            .toArray(String[]::new));
  }

  @Test
  void new_and_fixed_findings_are_named() {
    var run = audit(List.of("--format", "json"), groups);
    assertEquals(Slash80.FINE, run.code(), run.err());
    var json = run.json();
    assertEquals(List.of("schema", "notes", "with", "clusters"), keys(json));
    assertEquals("slash80.what-if/1", json.path("schema").asText());
    assertEquals("[\"%s\"]".formatted(groups), json.path("with").toString());
    var cluster = json.path("clusters").path(0);
    assertEquals(
        List.of(
            "cluster",
            "account",
            "region",
            "at",
            "new",
            "resolved",
            "undecided",
            "staying",
            "worse",
            "better"),
        keys(cluster));
    assertEquals(
        "2026-11-23T08:00:00Z", cluster.path("at").asText(), "the moment is the snapshot's");
    assertEquals(OPEN + "eni-0f000000000000002", cluster.path("new").path(0).path("id").asText());
    assertEquals("CRITICAL", cluster.path("new").path(0).path("severity").asText());
    var resolved =
        StreamSupport.stream(cluster.path("resolved").spliterator(), false)
            .map(node -> node.path("id").asText())
            .toList();
    assertTrue(resolved.contains(OPEN + "eni-0f000000000000001"), resolved::toString);
    var text = audit(groups).out();
    assertTrue(text.contains("As it would be with describe-security-groups.json"), text);
    assertTrue(text.contains("\nWould be worse\n\nCRITICAL  eni-0f000000000000002 of"), text);
    assertTrue(text.contains("\nWould be fixed\n  " + OPEN + "eni-0f000000000000001"), text);
  }

  @Test
  void a_finding_that_changes_is_told_in_its_own_words_before_and_after() {
    var cluster = audit(List.of("--format", "json"), groups).json().path("clusters").path(0);
    var worse = cluster.path("worse").path(0);
    assertEquals(OPEN + "eni-0f000000000000002", worse.path("id").asText());
    assertEquals("HIGH", worse.path("before").path("severity").asText());
    assertEquals("CRITICAL", worse.path("after").path("severity").asText());
    assertEquals(
        cluster.path("new").path(0), worse.path("after"), "new has both, as it always had");
    var fixed = cluster.path("resolved").path(0);
    assertEquals(fixed.path("id"), fixed.path("before").path("id"));
    assertEquals("fixed", fixed.path("ending").asText());
    var now =
        "CRITICAL: eni-0f000000000000001 of i-0f000000000000001 is open to the whole internet on"
            + " tcp 22";
    var would =
        "eni-0f000000000000002 of i-0f000000000000002 is open to the whole internet on tcp 22-443";
    var was = "HIGH: " + would.replace("22-443", "443");
    for (var format : List.of("text", "html", "markdown", "lines", "csv")) {
      var out = audit(List.of("--format", format), groups).out().replaceAll("\\s+", " ");
      assertTrue(out.contains(would), format + out);
      assertTrue(out.contains(was), format + out);
      assertTrue(
          out.contains(format.equals("lines") || format.equals("csv") ? "FIXED" : "Would be fixed"),
          format + out);
      assertTrue(
          out.contains(
              format.matches("text|html")
                  ? "Before"
                  : format.equals("markdown") ? "Before" : "WORSE"),
          format + out);
    }
    assertTrue(audit(groups).out().replaceAll("\\s+", " ").contains("Before " + now));
  }

  @Test
  void the_way_back_is_better() throws IOException {
    var back = Files.createDirectory(folder.resolve("back"));
    try (var files = Files.list(ACCOUNT)) {
      for (var file : files.toList()) {
        Files.copy(file, back.resolve(file.getFileName()));
      }
    }
    Files.copy(groups, back.resolve(groups.getFileName()), StandardCopyOption.REPLACE_EXISTING);
    var original = ACCOUNT.resolve(groups.getFileName()).toString();
    var run = CommandRun.of("audit", back.toString(), "--with", original);
    assertTrue(
        run.out().contains("\nWould be better\n\nHIGH      eni-0f000000000000002"), run.out());
    var json =
        CommandRun.of("audit", back.toString(), "--format", "json", "--with", original).json();
    var better = json.path("clusters").path(0).path("better").path(0);
    assertEquals("CRITICAL", better.path("before").path("severity").asText());
    assertEquals("HIGH", better.path("after").path("severity").asText());
    var hidden =
        CommandRun.of("audit", back.toString(), "--severity", "CRITICAL", "--with", original);
    assertTrue(hidden.out().contains("Would be better\n\nHIGH"), "it is CRITICAL before");
    assertTrue(hidden.out().contains("Shown are only findings that are CRITICAL: "), hidden.out());
  }

  @Test
  void without_a_change_nothing_is_new() {
    var run = audit(List.of("--fail-on", "LOW"), ACCOUNT.resolve("describe-route-tables.json"));
    assertEquals(Slash80.FINE, run.code(), run.err());
    assertTrue(run.out().contains("0 findings would be new, 0 fixed; "), run.out());
  }

  @ParameterizedTest
  @CsvSource({"CRITICAL, 1", "undecided, 0"})
  void fail_on_looks_at_new_findings(String what, int code) {
    assertEquals(code, audit(List.of("--fail-on", what), groups).code());
  }

  @Test
  void a_rule_that_is_not_checked_any_more_counts_as_new() throws IOException {
    var file = folder.resolve("get-managed-prefix-list-entries.pl-0c0de000000000001.json");
    Files.writeString(file, "{\"Entries\": []}");
    assertEquals(Slash80.FINE, audit(List.of("--fail-on", "undecided"), file).code());
    var tables = JSON.readTree(ACCOUNT.resolve("describe-route-tables.json").toFile());
    for (var table : tables.path("RouteTables")) {
      for (var route : table.path("Routes")) {
        if (route.has("DestinationIpv6CidrBlock")
            && route.path("DestinationIpv6CidrBlock").asText().equals("::/0")) {
          ((ObjectNode) route).remove("DestinationIpv6CidrBlock");
          ((ObjectNode) route).put("DestinationPrefixListId", "pl-0e15e000000000000");
        }
      }
    }
    var changed = folder.resolve("describe-route-tables.json");
    JSON.writeValue(changed.toFile(), tables);
    var run = audit(List.of("--fail-on", "undecided"), changed);
    assertEquals(Slash80.FOUND, run.code(), run.out() + run.err());
    assertTrue(run.out().contains("Not checked any more"), run.out());
  }

  @Test
  void a_file_replaces_its_namesake_in_any_sub_folder_or_is_added() throws IOException {
    var copy = Files.createDirectories(folder.resolve("account/deep"));
    try (var files = Files.list(ACCOUNT)) {
      for (var file : files.toList()) {
        Files.copy(file, copy.resolve(file.getFileName()));
      }
    }
    var account = folder.resolve("account").toString();
    var run = CommandRun.of("audit", account, "--with", groups.toString());
    assertTrue(run.out().contains("Would be worse"), run.out() + run.err());
    Files.delete(copy.resolve("get-managed-prefix-list-entries.pl-0c0de000000000001.json"));
    var added =
        CommandRun.of(
            "audit",
            account,
            "--with",
            ACCOUNT
                .resolve("get-managed-prefix-list-entries.pl-0c0de000000000001.json")
                .toString());
    assertTrue(added.out().contains("MEDIUM    eni-0f000000000000003"), added.out() + added.err());
  }

  @Test
  void an_empty_list_removes_the_resources_of_its_file() throws IOException {
    var none = write("describe-load-balancers.json", "{\"LoadBalancers\": []}");
    var json = audit(List.of("--format", "json"), none).json().path("clusters").path(0);
    var resolved = json.path("resolved").findValuesAsText("id");
    assertTrue(resolved.contains("load-balancer-speaks-ipv6/orders-legacy"), resolved::toString);
    assertEquals(0, json.path("new").size(), json::toPrettyString);
    assertEquals(0, json.path("undecided").size(), json::toPrettyString);
    var help = CommandRun.of("audit", "--help").out().replaceAll("\\s+", " ");
    assertTrue(help.contains("down to an empty list"), help);
  }

  @Test
  void a_policy_applies_before_and_after() throws IOException {
    var policy =
        Files.writeString(
            folder.resolve("policy.yaml"),
            """
            exemptions:
              - rule: interface-closed-to-ipv6-internet
                subject: eni-0f000000000000002
                reason: r
                owner: o
                expires: 2026-12-31
            """);
    var report = audit(List.of("--policy", policy.toString(), "--format", "json"), groups).json();
    var json = report.path("clusters").path(0);
    assertTrue(
        StreamSupport.stream(json.path("new").spliterator(), false)
            .noneMatch(node -> node.path("id").asText().startsWith(OPEN)),
        json.toPrettyString());
  }

  @Test
  void a_file_that_cannot_be_used_is_refused_in_one_sentence() throws IOException {
    assertRefused(
        "my-groups.json: expected a file that is named after a command",
        write("my-groups.json", "{}"));
    assertRefused(
        "such as describe-subnets.json", write("describe-subnet.json", "{\"Subnets\": []}"));
    assertRefused("expected a file, found nothing", folder.resolve("describe-vpcs.json"));
    assertRefused("describe-subnets.json", write("describe-subnets.json", "{\"Subnets\": ["));
    assertRefused("expected the key RouteTables", write("describe-route-tables.json", "{}"));
    assertRefused(
        "captured-at.json", write("captured-at.json", "{\"at\":\"2026-11-23T08:00:00Z\"}"));
    assertRefused(
        "expected one file with this name", groups, ACCOUNT.resolve(groups.getFileName()));
    assertRefused(
        "describe-instances.json",
        Files.createDirectory(folder.resolve("describe-instances.json")));
    var misplaced = CommandRun.of("audit", "--with", groups.toString(), ACCOUNT.toString());
    assertTrue(misplaced.err().contains("put SNAPSHOT before --with"), misplaced.err());
    var live = CommandRun.of("audit", "--region", "us-east-2", "--with", groups.toString());
    assertEquals(1, live.sentences().size());
    assertTrue(live.err().contains("--with needs a SNAPSHOT, not --region"), live.err());
  }

  @Test
  void another_cluster_in_place_of_the_judged_one_is_no_change_of_it() throws IOException {
    var name = "describe-cluster.kodekloud.json";
    var tree = JSON.readTree(ACCOUNT.resolve(name).toFile());
    var cluster = (ObjectNode) tree.path("cluster");
    cluster.put("arn", cluster.path("arn").asText() + "2");
    JSON.writeValue(folder.resolve(name).toFile(), tree);
    assertRefused("expected cluster kodekloud in the changed snapshot too", folder.resolve(name));
  }

  private Path write(String name, String text) throws IOException {
    return Files.writeString(folder.resolve(name), text);
  }

  private static void assertRefused(String words, Path... with) {
    var run = audit(with);
    assertEquals(1, run.sentences().size(), run.err());
    assertTrue(run.err().contains(words), run.err());
  }
}
