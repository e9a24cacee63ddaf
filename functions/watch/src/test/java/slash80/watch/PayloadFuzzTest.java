package slash80.watch;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.amazonaws.services.lambda.runtime.RequestStreamHandler;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.smallrye.config.PropertiesConfigSource;
import io.smallrye.config.SmallRyeConfigBuilder;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.aws.BadInput;
import slash80.aws.Damage;
import slash80.aws.Door;
import slash80.aws.JsonStub;
import slash80.aws.JsonStub.Answer;
import slash80.aws.SdkSettings;
import slash80.aws.ledger.MemoryLedgerStore;
import slash80.aws.snapshot.Snapshot;
import slash80.check.BatchHandler;
import slash80.check.Services;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests what Lambda gives the functions, with random damage: the answer names messages of the
/// batch only, or the call fails with one sentence, so that the whole batch is delivered again.
final class PayloadFuzzTest {
  /// https://docs.aws.amazon.com/lambda/latest/dg/gettingstarted-limits.html
  private static final int LONGEST = 6 * 1024 * 1024;

  private static final Path EVENTS = Path.of(System.getProperty("project.root"), "events");
  private static final Instant AT = Instant.parse("2026-11-23T08:05:12Z");
  private static final ObjectMapper JSON = new ObjectMapper();

  private static WatchFunction watch() {
    var account = Snapshot.open(EVENTS.resolve("account"));
    var store = new MemoryLedgerStore();
    var clock = InstantSource.fixed(AT);
    var policy = Policy.with(Parameters.DEFAULTS);
    var handler =
        new BatchHandler(
            clock,
            () ->
                new Services(
                    account, store, (_, _) -> {}, policy, Timings.DEFAULTS, clock, _ -> {}));
    var function = new WatchFunction();
    function.handler((messages, _) -> handler.handle(messages));
    return function;
  }

  private static SecurityHubFunction securityHub() {
    var function = new SecurityHubFunction();
    function.config =
        new SmallRyeConfigBuilder()
            .withSources(
                new PropertiesConfigSource(
                    Map.of(
                        "SLASH80_PRODUCT_ARN",
                        "arn:aws:securityhub:us-east-2:111122223333:product/111122223333/default",
                        "AWS_REGION",
                        "us-east-2"),
                    "the stack",
                    100))
            .build();
    return function;
  }

  @Test
  void a_damaged_batch_of_changes_is_handled_or_fails() throws IOException {
    var function = watch();
    var fates =
        new Door("watch", LONGEST, text -> call(function, text))
            .damaged(
                List.of(
                    Files.readString(EVENTS.resolve("sqs-batch.json")),
                    Files.readString(EVENTS.resolve("ec2-create-route.json")),
                    "{\"Records\": []}"));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "null",
        "5",
        "[]",
        "{\"Records\": null}",
        "{\"Records\": {}}",
        "{\"Records\": \"m1\"}",
        "{\"Records\": [null]}",
        "{\"Records\": [[]]}",
        "{\"Records\": [{\"eventSource\": \"aws:sqs\", \"body\": \"{}\"}]}"
      })
  void what_is_no_batch_fails_and_is_not_taken_for_an_empty_one(String payload) {
    assertFalse(new Door("watch", LONGEST, text -> call(watch(), text)).isRead(payload));
    assertFalse(
        new Door("security-hub", LONGEST, text -> call(securityHub(), text)).isRead(payload));
  }

  @Test
  void a_damaged_batch_of_findings_is_imported_or_fails() throws IOException {
    try (var stub = new JsonStub();
        var _ = SdkSettings.at(Map.of("SecurityHub", stub.address()))) {
      stub.on(
          "/findings/import",
          request ->
              Answer.of(
                  "{'FailedCount':0,'SuccessCount':%d,'FailedFindings':[]}"
                      .formatted(request.path("Findings").size())));
      var function = securityHub();
      var fates =
          new Door("security-hub", LONGEST, text -> call(function, text))
              .damaged(List.of(batch(finding()), batch(finding(), finding())));
      assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
    }
  }

  private static String finding() {
    return """
    {"source": "slash80.watch", "detail": {"schema": "slash80.finding/1", "event": "opened",
      "account": "111122223333", "region": "us-east-2", "cluster": "demo",
      "at": "2026-11-23T08:05:12Z", "rule": "node-holds-pod-prefix", "family": "delegation",
      "title": "A node should hold an IPv6 prefix for its pods",
      "findings": [{"id": "node-holds-pod-prefix/i-1", "severity": "HIGH",
        "subject": {"type": "instance", "id": "i-1"}, "detail": "i-1 holds no prefix",
        "firstSeen": "2026-11-23T08:05:12Z"}]}}
    """;
  }

  private static String batch(String... bodies) {
    var records = JsonNodeFactory.instance.arrayNode();
    for (var body : bodies) {
      records.addObject().put("messageId", "m" + records.size()).put("body", body);
    }
    return JsonNodeFactory.instance.objectNode().set("Records", records).toString();
  }

  private static void call(RequestStreamHandler function, String payload) throws IOException {
    var output = new ByteArrayOutputStream();
    try {
      function.handleRequest(new ByteArrayInputStream(Damage.bytes(payload)), output, null);
    } catch (IllegalStateException failed) { // a single event that failed
      throw new BadInput(String.valueOf(failed.getMessage()), failed);
    }
    var sent = new HashSet<>(JSON.readTree(payload).path("Records").findValuesAsText("messageId"));
    for (JsonNode failure : JSON.readTree(output.toByteArray()).path("batchItemFailures")) {
      assertTrue(sent.contains(failure.path("itemIdentifier").asText()), failure.toString());
    }
  }
}
