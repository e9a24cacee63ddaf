package slash80.reach;

import java.util.ArrayList;
import java.util.List;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcIndex;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;

/// The inbound rules of an interface's or load balancer's security groups, one by one. [Reach]
/// combines them with the other layers.
record GroupRules(
    VpcIndex vpc, List<SecurityGroup.Id> groups, GroupLayer.AcceleratorGroups acceleratorGroups) {

  List<MatchingRule> admitting(PacketSet packets) {
    var family = packets.family();
    var admitting = new ArrayList<MatchingRule>();
    for (var id : groups) {
      for (var group : vpc.group(id).asKnown().stream().toList()) {
        for (var rule : group.ingress()) {
          var admitted = packets.sourcesOf(rule.services(family), sources(rule.source(), family));
          if (!admitted.isEmpty()) {
            admitting.add(new MatchingRule(group, rule, admitted));
          }
        }
      }
    }
    return admitting;
  }

  /// The known addresses behind the source of a rule. A security group never matches the internet,
  /// a CIDR block never matches another family, and an unread prefix list counts as empty.
  private AddressSet sources(SecurityGroup.Source source, IpFamily family) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == family ->
          AddressSet.of(prefix);
      case SecurityGroup.Source.Cidr _ -> AddressSet.none(family);
      case SecurityGroup.Source.Group(var id) ->
          acceleratorGroups == GroupLayer.AcceleratorGroups.ADMIT_ALL && vpc.isOfAccelerators(id)
              ? AddressSet.all(family)
              : AddressSet.none(family);
      case SecurityGroup.Source.PrefixListId(var id) ->
          vpc.addressesOf(id, family).asKnown().orElse(AddressSet.none(family));
    };
  }
}
