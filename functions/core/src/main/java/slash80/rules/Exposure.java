package slash80.rules;

import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;
import slash80.network.ClientPorts;
import slash80.network.Network;
import slash80.reach.AdmittedPackets;
import slash80.reach.Layer;
import slash80.reach.Reach;
import slash80.rule.Verdict;

/// The exposure of an interface to the internet, as a verdict: which packets, how severe, which
/// security group rules cause it, and the command that revokes those rules. Each of the four
/// openness rules is a card and a call of this.
record Exposure(NetworkInterface networkInterface, Network network) {

  /// Whether the internet can connect to the interface now.
  Verdict judgeOpen(IpFamily family) {
    var reach = network.reach(networkInterface, family);
    var open = of(reach.open());
    if (open.isOfTheInternet()) {
      return violated(open.isOpen(), open, open.open(), reach).open(open.packets());
    }
    return of(reach.open().union(reach.unknown())).isOfTheInternet()
        ? undecided(String.join("; ", reach.unread()))
        : upheld();
  }

  /// Whether the security groups admit the internet, and only other layers keep it out.
  Verdict judgeLatent(IpFamily family) {
    var reach = network.reach(networkInterface, family);
    var latent = of(reach.latent());
    if (latent.isOfTheInternet()) {
      var how = "%s; only %s".formatted(latent.allows(), keepsClosed(reach, family));
      return violated(how, latent, latent.latent(), reach).latent(latent.packets());
    }
    return couldNotTell(reach, network.admitted(networkInterface, family));
  }

  /// Undecided if unread facts may hide packets that the groups admit and another layer stops.
  private Verdict couldNotTell(Reach reach, AdmittedPackets admitted) {
    var perhaps = admitted.atMost().difference(reach.open()).difference(reach.inspected());
    var reasons = new LinkedHashSet<>(reach.unread());
    reasons.addAll(admitted.unread());
    return reasons.isEmpty() || !of(perhaps).isOfTheInternet()
        ? upheld()
        : undecided(String.join("; ", reasons));
  }

  /// `the route table keeps it closed`. A missing route alone is not called safe: AWS does not say
  /// that a packet which cannot be answered is dropped on its way in.
  private static String keepsClosed(Reach reach, IpFamily family) {
    var layers = reach.stoppedBy().stream().sorted().map(layer -> name(layer, family)).toList();
    var keeps = Phrases.and(layers) + (layers.size() == 1 ? " keeps" : " keep") + " it closed";
    return reach.stoppedBy().equals(Set.of(Layer.ROUTE))
        ? keeps + ", and one-way UDP may still come in"
        : keeps;
  }

  private static String name(Layer layer, IpFamily family) {
    return switch (layer) {
      case ADDRESS -> "the missing public %s address".formatted(Phrases.name(family));
      case PUBLIC_ACCESS_BLOCK -> "VPC block public access";
      case ROUTE -> "the route table";
      case NETWORK_ACL -> "the network ACL";
      case SECURITY_GROUP -> "the security group";
    };
  }

  /// The first interface of a subnet that the internet can connect to over IPv6. Unread if none is
  /// found but an interface with unread facts may be open.
  static Fact<Optional<NetworkInterface>> openIn(Subnet subnet, Network network) {
    return network
        .interfacesIn(subnet)
        .flatMap(networkInterfaces -> firstOpen(networkInterfaces, network));
  }

  private static Fact<Optional<NetworkInterface>> firstOpen(
      List<NetworkInterface> networkInterfaces, Network network) {
    var unread = new TreeSet<String>();
    for (var networkInterface : networkInterfaces) {
      var reach = network.reach(networkInterface, IpFamily.IPV6);
      var exposure = new Exposure(networkInterface, network);
      if (exposure.all(reach.open()).isOfTheInternet()) {
        return Fact.known(Optional.of(networkInterface));
      }
      if (exposure.all(reach.open().union(reach.unknown())).isOfTheInternet()) {
        unread.addAll(reach.unread());
      }
    }
    return unread.isEmpty() ? Fact.known(Optional.empty()) : Fact.unread(String.join("; ", unread));
  }

  /// The rating of packets, without those that the policy allows to this interface.
  private OpennessRating of(PacketSet packets) {
    var tolerated = network.tolerated(networkInterface, packets.family());
    return all(tolerated.isEmpty() ? packets : packets.difference(tolerated));
  }

  private OpennessRating all(PacketSet packets) {
    var clientPorts =
        packets.isEmpty()
            ? new ClientPorts(ServiceSet.none(packets.family()), List.of(), List.of())
            : network.entrances().clientPorts(networkInterface, packets.family());
    return new OpennessRating(network, packets, clientPorts);
  }

  private Verdict.Violated violated(
      String how, OpennessRating openness, OpennessRating.Rating weight, Reach reach) {
    var violated =
        Verdict.violated("%s %s%s%s", name(), how, openness.clause(), unread(reach))
            .as(weight.severity());
    var packets = openness.packets().within(weight.services());
    var blame = ResponsibleRules.of(networkInterface, packets, network);
    return openness.isNeeded() ? blame.told(violated) : blame.remedied(violated);
  }

  /// Adds the security groups that admit the packets, and the command that revokes their rules.
  Verdict.Violated blamed(Verdict.Violated violated, PacketSet packets) {
    return ResponsibleRules.of(networkInterface, packets, network).remedied(violated);
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
        : "; not checked: what else is open (%s)".formatted(String.join("; ", reach.unread()));
  }
}
