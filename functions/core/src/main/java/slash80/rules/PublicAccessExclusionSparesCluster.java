package slash80.rules;

import static slash80.rule.Card.medium;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import slash80.facts.BlockMode;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.PublicAccessExclusion;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// VPC block public access stays closed whatever a security group or a route allows. An exclusion
/// removes that protection from the cluster.
public final class PublicAccessExclusionSparesCluster implements Rule<PublicAccessExclusion> {

  @Override
  public Card card() {
    return medium("A block public access exclusion should not let the internet into the cluster")
        .passes("the exclusion is egress-only, or covers none of the cluster's subnets")
        .fails("it lets internet traffic into the VPC or a subnet of the cluster")
        .unchecked("the block public access settings could not be read")
        .risk("Only security groups, network ACLs and routes keep the internet from the nodes.")
        .fix("Limit it to egress with ec2:ModifyVpcBlockPublicAccessExclusion.")
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
                  "%s lets internet traffic into %s despite VPC block public access",
                  exclusion.id(), exclusion.resource())
              .at(exclusion.id(), "%s, %s".formatted(exclusion.mode(), exclusion.state()))
              .remedy(narrow(exclusion, mode));
    };
  }

  /// Stops inbound internet traffic. Egress needs an exclusion only where egress is blocked as well
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessExclusion.html).
  private static String narrow(PublicAccessExclusion exclusion, BlockMode mode) {
    return switch (mode) {
      case BLOCK_BIDIRECTIONAL ->
          ShellCommand.aws("ec2", "modify-vpc-block-public-access-exclusion")
              .with("--exclusion-id", exclusion.id())
              .with("--internet-gateway-exclusion-mode", "allow-egress")
              .text();
      case BLOCK_INGRESS, OFF ->
          ShellCommand.aws("ec2", "delete-vpc-block-public-access-exclusion")
              .with("--exclusion-id", exclusion.id())
              .text();
    };
  }
}
