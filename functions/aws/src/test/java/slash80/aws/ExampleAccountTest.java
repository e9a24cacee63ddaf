package slash80.aws;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Parameters;
import slash80.facts.Vpc;
import slash80.fixtures.RemedyFile;
import slash80.network.IpFamily;
import slash80.rules.RuleBook;

/// The account that the events of events/ speak of, as the AWS CLI printed it.
final class ExampleAccountTest {
  private static final Snapshot ACCOUNT =
      Snapshot.open(Path.of(System.getProperty("project.root"), "events/account"));

  @Test
  void it_is_one_ipv6_cluster_at_one_moment() {
    var cluster = ACCOUNT.clusters().getFirst();
    assertEquals(1, ACCOUNT.clusters().size());
    assertEquals("kodekloud", cluster.name());
    assertEquals(IpFamily.IPV6, cluster.ipFamily());
    assertEquals("111122223333 us-east-2", cluster.account() + " " + cluster.region());
    assertEquals(Instant.parse("2026-11-23T08:00:00Z"), ACCOUNT.at());
    assertEquals(List.of(), ACCOUNT.warnings());
  }

  @Test
  void its_two_well_nodes_hold_their_prefixes() {
    var held =
        known(facts().interfaces()).stream()
            .filter(one -> one.attachment().isPresent())
            .collect(
                Collectors.toMap(
                    one -> one.attachment().get().instance().value(),
                    NetworkInterface::ipv6Prefixes,
                    (first, _) -> first))
            .entrySet()
            .stream()
            .filter(
                one -> Set.of("i-02ebad56ad05a4ff0", "i-065cb5099cb6627ad").contains(one.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().toString()));
    assertEquals(
        Map.of(
            "i-02ebad56ad05a4ff0", "[2600:1f16:11e6:8604:2c9a::/80]",
            "i-065cb5099cb6627ad", "[2600:1f16:11e6:8603:bb16::/80]"),
        held);
  }

  @Test
  void nothing_of_it_is_unread() {
    var facts = facts();
    known(facts.vpc());
    known(facts.instances());
    known(facts.subnets());
    known(facts.acls());
    known(facts.routeTables());
    known(facts.internetGateways());
    known(facts.blockMode());
    known(facts.exclusions());
    facts.prefixLists().values().forEach(ExampleAccountTest::known);
    known(facts.loadBalancers()).forEach(one -> known(one.tags()));
    for (var group : known(facts.targetGroups())) {
      known(group.targets());
      known(group.attributes());
      known(group.tags());
    }
    for (var group : known(facts.groups())) {
      group.ingress().forEach(rule -> assertEquals(true, rule.id().isPresent(), rule.toString()));
    }
  }

  @Test
  void its_things_are_tied_to_its_vpc() {
    var vpc = facts().cluster().vpc();
    assertEquals(
        Fact.known(Set.of(vpc)), ACCOUNT.vpcsOf(List.of("i-02ebad56ad05a4ff0", vpc.value())));
    assertEquals(Fact.known(Set.of(vpc)), ACCOUNT.vpcsOf(List.of("2600:1f16:11e6:8604:2c9a::1")));
    assertEquals(
        Fact.<Set<Vpc.Id>>unread("i-0 is not tied to a VPC by any file of the snapshot"),
        ACCOUNT.vpcsOf(List.of(vpc.value(), "i-0")));
  }

  /// What is wrong with it is told with commands, which `.ci/test_remedies.py` gives to a shell and
  /// to the AWS CLI.
  @Test
  void its_remedies_are_put_down_for_the_aws_cli() {
    var findings = RuleBook.judge(new Network(facts(), Parameters.DEFAULTS)).findings();
    RemedyFile.write("aws", findings);
    assertTrue(findings.stream().filter(RemedyFile::isCommand).count() > 10);
  }

  private static Network.Facts facts() {
    return ACCOUNT.read(ACCOUNT.clusters().getFirst(), ACCOUNT.at());
  }

  private static <T> T known(Fact<T> fact) {
    return fact.asKnown().orElseThrow(() -> new AssertionError(fact.toString()));
  }
}
