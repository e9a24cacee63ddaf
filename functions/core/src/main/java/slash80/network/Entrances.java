package slash80.network;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import slash80.facts.EndpointService;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.InternetGateway;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.TargetGroup;
import slash80.facts.Trilean;
import slash80.facts.Vpc;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.reach.AdmittedPackets;
import slash80.reach.Entrance;
import slash80.reach.Guard;
import slash80.reach.MatchingRule;
import slash80.reach.PacketTrace;
import slash80.reach.Sees;
import slash80.reach.Way;

/// The entrances of a cluster: everything that lets connections in, beside the internet gateway's
/// way to the interfaces' own addresses. Load balancers are judged by the same layers as nodes.
public final class Entrances {
  private final Facts facts;
  private final ClusterVpcs vpcs;
  private final Membership membership;
  private final ClusterBalancers balancers;
  private final BalancerDoors doors;
  private final BalancerWays ways;
  private final AcceleratorEntrances accelerators;
  private final OtherWaysIn others;
  private final Map<IpFamily, ClientPreservation> preservation = new EnumMap<>(IpFamily.class);
  private final Map<String, Entrance> ofBalancer = new HashMap<>();
  private final BalancerTargets targets;

  Entrances(Facts facts, ClusterVpcs vpcs, Membership membership, AddressIndex holdings) {
    var cluster = facts.cluster();
    this.targets = new BalancerTargets(cluster, vpcs, membership, holdings);
    this.facts = facts;
    this.vpcs = vpcs;
    this.membership = membership;
    this.balancers = new ClusterBalancers(cluster, facts.balancing(), targets);
    this.doors = new BalancerDoors(vpcs);
    this.ways = new BalancerWays(vpcs, balancers, targets, doors);
    this.accelerators =
        new AcceleratorEntrances(
            facts.otherEntrances().accelerators(),
            vpcs,
            balancers,
            targets,
            new AcceleratorWays(
                cluster.region(), vpcs, membership, balancers, targets, doors, ways));
    this.others = new OtherWaysIn(facts, vpcs, membership, balancers, ways);
  }

  /// Every entrance: the internet gateways, the load balancers that front the cluster or may do so,
  /// accelerators, PrivateLink and EC2 Instance Connect Endpoints.
  public List<Entrance> all() {
    var all = new ArrayList<Entrance>();
    for (var vpc : withInterfaces()) {
      vpc.attachedGateways().asKnown().orElse(Set.of()).stream()
          .sorted(Comparator.comparing(InternetGateway.Id::value))
          .forEach(gateway -> all.add(internetGateway(vpc, gateway)));
    }
    loadBalancers().asKnown().orElse(List.of()).forEach(balancer -> all.add(of(balancer)));
    all.addAll(accelerators.all());
    all.addAll(others.all());
    return List.copyOf(all);
  }

  /// The entrance that a text names: its ARN or id, or its type and name.
  public Optional<Entrance> named(String text) {
    return all().stream().filter(entrance -> entrance.isNamed(text)).findFirst();
  }

  /// Notes for the report: what stands in front of load balancers, what was not read.
  public List<String> notes() {
    var notes = new ArrayList<>(others.notes());
    notes.addAll(accelerators.notes());
    loadBalancers().asKnown().orElse(List.of()).stream()
        .flatMap(balancer -> notesOn(balancer).stream())
        .forEach(notes::add);
    return notes.stream().distinct().toList();
  }

  /// The cluster's own VPC, and the others in which interfaces of the cluster stand.
  private List<VpcIndex> withInterfaces() {
    var others =
        membership.interfaces().asKnown().orElse(List.of()).stream()
            .map(NetworkInterface::vpc)
            .filter(vpc -> !vpc.equals(vpcs.own().id()))
            .distinct()
            .sorted(Vpc.Id.BY_VALUE)
            .map(vpcs::of);
    return Stream.concat(Stream.of(vpcs.own()), others).toList();
  }

  /// Why internet gateways may be missing among the entrances, each reason once.
  public List<String> unreadInternetGateways() {
    return withInterfaces().stream()
        .flatMap(
            vpc ->
                vpc.attachedGateways() instanceof Fact.Unread<?>(var why)
                    ? Stream.of(why)
                    : Stream.empty())
        .distinct()
        .toList();
  }

  /// Whether an internet gateway is attached to the VPC of an interface.
  public boolean isBehind(Entrance gateway, NetworkInterface networkInterface) {
    return vpcs.of(networkInterface.vpc())
        .attachedGateways()
        .asKnown()
        .filter(ids -> ids.contains(new InternetGateway.Id(gateway.id())))
        .isPresent();
  }

  private static Entrance internetGateway(VpcIndex vpc, InternetGateway.Id gateway) {
    var admits = new EnumMap<IpFamily, AdmittedPackets>(IpFamily.class);
    for (var family : IpFamily.values()) {
      admits.put(family, AdmittedPackets.exactly(PacketSet.from(vpc.internet(family).addresses())));
    }
    return new Entrance(
        Entrance.Type.INTERNET_GATEWAY,
        gateway.value(),
        gateway.value(),
        "the internet",
        admits,
        List.of(),
        List.of());
  }

