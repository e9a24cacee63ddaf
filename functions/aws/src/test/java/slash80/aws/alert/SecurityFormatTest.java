package slash80.aws.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import com.networknt.schema.JsonSchema;
import com.networknt.schema.JsonSchemaFactory;
import com.networknt.schema.SpecVersion.VersionFlag;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.alerts.FindingEvents;
import slash80.aws.BadInput;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.fixtures.FindingCopy;
import slash80.fixtures.JudgementFixture;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.ResourceSelector;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Findings in the format of Security Hub. Each is held against the members of `AwsSecurityFinding`
/// and their limits.
class SecurityFormatTest {
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String PRODUCT =
      "arn:aws:securityhub:us-east-2:999988887777:product/999988887777/default";
  private static final SecurityFormat FORMAT = new SecurityFormat(PRODUCT);
  private static final JsonSchema SCHEMA =
      JsonSchemaFactory.getInstance(VersionFlag.V202012)
          .getSchema(
              Objects.requireNonNull(
                  SecurityFormatTest.class.getResourceAsStream("/asff.schema.json")));
  private static final Cluster.Id DEMO = Examples.cluster("demo");

  /// The most that Security Hub takes of one finding
  /// (https://docs.aws.amazon.com/securityhub/1.0/APIReference/API_BatchImportFindings.html).
  private static final int LARGEST = 240 * 1024;

  private Instant now = Examples.AT;
  private Ledger ledger = Ledger.empty("demo");

  /// The findings that a check imports; each check is an hour after the one before.
  private List<JsonNode> check(Finding... findings) {
    now = now.plus(Duration.ofHours(1));
    var before = ledger;
    var judgement = JudgementFixture.judging(DEMO, now).finds(List.of(findings)).judgement();
    var reading = new Observation(CheckedScope.whole(), Fact.known(Set.of()), Map.of());
    var delta = Delta.between(before, judgement, reading, Duration.ofMinutes(4));
    ledger = delta.after();
    return FindingEvents.of(judgement, delta, List.of(Examples.ORIGIN), before, Severity.LOW)
        .stream()
        .flatMap(event -> imported(JSON.valueToTree(event)).stream())
        .toList();
  }

  private static List<JsonNode> imported(JsonNode event) {
    return FORMAT.findings(event).stream().map(SecurityFormatTest::fitting).toList();
  }

  private static JsonNode fitting(Map<String, Object> finding) {
    JsonNode tree = JSON.valueToTree(finding);
    var text = tree.toString();
    assertEquals(
        List.of(), SCHEMA.validate(tree).stream().map(Object::toString).toList(), () -> text);
    assertTrue(text.getBytes(StandardCharsets.UTF_8).length < LARGEST, text);
    return tree;
  }

  @Test
  void a_finding_says_what_is_wrong_with_which_resource_and_how_to_fix_it() {
    var finding = check(Examples.open("eni-1")).getFirst();
    assertEquals(
        "slash80/111122223333/us-east-2/demo/" + Examples.open("eni-1").id(),
        finding.path("Id").asText());
    assertEquals(PRODUCT, finding.path("ProductArn").asText());
    assertEquals("999988887777", finding.path("AwsAccountId").asText());
    assertEquals("slash80/" + Examples.open("eni-1").rule(), finding.path("GeneratorId").asText());
    assertEquals("CRITICAL", finding.at("/FindingProviderFields/Severity/Label").asText());
    assertEquals(
        "Software and Configuration Checks/AWS Security Best Practices/Network Reachability",
        finding.at("/FindingProviderFields/Types/0").asText());
    assertEquals(Examples.open("eni-1").title(), finding.path("Title").asText());
    assertTrue(
        finding.path("Description").asText().startsWith(Examples.open("eni-1").detail()),
        finding.toString());
    var fix = finding.at("/Remediation/Recommendation/Text").asText();
    assertTrue(fix.contains("revoke-security-group-ingress"), fix);
    assertEquals("sg-2", finding.path("ProductFields").path("slash80/cause").asText());
    assertTrue(
        finding
            .path("ProductFields")
            .path("slash80/changedBy")
            .asText()
            .startsWith("AuthorizeSecurityGroupIngress by"),
        finding.toString());
    var resources =
        finding
            .path("Resources")
            .valueStream()
            .map(at -> at.path("Type").asText() + " " + at.path("Id").asText())
            .toList();
    assertEquals(
        "AwsEc2NetworkInterface arn:aws:ec2:us-east-2:111122223333:network-interface/eni-1",
        resources.getFirst());
    assertEquals(
        "AwsEksCluster arn:aws:eks:us-east-2:111122223333:cluster/demo", resources.getLast());
  }

