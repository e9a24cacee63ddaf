package slash80.rules;

import static java.util.stream.Collectors.joining;
import static slash80.rules.Card.critical;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import java.util.stream.Stream;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// A pod's address is its own: no two interfaces hold the same one.
final class PodPrefixesAreDisjoint implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return critical("A pod's address belongs to one interface")
        .risk("Packets for one pod arrive at another, on another node.")
        .fix("Give one of the two back with ec2:UnassignIpv6Addresses and replace its node.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var overlaps = network.overlapsOf(networkInterface);
    if (overlaps.isEmpty()) {
      return upheld();
    }
    var first = overlaps.getFirst();
    var violated =
        violated(
                "%s holds %s, which overlaps with %s of %s%s",
                networkInterface.id(),
                first.own(),
                first.others(),
                first.other(),
                Words.more(overlaps.size() - 1))
            .causedBy(parties(networkInterface, network))
            .remedy(Remedies.disentangle(networkInterface, first));
    for (var overlap : overlaps) {
      violated = violated.at(overlap.other(), "holds %s".formatted(overlap.others()));
    }
    return violated;
  }

  private String parties(NetworkInterface networkInterface, Network network) {
    var others = network.overlapsOf(networkInterface).stream().map(Network.Overlap::other);
    return Stream.concat(Stream.of(networkInterface.id()), others)
        .map(NetworkInterface.Id::value)
        .distinct()
        .sorted()
        .collect(joining(" "));
  }
}
