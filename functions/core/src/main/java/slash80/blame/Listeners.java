package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;

/// The listeners of load balancers, without and with one.
final class Listeners {
  private Listeners() {}

  /// A listener that nobody remembers was made by the call.
  static Step recalled(Step step, String listener, Memory memory) {
    return memory
        .of(listener)
        .<Step>map(
            text -> {
              var was = MemoryText.listener(listener, text);
              var balancer = MemoryText.balancer(text);
              return new Recalled(step, facts -> with(facts, balancer, was));
            })
        .orElse(step);
  }

  static Facts without(Facts facts, String listener) {
    return edited(
        facts,
        _ -> true,
        own -> own.stream().filter(other -> !other.arn().equals(listener)).toList());
  }

  private static Facts with(Facts facts, String balancer, LoadBalancer.Listener was) {
    return edited(
        without(facts, was.arn()),
        shown -> shown.arn().equals(balancer),
        own -> Stream.concat(own.stream(), Stream.of(was)).toList());
  }

  private static Facts edited(
      Facts facts, Predicate<LoadBalancer> which, UnaryOperator<List<LoadBalancer.Listener>> edit) {
    return serving(
        FactsEdit.balancers(
            facts,
            shown ->
                Optional.of(which.test(shown) ? BalancerSteps.listeners(shown, edit) : shown)));
  }

  /// The facts where each target group names the load balancers whose listeners lead to it.
  static Facts serving(Facts facts) {
    return FactsEdit.targetGroups(
        facts,
        group ->
            Optional.of(led(group, facts.balancing().loadBalancers().asKnown().orElse(List.of()))));
  }

  private static TargetGroup led(TargetGroup group, List<LoadBalancer> balancers) {
    var leading =
        balancers.stream()
            .filter(
                shown ->
                    shown
                        .listeners()
                        .map(all -> all.stream().anyMatch(own -> leads(own, group)))
                        .asKnown()
                        .orElse(group.loadBalancers().contains(shown.arn())))
            .map(LoadBalancer::arn)
            .toList();
    return Set.copyOf(leading).equals(Set.copyOf(group.loadBalancers()))
        ? group
        : new TargetGroup(
            group.arn(),
            group.name(),
            group.targetType(),
            group.ipAddressType(),
            group.protocol(),
            group.vpc(),
            leading,
            group.targets(),
            group.attributes(),
            group.tags());
  }

  /// Rules that were not read are taken to lead nowhere else.
  private static boolean leads(LoadBalancer.Listener own, TargetGroup group) {
    return own.targetGroups().contains(group.arn())
        || own.ruleTargetGroups().map(arns -> arns.contains(group.arn())).asKnown().orElse(false);
  }
}