  @Test
  void the_description_is_whole_sentences() {
    var open = Examples.open("eni-1");
    var description = check(open).getFirst().path("Description").asText();
    assertEquals(open.detail() + ". " + open.risk(), description);
  }

  @Test
  void each_finding_has_the_command_that_fixes_it() {
    var findings =
        check(
            FindingCopy.of(Examples.bare("i-1")).remedy("aws ec2 one").finding(),
            FindingCopy.of(Examples.bare("i-2")).remedy("aws ec2 two").finding());
    assertEquals(
        List.of("aws ec2 one", "aws ec2 two"),
        findings.stream()
            .map(finding -> finding.at("/Remediation/Recommendation/Text").asText())
            .toList());
    assertEquals(
        List.of("aws ec2 one", "aws ec2 two"),
        findings.stream()
            .map(finding -> finding.path("ProductFields").path("slash80/fix").asText())
            .toList());
  }

  @Test
  void a_command_that_is_longer_than_a_recommendation_stands_whole_in_a_field() {
    var command = "aws ec2 " + "x".repeat(900);
    var finding = check(FindingCopy.of(Examples.bare("i-1")).remedy(command).finding()).getFirst();
    assertEquals(
        "Run the command in the product field slash80/fix.",
        finding.at("/Remediation/Recommendation/Text").asText());
    assertEquals(command, finding.path("ProductFields").path("slash80/fix").asText());
  }

  @Test
  void a_resolved_finding_is_archived_and_active_when_it_opens_again() {
    var opened = check(Examples.bare("i-1")).getFirst();
    var resolved = check().getFirst();
    var again = check(Examples.bare("i-1")).getFirst();

    assertEquals(
        List.of("ACTIVE", "ARCHIVED", "ACTIVE"),
        List.of(opened, resolved, again).stream()
            .map(finding -> finding.path("RecordState").asText())
            .toList());
    assertEquals(opened.path("Id"), resolved.path("Id"));
    assertEquals(opened.path("Id"), again.path("Id"));
    assertEquals(opened.path("CreatedAt"), resolved.path("CreatedAt"));
    assertTrue(
        moment(opened).isBefore(moment(resolved)) && moment(resolved).isBefore(moment(again)));
    assertEquals("the node is gone", resolved.at("/ProductFields/slash80~1ending").asText());
  }

  @Test
  void a_finding_is_archived_while_it_is_exempted() {
    var opened = check(Examples.bare("i-1")).getFirst();
    var exemption =
        new Exemption(
            "node-holds-pod-prefix",
            ResourceSelector.parse("i-1"),
            Optional.empty(),
            "until the move",
            "platform@example.com",
            LocalDate.parse("2026-12-31"));
    now = now.plus(Duration.ofHours(1));
    var judgement =
        JudgementFixture.judging(DEMO, now)
            .exempts(List.of(new Exempted(Examples.bare("i-1"), exemption)))
            .judgement();
    var before = ledger;
    var reading = new Observation(CheckedScope.whole(), Fact.known(Set.of()), Map.of());
    var delta = Delta.between(before, judgement, reading, Duration.ofMinutes(4));
    ledger = delta.after();
    var events = FindingEvents.ofSilenced(judgement, delta, before, Severity.LOW);
    var exempted = imported(JSON.valueToTree(events.getFirst())).getFirst();
    assertEquals(1, events.size());
    assertEquals("ARCHIVED", exempted.path("RecordState").asText());
    assertEquals(opened.path("Id"), exempted.path("Id"));
    assertTrue(moment(opened).isBefore(moment(exempted)));
    assertEquals("silenced by the policy", exempted.at("/ProductFields/slash80~1ending").asText());

    var again = check(Examples.bare("i-1")).getFirst();
    assertEquals("ACTIVE", again.path("RecordState").asText());
    assertEquals(opened.path("Id"), again.path("Id"));
  }

  private static Instant moment(JsonNode finding) {
    return Instant.parse(finding.path("UpdatedAt").asText());
  }

