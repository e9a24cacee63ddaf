package slash80.reach;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.VpcIndex;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;

/// Works out the packets that the internet can send to each interface: those that pass every layer.
/// Each layer gives the packets that it surely and possibly lets through, and no layer is skipped
/// because another stops everything.
///
/// Interfaces differ in few ways that matter here, and those with the same posture share one
/// answer. Layers keep their answers too, so the cost grows with the number of distinct groups,
/// tables and ACLs and not with the number of nodes.
public final class Reachability {
  private final VpcIndex vpc;
  private final AddressLayer addresses;
  private final PublicAccessBlock block;
  private final RouteLayer routes;
  private final AclLayer acls = new AclLayer();
  private final GroupLayer groups;
  private final EntranceLayers entrances;
  private final IdentityHashMap<NetworkInterface, FamilyPosture> ipv4Postures =
      new IdentityHashMap<>();
  private final IdentityHashMap<NetworkInterface, FamilyPosture> ipv6Postures =
      new IdentityHashMap<>();
  private final Map<FamilyPosture.Parts, FamilyPosture> postures = new HashMap<>();
  private final Map<Subnet.Id, FamilyPosture.SubnetLayers> subnets = new HashMap<>();
  private final Map<FamilyPosture.SubnetLayers, FamilyPosture.SubnetLayers> alike = new HashMap<>();
  private final Map<List<SecurityGroup.Id>, Set<SecurityGroup.Id>> groupSets = new HashMap<>();
  private final BoundedCache<FamilyPosture, Reach> judged = new BoundedCache<>(Reach::ranges);
  private final BoundedCache<Admitting, AdmittedPackets> admitted =
      new BoundedCache<>(AdmittedPackets::ranges);

  private record Admitting(Set<SecurityGroup.Id> groups, IpFamily family) {}

  public Reachability(VpcIndex vpc) {
    this.vpc = vpc;
    this.addresses = new AddressLayer(vpc);
    this.block = new PublicAccessBlock(vpc);
    this.routes = new RouteLayer(vpc, addresses);
    this.groups = new GroupLayer(vpc, GroupLayer.AcceleratorGroups.ADMIT_NONE);
    this.entrances = new EntranceLayers(vpc, addresses, block, routes, acls, groups);
  }

  /// Notes for the report about layers that were not read.
  ///
  /// @param interfaces the judged interfaces
  public List<String> notes(Fact<List<NetworkInterface>> interfaces) {
    var subnets =
        interfaces.asKnown().orElse(List.of()).stream()
            .map(NetworkInterface::subnet)
            .distinct()
            .toList();
    return Stream.of(
            sharing().stream(),
            block.notes(interfaces).stream(),
            routes.disagreements(subnets).stream())
        .flatMap(notes -> notes)
        .toList();
  }

