package slash80.audit.page;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.audit.page.PageRun.account;
import static slash80.audit.page.PageRun.assertLeadsSomewhere;
import static slash80.audit.page.PageRun.assertNoIdTwice;
import static slash80.audit.page.PageRun.assertStandsForItself;
import static slash80.audit.page.PageRun.page;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.jsoup.Jsoup;
import org.jsoup.nodes.Document;
import org.jsoup.nodes.Element;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.audit.command.CommandRun;
import slash80.audit.command.Slash80;
import slash80.aws.BigSnapshot;
import slash80.page.AuditPage;
import slash80.page.ReachPage;
import slash80.rule.Severity;

/// Tests of the contents of the pages of `audit` and `reach`.
class HtmlPageTest {
  private static final Path ACCOUNT =
      Path.of(System.getProperty("project.root"), "events", "account");
  private static final Path POLICY =
      Path.of(System.getProperty("project.root"), "events", "policy.yaml");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final int LARGEST = 3_000_000;
  @TempDir Path folder;

  private static JsonNode json(Object... arguments) {
    var words =
        Stream.concat(Stream.of(arguments).map(Object::toString), Stream.of("--format", "json"));
    var json = CommandRun.of(words.toArray(String[]::new)).json();
    return arguments[0].equals("audit") ? json.path("clusters").path(0) : json;
  }

  private static Stream<JsonNode> each(JsonNode list) {
    return StreamSupport.stream(list.spliterator(), false);
  }

  private static String number(Document page, String what) {
    return page.select(".counts li").stream()
        .filter(count -> count.select("span").text().equals(what))
        .findFirst()
        .orElseThrow()
        .select("b")
        .text();
  }

  @Test
  void every_finding_is_an_anchor_under_its_id_and_its_sentence_is_said() {
    var page = page("audit", ACCOUNT);
    var findings = each(json("audit", ACCOUNT).path("findings")).toList();
    assertFalse(findings.isEmpty());
    for (var finding : findings) {
      var anchor = Optional.ofNullable(page.getElementById(finding.path("id").asText()));
      assertTrue(anchor.isPresent(), finding.path("id").asText());
    }
    for (var card : page.select(".findings .card")) {
      var finding =
          findings.stream()
              .filter(node -> node.path("id").asText().equals(card.id()))
              .findFirst()
              .orElseThrow();
      assertTrue(card.text().contains(finding.path("detail").asText()), card.text());
      assertTrue(card.text().contains(finding.path("risk").asText()), card.text());
      assertTrue(card.text().contains(finding.path("remedy").asText()), card.text());
    }
  }

  @Test
  void the_numbers_are_those_of_the_json() {
    var page = page("audit", ACCOUNT, "--policy", POLICY);
    var json = json("audit", ACCOUNT, "--policy", POLICY);
    for (var severity : Severity.values()) {
      var count =
          each(json.path("findings"))
              .filter(node -> node.path("severity").asText().equals(severity.name()))
              .count();
      assertEquals(String.valueOf(count), number(page, severity.name()));
    }
    assertEquals(String.valueOf(json.path("undecided").size()), number(page, "not checked"));
    for (var what : List.of("settling", "exempted")) {
      assertEquals(String.valueOf(json.path(what).size()), number(page, what));
    }
  }

  @Test
  void every_node_has_a_tile_with_its_prefix_and_worst_comes_first() {
    var page = page("audit", ACCOUNT);
    var delegation = each(json("audit", ACCOUNT).path("delegation")).toList();
    assertEquals(delegation.size(), page.select(".tiles li").size());
    for (var node : delegation) {
      var tile =
          page.select(".tiles li").stream()
              .filter(element -> element.text().contains(node.path("node").asText()))
              .findFirst()
              .orElseThrow();
      each(node.path("prefixes"))
          .forEach(prefix -> assertTrue(tile.text().contains(prefix.asText()), tile.text()));
      assertTrue(tile.attr("title").startsWith(node.path("node").asText()), tile.attr("title"));
    }
    var first = page.select(".strip").first();
    assertEquals(
        List.of("CRITICAL", "CRITICAL", "HIGH", "HIGH", "HIGH", "SETTLING"),
        first.select("li").stream().map(tile -> tile.className().split(" ")[1]).toList());
  }

