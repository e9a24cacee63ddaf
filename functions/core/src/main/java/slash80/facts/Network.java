package slash80.facts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.network.AddressSet;
import slash80.network.Internet;
import slash80.network.IpFamily;
import slash80.network.Packet;
import slash80.network.PacketSet;
import slash80.network.Prefix;
import slash80.network.ServiceSet;

/// One cluster's network as it was read at one moment: the facts, and the questions that go across
/// them. What it was made of never changes. What a question costs is kept for the next one, without
/// locks: a network is asked by one thread.
public final class Network {

  private final Facts facts;
  private final Parameters parameters;
  private final NetworkParts parts;
  private final InternetShares shares;
  private final Tolerance tolerance;

  public Network(Facts facts, Parameters parameters) {
    this(
        facts,
        parameters,
        new NetworkParts(facts, parameters),
        (_, family) -> PacketSet.none(family));
  }

  private Network(Facts facts, Parameters parameters, NetworkParts parts, Tolerance tolerance) {
    this.facts = facts;
    this.parameters = parameters;
    this.parts = parts;
    this.shares = new InternetShares(parts.vpc(), parameters.little());
    this.tolerance = tolerance;
  }

  public Facts facts() {
    return facts;
  }

  public Parameters parameters() {
    return parameters;
  }

  public Cluster cluster() {
    return facts.cluster();
  }

  /// What the report says of the reading and of what was made of it.
  public List<String> notes() {
    return Stream.of(facts.notes(), parts.reachability().notes(interfaces()), notesOnVpcCni())
        .flatMap(List::stream)
        .toList();
  }

  private List<String> notesOnVpcCni() {
    return clusterOfVpcCni().equals(Fact.known(List.of())) && !cluster().autoMode()
        ? List.of(
            "EKS does not manage the vpc-cni add-on of %s: whether it delegates prefixes is not seen"
                .formatted(cluster().name()))
        : List.of();
  }

  /// The cluster, where EKS manages its `vpc-cni` add-on; nothing where its owner runs a CNI of
  /// their own, and where EKS Auto Mode has pods addressed without one.
  public Fact<List<Cluster>> clusterOfVpcCni() {
    return cluster().autoMode()
        ? Fact.known(List.of())
        : facts.delegation().vpcCni().map(addon -> addon.map(_ -> cluster()).stream().toList());
  }

  /// The cluster's nodes, by id.
  public Fact<List<Node>> nodes() {
    return parts.membership().nodes();
  }

  /// The node that an instance is; nothing when it is none of the cluster's.
  public Optional<Node> node(Instance.Id id) {
    return parts.membership().find(id);
  }

  /// Every interface of the cluster, of any [InterfaceKind], by id.
  public Fact<List<NetworkInterface>> interfaces() {
    return parts.membership().interfaces();
  }

  /// The interfaces that are attached to nodes.
  public Fact<List<NetworkInterface>> nodeInterfaces() {
    return parts.membership().nodeInterfaces();
  }

  /// The interfaces that the CNI delegates prefixes to: primary and pod.
  public Fact<List<NetworkInterface>> podInterfaces() {
    return parts.membership().podInterfaces();
  }

  /// The interfaces of pods that have one of their own.
  public Fact<List<NetworkInterface>> branchInterfaces() {
    return parts.membership().branchInterfaces();
  }

  /// The interfaces of the cluster, of any kind, that stand in a subnet.
  public Fact<List<NetworkInterface>> interfacesIn(Subnet subnet) {
    return parts.membership().interfacesIn(subnet.id());
  }

  /// The subnets that nodes' interfaces stand in, by id; what is known of each, [#subnet] says.
  public Fact<List<Subnet.Id>> nodeSubnetIds() {
    return parts.membership().nodeSubnets();
  }

  /// The subnets that nodes' prefixes are cut from: those of their primary and pod interfaces, by
  /// id.
  public Fact<List<Subnet.Id>> prefixSubnetIds() {
    return parts.membership().prefixSubnets();
  }

  /// The same, and those that the cluster was given for its control plane and its pods on AWS
  /// Fargate.
  public Fact<List<Subnet.Id>> clusterSubnetIds() {
    return parts.membership().clusterSubnets();
  }

  /// The load balancers that front the cluster, and those of which it cannot be told: [#fronts]
  /// says which.
  public Fact<List<LoadBalancer>> loadBalancers() {
    return parts.balancers().loadBalancers();
  }

  /// Whether a load balancer fronts the cluster: it or a target group of it is tagged so, or a
  /// target is a node, an address of a node's or a pod's interface, or lies in a node's prefix.
  /// Unread when no tie was seen and some tags or targets were not read.
  public Fact<Boolean> fronts(LoadBalancer balancer) {
    return parts.balancers().fronts(balancer);
  }

