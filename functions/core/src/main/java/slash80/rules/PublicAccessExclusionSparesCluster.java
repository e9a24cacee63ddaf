package slash80.rules;

import static slash80.rules.Card.medium;
import static slash80.rules.Verdict.undecided;
import static slash80.rules.Verdict.upheld;
import static slash80.rules.Verdict.violated;

import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.Network;
import slash80.facts.PublicAccessExclusion;

/// Block public access is the one layer that nobody opens by editing a group or a route. An
/// exclusion takes the cluster out of it.
final class PublicAccessExclusionSparesCluster implements Rule<PublicAccessExclusion> {

  @Override
  public Card card() {
    return medium("No exclusion from block public access lets the internet in to the cluster")
        .risk("Groups, ACLs and routes alone keep the internet from the nodes.")
        .fix("Allow it no more than egress with ec2:ModifyVpcBlockPublicAccessExclusion.")
        .see("https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html");
  }

  @Override
  public Verdict judge(PublicAccessExclusion exclusion, Network network) {
    if (!exclusion.admitsTheInternet()) {
      return upheld();
    }
    return switch (network.isOfCluster(exclusion)) {
      case Unread(var why) -> undecided(why);
      case Known(var isOfCluster) when isOfCluster -> letsIn(exclusion, network);
      case Known(_) -> upheld();
    };
  }

  private Verdict letsIn(PublicAccessExclusion exclusion, Network network) {
    return switch (network.facts().layers().blockMode()) {
      case Unread(var why) -> undecided(why);
      case Known(var mode) ->
          violated(
                  "%s lets the internet in to %s, past block public access",
                  exclusion.id(), exclusion.resource())
              .at(exclusion.id(), "%s, %s".formatted(exclusion.mode(), exclusion.state()))
              .remedy(Remedies.narrow(exclusion, mode));
    };
  }
}
