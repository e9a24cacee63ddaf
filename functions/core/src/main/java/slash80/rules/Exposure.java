package slash80.rules;

import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Admitted;
import slash80.facts.ClientPorts;
import slash80.facts.Fact;
import slash80.facts.Layer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Reach;
import slash80.facts.Subnet;
import slash80.network.IpFamily;
import slash80.network.PacketSet;
import slash80.network.ServiceSet;

/// How an interface is exposed to the internet, put into a verdict: what of it, how bad it is,
/// whose rules make it so, and the command that takes those back. The openness rules of both
/// families are this and a card.
record Exposure(NetworkInterface networkInterface, Network network) {

  /// Whether the internet can open it now.
  Verdict judgeOpen(IpFamily family) {
    var reach = network.reach(networkInterface, family);
    var open = of(reach.open());
    if (open.isOfTheInternet()) {
      var how = "is open %sto".formatted(over(family));
      return violated(how, open, open.open(), reach).open(open.packets());
    }
    return of(reach.open().union(reach.unknown())).isOfTheInternet()
        ? undecided(String.join("; ", reach.unread()))
        : upheld();
  }

  /// Whether its groups admit the internet, and another layer alone stops it.
  Verdict judgeLatent(IpFamily family) {
    var reach = network.reach(networkInterface, family);
    var latent = of(reach.latent());
    if (latent.isOfTheInternet()) {
      var how = "is stopped by %s from being open %sto".formatted(layers(reach), over(family));
      return violated(how, latent, latent.latent(), reach).latent(latent.packets());
    }
    return couldNotTell(reach, network.admitted(networkInterface, family));
  }

  /// What the groups may admit besides what is open: latent too, for all that could be read.
  private Verdict couldNotTell(Reach reach, Admitted admitted) {
    var perhaps = admitted.atMost().difference(reach.open()).difference(reach.inspected());
    var reasons = new LinkedHashSet<>(reach.unread());
    reasons.addAll(admitted.unread());
    return reasons.isEmpty() || !of(perhaps).isOfTheInternet()
        ? upheld()
        : undecided(String.join("; ", reasons));
  }

  /// What the route alone stops is not called safe: AWS does not say that a packet which cannot be
  /// answered is dropped on its way in.
  private static String layers(Reach reach) {
    var names = Words.and(reach.stoppedBy().stream().sorted().map(Layer::toString).toList());
    var alone = reach.stoppedBy().size() == 1 ? names + " alone" : names;
    return reach.stoppedBy().equals(Set.of(Layer.ROUTE))
        ? alone + " (through which one-way UDP may still come)"
        : alone;
  }

  /// In an IPv6 cluster, the other family is named.
  private static String over(IpFamily family) {
    return switch (family) {
      case IPV4 -> "over IPv4 ";
      case IPV6 -> "";
    };
  }

  /// The first interface of a subnet that the internet can open something on over IPv6. Unread when
  /// none is seen and one may be.
  static Fact<Optional<NetworkInterface>> openIn(Subnet subnet, Network network) {
    return network.interfacesIn(subnet).flatMap(all -> firstOpen(all, network));
  }

  private static Fact<Optional<NetworkInterface>> firstOpen(
      List<NetworkInterface> all, Network network) {
    var unread = new TreeSet<String>();
    for (var one : all) {
      var reach = network.reach(one, IpFamily.IPV6);
      var exposure = new Exposure(one, network);
      if (exposure.all(reach.open()).isOfTheInternet()) {
        return Fact.known(Optional.of(one));
      }
      if (exposure.all(reach.open().union(reach.unknown())).isOfTheInternet()) {
        unread.addAll(reach.unread());
      }
    }
    return unread.isEmpty() ? Fact.known(Optional.empty()) : Fact.unread(String.join("; ", unread));
  }

  /// Some packets, less those that the interface may be open to.
  private Openness of(PacketSet packets) {
    var tolerated = network.tolerated(networkInterface, packets.family());
    return all(tolerated.isEmpty() ? packets : packets.difference(tolerated));
  }

  private Openness all(PacketSet packets) {
    var clientPorts =
        packets.isEmpty()
            ? new ClientPorts(ServiceSet.none(packets.family()), List.of(), List.of())
            : network.clientPorts(networkInterface, packets.family());
    return new Openness(network, packets, clientPorts);
  }

  private Verdict.Violated violated(
      String how, Openness openness, Openness.Weight weight, Reach reach) {
    var violated =
        Verdict.violated(
                "%s %s %s%s%s", name(), how, openness.words(), openness.clause(), unread(reach))
            .as(weight.severity());
    var packets = openness.packets().within(weight.services());
    var blame = Blame.of(networkInterface, packets, network);
    return openness.isNeeded() ? blame.told(violated) : blame.remedied(violated);
  }

  /// Adds whose rules admit some packets, and the command that takes those rules back.
  Verdict.Violated blamed(Verdict.Violated violated, PacketSet packets) {
    return Blame.of(networkInterface, packets, network).remedied(violated);
  }

  /// `eni-1 of i-2`.
  String name() {
    return network
        .nodeOf(networkInterface)
        .map(node -> "%s of %s".formatted(networkInterface.id(), node.id()))
        .orElse(networkInterface.id().value());
  }

  private String unread(Reach reach) {
    return reach.unknown().isEmpty()
        ? ""
        : "; what else is open could not be read (%s)".formatted(String.join("; ", reach.unread()));
  }
}
