package slash80.audit.command;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.BadInput;

/// Tests that `replay` takes events in every form that people have them.
final class EventFileTest {
  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final ObjectMapper JSON = new ObjectMapper();
  private static final String OPENED = "ec2-authorize-security-group-ingress";

  @TempDir private Path folder;

  private static JsonNode event(String name) {
    try {
      return JSON.readTree(Files.readAllBytes(EVENTS.resolve(name + ".json")));
    } catch (IOException broken) {
      throw new AssertionError(broken);
    }
  }

  /// The record of CloudTrail inside an event.
  private static ObjectNode record(String name) {
    return event(name).path("detail").deepCopy();
  }

  private static JsonNode list(JsonNode... nodes) {
    return JSON.createArrayNode().addAll(List.of(nodes));
  }

  private static JsonNode object(String key, JsonNode value) {
    return JSON.createObjectNode().set(key, value);
  }

  private static JsonNode lookedUp(JsonNode record) {
    return JSON.createObjectNode()
        .put("EventName", record.path("eventName").asText())
        .put("ReadOnly", "false")
        .put("EventTime", 1795420800)
        .put("CloudTrailEvent", record.toString());
  }

  private Path file(String name, JsonNode content) throws IOException {
    return Files.writeString(folder.resolve(name), content.toString());
  }

  private static JsonNode replayed(String... arguments) {
    var words = new String[arguments.length + 3];
    System.arraycopy(arguments, 0, words, 1, arguments.length);
    words[0] = "replay";
    words[words.length - 2] = "--format";
    words[words.length - 1] = "json";
    return CommandRun.of(words).json();
  }

  private static JsonNode alerts(JsonNode replayed) {
    return replayed.path("alerts");
  }

  private static String only(JsonNode replayed) {
    assertEquals(1, replayed.path("events").size(), replayed::toPrettyString);
    return replayed.path("events").path(0).path("event").asText();
  }

  @Test
  void a_record_is_the_event_that_it_would_have_been() throws IOException {
    var expected = alerts(replayed(EVENTS.resolve(OPENED + ".json").toString()));
    assertEquals(1, expected.size());
    var record = record(OPENED);
    var forms =
        List.of(
            record,
            list(record),
            object("Records", list(record)),
            object("Events", list(lookedUp(record))),
            lookedUp(record),
            list(JSON.getNodeFactory().textNode(record.toString())),
            list(object("Records", list(record))),
            list(event(OPENED)),
            object(
                "Records",
                list(object("body", JSON.getNodeFactory().textNode(event(OPENED).toString())))));
    for (var form : forms) {
      var replayed = replayed(file("form.json", form).toString());
      assertEquals(expected, alerts(replayed), form::toPrettyString);
      assertTrue(replayed.path("undelivered").isMissingNode(), replayed::toPrettyString);
    }
  }

  @Test
  void the_place_in_the_file_names_the_event() throws IOException {
    var record = record(OPENED);
    var file = file("log.json", object("Records", list(record))).toString();
    assertEquals(file + ": Records[0]", only(replayed(file)));
    file = file("looked-up.json", list(object("Events", list(lookedUp(record))))).toString();
    assertEquals(file + ": [0].Events[0].CloudTrailEvent", only(replayed(file)));
  }

  @Test
  void a_log_file_is_read_as_cloudtrail_compresses_it() throws IOException {
    var bytes = new ByteArrayOutputStream();
    try (var out = new GZIPOutputStream(bytes)) {
      out.write(
          object("Records", list(record(OPENED))).toString().getBytes(StandardCharsets.UTF_8));
    }
    var file =
        Files.write(
            folder.resolve("111122223333_CloudTrail_us-east-2.json.gz"), bytes.toByteArray());
    assertEquals(1, alerts(replayed(file.toString())).size());
    var cut = Files.write(folder.resolve("cut.json.gz"), Arrays.copyOf(bytes.toByteArray(), 200));
    assertEquals(
        "slash80: %s: expected a whole gzip file, found a damaged one".formatted(cut),
        CommandRun.of("replay", cut.toString()).sentence());
  }

