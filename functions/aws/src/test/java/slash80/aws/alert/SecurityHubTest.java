package slash80.aws.alert;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import slash80.aws.JsonStub;
import slash80.aws.JsonStub.Answer;
import slash80.aws.StubbedService;

/// Calls of `BatchImportFindings`, and what is told of findings that Security Hub does not import.
class SecurityHubTest {
  private static final String IMPORT = "/findings/import";

  private final JsonStub stub = new JsonStub();
  private final List<JsonNode> requests = new ArrayList<>();

  @AfterEach
  void stop() {
    stub.close();
  }

  private Map<String, String> put(int count) {
    var findings =
        IntStream.range(0, count)
            .mapToObj(number -> Map.<String, Object>of("Id", "f" + number))
            .toList();
    return new SecurityHub(StubbedService.securityHub(stub.address())).put(findings);
  }

  private void answers(String body) {
    stub.on(
        IMPORT,
        request -> {
          requests.add(request);
          return Answer.of(body);
        });
  }

  @Test
  void a_call_carries_at_most_a_hundred_findings() {
    answers("{'FailedCount':0,'SuccessCount':100,'FailedFindings':[]}");
    assertEquals(Map.of(), put(0));
    assertEquals(List.of(), requests);
    for (int count : new int[] {1, 99, 100, 101, 250}) {
      requests.clear();
      assertEquals(Map.of(), put(count));
      var sizes = requests.stream().map(request -> request.path("Findings").size()).toList();
      assertEquals(count, sizes.stream().mapToInt(size -> size).sum());
      assertEquals((count + 99) / 100, sizes.size());
      assertTrue(sizes.stream().allMatch(size -> size <= 100), sizes.toString());
    }
    assertEquals(IMPORT, stub.called.getFirst());
    assertTrue(
        stub.signatures.getFirst().contains("/us-east-2/securityhub/aws4_request"),
        stub.signatures.getFirst());
  }

  @Test
  void a_finding_that_is_refused_is_told_with_its_reason() {
    answers(
        "{'FailedCount':1,'SuccessCount':2,'FailedFindings':["
            + "{'Id':'f1','ErrorCode':'InvalidInput','ErrorMessage':'no such region'}]}");
    assertEquals(Map.of("f1", "InvalidInput: no such region"), put(3));
  }

  @Test
  void findings_that_failed_without_a_name_all_count_as_refused() {
    answers("{'FailedCount':2,'SuccessCount':1,'FailedFindings':[{'Id':'f1','ErrorCode':'X'}]}");
    assertEquals(
        Map.of(
            "f0", "Security Hub did not answer about it",
            "f1", "X",
            "f2", "Security Hub did not answer about it"),
        put(3));
    answers("{}");
    assertEquals(Map.of("f0", "Security Hub did not answer about it"), put(1));
  }

  @Test
  void a_call_that_is_refused_whole_does_not_hold_up_the_others() {
    stub.on(
        IMPORT,
        request ->
            request.toString().contains("\"f0\"")
                ? new Answer(
                    401, "{\"Code\":\"InvalidAccessException\",\"Message\":\"not enabled\"}")
                : Answer.of("{'FailedCount':0,'SuccessCount':1}"));
    var refused = put(101);
    assertEquals(100, refused.size());
    assertEquals("InvalidAccessException", refused.get("f0"));
  }

  @Test
  void the_type_of_an_error_is_read_from_the_header_too() {
    stub.on(
        IMPORT, _ -> new Answer(400, "{\"message\":\"no\"}", "AccessDeniedException:http://x/"));
    assertEquals(Map.of("f0", "AccessDeniedException"), put(1));
  }
}
