package slash80.reach;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.facts.Fact;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcIndex;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.ServiceSet;

/// The layers in front of an entrance: the packets that they let in from the internet to a place in
/// a VPC, by the internet gateway or by AWS Global Accelerator, and the packets that security
/// groups admit from an entrance. A load balancer is judged by the layers of each of its subnets,
/// as if an interface of its stood there.
///
/// Places with the same layers share one answer.
public final class EntranceLayers {
  private final VpcIndex vpc;
  private final AddressLayer addresses;
  private final PublicAccessBlock block;
  private final RouteLayer routes;
  private final AclLayer acls;
  private final GroupLayer groups;
  private final GroupLayer acceleratedGroups;
  private final Map<Place, AdmittedPackets> judged = new HashMap<>();

  private enum By {
    GATEWAY,
    ACCELERATOR
  }

  /// Everything that the answer for a place depends on.
  private record Place(
      By by,
      IpFamily family,
      Fact<Boolean> address,
      Fact<Boolean> block,
      Fact<RouteTable.Id> table,
      IngressRouting diversion,
      Fact<NetworkAcl.Id> acl,
      Guard guard) {}

  EntranceLayers(
      VpcIndex vpc,
      AddressLayer addresses,
      PublicAccessBlock block,
      RouteLayer routes,
      AclLayer acls,
      GroupLayer groups) {
    this.vpc = vpc;
    this.addresses = addresses;
    this.block = block;
    this.routes = routes;
    this.acls = acls;
    this.groups = groups;
    this.acceleratedGroups = new GroupLayer(vpc, GroupLayer.AcceleratorGroups.ADMIT_ALL);
  }

  /// The packets that come in by the internet gateway, directly or through an appliance.
  public AdmittedPackets throughGateway(NetworkInterface at, Guard guard, IpFamily family) {
    var place = place(By.GATEWAY, at, addresses.passes(at, family), guard, family);
    return judged.computeIfAbsent(
        place,
        _ -> {
          var route = routes.passing(vpc.routeTableOf(at.subnet()), place.diversion(), family);
          return letIn(place, route.either(), acls.passing(vpc.aclOf(at.subnet()), family), groups);
        });
  }

  /// The packets that come in by an accelerator: it needs an attached internet gateway and no route
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
  public AdmittedPackets throughAccelerator(NetworkInterface at, Guard guard, IpFamily family) {
    var place = place(By.ACCELERATOR, at, Fact.known(!at.held(family).isEmpty()), guard, family);
    return judged.computeIfAbsent(
        place,
        _ -> {
          var attached = vpc.attachedGateways().map(gateways -> !gateways.isEmpty());
          return letIn(
              place,
              SourceBounds.of(family, attached),
              AclLayer.answered(vpc.aclOf(at.subnet()), family),
              acceleratedGroups);
        });
  }

  private Place place(
      By by, NetworkInterface at, Fact<Boolean> address, Guard guard, IpFamily family) {
    return new Place(
        by,
        family,
        address,
        block.passes(at),
        vpc.routeTableOf(at.subnet()).map(RouteTable::id),
        routes.diversion(at, family),
        vpc.aclOf(at.subnet()).map(NetworkAcl::id),
        guard);
  }

  private AdmittedPackets letIn(
      Place place, SourceBounds route, PacketBounds acl, GroupLayer groupLayer) {
    var family = place.family();
    var sources =
        SourceBounds.exactly(internet(family))
            .and(SourceBounds.of(family, place.address()))
            .and(SourceBounds.of(family, place.block()))
            .and(route);
    return AdmittedPackets.of(
        PacketBounds.from(sources).and(acl).and(guarded(place.guard(), groupLayer, family)));
  }

  /// The packets from the internet that a guard admits, whatever the other layers do.
  public AdmittedPackets admitted(Guard guard, IpFamily family) {
    return AdmittedPackets.of(
        PacketBounds.exactly(PacketSet.from(internet(family))).and(guarded(guard, groups, family)));
  }

  /// The packets from anywhere, the VPC's own ranges included, that a guard admits.
  public AdmittedPackets admittedFromAnywhere(Guard guard, IpFamily family) {
    var admitted = AdmittedPackets.of(guarded(guard, groups, family));
    return switch (guard) {
      case Guard.Groups(var ids) -> admitted.or(admittedFromGroups(ids, family));
      case Guard.Nobody _, Guard.Unread _ -> admitted;
    };
  }

