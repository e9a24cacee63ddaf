package slash80.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.Supplier;
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

  /// The facts that one read of the account found about a cluster.
  ///
  /// @param at the moment of judging
  /// @param permissions the permissions that AWS granted or refused during the read
  /// @param notes notes for the report: parts that were not read, answers that disagree
  public record Facts(
      Cluster cluster,
      Instant at,
      VpcLayers layers,
      Attachments attachments,
      Balancing balancing,
      PrefixDelegation delegation,
      Permissions permissions,
      List<String> notes) {
    public Facts {
      notes = List.copyOf(notes);
    }

    /// The same facts with the prefixes that the ledger recorded for each node.
    public Facts recorded(Map<Instance.Id, List<Prefix>> prefixes) {
      return with(delegation.recorded(prefixes), permissions);
    }

    /// The same facts with the permissions that their read was granted or refused.
    public Facts heard(Permissions permissions) {
      return with(delegation, permissions);
    }

    private Facts with(PrefixDelegation delegation, Permissions permissions) {
      return new Facts(cluster, at, layers, attachments, balancing, delegation, permissions, notes);
    }
  }

  private final Facts facts;
  private final Parameters parameters;
  private final Membership membership;
  private final Map<Subnet.Id, Subnet> subnets;
  private final Map<SecurityGroup.Id, SecurityGroup> groups;
  private final Map<Subnet.Id, NetworkAcl> acls;
  private final Map<Subnet.Id, RouteTable> ownTables;
  private final Map<Node, List<NetworkInterface>> plugged;
  private final Map<Subnet.Id, List<NetworkInterface>> standing;
  private final Supplier<Map<Subnet.Id, List<NetworkInterface>>> bySubnet;
  private final Supplier<Holdings> holdings;
  private final Supplier<Balancers> balancers;
  private final Map<IpFamily, Internet> internet;
  private final Map<IpFamily, Supplier<ClientPreservation>> clientPreservation;
  private final Supplier<Reachability> reachability;
  private final Supplier<Fact<List<Inspection>>> inspections;
  private final Tolerance tolerance;

  public Network(Facts facts, Parameters parameters) {
    this.facts = facts;
    this.parameters = parameters;
    this.membership = new Membership(facts, parameters.settling());
    this.subnets = index(facts.layers().subnets(), subnet -> Stream.of(subnet.id()));
    this.groups = index(facts.layers().groups(), group -> Stream.of(group.id()));
    this.acls = index(facts.layers().acls(), acl -> acl.subnets().stream());
    this.ownTables = index(facts.layers().routeTables(), table -> table.subnets().stream());
    this.plugged = new HashMap<>();
    this.standing = new HashMap<>();
    this.bySubnet =
        once(
            () ->
                facts.attachments().interfaces().asKnown().orElse(List.of()).stream()
                    .collect(Collectors.groupingBy(NetworkInterface::subnet)));
    this.holdings =
        once(() -> new Holdings(facts.attachments().interfaces().asKnown().orElse(List.of())));
    this.balancers = once(() -> new Balancers(this, holdings.get()));
    this.internet = internets(facts.layers().vpc());
    this.clientPreservation =
        Map.of(
            IpFamily.IPV4, once(() -> new ClientPreservation(this, holdings.get(), IpFamily.IPV4)),
            IpFamily.IPV6, once(() -> new ClientPreservation(this, holdings.get(), IpFamily.IPV6)));
    this.reachability = once(() -> new Reachability(this));
    this.inspections = once(() -> reachability.get().inspections());
    this.tolerance = (_, family) -> PacketSet.none(family);
    for (var one : membership.interfaces().asKnown().orElse(List.of())) {
      standing.computeIfAbsent(one.subnet(), _ -> new ArrayList<>()).add(one);
      one.attachment()
          .flatMap(attachment -> membership.find(attachment.instance()))
          .ifPresent(node -> plugged.computeIfAbsent(node, _ -> new ArrayList<>()).add(one));
    }
  }

  /// Another view of a network: what it was made of and what it has found out are shared.
  private Network(Network same, Tolerance tolerance) {
    this.facts = same.facts;
    this.parameters = same.parameters;
    this.membership = same.membership;
    this.subnets = same.subnets;
    this.groups = same.groups;
    this.acls = same.acls;
    this.ownTables = same.ownTables;
    this.plugged = same.plugged;
    this.standing = same.standing;
    this.bySubnet = same.bySubnet;
    this.holdings = same.holdings;
    this.balancers = same.balancers;
    this.internet = same.internet;
    this.clientPreservation = same.clientPreservation;
    this.reachability = same.reachability;
    this.inspections = same.inspections;
    this.tolerance = tolerance;
  }

  private static Map<IpFamily, Internet> internets(Fact<Vpc> vpc) {
    var internets = new EnumMap<IpFamily, Internet>(IpFamily.class);
    for (var family : IpFamily.values()) {
      internets.put(family, Internet.without(rangesOf(vpc, family)));
    }
    return internets;
  }

  /// The VPC's own ranges that are surely in use. What is not known to be the VPC's stays in the
  /// internet: to judge too much is safe.
  private static AddressSet rangesOf(Fact<Vpc> vpc, IpFamily family) {
    var ranges =
        vpc.asKnown().map(Vpc::ranges).orElse(List.of()).stream()
            .filter(range -> range.associated().equals(Fact.known(true)))
            .map(CidrAssociation::cidr)
            .filter(cidr -> cidr.family() == family)
            .toList();
    return AddressSet.of(family, ranges);
  }

  private static <K, V> Map<K, V> index(Fact<List<V>> all, Function<V, Stream<K>> keys) {
    var index = new HashMap<K, V>();
    for (var one : all.asKnown().orElse(List.of())) {
      keys.apply(one).forEach(key -> index.putIfAbsent(key, one));
    }
    return index;
  }

  /// Made when first asked for.
  private static <T> Supplier<T> once(Supplier<T> maker) {
    return new Supplier<>() {
      private Optional<T> made = Optional.empty();

      @Override
      public T get() {
        if (made.isEmpty()) {
          made = Optional.of(maker.get());
        }
        return made.get();
      }
    };
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
    return Stream.of(facts.notes(), reachability.get().notes(), notesOnVpcCni())
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
    return membership.nodes();
  }

  /// The node that an instance is; nothing when it is none of the cluster's.
  public Optional<Node> node(Instance.Id id) {
    return membership.find(id);
  }

  /// Every interface of the cluster, of any [InterfaceKind], by id.
  public Fact<List<NetworkInterface>> interfaces() {
    return membership.interfaces();
  }

  /// The interfaces that are attached to nodes.
  public Fact<List<NetworkInterface>> nodeInterfaces() {
    return interfacesThat(InterfaceKind::isOfNode);
  }

  /// The interfaces that the CNI delegates prefixes to: primary and pod.
  public Fact<List<NetworkInterface>> podInterfaces() {
    return interfacesThat(InterfaceKind::holdsPodPrefix);
  }

  /// The interfaces of pods that have one of their own.
  public Fact<List<NetworkInterface>> branchInterfaces() {
    return interfacesThat(kind -> kind == InterfaceKind.BRANCH);
  }

  private Fact<List<NetworkInterface>> interfacesThat(Predicate<InterfaceKind> kinds) {
    return interfaces()
        .map(all -> all.stream().filter(one -> kindOf(one).filter(kinds).isPresent()).toList());
  }

  /// The interfaces of the cluster, of any kind, that stand in a subnet.
  public Fact<List<NetworkInterface>> interfacesIn(Subnet subnet) {
    return interfaces().map(_ -> List.copyOf(standing.getOrDefault(subnet.id(), List.of())));
  }

  /// The subnets that nodes' interfaces stand in, by id; what is known of each, [#subnet] says.
  public Fact<List<Subnet.Id>> nodeSubnetIds() {
    return nodeInterfaces().map(all -> sorted(all.stream().map(NetworkInterface::subnet)));
  }

  /// The subnets that nodes' prefixes are cut from: those of their primary and pod interfaces, by
  /// id.
  public Fact<List<Subnet.Id>> prefixSubnetIds() {
    return podInterfaces().map(all -> sorted(all.stream().map(NetworkInterface::subnet)));
  }

  /// The same, and those that the cluster was given for its control plane and its pods on AWS
  /// Fargate.
  public Fact<List<Subnet.Id>> clusterSubnetIds() {
    return prefixSubnetIds()
        .map(ofNodes -> sorted(Stream.concat(ofNodes.stream(), cluster().subnets().stream())));
  }

  private static List<Subnet.Id> sorted(Stream<Subnet.Id> ids) {
    return ids.distinct().sorted(Comparator.comparing(Subnet.Id::value)).toList();
  }

  /// The load balancers that front the cluster, and those of which it cannot be told: [#fronts]
  /// says which.
  public Fact<List<LoadBalancer>> loadBalancers() {
    return facts
        .balancing()
        .loadBalancers()
        .map(all -> all.stream().filter(one -> !fronts(one).equals(Fact.known(false))).toList());
  }

  /// Whether a load balancer fronts the cluster: it or a target group of it is tagged so, or a
  /// target is a node, an address of a node's or a pod's interface, or lies in a node's prefix.
  /// Unread when no tie was seen and some tags or targets were not read.
  public Fact<Boolean> fronts(LoadBalancer balancer) {
    return balancers.get().fronts(balancer);
  }

  /// The target groups of the cluster, and those of which it cannot be told: [#isOfCluster] says
  /// which.
  public Fact<List<TargetGroup>> targetGroups() {
    return facts
        .balancing()
        .targetGroups()
        .map(
            all ->
                all.stream().filter(one -> !isOfCluster(one).equals(Fact.known(false))).toList());
  }

  /// Whether a target group is the cluster's: it is tagged so, sends to a node or a pod, or stands
  /// behind a load balancer that fronts the cluster. Unread when no tie was seen and one may be.
  public Fact<Boolean> isOfCluster(TargetGroup group) {
    return balancers.get().isOfCluster(group);
  }

  /// The target groups that a load balancer sends to.
  public Fact<List<TargetGroup>> targetGroupsOf(LoadBalancer balancer) {
    return balancers.get().targetGroupsOf(balancer);
  }

  /// What an interface is to the cluster; nothing when it is none of its own.
  public Optional<InterfaceKind> kindOf(NetworkInterface networkInterface) {
    return membership.kindOf(networkInterface);
  }

  /// The node that an interface is attached to, or whose trunk carries it.
  public Optional<Node> nodeOf(NetworkInterface networkInterface) {
    return membership.nodeOf(networkInterface);
  }

  /// The interfaces that are attached to a node, by id; those that its trunk carries are pods'.
  public Fact<List<NetworkInterface>> interfacesOf(Node node) {
    return interfaces().map(_ -> List.copyOf(plugged.getOrDefault(node, List.of())));
  }

  public Fact<NetworkInterface> primaryInterfaceOf(Node node) {
    return interfacesOf(node)
        .flatMap(
            all ->
                found(
                    all.stream()
                        .filter(one -> kindOf(one).equals(Optional.of(InterfaceKind.PRIMARY)))
                        .findFirst(),
                    "the primary interface of " + node.id()));
  }

  /// The IPv6 prefixes that its primary and pod interfaces hold.
  public Fact<List<Prefix>> prefixesOf(Node node) {
    return interfacesOf(node)
        .map(
            all ->
                all.stream()
                    .filter(one -> kindOf(one).filter(InterfaceKind::holdsPodPrefix).isPresent())
                    .flatMap(one -> one.ipv6Prefixes().stream())
                    .toList());
  }

  /// What it was seen to hold earlier and holds no more, on its primary and pod interfaces. What
  /// was never seen is not lost.
  public Fact<List<Prefix>> lostPrefixesOf(Node node) {
    var recorded = facts.delegation().recordedPrefixes().getOrDefault(node.id(), List.of());
    return prefixesOf(node)
        .map(held -> recorded.stream().filter(prefix -> !held.contains(prefix)).toList());
  }

  /// The primary or pod interface of a node that a prefix can be delegated to: it stands in the
  /// subnet that the prefix is of.
  public Optional<NetworkInterface> interfaceFor(Prefix prefix, Node node) {
    return plugged.getOrDefault(node, List.of()).stream()
        .filter(one -> kindOf(one).filter(InterfaceKind::holdsPodPrefix).isPresent())
        .filter(
            one -> subnetOf(one).flatMap(subnet -> subnet.holds(prefix)).equals(Fact.known(true)))
        .findFirst();
  }

  public Fact<InstanceType> typeOf(Node node) {
    var name = node.instance().instanceType();
    return Optional.ofNullable(facts.delegation().instanceTypes().get(name))
        .orElseGet(() -> missing("instance type " + name));
  }

  /// The room for prefixes in a subnet that is left by all interfaces in it, whoever's they are.
  public Fact<Room> roomForPrefixes(Subnet subnet) {
    return facts
        .attachments()
        .interfaces()
        .flatMap(_ -> reservationsOf(subnet.id()))
        .flatMap(
            reservations ->
                subnet
                    .rangesInUse(IpFamily.IPV6)
                    .map(ranges -> Room.of(ranges, reservations, heldIn(subnet))));
  }

  private Fact<List<SubnetReservation>> reservationsOf(Subnet.Id subnet) {
    return Optional.ofNullable(facts.delegation().reservations().get(subnet))
        .orElseGet(() -> missing("the reservations of " + subnet));
  }

  private List<Prefix> heldIn(Subnet subnet) {
    return bySubnet.get().getOrDefault(subnet.id(), List.of()).stream()
        .flatMap(one -> one.held(IpFamily.IPV6).stream())
        .toList();
  }

  public Fact<Subnet> subnetOf(NetworkInterface networkInterface) {
    return subnet(networkInterface.subnet());
  }

  public Fact<Subnet> subnet(Subnet.Id id) {
    return facts
        .layers()
        .subnets()
        .flatMap(_ -> found(Optional.ofNullable(subnets.get(id)), "subnet " + id));
  }

  /// Its own table, else the VPC's main one.
  public Fact<RouteTable> routeTableOf(Subnet.Id subnet) {
    return facts
        .layers()
        .routeTables()
        .flatMap(
            all ->
                found(
                    Optional.ofNullable(ownTables.get(subnet)).or(() -> mainOf(all)),
                    "the route table of " + subnet));
  }

  private Optional<RouteTable> mainOf(List<RouteTable> tables) {
    return tables.stream()
        .filter(table -> table.main() && table.vpc().equals(cluster().vpc()))
        .findFirst();
  }

  public Fact<NetworkAcl> aclOf(Subnet.Id subnet) {
    return facts
        .layers()
        .acls()
        .flatMap(_ -> found(Optional.ofNullable(acls.get(subnet)), "the network ACL of " + subnet));
  }

  /// The routes of a subnet's table that send a family's packets to an internet gateway, whether
  /// they carry traffic now or not. Unread when none is seen and one may be hidden in a prefix
  /// list.
  public Fact<List<RouteTable.Route>> internetGatewayRoutes(Subnet.Id subnet, IpFamily family) {
    return new InternetGatewayRoutes(this, family).of(subnet);
  }

  /// Which node subnets the internet gateway sends through an appliance; nothing where it sends all
  /// that comes in straight on. Unread when none is seen and one may be hidden.
  public Fact<List<Inspection>> inspections() {
    return inspections.get();
  }

  /// The VPC's egress-only internet gateway, whether a route names it or not. Where the gateways
  /// were not read, a route that works tells of it; without one it is unread whether there is any.
  public Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway() {
    return switch (facts.layers().egressOnlyGateway()) {
      case Fact.Known<Optional<RouteTable.Target.EgressOnly>> known -> known;
      case Fact.Unread<Optional<RouteTable.Target.EgressOnly>> unread ->
          routedEgressOnlyGateway().isEmpty() ? unread : Fact.known(routedEgressOnlyGateway());
    };
  }

  private Optional<RouteTable.Target.EgressOnly> routedEgressOnlyGateway() {
    return facts.layers().routeTables().asKnown().orElse(List.of()).stream()
        .flatMap(table -> table.routes().stream())
        .filter(route -> !route.blackhole())
        .map(RouteTable.Route::target)
        .filter(RouteTable.Target.EgressOnly.class::isInstance)
        .map(RouteTable.Target.EgressOnly.class::cast)
        .findFirst();
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
    return facts.layers().blockMode().equals(Fact.known(BlockMode.OFF))
        ? Fact.known(List.of())
        : facts.layers().exclusions();
  }

  /// Whether an exclusion names the cluster's VPC or a subnet of its nodes.
  public Fact<Boolean> isOfCluster(PublicAccessExclusion exclusion) {
    return exclusion.resource().equals(cluster().vpc().value())
        ? Fact.known(true)
        : nodeInterfaces()
            .map(
                all ->
                    all.stream()
                        .anyMatch(one -> one.subnet().value().equals(exclusion.resource())));
  }

  /// The groups of an interface that AWS made for a VPC, which carry its name for them. Unread when
  /// none is seen and a group was not read.
  public Fact<List<SecurityGroup>> defaultGroupsOf(NetworkInterface networkInterface) {
    var groups = networkInterface.groups().stream().map(this::group).toList();
    var seen =
        groups.stream()
            .flatMap(group -> group.asKnown().stream())
            .filter(SecurityGroup::isDefault)
            .toList();
    return seen.isEmpty()
        ? groups.stream()
            .map(group -> group.map(_ -> List.<SecurityGroup>of()))
            .reduce(Fact.known(seen), Network::concatenate)
        : Fact.known(seen);
  }

  private static <T> Fact<List<T>> concatenate(Fact<List<T>> one, Fact<List<T>> other) {
    return one.flatMap(
        first -> other.map(next -> Stream.concat(first.stream(), next.stream()).toList()));
  }

  /// What the security groups of an interface admit from the internet, whatever the other layers
  /// do.
  public Admitted admitted(NetworkInterface networkInterface, IpFamily family) {
    return admitted(networkInterface.groups(), ServiceSet.all(family));
  }

  /// What a load balancer's own security groups admit from the internet that it sends on to a
  /// target group; nothing where the internet cannot come to it.
  public Admitted admitted(LoadBalancer balancer, TargetGroup group, IpFamily family) {
    return admitted(
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
            .map(family -> isOfInternet(admitted(balancer, group, family)))
            .toList();
    return ThreeValued.both(group.hidesClientAddress(), ThreeValued.any(admits));
  }

  private Fact<Boolean> isOfInternet(Admitted admitted) {
    if (!servicesOfInternet(admitted.surely()).isEmpty()) {
      return Fact.known(true);
    }
    return servicesOfInternet(admitted.atMost()).isEmpty()
        ? Fact.known(false)
        : Fact.unread(String.join("; ", admitted.unread()));
  }

  /// What more than named peers ask for.
  public ServiceSet servicesOfInternet(PacketSet packets) {
    return packets.servicesWhere(sources -> isShareAtLeast(parameters.little(), sources));
  }

  private Admitted admitted(List<SecurityGroup.Id> groups, ServiceSet services) {
    var internet = internet(services.family());
    var admitted = reachability.get().admitted(Set.copyOf(groups), services.family());
    var surely = admitted.surely().within(internet).within(services);
    var atMost = admitted.possibly().within(internet).within(services);
    return new Admitted(surely, atMost, surely.equals(atMost) ? List.of() : admitted.unread());
  }

  /// The same network, in which interfaces may be open to some packets more.
  public Network tolerating(Tolerance more) {
    return new Network(
        this, (one, family) -> tolerance.of(one, family).union(more.of(one, family)));
  }

  /// What an interface may be open to because somebody says so; [#reach] has it all the same.
  public PacketSet tolerated(NetworkInterface networkInterface, IpFamily family) {
    return tolerance.of(networkInterface, family);
  }

  /// The tags by which people tell what a thing is for. An interface that is plugged into a node
  /// has the tags of the instance too, where it has none of that key: not every interface is given
  /// tags when its instance is.
  public Fact<Map<String, String>> tagsOf(Subject subject) {
    return switch (subject) {
      case Node node -> Fact.known(node.instance().tags());
      case NetworkInterface networkInterface -> Fact.known(tagsOf(networkInterface));
      case Subnet subnet -> Fact.known(subnet.tags());
      case LoadBalancer balancer -> balancer.tags();
      case TargetGroup group -> group.tags();
      case Cluster cluster -> Fact.known(cluster.tags());
      case PublicAccessExclusion exclusion -> Fact.known(exclusion.tags());
    };
  }

  private Map<String, String> tagsOf(NetworkInterface networkInterface) {
    var tags = new HashMap<String, String>();
    networkInterface
        .attachment()
        .flatMap(attachment -> membership.find(attachment.instance()))
        .ifPresent(node -> tags.putAll(node.instance().tags()));
    tags.putAll(networkInterface.tags());
    return tags;
  }

  /// The inbound rules of an interface's groups that admit some of these packets.
  public List<Admission> admissions(NetworkInterface networkInterface, PacketSet packets) {
    return new GroupRules(this, networkInterface.groups()).admitting(packets);
  }

  /// The inbound rules of a load balancer's groups that admit some of these packets.
  public List<Admission> admissions(LoadBalancer balancer, PacketSet packets) {
    return new GroupRules(this, balancer.groups()).admitting(packets);
  }

  /// The ports of an interface that have to be open to the internet because a load balancer hands
  /// them its clients' own addresses.
  public ClientPorts clientPorts(NetworkInterface networkInterface, IpFamily family) {
    return clientPreservation.get(family).get().of(networkInterface);
  }

  /// One of the VPC's interfaces, the cluster's or not.
  Fact<NetworkInterface> networkInterface(NetworkInterface.Id id) {
    return facts
        .attachments()
        .interfaces()
        .flatMap(_ -> found(membership.find(id), "interface " + id));
  }

  /// The internet gateways that are attached to the cluster's VPC: one or none, as AWS has it.
  Fact<Set<InternetGateway.Id>> attachedGateways() {
    return facts
        .layers()
        .internetGateways()
        .map(
            all ->
                all.stream()
                    .filter(gateway -> gateway.attachedTo().contains(cluster().vpc()))
                    .map(InternetGateway::id)
                    .collect(Collectors.toSet()));
  }

  public Fact<SecurityGroup> group(SecurityGroup.Id id) {
    return facts
        .layers()
        .groups()
        .flatMap(_ -> found(Optional.ofNullable(groups.get(id)), "security group " + id));
  }

  public Fact<PrefixList> prefixList(PrefixList.Id id) {
    return Optional.ofNullable(facts.layers().prefixLists().get(id))
        .orElseGet(() -> missing("prefix list " + id));
  }

  private static <T> Fact<T> found(Optional<T> one, String what) {
    return one.map(Fact::known).orElseGet(() -> missing(what));
  }

  private static <T> Fact<T> missing(String what) {
    return Fact.unread(what + " is not among what was read");
  }

  /// What others hold that overlaps with what this interface holds over IPv6: a prefix with a
  /// prefix, or an address inside a prefix, on either side. Over all interfaces of the VPC.
  public List<Overlap> overlapsOf(NetworkInterface networkInterface) {
    return holdings.get().overlapsOf(networkInterface);
  }

  /// @param own what the interface that was asked about holds
  public record Overlap(Prefix own, NetworkInterface.Id other, Prefix others) {}

  /// The internet of a family, as the design of reachability says: over IPv6 2000::/3 less the
  /// VPC's own associated ranges, over IPv4 the globally reachable addresses less the VPC's.
  public AddressSet internet(IpFamily family) {
    return internet.get(family).addresses();
  }

  /// The same, for each family, as what sets of sources are measured against.
  public Map<IpFamily, Internet> internet() {
    return Map.copyOf(internet);
  }

  /// The share of a set of sources: the larger of its part of the internet and its part of what the
  /// registries have allocated of it; whether it is at least one `denominator`th.
  public boolean isShareAtLeast(long denominator, AddressSet sources) {
    return internet.get(sources.family()).isShareAtLeast(denominator, sources);
  }

  /// The same share as a number for people, 0 to 1.
  public double share(AddressSet sources) {
    return internet.get(sources.family()).share(sources);
  }

  /// The ranges admitted to the cluster's public endpoint that name a peer each and not the
  /// internet; none where they add up to it.
  public List<Prefix> peersOfEndpoint() {
    var peers =
        cluster().publicAccessCidrs().stream()
            .filter(cidr -> isNamedPeer(AddressSet.of(cidr)))
            .toList();
    return peers.stream().collect(Collectors.groupingBy(Prefix::family)).entrySet().stream()
            .allMatch(entry -> isNamedPeer(AddressSet.of(entry.getKey(), entry.getValue())))
        ? peers
        : List.of();
  }

  /// A block that lies outside the internet names nobody, however wide it is.
  private boolean isNamedPeer(AddressSet sources) {
    return !isShareAtLeast(parameters.little(), sources)
        && !sources.isAtLeast(parameters.little(), AddressSet.all(sources.family()));
  }

  /// What the internet can open on an interface.
  public Reach reach(NetworkInterface networkInterface, IpFamily family) {
    return reachability.get().of(networkInterface, family);
  }

  /// What becomes of one packet.
  public Passage passage(NetworkInterface networkInterface, Packet packet) {
    return reachability.get().of(networkInterface, packet);
  }
}