  @Test
  void the_way_in_of_an_open_interface_goes_from_the_internet_step_by_step() {
    var card =
        page("audit", ACCOUNT)
            .getElementById("interface-closed-to-ipv6-internet/eni-0f000000000000001");
    assertEquals(
        List.of(
            "Internet tcp 22 from ::/0 (all of the internet)",
            "Gateway igw-0c0de000000008600 is attached to vpc-0c0de000000008600",
            "Route table rtb-0c0de0000000086f0 route ::/0 leads to igw-0c0de000000008600",
            "Network ACL acl-0c0de000000008600 rule 101 allows all from ::/0",
            "Security group sg-0f000000000000001"
                + " rule sgr-0f000000000000102 admits tcp 22 from ::/0",
            "Interface eni-0f000000000000001 i-0f000000000000001"),
        card.select(".path.open .hop").eachText());
    assertTrue(card.select(".stops").isEmpty(), card.html());
  }

  @Test
  void rules_that_open_together_stand_in_one_box() {
    var card =
        page("audit", ACCOUNT)
            .getElementById("interface-closed-to-ipv6-internet/eni-0f000000000000002");
    assertEquals(
        "Security group sg-0f000000000000002"
            + " rule sgr-0f000000000000202 admits tcp 443 from ::/1"
            + " rule sgr-0f000000000000203 admits tcp 443 from 8000::/1",
        card.select(".path.open .hop").get(4).text());
    assertEquals(6, card.select(".path.open .hop").size());
  }

  @Test
  void each_name_stands_beside_its_id_and_a_node_is_named_once() {
    var page = page("audit", ACCOUNT);
    assertEquals(
        List.of(
            "i-0f000000000000001 is kodekloud-ingress-Node, node group ingress, us-east-2a",
            "sg-0f000000000000001 is ssh-open, Shell access for the migration"),
        names(page, "interface-closed-to-ipv6-internet/eni-0f000000000000001"));
    assertEquals(
        List.of(
            "i-0e000000000000001 is ip-192-168-224-17.us-east-2.compute.internal, node group"
                + " exposure, us-east-2b"),
        names(page, "node-holds-one-ipv4/eni-0e000000000000001"));
  }

  private static List<String> names(Document page, String card) {
    return page.getElementById(card).select("dt:contains(Names) ~ dd").eachText().stream()
        .filter(text -> text.contains(" is ") && text.contains("0000000"))
        .filter(text -> text.matches("(i|sg|eni)-[0-9a-f]+ is .*"))
        .toList();
  }

  @ParameterizedTest
  @CsvSource({
    "node-subnet-has-room-for-prefixes, Nothing is shown, 'but 32 findings are not.', EXEMPTED",
    "node-holds-pod-prefix, 1 cause is open on 1 of 20 nodes, '', HIGH"
  })
  void a_page_that_shows_a_part_never_says_that_nothing_is_open(
      String rule, String words, String rest, String kind) {
    var first = page("audit", ACCOUNT, "--rule", rule).select(".first");
    assertTrue(first.select(".headline").text().startsWith(words), first.text());
    assertTrue(first.select(".headline").text().endsWith(rest), first.text());
    assertTrue(first.hasClass(kind), first.outerHtml());
  }

  /// What one command ends is one cause, whatever rules it breaks: the e-mail of the first check
  /// says 22 too.
  @Test
  void the_first_screen_counts_causes_and_the_table_has_a_line_for_each_rule() {
    var page = page("audit", ACCOUNT);
    assertEquals("22 causes are open on 16 of 20 nodes.", page.select(".first .headline").text());
    assertEquals(29, page.select("tr.cause").size());
  }

