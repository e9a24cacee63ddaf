package slash80.rules;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.Function;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;
import slash80.network.Network;
import slash80.rule.Verdict;

/// The target groups from which a load balancer hides its clients' addresses.
///
/// @param unread why there may be more groups, each reason once
record HiddenClients(List<TargetGroup> groups, List<String> unread) {

  /// The groups that cannot see any client's address.
  static HiddenClients by(LoadBalancer balancer, Network network) {
    return of(balancer, network, TargetGroup::hidesClientAddress);
  }

  /// The groups of pods that cannot see the addresses of internet clients, whom the load balancer's
  /// own security groups admit.
  static HiddenClients ofInternet(LoadBalancer balancer, Network network) {
    return of(
        balancer,
        network,
        group ->
            group.targetType().equals("ip")
                ? network.hidesInternet(balancer, group)
                : Fact.known(false));
  }

  private static HiddenClients of(
      LoadBalancer balancer, Network network, Function<TargetGroup, Fact<Boolean>> isHidden) {
    var groups = new ArrayList<TargetGroup>();
    var unread = new LinkedHashSet<String>();
    switch (network.targetGroupsOf(balancer)) {
      case Unread<List<TargetGroup>>(var why) -> unread.add(why);
      case Known<List<TargetGroup>>(var targetGroups) -> {
        for (var group : targetGroups) {
          switch (isHidden.apply(group)) {
            case Known<Boolean>(var hidden) when hidden -> groups.add(group);
            case Known<Boolean> _ -> {}
            case Unread<Boolean>(var why) -> unread.add(why);
          }
        }
      }
    }
    return new HiddenClients(List.copyOf(groups), List.copyOf(unread));
  }

  boolean isAny() {
    return !groups.isEmpty();
  }

  boolean mayBe() {
    return isAny() || !unread.isEmpty();
  }

  String why() {
    return String.join("; ", unread);
  }

  /// `pods, dns`, the names of the groups.
  String names() {
    return Phrases.list(groups.stream().map(TargetGroup::name).toList());
  }

  /// Adds the groups as evidence.
  Verdict.Violated along(Verdict.Violated violated) {
    var more = violated;
    for (var group : groups) {
      more = more.at(group.arn(), "client-IP preservation is off");
    }
    return more;
  }
}
