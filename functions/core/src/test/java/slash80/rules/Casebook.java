package slash80.rules;

import java.util.List;

/// The cases of every rule: a rule of the book that is not here, or whose cases do not show it
/// upheld, violated and undecided, fails the build.
final class Casebook {
  private Casebook() {}

  static List<Cases> all() {
    return List.of(
        ClusterIsIpv6Cases.cases(),
        InterfaceClosedToIpv6InternetCases.cases(),
        InterfaceHoldsOnePodPrefixCases.cases(),
        Ipv6NoWiderThanIpv4Cases.cases(),
        LoadBalancerSpeaksIpv6Cases.cases(),
        NodeHasBothFamiliesCases.cases(),
        NodeHasNoPublicIpv4Cases.cases(),
        NodeHoldsOneIpv4Cases.cases(),
        NodeHoldsPodPrefixCases.cases(),
        NodeIsNitroCases.cases(),
        NodeSubnetAssignsIpv6Cases.cases(),
        NodeSubnetHasRoomForPrefixesCases.cases(),
        PodPrefixIsSlash80Cases.cases(),
        PodPrefixLiesInSubnetCases.cases(),
        PodPrefixStaysWithNodeCases.cases(),
        PodPrefixesAreDisjointCases.cases(),
        PrivateNodeLeavesByEgressOnlyGatewayCases.cases(),
        SecurityGroupsClosedToIpv6InternetCases.cases(),
        VpcCniDelegatesPrefixesCases.cases());
  }
}
