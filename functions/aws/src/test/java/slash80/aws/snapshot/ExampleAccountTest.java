package slash80.aws.snapshot;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InstanceType;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.facts.SubnetReservation;
import slash80.facts.Vpc;
import slash80.facts.VpcCni;
import slash80.fixtures.RemedyFile;
import slash80.ip.IpFamily;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Parameters;

/// Tests the example account, whose resources the files of events/ name.
final class ExampleAccountTest {
  private static final Snapshot ACCOUNT =
      Snapshot.open(Path.of(System.getProperty("project.root"), "events/account"));

  @Test
  void it_is_one_ipv6_cluster_at_one_moment() {
    var cluster = ACCOUNT.clusters().getFirst();
    assertEquals(1, ACCOUNT.clusters().size());
    assertEquals("kodekloud", cluster.name());
    assertEquals(Fact.known(IpFamily.IPV6), cluster.ipFamily());
    assertEquals("111122223333 us-east-2", cluster.account() + " " + cluster.region());
    assertEquals(Instant.parse("2026-11-23T08:00:00Z"), ACCOUNT.at());
    assertEquals(List.of(), ACCOUNT.warnings());
  }

  @Test
  void its_two_well_nodes_hold_their_prefixes() {
    var held =
        known(facts().attachments().interfaces()).stream()
            .filter(networkInterface -> networkInterface.attachment().isPresent())
            .collect(
                Collectors.toMap(
                    networkInterface -> networkInterface.attachment().get().instance().value(),
                    NetworkInterface::ipv6Prefixes,
                    (first, _) -> first))
            .entrySet()
            .stream()
            .filter(
                entry ->
                    Set.of("i-02ebad56ad05a4ff0", "i-065cb5099cb6627ad").contains(entry.getKey()))
            .collect(Collectors.toMap(Map.Entry::getKey, entry -> entry.getValue().toString()));
    assertEquals(
        Map.of(
            "i-02ebad56ad05a4ff0", "[2600:1f16:11e6:8604:2c9a::/80]",
            "i-065cb5099cb6627ad", "[2600:1f16:11e6:8603:bb16::/80]"),
        held);
  }

  @Test
  void nothing_of_it_is_unread() {
    var facts = facts();
    known(facts.layers().vpc());
    known(facts.attachments().instances());
    known(facts.layers().subnets());
    known(facts.layers().acls());
    known(facts.layers().routeTables());
    known(facts.layers().internetGateways());
    known(facts.layers().blockMode());
    known(facts.layers().exclusions());
    facts.layers().prefixLists().values().forEach(ExampleAccountTest::known);
    known(facts.delegation().vpcCni())
        .map(VpcCni::environment)
        .ifPresent(ExampleAccountTest::known);
    facts.delegation().instanceTypes().values().forEach(ExampleAccountTest::known);
    facts.delegation().reservations().values().forEach(ExampleAccountTest::known);
    for (var balancer : known(facts.balancing().loadBalancers())) {
      known(balancer.tags());
      known(balancer.listeners());
      known(balancer.attributes());
    }
    for (var group : known(facts.balancing().targetGroups())) {
      known(group.targets());
      known(group.attributes());
      known(group.tags());
    }
    for (var group : known(facts.layers().groups())) {
      group.ingress().forEach(rule -> assertEquals(true, rule.id().isPresent(), rule.toString()));
    }
  }

  @Test
  void its_nodes_stand_on_one_type_and_ten_subnets_that_reserve_nothing() {
    var facts = facts();
    assertEquals(
        Map.of("c5.large", Fact.known(new InstanceType("c5.large", "nitro", false, true))),
        facts.delegation().instanceTypes());
    assertEquals(
        Stream.of("8603", "8604", "86d0", "86d1", "86e0", "86f0", "86f1", "86f2", "86f3", "86f4")
            .collect(
                Collectors.toMap(
                    end -> new Subnet.Id("subnet-0c0de00000000" + end),
                    _ -> Fact.<List<SubnetReservation>>known(List.of()))),
        facts.delegation().reservations());
  }

  @Test
  void its_cni_is_managed_by_eks() {
    assertEquals(
        Fact.known(
            Optional.of(
                new VpcCni(
                    "v1.20.4-eksbuild.1", Fact.known(Map.of("ENABLE_PREFIX_DELEGATION", "true"))))),
        facts().delegation().vpcCni());
  }

  @Test
  void its_balancers_listen_and_forward() {
    var listening =
        known(facts().balancing().loadBalancers()).stream()
            .collect(
                Collectors.toMap(
                    LoadBalancer::name,
                    balancer ->
                        known(balancer.listeners()).stream()
                            .map(
                                listener ->
                                    "%s %d %s"
                                        .formatted(
                                            listener.protocol(),
                                            listener.port(),
                                            listener.targetGroups().stream()
                                                .map(arn -> arn.split("/")[1])
                                                .toList()))
                            .toList()));
    assertEquals(
        Map.of(
            "k8s-ops-dashboar-7d20e1c4f6", List.of("HTTP 80 [k8s-ops-dashboar-90b8f3e2aa]"),
            "k8s-shop-api-2b9e64f0d1", List.of("TCP 443 [k8s-shop-api-c3d17f5b08]"),
            "k8s-shop-web-5f0c3a9b1e", List.of("TCP 443 [k8s-shop-web-a41c22d0e7]"),
            "orders-legacy", List.of("TCP 8080 [orders-legacy]")),
        listening);
    var idle =
        known(facts().balancing().loadBalancers()).stream()
            .flatMap(loadBalancer -> known(loadBalancer.attributes()).entrySet().stream())
            .filter(attribute -> attribute.getKey().equals("idle_timeout.timeout_seconds"))
            .map(Map.Entry::getValue)
            .toList();
    assertEquals(List.of("60"), idle);
  }

  @Test
  void its_things_are_tied_to_its_vpc() {
    var vpc = facts().cluster().vpc();
    assertEquals(
        Fact.known(Set.of(vpc)), ACCOUNT.vpcsOf(List.of("i-02ebad56ad05a4ff0", vpc.value())));
    assertEquals(Fact.known(Set.of(vpc)), ACCOUNT.vpcsOf(List.of("2600:1f16:11e6:8604:2c9a::1")));
    assertEquals(
        Fact.<Set<Vpc.Id>>unread("i-0: no file of the snapshot shows its VPC"),
        ACCOUNT.vpcsOf(List.of(vpc.value(), "i-0")));
  }

  /// Writes the commands of all fixes, which `.ci/test_remedies.py` runs in a shell with the AWS
  /// CLI.
  @Test
  void its_remedies_are_put_down_for_the_aws_cli() {
    var findings = RuleBook.judge(new Network(facts(), Parameters.DEFAULTS)).findings();
    RemedyFile.write("aws", findings);
    assertTrue(findings.stream().filter(RemedyFile::isCommand).count() > 10);
  }

  private static Facts facts() {
    return ACCOUNT.read(ACCOUNT.clusters().getFirst(), ACCOUNT.at());
  }

  private static <T> T known(Fact<T> fact) {
    return fact.asKnown().orElseThrow(() -> new AssertionError(fact.toString()));
  }
}