  @Test
  void utf_16_as_a_windows_shell_redirects_it_is_read() throws IOException {
    var text = "\ufeff" + object("Events", list(lookedUp(record(OPENED))));
    var file =
        Files.write(folder.resolve("windows.json"), text.getBytes(StandardCharsets.UTF_16LE));
    assertEquals(1, alerts(replayed(file.toString())).size());
  }

  @ParameterizedTest
  @CsvSource({
    "eventSource, iam.amazonaws.com, calls of other services, call of other services",
    "eventSource, aws:s3, calls of other services, call of other services",
    "eventType, AwsServiceEvent, no API calls, no API calls",
    "eventType, AwsVpceEvent, no API calls, no API calls",
    "eventName, CreateVolume, calls that do not touch the network, call that does not touch the"
        + " network",
    "awsRegion, us-west-2, calls in other accounts or regions, call in other accounts or regions",
    "recipientAccountId, 222233334444, calls in other accounts or regions, call in other accounts"
        + " or regions"
  })
  void what_eventbridge_does_not_deliver_is_counted(
      String key, String value, String kind, String one) throws IOException {
    var other = record(OPENED).put(key, value);
    var both =
        replayed(
            file("log.json", object("Records", list(other, record(OPENED), other))).toString());
    assertEquals(object(kind, JSON.getNodeFactory().numberNode(2)), both.path("undelivered"));
    assertEquals(1, alerts(both).size());
    var none = CommandRun.of("replay", file("other.json", list(other)).toString());
    assertEquals(Slash80.FINE, none.code(), none.err());
    assertEquals(
        "EventBridge does not deliver 1 record of CloudTrail: 1 " + one, none.out().strip());
  }

  /// The route tables of a shared VPC change in the account that owns the VPC.
  @Test
  void a_call_of_the_account_that_shares_the_vpc_is_replayed() throws IOException {
    var account = Files.createDirectory(folder.resolve("account"));
    try (var files = Files.list(EVENTS.resolve("account"))) {
      for (var file : files.filter(Files::isRegularFile).toList()) {
        Files.copy(file, account.resolve(file.getFileName()));
      }
    }
    var subnets = account.resolve("describe-subnets.json");
    var owned = Files.readString(subnets).replaceAll("\"OwnerId\": \"\\d+\",", "");
    Files.writeString(
        subnets, owned.replace("\"VpcId\":", "\"OwnerId\": \"222233334444\", \"VpcId\":"));
    var log =
        object(
            "Records",
            list(
                record("ec2-create-route").put("recipientAccountId", "222233334444"),
                record("ec2-create-route").put("recipientAccountId", "333344445555")));

    var replayed = replayed(file("log.json", log).toString(), "--account", account.toString());

    assertEquals(1, replayed.path("events").size(), replayed::toPrettyString);
    assertEquals(1, alerts(replayed).size(), replayed::toPrettyString);
    assertEquals(
        1, replayed.path("undelivered").path("calls in other accounts or regions").asInt());
    var text =
        CommandRun.of(
            "replay", folder.resolve("log.json").toString(), "--account", account.toString());
    assertTrue(text.err().contains("1 call in other accounts or regions"), text.err());
  }

  @Test
  void a_record_that_only_reads_is_counted_and_an_event_is_judged_as_ever() throws IOException {
    var reads = record("ec2-describe-security-groups");
    var replayed = replayed(file("log.json", object("Records", list(reads))).toString());
    assertEquals(1, replayed.path("undelivered").path("calls that only read").asInt());
    assertEquals(0, replayed.path("events").size());
    var event = replayed(EVENTS.resolve("ec2-describe-security-groups.json").toString());
    var sentence = event.path("events").path(0).path("sentence").asText();
    assertTrue(sentence.endsWith("no alert, the call only reads"), sentence);
  }