  /// A load balancer as an entrance.
  public Entrance of(LoadBalancer balancer) {
    return ofBalancer.computeIfAbsent(
        balancer.arn(),
        _ -> {
          var admits = new EnumMap<IpFamily, AdmittedPackets>(IpFamily.class);
          for (var family : IpFamily.values()) {
            admits.put(family, letIn(balancer, family));
          }
          return new Entrance(
              Entrance.Type.ofLoadBalancer(balancer.type()),
              balancer.arn(),
              balancer.name(),
              "the internet, as far as the load balancer's subnets and groups let it in",
              admits,
              ways.of(balancer),
              notesOn(balancer));
        });
  }

  private List<String> notesOn(LoadBalancer balancer) {
    var unread = doors.unreadSubnets(balancer);
    return unread.isEmpty()
        ? List.of()
        : List.of(
            "the subnets of %s were not read (%s): its scheme decides whether the internet reaches it"
                .formatted(
                    balancer.name(),
                    String.join(", ", unread.stream().map(Object::toString).toList())));
  }

  /// Whether the scheme of a load balancer stands for the layers of some of its subnets, which were
  /// not read.
  public boolean isJudgedByScheme(LoadBalancer balancer) {
    return doors.isJudgedByScheme(balancer);
  }

  /// The load balancers that front the cluster, and those that may: [#fronts] distinguishes them.
  public Fact<List<LoadBalancer>> loadBalancers() {
    return balancers.loadBalancers();
  }

  /// Whether a load balancer fronts the cluster: it or a target group is tagged with the cluster's
  /// name, a target is a node, or an address held by a node's or pod's interface, or an application
  /// load balancer that fronts the cluster. Unread when no tie was found and tags or targets were
  /// not read.
  public Fact<Boolean> fronts(LoadBalancer balancer) {
    return balancers.fronts(balancer);
  }

  /// The Classic Load Balancers that only their interfaces show, by description, with the reason
  /// why they were not read.
  public Map<String, String> unreadClassicLoadBalancers() {
    var unread = new TreeMap<String, String>();
    balancers
        .unreadClassic(vpcs.interfaces().asKnown().orElse(List.of()))
        .forEach(
            (networkInterface, why) ->
                unread.putIfAbsent(networkInterface.classicLoadBalancer(), why));
    return unread;
  }

  /// The target groups of the cluster, and those that may be: [#isOfCluster] distinguishes them.
  public Fact<List<TargetGroup>> targetGroups() {
    return balancers.targetGroups();
  }

  /// Whether a target group belongs to the cluster: it is tagged with the cluster's name, sends to
  /// a node or a pod, or stands behind a load balancer that fronts the cluster. Unread when no tie
  /// was found and tags, targets or load balancers were not read.
  public Fact<Boolean> isOfCluster(TargetGroup group) {
    return balancers.isOfCluster(group);
  }

  /// The target groups that a load balancer sends to.
  public Fact<List<TargetGroup>> targetGroupsOf(LoadBalancer balancer) {
    return balancers.targetGroupsOf(balancer);
  }

  /// The packets that a load balancer lets in from the internet: all its layers pass them, to the
  /// ports of its listeners.
  public AdmittedPackets letIn(LoadBalancer balancer, IpFamily family) {
    return new Forwarding(balancer)
        .asked(doors.letIn(balancer, BalancerDoors.guard(balancer), family));
  }

  /// The packets that would come in to a load balancer from the internet without its security
  /// groups.
  public AdmittedPackets letInByLayers(LoadBalancer balancer, IpFamily family) {
    return doors.letIn(balancer, new Guard.Nobody(), family);
  }

  /// The packets from the internet that arrive at a load balancer's listeners: by the internet
  /// gateway as [#letIn] says, and by accelerators. What depends on whether the internet reaches a
  /// load balancer asks this.
  public AdmittedPackets arriving(LoadBalancer balancer, IpFamily family) {
    return letIn(balancer, family).or(accelerated(balancer, family));
  }

  private AdmittedPackets accelerated(LoadBalancer balancer, IpFamily family) {
    return accelerators.arriving(balancer, family, new Forwarding(balancer).services());
  }

  /// Those packets that the load balancer forwards to a target group.
  private AdmittedPackets arriving(LoadBalancer balancer, TargetGroup group, IpFamily family) {
    var services = new Forwarding(balancer).servicesTo(group);
    return forwarded(balancer, group, family).or(accelerators.arriving(balancer, family, services));
  }

  /// Whether the internet reaches a load balancer over any family; unread where the facts do not
  /// tell.
  public Fact<Boolean> isReached(LoadBalancer balancer) {
    return Trilean.any(
        Stream.of(IpFamily.values()).map(family -> isReached(balancer, family)).toList());
  }

  public Fact<Boolean> isReached(LoadBalancer balancer, IpFamily family) {
    return arriving(balancer, family).isAny();
  }

