package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.select.Elements;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/// The reports on an account in which an accelerator brings the internet to node 1: a change judged
/// before it is made, an exemption by tag, and the entrances of the page.
final class AcceleratorReportTest {
  private static final String RULE = "interface-closed-to-global-accelerator";
  private static final String FINDING = RULE + "/eni-0a01";

  @TempDir private Path folder;
  private Path account;

  @BeforeEach
  void write() throws IOException {
    write(_ -> {});
  }

  private void write(Consumer<ChangedAccount> change) throws IOException {
    account = Files.createTempDirectory(folder, "account");
    var changed = new ChangedAccount();
    AcceleratorCasesTest.accelerated(changed);
    AcceleratorCasesTest.describe(changed, 30443, "i-0a01");
    change.accept(changed);
    changed.write(account);
  }

  private CommandRun run(String command, Object... more) {
    var words =
        Stream.concat(Stream.of(command, account.toString()), Stream.of(more).map(Object::toString))
            .toList();
    var run = CommandRun.of(words.toArray(String[]::new));
    assertEquals(Slash80.FINE, run.code(), run.err());
    return run;
  }

  private JsonNode cluster(Object... more) {
    var words = new ArrayList<Object>(List.of(more));
    words.addAll(List.of("--format", "json", "--now", AccountCase.NOW));
    return run("audit", words.toArray()).json().path("clusters").path(0);
  }

  private static List<String> ids(JsonNode findings) {
    return StreamSupport.stream(findings.spliterator(), false)
        .map(finding -> finding.path("id").asText())
        .sorted()
        .toList();
  }

  // ---- a change, judged before it is made

  private JsonNode with(String name, String text) throws IOException {
    var file = Files.createTempDirectory(folder, "with").resolve(name);
    Files.writeString(file, text);
    return cluster("--with", file);
  }

  @Test
  void without_the_accelerator_its_finding_would_be_fixed_and_nothing_else_changes()
      throws IOException {
    var before = cluster();
    var changed = with("list-accelerators.json", "{\"Accelerators\": []}");
    assertEquals(List.of(FINDING), ids(changed.path("resolved")));
    assertEquals(0, changed.path("new").size(), changed::toPrettyString);
    assertEquals(0, changed.path("undecided").size(), changed::toPrettyString);
    assertEquals(before.path("findings").size() - 1, changed.path("staying").asInt());
  }

  @Test
  void without_its_listener_the_same_finding_would_be_fixed() throws IOException {
    var changed = with("list-listeners.front.json", "{\"Listeners\": []}");
    assertEquals(List.of(FINDING), ids(changed.path("resolved")));
    assertEquals(0, changed.path("new").size(), changed::toPrettyString);
  }

  @Test
  void a_closed_group_would_fix_it_and_leave_the_accelerator() throws IOException {
    var groups = new ChangedAccount();
    groups.rule("sg-0c01", "tcp", 30443, "198.51.100.0/28");
    var changed =
        with("describe-security-groups.json", groups.file("describe-security-groups").toString());
    assertTrue(ids(changed.path("resolved")).contains(FINDING), changed::toPrettyString);
    assertEquals(0, changed.path("new").size(), changed::toPrettyString);
  }

  // ---- an exemption by tag

  private Path exempting(String subject) throws IOException {
    return Files.writeString(
        folder.resolve("policy.yaml"),
        """
        exemptions:
          - rule: %s
            subject: "%s"
            reason: the public edge
            owner: platform
            expires: 2026-12-31
        """
            .formatted(RULE, subject));
  }

  private void tagInterface() throws IOException {
    write(
        changed ->
            changed
                .networkInterface("eni-0a01")
                .putArray("TagSet")
                .add(ChangedAccount.json("{Key: 'edge', Value: 'public'}")));
  }

  @Test
  void an_exemption_by_tag_keeps_the_finding_and_does_not_alert() throws IOException {
    tagInterface();
    var judged = cluster("--policy", exempting("edge=public"));
    assertTrue(!ids(judged.path("findings")).contains(FINDING), judged::toPrettyString);
    assertTrue(judged.path("exempted").toString().contains(FINDING), judged::toPrettyString);
    assertEquals(
        ids(cluster().path("findings")).stream().filter(id -> !id.equals(FINDING)).toList(),
        ids(judged.path("findings")));
  }

  @ParameterizedTest
  @ValueSource(strings = {"edge=private", "Edge=public", "other=public"})
  void an_exemption_by_another_tag_has_no_effect(String subject) throws IOException {
    tagInterface();
    var judged = cluster("--policy", exempting(subject));
    assertTrue(ids(judged.path("findings")).contains(FINDING), judged::toPrettyString);
    assertEquals(0, judged.path("exempted").size(), judged::toPrettyString);
  }

  // ---- the entrances of the page

  private Elements cards() {
    return Jsoup.parse(run("reach", "--format", "html").out())
        .select("section:has(> h3:containsOwn(Entrances)) > article");
  }

  @Test
  void the_page_has_a_card_for_each_entrance_of_the_json() {
    var json = run("reach", "--format", "json").json().path("entrances");
    var expected =
        StreamSupport.stream(json.spliterator(), false)
            .map(one -> one.path("type").asText() + "/" + one.path("name").asText())
            .toList();
    assertTrue(expected.contains("global-accelerator/front"), expected::toString);
    assertEquals(expected, cards().select("h4").eachText());
  }

  @Test
  void a_card_says_what_the_entrance_lets_in_and_where_it_leads() {
    var card = cards().select(":has(> h4:containsOwn(global-accelerator/front))").first();
    assertEquals(List.of("Lets in", "Leads to"), card.select("dt").eachText());
    var lines = card.select("dd").eachText();
    assertEquals(
        List.of(
            "IPv4 tcp 30443 from 0.0.0.0/0 (all of the internet)",
            "IPv4 tcp 30443 → eni-0a01, which sees the client"),
        lines);
    var text = run("reach").out().replaceAll("\\s+", " ");
    lines.forEach(line -> assertTrue(text.contains(line), text));
  }

  @ParameterizedTest
  @CsvSource({"<script>alert(1)</script>", "'\"><img src=x onerror=alert(1)>'"})
  void the_name_of_an_accelerator_is_text(String hostile) throws IOException {
    write(
        changed ->
            ChangedAccount.objects(changed.list("list-accelerators"))
                .forEach(accelerator -> accelerator.put("Name", hostile)));
    assertTrue(cards().select("h4").eachText().contains("global-accelerator/" + hostile));
    assertEquals(0, cards().select("script, img").size());
  }

  @Test
  void an_accelerator_whose_endpoints_were_not_read_is_noted() throws IOException {
    write(changed -> changed.drop("list-accelerators"));
    var card = cards().select(":has(> h4:containsOwn(global-accelerator/eni-0f01))").first();
    assertTrue(card.hasClass("UNKNOWN"), card.outerHtml());
    assertTrue(card.text().contains("It may lead to any node or load balancer there"), card.text());
  }
}
