package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.NetworkInterface;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// EC2 drops packets that an interface sends from, or receives for, an address that it does not
/// hold. A delegated /80 counts as held, so pods need no exception.
public final class SourceAndDestinationChecked implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return medium("A node's interface should check source and destination addresses")
        .passes("the interface's source/destination check is on")
        .fails("it is off")
        .unchecked("the interfaces of the VPC could not be read")
        .risk("The node can send from other hosts' addresses and receive packets meant for them.")
        .fix("Turn SourceDestCheck on with ec2:ModifyNetworkInterfaceAttribute.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return networkInterface.checksSourceAndDestination()
        ? upheld()
        : violated("%s has its source/destination check turned off", networkInterface.id())
            .at(networkInterface.id(), "SourceDestCheck is off")
            .remedy(checkSourceAndDestination(networkInterface));
  }

  private static String checkSourceAndDestination(NetworkInterface networkInterface) {
    return ShellCommand.aws("ec2", "modify-network-interface-attribute")
        .with("--network-interface-id", networkInterface.id())
        .with("--source-dest-check")
        .text();
  }
}