  /// The target groups of the cluster, and those of which it cannot be told: [#isOfCluster] says
  /// which.
  public Fact<List<TargetGroup>> targetGroups() {
    return parts.balancers().targetGroups();
  }

  /// Whether a target group is the cluster's: it is tagged so, sends to a node or a pod, or stands
  /// behind a load balancer that fronts the cluster. Unread when no tie was seen and one may be.
  public Fact<Boolean> isOfCluster(TargetGroup group) {
    return parts.balancers().isOfCluster(group);
  }

  /// The target groups that a load balancer sends to.
  public Fact<List<TargetGroup>> targetGroupsOf(LoadBalancer balancer) {
    return parts.balancers().targetGroupsOf(balancer);
  }

  /// What an interface is to the cluster; nothing when it is none of its own.
  public Optional<InterfaceKind> kindOf(NetworkInterface networkInterface) {
    return parts.membership().kindOf(networkInterface);
  }

  /// The node that an interface is attached to, or whose trunk carries it.
  public Optional<Node> nodeOf(NetworkInterface networkInterface) {
    return parts.membership().nodeOf(networkInterface);
  }

  /// The interfaces that are attached to a node, by id; those that its trunk carries are pods'.
  public Fact<List<NetworkInterface>> interfacesOf(Node node) {
    return parts.membership().interfacesOf(node);
  }

  public Fact<NetworkInterface> primaryInterfaceOf(Node node) {
    return parts.membership().primaryInterfaceOf(node);
  }

  /// The IPv6 prefixes that a node's primary and pod interfaces hold.
  public Fact<List<Prefix>> prefixesOf(Node node) {
    return parts.prefixes().of(node);
  }

  /// The prefixes that a node held at an earlier check and no longer holds.
  public Fact<List<Prefix>> lostPrefixesOf(Node node) {
    return parts.prefixes().lostOf(node);
  }

  /// The primary or pod interface of a node that EC2 can delegate a prefix to: the subnet of the
  /// interface contains the prefix.
  public Optional<NetworkInterface> interfaceFor(Prefix prefix, Node node) {
    return parts.prefixes().interfaceFor(prefix, node);
  }

  public Fact<InstanceType> typeOf(Node node) {
    return parts.prefixes().typeOf(node);
  }

  /// The room for prefixes that all interfaces in a subnet together leave, whoever owns them.
  public Fact<Room> roomForPrefixes(Subnet subnet) {
    return parts.prefixes().roomIn(subnet);
  }

  public Fact<Subnet> subnetOf(NetworkInterface networkInterface) {
    return parts.vpc().subnetOf(networkInterface);
  }

  public Fact<Subnet> subnet(Subnet.Id id) {
    return parts.vpc().subnet(id);
  }

  /// The route table that a subnet is associated with, otherwise the VPC's main one.
  public Fact<RouteTable> routeTableOf(Subnet.Id subnet) {
    return parts.vpc().routeTableOf(subnet);
  }

  public Fact<SecurityGroup> group(SecurityGroup.Id id) {
    return parts.vpc().group(id);
  }

  /// The routes of a subnet's table that send a family's packets to an internet gateway, whether
  /// they carry traffic now or not. Unread when none is seen and one may be hidden in a prefix
  /// list.
  public Fact<List<RouteTable.Route>> internetGatewayRoutes(Subnet.Id subnet, IpFamily family) {
    return parts.reachability().internetGatewayRoutes(subnet, family);
  }

  /// Which node subnets the internet gateway sends through an appliance; nothing where it sends all
  /// that comes in straight on. Unread when none is seen and one may be hidden.
  public Fact<List<Inspection>> inspections() {
    return parts.inspections();
  }

  /// The VPC's egress-only internet gateway, whether a route names it or not. Where the gateways
  /// were not read, a route that works tells of it; without one it is unread whether there is any.
  public Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway() {
    return parts.vpc().egressOnlyGateway();
  }

  /// Whether a subnet is private: it has no IPv4 route to an internet gateway, or it is tagged for
  /// internal load balancers only.
  public Fact<Boolean> isPrivate(Subnet subnet) {
    return subnet.isForInternalLoadBalancersOnly()
        ? Fact.known(true)
        : internetGatewayRoutes(subnet.id(), IpFamily.IPV4).map(List::isEmpty);
  }

  /// The exclusions from block public access that count: none where nothing is blocked.
  public Fact<List<PublicAccessExclusion>> publicAccessExclusions() {
    return parts.vpc().exclusionsInForce();
  }

  /// Whether an exclusion names the cluster's VPC or a subnet of its nodes.
  public Fact<Boolean> isOfCluster(PublicAccessExclusion exclusion) {
    return parts.membership().isOfCluster(exclusion);
  }

