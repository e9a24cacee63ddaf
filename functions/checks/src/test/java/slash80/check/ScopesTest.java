package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.aws.ManyClusters.node;
import static slash80.check.Events.call;
import static slash80.check.Events.check;
import static slash80.check.Events.messages;
import static slash80.check.Events.state;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.alerts.Alert;
import slash80.aws.ManyClusters;
import slash80.aws.live.LiveAccount;
import slash80.aws.live.StubbedAws;
import slash80.aws.live.StubbedAws.Fault;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.stores.CountingStore;
import slash80.facts.Cluster;
import slash80.fixtures.AlertSchema;
import slash80.judge.Policy;
import slash80.ledger.Timings;
import slash80.network.Parameters;

/// Tests of the clusters that an event concerns if one cannot be described, or if the resource is
/// deleted. Three clusters behind the SDK are each in their own VPC, with two nodes; the second
/// node holds no prefix.
final class ScopesTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  /// An association's id: it cannot be tied to a VPC.
  private static final String UNTIED =
      call("DisassociateRouteTable").asking("{'associationId':'rtbassoc-0'}").event();

  private static final String UNDESCRIBED =
      "could not describe c2: eks:DescribeCluster: AccessDeniedException";

  private final CountingStore store = new CountingStore();
  private final List<Alert> sent = new ArrayList<>();
  private StubbedAws aws;
  private Instant now = AT;
  private LiveAccount account;
  @TempDir private Path folder;

  @BeforeEach
  void open() throws Exception {
    aws = StubbedAws.serving(ManyClusters.write(folder, "111122223333", 3, 2, 1));
    account = aws.account(() -> now);
  }

  @AfterEach
  void close() {
    aws.close();
  }

  // A cluster that cannot be described

  @Test
  void a_cluster_that_nobody_may_describe_is_named_beside_the_alerts_of_the_others() {
    aws.failAbout("c2", Fault.DENIED);

    var outcome = handle(UNTIED);

    assertEquals(List.of(Disposition.ALERTED), fates(outcome));
    assertEquals(Set.of("eks:DescribeCluster: AccessDeniedException"), outcome.refused());
    assertEquals(List.of("c1", "c3"), published());
    var sentence = outcome.handled().getFirst().sentence();
    assertTrue(sentence.contains(": alert \"[HIGH] c1: "), sentence);
    assertTrue(sentence.endsWith("; " + UNDESCRIBED), sentence);

    aws.mend();
    assertEquals(List.of(Disposition.ALERTED), fates(handle(UNTIED)));
    assertEquals(List.of("c1", "c3", "c2"), published());
  }

  @Test
  void a_cluster_whose_description_is_throttled_to_the_end_is_one_that_cannot_be_described() {
    aws.failAbout("c2", Fault.THROTTLED);
    assertEquals(List.of(Disposition.FAILED), fates(handle(UNTIED)));
    assertEquals(List.of("c1", "c3"), published());
  }

  @Test
  void a_cluster_that_is_gone_between_list_and_description_is_no_failure() {
    aws.failAbout("c2", Fault.NOT_FOUND);

    assertEquals(List.of(Disposition.ALERTED), fates(handle(UNTIED)));
    assertEquals(List.of("c1", "c3"), published());
  }

  @Test
  void a_message_of_a_sweep_is_refused_for_its_own_cluster_only() {
    aws.failAbout("c2", Fault.DENIED);

    var outcome = handle(check("c1"), check("c2"), check("c3"));

    assertEquals(
        List.of(Disposition.ALERTED, Disposition.SILENT, Disposition.ALERTED), fates(outcome));
    assertTrue(outcome.sentences().get("m1").endsWith("no alert, " + UNDESCRIBED));
  }

  @Test
  void among_other_events_a_message_of_a_sweep_is_refused_for_its_own_cluster_only() {
    aws.failAbout("c2", Fault.DENIED);
    assertEquals(
        List.of(Disposition.ALERTED, Disposition.SILENT, Disposition.ALERTED),
        fates(handle(check("c1"), check("c2"), UNTIED)));
  }

  @Test
  void the_ledger_of_a_cluster_that_cannot_be_described_is_not_closed() {
    handle(UNTIED);
    now = now.plusSeconds(1);
    aws.fail("DescribeCluster", 1, Fault.DENIED);

    assertTrue(handle(check("c2")).sentences().get("m0").endsWith("no alert, " + UNDESCRIBED));
    assertEquals(3, store.clusters().size());
  }

  @Test
  void a_resource_outside_the_known_vpcs_may_be_in_that_of_a_cluster_that_is_not_described() {
    var elsewhere = call("ModifyVpcAttribute").asking("{'vpcId':'vpc-0e15e'}").event();
    assertEquals(List.of(Disposition.SILENT), fates(handle(elsewhere)));
    now = now.plusSeconds(1);
    aws.failAbout("c2", Fault.DENIED);
    assertTrue(handle(elsewhere).sentences().get("m0").endsWith("no alert, " + UNDESCRIBED));
    aws.mend();
    now = now.plusSeconds(1);
    assertEquals(List.of(Disposition.SILENT), fates(handle(elsewhere)));
  }

  // Deleted resources

  @Test
  void a_node_that_ended_concerns_the_cluster_whose_ledger_knows_it() throws IOException {
    handle(UNTIED);
    end(1);

    var outcome = handle(state(node(1, 1), "terminated"), state(node(1, 0), "terminated"));

    assertEquals(List.of(Disposition.ALERTED, Disposition.ALERTED), fates(outcome));
    assertEquals(1, outcome.checks().size(), outcome.checks().toString());
    assertTrue(outcome.checks().getFirst().startsWith("checked 2 nodes of c1 with "));
    assertEquals("c1", published().getLast());
    assertTrue(sent.getLast().email().contains("the node is gone"), sent.getLast().email());
    assertFalse(things("c1").contains(node(1, 0)));
    assertTrue(things("c2").contains(node(2, 0)));
  }

  @Test
  void a_node_without_a_fault_that_ended_is_forgotten() throws IOException {
    handle(UNTIED);
    assertTrue(things("c1").contains(node(1, 0)));
    end(1);

    var outcome = handle(state(node(1, 0), "terminated"));

    assertEquals(List.of(Disposition.SILENT), fates(outcome));
    assertEquals(1, outcome.checks().size(), outcome.checks().toString());
    assertFalse(things("c1").contains(node(1, 0)));
  }

  @Test
  void a_deleted_resource_that_no_ledger_mentions_makes_no_check() {
    handle(UNTIED);
    store.readings = 0;
    aws.forget();

    var outcome = handle(state("i-0dead", "terminated"));

    assertEquals(List.of(), outcome.checks());
    assertTrue(
        outcome
            .sentences()
            .get("m0")
            .endsWith("no alert, no VPC holds i-0dead, and no ledger mentions it"),
        outcome.sentences().toString());
    assertEquals(Map.of("DescribeInstances", 1), aws.counts());
    assertEquals(3, store.readings);
  }

  @Test
  void a_ledger_is_asked_once_for_all_that_is_gone() {
    handle(UNTIED);
    store.readings = 0;
    handle(
        IntStream.range(0, 1_000)
            .mapToObj(number -> state("i-0dead%04x".formatted(number), "terminated"))
            .toArray(String[]::new));
    assertEquals(3, store.readings);
  }

  @Test
  void a_cluster_whose_ledger_cannot_be_read_is_checked_for_a_deleted_resource() {
    handle(UNTIED);
    store.refused = "c2";
    assertEquals(List.of(Disposition.FAILED), fates(handle(state("i-0dead", "terminated"))));
  }

  @Test
  void an_event_that_names_the_vpc_of_a_deleted_resource_concerns_the_clusters_there() {
    var launched =
        call("RunInstances")
            .asking("{}")
            .answering("{'instancesSet':{'items':[{'instanceId':'i-0dead','vpcId':'vpc-2'}]}}");
    store.readings = 0;

    var outcome = handle(launched.event());

    assertEquals(1, outcome.checks().size(), outcome.checks().toString());
    assertTrue(outcome.checks().getFirst().contains("of c2 "), outcome.checks().toString());
    assertEquals(1, store.readings, "the check's own");
  }

  @Test
  void a_node_that_is_not_visible_yet_is_judged_when_its_event_comes_from_the_delay_queue() {
    now = Instant.parse("2026-11-23T07:00:05Z");
    IntStream.rangeClosed(1, 4).forEach(call -> aws.fail("DescribeInstances", call, Fault.EMPTY));
    var launched = state(node(1, 1), "pending");
    var first = handle(launched);
    assertEquals(List.of(Disposition.SILENT), fates(first));
    assertEquals(List.of(), first.checks());

    now = now.plusSeconds(360);
    assertEquals(List.of(Disposition.ALERTED), fates(handle(launched)));
    assertEquals(List.of("c1"), published());
  }

  // Whose a thing is

  @Test
  void a_node_says_whose_it_is_and_no_other_cluster_is_asked_for() {
    handle(state(node(2, 1), "running"));

    assertEquals(List.of("c2"), published());
    assertEquals(1, aws.counts().get("DescribeCluster"));
    assertFalse(aws.counts().containsKey("ListClusters"), aws.counts().toString());
  }

  @Test
  void a_node_belongs_to_one_of_two_clusters_in_the_same_vpc() throws IOException {
    edit("c3", "describe-cluster.c3.json", text -> text.replace("vpc-3", "vpc-2"));

    var outcome = handle(state(node(2, 1), "running"), state(node(3, 1), "running"));

    assertEquals(List.of("c2"), published());
    assertTrue(
        outcome.sentences().get("m1").endsWith("no IPv6 cluster named c3 is in vpc-3"),
        outcome.sentences().toString());
  }

  @Test
  void a_cluster_that_nobody_may_describe_concerns_no_event_of_a_node_of_another() {
    aws.failAbout("c1", Fault.DENIED);
    assertEquals(
        List.of(Disposition.SILENT, Disposition.ALERTED),
        fates(handle(state(node(1, 1), "running"), state(node(2, 1), "running"))));
  }

  @Test
  void an_untagged_resource_concerns_the_clusters_that_the_groups_of_its_vpc_name()
      throws IOException {
    untag("c2");
    edit(
        "c2",
        "describe-security-groups.json",
        text ->
            text.replace(
                "\"GroupName\"",
                "\"Tags\": [{\"Key\": \"aws:eks:cluster-name\", \"Value\": \"c2\"}],"
                    + " \"GroupName\""));

    var outcome = handle(state(node(2, 1), "running"));

    assertEquals(1, outcome.checks().size(), outcome.checks().toString());
    assertTrue(outcome.checks().getFirst().startsWith("checked 1 node of c2 "));
    assertFalse(aws.counts().containsKey("ListClusters"), aws.counts().toString());
    assertEquals(1, aws.counts().get("DescribeCluster"));
  }

  @Test
  void where_no_group_names_a_cluster_all_are_asked_for_their_vpc_and_once_an_hour()
      throws IOException {
    untag("c2");
    for (int described : new int[] {3, 1, 1}) {
      aws.forget();
      var outcome = handle(state(node(2, 1), "running"));
      assertTrue(outcome.checks().getFirst().startsWith("checked 1 node of c2 "));
      assertEquals(described, aws.counts().get("DescribeCluster"));
      now = now.plusSeconds(600);
    }
    now = now.plusSeconds(3_600);
    aws.forget();
    handle(state(node(2, 1), "running"));
    assertEquals(3, aws.counts().get("DescribeCluster"));
  }

  private void untag(String cluster) throws IOException {
    edit(cluster, "describe-instances.json", text -> text.replace("eks:cluster-name", "team"));
  }

  private void edit(String cluster, String file, UnaryOperator<String> change) throws IOException {
    var path = folder.resolve(cluster).resolve(file);
    Files.writeString(path, change.apply(Files.readString(path)));
    aws.serve(folder);
  }

  /// EC2 describes an instance that has ended for about an hour, with no VPC and no interfaces
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/terminating-instances.html).
  private void end(int cluster) throws IOException {
    var instances =
        Stream.of(0, 1)
            .map(
                number ->
                    """
                    {"Instances": [{"InstanceId": "%s", "State": {"Name": "terminated"},
                      "LaunchTime": "2026-11-23T07:00:00+00:00", "InstanceType": "c5.large"}]}
                    """
                        .formatted(node(cluster, number)))
            .toList();
    var own = folder.resolve("c" + cluster);
    Files.writeString(
        own.resolve("describe-instances.json"), "{\"Reservations\": " + instances + "}");
    Files.writeString(
        own.resolve("describe-network-interfaces.json"), "{\"NetworkInterfaces\": []}");
    aws.serve(folder);
    now = now.plusSeconds(60);
  }

  private List<Object> published() {
    return sent.stream().map(alert -> alert.attributes().get("cluster")).toList();
  }

  private Set<String> things(String name) {
    return store.ledger(new Cluster.Id("111122223333", "us-east-2", name)).resources();
  }

  private BatchOutcome handle(String... bodies) {
    InstantSource clock = () -> now;
    return new BatchHandler(
            clock,
            () ->
                new Services(
                    account,
                    store,
                    (_, alert) -> sent.add(AlertSchema.checked(alert)),
                    Policy.with(Parameters.DEFAULTS),
                    Timings.DEFAULTS,
                    clock,
                    time -> now = now.plus(time)))
        .handle(messages(bodies));
  }

  private static List<Disposition> fates(BatchOutcome outcome) {
    return outcome.handled().stream().map(BatchOutcome.HandledMessage::disposition).toList();
  }
}
