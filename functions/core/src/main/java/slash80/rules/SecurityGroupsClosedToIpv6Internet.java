package slash80.rules;

import static slash80.network.IpFamily.IPV6;
import static slash80.rules.Card.low;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;

import java.util.LinkedHashSet;
import java.util.Set;
import slash80.facts.Admitted;
import slash80.facts.Layer;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.Reach;
import slash80.network.IpFamily;

/// What only a route or an ACL stops is one change away from open, and whoever makes that change
/// does not see the security group.
final class SecurityGroupsClosedToIpv6Internet implements PacketRule {

  @Override
  public IpFamily family() {
    return IPV6;
  }

  @Override
  public Card card() {
    return low("An interface's security groups are closed to the internet over IPv6")
        .scale("LOW, MEDIUM on all ports or a listed one")
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
      var stopped = "is stopped by %s from being open to".formatted(layers(reach));
      return exposure.violated(stopped, latent, latent.latent(), reach).latent(latent.packets());
    }
    return couldNotTell(exposure, reach, network.admitted(networkInterface, IPV6));
  }

  /// What the groups may admit besides what is open: latent too, for all that could be read.
  private Verdict couldNotTell(Exposure exposure, Reach reach, Admitted admitted) {
    var perhaps = admitted.atMost().difference(reach.open()).difference(reach.inspected());
    var reasons = new LinkedHashSet<>(reach.unread());
    reasons.addAll(admitted.unread());
    return reasons.isEmpty() || !exposure.of(perhaps).isOfTheInternet()
        ? upheld()
        : undecided(String.join("; ", reasons));
  }

  /// What the route alone stops is not called safe: AWS does not say that a packet which cannot be
  /// answered is dropped on its way in.
  private String layers(Reach reach) {
    var names = Words.and(reach.stoppedBy().stream().sorted().map(Layer::toString).toList());
    var alone = reach.stoppedBy().size() == 1 ? names + " alone" : names;
    return reach.stoppedBy().equals(Set.of(Layer.ROUTE))
        ? alone + " (through which one-way UDP may still come)"
        : alone;
  }
}