  @Test
  void a_subnet_whose_reservations_were_not_read_says_so() throws IOException {
    var account = account(folder, text -> text);
    Files.delete(account.resolve("get-subnet-cidr-reservations.subnet-0c0de0000000086f1.json"));
    var captions = page("audit", account).select("figure.addresses figcaption").eachText();
    assertEquals(
        List.of("2 × /80, its reservations were not read"),
        captions.stream()
            .filter(caption -> caption.contains("not read"))
            .map(caption -> caption.replaceAll("2600:\\S+", "").strip())
            .toList());
  }

  @ParameterizedTest
  @CsvSource({
    "security-groups-closed-to-ipv6-internet/eni-0f000000000000004, Route table",
    "security-groups-closed-to-ipv4-internet/eni-0f000000000000007, Network ACL Interface",
    "security-groups-closed-to-ipv4-internet/eni-0f000000000000006, Interface"
  })
  void a_latent_way_in_shows_where_it_is_stopped(String finding, String where) {
    var card = page("audit", ACCOUNT).getElementById(finding);
    assertEquals(where, String.join(" ", card.select(".path.near .stops b").eachText()));
  }

  @Test
  void every_finding_that_speaks_of_packets_has_a_way_in() {
    var page = page("audit", ACCOUNT);
    each(json("audit", ACCOUNT).path("findings"))
        .filter(finding -> finding.has("open") || finding.has("latent"))
        .forEach(
            finding -> {
              var path = finding.has("open") ? ".path.open" : ".path.near";
              var subject = finding.path("subject").path("id").asText();
              var targets =
                  page.select(".card:has([id$=" + subject + "]), .card[id$=" + subject + "]")
                      .select(path + " .target");
              assertTrue(
                  targets.eachText().stream().anyMatch(text -> text.contains(subject)), subject);
            });
  }

  @Test
  void exempted_findings_and_remarks_on_the_policy_are_shown() {
    var page = page("audit", ACCOUNT, "--policy", POLICY);
    assertTrue(
        page.select(".card.EXEMPTED").text().contains("Until 2027-03-31, by telemetry@example.com"),
        page.text());
    assertTrue(page.text().contains("1 rule off: ipv6-no-wider-than-ipv4"));
    assertTrue(page.text().contains("Exemptions that end within seven days"));
  }

  @Test
  void rules_that_were_not_checked_stand_first_and_no_node_is_shown_as_ok() throws IOException {
    var account = account(folder, text -> text);
    Files.delete(account.resolve("describe-instance-types.json"));
    var page = page("audit", account);
    assertTrue(
        page.select(".alarm").text().contains("describe-instance-types.json was not captured"),
        page.text());
    assertTrue(page.select(".tiles .OK").isEmpty(), page.select(".tiles").text());
    assertFalse(page.select(".tiles .UNREAD").isEmpty());
  }

  @Test
  void two_clusters_have_contents_and_no_id_twice_and_one_of_them_has_no_node() throws IOException {
    var account = account(folder, text -> text);
    var other = JSON.readTree(ACCOUNT.resolve("describe-cluster.kodekloud.json").toFile());
    var text = other.toString().replace("kodekloud", "other");
    Files.writeString(account.resolve("describe-cluster.other.json"), text);
    var page = page("audit", account);
    assertEquals(List.of("kodekloud", "other"), page.select("nav a").eachText());
    page.select("a[href^=#]").forEach(link -> assertLeadsSomewhere(page, link));
    assertNoIdTwice(page);
    assertTrue(page.text().contains("No node of the cluster was seen."), page.text());
    var reach = page("reach", account);
    reach.select("a[href^=#]").forEach(link -> assertLeadsSomewhere(reach, link));
    assertNoIdTwice(reach);
  }

  @ParameterizedTest
  @ValueSource(strings = {"audit", "reach"})
  void a_cluster_that_cannot_be_judged_is_named_on_the_page(String template) {
    var why = List.of("cluster x is not judged: eks:DescribeCluster: AccessDenied");
    var page =
        Jsoup.parse(
            template.equals("audit")
                ? new AuditPage(List.of(), "", why, List.of(), "", "").html()
                : new ReachPage(List.of(), "", why).html());
    assertEquals(why, page.select(".alarm p").eachText());
    assertStandsForItself(page);
  }