  /// The groups of an interface that AWS made for a VPC, which carry its name for them. Unread when
  /// none is seen and a group was not read.
  public Fact<List<SecurityGroup>> defaultGroupsOf(NetworkInterface networkInterface) {
    return parts.vpc().defaultGroupsOf(networkInterface);
  }

  /// What the security groups of an interface admit from the internet, whatever the other layers
  /// do.
  public Admitted admitted(NetworkInterface networkInterface, IpFamily family) {
    return parts.reachability().admitted(networkInterface.groups(), ServiceSet.all(family));
  }

  /// What a load balancer's own security groups admit from the internet that it sends on to a
  /// target group; nothing where the internet cannot come to it.
  public Admitted admitted(LoadBalancer balancer, TargetGroup group, IpFamily family) {
    return parts
        .reachability()
        .admitted(
            balancer.groups(),
            balancer.isOpenToInternet(family)
                ? Balancers.sentOn(balancer, group, family)
                : ServiceSet.none(family));
  }

  /// Whether the internet comes to the targets of a group through a load balancer and past the
  /// balancer's own security groups, while they see the balancer's address only. What was read
  /// decides wherever it can.
  public Fact<Boolean> hidesInternet(LoadBalancer balancer, TargetGroup group) {
    var admits =
        Stream.of(IpFamily.values())
            .map(family -> shares.isInternet(admitted(balancer, group, family)))
            .toList();
    return ThreeValued.both(group.hidesClientAddress(), ThreeValued.any(admits));
  }

  /// What more than named peers ask for.
  public ServiceSet servicesOfInternet(PacketSet packets) {
    return shares.services(packets);
  }

  /// The same network, in which interfaces may be open to some packets more.
  public Network tolerating(Tolerance more) {
    return new Network(
        facts,
        parameters,
        parts,
        (asked, family) -> tolerance.of(asked, family).union(more.of(asked, family)));
  }

  /// What an interface may be open to because somebody says so; [#reach] has it all the same.
  public PacketSet tolerated(NetworkInterface networkInterface, IpFamily family) {
    return tolerance.of(networkInterface, family);
  }

  /// The tags by which people tell what a thing is for. An interface that is plugged into a node
  /// has the tags of the instance too, where it has none of that key: not every interface is given
  /// tags when its instance is.
  public Fact<Map<String, String>> tagsOf(Subject subject) {
    return parts.membership().tagsOf(subject);
  }

  /// The inbound rules of an interface's groups that admit some of these packets.
  public List<Admission> admissions(NetworkInterface networkInterface, PacketSet packets) {
    return parts.reachability().admissions(networkInterface.groups(), packets);
  }

  /// The inbound rules of a load balancer's groups that admit some of these packets.
  public List<Admission> admissions(LoadBalancer balancer, PacketSet packets) {
    return parts.reachability().admissions(balancer.groups(), packets);
  }

  /// The ports of an interface that have to be open to the internet because a load balancer hands
  /// them its clients' own addresses.
  public ClientPorts clientPorts(NetworkInterface networkInterface, IpFamily family) {
    return parts.clientPreservation(family).of(networkInterface);
  }

  /// What others hold that overlaps with what this interface holds over IPv6: a prefix with a
  /// prefix, or an address inside a prefix, on either side. Over all interfaces of the VPC.
  public List<Overlap> overlapsOf(NetworkInterface networkInterface) {
    return parts.holdings().overlapsOf(networkInterface);
  }

  /// The internet of a family, as the design of reachability says: over IPv6 2000::/3 less the
  /// VPC's own associated ranges, over IPv4 the globally reachable addresses less the VPC's.
  public AddressSet internet(IpFamily family) {
    return parts.vpc().internet(family).addresses();
  }

  /// The same, for each family, as what sets of sources are measured against.
  public Map<IpFamily, Internet> internet() {
    return Stream.of(IpFamily.values())
        .collect(Collectors.toMap(Function.identity(), parts.vpc()::internet));
  }

  /// The share of a set of sources: the larger of its part of the internet and its part of what the
  /// registries have allocated of it; whether it is at least one `denominator`th.
  public boolean isShareAtLeast(long denominator, AddressSet sources) {
    return shares.isAtLeast(denominator, sources);
  }

  /// The same share as a number for people, 0 to 1.
  public double share(AddressSet sources) {
    return shares.of(sources);
  }

  /// The ranges admitted to the cluster's public endpoint that name a peer each and not the
  /// internet; none where they add up to it.
  public List<Prefix> peersOfEndpoint() {
    return shares.peers(cluster().publicAccessCidrs());
  }

  /// What the internet can open on an interface.
  public Reach reach(NetworkInterface networkInterface, IpFamily family) {
    return parts.reachability().of(networkInterface, family);
  }

  /// What becomes of one packet.
  public Passage passage(NetworkInterface networkInterface, Packet packet) {
    return parts.reachability().of(networkInterface, packet);
  }
}
