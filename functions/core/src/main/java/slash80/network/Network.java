package slash80.network;

import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.InstanceType;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.NodeGroup;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subject;
import slash80.facts.Subnet;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PacketSet;
import slash80.ip.Prefix;
import slash80.ip.ServiceSet;
import slash80.reach.AdmittedPackets;
import slash80.reach.FamilyPosture;
import slash80.reach.Inspection;
import slash80.reach.MatchingRule;
import slash80.reach.PacketTrace;
import slash80.reach.Reach;

/// One cluster's network at one moment: its facts, and the questions that rules ask across them.
/// The facts never change. Answers are kept for the next question, without locks: one thread uses a
/// network.
public final class Network {

  private final Facts facts;
  private final Parameters parameters;
  private final NetworkParts parts;
  private final InternetShares shares;
  private final AllowedTraffic tolerance;
  private final Postures postures;

  public Network(Facts facts, Parameters parameters) {
    this(
        facts,
        parameters,
        new NetworkParts(facts, parameters),
        (_, family) -> PacketSet.none(family));
  }

  private Network(
      Facts facts, Parameters parameters, NetworkParts parts, AllowedTraffic tolerance) {
    this.facts = facts;
    this.parameters = parameters;
    this.parts = parts;
    this.shares = new InternetShares(parts.vpcs().internet(), parameters.lowShare());
    this.tolerance = tolerance;
    this.postures = new Postures(this);
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

  /// Notes for the report about the read and the facts.
  public List<String> notes() {
    return Stream.of(
            facts.notes(),
            parts.vpcs().notes(interfaces()),
            entrances().notes(),
            notesOnVpcCni(),
            parts.membership().notes())
        .flatMap(List::stream)
        .toList();
  }

  private List<String> notesOnVpcCni() {
    return clusterOfVpcCni().equals(Fact.known(List.of())) && !cluster().autoMode()
        ? List.of(
            "EKS does not manage the vpc-cni add-on of %s: its prefix settings cannot be checked"
                .formatted(cluster().name()))
        : List.of();
  }

  /// The cluster, where EKS manages its `vpc-cni` add-on; empty where the cluster runs a
  /// self-managed CNI or EKS Auto Mode, which needs none.
  public Fact<List<Cluster>> clusterOfVpcCni() {
    return cluster().autoMode()
        ? Fact.known(List.of())
        : facts.delegation().vpcCni().map(addon -> addon.map(_ -> cluster()).stream().toList());
  }

  /// The security groups of the cluster, and whatever else carries them.
  public ClusterGroups clusterGroups() {
    return parts.groups();
  }

  /// The reason why nodes may be missing from the facts.
  public Optional<String> whyNodesMayBeHidden() {
    return parts.membership().whyNodesMayBeHidden();
  }

  /// The cluster's nodes, by id.
  public Fact<List<Node>> nodes() {
    return parts.membership().nodes();
  }

  /// The node with this id; empty when the instance is not a node of the cluster.
  public Optional<Node> node(Instance.Id id) {
    return parts.membership().find(id);
  }

  /// Every interface of the cluster, of any [InterfaceKind], by id.
  public Fact<List<NetworkInterface>> interfaces() {
    return parts.membership().interfaces();
  }

  /// The interfaces attached to nodes.
  public Fact<List<NetworkInterface>> nodeInterfaces() {
    return parts.membership().nodeInterfaces();
  }

  /// The interfaces that the CNI delegates prefixes to: primary and pod.
  public Fact<List<NetworkInterface>> podInterfaces() {
    return parts.membership().podInterfaces();
  }

  /// The interfaces that belong to a single pod each.
  public Fact<List<NetworkInterface>> branchInterfaces() {
    return parts.membership().branchInterfaces();
  }

  /// The cluster's interfaces, of any kind, in a subnet.
  public Fact<List<NetworkInterface>> interfacesIn(Subnet subnet) {
    return parts.membership().interfacesIn(subnet.id());
  }

  /// The subnets of the nodes' interfaces, by id. [#subnet] gives the facts of each.
  public Fact<List<Subnet.Id>> nodeSubnetIds() {
    return parts.membership().nodeSubnets();
  }

  /// The subnets of primary and pod interfaces, which the nodes' prefixes come from, by id.
  public Fact<List<Subnet.Id>> prefixSubnetIds() {
    return parts.membership().prefixSubnets();
  }

  /// The subnets of [#prefixSubnetIds] and those that managed node groups launch nodes in. Where
  /// the node groups were not read, they may launch in any subnet of the cluster; one that gives
  /// every node an IPv6 address is well all the same.
  public Fact<List<Subnet.Id>> launchSubnetIds() {
    var launching =
        switch (nodeGroups()) {
          case Fact.Known<List<NodeGroup>>(var groups) ->
              groups.stream().flatMap(group -> group.subnets().stream()).toList();
          case Fact.Unread<List<NodeGroup>> _ ->
              cluster().subnets().stream().filter(id -> !givesIpv6(id)).toList();
        };
    return prefixSubnetIds()
        .map(
            own ->
                Stream.concat(own.stream(), launching.stream())
                    .distinct()
                    .sorted(Comparator.comparing(Subnet.Id::value))
                    .toList());
  }

  /// Whether a subnet surely gives every node an IPv6 address.
  private boolean givesIpv6(Subnet.Id id) {
    return subnet(id)
        .asKnown()
        .filter(subnet -> subnet.assignsIpv6OnCreation())
        .filter(subnet -> subnet.speaks(IpFamily.IPV6).equals(Fact.known(true)))
        .isPresent();
  }

  /// The managed node groups of the cluster.
  public Fact<List<NodeGroup>> nodeGroups() {
    return facts.delegation().nodeGroups();
  }

  /// What lets connections in: load balancers, accelerators and others.
  public Entrances entrances() {
    return parts.entrances();
  }

  /// The kind of an interface; empty when it is not the cluster's.
  public Optional<InterfaceKind> kindOf(NetworkInterface networkInterface) {
    return parts.membership().kindOf(networkInterface);
  }

  /// The node that an interface is attached to, or whose trunk carries the interface.
  public Optional<Node> nodeOf(NetworkInterface networkInterface) {
    return parts.membership().nodeOf(networkInterface);
  }

  /// The interfaces attached to a node, by id, without the pods' interfaces on its trunk.
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

  /// The primary or pod interface of a node whose subnet contains a prefix.
  public Optional<NetworkInterface> interfaceFor(Prefix prefix, Node node) {
    return parts.prefixes().interfaceFor(prefix, node);
  }

  public Fact<InstanceType> typeOf(Node node) {
    return parts.prefixes().typeOf(node);
  }

  /// The room for prefixes in a subnet, beside everything that its interfaces hold.
  public Fact<PrefixCapacity> roomForPrefixes(Subnet subnet) {
    return parts.prefixes().roomIn(subnet);
  }

  public Fact<Subnet> subnetOf(NetworkInterface networkInterface) {
    return parts.vpcs().subnetOf(networkInterface);
  }

  public Fact<Subnet> subnet(Subnet.Id id) {
    return parts.vpcs().of(id).subnet(id);
  }

  /// The route table that a subnet is associated with, otherwise the VPC's main one.
  public Fact<RouteTable> routeTableOf(Subnet.Id subnet) {
    return parts.vpcs().of(subnet).routeTableOf(subnet);
  }

  public Fact<SecurityGroup> group(SecurityGroup.Id id) {
    return parts.vpcs().group(id);
  }

  /// The routes of a subnet's table that lead packets of a family to an internet gateway.
  public Fact<List<RouteTable.Route>> internetGatewayRoutes(Subnet.Id subnet, IpFamily family) {
    return parts.vpcs().reachability(subnet).internetGatewayRoutes(subnet, family);
  }

  /// The node subnets that the internet gateway sends through an appliance; empty when it delivers
  /// everything directly. Unread when none is found and a table or list was not read.
  public Fact<List<Inspection>> inspections() {
    return parts.inspections();
  }

  /// The VPC's egress-only internet gateway, whether a route uses it or not.
  public Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway() {
    return parts.vpcs().own().egressOnlyGateway();
  }

  /// Whether a subnet has no IPv4 route to an internet gateway, or is for internal balancers only.
  public Fact<Boolean> isPrivate(Subnet subnet) {
    return subnet.isForInternalLoadBalancersOnly()
        ? Fact.known(true)
        : internetGatewayRoutes(subnet.id(), IpFamily.IPV4).map(List::isEmpty);
  }

  /// The exclusions from block public access that matter: none where nothing is blocked.
  public Fact<List<PublicAccessExclusion>> publicAccessExclusions() {
    return parts.vpcs().own().exclusionsInForce();
  }

  /// Whether an exclusion names the cluster's VPC or a subnet of its nodes.
  public Fact<Boolean> isOfCluster(PublicAccessExclusion exclusion) {
    return parts.isOfCluster(exclusion);
  }

  /// The default security groups that an interface carries.
  public Fact<List<SecurityGroup>> defaultGroupsOf(NetworkInterface networkInterface) {
    return parts.vpcs().of(networkInterface.vpc()).defaultGroupsOf(networkInterface);
  }

  /// Whether an interface's security groups may admit a packet from the internet.
  public boolean mayAdmit(NetworkInterface networkInterface, IpFamily family) {
    return parts.reachabilityOf(networkInterface).mayAdmit(networkInterface.groups(), family);
  }

  /// The packets that an interface's groups admit from the internet, whatever other layers do.
  public AdmittedPackets admitted(NetworkInterface networkInterface, IpFamily family) {
    return parts.reachabilityOf(networkInterface).admitted(networkInterface.groups(), family);
  }

  /// Whether some packets come from more than named peers. Unread where only packets that unread
  /// facts may admit do.
  public Fact<Boolean> isOfInternet(AdmittedPackets packets) {
    return shares.isInternet(packets);
  }

  /// The services that some packets ask for from more than named peers.
  public ServiceSet servicesOfInternet(PacketSet packets) {
    return shares.services(packets);
  }

  /// The same network with more packets allowed to its interfaces.
  public Network tolerating(AllowedTraffic more) {
    return new Network(
        facts,
        parameters,
        parts,
        (asked, family) -> tolerance.of(asked, family).union(more.of(asked, family)));
  }

  /// The packets that the policy allows an interface to be open to; [#reach] includes them all the
  /// same.
  public PacketSet tolerated(NetworkInterface networkInterface, IpFamily family) {
    return tolerance.of(networkInterface, family);
  }

  /// The tags of a subject; those of an interface attached to a node with the instance's.
  public Fact<Map<String, String>> tagsOf(Subject subject) {
    return parts.membership().tagsOf(subject);
  }

  /// The inbound rules of an interface's groups that admit any of these packets.
  public List<MatchingRule> admissions(NetworkInterface networkInterface, PacketSet packets) {
    return parts.reachabilityOf(networkInterface).admissions(networkInterface.groups(), packets);
  }

  /// The overlaps over IPv6 between an interface and all others of the VPC: a prefix with a prefix,
  /// or an address inside a prefix.
  public List<Overlap> overlapsOf(NetworkInterface networkInterface) {
    return parts.holdings().overlapsOf(networkInterface);
  }

  public AddressSet internet(IpFamily family) {
    return Objects.requireNonNull(internet().get(family)).addresses();
  }

  /// The internet of each family, to measure sets of sources against: 2000::/3 over IPv6, the
  /// globally reachable addresses over IPv4, both without the ranges of the cluster's VPCs.
  public Map<IpFamily, Internet> internet() {
    return parts.vpcs().internet();
  }

  /// Whether a set of sources holds a share of the internet of at least one `denominator`th.
  public boolean isShareAtLeast(long denominator, AddressSet sources) {
    return shares.isAtLeast(denominator, sources);
  }

  /// The share as a number from 0 to 1.
  public double share(AddressSet sources) {
    return shares.of(sources);
  }

  /// The CIDRs of the cluster's public endpoint that each name a peer; none where together they add
  /// up to the internet.
  public List<Prefix> peersOfEndpoint() {
    return shares.peers(cluster().publicAccessCidrs());
  }

  /// The posture of an interface. Interfaces of one posture have the same answers to all questions
  /// about packets.
  public Posture postureOf(NetworkInterface networkInterface) {
    return postures.of(networkInterface);
  }

  /// The answer for the posture of an interface, worked out once for all its interfaces.
  public <T> T answer(Posture.Question<T> question, NetworkInterface networkInterface) {
    return postureOf(networkInterface).answer(question, networkInterface, this);
  }

  FamilyPosture familyPosture(NetworkInterface networkInterface, IpFamily family) {
    return parts.reachabilityOf(networkInterface).posture(networkInterface, family);
  }

  /// The packets that the internet can send to an interface, and the layers that stop the rest.
  public Reach reach(NetworkInterface networkInterface, IpFamily family) {
    return parts.reachabilityOf(networkInterface).reach(networkInterface, family);
  }

  /// The trace of one packet to an interface.
  public PacketTrace passage(NetworkInterface networkInterface, Packet packet) {
    return parts.reachabilityOf(networkInterface).trace(networkInterface, packet);
  }
}