  @Test
  void a_change_shows_what_would_be_new_and_resolved() throws IOException {
    var name = "describe-security-groups.json";
    var changed = folder.resolve(name);
    Files.writeString(
        changed,
        Files.readString(ACCOUNT.resolve(name))
            .replace("\"FromPort\": 22,", "\"FromPort\": 23,")
            .replace("\"ToPort\": 22,", "\"ToPort\": 23,"));
    var page = page("audit", ACCOUNT, "--with", changed);
    var json = json("audit", ACCOUNT, "--with", changed);
    assertTrue(page.text().contains("As it would be with " + name), page.text());
    assertFalse(json.path("new").isEmpty());
    each(json.path("new"))
        .forEach(
            finding ->
                assertTrue(
                    page.getElementById(finding.path("id").asText()) instanceof Element,
                    finding.path("id").asText()));
    assertEquals(String.valueOf(json.path("resolved").size()), number(page, "fixed"));
    var picture = page.select("section.reach");
    assertEquals("What could reach the nodes after the change", picture.select("h3").text());
    assertTrue(picture.text().contains("tcp 23"), picture.text());
    assertFalse(picture.text().contains("tcp 22,"), picture.text());
    assertEquals(
        each(json.path("new")).map(finding -> finding.path("rule").asText()).distinct().count(),
        page.select(".rules article").size());
  }

  @Test
  void reach_has_a_row_for_all_interfaces_that_are_alike_and_a_way_in_for_each_that_is_open() {
    var page = page("reach", ACCOUNT);
    var reach = json("reach", ACCOUNT);
    var rows = each(reach.path("interfaces")).toList();
    assertEquals(rows.size(), page.select("tbody li").size());
    for (var row : rows) {
      var id = row.path("interface").asText();
      var cells = page.getElementById(id).closest("tr").select("td");
      var posture = reach.path("postures").path(row.path("posture").asInt() - 1);
      assertEquals(word(posture), cells.get(2).select(".badge").text());
      assertEquals(word(posture.path("ipv4")), cells.get(3).select(".badge").text());
      if (posture.path("state").asText().equals("open")) {
        assertTrue(
            page.select(".path.open .target").text().contains(id), page.select(".path").text());
      }
    }
  }

  private static String word(JsonNode posture) {
    return switch (posture.path("state").asText()) {
      case "latent" -> "one change from open";
      case "unknown" -> "not checked";
      default -> posture.path("state").asText();
    };
  }

  @Test
  void two_thousand_nodes_stay_small() throws IOException {
    var snapshot = BigSnapshot.write(folder.resolve("big"), 2_000, 500, 40);
    for (var command : List.of("audit", "reach")) {
      var file = folder.resolve(command + ".html");
      var run =
          CommandRun.of(
              command, snapshot.toString(), "--format", "html", "--output", file.toString());
      assertEquals(Slash80.FINE, run.code(), run.err());
      assertTrue(Files.size(file) < LARGEST, command + " " + Files.size(file));
    }
    var page = Jsoup.parse(Files.readString(folder.resolve("audit.html")));
    assertEquals(2_000, page.select(".dots .tile").size());
    assertEquals(2_000, page.select("details.nodes tbody tr").size());
  }

  @Test
  void help_names_the_formats_and_commands_without_a_page_refuse_html() throws IOException {
    assertTrue(CommandRun.of("audit", "--help").out().contains("text, json, html, markdown"));
    var packets = Files.writeString(folder.resolve("packets"), "");
    var ledger = folder.resolve("ledger.json").toString();
    for (var arguments :
        List.of(
            List.of("rules"),
            List.of("rules", "node-is-nitro"),
            List.of("replay", "--ledger", ledger),
            List.of("reach", ACCOUNT.toString(), "--packets", packets.toString()))) {
      var words = Stream.concat(arguments.stream(), Stream.of("--format", "html"));
      var run = CommandRun.of(words.toArray(String[]::new));
      assertEquals(1, run.sentences().size(), run.err());
      assertTrue(run.err().matches("(?s).*expected .*text or json.*found .*html.*"), run.err());
    }
    assertFalse(Files.exists(Path.of(ledger)));
  }
}
