package slash80.check;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import slash80.ledger.ChangeOrigin;

/// The age that the reservations in subnets, and the nodes that carry a changed security group, may
/// have in a check. Each subnet takes a call of its own, and a cluster of sixty subnets would spend
/// them on every route that changes.
final class SteadyFacts {
  /// A sweep asks again, so nothing is remembered for longer than from one sweep to the next.
  private static final Duration LONGEST = Duration.ofHours(1);

  /// Calls that change no reservation. A check that anything else asked for asks again: the calls
  /// that change reservations, those that change subnets, calls that nobody has heard of yet, and
  /// sweeps.
  private static final Set<String> OF_OTHER_LAYERS =
      Set.of(
          "AssociateRouteTable",
          "AttachInternetGateway",
          "AuthorizeSecurityGroupIngress",
          "CreateNetworkAclEntry",
          "CreateRoute",
          "CreateVpcBlockPublicAccessExclusion",
          "DeleteNetworkAclEntry",
          "DeleteRoute",
          "DeleteVpcBlockPublicAccessExclusion",
          "DetachInternetGateway",
          "DisassociateRouteTable",
          "ModifyManagedPrefixList",
          "ModifySecurityGroupRules",
          "ModifyVpcBlockPublicAccessExclusion",
          "ModifyVpcBlockPublicAccessOptions",
          "ReplaceNetworkAclAssociation",
          "ReplaceNetworkAclEntry",
          "ReplaceRoute",
          "ReplaceRouteTableAssociation",
          "RestoreManagedPrefixListVersion",
          "RevokeSecurityGroupIngress");

  private SteadyFacts() {}

  /// The earliest time at which they may have been asked for. Another environment of the function
  /// may have seen a reservation change: it wrote the ledger if a finding came or went with it, so
  /// answers from before the last reading that the ledger knows of do not count. A call that may
  /// have changed a reservation is so young that AWS may not show it yet: what is asked for then is
  /// not remembered.
  ///
  /// @param lastReading when the last check that wrote the ledger began to read
  static Instant since(List<ChangeOrigin> origins, Instant lastReading, Instant now) {
    boolean isOfOtherLayers =
        !origins.isEmpty()
            && origins.stream().allMatch(origin -> OF_OTHER_LAYERS.contains(origin.what()));
    var longAgo = now.minus(LONGEST);
    return isOfOtherLayers ? (lastReading.isAfter(longAgo) ? lastReading : longAgo) : Instant.MAX;
  }
}