  @Test
  void the_calls_that_are_left_out_are_those_of_the_template() throws IOException {
    var template = Files.readString(EVENTS.resolveSibling("template.yaml"));
    var patterns =
        String.join(", ", CloudTrailRecord.LEFT_OUT.stream().map("\"*%s*\""::formatted).toList());
    assertTrue(template.contains("anything-but: {wildcard: [" + patterns + "]}"), patterns);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          []                                | expected at least one event, found none
          {"Records": []}                   | expected at least one event, found none
          {"Events": []}                    | expected at least one event, found none
          5                                 | expected an EventBridge event, found JSON that is not an object
          {}                                | expected an EventBridge event, an SQS message or a CloudTrail record, found an object that is none of them
          {"Records": [{}]}                 | Records[0]: expected an EventBridge event, an SQS message or a CloudTrail record, found an object that is none of them
          {"Records": [null]}               | Records[0]: expected an EventBridge event, found JSON that is not an object
          {"Records": [{"body": "{"}]}      | Records[0].body: expected an EventBridge event, found text that is not JSON at line 1, column 2
          {"Events": [{"CloudTrailEvent": ""}]} | Events[0].CloudTrailEvent: expected an EventBridge event, found JSON that is not an object
          ["x"]                             | [0]: expected an EventBridge event, found text that is not JSON at line 1, column 1
          """)
  void what_is_no_event_is_refused_with_its_place(String text, String sentence) throws IOException {
    var file = Files.writeString(folder.resolve("bad.json"), text);
    var run = CommandRun.of("replay", file.toString());
    assertEquals("slash80: %s: %s".formatted(file, sentence), run.sentence());
  }

  @Test
  void damaged_files_are_replayed_or_refused_with_one_sentence() throws IOException {
    var seed = Long.getLong("slash80.seed", System.nanoTime());
    var random = new Random(seed);
    var tokens =
        List.of(
            "null", "[]", "{}", "\"", "{\"Records\":[", "\"body\":", "}", "1e999", "\u0000", "\\");
    var whole =
        list(
                object("Records", list(record(OPENED))),
                object("Events", list(lookedUp(record(OPENED)))))
            .toString();
    for (int round = 0; round < 2_000; round++) {
      int at = random.nextInt(whole.length());
      var damaged =
          switch (random.nextInt(3)) {
            case 0 -> whole.substring(0, at);
            case 1 ->
                whole.substring(0, at)
                    + tokens.get(random.nextInt(tokens.size()))
                    + whole.substring(at);
            default ->
                whole.substring(0, at)
                    + whole.substring(Math.min(whole.length(), at + random.nextInt(40)));
          };
      var file = Files.writeString(folder.resolve("damaged.json"), damaged);
      try {
        EventFile.read(file);
      } catch (BadInput bad) {
        assertFalse(
            bad.getMessage().contains("\n"), () -> "seed " + seed + ": " + bad.getMessage());
      } catch (RuntimeException broken) {
        throw new AssertionError("seed " + seed + ", round " + round + ": " + damaged, broken);
      }
    }
  }

  @Test
  void standard_input_stands_for_a_file_of_events_a_policy_and_packets() throws IOException {
    var event = Files.readString(EVENTS.resolve(OPENED + ".json"));
    var replayed = given(event, "replay", "-", "--format", "json").json();
    assertEquals(1, alerts(replayed).size());
    assertEquals("standard input", only(replayed));
    assertEquals(
        "slash80: standard input: expected an EventBridge event, found text that is not JSON at"
            + " line 1, column 2",
        given("{", "replay", "-").sentence());
    var account = EVENTS.resolve("account").toString();
    var policy = "rules: {interface-closed-to-ipv6-internet: off}";
    var audit = given(policy, "audit", account, "--policy", "-", "--format", "json");
    assertFalse(
        audit.json().toString().contains("interface-closed-to-ipv6-internet/"), audit.out());
    var packet =
        "{\"to\":\"i-02ebad56ad05a4ff0\",\"from\":\"2001:db8::1\",\"protocol\":\"tcp\",\"port\":22}";
    assertEquals(1, given(packet, "reach", account, "--packets", "-").out().lines().count());
  }

  @Test
  void where_standard_input_cannot_stand_it_is_refused() {
    var account = EVENTS.resolve("account").toString();
    assertRefused("found it twice", "replay", "-", "-");
    assertRefused("found it twice", "replay", "-", "--policy", "-");
    assertRefused("found it twice", "reach", account, "--packets", "-", "--policy", "-");
    assertRefused("expected a folder of AWS CLI output, found -", "audit", "-");
    assertRefused("expected a folder after --account, found -", "replay", "--account", "-");
    assertRefused(
        "expected a file that is read and written after --ledger, found -",
        "replay",
        "--ledger",
        "-");
    assertRefused("found it twice", "audit", account, "--with", "-", "--policy", "-");
    assertRefused("found it twice", "audit", account, "--with", "-", "-");
  }

  @Test
  void what_if_takes_standard_input_whose_key_tells_the_command() throws IOException {
    var account = EVENTS.resolve("account");
    var groups = Files.readString(account.resolve("describe-security-groups.json"));
    var closed = groups.replace("::/0", "2600:1f00::/40").replace("0.0.0.0/0", "52.0.0.0/30");
    assertFalse(closed.equals(groups));
    var file = Files.writeString(folder.resolve("describe-security-groups.json"), closed);
    var what = new String[] {"audit", account.toString(), "--format", "json", "--with"};
    var byFile = CommandRun.of(with(what, file.toString())).json();
    var byInput = given(closed, with(what, "-")).json();
    assertTrue(!byFile.path("clusters").path(0).path("resolved").isEmpty(), byFile::toPrettyString);
    assertEquals(byFile.path("clusters"), byInput.path("clusters"));
    var text = given(closed, "audit", account.toString(), "--with", "-").out();
    assertTrue(text.contains("As it would be with standard input"), text);
  }

  private static String[] with(String[] words, String last) {
    var all = Arrays.copyOf(words, words.length + 1);
    all[words.length] = last;
    return all;
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = ';',
      value = {
        "'';expected a JSON object, as the AWS CLI prints it, found nothing",
        "[];found other JSON",
        "{;expected JSON, as the AWS CLI prints it",
        "{\"Things\": []};such as SecurityGroups, found Things",
        "{\"Listeners\": []};describe-listeners.ID.json (aws elbv2 describe-listeners) or"
            + " list-listeners.ID.json (aws globalaccelerator list-listeners)",
        "{\"TagDescriptions\": []};describe-tags.json (aws elbv2 describe-tags) or"
            + " describe-tags.classic.json",
        "{\"Attributes\": []};describe-load-balancer-attributes.ID.json",
        "{\"Entries\": []};expected a file that is named get-managed-prefix-list-entries.ID.json",
        "{\"Vpcs\": 7};standard input: Vpcs: expected a list, found 7"
      })
  void standard_input_that_does_not_tell_its_command_is_refused(String input, String words) {
    var account = EVENTS.resolve("account").toString();
    var sentence = given(input, "audit", account, "--with", "-").sentence();
    assertTrue(sentence.contains(words), sentence);
    assertTrue(sentence.contains("standard input: "), sentence);
  }

  private static void assertRefused(String words, String... arguments) {
    var sentence = given("", arguments).sentence();
    assertTrue(sentence.contains(words), sentence);
  }

  private static CommandRun given(String input, String... arguments) {
    var usual = System.in;
    System.setIn(new ByteArrayInputStream(input.getBytes(StandardCharsets.UTF_8)));
    try {
      return CommandRun.of(arguments);
    } finally {
      System.setIn(usual);
    }
  }
}
