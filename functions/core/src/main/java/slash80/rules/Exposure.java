package slash80.rules;

import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import slash80.facts.Fact;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;
import slash80.network.ClientPorts;
import slash80.network.Network;
import slash80.network.Posture;
import slash80.reach.AdmittedPackets;
import slash80.reach.Layer;
import slash80.reach.Reach;
import slash80.rule.Verdict;

/// The exposure of an interface to the internet, as a verdict: which packets, how severe, which
/// security group rules cause it, and the command that revokes those rules. Each of the four
/// openness rules is a card and a call of this. All interfaces of a posture share the work.
record Exposure(NetworkInterface networkInterface, Network network) {

  /// Whether the internet can connect to the interface now.
  Verdict judgeOpen(IpFamily family) {
    return network.answer(new Now(family), networkInterface).on(networkInterface, network);
  }

  /// Whether the security groups admit the internet, and only other layers keep it out.
  Verdict judgeLatent(IpFamily family) {
    return network
        .answer(new AfterOneChange(family), networkInterface)
        .on(networkInterface, network);
  }

  private record Now(IpFamily family) implements Posture.Question<SharedVerdict> {
    @Override
    public SharedVerdict answer(NetworkInterface any, Network network) {
      return new Exposure(any, network).sharedOpen(family);
    }
  }

  private record AfterOneChange(IpFamily family) implements Posture.Question<SharedVerdict> {
    @Override
    public SharedVerdict answer(NetworkInterface any, Network network) {
      return new Exposure(any, network).sharedLatent(family);
    }
  }

  private SharedVerdict sharedOpen(IpFamily family) {
    var reach = network.reach(networkInterface, family);
    var open = of(reach.open());
    if (open.isOfTheInternet()) {
      return violated(
          open.isOpen(), open, open.open(), reach, violated -> violated.open(open.packets()));
    }
    boolean mayBeOpen =
        !reach.unknown().isEmpty() && of(reach.open().union(reach.unknown())).isOfTheInternet();
    return SharedVerdict.of(mayBeOpen ? undecided(String.join("; ", reach.unread())) : upheld());
  }

  private SharedVerdict sharedLatent(IpFamily family) {
    var reach = network.reach(networkInterface, family);
    var latent = of(reach.latent());
    if (latent.isOfTheInternet()) {
      var how = "%s; only %s".formatted(latent.allows(), keepsClosed(reach, family));
      return violated(
          how, latent, latent.latent(), reach, violated -> violated.latent(latent.packets()));
    }
    return SharedVerdict.of(couldNotTell(reach, network.admitted(networkInterface, family)));
  }

  /// Undecided if unread facts may hide packets that the groups admit and another layer stops.
  private Verdict couldNotTell(Reach reach, AdmittedPackets admitted) {
    var reasons = new LinkedHashSet<>(reach.unread());
    reasons.addAll(admitted.unread());
    if (reasons.isEmpty()) {
      return upheld();
    }
    var perhaps = admitted.atMost().difference(reach.open()).difference(reach.inspected());
    return of(perhaps).isOfTheInternet() ? undecided(String.join("; ", reasons)) : upheld();
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
      var openness = network.answer(Openness.OVER_IPV6, networkInterface);
      if (openness.isOpen()) {
        return Fact.known(Optional.of(networkInterface));
      }
      unread.addAll(openness.unread());
    }
    return unread.isEmpty() ? Fact.known(Optional.empty()) : Fact.unread(String.join("; ", unread));
  }

  /// Whether the internet can connect to the interfaces of a posture, whatever the policy allows.
  ///
  /// @param unread why they may be open all the same; empty if they are not
  private record Openness(boolean isOpen, List<String> unread) {
    static final Posture.Question<Openness> OVER_IPV6 =
        (any, network) -> of(network.reach(any, IpFamily.IPV6), new Exposure(any, network));

    private static Openness of(Reach reach, Exposure exposure) {
      if (exposure.all(reach.open()).isOfTheInternet()) {
        return new Openness(true, List.of());
      }
      boolean mayBeOpen =
          !reach.unknown().isEmpty()
              && exposure.all(reach.open().union(reach.unknown())).isOfTheInternet();
      return new Openness(false, mayBeOpen ? reach.unread() : List.of());
    }
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

  private SharedVerdict violated(
      String how,
      OpennessRating openness,
      OpennessRating.Rating weight,
      Reach reach,
      UnaryOperator<Verdict.Violated> packetsOf) {
    var violated =
        Verdict.violated("%s%s%s", how, openness.clause(), unread(reach)).as(weight.severity());
    var packets = openness.packets().within(weight.services());
    var blame = ResponsibleRules.of(networkInterface, packets, network);
    var blamed = openness.isNeeded() ? blame.caused(violated) : blame.revoked(violated);
    return SharedVerdict.of(packetsOf.apply(blamed), blame.samples());
  }

  /// Adds the security groups that admit the packets, and the command that revokes their rules.
  SharedVerdict blamed(Verdict.Violated violated, PacketSet packets) {
    var blame = ResponsibleRules.of(networkInterface, packets, network);
    return SharedVerdict.of(blame.revoked(violated), blame.samples());
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