  /// A participant of a shared VPC sees the interfaces of its own account only
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html).
  private Optional<String> sharing() {
    return vpc.sharedBy()
        .map(
            owner ->
                "%s is shared by account %s: the interfaces of other accounts in it were not seen, so overlaps and free prefixes are checked among the own ones only"
                    .formatted(vpc.id(), owner));
  }

  /// The subnets of some nodes that the internet gateway sends through an appliance. Unread when
  /// none is found and a table or list was not read.
  ///
  /// @param nodes the interfaces attached to the nodes
  public Fact<List<Inspection>> inspections(Fact<List<NetworkInterface>> nodes) {
    return new Inspections(vpc, routes).find(nodes);
  }

  /// The routes of a subnet's table that lead packets of a family to an internet gateway, whether
  /// they carry traffic now or not. Unread when none is found and a prefix list was not read.
  public Fact<List<RouteTable.Route>> internetGatewayRoutes(Subnet.Id subnet, IpFamily family) {
    return new InternetGatewayRoutes(vpc, family).find(subnet);
  }

  /// The same layers in front of load balancers and accelerators.
  public EntranceLayers entrances() {
    return entrances;
  }

  public Reach reach(NetworkInterface asked, IpFamily family) {
    return judged.get(posture(asked, family), posture -> judge(posture.parts(), asked.subnet()));
  }

  /// The path of one packet from the internet to an interface.
  public PacketTrace trace(NetworkInterface asked, Packet packet) {
    return new PacketTracer(vpc, routes, asked, packet).walk();
  }

  /// The packets from the internet that security groups admit together.
  public AdmittedPackets admitted(List<SecurityGroup.Id> asked, IpFamily family) {
    return admitted(groupSets.computeIfAbsent(asked, Set::copyOf), family);
  }

  private AdmittedPackets admitted(Set<SecurityGroup.Id> asked, IpFamily family) {
    return admitted.get(
        new Admitting(asked, family),
        _ -> {
          var internet = vpc.internet(family).addresses();
          var bounds = groups.passing(asked, family);
          var surely = bounds.surely().within(internet);
          return bounds.unread().isEmpty()
              ? AdmittedPackets.exactly(surely)
              : new AdmittedPackets(surely, bounds.possibly().within(internet), bounds.unread());
        });
  }

  /// Whether security groups admit a packet from the internet, or may do so.
  public boolean mayAdmit(List<SecurityGroup.Id> asked, IpFamily family) {
    return groups.mayAdmit(asked, vpc.internet(family).addresses());
  }

  /// The inbound rules of security groups that admit some of these packets.
  public List<MatchingRule> admissions(List<SecurityGroup.Id> asked, PacketSet packets) {
    return new GroupRules(vpc, asked, GroupLayer.AcceleratorGroups.ADMIT_NONE).admitting(packets);
  }

  /// What the answers for an interface depend on: one object for all interfaces that share it.
  public FamilyPosture posture(NetworkInterface asked, IpFamily family) {
    var known = family == IpFamily.IPV4 ? ipv4Postures : ipv6Postures;
    return known.computeIfAbsent(
        asked, _ -> postures.computeIfAbsent(parts(asked, family), FamilyPosture::new));
  }

  private FamilyPosture.Parts parts(NetworkInterface asked, IpFamily family) {
    return new FamilyPosture.Parts(
        family,
        addresses.passes(asked, family),
        subnets.computeIfAbsent(
            asked.subnet(), _ -> alike.computeIfAbsent(layersOf(asked), layers -> layers)),
        routes.diversion(asked, family),
        groupSets.computeIfAbsent(asked.groups(), Set::copyOf));
  }

  private FamilyPosture.SubnetLayers layersOf(NetworkInterface asked) {
    return new FamilyPosture.SubnetLayers(
        block.passes(asked),
        vpc.routeTableOf(asked.subnet()).map(RouteTable::id),
        vpc.aclOf(asked.subnet()).map(NetworkAcl::id));
  }

  private Reach judge(FamilyPosture.Parts posture, Subnet.Id subnet) {
    var family = posture.family();
    return new Judging(
            family,
            vpc.internet(family).addresses(),
            SourceBounds.of(family, posture.address()),
            SourceBounds.of(family, posture.subnet().block()),
            routes.passing(vpc.routeTableOf(subnet), posture.diversion(), family),
            acls.passing(vpc.aclOf(subnet), family),
            PacketBounds.of(admitted(posture.groups(), family)))
        .reach();
  }

  /// The layers of one posture, to be combined. Three of them look at the source alone, so they are
  /// combined first.
  ///
  /// @param groups the internet's packets that the groups admit
  private record Judging(
      IpFamily family,
      AddressSet internet,
      SourceBounds address,
      SourceBounds block,
      RouteLayer.Passing route,
      PacketBounds acl,
      PacketBounds groups) {

    Reach reach() {
      var guards = acl.and(groups);
      var straight = fromInternet(route.direct());
      var inspected = fromInternet(route.inspected());
      var open = from(straight.surely(), guards.surely());
      var throughAppliance =
          from(inspected.surely(), guards.surely())
              .difference(from(straight.possibly(), guards.possibly()));
      var unknown =
          from(straight.or(inspected).possibly(), guards.possibly())
              .difference(open)
              .difference(throughAppliance);
      var latent =
          groups.surely().difference(open).difference(throughAppliance).difference(unknown);
      return new Reach(
          family, open, unknown, throughAppliance, latent, stopping(latent), reasons(unknown));
    }

    /// Those of the internet's packets that come from some of its sources.
    private PacketSet from(AddressSet sources, PacketSet packets) {
      return sources.equals(internet) ? packets : packets.within(sources);
    }

    /// The sources of the internet that pass a route and the other layers that look at the source
    /// alone.
    private SourceBounds fromInternet(SourceBounds way) {
      return SourceBounds.exactly(internet).and(address).and(block).and(way);
    }

    /// The layers that stop any of the latent packets; when nothing is latent, the layers that let
    /// nothing in.
    private Set<Layer> stopping(PacketSet latent) {
      var stopping = EnumSet.noneOf(Layer.class);
      addIf(stops(address, latent), Layer.ADDRESS, stopping);
      addIf(stops(block, latent), Layer.PUBLIC_ACCESS_BLOCK, stopping);
      addIf(stops(route.either(), latent), Layer.ROUTE, stopping);
      addIf(
          latent.isEmpty()
              ? acl.possibly().within(internet).isEmpty()
              : !acl.possibly().containsAll(latent),
          Layer.NETWORK_ACL,
          stopping);
      addIf(groups.possibly().isEmpty(), Layer.SECURITY_GROUP, stopping);
      return stopping;
    }

    private static void addIf(boolean stops, Layer layer, Set<Layer> stopping) {
      if (stops) {
        stopping.add(layer);
      }
    }

    private boolean stops(SourceBounds layer, PacketSet latent) {
      return latent.isEmpty()
          ? !layer.possibly().overlaps(internet)
          : !latent.comesFrom(layer.possibly());
    }

    /// The reasons why packets are unknown: those of the layers that may or may not let any of them
    /// through. A route that is surely open or inspected gives no reason, except where the facts do
    /// not tell which of the two it is.
    private List<String> reasons(PacketSet unknown) {
      var undecided =
          Stream.of(
              reasons(PacketBounds.from(address), unknown),
              reasons(PacketBounds.from(block), unknown),
              reasons(PacketBounds.from(route.direct()), unknown),
              reasons(PacketBounds.from(route.inspected()), unknown.within(notStraight())),
              reasons(acl, unknown),
              reasons(groups, unknown));
      return undecided.flatMap(List::stream).distinct().toList();
    }

    private AddressSet notStraight() {
      return route.direct().surely().complement();
    }

    private static List<String> reasons(PacketBounds packets, PacketSet unknown) {
      if (unknown.isEmpty() || packets.unread().isEmpty()) {
        return List.of();
      }
      var undecided = packets.possibly().difference(packets.surely());
      return undecided.intersection(unknown).isEmpty() ? List.of() : packets.unread();
    }
  }
}
