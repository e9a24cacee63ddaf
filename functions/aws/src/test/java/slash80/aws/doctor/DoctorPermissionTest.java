package slash80.aws.doctor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each permission that `doctor` needs, refused alone: the account is healthy, one call is denied,
/// and a line names the action with its fix.
class DoctorPermissionTest {
  private static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  /// The calls that have a path in place of a name. A ledger and the sites have one action.
  private static final Map<String, String> PATHS =
      Map.of(
          "/2015-03-31/functions/slash80-Watch-1/configuration",
          "lambda:GetFunctionConfiguration",
          "/2015-03-31/event-source-mappings/0b1c",
          "lambda:GetEventSourceMapping",
          "/ledgers",
          "s3:ListBucket",
          "/ledgers/ledgers/111122223333/us-east-2/demo.json",
          "s3:GetObject",
          "/ledgers/sites.json",
          "s3:GetObject",
          "/clusters",
          "eks:ListClusters",
          "/clusters/demo",
          "eks:DescribeCluster",
          "/clusters/demo/addons/vpc-cni",
          "eks:DescribeAddon",
          "/clusters/demo/node-groups",
          "eks:ListNodegroups");

  private StackStub stub;

  @BeforeEach
  void start() throws IOException {
    stub = new StackStub().cluster().parameter("PolicyParameter", "/slash80/policy");
    stub.ledgers("ledgers/111122223333/us-east-2/demo.json");
    stub.on(
        "/ledgers/ledgers/111122223333/us-east-2/demo.json",
        "{'schema':2,'readableFrom':2,'cluster':'demo','readingBegan':'2026-11-23T07:30:00Z','open':{},"
            + "'resolved':{},'prefixes':{},'claims':[],'packetSets':[]}");
    stub.on("GetParameter", "{'Parameter':{'Name':'n','Type':'String','Value':'rules-off: []'}}");
  }

  @AfterEach
  void stop() {
    stub.close();
  }

  private static List<Diagnosis> all() {
    return Doctor.examine("us-east-2", Optional.of("slash80"), NOW, _ -> {});
  }

  private static List<String> wrong() {
    return all().stream().filter(diagnosis -> !diagnosis.isFine()).map(Diagnosis::line).toList();
  }

  /// All calls but the first: whoever may not ask for the account has no credentials at all.
  private List<String> calls() {
    return stub.asked.stream()
        .distinct()
        .filter(call -> !call.equals("GetCallerIdentity"))
        .toList();
  }

  @Test
  void one_refused_call_has_its_line_with_the_action_and_the_fix() {
    assertEquals(List.of(), wrong());
    var calls = calls();
    assertTrue(calls.size() > 30, calls.toString());
    var silent = new TreeMap<String, List<String>>();
    for (var call : calls) {
      try (var _ = stub.denied(call)) {
        var lines = wrong();
        var action = PATHS.getOrDefault(call, ":" + call);
        if (lines.stream()
            .noneMatch(line -> line.contains(action) && line.contains("Fix: allow"))) {
          silent.put(call, new ArrayList<>(lines));
        }
      }
    }
    assertEquals(Map.of(), silent);
    assertEquals(List.of(), wrong());
  }
}
