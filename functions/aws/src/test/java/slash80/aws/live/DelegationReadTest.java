package slash80.aws.live;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import slash80.aws.CostSituations;
import slash80.aws.snapshot.Folders;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import slash80.rule.Verdict;

/// Tests when the node groups and the VPC CNI add-on of a cluster are read: only where they matter.
final class DelegationReadTest {
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");
  private static final String ISSUE = "EKS says: AccessDenied: the role may not assign prefixes";

  @TempDir private Path folder;
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

  /// A check of the whole cluster, as a sweep makes it.
  private Judgement whole() {
    aws.serve(folder);
    aws.forget();
    var live = aws.account(() -> AT);
    var facts = live.read(live.clusters(Set.of("demo")).getFirst(), AT);
    return RuleBook.judge(new Network(facts, Parameters.DEFAULTS), Scope.whole());
  }

  /// The check that follows an event about the node.
  private Judgement part() {
    aws.serve(folder);
    aws.forget();
    var live = aws.account(() -> AT);
    var place = live.placements(List.of("i-1"), AT).asKnown().orElseThrow().get("i-1");
    var near = live.listingAt(List.of(place), AT.minus(Duration.ofMinutes(5)));
    var taken = live.read(near.clusters().getFirst(), place.scope(), AT);
    assertTrue(aws.calls() <= 12, () -> aws.counts().toString());
    return RuleBook.judge(new Network(taken.facts(), Parameters.DEFAULTS), taken.scope());
  }

  private int called(String action) {
    return aws.counts().getOrDefault(action, 0);
  }

  private static List<String> about(Judgement judgement, String rule) {
    return judgement.findings().stream()
        .filter(finding -> finding.rule().equals(rule))
        .map(finding -> finding.severity() + " " + finding.detail())
        .toList();
  }

  private static List<String> ofVpcCni(Judgement judgement) {
    return judgement.findings().stream()
        .filter(finding -> finding.rule().equals("node-holds-pod-prefix"))
        .flatMap(finding -> finding.evidence().stream())
        .filter(seen -> seen.at().equals("vpc-cni"))
        .map(Verdict.Evidence::because)
        .toList();
  }

  /// Another subnet of the VPC, which the cluster does not name.
  private void furtherSubnet(boolean assigns) {
    Folders.change(
        folder,
        "describe-subnets.json",
        text ->
            text.replace(
                "{\"Subnets\": [",
                """
                {"Subnets": [{"SubnetId": "subnet-7", "VpcId": "vpc-1", "CidrBlock": "10.0.7.0/24", "AssignIpv6AddressOnCreation": %s,
                  "Ipv6CidrBlockAssociationSet": [{"Ipv6CidrBlock": "2001:db8:0:7::/64", "Ipv6CidrBlockState": {"State": "associated"}}]},\
                """
                    .formatted(assigns)));
    Folders.write(
        folder,
        "describe-nodegroup.main.json",
        """
        {"nodegroup": {"nodegroupName": "main", "clusterName": "demo", "subnets": ["subnet-7"]}}
        """);
  }

  @Test
  void a_launch_subnet_outside_the_clusters_own_is_judged() {
    furtherSubnet(false);
    assertEquals(
        List.of("MEDIUM subnet-7 does not assign IPv6 addresses on creation"),
        about(whole(), "node-subnet-assigns-ipv6"));
    assertEquals(1, called("ListNodegroups"));
  }

  @Test
  void node_groups_are_not_asked_for_where_every_subnet_assigns_ipv6() {
    furtherSubnet(true);
    assertEquals(List.of(), about(whole(), "node-subnet-assigns-ipv6"));
    assertEquals(0, called("ListNodegroups"));
  }

  @Test
  void a_subnet_without_nodes_is_not_checked_where_node_groups_are_refused() {
    furtherSubnet(false);
    Folders.change(
        folder,
        "describe-cluster.demo.json",
        text -> text.replace("[\"subnet-1\"]", "[\"subnet-1\", \"subnet-7\"]"));
    aws.fail("ListNodegroups", StubbedAws.Fault.DENIED);
    var undecided = whole().undecided();
    assertEquals(
        List.of(List.of("subnet-7")),
        undecided.stream()
            .filter(item -> item.rule().equals("node-subnet-assigns-ipv6"))
            .map(item -> List.copyOf(item.subjects()))
            .toList());
    assertTrue(undecided.toString().contains("eks:ListNodegroups"), undecided::toString);
  }

  /// The node holds no prefix, and EKS knows why.
  private void withoutPrefix() {
    for (var file : List.of("describe-instances.json", "describe-network-interfaces.json")) {
      Folders.change(
          folder,
          file,
          text ->
              text.replace(
                  "\"Ipv6Prefixes\": [{\"Ipv6Prefix\": \"2001:db8:0:1:1::/80\"}]",
                  "\"Ipv6Prefixes\": []"));
    }
    Folders.change(
        folder,
        "describe-addon.vpc-cni.json",
        text ->
            text.replace(
                "\"addonName\"",
                "\"health\": {\"issues\": [{\"code\": \"AccessDenied\", \"message\": \"the role may"
                    + " not assign prefixes\", \"resourceIds\": []}]}, \"addonName\""));
  }

  @Test
  void a_node_without_a_prefix_has_the_issue_that_eks_shows() {
    withoutPrefix();
    assertEquals(
        List.of("needs ec2:AssignIpv6Addresses and ec2:DescribeSubnets", ISSUE), ofVpcCni(whole()));
    assertEquals(ofVpcCni(whole()), ofVpcCni(part()));
    assertEquals(1, called("DescribeAddon"));
  }

  @Test
  void the_add_on_is_not_asked_for_where_the_node_holds_a_prefix_or_is_young() {
    part();
    assertEquals(0, called("DescribeAddon"));
    withoutPrefix();
    Folders.change(
        folder, "describe-instances.json", text -> text.replace("T07:00:00", "T07:58:00"));
    part();
    assertEquals(0, called("DescribeAddon"));
  }

  @Test
  void without_the_permission_the_finding_names_the_call() {
    withoutPrefix();
    aws.fail("DescribeAddon", StubbedAws.Fault.DENIED);
    assertEquals(
        List.of(
            "needs ec2:AssignIpv6Addresses and ec2:DescribeSubnets; health.issues of"
                + " eks:DescribeAddon says what it lacks"),
        ofVpcCni(part()));
    assertEquals(
        List.of("HIGH i-1 holds no prefix, so its pods have no addresses"),
        about(part(), "node-holds-pod-prefix"));
  }
}
