package slash80.rules;

import static java.util.stream.Collectors.joining;

import java.util.List;
import slash80.facts.Admission;
import slash80.facts.ClientPorts;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Reach;
import slash80.network.PacketSet;
import slash80.network.ServiceSet;

/// How an interface is exposed to the internet, put into a verdict: what of it, how bad it is,
/// whose rules make it so, and the command that takes those back.
record Exposure(NetworkInterface networkInterface, Network network) {

  /// Some packets, less those that the interface may be open to.
  Openness of(PacketSet all) {
    var packets = all.difference(network.tolerated(networkInterface, all.family()));
    var clientPorts =
        packets.isEmpty()
            ? new ClientPorts(ServiceSet.none(packets.family()), List.of(), List.of())
            : network.clientPorts(networkInterface, packets.family());
    return new Openness(network, packets, clientPorts);
  }

  Verdict.Violated violated(String how, Openness openness, Openness.Weight weight, Reach reach) {
    var violated =
        Verdict.violated(
                "%s %s %s%s%s", name(), how, openness.words(), openness.clause(), unread(reach))
            .as(weight.severity());
    var packets = openness.packets().within(weight.services());
    return openness.isNeeded()
        ? withEvidence(violated, packets, deciding(packets))
        : blamed(violated, packets);
  }

  /// Adds whose rules admit some packets, and the command that takes those rules back.
  Verdict.Violated blamed(Verdict.Violated violated, PacketSet packets) {
    var deciding = deciding(packets);
    var told = withEvidence(violated, packets, deciding);
    return Remedies.revoke(deciding).map(told::remedy).orElse(told);
  }

  private Verdict.Violated withEvidence(
      Verdict.Violated violated, PacketSet packets, List<Admission> deciding) {
    var groups = deciding.stream().map(admission -> admission.group().id().value());
    return violated
        .causedBy(groups.distinct().sorted().collect(joining(" ")))
        .along(network.passage(networkInterface, packets.sample().orElseThrow()));
  }

  /// The rules that matter: those that admit the internet each on its own; where none does, all
  /// that add up to it.
  private List<Admission> deciding(PacketSet packets) {
    var all = network.admissions(networkInterface, packets);
    var wide = all.stream().filter(this::isOfTheInternet).toList();
    return wide.isEmpty() ? all : wide;
  }

  private boolean isOfTheInternet(Admission admission) {
    return network.isShareAtLeast(network.parameters().little(), admission.sources());
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
