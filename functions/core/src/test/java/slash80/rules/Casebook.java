package slash80.rules;

import java.util.List;

/// The cases of every rule: a rule of the book that is not here, or whose cases do not show it
/// upheld, violated and undecided, fails the build.
final class Casebook {
  private Casebook() {}

  static List<Cases> all() {
    return List.of(
        BranchInterfaceHasIpv6Cases.cases(),
        ClusterEndpointClosedToInternetCases.cases(),
        ClusterIsIpv6Cases.cases(),
        IngressPassesInspectionCases.cases(),
        InterfaceClosedToIpv6InternetCases.cases(),
        InterfaceGuardedByOwnGroupsCases.cases(),
        InterfaceHoldsOnePodPrefixCases.cases(),
        Ipv6NoWiderThanIpv4Cases.cases(),
        LoadBalancerGuardedBySecurityGroupCases.cases(),
        LoadBalancerKeepsClientAddressCases.cases(),
        LoadBalancerSpeaksIpv6Cases.cases(),
        NodeClosedToIpv4InternetCases.cases(),
        NodeHasBothFamiliesCases.cases(),
        NodeHasNoPublicIpv4Cases.cases(),
        NodeHoldsOneIpv4Cases.cases(),
        NodeHoldsPodPrefixCases.cases(),
        NodeIsNitroCases.cases(),
        NodeSubnetAssignsIpv6Cases.cases(),
        NodeSubnetAssignsNoPublicIpv4Cases.cases(),
        NodeSubnetHasRoomForPrefixesCases.cases(),
        PodPrefixIsSlash80Cases.cases(),
        PodPrefixLiesInSubnetCases.cases(),
        PodPrefixStaysWithNodeCases.cases(),
        PodPrefixesAreDisjointCases.cases(),
        PrivateNodeLeavesByEgressOnlyGatewayCases.cases(),
        PublicAccessExclusionSparesClusterCases.cases(),
        SecurityGroupsClosedToIpv4InternetCases.cases(),
        SecurityGroupsClosedToIpv6InternetCases.cases(),
        SourceAndDestinationCheckedCases.cases(),
        TargetGroupSpeaksIpv6Cases.cases(),
        VpcCniDelegatesPrefixesCases.cases());
  }

  static Cases of(Rule<?> rule) {
    return all().stream()
        .filter(cases -> cases.rule().id().equals(rule.id()))
        .findFirst()
        .orElseThrow();
  }
}
