package slash80.facts;

import java.util.List;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;

/// Whether VPC block public access lets the internet in to a subnet
/// (https://docs.aws.amazon.com/vpc/latest/userguide/security-vpc-bpa-basics.html). Both ways of
/// blocking stop what comes in.
final class PublicAccessBlock {
  private final VpcIndex vpc;

  PublicAccessBlock(VpcIndex vpc) {
    this.vpc = vpc;
  }

  Fact<Boolean> passes(NetworkInterface asked) {
    return switch (vpc.layers().blockMode()) {
      case Known<BlockMode>(var mode) when mode == BlockMode.OFF -> Fact.known(true);
      case Known<BlockMode> _ -> isExcluded(asked);
      case Unread<BlockMode> _ ->
          vpc.subnetOf(asked)
              .map(subnet -> subnet.blockMode().orElse(BlockMode.OFF) == BlockMode.OFF);
    };
  }

  /// Without the exclusions, a subnet that AWS says is not blocked must have one.
  private Fact<Boolean> isExcluded(NetworkInterface asked) {
    return switch (vpc.layers().exclusions()) {
      case Known<List<PublicAccessExclusion>>(var exclusions) ->
          Fact.known(exclusions.stream().anyMatch(exclusion -> admitsTo(asked, exclusion)));
      case Unread<List<PublicAccessExclusion>>(var why) ->
          saysOff(asked) ? Fact.known(true) : Fact.unread(why);
    };
  }

  /// The exclusion, if there is one, that lets the internet in to an interface's subnet.
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

  /// What the report says when nothing tells whether public access is blocked.
  ///
  /// @param interfaces those that are judged
  List<String> notes(Fact<List<NetworkInterface>> interfaces) {
    return switch (vpc.layers().blockMode()) {
      case Known<BlockMode> _ -> List.of();
      case Unread<BlockMode>(var why) -> {
        var silent = silentSubnets(interfaces);
        yield silent.isEmpty()
            ? List.of()
            : List.of(
                "block public access was not read (%s): judged as off in %s"
                    .formatted(why, String.join(", ", silent)));
      }
    };
  }

  private TreeSet<String> silentSubnets(Fact<List<NetworkInterface>> interfaces) {
    return interfaces.asKnown().orElse(List.of()).stream()
        .flatMap(one -> vpc.subnetOf(one).asKnown().stream())
        .filter(subnet -> subnet.blockMode().isEmpty())
        .map(subnet -> subnet.id().value())
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
