package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.MEDIUM;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A load balancer in front of an IPv6 cluster has to be reachable over IPv6 itself: by its address
/// type, and by its security groups, its subnets' routes and their network ACLs.
public final class LoadBalancerSpeaksIpv6 implements Rule<LoadBalancer> {

  @Override
  public Card card() {
    return medium("A load balancer of the cluster should let clients in over IPv6")
        .scale("MEDIUM, HIGH when internet-facing")
        .passes(
            "the load balancer is dual-stack and lets clients in over IPv6 wherever it does over"
                + " IPv4, or does not serve the cluster")
        .fails("its address type is ipv4, or it lets clients in over IPv4 only")
        .unchecked("it could not be read whether it serves the cluster or whom it lets in")
        .risk("Clients can reach the cluster's services over IPv4 only.")
        .fix(
            "Set its address type to dualstack with elasticloadbalancing:SetIpAddressType and admit"
                + " IPv6 clients in its security groups; replace a Classic Load Balancer, which"
                + " speaks IPv4 only, by another type.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-ip-address-type.html");
  }

  @Override
  public Verdict judge(LoadBalancer balancer, Network network) {
    if (balancer.isGateway()) {
      return upheld();
    }
    var verdict =
        balancer.ipAddressType().equals("ipv4")
            ? onlyIpv4(balancer, network)
            : asWideAsIpv4(balancer, network);
    if (verdict instanceof Verdict.Upheld) {
      return verdict;
    }
    return switch (network.entrances().fronts(balancer)) {
      case Unread(var why) -> undecided(why);
      case Known(var fronts) when fronts -> verdict;
      case Known(_) -> upheld();
    };
  }

  private static Verdict onlyIpv4(LoadBalancer balancer, Network network) {
    var isReached = network.entrances().isReachedWithoutGroups(balancer, IpFamily.IPV4);
    var violated =
        balancer.isClassic()
            ? violated(
                "%s (%s) is a Classic Load Balancer, which speaks IPv4 only",
                balancer.name(), Phrases.facing(balancer, network))
            : violated(
                "%s (%s) has address type ipv4",
                balancer.name(), Phrases.facing(balancer, network));
    var rated =
        violated
            .as(balancer.internetFacing() && !isReached.equals(Fact.known(false)) ? HIGH : MEDIUM)
            .at(balancer.arn(), "address type ipv4");
    return balancer.isClassic() ? rated : rated.remedy(dualStack(balancer));
  }

  /// Whether clients of the internet, or of anywhere for an internal load balancer, get in over
  /// IPv6 wherever they do over IPv4.
  private static Verdict asWideAsIpv4(LoadBalancer balancer, Network network) {
    var entrances = network.entrances();
    var ipv4 = entrances.clients(balancer, IpFamily.IPV4);
    var ipv6 = entrances.clients(balancer, IpFamily.IPV6);
    var narrower = beyond(ipv4.surely(), ipv6.atMost());
    if (!narrower.isEmpty()) {
      return violated(
              "%s (%s) is dual-stack, but lets clients in over IPv4 only on %s",
              balancer.name(), Phrases.facing(balancer, network), Phrases.list(narrower))
          .as(balancer.internetFacing() ? HIGH : MEDIUM)
          .at(balancer.arn(), "lets IPv4 clients in on " + Phrases.list(narrower));
    }
    return beyond(ipv4.atMost(), ipv6.surely()).isEmpty()
        ? upheld()
        : undecided(
            Stream.concat(ipv4.unread().stream(), ipv6.unread().stream())
                .distinct()
                .collect(Collectors.joining("; ")));
  }

  private static ServiceSet beyond(PacketSet ipv4, PacketSet ipv6) {
    return ipv4.services().portsOver(IpFamily.IPV6).difference(ipv6.services());
  }

  private static String dualStack(LoadBalancer loadBalancer) {
    return ShellCommand.aws("elbv2", "set-ip-address-type")
        .with("--load-balancer-arn", loadBalancer.arn())
        .with("--ip-address-type", "dualstack")
        .text();
  }
}