  /// The packets from the interfaces of other security groups: a rule that names one as its source
  /// admits both families.
  private AdmittedPackets admittedFromGroups(Set<SecurityGroup.Id> ids, IpFamily family) {
    var services =
        ids.stream()
            .flatMap(id -> vpc.group(id).asKnown().stream())
            .flatMap(group -> group.ingress().stream())
            .filter(rule -> rule.source() instanceof SecurityGroup.Source.Group)
            .map(rule -> rule.services(family))
            .reduce(ServiceSet.none(family), ServiceSet::union);
    return AdmittedPackets.exactly(PacketSet.of(services, AddressSet.all(family)));
  }

  /// Those of an entrance's packets, sent on from their clients' own addresses, that a target's
  /// groups admit.
  public AdmittedPackets admitted(
      AdmittedPackets sentOn, List<SecurityGroup.Id> targetGroups, Sees sees) {
    var layer = sees == Sees.ACCELERATED_CLIENT ? acceleratedGroups : groups;
    var admitted = guarded(Guard.of(targetGroups), layer, sentOn.family());
    return sentOn.and(AdmittedPackets.of(admitted));
  }

  /// Whether a target's groups admit an entrance's own packets to a port.
  public Fact<Boolean> admits(
      List<SecurityGroup.Id> targetGroups, Origin origin, IpFamily family, int protocol, int port) {
    return new OriginAdmission(vpc, origin, family, protocol, port).by(targetGroups);
  }

  /// Whether a target's groups admit whatever an entrance sends to a port, by one of the entrance's
  /// own groups as a source.
  Fact<Boolean> admitsOwnGroups(
      List<SecurityGroup.Id> targetGroups, Origin origin, IpFamily family, int protocol, int port) {
    return new OriginAdmission(vpc, origin, family, protocol, port).byOwnGroups(targetGroups);
  }

  /// The inbound rules of security groups that admit some of these packets by way of an
  /// accelerator.
  public List<MatchingRule> acceleratedAdmissions(List<SecurityGroup.Id> asked, PacketSet packets) {
    return new GroupRules(vpc, asked, GroupLayer.AcceleratorGroups.ADMIT_ALL).admitting(packets);
  }

  private PacketBounds guarded(Guard guard, GroupLayer layer, IpFamily family) {
    return switch (guard) {
      case Guard.Groups(var ids) -> layer.passing(ids, family);
      case Guard.Nobody() -> PacketBounds.exactly(PacketSet.all(family));
      case Guard.Unread(var why) -> PacketBounds.unread(family, why);
    };
  }

  private AddressSet internet(IpFamily family) {
    return vpc.internet(family).addresses();
  }

  // ---- one packet

  public PacketTrace traceThroughGateway(NetworkInterface at, Guard guard, Packet packet) {
    return guarded(new PacketTracer(vpc, routes, at, packet).walk(), guard);
  }

  public PacketTrace traceThroughAccelerator(NetworkInterface at, Guard guard, Packet packet) {
    return guarded(new PacketTracer(vpc, routes, at, packet).walkFromAccelerator(), guard);
  }

  /// The trace of a packet through groups alone.
  PacketTrace traceGroups(NetworkInterface at, Guard guard, Packet packet) {
    return guarded(new PacketTracer(vpc, routes, at, packet).walkGroups(false), guard);
  }

  /// The trace of a client's packet through the groups of a target.
  public PacketTrace traceToTarget(NetworkInterface target, Packet packet, Sees sees) {
    return new PacketTracer(vpc, routes, target, packet)
        .walkGroups(sees == Sees.ACCELERATED_CLIENT);
  }

  /// The rule of a target's groups that admits an entrance's own packets to a port.
  public List<PacketTrace.Step> traceToTarget(
      NetworkInterface target, Origin origin, IpFamily family, int protocol, int port) {
    return new OriginAdmission(vpc, origin, family, protocol, port)
        .step(target.groups()).stream().toList();
  }

  /// The rule of a target's groups that admits whatever an entrance sends to a port.
  List<PacketTrace.Step> traceByOwnGroups(
      NetworkInterface target, Origin origin, IpFamily family, int protocol, int port) {
    return new OriginAdmission(vpc, origin, family, protocol, port)
        .stepByOwnGroups(target.groups()).stream().toList();
  }

  private static PacketTrace guarded(PacketTrace trace, Guard guard) {
    return switch (guard) {
      case Guard.Groups _ -> trace;
      case Guard.Nobody() -> trace.with(Layer.SECURITY_GROUP, Fact.known(true));
      case Guard.Unread(var why) -> trace.with(Layer.SECURITY_GROUP, Fact.unread(why));
    };
  }
}
