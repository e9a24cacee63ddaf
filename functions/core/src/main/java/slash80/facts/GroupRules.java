package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.PacketSet;

/// The inbound rules of some security groups, rule by rule, where [Reach] says what they come to
/// together with the other layers.
record GroupRules(VpcIndex vpc, List<SecurityGroup.Id> groups) {

  List<Admission> admitting(PacketSet packets) {
    var family = packets.family();
    var admitting = new ArrayList<Admission>();
    for (var id : groups) {
      for (var group : vpc.group(id).asKnown().stream().toList()) {
        for (var rule : group.ingress()) {
          var admitted =
              sources(rule.source(), family).intersection(packets.sourcesOf(rule.services(family)));
          if (!admitted.isEmpty()) {
            admitting.add(new Admission(group, rule, admitted));
          }
        }
      }
    }
    return admitting;
  }

  /// Another group as a source never matches the internet, and neither does another family; a list
  /// that could not be read names nobody.
  private AddressSet sources(SecurityGroup.Source source, IpFamily family) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == family ->
          AddressSet.of(prefix);
      case SecurityGroup.Source.Cidr _, SecurityGroup.Source.Group _ -> AddressSet.none(family);
      case SecurityGroup.Source.PrefixListId(var id) ->
          vpc.prefixList(id)
              .map(list -> list.addresses(family))
              .asKnown()
              .orElse(AddressSet.none(family));
    };
  }
}
