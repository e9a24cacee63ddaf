package slash80.facts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.Packet;
import slash80.network.PacketSet;
import slash80.network.Prefix;

/// One cluster's network as it was read at one moment: the facts, and the questions that go across
/// them. Immutable. Indices and postures are made once, on first use.
public final class Network {

  /// What was read. A list is unread as a whole when its call failed.
  ///
  /// @param at the moment of judging
  /// @param interfaces every interface of the cluster's VPC that is known, those of its instances
  ///   among them
  /// @param prefixLists every list that a group or route of the VPC names
  /// @param blockMode the region's block public access
  /// @param loadBalancers those of the cluster's VPC
  /// @param notes what the report says of the reading: what was not looked at, what disagreed
  public record Facts(
      Cluster cluster,
      Instant at,
      Fact<Vpc> vpc,
      Fact<List<Instance>> instances,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<Subnet>> subnets,
      Fact<List<SecurityGroup>> groups,
      Fact<List<NetworkAcl>> acls,
      Fact<List<RouteTable>> routeTables,
      Fact<List<InternetGateway>> internetGateways,
      Map<PrefixList.Id, Fact<PrefixList>> prefixLists,
      Fact<BlockMode> blockMode,
      Fact<List<PublicAccessExclusion>> exclusions,
      Fact<List<LoadBalancer>> loadBalancers,
      Fact<List<TargetGroup>> targetGroups,
      List<String> notes) {
    public Facts {
      prefixLists = Map.copyOf(prefixLists);
      notes = List.copyOf(notes);
    }
  }

  private final Facts facts;
  private final Parameters parameters;

  public Network(Facts facts, Parameters parameters) {
    this.facts = facts;
    this.parameters = parameters;
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

  /// The cluster's nodes, by id.
  public Fact<List<Node>> nodes() {
    throw new UnsupportedOperationException();
  }

  /// Every interface of the cluster, of any [InterfaceKind], by id.
  public Fact<List<NetworkInterface>> interfaces() {
    throw new UnsupportedOperationException();
  }

  /// The interfaces that are attached to nodes.
  public Fact<List<NetworkInterface>> nodeInterfaces() {
    throw new UnsupportedOperationException();
  }

  /// The interfaces that the CNI delegates prefixes to: primary and pod.
  public Fact<List<NetworkInterface>> podInterfaces() {
    throw new UnsupportedOperationException();
  }

  /// The subnets that nodes' interfaces stand in.
  public Fact<List<Subnet>> nodeSubnets() {
    throw new UnsupportedOperationException();
  }

  /// The load balancers that front the cluster.
  public Fact<List<LoadBalancer>> loadBalancers() {
    throw new UnsupportedOperationException();
  }

  /// What an interface is to the cluster; nothing when it is none of its own.
  public Optional<InterfaceKind> kindOf(NetworkInterface networkInterface) {
    throw new UnsupportedOperationException();
  }

  /// The node that an interface is attached to, or whose trunk carries it.
  public Optional<Node> nodeOf(NetworkInterface networkInterface) {
    throw new UnsupportedOperationException();
  }

  public Fact<List<NetworkInterface>> interfacesOf(Node node) {
    throw new UnsupportedOperationException();
  }

  public Fact<NetworkInterface> primaryInterfaceOf(Node node) {
    throw new UnsupportedOperationException();
  }

  /// The prefixes that its primary and pod interfaces hold.
  public Fact<List<Prefix>> prefixesOf(Node node) {
    throw new UnsupportedOperationException();
  }

  public Fact<Subnet> subnetOf(NetworkInterface networkInterface) {
    throw new UnsupportedOperationException();
  }

  /// Its own table, else the VPC's main one.
  public Fact<RouteTable> routeTableOf(Subnet.Id subnet) {
    throw new UnsupportedOperationException();
  }

  public Fact<NetworkAcl> aclOf(Subnet.Id subnet) {
    throw new UnsupportedOperationException();
  }

  /// The routes of a subnet's table that send a family's packets to an internet gateway, whether
  /// they carry traffic now or not. Unread when none is seen and one may be hidden in a prefix
  /// list.
  public Fact<List<RouteTable.Route>> internetGatewayRoutes(Subnet.Id subnet, IpFamily family) {
    return new InternetGatewayRoutes(this, family).of(subnet);
  }

  /// Whether a subnet is private: it has no IPv4 route to an internet gateway, or it is tagged for
  /// internal load balancers only.
  public Fact<Boolean> isPrivate(Subnet subnet) {
    return subnet.isForInternalLoadBalancersOnly()
        ? Fact.known(true)
        : internetGatewayRoutes(subnet.id(), IpFamily.IPV4).map(List::isEmpty);
  }

  /// What the security groups of an interface admit from the internet, whatever the other layers
  /// do.
  public Admitted admitted(NetworkInterface networkInterface, IpFamily family) {
    return new GroupRules(this, networkInterface).admitted(family);
  }

  /// The inbound rules of an interface's groups that admit some of these packets.
  public List<Admission> admissions(NetworkInterface networkInterface, PacketSet packets) {
    return new GroupRules(this, networkInterface).admitting(packets);
  }

  /// The ports of an interface that have to be open to the internet because a load balancer hands
  /// them its clients' own addresses.
  public ClientPorts clientPorts(NetworkInterface networkInterface, IpFamily family) {
    return ClientPorts.of(this, networkInterface, family);
  }

  public Fact<SecurityGroup> group(SecurityGroup.Id id) {
    throw new UnsupportedOperationException();
  }

  public Fact<PrefixList> prefixList(PrefixList.Id id) {
    throw new UnsupportedOperationException();
  }

  /// What others hold that overlaps with what this interface holds over IPv6: a prefix with a
  /// prefix, or an address inside a prefix, on either side. Over all interfaces of the VPC.
  public List<Overlap> overlapsOf(NetworkInterface networkInterface) {
    throw new UnsupportedOperationException();
  }

  /// @param own what the interface that was asked about holds
  public record Overlap(Prefix own, NetworkInterface.Id other, Prefix others) {}

  /// The internet of a family, as the design of reachability says: over IPv6 2000::/3 less the
  /// VPC's own associated ranges, over IPv4 the globally reachable addresses less the VPC's.
  public AddressSet internet(IpFamily family) {
    throw new UnsupportedOperationException();
  }

  /// The share of a set of sources: the larger of its part of the internet and its part of what the
  /// registries have allocated of it; whether it is at least one `denominator`th.
  public boolean isShareAtLeast(long denominator, AddressSet sources) {
    throw new UnsupportedOperationException();
  }

  /// The same share as a number for people, 0 to 1.
  public double share(AddressSet sources) {
    throw new UnsupportedOperationException();
  }

  /// What the internet can open on an interface.
  public Reach reach(NetworkInterface networkInterface, IpFamily family) {
    throw new UnsupportedOperationException();
  }

  /// What becomes of one packet.
  public Passage passage(NetworkInterface networkInterface, Packet packet) {
    throw new UnsupportedOperationException();
  }
}
