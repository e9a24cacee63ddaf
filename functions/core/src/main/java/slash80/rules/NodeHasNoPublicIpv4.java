package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import slash80.facts.NetworkInterface;
import slash80.facts.Subnet;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A public IPv4 address is a second path to a node, guarded by rules that get little attention in
/// an IPv6 cluster.
public final class NodeHasNoPublicIpv4 implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return medium("A node should have no public IPv4 address")
        .passes("no interface of the node has a public IPv4 address")
        .fails("one has, such as an Elastic IP")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("Any group rule for 0.0.0.0/0 opens the node's ports to the internet.")
        .fix(
            "Run nodes in private subnets, and disassociate Elastic IPs with"
                + " ec2:DisassociateAddress.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/vpc-ip-addressing.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var addresses = networkInterface.publicIpv4Addresses();
    if (addresses.isEmpty()) {
      return upheld();
    }
    var violated =
        violated(
                "%s has the public IPv4 address %s", networkInterface.id(), Phrases.list(addresses))
            .remedy(releasePublicIpv4(networkInterface));
    return network
        .subnetOf(networkInterface)
        .asKnown()
        .filter(Subnet::mapsPublicIpv4OnLaunch)
        .map(subnet -> assignedBy(subnet, violated))
        .orElse(violated);
  }

  /// A subnet that assigns public addresses is the one cause for all its nodes.
  private static Verdict assignedBy(Subnet subnet, Verdict.Violated violated) {
    return violated
        .causedBy(subnet.id().value())
        .at(subnet.id().value(), "assigns public IPv4 addresses on launch");
  }

  /// Disassociates Elastic IPs, and turns off an address that was assigned at launch. EC2 does not
  /// show which kind an address is, so one of the commands may fail, and the next is tried all the
  /// same.
  private static String releasePublicIpv4(NetworkInterface networkInterface) {
    var commands = new ArrayList<String>();
    for (var address : networkInterface.publicIpv4Addresses()) {
      commands.add(
          ShellCommand.aws("ec2", "disassociate-address").with("--public-ip", address).text());
    }
    commands.add(
        ShellCommand.aws("ec2", "modify-network-interface-attribute")
            .with("--network-interface-id", networkInterface.id())
            .with("--no-associate-public-ip-address")
            .text());
    return String.join("; ", commands);
  }
}
