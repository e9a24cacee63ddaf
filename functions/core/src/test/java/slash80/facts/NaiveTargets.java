package slash80.facts;

import static slash80.facts.NaiveOracle.holds;
import static slash80.facts.NaiveOracle.known;
import static slash80.facts.NaiveOracle.least;
import static slash80.facts.NaiveOracle.number;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import slash80.facts.NaiveOracle.Answer;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.Packet;

/// The way of one packet from a load balancer to its targets, as [NaiveEntrances] walks it.
final class NaiveTargets {
  /// The way so far.
  ///
  /// @param sent whether packets are sent this way
  /// @param admitted whether this packet goes it
  record Way(Answer sent, Answer admitted) {
    Way(Answer admitted) {
      this(Answer.YES, admitted);
    }

    Way onlyIf(Answer certain) {
      return new Way(least(List.of(sent, certain)), least(List.of(admitted, certain)));
    }

    Way guardedBy(Answer admits) {
      return new Way(sent, least(List.of(admitted, admits)));
    }
  }

  private final Facts facts;
  private final Packet packet;
  private final NaiveGroups groups;

  NaiveTargets(Facts facts, Packet packet) {
    this.facts = facts;
    this.packet = packet;
    this.groups = new NaiveGroups(facts, packet);
  }

  List<LoadBalancer.Listener> listenersAt(LoadBalancer balancer, int port) {
    return known(balancer.listeners()).stream()
        .filter(listener -> listener.port() == port && speaks(listener.protocol()))
        .toList();
  }

  /// Whether a listener or target group of a protocol takes the packet's.
  private boolean speaks(String protocol) {
    return switch (protocol) {
      case "TCP", "TLS", "HTTP", "HTTPS", "SSL" -> packet.protocol() == 6;
      case "UDP", "QUIC" -> packet.protocol() == 17;
      case "TCP_UDP", "TCP_QUIC" -> packet.protocol() == 6 || packet.protocol() == 17;
      default -> false;
    };
  }

  List<NaiveEntrances.Arrival> sentOn(
      LoadBalancer balancer, NaiveGroups.Sender sender, int port, IpFamily from, Way way) {
    var arrivals = new ArrayList<NaiveEntrances.Arrival>();
    for (var listener : listenersAt(balancer, port)) {
      if (balancer.isClassic()) {
        var hidden = new NaiveGroups.Sender(false, false, Optional.of(balancer));
        for (var instance : balancer.instances()) {
          for (var target : primaryOf(instance.value())) {
            int to = listener.instancePort().orElseThrow().port();
            arrivals.add(arrival(target, to, IpFamily.IPV4, hidden, way));
          }
        }
      }
    }
    for (var group : known(facts.balancing().targetGroups())) {
      var certain = speaks(group.protocol()) ? forwards(balancer, group, port) : Answer.NO;
      if (certain != Answer.NO) {
        sentOn(balancer, group, sender, from, way.onlyIf(certain), arrivals);
      }
    }
    return arrivals;
  }

  /// Whether what a load balancer listens on at a port forwards to a group. Rules that were not
  /// read may forward to any of its groups.
  Answer forwards(LoadBalancer balancer, TargetGroup group, int port) {
    boolean isOfBalancer = group.loadBalancers().contains(balancer.arn());
    if (NaiveOracle.isUnread(balancer.listeners())) {
      return isOfBalancer ? Answer.PERHAPS : Answer.NO;
    }
    var here = listenersAt(balancer, port);
    if (here.stream().anyMatch(listener -> names(listener, group))) {
      return Answer.YES;
    }
    boolean mayBeHere =
        here.stream().anyMatch(listener -> NaiveOracle.isUnread(listener.ruleTargetGroups()));
    if (!isOfBalancer || !mayBeHere) {
      return Answer.NO;
    }
    return known(balancer.listeners()).size() == 1 ? Answer.YES : Answer.PERHAPS;
  }

  private static boolean names(LoadBalancer.Listener listener, TargetGroup group) {
    return listener.targetGroups().contains(group.arn())
        || known(listener.ruleTargetGroups()).contains(group.arn());
  }

