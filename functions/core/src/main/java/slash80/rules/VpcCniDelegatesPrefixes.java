package slash80.rules;

import static slash80.rule.Card.high;
import static slash80.rule.Verdict.undecided;
import static slash80.rule.Verdict.upheld;
import static slash80.rule.Verdict.violated;

import java.util.List;
import slash80.facts.Cluster;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.VpcCni;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// The VPC CNI assigns pod addresses: its version has to support IPv6 prefixes, and its
/// configuration must not turn them off.
public final class VpcCniDelegatesPrefixes implements Rule<Cluster> {

  @Override
  public Card card() {
    return high("The VPC CNI should delegate IPv6 prefixes")
        .passes("the add-on is 1.10.1 or later and no setting turns IPv6 prefixes off")
        .fails("it is older, or a setting turns them off")
        .unchecked("the add-on's version or configuration could not be read")
        .risk("New nodes get no prefix, and their pods no address.")
        .fix(
            "Update the add-on with eks:UpdateAddon, and remove these settings from its"
                + " configuration.")
        .see("https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html");
  }

  @Override
  public Verdict judge(Cluster cluster, Network network) {
    return switch (network.facts().delegation().vpcCni()) {
      case Unread(var why) -> undecided(why);
      case Known(var addon) -> addon.map(cni -> judge(cni, cluster)).orElseGet(Verdict::upheld);
    };
  }

  private Verdict judge(VpcCni cni, Cluster cluster) {
    return switch (cni.isOlderThanIpv6()) {
      case Known(var older) when older ->
          violated(
                  "%s runs vpc-cni %s, older than %s",
                  cluster.name(), cni.version(), VpcCni.FIRST_WITH_IPV6)
              .at("vpc-cni", "version " + cni.version())
              .remedy(updateVpcCni(cluster));
      case Known(_) -> judgeSettings(cni, cluster, upheld());
      case Unread(var why) -> judgeSettings(cni, cluster, undecided(why));
    };
  }

  private Verdict judgeSettings(VpcCni cni, Cluster cluster, Verdict otherwise) {
    return switch (cni.settingsAgainstIpv6Prefixes()) {
      case Unread(var why) -> undecided(why);
      case Known(var against) when against.isEmpty() -> otherwise;
      case Known(var against) -> {
        var violated =
            violated("%s sets %s for its vpc-cni add-on", cluster.name(), Phrases.and(against));
        for (var setting : against) {
          violated = violated.at("vpc-cni", "sets " + setting);
        }
        yield violated;
      }
    };
  }

  /// Updates the add-on to the default version for the cluster's Kubernetes version, and preserves
  /// its configuration.
  private static String updateVpcCni(Cluster cluster) {
    var kubernetes =
        ShellCommand.aws("eks", "describe-cluster")
            .with("--name", cluster.name())
            .with("--query", "cluster.version")
            .with("--output", "text");
    var version =
        ShellCommand.aws("eks", "describe-addon-versions")
            .with("--addon-name", "vpc-cni")
            .with("--kubernetes-version \"$KUBERNETES\"")
            .with(
                "--query",
                "addons[0].addonVersions[?compatibilities[0].defaultVersion].addonVersion")
            .with("--output", "text");
    var update =
        ShellCommand.aws("eks", "update-addon")
            .with("--cluster-name", cluster.name())
            .with("--addon-name", "vpc-cni")
            .with("--addon-version \"$VERSION\"")
            .with("--resolve-conflicts", "PRESERVE");
    return ShellCommand.chain(
        List.of(
            new ShellCommand("KUBERNETES=$(" + kubernetes + ")"),
            new ShellCommand("VERSION=$(" + version + ")"),
            update));
  }
}
