package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.BigSnapshot;
import slash80.aws.live.StubbedAws.Fault;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Cluster;
import slash80.facts.Facts;
import slash80.facts.Permissions;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.Ec2Exception;
import software.amazon.awssdk.services.ec2.model.Filter;

/// Tests that the stub serves a folder over the wire, and filters, pages and refuses as AWS does.
final class StubbedAwsTest {
  private static final Path EXAMPLE = Path.of(System.getProperty("project.root"), "events/account");
  private final StubbedAws aws = StubbedAws.serving(EXAMPLE);
  private final Ec2Client ec2 = aws.built(Ec2Client.builder());
  @TempDir private Path folder;

  @AfterEach
  void close() {
    aws.close();
  }

  @Test
  void an_account_over_the_wire_reads_as_its_snapshot() {
    var snapshot = Snapshot.open(EXAMPLE);
    var live = aws.account();
    assertEquals(snapshot.clusters(), live.clusters());
    var cluster = snapshot.clusters().getFirst();
    var read = live.read(live.clusters().getFirst(), Instant.EPOCH);
    assertEquals(
        WithoutEntrances.of(snapshot.read(cluster, Instant.EPOCH)),
        WithoutEntrances.of(read.heard(Permissions.unasked())));
  }

  @Test
  void a_cluster_that_is_not_described_is_named_and_the_others_are_read() throws Exception {
    Folders.smallest(folder);
    var file = folder.resolve("describe-cluster.demo.json");
    Folders.write(
        folder, "describe-cluster.locked.json", Files.readString(file).replace("demo", "locked"));
    aws.serve(folder);
    aws.failAbout("locked", Fault.DENIED);

    var listing = aws.account().listing(Instant.MIN);

    assertEquals(List.of("demo"), listing.clusters().stream().map(Cluster::name).toList());
    assertEquals(
        Map.of("locked", "locked: eks:DescribeCluster: AccessDeniedException"), listing.unread());
    assertEquals(Map.of("locked", "eks:DescribeCluster: AccessDeniedException"), listing.refused());
  }

  @Test
  void a_connected_cluster_that_is_asked_for_by_name_is_none() {
    Folders.write(
        Folders.smallest(folder),
        "describe-cluster.ext.json",
        """
        {"cluster": {"name": "onprem", "arn": "arn:aws:eks:us-east-2:111122223333:cluster/onprem",
          "connectorConfig": {"activationId": "x", "provider": "EKS_ANYWHERE"}}}
        """);
    aws.serve(folder);
    var listing = aws.account().listing(Set.of("demo", "onprem"), Instant.MIN);
    assertEquals(List.of("demo"), listing.clusters().stream().map(Cluster::name).toList());
    assertEquals(Map.of(), listing.unread());
  }

  @Test
  void why_the_vpc_of_a_cluster_is_not_known_is_said() throws Exception {
    Folders.smallest(folder);
    var file = folder.resolve("describe-cluster.demo.json");
    Files.writeString(file, Files.readString(file).replace("\"vpcId\": \"vpc-1\",", ""));
    aws.serve(folder);
    aws.fail("DescribeSubnets", Fault.DENIED);

    assertEquals(
        Map.of(
            "demo",
            "cluster demo: its VPC is unknown (ec2:DescribeSubnets: UnauthorizedOperation)"),
        aws.account().listing(Instant.MIN).unread());
  }

  @Test
  void long_lists_come_in_pages() throws Exception {
    BigSnapshot.write(folder, 1_200, 10, 2);
    aws.serve(folder);
    Facts facts = aws.account().read(aws.account().clusters().getFirst(), Instant.EPOCH);
    assertEquals(1_200, facts.attachments().instances().asKnown().orElseThrow().size());
    assertEquals(2, aws.counts().get("DescribeInstances"));
    assertEquals(2, aws.counts().get("DescribeNetworkInterfaces"));
  }

  @Test
  void filters_narrow_together_and_their_values_add_up() {
    var texts = instances(Filter.builder().name("instance-state-name").values("running").build());
    var first = texts.getFirst();
    assertEquals(
        List.of(first),
        instances(
            Filter.builder().name("instance-state-name").values("running", "pending").build(),
            Filter.builder().name("instance-id").values(first, "i-0").build()));
    assertEquals(
        List.of("i-02ebad56ad05a4ff0"),
        instances(
            Filter.builder()
                .name("network-interface.ipv6-prefixes.ipv6-prefix")
                .values("2600:1f16:11e6:8604:2c9a::*")
                .build()));
  }

  private List<String> instances(Filter... filters) {
    return ec2
        .describeInstances(ask -> ask.filters(filters).includeManagedResources(true))
        .reservations()
        .stream()
        .flatMap(
            reservation -> reservation.instances().stream().map(instance -> instance.instanceId()))
        .toList();
  }

  @Test
  void it_refuses_what_aws_refuses() {
    refuses(
        "InvalidParameterValue",
        () -> instances(Filter.builder().name("colour").values("red").build()));
    refuses(
        "InvalidInstanceID.NotFound", () -> ec2.describeInstances(ask -> ask.instanceIds("i-0")));
    refuses("InvalidParameterValue", () -> ec2.describeRouteTables(ask -> ask.maxResults(1000)));
    var many = IntStream.rangeClosed(0, 200).mapToObj(n -> "i-" + n).toList();
    refuses(
        "FilterLimitExceeded",
        () -> instances(Filter.builder().name("instance-id").values(many).build()));
  }

  private static void refuses(String code, org.junit.jupiter.api.function.Executable call) {
    var refused = assertThrows(Ec2Exception.class, call);
    assertEquals(code, refused.awsErrorDetails().errorCode());
  }

  @Test
  void it_fails_the_calls_that_a_test_names_and_counts_them() {
    aws.fail("DescribeVpcs", 2, Fault.DENIED);
    ec2.describeVpcs(ask -> ask.maxResults(5));
    refuses("UnauthorizedOperation", () -> ec2.describeVpcs(ask -> ask.maxResults(5)));
    ec2.describeVpcs(ask -> ask.maxResults(5));
    aws.fail("DescribeVpcs", 1, Fault.THROTTLED);
    ec2.describeVpcs(ask -> ask.maxResults(5));
    assertEquals(Map.of("DescribeVpcs", 5), aws.counts());
  }
}