  @Test
  void a_finding_that_grows_is_the_same_with_another_severity() {
    var mild =
        check(FindingCopy.of(Examples.bare("i-1")).severity(Severity.LOW).finding()).getFirst();
    var worse = check(Examples.bare("i-1")).getFirst();
    assertEquals(mild.path("Id"), worse.path("Id"));
    assertEquals("LOW", mild.at("/FindingProviderFields/Severity/Label").asText());
    assertEquals("HIGH", worse.at("/FindingProviderFields/Severity/Label").asText());
    assertEquals(
        "Software and Configuration Checks/AWS Security Best Practices",
        worse.at("/FindingProviderFields/Types/0").asText());
  }

  @Test
  void every_finding_of_a_large_event_is_imported_once() {
    var findings =
        check(
            IntStream.range(0, 95)
                .mapToObj(i -> Examples.open("eni-" + i))
                .toArray(Finding[]::new));
    assertEquals(95, findings.stream().map(finding -> finding.path("Id")).distinct().count());
  }

  @Test
  void an_id_that_is_too_long_is_cut_and_stays_its_own() {
    var ids = new HashSet<String>();
    for (String end : List.of("a", "b", "节", "\n")) {
      var event = event("n".repeat(600) + end);
      ids.add(imported(event).getFirst().path("Id").asText());
      ids.add(imported(event).getFirst().path("Id").asText());
    }
    assertEquals(4, ids.size(), ids.toString());
  }

  @ParameterizedTest
  @CsvSource({
    "/detail/findings, detail.findings",
    "/detail/at, at",
    "/detail/event, event",
    "/detail/account, account",
    "/detail/findings/0/severity, severity",
    "/detail/findings/0/firstSeen, firstSeen",
    "/detail/findings/0/id, id"
  })
  void an_event_that_lacks_what_is_needed_is_refused_by_name(String pointer, String name) {
    for (boolean isMissing : new boolean[] {true, false}) {
      var event = event("rule/eni-1");
      int end = pointer.lastIndexOf('/');
      var parent = (ObjectNode) event.at(pointer.substring(0, end));
      parent.remove(pointer.substring(end + 1));
      if (!isMissing) {
        parent.put(pointer.substring(end + 1), 7);
      }
      var refused = assertThrows(BadInput.class, () -> FORMAT.findings(event));
      assertTrue(String.valueOf(refused.getMessage()).endsWith(name), refused.getMessage());
    }
    assertThrows(BadInput.class, () -> FORMAT.findings(JSON.createArrayNode()));
  }

  @Test
  void hostile_names_stay_within_every_limit() {
    for (long seed = 1; seed <= 2_000; seed++) {
      var random = new Random(seed);
      var event = event(hostile(random));
      var detail = (ObjectNode) event.path("detail");
      for (String key :
          List.of(
              "account",
              "region",
              "cluster",
              "rule",
              "family",
              "title",
              "headline",
              "remedy",
              "risk",
              "see",
              "cause")) {
        if (random.nextBoolean()) {
          detail.put(key, "x" + hostile(random));
        }
      }
      var finding = (ObjectNode) detail.path("findings").path(0);
      finding.put("detail", hostile(random));
      var subject = (ObjectNode) finding.path("subject");
      subject.put("id", "x" + hostile(random)).put("node", hostile(random));
      imported(event);
    }
  }

  private static String hostile(Random random) {
    var parts =
        new String[] {
          "\"",
          "\\",
          "\n",
          "\u0000",
          "\u202e",
          "\ud83d",
          "🙂",
          "節",
          "${jndi}",
          "'; rm -rf ~",
          "<b>",
          "=1+1",
          "arn:aws:",
          "/",
          " ",
          "a"
        };
    var text = new StringBuilder("/");
    int length = random.nextInt(4) == 0 ? 3_000 : random.nextInt(40);
    for (int i = 0; i < length; i++) {
      text.append(parts[random.nextInt(parts.length)]);
    }
    return text.toString();
  }

  private static JsonNode event(String id) {
    var finding =
        Map.of(
            "id", id,
            "severity", "HIGH",
            "subject", Map.of("type", "network-interface", "id", "eni-1", "node", "i-1"),
            "detail", "eni-1 is open",
            "firstSeen", "2026-11-23T08:05:12Z");
    return JSON.valueToTree(
        Map.of(
            "detail",
            Map.of(
                "event", "opened",
                "account", "111122223333",
                "region", "us-east-2",
                "cluster", "demo",
                "rule", "interface-closed-to-ipv6-internet",
                "family", "ingress",
                "title", "An interface should be closed",
                "at", "2026-11-23T08:05:12Z",
                "findings", new ArrayList<>(List.of(finding)))));
  }
}
