package slash80.reach;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcIndex;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;

/// The security group layer: the packets that any rule of any group admits.
final class GroupLayer {
  private final VpcIndex vpc;
  private final AcceleratorGroups acceleratorGroups;
  private final BoundedCache<Key, PacketBounds> passing = new BoundedCache<>(PacketBounds::ranges);
  private final BoundedCache<SetKey, PacketBounds> together =
      new BoundedCache<>(PacketBounds::ranges);

  private record Key(SecurityGroup.Id group, IpFamily family) {}

  private record SetKey(Set<SecurityGroup.Id> groups, IpFamily family) {}

  /// The sources that a rule admits which names the group of AWS Global Accelerator.
  enum AcceleratorGroups {
    /// Whoever an accelerator lets in, which is the internet
    /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/best-practices-aga.html).
    ADMIT_ALL,
    /// The accelerator's own interfaces, which send nothing through the internet gateway.
    ADMIT_NONE
  }

  GroupLayer(VpcIndex vpc, AcceleratorGroups acceleratorGroups) {
    this.vpc = vpc;
    this.acceleratorGroups = acceleratorGroups;
  }

  PacketBounds passing(Set<SecurityGroup.Id> groups, IpFamily family) {
    return together.get(
        new SetKey(groups, family),
        _ -> union(family, groups.stream().map(group -> passing(group, family)).toList()));
  }

  /// Whether these groups admit some packets from some sources, or may do so. This takes far less
  /// work than the packets of all their rules together.
  boolean mayAdmit(List<SecurityGroup.Id> groups, AddressSet sources) {
    return groups.stream()
        .anyMatch(
            id ->
                switch (vpc.group(id)) {
                  case Unread<SecurityGroup> _ -> !sources.isEmpty();
                  case Known<SecurityGroup>(var group) -> mayAdmit(group, sources);
                });
  }

  private boolean mayAdmit(SecurityGroup group, AddressSet sources) {
    var family = sources.family();
    return group.ingress().stream()
        .filter(rule -> !rule.services(family).isEmpty())
        .anyMatch(rule -> sources(rule.source(), family).possibly().overlaps(sources));
  }

  private PacketBounds passing(SecurityGroup.Id id, IpFamily family) {
    return passing.get(
        new Key(id, family),
        _ ->
            switch (vpc.group(id)) {
              case Unread<SecurityGroup>(var why) -> PacketBounds.unread(family, why);
              case Known<SecurityGroup>(var group) -> admitted(group, family);
            });
  }

  private PacketBounds admitted(SecurityGroup group, IpFamily family) {
    var rules = new ArrayList<PacketBounds>();
    for (var rule : group.ingress()) {
      rules.add(admitted(rule.services(family), sources(rule.source(), family)));
    }
    return union(family, rules);
  }

  private static PacketBounds admitted(ServiceSet services, SourceBounds sources) {
    return sources.unread().isEmpty()
        ? PacketBounds.exactly(PacketSet.of(services, sources.surely()))
        : new PacketBounds(
            PacketSet.of(services, sources.surely()),
            PacketSet.of(services, sources.possibly()),
            sources.unread());
  }

  /// The addresses behind the source of a rule. A security group as a source never matches the
  /// internet, and a CIDR block never matches another family.
  private SourceBounds sources(SecurityGroup.Source source, IpFamily family) {
    return switch (source) {
      case SecurityGroup.Source.Cidr(var prefix) when prefix.family() == family ->
          SourceBounds.exactly(AddressSet.of(prefix));
      case SecurityGroup.Source.Cidr _ -> SourceBounds.none(family);
      case SecurityGroup.Source.Group(var id) ->
          acceleratorGroups == AcceleratorGroups.ADMIT_ALL && vpc.isOfAccelerators(id)
              ? SourceBounds.all(family)
              : SourceBounds.none(family);
      case SecurityGroup.Source.PrefixListId(var id) ->
          switch (vpc.addressesOf(id, family)) {
            case Known<AddressSet>(var addresses) -> SourceBounds.exactly(addresses);
            case Unread<AddressSet>(var why) -> SourceBounds.unread(family, why);
          };
    };
  }

  private static PacketBounds union(IpFamily family, Collection<PacketBounds> packetBounds) {
    var surely = PacketSet.union(family, packetBounds.stream().map(PacketBounds::surely).toList());
    if (packetBounds.stream().allMatch(otherPacketBounds -> otherPacketBounds.unread().isEmpty())) {
      return PacketBounds.exactly(surely);
    }
    var possibly =
        PacketSet.union(family, packetBounds.stream().map(PacketBounds::possibly).toList());
    List<String> unread =
        packetBounds.stream()
            .flatMap(otherPacketBounds -> otherPacketBounds.unread().stream())
            .toList();
    return new PacketBounds(surely, possibly, unread);
  }
}
