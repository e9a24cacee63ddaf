package slash80.rules;

import static slash80.rule.Card.low;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.ArrayList;
import java.util.List;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.TargetGroup;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// A pod's security group that admits the load balancer also admits every client whose address the
/// load balancer hides.
public final class LoadBalancerKeepsClientAddress implements Rule<LoadBalancer> {

  @Override
  public Card card() {
    return low("A load balancer open to the internet should preserve client IP addresses")
        .passes("the load balancer preserves client addresses, or admits named peers only")
        .fails("it hides the addresses of internet clients from pods")
        .unchecked("target groups or security groups could not be read")
        .risk("The pods' security groups cannot tell internet clients from the load balancer.")
        .fix(
            "Turn preserve_client_ip.enabled on with"
                + " elasticloadbalancing:ModifyTargetGroupAttributes. Clients of the other family"
                + " than the targets' always arrive from the load balancer: admit fewer of them"
                + " with ec2:ModifySecurityGroupRules.")
        .see(
            "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/edit-target-group-attributes.html");
  }

  /// A load balancer without security groups is left to [LoadBalancerGuardedBySecurityGroup].
  @Override
  public Verdict judge(LoadBalancer balancer, Network network) {
    if (!balancer.isNetworkLoadBalancer()
        || balancer.groups().isEmpty()
        || !balancer.isOpenToInternet()) {
      return upheld();
    }
    var hiding = HiddenClients.ofInternet(balancer, network);
    if (!hiding.isAny()) {
      return hiding.mayBe() ? undecided(hiding.why()) : upheld();
    }
    return switch (network.entrances().fronts(balancer)) {
      case Unread(var why) -> undecided(why);
      case Known(var fronts) when fronts -> hides(balancer, hiding, network);
      case Known(_) -> upheld();
    };
  }

  private Verdict hides(LoadBalancer balancer, HiddenClients hiding, Network network) {
    var admitted = new ArrayList<String>();
    var evidence = new ArrayList<Verdict.Evidence>();
    for (var family : IpFamily.values()) {
      var packets = admitted(balancer, hiding, family, network);
      if (!packets.isEmpty()) {
        var services = Phrases.list(packets.services()) + " over " + Phrases.name(family);
        admitted.add(services);
        network.entrances().admissions(balancer, packets).stream()
            .map(admission -> admission.group().id().value())
            .distinct()
            .forEach(group -> evidence.add(new Verdict.Evidence(group, "allows " + services)));
      }
    }
    var violated =
        violated(
            "%s allows %s from the internet and hides %s",
            balancer.name(), Phrases.and(admitted), hiding.words());
    for (var seen : evidence) {
      violated = violated.at(seen.at(), seen.because());
    }
    var told = hiding.along(violated);
    return hiding.byAttribute().isEmpty()
        ? told
        : told.remedy(keepClientAddress(hiding.byAttribute()));
  }

  /// The packets that come from the internet, without those from named peers only.
  private PacketSet admitted(
      LoadBalancer balancer, HiddenClients hiding, IpFamily family, Network network) {
    var packets =
        hiding.hidden().stream()
            .filter(hidden -> hidden.clients().contains(family))
            .map(hidden -> network.entrances().forwarded(balancer, hidden.group(), family).surely())
            .reduce(PacketSet.none(family), PacketSet::union);
    return packets.within(network.servicesOfInternet(packets));
  }

  /// Lets targets see client addresses. A TCP or TLS target group accepts the change while in use.
  private static String keepClientAddress(List<TargetGroup> targetGroups) {
    return ShellCommand.chain(
        targetGroups.stream()
            .map(
                group ->
                    ShellCommand.aws("elbv2", "modify-target-group-attributes")
                        .with("--target-group-arn", group.arn())
                        .with("--attributes", "Key=preserve_client_ip.enabled,Value=true"))
            .toList());
  }
}