  /// Whether the internet would reach the listeners of a load balancer without security groups.
  public Fact<Boolean> isReachedWithoutGroups(LoadBalancer balancer, IpFamily family) {
    var in = new Forwarding(balancer).asked(letInByLayers(balancer, family));
    return in.or(accelerated(balancer, family)).isAny();
  }

  /// Whether clients of a family on the internet reach a target group through a load balancer.
  public Fact<Boolean> isReached(LoadBalancer balancer, TargetGroup group, IpFamily family) {
    return arriving(balancer, group, family).isAny();
  }

  /// Whether the internet reaches a load balancer by an accelerator.
  public Fact<Boolean> isAccelerated(LoadBalancer balancer) {
    return Trilean.any(
        Stream.of(IpFamily.values()).map(family -> accelerated(balancer, family).isAny()).toList());
  }

  /// The packets of the clients that a load balancer is meant for: those that it lets in from the
  /// internet, or for an internal one those that its security groups admit from anywhere.
  public AdmittedPackets clients(LoadBalancer balancer, IpFamily family) {
    return balancer.internetFacing()
        ? letIn(balancer, family)
        : doors
            .layers(balancer)
            .admittedFromAnywhere(BalancerDoors.guard(balancer), family)
            .within(new Forwarding(balancer).services(family));
  }

  /// The packets from the internet that a load balancer lets in and forwards to a target group.
  public AdmittedPackets forwarded(LoadBalancer balancer, TargetGroup group, IpFamily family) {
    return new Forwarding(balancer)
        .forwarded(doors.letIn(balancer, BalancerDoors.guard(balancer), family), group);
  }

  /// Whether a load balancer hides the addresses of its clients of a family from a group's targets:
  /// by the group's attribute, or because the targets are of the other family.
  public Fact<Boolean> hides(LoadBalancer balancer, TargetGroup group, IpFamily clients) {
    return BalancerWays.hides(balancer, group, clients);
  }

  /// The endpoint services whose consumers AWS PrivateLink leads to a load balancer.
  public Fact<List<EndpointService>> endpointServicesOf(LoadBalancer balancer) {
    return facts
        .otherEntrances()
        .endpointServices()
        .map(
            services ->
                services.stream()
                    .filter(service -> service.networkLoadBalancers().contains(balancer.arn()))
                    .toList());
  }

  /// The inbound rules of a load balancer's groups that admit any of these packets.
  public List<MatchingRule> admissions(LoadBalancer balancer, PacketSet packets) {
    return vpcs.reachability(balancer.vpc()).admissions(balancer.groups(), packets);
  }

  /// The ports of an interface that have to be open to the internet because a load balancer
  /// forwards packets there from its clients' own addresses.
  public ClientPorts clientPorts(NetworkInterface networkInterface, IpFamily family) {
    return preservation
        .computeIfAbsent(
            family, asked -> new ClientPreservation(facts.balancing(), this, targets, asked))
        .of(networkInterface);
  }

  /// The accelerators that lead to an interface or may do so.
  public List<Entrance> acceleratorsTo(NetworkInterface target) {
    return accelerators.leadingTo(target);
  }

  /// The packets that arrive at an interface by accelerators that surely lead to it.
  public AdmittedPackets accelerated(NetworkInterface target, IpFamily family) {
    return arriving(target, family, way -> way.certain() instanceof Fact.Known);
  }

  /// The packets that would arrive at an interface by accelerators that may lead to it: their
  /// endpoints were not read.
  public AdmittedPackets perhapsAccelerated(NetworkInterface target, IpFamily family) {
    return arriving(target, family, way -> way.certain() instanceof Fact.Unread);
  }

  private AdmittedPackets arriving(
      NetworkInterface target, IpFamily family, Predicate<Way> wanted) {
    return accelerators.waysTo(target).stream()
        .filter(way -> way.clients() == family && way.sees() == Sees.ACCELERATED_CLIENT)
        .filter(wanted)
        .map(way -> way.asIfCertain().arriving())
        .reduce(AdmittedPackets.none(family), AdmittedPackets::or);
  }

  /// Why it is not known whether an accelerator leads to an interface, each reason once.
  public List<String> unreadAcceleratorsAt(NetworkInterface target) {
    return acceleratorsTo(target).stream()
        .flatMap(entrance -> entrance.notes().stream())
        .distinct()
        .toList();
  }

  /// The trace of a packet that an accelerator sends to an interface.
  public PacketTrace acceleratedPassage(NetworkInterface target, Packet packet) {
    return vpcs.reachability(target.vpc())
        .entrances()
        .traceThroughAccelerator(target, Guard.of(target.groups()), packet);
  }

  /// The inbound rules of an interface's groups that admit any of these packets by way of an
  /// accelerator: those with the group of AWS Global Accelerator as the source among them.
  public List<MatchingRule> acceleratedAdmissions(
      NetworkInterface networkInterface, PacketSet packets) {
    return vpcs.reachability(networkInterface.vpc())
        .entrances()
        .acceleratedAdmissions(networkInterface.groups(), packets);
  }
}
