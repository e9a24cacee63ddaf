package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.params.provider.Arguments.arguments;
import static slash80.blame.AccountChecks.behind;
import static slash80.blame.AccountChecks.smallAccount;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.check.event.EventReader;
import slash80.facts.Attachments;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.Subnet;
import slash80.ledger.ChangeOrigin;

/// Tests who is named where a node that no fact shows any more was the subject of a finding, a
/// party to it, or one of the nodes of its subject.
class RemovedNodesTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final Facts ACCOUNT = smallAccount();
  private static final Subnet.Id SUBNET = new Subnet.Id("subnet-0c0de0000000086d1");
  private static final String NODE = "i-0d000000000000007";
  private static final String SECOND = Crowd.id(NODE, 1);
  private static final String FINDING = "node-subnet-assigns-ipv6/" + SUBNET;

  private static ChangeOrigin stopped(String... instances) {
    var items = Stream.of(instances).map("{'instanceId':'%s'}"::formatted).toList();
    return EventReader.read(
            call("StopInstances")
                .asking("{'instancesSet':{'items':[%s]}}".formatted(String.join(",", items)))
                .event(),
            RECEIVED)
        .origin();
  }

  private static Facts without(Facts facts, String... instances) {
    return new InterfaceSteps.Made(Set.of(instances)).before(facts, Leaning.CLOSED);
  }

  /// The account with a second node in the subnet.
  private static Facts withSecond() {
    return Crowd.of(ACCOUNT, 1, id -> id.value().equals(NODE));
  }

  @Test
  void who_removed_the_last_node_of_a_subnet_is_named_for_its_end() {
    var stop = stopped(NODE);
    var after = without(ACCOUNT, NODE);
    assertEquals(List.of(stop), behind(ACCOUNT, after, List.of(stop)).get(FINDING));
  }

  @Test
  void each_call_that_removed_one_of_the_nodes_is_named_where_none_is_left() {
    var before = withSecond();
    var led = List.of(stopped(NODE), stopped(SECOND));
    assertEquals(
        Set.copyOf(led),
        new HashSet<>(behind(before, without(before, NODE, SECOND), led).get(FINDING)));
  }

  @Test
  void who_removed_one_of_two_nodes_is_not_named_for_what_an_unknown_call_ended() {
    var before = withSecond();
    var after =
        FactsEdit.subnets(
            without(before, NODE),
            shown ->
                Optional.of(
                    shown.id().equals(SUBNET)
                        ? new Subnet(
                            shown.id(),
                            shown.vpc(),
                            shown.owner(),
                            shown.ranges(),
                            true,
                            shown.mapsPublicIpv4OnLaunch(),
                            shown.blockMode(),
                            shown.tags())
                        : shown));
    assertEquals(List.of(), behind(before, after, List.of(stopped(NODE))).get(FINDING));
  }

  @Test
  void who_removed_a_node_is_named_for_the_overlap_that_ended_with_it() {
    var held =
        ACCOUNT.attachments().interfaces().asKnown().orElseThrow().stream()
            .filter(shown -> shown.ipv6Prefixes().size() == 1 && shown.attachment().isPresent())
            .toList();
    var kept = held.getFirst();
    var gone =
        held.stream()
            .filter(shown -> !shown.attachment().equals(kept.attachment()))
            .findFirst()
            .orElseThrow();
    var removed = gone.attachment().orElseThrow().instance();
    var before =
        FactsEdit.interfaces(
            ACCOUNT,
            shown ->
                Optional.of(
                    shown.id().equals(gone.id())
                        ? new InterfaceCopy(shown)
                            .held(new InterfaceSteps.Held(gone.id(), kept.ipv6Prefixes(), false))
                        : shown));
    var after = without(before, removed.value());
    var stop = stopped(removed.value());
    var behind = behind(before, after, List.of(stop));
    for (var party : List.of(kept, gone)) {
      assertEquals(List.of(stop), behind.get("pod-prefixes-are-disjoint/" + party.id()));
    }
  }

  // Node groups

  private static final String OWN =
      ACCOUNT.attachments().instances().asKnown().orElseThrow().stream()
          .filter(instance -> instance.id().value().equals(NODE))
          .findFirst()
          .flatMap(Instance::nodeGroup)
          .orElseThrow();

  private static String[] ofOwn(Facts facts) {
    return facts.attachments().instances().asKnown().orElseThrow().stream()
        .filter(instance -> instance.nodeGroup().filter(OWN::equals).isPresent())
        .map(instance -> instance.id().value())
        .toArray(String[]::new);
  }

  private static ChangeOrigin ofGroup(String call, String group) {
    return EventReader.read(
            call(call)
                .of("eks")
                .in("2017-11-01")
                .asking(
                    "{'name':'kodekloud','nodegroupName':'%s','scalingConfig':{'desiredSize':1}}"
                        .formatted(group))
                .answering("{'requestId':'r'}")
                .event(),
            RECEIVED)
        .origin();
  }

  @Test
  void who_deleted_a_node_group_is_named_for_what_ended_with_its_nodes() {
    var deletion = ofGroup("DeleteNodegroup", OWN);
    var after = without(ACCOUNT, ofOwn(ACCOUNT));
    assertEquals(
        Set.of(List.of(deletion)), Set.copyOf(behind(ACCOUNT, after, List.of(deletion)).values()));
    var other = ofGroup("DeleteNodegroup", "other");
    assertEquals(Set.of(List.of()), Set.copyOf(behind(ACCOUNT, after, List.of(other)).values()));
  }

  @ParameterizedTest
  @ValueSource(strings = {"UpdateNodegroupVersion", "UpdateNodegroupConfig"})
  void who_changed_a_node_group_is_named_for_its_nodes_where_no_other_call_explains_them(
      String call) {
    var all = withSecond();
    var some = without(all, SECOND);
    var update = ofGroup(call, OWN);
    var stop = stopped(SECOND);
    var ended = Set.copyOf(behind(all, some, List.of(update)).keySet());
    assertEquals(Set.of(List.of(update)), Set.copyOf(behind(all, some, List.of(update)).values()));
    assertEquals(
        Set.of(List.of(stop)), Set.copyOf(behind(all, some, List.of(update, stop)).values()));
    assertTrue(ended.stream().allMatch(id -> id.contains("-1")), ended::toString);
    assertEquals(Set.of(List.of(update)), Set.copyOf(behind(some, all, List.of(update)).values()));
    var other = ofGroup(call, "other");
    assertEquals(Set.of(List.of()), Set.copyOf(behind(some, all, List.of(other)).values()));
  }

  private static final Facts BOTH = withSecond();

  /// Each call of a batch, the nodes that it left, and the calls that are named for what ended with
  /// the nodes that went.
  static Stream<Arguments> deletions() {
    var deletion = ofGroup("DeleteNodegroup", OWN);
    var scaling = ofGroup("UpdateNodegroupConfig", OWN);
    var stop = stopped(SECOND);
    var some = without(BOTH, SECOND);
    var none = without(BOTH, ofOwn(BOTH));
    return Stream.of(
        arguments("a call that names the node", List.of(stop, deletion), some, Set.of(stop)),
        arguments("whichever comes first", List.of(deletion, stop), some, Set.of(stop)),
        arguments(
            "a group that was scaled down",
            List.of(scaling, deletion),
            some,
            Set.of(scaling, deletion)),
        arguments("a group that was deleted alone", List.of(deletion), some, Set.of(deletion)),
        arguments("an empty group", List.of(deletion), none, Set.of(deletion)),
        arguments("a group that was emptied", List.of(scaling, deletion), none, Set.of(deletion)),
        arguments("one node of an empty group", List.of(stop, deletion), none, Set.of(stop)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("deletions")
  void who_deleted_a_node_group_counts_after_the_call_that_names_a_node(
      String ignored, List<ChangeOrigin> led, Facts after, Set<ChangeOrigin> expected) {
    var behind = behind(BOTH, after, led);
    var second =
        behind.entrySet().stream().filter(entry -> entry.getKey().contains(SECOND)).toList();
    assertFalse(second.isEmpty(), behind::toString);
    for (var entry : second) {
      assertEquals(expected, Set.copyOf(entry.getValue()), entry::getKey);
    }
  }

  @Test
  void a_subnet_whose_nodes_all_went_names_who_removed_each_of_them() {
    var deletion = ofGroup("DeleteNodegroup", OWN);
    var after = without(BOTH, ofOwn(BOTH));
    assertEquals(
        Set.of(stopped(SECOND), deletion),
        Set.copyOf(behind(BOTH, after, List.of(stopped(SECOND), deletion)).get(FINDING)));
    assertEquals(
        List.of(stopped(NODE, SECOND)),
        behind(BOTH, after, List.of(stopped(NODE, SECOND), deletion)).get(FINDING));
  }

  @Test
  void who_deleted_a_node_group_is_not_named_where_its_nodes_could_not_be_read() {
    var deletion = ofGroup("DeleteNodegroup", OWN);
    var known = new TreeMap<>(Map.of("nodes nodegroup " + OWN, NODE));
    var unread =
        FactsEdit.parts(
            ACCOUNT,
            new Attachments(Fact.unread("AccessDenied"), ACCOUNT.attachments().interfaces()),
            ACCOUNT.balancing());
    assertTrue(
        new ClusterSteps.NodesOf("kodekloud", OWN, true)
            .recalled(unread, new Memory(known))
            .gone()
            .isEmpty(),
        deletion::toString);
  }
}
