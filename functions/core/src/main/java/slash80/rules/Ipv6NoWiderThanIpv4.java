package slash80.rules;

import static slash80.ip.IpFamily.IPV4;
import static slash80.ip.IpFamily.IPV6;
import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.NetworkInterface;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;
import slash80.network.Network;
import slash80.network.Posture;
import slash80.rule.Card;
import slash80.rule.PostureRule;
import slash80.rule.Verdict;

/// A port that is open to the internet over IPv6 alone was usually closed by people who only
/// thought of 0.0.0.0/0. Traffic that a policy allows was opened on purpose and does not count. Nor
/// does a port that a load balancer needs which preserves its clients' addresses: an IPv6 target
/// never sees its IPv4 clients.
public final class Ipv6NoWiderThanIpv4 implements PostureRule {
  @Override
  public Card card() {
    return medium("Security groups should allow no more from the internet over IPv6 than over IPv4")
        .passes(
            "every port open to the internet over IPv6 is also open over IPv4, allowed by the"
                + " policy, or needed by a load balancer that preserves client addresses")
        .fails("a port is open over IPv6 only")
        .unchecked("security groups or prefix lists could not be read")
        .risk("A port that everyone believes to be closed is open over IPv6.")
        .fix("Narrow the IPv6 source of the inbound rule with ec2:ModifySecurityGroupRules.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html");
  }

  @Override
  public Verdict judge(NetworkInterface networkInterface, Network network) {
    return network.answer(new Wider(), networkInterface).on(networkInterface, network);
  }

  private record Wider() implements Posture.Question<SharedVerdict> {
    @Override
    public SharedVerdict answer(NetworkInterface any, Network network) {
      return shared(any, network);
    }
  }

  private static SharedVerdict shared(NetworkInterface any, Network network) {
    var ipv6 = network.admitted(any, IPV6);
    var ipv4 = network.admitted(any, IPV4);
    var meant = network.tolerated(any, IPV6);
    var needed = network.entrances().clientPorts(any, IPV6).services();
    var wider = wider(ipv6.surely(), meant, ipv4.atMost(), network, needed);
    if (!wider.isEmpty()) {
      return new Exposure(any, network)
          .blamed(
              violated(
                  "allows %s from the internet over IPv6, but not over IPv4", Phrases.list(wider)),
              ipv6.surely().difference(meant).within(wider));
    }
    boolean isRead = ipv6.unread().isEmpty() && ipv4.unread().isEmpty();
    return SharedVerdict.of(
        isRead || wider(ipv6.atMost(), meant, ipv4.surely(), network, needed).isEmpty()
            ? upheld()
            : undecided(
                Stream.concat(ipv6.unread().stream(), ipv4.unread().stream())
                    .distinct()
                    .collect(Collectors.joining("; "))));
  }

  /// The ports that are in the IPv6 set but not in the IPv4 set. If every protocol is open over
  /// IPv6 and not over IPv4, all of the IPv6 set.
  private static ServiceSet wider(
      PacketSet ipv6, PacketSet meant, PacketSet ipv4, Network network, ServiceSet needed) {
    var open = network.servicesOfInternet(ipv6);
    var known = network.servicesOfInternet(ipv4);
    var unmeant = meant.isEmpty() ? open : network.servicesOfInternet(ipv6.difference(meant));
    return open.equals(ServiceSet.all(IPV6)) && !known.equals(ServiceSet.all(IPV4))
        ? unmeant
        : unmeant.portsOver(IPV6).difference(known.portsOver(IPV6)).difference(needed);
  }
}
