package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// EC2 takes a delegated prefix from the IPv6 range of the interface's subnet, and the VPC routes
/// it there.
public final class PodPrefixLiesInSubnet implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return high("A node's IPv6 prefix should lie in its interface's subnet")
        .passes("every IPv6 prefix lies in an associated range of the interface's subnet")
        .fails("one lies outside")
        .unchecked("the subnet, or the state of its range, could not be read")
        .risk("The VPC does not route the prefix to the node, so its pods never receive a reply.")
        .fix("Unassign the prefix with ec2:UnassignIpv6Addresses and replace the node.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var outside = new ArrayList<Prefix>();
    var unread = new LinkedHashSet<String>();
    for (var prefix : networkInterface.ipv6Prefixes()) {
      switch (network.subnetOf(networkInterface).flatMap(subnet -> subnet.holds(prefix))) {
        case Known<Boolean>(var held) when held -> {}
        case Known<Boolean> _ -> outside.add(prefix);
        case Unread<Boolean>(var why) -> unread.add(why);
      }
    }
    if (!outside.isEmpty()) {
      return violated(
              "%s holds %s, outside every IPv6 range of %s",
              networkInterface.id(), Phrases.list(outside), networkInterface.subnet())
          .remedy(PrefixCommands.unassign(networkInterface.id(), outside));
    }
    return unread.isEmpty() ? upheld() : undecided(String.join("; ", unread));
  }
}