  private void sentOn(
      LoadBalancer balancer,
      TargetGroup group,
      NaiveGroups.Sender sender,
      IpFamily from,
      Way way,
      List<NaiveEntrances.Arrival> arrivals) {
    var over = group.ipAddressType().equals("ipv6") ? IpFamily.IPV6 : IpFamily.IPV4;
    var senders = senders(balancer, group, sender, from, over);
    for (var next : senders) {
      // Either of two where the attribute was not read.
      var on = senders.size() == 1 ? way : way.onlyIf(Answer.PERHAPS);
      for (var target : known(group.targets())) {
        sentOn(group, target, next, over, on, arrivals);
      }
    }
  }

  private void sentOn(
      TargetGroup group,
      TargetGroup.Target target,
      NaiveGroups.Sender sender,
      IpFamily over,
      Way way,
      List<NaiveEntrances.Arrival> arrivals) {
    switch (group.targetType()) {
      case "ip" -> {
        for (var holder : holders(target.id())) {
          arrivals.add(arrival(holder, target.port(), over, sender, way));
        }
      }
      case "instance" -> {
        for (var primary : primaryOf(target.id())) {
          arrivals.add(arrival(primary, target.port(), over, sender, way));
        }
      }
      case "alb" -> {
        for (var next : known(facts.balancing().loadBalancers())) {
          if (next.arn().equals(target.id())) {
            var goesOn = way.guardedBy(groups.guards(next, sender, target.port(), over));
            arrivals.addAll(sentOn(next, sender, target.port(), over, goesOn));
          }
        }
      }
      default -> {}
    }
  }

  Answer hides(LoadBalancer balancer, TargetGroup group, NaiveGroups.Sender sender, IpFamily from) {
    var over = group.ipAddressType().equals("ipv6") ? IpFamily.IPV6 : IpFamily.IPV4;
    var senders = senders(balancer, group, sender, from, over);
    return senders.size() > 1 ? Answer.PERHAPS : NaiveOracle.yes(!senders.getFirst().client());
  }

  /// The senders that the targets of a group may see: two where the attribute was not read.
  private static List<NaiveGroups.Sender> senders(
      LoadBalancer balancer,
      TargetGroup group,
      NaiveGroups.Sender sender,
      IpFamily from,
      IpFamily over) {
    var kept = new NaiveGroups.Sender(true, false, Optional.of(balancer));
    var hidden = new NaiveGroups.Sender(false, false, Optional.of(balancer));
    if (!balancer.isNetworkLoadBalancer() || from != over || !sender.client()) {
      return List.of(hidden);
    }
    if (List.of("UDP", "TCP_UDP", "QUIC", "TCP_QUIC").contains(group.protocol())) {
      return List.of(kept);
    }
    if (NaiveOracle.isUnread(group.attributes())) {
      return List.of(kept, hidden);
    }
    var word = group.attributes().asKnown().orElseThrow().get("preserve_client_ip.enabled");
    boolean keeps = word == null ? !group.targetType().equals("ip") : word.equals("true");
    return List.of(keeps ? kept : hidden);
  }

  NaiveEntrances.Arrival arrival(
      NetworkInterface target, int port, IpFamily over, NaiveGroups.Sender sender, Way way) {
    var admits = groups.admits(target.vpc(), target.groups(), sender, port, over);
    return new NaiveEntrances.Arrival(
        target,
        packet.protocol(),
        port,
        over,
        sender.client(),
        way.sent(),
        way.admitted(),
        admits,
        least(List.of(way.admitted(), admits)));
  }

  private List<NetworkInterface> holders(String text) {
    var address = Address.parse(text);
    var holders = new ArrayList<NetworkInterface>();
    for (var one : known(facts.attachments().interfaces())) {
      for (var block : one.held(address.family())) {
        if (holds(block, address.family(), number(address)) && !holders.contains(one)) {
          holders.add(one);
        }
      }
    }
    return holders;
  }

  List<NetworkInterface> primaryOf(String instance) {
    var primaries = new ArrayList<NetworkInterface>();
    for (var one : known(facts.attachments().interfaces())) {
      var at = one.attachment();
      if (at.isPresent()
          && at.get().instance().value().equals(instance)
          && at.get().deviceIndex() == 0
          && at.get().networkCardIndex() == 0) {
        primaries.add(one);
      }
    }
    return primaries;
  }
}
