package slash80.reach;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.BlockMode;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkInterface;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.Subnet;
import slash80.facts.VpcIndex;

/// The layer of VPC block public access, which can stop the internet's packets to a subnet
/// (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html). Both blocking
/// modes stop inbound packets.
final class PublicAccessBlock {
  private final VpcIndex vpc;

  PublicAccessBlock(VpcIndex vpc) {
    this.vpc = vpc;
  }

  Fact<Boolean> passes(NetworkInterface asked) {
    return vpc.subnetOf(asked).flatMap(subnet -> byOwner(subnet).orElseGet(() -> byAccount(asked)));
  }

  /// The state of a subnet that another account shares. The options and exclusions of this account
  /// cover the VPCs and subnets that it owns
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_VpcBlockPublicAccessOptions.html),
  /// so only the subnet's own state counts.
  private Optional<Fact<Boolean>> byOwner(Subnet subnet) {
    return vpc.sharedBy(subnet)
        .map(
            owner ->
                Fact.found(
                        subnet.blockMode(),
                        "the block public access of %s, which account %s shares,"
                            .formatted(subnet.id(), owner))
                    .map(mode -> mode == BlockMode.OFF));
  }

  private Fact<Boolean> byAccount(NetworkInterface asked) {
    return switch (vpc.layers().blockMode()) {
      case Known<BlockMode>(var mode) when mode == BlockMode.OFF -> Fact.known(true);
      case Known<BlockMode> _ -> isExcluded(asked);
      case Unread<BlockMode> _ ->
          vpc.subnetOf(asked)
              .map(subnet -> subnet.blockMode().orElse(BlockMode.OFF) == BlockMode.OFF);
    };
  }

  /// Whether an exclusion admits the internet. When the exclusions were not read, a subnet that AWS
  /// reports as not blocked must have one.
  private Fact<Boolean> isExcluded(NetworkInterface asked) {
    return switch (vpc.layers().exclusions()) {
      case Known<List<PublicAccessExclusion>>(var exclusions) ->
          Fact.known(exclusions.stream().anyMatch(exclusion -> admitsTo(asked, exclusion)));
      case Unread<List<PublicAccessExclusion>>(var why) ->
          saysOff(asked) ? Fact.known(true) : Fact.unread(why);
    };
  }

  /// Whether an exclusion admits the internet to an interface's subnet.
  static boolean admitsTo(NetworkInterface asked, PublicAccessExclusion exclusion) {
    return exclusion.admitsTheInternet()
        && (exclusion.resource().equals(asked.subnet().value())
            || exclusion.resource().equals(asked.vpc().value()));
  }

  private boolean saysOff(NetworkInterface asked) {
    return vpc.subnetOf(asked)
        .asKnown()
        .flatMap(Subnet::blockMode)
        .filter(mode -> mode == BlockMode.OFF)
        .isPresent();
  }

  /// Notes for the report when neither the region nor a subnet says whether public access is
  /// blocked.
  ///
  /// @param interfaces the judged interfaces
  List<String> notes(Fact<List<NetworkInterface>> interfaces) {
    return switch (vpc.layers().blockMode()) {
      case Known<BlockMode> _ -> List.of();
      case Unread<BlockMode>(var why) -> {
        var silent = silentSubnets(interfaces);
        yield silent.isEmpty()
            ? List.of()
            : List.of(
                "block public access was not read (%s): treated as off in %s"
                    .formatted(why, String.join(", ", silent)));
      }
    };
  }

  private Set<String> silentSubnets(Fact<List<NetworkInterface>> interfaces) {
    return interfaces.asKnown().orElse(List.of()).stream()
        .flatMap(networkInterface -> vpc.subnetOf(networkInterface).asKnown().stream())
        .filter(subnet -> subnet.blockMode().isEmpty() && vpc.sharedBy(subnet).isEmpty())
        .map(subnet -> subnet.id().value())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
