package slash80.judge;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.cluster;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.subnet;

import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.SecurityGroup;
import slash80.facts.Subject;
import slash80.fixtures.ClusterFixture;
import slash80.ip.IpFamily;
import slash80.network.Scope;
import slash80.rule.Finding;
import slash80.rule.Rule;

final class ScopeTest {
  private static final Scope N1 = Scope.of(new Instance.Id("n1"));

  @Test
  void a_part_is_asked_the_rules_of_nodes_and_interfaces_and_no_other() {
    var ofNodes =
        RuleBook.entries().stream()
            .filter(
                entry ->
                    Set.of(Node.class, NetworkInterface.class, Subject.class)
                        .contains(subject(entry)))
            .map(entry -> entry.rule().id())
            .toList();
    assertEquals(ofNodes, RuleBook.entries(N1).stream().map(entry -> entry.rule().id()).toList());
    assertEquals(RuleBook.entries(), RuleBook.entries(Scope.whole()));
  }

  /// The `S` of `Rule<S>`, which a rule implements itself or by a kind of rule.
  private static Object subject(RuleBook.Entry<?> entry) {
    return subject(entry.rule().getClass()).orElseThrow();
  }

  private static Optional<Object> subject(Type type) {
    return switch (type) {
      case ParameterizedType generic when generic.getRawType() == Rule.class ->
          Optional.of(generic.getActualTypeArguments()[0]);
      case Class<?> plain ->
          Arrays.stream(plain.getGenericInterfaces())
              .flatMap(above -> subject(above).stream())
              .findFirst();
      default -> Optional.empty();
    };
  }

  @Test
  void a_node_is_judged_with_its_interfaces_and_alone() {
    assertEquals(Set.of("n1"), found(faulty(), N1));
    assertEquals(Set.of("n1", "n2"), found(faulty(), Scope.whole()));
    assertEquals(Set.of("eni-n1"), found(hoarding(), N1));
  }

  @Test
  void an_interface_is_judged_without_its_node() {
    var interfaceOfN1 = Scope.of(new NetworkInterface.Id("eni-n1"));
    assertEquals(Set.of(), found(faulty(), interfaceOfN1));
    assertEquals(Set.of("eni-n1"), found(hoarding(), interfaceOfN1));
  }

  @Test
  void a_group_is_judged_by_the_interfaces_that_carry_it() {
    var groups =
        hoarding()
            .network()
            .facts()
            .attachments()
            .interfaces()
            .asKnown()
            .orElseThrow()
            .getFirst()
            .groups();
    assertEquals(Set.of("eni-n1", "eni-n2"), found(hoarding(), Scope.of(groups.getFirst())));
    assertEquals(Set.of(), found(hoarding(), Scope.of(new SecurityGroup.Id("sg-none"))));
  }

  @Test
  void scopes_add_up_and_the_whole_holds_every_part() {
    var both = Scope.covering(List.of(N1, Scope.of(new Instance.Id("n2"))));
    assertEquals(Set.of("n1", "n2"), found(faulty(), both));
    assertEquals(Scope.whole(), Scope.covering(List.of(both, Scope.whole())));
    assertEquals(Scope.whole(), Scope.covering(List.of(Scope.whole(), both)));
    assertEquals(Set.of(), found(faulty(), Scope.covering(List.of())));
  }

  @Test
  void an_ipv4_cluster_is_told_of_in_whole_checks_only() {
    assertEquals(Set.of(), found(faulty().speaking(IpFamily.IPV4), N1));
    assertEquals(Set.of("demo"), found(faulty().speaking(IpFamily.IPV4), Scope.whole()));
  }

  private static Set<String> found(ClusterFixture cluster, Scope scope) {
    List<Finding> findings = RuleBook.judge(cluster.network(), scope).findings();
    return findings.stream().map(Finding::subject).collect(Collectors.toCollection(TreeSet::new));
  }

  private static ClusterFixture faulty() {
    return cluster(
        "demo",
        subnet("a", "2001:db8:0:1::/64", node("n1").withoutPrefix(), node("n2").withoutPrefix()));
  }

  private static ClusterFixture hoarding() {
    return cluster(
        "demo",
        subnet(
            "a",
            "2001:db8:0:1::/64",
            node("n1").holding("2001:db8:0:1:1::/96"),
            node("n2").holding("2001:db8:0:1:2::/96")));
  }
}
