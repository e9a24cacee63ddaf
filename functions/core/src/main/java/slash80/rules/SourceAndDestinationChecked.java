package slash80.rules;

import static slash80.rules.Card.medium;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Network;
import slash80.facts.NetworkInterface;

/// EC2 drops what an interface sends from an address that it does not hold, or gets for one. A /80
/// that is delegated to it counts as held, so that pods need no exception.
final class SourceAndDestinationChecked implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return medium("A node's interface sends and gets only what is its own")
        .risk("The node can send under others' addresses, and route packets past their groups.")
        .fix("Turn SourceDestCheck on with ec2:ModifyNetworkInterfaceAttribute.")
        .see("https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/using-eni.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return networkInterface.checksSourceAndDestination()
        ? upheld()
        : violated("%s does not check source and destination", networkInterface.id())
            .at(networkInterface.id(), "SourceDestCheck is off")
            .remedy(Remedies.checkSourceAndDestination(networkInterface));
  }
}
