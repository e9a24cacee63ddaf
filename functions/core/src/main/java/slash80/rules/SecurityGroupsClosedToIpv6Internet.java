package slash80.rules;

import static slash80.network.IpFamily.IPV6;
import static slash80.rules.Card.low;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;

import java.util.Set;
import slash80.facts.Layer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Reach;

/// What only a route or an ACL stops is one change away from open, and whoever makes that change
/// does not see the security group.
final class SecurityGroupsClosedToIpv6Internet implements Rule<NetworkInterface> {

  @Override
  public Card card() {
    return low("An interface's security groups are closed to the internet over IPv6")
        .risk("One change to another layer, such as a route, opens the node and its pods.")
        .fix("Narrow the source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    var reach = network.reach(networkInterface, IPV6);
    var exposure = new Exposure(networkInterface, network);
    var latent = exposure.of(reach.latent());
    if (latent.isOfTheInternet()) {
      var stopped = "is stopped by %s alone from being open to".formatted(layers(reach));
      return exposure.violated(stopped, latent, latent.latent(), reach).latent(latent.packets());
    }
    return exposure.of(reach.latent().union(reach.unknown())).isOfTheInternet()
        ? undecided(String.join("; ", reach.unread()))
        : upheld();
  }

  /// What the route alone stops is not called safe: AWS does not say that a packet which cannot be
  /// answered is dropped on its way in.
  private String layers(Reach reach) {
    var names = Words.and(reach.stoppedBy().stream().sorted().map(Layer::toString).toList());
    return reach.stoppedBy().equals(Set.of(Layer.ROUTE))
        ? names + " (through which one-way UDP may still come)"
        : names;
  }
}
