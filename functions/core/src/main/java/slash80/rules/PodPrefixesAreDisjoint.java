package slash80.rules;

import static java.util.stream.Collectors.joining;
import static slash80.rule.Card.critical;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import java.util.stream.Stream;
import slash80.facts.NetworkInterface;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.network.Overlap;
import slash80.rule.Card;
import slash80.rule.ComparisonRule;
import slash80.rule.Verdict;

/// A pod's address is unique: no two interfaces hold the same address.
public final class PodPrefixesAreDisjoint implements ComparisonRule {

  @Override
  public Card card() {
    return critical("A pod's address should belong to one interface only")
        .passes("no other interface in the VPC holds an address of the interface's prefixes")
        .fails("another interface holds one")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("Packets for a pod can arrive at a pod on another node.")
        .fix("Unassign one of the two with ec2:UnassignIpv6Addresses and replace its node.")
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
                Phrases.more(overlaps.size() - 1))
            .causedBy(parties(networkInterface, network))
            .remedy(disentangle(networkInterface, first));
    for (var overlap : overlaps) {
      violated = violated.at(overlap.other(), "holds %s".formatted(overlap.others()));
    }
    return violated;
  }

  private String parties(NetworkInterface networkInterface, Network network) {
    var others = network.overlapsOf(networkInterface).stream().map(Overlap::other);
    return Stream.concat(Stream.of(networkInterface.id()), others)
        .map(NetworkInterface.Id::value)
        .distinct()
        .sorted()
        .collect(joining(" "));
  }

  /// Takes the prefix from one of two interfaces, and from the same one whichever of them is
  /// judged: from the later id, or from the interface that holds a prefix while the other holds an
  /// address.
  private static String disentangle(NetworkInterface networkInterface, Overlap overlap) {
    boolean isLater = networkInterface.id().value().compareTo(overlap.other().value()) > 0;
    return isAddress(overlap.others()) || (isLater && !isAddress(overlap.own()))
        ? PrefixCommands.unassign(networkInterface.id(), List.of(overlap.own()))
        : PrefixCommands.unassign(overlap.other(), List.of(overlap.others()));
  }

  private static boolean isAddress(Prefix held) {
    return held.length() == held.family().bits();
  }
}
