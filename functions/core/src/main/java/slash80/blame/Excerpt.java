package slash80.blame;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.TargetGroup;

/// The part of an account that retrials judge: everything but nodes that stand as others do. Of a
/// thousand nodes of one node group in one subnet, the ones that are asked about, that a change
/// names or that a load balancer needs as a target are enough. A rule that measures a node by the
/// number or the addresses of others needs them all.
final class Excerpt {
  /// The rules whose verdict follows from all nodes together.
  private static final Set<String> OF_ALL =
      Set.of(
          "interface-closed-to-global-accelerator",
          "node-subnet-has-room-for-prefixes",
          "pod-prefixes-are-disjoint");

  /// The number of nodes that stand alike which stay.
  private static final int ALIKE = 2;

  private final Facts facts;
  private final Set<String> named;
  private final Map<Instance.Id, List<NetworkInterface>> interfaces = new HashMap<>();
  private final Map<Object, Integer> counts = new HashMap<>();

  private Excerpt(Facts facts, Set<String> named) {
    this.facts = facts;
    this.named = named;
    for (var shown : facts.attachments().interfaces().asKnown().orElse(List.of())) {
      shown
          .attachment()
          .ifPresent(
              at -> interfaces.computeIfAbsent(at.instance(), _ -> new ArrayList<>()).add(shown));
    }
  }

  /// @param named the instances and interfaces that changes name
  static Facts of(Facts facts, List<Question> asked, Set<String> named) {
    if (asked.stream().map(Question::rule).anyMatch(OF_ALL::contains)) {
      return facts;
    }
    var kept = new HashSet<>(named);
    for (var question : asked) {
      kept.add(question.subject());
      question.node().ifPresent(kept::add);
    }
    return new Excerpt(facts, kept).facts();
  }

  /// Whether the verdict of a rule follows from all nodes together.
  static boolean isOfAll(String rule) {
    return OF_ALL.contains(rule);
  }

  /// The ids of the instances of an account.
  static Set<String> instances(Facts facts) {
    return facts.attachments().instances().asKnown().orElse(List.of()).stream()
        .map(instance -> instance.id().value())
        .collect(Collectors.toSet());
  }

  /// The features of a node that decide together with the layers around it.
  private record Likeness(
      String type,
      String operator,
      Set<String> tags,
      Optional<String> group,
      List<Object> interfaces) {}

  private Facts facts() {
    var left = new HashSet<Instance.Id>();
    for (var instance : facts.attachments().instances().asKnown().orElse(List.of())) {
      boolean isNeeded = isNamed(instance);
      if (!isNeeded && counts.merge(likeness(instance), 1, Integer::sum) > ALIKE) {
        left.add(instance.id());
      }
    }
    if (left.isEmpty()) {
      return facts;
    }
    keepTargets(left);
    var instances =
        FactsEdit.instances(facts, shown -> kept(shown, own -> left.contains(own.id())));
    return FactsEdit.interfaces(
        instances,
        shown ->
            kept(
                shown,
                own -> own.attachment().filter(at -> left.contains(at.instance())).isPresent()));
  }

  private static <T> Optional<T> kept(T shown, Predicate<T> isLeft) {
    return isLeft.test(shown) ? Optional.empty() : Optional.of(shown);
  }

  private boolean isNamed(Instance instance) {
    return named.contains(instance.id().value())
        || interfaces.getOrDefault(instance.id(), List.of()).stream()
            .anyMatch(
                shown ->
                    named.contains(shown.id().value()) || !shown.publicIpv4Addresses().isEmpty());
  }

  private Likeness likeness(Instance instance) {
    return new Likeness(
        instance.instanceType(),
        instance.operator(),
        instance.tags().keySet(),
        instance.nodeGroup(),
        interfaces.getOrDefault(instance.id(), List.of()).stream().map(Excerpt::likeness).toList());
  }

  private static Object likeness(NetworkInterface shown) {
    return List.of(
        shown.subnet(),
        shown.groups(),
        shown.interfaceType(),
        shown.ipv6Addresses().size(),
        shown.ipv6Prefixes().size(),
        shown.ipv4Prefixes().isEmpty(),
        shown.deniesAllIgwTraffic(),
        shown.checksSourceAndDestination(),
        shown.tags().keySet(),
        shown.operator());
  }

  /// Keeps a node behind each target group and Classic Load Balancer.
  private void keepTargets(Set<Instance.Id> left) {
    var holders = new HashMap<String, Instance.Id>();
    for (var id : left) {
      holders.put(id.value(), id);
      for (var shown : interfaces.getOrDefault(id, List.of())) {
        shown.ipv6Addresses().forEach(address -> holders.put(address.toString(), id));
        shown.ipv4Addresses().forEach(held -> holders.put(held.address().toString(), id));
      }
    }
    for (var group : facts.balancing().targetGroups().asKnown().orElse(List.of())) {
      group.targets().asKnown().stream()
          .flatMap(List::stream)
          .map(TargetGroup.Target::id)
          .flatMap(id -> Optional.ofNullable(holders.get(id)).stream())
          .limit(ALIKE)
          .forEach(left::remove);
    }
    for (var classic : facts.balancing().classic().asKnown().orElse(List.of())) {
      classic.instances().stream().limit(ALIKE).forEach(left::remove);
    }
  }
}
