package slash80.rules;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.function.BiFunction;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;
import slash80.facts.Trilean;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Verdict;

/// The target groups from which a load balancer hides its clients' addresses.
///
/// @param unread why there may be more groups, each reason once
record HiddenClients(List<Hidden> hidden, List<String> unread) {

  /// A target group that does not see the clients of some families.
  ///
  /// @param byAttribute whether its attribute hides them; otherwise only the change of family does
  record Hidden(TargetGroup group, List<IpFamily> clients, boolean byAttribute) {

    private String words() {
      return byAttribute
          ? "client addresses"
          : Phrases.name(clients.getFirst()) + " client addresses";
    }

    private String because() {
      return byAttribute
          ? "client-IP preservation is off"
          : "targets have %s addresses: %s clients arrive from the load balancer's address"
              .formatted(group.ipAddressType(), Phrases.name(clients.getFirst()));
    }
  }

  /// The groups that cannot see the addresses of clients of a family over which the internet, by a
  /// gateway or an accelerator, reaches them through the load balancer.
  static HiddenClients by(LoadBalancer balancer, Network network) {
    var entrances = network.entrances();
    return of(balancer, network, (group, family) -> entrances.isReached(balancer, group, family));
  }

  /// The groups that cannot see the addresses of internet clients, whom the load balancer's own
  /// security groups admit.
  static HiddenClients ofInternet(LoadBalancer balancer, Network network) {
    var entrances = network.entrances();
    return of(
        balancer,
        network,
        (group, family) -> network.isOfInternet(entrances.forwarded(balancer, group, family)));
  }

  /// @param isReached whether clients of a family that count reach a group's targets
  private static HiddenClients of(
      LoadBalancer balancer,
      Network network,
      BiFunction<TargetGroup, IpFamily, Fact<Boolean>> isReached) {
    var entrances = network.entrances();
    var hidden = new ArrayList<Hidden>();
    var unread = new LinkedHashSet<String>();
    switch (entrances.targetGroupsOf(balancer)) {
      case Unread<List<TargetGroup>>(var why) -> unread.add(why);
      case Known<List<TargetGroup>>(var targetGroups) -> {
        for (var group : targetGroups) {
          var clients = new ArrayList<IpFamily>();
          for (var family : IpFamily.values()) {
            switch (Trilean.both(
                entrances.hides(balancer, group, family), isReached.apply(group, family))) {
              case Known<Boolean>(var isSo) when isSo -> clients.add(family);
              case Known<Boolean> _ -> {}
              case Unread<Boolean>(var why) -> unread.add(why);
            }
          }
          if (!clients.isEmpty()) {
            var byAttribute = group.hidesClientAddress().equals(Fact.known(true));
            hidden.add(new Hidden(group, clients, byAttribute));
          }
        }
      }
    }
    return new HiddenClients(List.copyOf(hidden), List.copyOf(unread));
  }

  boolean isAny() {
    return !hidden.isEmpty();
  }

  boolean mayBe() {
    return isAny() || !unread.isEmpty();
  }

  String why() {
    return String.join("; ", unread);
  }

  List<TargetGroup> groups() {
    return hidden.stream().map(Hidden::group).toList();
  }

  /// The groups whose attribute hides the clients.
  List<TargetGroup> byAttribute() {
    return hidden.stream().filter(Hidden::byAttribute).map(Hidden::group).toList();
  }

  /// `client addresses from pods, dns`, `IPv4 client addresses from pods`.
  String words() {
    var names = new LinkedHashMap<String, List<String>>();
    for (var one : hidden) {
      names.computeIfAbsent(one.words(), _ -> new ArrayList<>()).add(one.group().name());
    }
    return Phrases.and(
        names.entrySet().stream()
            .map(entry -> "%s from %s".formatted(entry.getKey(), Phrases.list(entry.getValue())))
            .toList());
  }

  /// Adds the groups as evidence.
  Verdict.Violated along(Verdict.Violated violated) {
    var more = violated;
    for (var one : hidden) {
      more = more.at(one.group().arn(), one.because());
    }
    return more;
  }
}
