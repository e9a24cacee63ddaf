package slash80.facts;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.PacketSet;

/// The inbound rules of one interface's security groups, rule by rule, where [Reach] says what they
/// come to together with the other layers.
record GroupRules(Network network, NetworkInterface networkInterface) {

  Admitted admitted(IpFamily family) {
    var internet = network.internet(family);
    var surely = new ArrayList<PacketSet>();
    var perhaps = new ArrayList<PacketSet>();
    var unread = new LinkedHashSet<String>();
    for (var id : networkInterface.groups()) {
      switch (network.group(id)) {
        case Unread<SecurityGroup>(var why) -> {
          unread.add(why);
          perhaps.add(PacketSet.from(internet));
        }
        case Known<SecurityGroup>(var group) -> {
          for (var rule : group.ingress()) {
            switch (sources(rule.source(), family)) {
              case Unread<AddressSet>(var why) -> {
                unread.add(why);
                perhaps.add(PacketSet.of(rule.services(family), internet));
              }
              case Known<AddressSet>(var sources) ->
                  surely.add(PacketSet.of(rule.services(family), sources.intersection(internet)));
            }
          }
        }
      }
    }
    var sure = PacketSet.union(family, surely);
    return new Admitted(sure, sure.union(PacketSet.union(family, perhaps)), List.copyOf(unread));
  }

  List<Admission> admitting(PacketSet packets) {
    var family = packets.family();
    var admitting = new ArrayList<Admission>();
    for (var id : networkInterface.groups()) {
      for (var group : network.group(id).asKnown().stream().toList()) {
        for (var rule : group.ingress()) {
          var sources = sources(rule.source(), family).asKnown().orElse(AddressSet.none(family));
          var admitted = packets.within(rule.services(family)).within(sources);
          if (!admitted.isEmpty()) {
            admitting.add(new Admission(group, rule, admitted));
          }
        }
      }
    }
    return admitting;
  }

  /// Another group as a source never matches the internet, and neither does another family.
  private Fact<AddressSet> sources(SecurityGroup.Source source, IpFamily family) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == family ->
          Fact.known(AddressSet.of(prefix));
      case SecurityGroup.Source.Cidr _, SecurityGroup.Source.Group _ ->
          Fact.known(AddressSet.none(family));
      case SecurityGroup.Source.List(var id) ->
          network.prefixList(id).map(list -> list.addresses(family));
    };
  }
}
