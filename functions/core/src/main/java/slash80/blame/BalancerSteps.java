package slash80.blame;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.TargetGroup;

/// The steps that change load balancers and target groups. A load balancer is known by its ARN, a
/// classic one by its name.
public final class BalancerSteps {
  private BalancerSteps() {}

  /// A load balancer or target group that was made.
  public record BalancerMade(String id) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      var without =
          FactsEdit.balancers(after, shown -> Optional.of(shown).filter(kept -> !is(kept, id)));
      return FactsEdit.targetGroups(
          without, shown -> Optional.of(shown).filter(kept -> !kept.arn().equals(id)));
    }
  }

  /// A listener that was made or changed.
  public record ListenerSet(String listener) implements Step {
    @Override
    public Step recalled(Facts after, Memory memory) {
      return Listeners.recalled(this, listener, memory);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return Listeners.without(after, listener);
    }
  }

  /// A listener that was deleted.
  public record ListenerGone(String listener) implements Step {
    @Override
    public Step recalled(Facts after, Memory memory) {
      return Listeners.recalled(this, listener, memory);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return after;
    }
  }

  /// A listener of a Classic Load Balancer that was made.
  public record ClassicListenerMade(String balancer, int port) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.balancers(
          after,
          shown ->
              Optional.of(
                  is(shown, balancer)
                      ? listeners(
                          shown,
                          listeners ->
                              listeners.stream().filter(own -> own.port() != port).toList())
                      : shown));
    }
  }

  /// A rule of a listener that was made or changed.
  ///
  /// @param targetGroups the ARNs of the groups that it forwards to
  public record ListenerRuleSet(String listener, Set<String> targetGroups) implements Step {
    public ListenerRuleSet {
      targetGroups = Set.copyOf(targetGroups);
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return Listeners.recalled(this, listener, memory);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return Listeners.serving(
          FactsEdit.balancers(
              after,
              shown ->
                  Optional.of(
                      listeners(
                          shown, listeners -> listeners.stream().map(this::before).toList()))));
    }

    private LoadBalancer.Listener before(LoadBalancer.Listener own) {
      return own.arn().equals(listener)
          ? new LoadBalancer.Listener(
              own.arn(),
              own.protocol(),
              own.port(),
              own.targetGroups(),
              own.ruleTargetGroups()
                  .map(all -> all.stream().filter(arn -> !targetGroups.contains(arn)).toList()),
              own.instancePort())
          : own;
    }
  }

  /// Targets that were registered or deregistered.
  public record TargetsSet(String group, List<TargetGroup.Target> targets, boolean registered)
      implements Step {
    public TargetsSet {
      targets = List.copyOf(targets);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.targetGroups(
          after, shown -> Optional.of(shown.arn().equals(group) ? before(shown) : shown));
    }

    private TargetGroup before(TargetGroup shown) {
      return withTargets(
          shown,
          shown
              .targets()
              .map(
                  known -> {
                    var others = known.stream().filter(target -> !isOwn(target)).toList();
                    return registered
                        ? others
                        : Stream.concat(others.stream(), targets.stream()).toList();
                  }),
          shown.attributes());
    }

    private boolean isOwn(TargetGroup.Target target) {
      return targets.stream()
          .anyMatch(
              own ->
                  own.id().equals(target.id()) && (own.port() == 0 || own.port() == target.port()));
    }
  }

  /// Instances of a Classic Load Balancer that were registered or deregistered.
  public record InstancesSet(String balancer, Set<Instance.Id> instances, boolean registered)
      implements Step {
    public InstancesSet {
      instances = Set.copyOf(instances);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.balancers(
          after,
          shown -> {
            if (!is(shown, balancer)) {
              return Optional.of(shown);
            }
            var others = shown.instances().stream().filter(id -> !instances.contains(id));
            return Optional.of(
                new Copy(shown)
                    .instances(
                        registered
                            ? others.toList()
                            : Stream.concat(others, instances.stream()).toList()));
          });
    }
  }

  /// The security groups of a load balancer that were set.
  public record BalancerGroupsSet(String id, Set<SecurityGroup.Id> groups) implements Step {
    public BalancerGroupsSet {
      groups = Set.copyOf(groups);
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(Memory.groupsOf(id))
          .map(ids -> MemoryText.words(ids).map(SecurityGroup.Id::new).toList())
          .<Step>map(was -> new Recalled(this, facts -> before(facts, was)))
          .orElse(this);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      var stands = new InterfaceSteps.Groups(leaning);
      var edited = before(after, List.of(stands.id()));
      return edited.equals(after) ? after : stands.addedTo(edited);
    }

    private Facts before(Facts after, List<SecurityGroup.Id> was) {
      return FactsEdit.interfaces(
          FactsEdit.balancers(
              after,
              shown ->
                  Optional.of(
                      is(shown, id) && isShown(shown.groups(), was)
                          ? new Copy(shown).groups(was)
                          : shown)),
          shown ->
              Optional.of(
                  isShown(shown.groups(), was) && isOf(after, shown)
                      ? new InterfaceCopy(shown).groups(was)
                      : shown));
    }

    /// Whether these are the groups that it set, and others than before. An interface may have got
    /// others since.
    private boolean isShown(List<SecurityGroup.Id> now, List<SecurityGroup.Id> was) {
      return groups.equals(Set.copyOf(now)) && !groups.equals(Set.copyOf(was));
    }

    private boolean isOf(Facts facts, NetworkInterface shown) {
      return Stream.of(facts.balancing().loadBalancers(), facts.balancing().classic())
          .flatMap(list -> list.asKnown().stream())
          .flatMap(List::stream)
          .anyMatch(balancer -> is(balancer, id) && balancer.has(shown));
    }
  }

  /// The address type of a load balancer that was set.
  public record AddressTypeSet(String id, String type) implements Step {
    @Override
    public Facts before(Facts after, Leaning leaning) {
      return FactsEdit.balancers(
          after,
          shown ->
              Optional.of(
                  is(shown, id) && shown.ipAddressType().equals(type)
                      ? new Copy(shown).type(type.equals("ipv4") ? "dualstack" : "ipv4")
                      : shown));
    }
  }

  /// Attributes of a load balancer or target group that were set.
  public record AttributesSet(String id, Map<String, String> attributes) implements Step {
    public AttributesSet {
      attributes = Map.copyOf(attributes);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      var balancers =
          FactsEdit.balancers(
              after,
              shown ->
                  Optional.of(
                      is(shown, id)
                          ? new Copy(shown).attributes(shown.attributes().map(this::before))
                          : shown));
      return FactsEdit.targetGroups(
          balancers,
          shown ->
              Optional.of(
                  shown.arn().equals(id)
                      ? withTargets(shown, shown.targets(), shown.attributes().map(this::before))
                      : shown));
    }

    /// The other value of every flag: nobody says what it was, and it was set.
    private Map<String, String> before(Map<String, String> now) {
      var before = new HashMap<>(now);
      attributes.forEach(
          (key, value) -> {
            if (value.equals(now.get(key)) && (value.equals("true") || value.equals("false"))) {
              before.put(key, value.equals("true") ? "false" : "true");
            }
          });
      return before;
    }
  }

  private static boolean is(LoadBalancer shown, String id) {
    return shown.arn().equals(id) || (shown.isClassic() && shown.name().equals(id));
  }

  static LoadBalancer listeners(
      LoadBalancer shown, UnaryOperator<List<LoadBalancer.Listener>> edit) {
    return new Copy(shown).listeners(shown.listeners().map(edit));
  }

  private static TargetGroup withTargets(
      TargetGroup shown,
      Fact<List<TargetGroup.Target>> targets,
      Fact<Map<String, String>> attributes) {
    return new TargetGroup(
        shown.arn(),
        shown.name(),
        shown.targetType(),
        shown.ipAddressType(),
        shown.protocol(),
        shown.vpc(),
        shown.loadBalancers(),
        targets,
        attributes,
        shown.tags());
  }

  /// A copy of a load balancer that differs in one thing.
  private record Copy(LoadBalancer of) {
    LoadBalancer type(String type) {
      return copy(type, of.groups(), of.instances(), of.listeners(), of.attributes());
    }

    LoadBalancer groups(List<SecurityGroup.Id> groups) {
      return copy(of.ipAddressType(), groups, of.instances(), of.listeners(), of.attributes());
    }

    LoadBalancer instances(List<Instance.Id> instances) {
      return copy(of.ipAddressType(), of.groups(), instances, of.listeners(), of.attributes());
    }

    LoadBalancer listeners(Fact<List<LoadBalancer.Listener>> listeners) {
      return copy(of.ipAddressType(), of.groups(), of.instances(), listeners, of.attributes());
    }

    LoadBalancer attributes(Fact<Map<String, String>> attributes) {
      return copy(of.ipAddressType(), of.groups(), of.instances(), of.listeners(), attributes);
    }

    private LoadBalancer copy(
        String type,
        List<SecurityGroup.Id> groups,
        List<Instance.Id> instances,
        Fact<List<LoadBalancer.Listener>> listeners,
        Fact<Map<String, String>> attributes) {
      return new LoadBalancer(
          of.arn(),
          of.name(),
          of.type(),
          of.internetFacing(),
          type,
          of.vpc(),
          of.subnets(),
          groups,
          of.enforcesGroupsOnPrivateLink(),
          instances,
          listeners,
          attributes,
          of.tags());
    }
  }
}
