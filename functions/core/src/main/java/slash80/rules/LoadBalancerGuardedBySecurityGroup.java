package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Severity.HIGH;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A network load balancer without a security group forwards traffic from everyone. The pods' own
/// groups can only filter by the client address, which the load balancer may hide: by an attribute,
/// or because the targets have addresses of the other family.
public final class LoadBalancerGuardedBySecurityGroup implements Rule<LoadBalancer> {

  @Override
  public Card card() {
    return high("A network load balancer of the cluster should have a security group")
        .scale("LOW, HIGH when the internet reaches it and it hides clients' addresses")
        .passes("the network load balancer has a security group, or does not serve the cluster")
        .fails("it has none")
        .unchecked("it could not be read whether it serves the cluster")
        .risk(
            "It accepts traffic from everyone; where it hides client addresses, so do the pods'"
                + " groups.")
        .fix(
            "Recreate it with elasticloadbalancing:CreateLoadBalancer and a security group: none"
                + " can be added to a network load balancer that was created without.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/load-balancer-security-groups.html");
  }

  @Override
  public Verdict judge(LoadBalancer balancer, Network network) {
    if (!balancer.isNetworkLoadBalancer() || !balancer.groups().isEmpty()) {
      return upheld();
    }
    return switch (network.entrances().fronts(balancer)) {
      case Unread(var why) -> undecided(why);
      case Known(var fronts) when fronts ->
          unguarded(balancer, HiddenClients.by(balancer, network), network);
      case Known(_) -> upheld();
    };
  }

  /// The missing group is a known fact, so facts that could not be read only raise the severity.
  private Verdict unguarded(LoadBalancer balancer, HiddenClients hiding, Network network) {
    var accelerated = network.entrances().isAccelerated(balancer);
    var mayBeReached = !network.entrances().isReached(balancer).equals(Fact.known(false));
    var violated =
        violated(
                "%s (%s) has no security group%s",
                balancer.name(),
                Phrases.facing(balancer, facing(balancer, accelerated), network),
                mayBeReached ? clause(hiding) : unreached(balancer, network))
            .as(mayBeReached && hiding.mayBe() ? HIGH : LOW)
            .at(balancer.arn(), "has no security group");
    return mayBeReached ? hiding.along(violated) : violated;
  }

  private String clause(HiddenClients hiding) {
    if (hiding.isAny()) {
      return " and hides " + hiding.words();
    }
    return hiding.mayBe()
        ? "; not checked: whether it hides client addresses (%s)".formatted(hiding.why())
        : "";
  }

  private String unreached(LoadBalancer balancer, Network network) {
    if (!balancer.isOpenToInternet()) {
      return "";
    }
    if (balancer.listeners().equals(Fact.known(List.of()))) {
      return "; it has no listener";
    }
    return Stream.of(IpFamily.values())
            .allMatch(family -> network.entrances().letInByLayers(balancer, family).isEmpty())
        ? "; the internet does not reach its subnets"
        : "; the internet does not reach its listeners";
  }

  private String facing(LoadBalancer balancer, Fact<Boolean> accelerated) {
    if (balancer.internetFacing()) {
      return "internet-facing";
    }
    if (accelerated.equals(Fact.known(true))) {
      return "internal, but an endpoint of an accelerator";
    }
    return balancer.isOpenToInternet()
        ? "internal, but ipv6.deny_all_igw_traffic is off"
        : "internal";
  }
}
