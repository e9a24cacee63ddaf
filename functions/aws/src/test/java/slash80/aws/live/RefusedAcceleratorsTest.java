package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import slash80.aws.CostSituations;
import slash80.aws.capture.Capture;
import slash80.aws.live.StubbedAws.Fault;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import slash80.rule.Finding;

/// Tests what a capture says where AWS refuses the calls about accelerators, and what the snapshot
/// is then judged to be.
final class RefusedAcceleratorsTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path folder;
  @TempDir private Path captured;
  private StubbedAws aws;

  @BeforeEach
  void serve() {
    CostSituations.base(folder);
    aws = StubbedAws.serving(folder);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  /// The network ACL lets answers out.
  private void answering() {
    Folders.change(
        folder,
        "describe-network-acls.json",
        text ->
            text.replace(
                "\"Entries\": [",
                "\"Entries\": [{\"RuleNumber\": 100, \"Protocol\": \"-1\", \"RuleAction\":"
                    + " \"allow\", \"Egress\": true, \"Ipv6CidrBlock\": \"::/0\"},"));
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      textBlock =
          """
          ListAccelerators   | list-accelerators
          ListListeners      | list-listeners
          ListEndpointGroups | list-endpoint-groups
          """)
  void a_capture_warns_of_refused_accelerators_and_the_finding_says_may(
      String operation, String command) {
    StubbedEntrances.addAccelerator(folder);
    CostSituations.open(folder);
    answering();
    aws.serve(folder);
    aws.fail(operation, Fault.DENIED);
    assertEquals(
        List.of(
            "aws globalaccelerator %s was refused (AccessDeniedException): its output is missing from the snapshot"
                .formatted(command)),
        new Capture("the stub", listener -> aws.account(() -> AT, List.of(listener)))
            .write("demo", captured, AT, _ -> {})
            .warnings());
    var snapshot = Snapshot.open(captured);
    var read = snapshot.read(snapshot.clusters().getFirst(), AT);
    var detail =
        RuleBook.judge(new Network(read, Parameters.DEFAULTS), Scope.whole()).findings().stream()
            .filter(finding -> finding.rule().equals("interface-closed-to-global-accelerator"))
            .map(Finding::detail)
            .toList()
            .toString();
    assertTrue(detail.contains("eni-1 of i-1 may be open"), detail);
    assertTrue(detail.matches("(?s).*" + operation + ".* would tell.*"), detail);
  }

  @Test
  void a_deleted_accelerator_is_no_refusal() {
    StubbedEntrances.addAccelerator(folder);
    aws.serve(folder);
    aws.fail("ListListeners", Fault.NOT_FOUND);
    assertEquals(
        List.of(),
        new Capture("the stub", listener -> aws.account(() -> AT, List.of(listener)))
            .write("demo", captured, AT, _ -> {})
            .warnings());
  }
}
