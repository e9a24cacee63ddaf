package slash80.reach;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkAcl.Action;
import slash80.facts.NetworkAcl.Direction;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;

/// The network ACL layer: the packets that a subnet's ACL lets in and whose answers it lets out.
final class AclLayer {
  /// The ports that a client may have bound. Clients usually take an ephemeral one
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/custom-network-acl.html#nacl-ephemeral-ports),
  /// but whoever looks for a way in binds any port that an ACL lets answers out to.
  static final PortRange CLIENT_PORTS = new PortRange(1, 65535);

  private final Map<Key, PacketSet> passing = new HashMap<>();

  private record Key(NetworkAcl.Id acl, IpFamily family) {}

  PacketBounds passing(Fact<NetworkAcl> acl, IpFamily family) {
    return switch (acl) {
      case Unread<NetworkAcl>(var why) -> PacketBounds.unread(family, why);
      case Known<NetworkAcl>(var known) ->
          PacketBounds.exactly(
              passing.computeIfAbsent(new Key(known.id(), family), _ -> letIn(known, family)));
    };
  }

  /// The inbound packets that are allowed. A TCP connection needs an answer too: the ACL must allow
  /// outbound packets to at least one port that a client may have chosen.
  private static PacketSet letIn(NetworkAcl acl, IpFamily family) {
    return allowed(acl, Direction.INBOUND, family).intersection(answered(acl, family));
  }

  /// The packets whose answers are allowed.
  private static PacketSet answered(NetworkAcl acl, IpFamily family) {
    var answered =
        allowed(acl, Direction.OUTBOUND, family)
            .within(ServiceSet.of(family, Protocol.TCP, CLIENT_PORTS))
            .sources();
    return PacketSet.of(ServiceSet.of(family, Protocol.TCP), answered.complement()).complement();
  }

  /// The packets of AWS Global Accelerator whose answers are allowed: AWS's pages differ on whether
  /// the inbound entries hold for them, so they are taken as not
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/best-practices-aga.html).
  static PacketBounds answered(Fact<NetworkAcl> acl, IpFamily family) {
    return switch (acl) {
      case Unread<NetworkAcl>(var why) -> PacketBounds.unread(family, why);
      case Known<NetworkAcl>(var known) -> PacketBounds.exactly(answered(known, family));
    };
  }

  /// The packets that the entries of one direction allow. The first matching entry decides, so the
  /// entries are applied from last to first; packets that no entry matches are denied.
  private static PacketSet allowed(NetworkAcl acl, Direction direction, IpFamily family) {
    var allowed = PacketSet.none(family);
    for (var entry : acl.entries().reversed()) {
      if (entry.direction() == direction && entry.cidr().family() == family) {
        var matched = PacketSet.of(services(entry, family), AddressSet.of(entry.cidr()));
        allowed =
            entry.action() == Action.ALLOW ? allowed.union(matched) : allowed.difference(matched);
      }
    }
    return allowed;
  }

  static ServiceSet services(NetworkAcl.Entry entry, IpFamily family) {
    if (entry.protocol() < 0) {
      return ServiceSet.all(family);
    }
    return portsOrTypes(entry)
        .map(ports -> ServiceSet.of(family, entry.protocol(), ports))
        .orElseGet(() -> ServiceSet.of(family, entry.protocol()));
  }

  private static Optional<PortRange> portsOrTypes(NetworkAcl.Entry entry) {
    return entry.protocol() == Protocol.ICMP || entry.protocol() == Protocol.ICMPV6
        ? entry.icmpType().filter(type -> type >= 0).map(type -> new PortRange(type, type))
        : entry.ports();
  }
}
