package slash80.report;

import java.util.ArrayList;
import java.util.List;
import slash80.facts.Fact;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;
import slash80.network.Network;

/// The notes on the entrances of a cluster: those that are named and not judged, and those that are
/// not listed because they were not read.
public final class EntranceNotes {
  private EntranceNotes() {}

  public static List<String> of(Network network) {
    var notes = new ArrayList<>(network.entrances().notes());
    network
        .entrances()
        .unreadInternetGateways()
        .forEach(why -> notes.add("an internet gateway may be missing: " + why));
    switch (network.entrances().loadBalancers()) {
      case Fact.Unread<List<LoadBalancer>>(var why) ->
          notes.add("the load balancers were not read (%s): none is listed".formatted(why));
      case Fact.Known<List<LoadBalancer>>(var balancers) ->
          balancers.forEach(balancer -> addTargets(notes, balancer, network));
    }
    return notes.stream().distinct().toList();
  }

  private static void addTargets(List<String> notes, LoadBalancer balancer, Network network) {
    switch (network.entrances().targetGroupsOf(balancer)) {
      case Fact.Unread<List<TargetGroup>>(var why) ->
          notes.add(
              "the target groups of %s were not read (%s): it may lead further"
                  .formatted(balancer.name(), why));
      case Fact.Known<List<TargetGroup>>(var groups) ->
          groups.stream()
              .filter(group -> group.targets() instanceof Fact.Unread)
              .forEach(
                  group ->
                      notes.add(
                          "the targets of %s were not read: %s may lead further"
                              .formatted(group.name(), balancer.name())));
    }
  }
}
