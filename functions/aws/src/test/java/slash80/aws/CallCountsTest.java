package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.Map;
import org.junit.jupiter.api.Test;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;

/// Tests the counts of calls, their words and metric, and the deadline of calls.
final class CallCountsTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @Test
  void every_page_and_every_try_counts() {
    try (var aws = example()) {
      var account = aws.account();
      aws.fail("DescribeCluster", 1, Fault.THROTTLED);
      account.clusters();
      assertEquals(
          new CallCounts(Map.of("eks:ListClusters", 1, "eks:DescribeCluster", 2)),
          account.callCounts());
      account.read(account.clusters().getFirst(), AT);
      assertEquals(aws.calls(), account.callCounts().sum());
    }
  }

  @Test
  void added_calls_are_listed_by_action() {
    var before = new CallCounts(Map.of("ec2:DescribeVpcs", 1, "ec2:DescribeInstances", 1));
    var after = new CallCounts(Map.of("ec2:DescribeVpcs", 2, "ec2:DescribeInstances", 3));
    assertEquals(
        "3 calls: ec2:DescribeInstances 2, ec2:DescribeVpcs", after.since(before).toString());
    assertEquals("no calls", after.since(after).toString());
    assertEquals(
        "1 call: ec2:DescribeVpcs", new CallCounts(Map.of("ec2:DescribeVpcs", 1)).toString());
  }

  @Test
  void the_metric_is_one_line_of_the_embedded_format() {
    assertEquals(
        """
        {"Calls":{"ec2:DescribeVpcs":2},"Function":"watch","Reads":2,"Opened":3,"Resolved":1,\
        "Waiting":2,"_aws":{"CloudWatchMetrics":[{"Dimensions":[["Function"]],"Metrics":[\
        {"Name":"Reads","Unit":"Count"},{"Name":"Opened","Unit":"Count"},\
        {"Name":"Resolved","Unit":"Count"},{"Name":"Waiting","Unit":"Count"}],\
        "Namespace":"Slash80"}],"Timestamp":1795420800000}}\
        """,
        MetricLine.ofWatch(new CallCounts(Map.of("ec2:DescribeVpcs", 2)), 3, 1, 2).text(AT));
  }

  @Test
  void after_the_end_nothing_is_asked() {
    try (var aws = example()) {
      var account = aws.account(() -> AT);
      account.until(AT.minusSeconds(1));
      var ended = assertThrows(ReadInterrupted.class, account::clusters);
      var why = "eks:ListClusters: time budget used up";
      assertTrue(ended.getMessage().startsWith(why), ended.getMessage());
      assertEquals(0, aws.calls());
      account.until(AT.plusSeconds(1));
      assertEquals(1, account.clusters().size());
    }
  }

  private static StubbedAws example() {
    return StubbedAws.serving(Path.of(System.getProperty("project.root"), "events/account"));
  }
}
