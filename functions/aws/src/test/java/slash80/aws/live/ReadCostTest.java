package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.CostSituations;
import slash80.aws.capture.Capture;
import slash80.aws.snapshot.Folders;
import slash80.aws.snapshot.Snapshot;
import slash80.facts.Cluster;
import slash80.facts.Facts;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;

/// Tests the calls for a check of one node and for a check of a whole cluster, in every situation
/// that needs extra calls. A node takes at most 12 calls, plus the entries of prefix lists. A
/// cluster takes at most 15, plus the calls about single resources. The calls that a check saves
/// change no verdict: a snapshot, which has all responses, is judged alike.
final class ReadCostTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  @TempDir private Path folder;

  /// @param first the calls for the first event in an environment
  /// @param next the calls for an event a minute later
  /// @param extra the calls for the first event that are not counted against the node's budget
  /// @param whole the calls for the first check of the whole cluster, as a sweep makes it, which
  ///   names the cluster
  /// @param things the part of `whole` that is about single resources: two for a load balancer or a
  ///   target group, one for a prefix list, for a node's subnet, for a node group, for the list of
  ///   node groups and for the tags of twenty
  private record Cost(int first, int next, int extra, int whole, int things) {}

  @TestFactory
  Stream<DynamicTest> a_node_and_a_cluster_cost() {
    return Stream.of(
        costs("nothing else", new Cost(11, 7, 0, 14, 1), _ -> {}),
        costs("groups that admit no address", new Cost(8, 4, 0, 14, 1), CostSituations::closed),
        costs("a trunk", new Cost(12, 8, 0, 14, 1), CostSituations::trunk),
        costs("a group without rules", new Cost(12, 8, 0, 15, 1), CostSituations::ruleless),
        costs("a group without a name", new Cost(12, 8, 0, 15, 1), CostSituations::nameless),
        costs("appliances", new Cost(12, 10, 0, 14, 1), CostSituations::appliances),
        costs("subnets silent about blocking", new Cost(12, 8, 0, 14, 1), CostSituations::unsaid),
        costs(
            "the same, and blocked",
            new Cost(12, 10, 0, 15, 1),
            CostSituations::unsaid,
            CostSituations::blocked),
        costs("two prefix lists", new Cost(13, 10, 2, 16, 3), CostSituations::lists),
        costs("three further clusters", new Cost(11, 7, 0, 14, 1), CostSituations::furtherClusters),
        costs("a private subnet with a way in", new Cost(11, 7, 0, 15, 1), CostSituations::wayIn),
        costs(
            "a private subnet with a way in, and blocked",
            new Cost(11, 7, 0, 16, 1),
            CostSituations::wayIn,
            CostSituations::blocked),
        costs(
            "the same, and a group without rules",
            new Cost(12, 8, 0, 16, 1),
            CostSituations::wayIn,
            CostSituations::blocked,
            CostSituations::ruleless),
        costs(
            "a subnet that assigns no IPv6, and a node group there",
            new Cost(11, 7, 0, 16, 3),
            CostSituations::nodeGroup),
        costs("a group of another VPC", new Cost(11, 7, 0, 14, 1), CostSituations::shared),
        costs("open", new Cost(11, 7, 0, 14, 1), CostSituations::open),
        costs(
            "an interface of the node in another VPC, silent about blocking there",
            new Cost(12, 8, 0, 16, 3),
            CostSituations::secondVpc,
            CostSituations::open),
        costs(
            "open, 1 target group",
            new Cost(12, 11, 0, 19, 6),
            CostSituations::open,
            CostSituations.of(1, "[]")),
        costs(
            "open, 3 target groups",
            new Cost(12, 8, 0, 23, 10),
            CostSituations::open,
            CostSituations.of(3, "[]")),
        costs(
            "open, 20 target groups",
            new Cost(12, 8, 0, 58, 45),
            CostSituations::open,
            CostSituations.of(20, "[]")),
        costs(
            "open, 20 target groups of a balancer with groups",
            new Cost(11, 7, 0, 59, 45),
            CostSituations::open,
            CostSituations.of(20, "[\"sg-9\"]")),
        costs(
            "all at once",
            new Cost(14, 11, 2, 62, 47),
            CostSituations::trunk,
            CostSituations::ruleless,
            CostSituations::appliances,
            CostSituations::unsaid,
            CostSituations::blocked,
            CostSituations::lists,
            CostSituations::furtherClusters,
            CostSituations::open,
            CostSituations.of(20, "[]")));
  }

  /// The node is asked for by the prefix that it held, then by its id, and the new prefix is asked
  /// for.
  @Test
  void a_node_with_another_prefix_than_at_the_last_check_costs_no_more() throws IOException {
    CostSituations.base(folder);
    Stream.<Consumer<Path>>of(
            CostSituations::trunk,
            CostSituations::appliances,
            CostSituations::unsaid,
            CostSituations::blocked)
        .forEach(make -> make.accept(folder));
    var moment = new Instant[] {AT};
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> moment[0]);
      ask(live, moment[0], "i-1");
      Folders.change(
          folder,
          "describe-instances.json",
          text -> text.replace("2001:db8:0:1:1::/80", "2001:db8:0:1:9::/80"));
      aws.serve(folder);
      aws.forget();
      moment[0] = AT.plus(Duration.ofHours(1)); // the VPC is asked for again
      ask(live, moment[0], "i-1");
      assertEquals(3, aws.counts().get("DescribeInstances"));
      assertTrue(aws.calls() <= 12, () -> aws.counts().toString());
    }
  }

  @Test
  void an_interface_of_a_pod_costs_the_cluster_of_its_node_and_no_other() throws IOException {
    CostSituations.base(folder);
    CostSituations.trunk(folder);
    CostSituations.furtherClusters(folder);
    Folders.change(
        folder,
        "describe-cluster.other0.json",
        text -> text.replace("vpc-09", "vpc-1").replace("subnet-9", "subnet-1"));
    Folders.change(
        folder,
        "describe-instances.json",
        text ->
            text.replace(
                "\"NetworkInterfaces\": [",
                "\"NetworkInterfaces\": [{\"NetworkInterfaceId\": \"eni-2\", \"VpcId\": \"vpc-1\","
                    + " \"SubnetId\": \"subnet-1\"}, "));
    try (var aws = StubbedAws.serving(folder)) {
      ask(aws.account(() -> AT), AT, "eni-3");
      assertTrue(aws.calls() <= 12, () -> aws.counts().toString());
      assertEquals(1, aws.counts().get("DescribeCluster"));
    }
  }

  @Test
  void the_entries_of_many_prefix_lists_are_read_once_for_each_version() {
    CostSituations.base(folder);
    CostSituations.lists(folder);
    Folders.change(
        folder,
        "describe-security-group-rules.json",
        text ->
            text.replaceFirst(
                "\\[",
                """
                [{"SecurityGroupRuleId": "sgr-4", "GroupId": "sg-1", "IsEgress": false, "IpProtocol": "tcp", "FromPort": 445, "ToPort": 445, "PrefixListId": "pl-3"},
                """));
    Folders.write(folder, "get-managed-prefix-list-entries.pl-3.json", "{\"Entries\": []}");
    Folders.write(folder, "describe-managed-prefix-lists.json", versions(1));
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      assertEquals(3, entriesRead(aws, live));
      assertEquals(0, entriesRead(aws, live));
      Folders.write(folder, "describe-managed-prefix-lists.json", versions(2));
      aws.serve(folder);
      assertEquals(3, entriesRead(aws, live));
    }
  }

  private static String versions(int version) {
    return Stream.of("pl-1", "pl-2", "pl-3")
        .map(
            list ->
                """
                {"PrefixListId": "%s", "PrefixListName": "%s", "AddressFamily": "IPv6", "Version": %d}\
                """
                    .formatted(list, list, version))
        .collect(Collectors.joining(", ", "{\"PrefixLists\": [", "]}"));
  }

  private static int entriesRead(StubbedAws aws, LiveAccount live) {
    aws.forget();
    live.read(live.clusters().getFirst(), AT);
    return aws.counts().getOrDefault("GetManagedPrefixListEntries", 0);
  }

  @SafeVarargs
  private DynamicTest costs(String situation, Cost expected, Consumer<Path>... makes) {
    return DynamicTest.dynamicTest(
        situation,
        () -> {
          var own = Files.createDirectories(folder.resolve(situation.replaceAll("\\W", "-")));
          CostSituations.base(own);
          Stream.of(makes).forEach(make -> make.accept(own));
          var found = cost(own, expected.extra());
          assertEquals(expected, found);
          assertTrue(found.first() - found.extra() <= 12, found::toString);
          assertTrue(found.whole() <= 15 + found.things(), found::toString);
          isJudgedAlike(own, folder.resolve("captured"));
        });
  }

  /// A snapshot has what a check does not read: the groups that the rules belong to, and the
  /// gateways.
  private static void isJudgedAlike(Path folder, Path captured) {
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> AT);
      new Capture("the stub", listener -> aws.account(() -> AT, List.of(listener)))
          .write("demo", captured, AT, _ -> {});
      var snapshot = Snapshot.open(captured);
      var expected = judged(snapshot.read(snapshot.clusters().getFirst(), AT));
      var found = judged(live.read(live.clusters(Set.of("demo")).getFirst(), AT));
      assertEquals(findings(expected), findings(found));
      assertEquals(expected.undecided(), found.undecided());
      assertEquals(expected.settling(), found.settling());
      assertEquals(expected.verdicts(), found.verdicts());
    }
  }

  private static Judgement judged(Facts facts) {
    return RuleBook.judge(new Network(facts, Parameters.DEFAULTS), Scope.whole());
  }

  private static List<String> findings(Judgement judgement) {
    return judgement.findings().stream()
        .map(
            finding ->
                "%s %s: %s %s"
                    .formatted(finding.severity(), finding.id(), finding.detail(), finding.open()))
        .sorted()
        .toList();
  }

  private static Cost cost(Path folder, int extra) {
    var moment = new Instant[] {AT};
    try (var aws = StubbedAws.serving(folder)) {
      var live = aws.account(() -> moment[0]);
      ask(live, moment[0], "i-1");
      int first = aws.calls();
      aws.forget();
      moment[0] = AT.plusSeconds(60);
      ask(live, moment[0], "i-1");
      int next = aws.calls();
      aws.forget();
      var fresh = aws.account(() -> moment[0]);
      var facts = fresh.read(fresh.clusters(Set.of("demo")).getFirst(), AT);
      return new Cost(first, next, extra, aws.calls(), things(facts));
    }
  }

  private static int things(Facts facts) {
    int balancers = facts.balancing().loadBalancers().asKnown().orElseThrow().size();
    int groups = facts.balancing().targetGroups().asKnown().orElseThrow().size();
    int tags = (balancers + groups + 19) / 20;
    int single = facts.delegation().reservations().size() + facts.layers().prefixLists().size();
    single += facts.delegation().nodeGroups().map(found -> 1 + found.size()).asKnown().orElse(0);
    return single + 2 * balancers + 2 * groups + tags;
  }

  private static void ask(LiveAccount live, Instant at, String id) {
    var place = live.placements(List.of(id), at).asKnown().orElseThrow().get(id);
    var near = live.listingAt(List.of(place), at.minus(Duration.ofMinutes(5)));
    assertEquals(List.of("demo"), near.clusters().stream().map(Cluster::name).toList());
    live.read(near.clusters().getFirst(), place.scope(), at);
  }
}
