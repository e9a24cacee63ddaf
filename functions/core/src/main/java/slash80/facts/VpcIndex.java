package slash80.facts;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.ip.AddressSet;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;

/// Look-ups over the facts of one VPC: the record with an id, the route table and the network ACL
/// of a subnet, the internet as the VPC sees it. A record that the facts do not contain is unread,
/// never absent.
public final class VpcIndex {
  private final Vpc.Id vpc;
  private final String account;
  private final VpcLayers layers;
  private final Fact<List<NetworkInterface>> interfaces;
  private final Map<Subnet.Id, Subnet> subnets;
  private final Map<SecurityGroup.Id, SecurityGroup> groups;
  private final Map<Subnet.Id, NetworkAcl> acls;
  private final Map<Subnet.Id, RouteTable> ownTables;
  private final Map<NetworkInterface.Id, NetworkInterface> interfaceById;
  private final Map<IpFamily, Internet> internet;
  private final Fact<Set<SecurityGroup.Id>> carriedByAccelerators;
  private final Fact<Set<InternetGateway.Id>> shownGateways;
  private final Fact<Set<InternetGateway.Id>> attachedGateways;
  private final Map<ListedFamily, Fact<AddressSet>> addresses = new HashMap<>();

  private record ListedFamily(PrefixList.Id list, IpFamily family) {}

  /// @param account the account that sees the VPC: its own, or a participant's of a shared VPC
  public VpcIndex(
      Vpc.Id vpc, String account, VpcLayers layers, Fact<List<NetworkInterface>> interfaces) {
    this.vpc = vpc;
    this.account = account;
    this.layers = layers;
    this.interfaces = interfaces;
    this.subnets = index(layers.subnets(), subnet -> Stream.of(subnet.id()));
    this.groups = index(layers.groups(), group -> Stream.of(group.id()));
    this.acls = index(layers.acls(), acl -> acl.subnets().stream());
    this.ownTables = index(layers.routeTables(), table -> table.subnets().stream());
    this.interfaceById = index(interfaces, networkInterface -> Stream.of(networkInterface.id()));
    this.internet = internets(layers.vpc());
    this.carriedByAccelerators = interfaces.map(shown -> carriedByAccelerators(vpc, shown));
    this.shownGateways = layers.internetGateways().map(gateways -> attachedTo(vpc, gateways));
    this.attachedGateways = shownGateways.flatMap(this::unlessRoutesDisagree);
  }

  private static <K, V> Map<K, V> index(Fact<List<V>> values, Function<V, Stream<K>> keys) {
    var index = new HashMap<K, V>();
    for (var value : values.asKnown().orElse(List.of())) {
      keys.apply(value).forEach(key -> index.putIfAbsent(key, value));
    }
    return index;
  }

  private static Map<IpFamily, Internet> internets(Fact<Vpc> vpc) {
    var internets = new EnumMap<IpFamily, Internet>(IpFamily.class);
    for (var family : IpFamily.values()) {
      internets.put(family, Internet.without(rangesOf(vpc, family)));
    }
    return internets;
  }

  /// The VPC's own ranges that are certainly associated. Any other range stays in the internet, so
  /// that no opening is missed.
  private static AddressSet rangesOf(Fact<Vpc> vpc, IpFamily family) {
    var ranges =
        vpc.asKnown().map(Vpc::ranges).orElse(List.of()).stream()
            .filter(range -> range.associated().equals(Fact.known(true)))
            .map(CidrAssociation::cidr)
            .filter(cidr -> cidr.family() == family)
            .toList();
    return AddressSet.of(family, ranges);
  }

  public Vpc.Id id() {
    return vpc;
  }

  /// The ranges of the VPC over both families, in whatever state; none where it was not read.
  public List<Prefix> ranges() {
    return layers
        .vpc()
        .asKnown()
        .map(read -> read.ranges().stream().map(CidrAssociation::cidr).toList())
        .orElse(List.of());
  }

  public VpcLayers layers() {
    return layers;
  }

  /// Every known interface of the VPC, those of other services among them.
  public Fact<List<NetworkInterface>> interfaces() {
    return interfaces;
  }

  public Fact<NetworkInterface> networkInterface(NetworkInterface.Id id) {
    return interfaces.flatMap(
        _ -> Fact.found(Optional.ofNullable(interfaceById.get(id)), "interface " + id));
  }

  public Fact<Subnet> subnet(Subnet.Id id) {
    return layers
        .subnets()
        .flatMap(_ -> Fact.found(Optional.ofNullable(subnets.get(id)), "subnet " + id));
  }

  /// The account that shares a subnet with this account; empty for a subnet of its own
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/vpc-sharing.html).
  public Optional<String> sharedBy(Subnet subnet) {
    return subnet.owner().filter(owner -> !owner.equals(account));
  }

  /// The account that shares this VPC with the account: a VPC's subnets all have its owner.
  public Optional<String> sharedBy() {
    return layers.subnets().asKnown().orElse(List.of()).stream()
        .flatMap(subnet -> sharedBy(subnet).stream())
        .findFirst();
  }

  public Fact<Subnet> subnetOf(NetworkInterface networkInterface) {
    return subnet(networkInterface.subnet());
  }

  /// The route table that a subnet is associated with, otherwise the VPC's main one.
  public Fact<RouteTable> routeTableOf(Subnet.Id subnet) {
    return layers
        .routeTables()
        .flatMap(
            tables ->
                Fact.found(
                    Optional.ofNullable(ownTables.get(subnet)).or(() -> mainOf(tables)),
                    "the route table of " + subnet));
  }

  private Optional<RouteTable> mainOf(List<RouteTable> tables) {
    return tables.stream().filter(table -> table.main() && table.vpc().equals(vpc)).findFirst();
  }

  public Fact<NetworkAcl> aclOf(Subnet.Id subnet) {
    return layers
        .acls()
        .flatMap(
            _ -> Fact.found(Optional.ofNullable(acls.get(subnet)), "the network ACL of " + subnet));
  }

  public Fact<SecurityGroup> group(SecurityGroup.Id id) {
    return layers
        .groups()
        .flatMap(_ -> Fact.found(Optional.ofNullable(groups.get(id)), "security group " + id));
  }

  /// Whether a group is the one that AWS Global Accelerator makes in the VPC
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/best-practices-aga.html). That of
  /// another VPC counts where an accelerator's interface of this VPC carries it or may do so, and a
  /// group that no response lists where such an interface carries it.
  public boolean isOfAccelerators(SecurityGroup.Id id) {
    return switch (group(id)) {
      case Fact.Known<SecurityGroup>(var group) ->
          group.isOfAccelerators()
              && (group.vpc().equals(vpc) || isCarriedByAccelerator(id).orElse(true));
      case Fact.Unread<SecurityGroup> _ -> isCarriedByAccelerator(id).orElse(false);
    };
  }

  /// Empty where the interfaces were not read.
  private Optional<Boolean> isCarriedByAccelerator(SecurityGroup.Id id) {
    return carriedByAccelerators.asKnown().map(carried -> carried.contains(id));
  }

  private static Set<SecurityGroup.Id> carriedByAccelerators(
      Vpc.Id vpc, List<NetworkInterface> shown) {
    return shown.stream()
        .filter(NetworkInterface::isOfAccelerator)
        .filter(own -> own.vpc().equals(vpc))
        .flatMap(own -> own.groups().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  public Fact<PrefixList> prefixList(PrefixList.Id id) {
    return Optional.ofNullable(layers.prefixLists().get(id))
        .orElseGet(() -> Fact.missing("prefix list " + id));
  }

  /// The addresses of a family in a prefix list, worked out once for all rules that name the list.
  public Fact<AddressSet> addressesOf(PrefixList.Id id, IpFamily family) {
    return addresses.computeIfAbsent(
        new ListedFamily(id, family), _ -> prefixList(id).map(list -> list.addresses(family)));
  }

  /// The internet gateways that are attached to the VPC: at most one, as AWS has it. Where none is
  /// shown attached and a route to one is active all the same, what was read disagrees.
  public Fact<Set<InternetGateway.Id>> attachedGateways() {
    return attachedGateways;
  }

  private Fact<Set<InternetGateway.Id>> unlessRoutesDisagree(Set<InternetGateway.Id> shown) {
    var unshown = shown.isEmpty() ? routesToUnshownGateways() : List.<String>of();
    return unshown.isEmpty() ? Fact.known(shown) : Fact.unread(unshown.getFirst());
  }

  /// The sentences about active routes to internet gateways that no response shows attached. A
  /// route is a blackhole once its gateway is detached
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html).
  private List<String> routesToUnshownGateways() {
    return layers.routeTables().asKnown().orElse(List.of()).stream()
        .filter(table -> table.vpc().equals(vpc))
        .flatMap(table -> routesToUnshownGateways(table).stream())
        .toList();
  }

  /// The sentences about active routes of a table to internet gateways that no response shows
  /// attached; none where the gateways were not read.
  public List<String> routesToUnshownGateways(RouteTable table) {
    var shown = shownGateways.asKnown();
    return table.routes().stream()
        .filter(route -> route.carries().equals(Fact.known(true)))
        .flatMap(
            route ->
                route.target() instanceof RouteTable.Target.Igw(var gateway)
                    ? Stream.of(gateway)
                    : Stream.empty())
        .filter(gateway -> shown.isPresent() && !shown.get().contains(gateway))
        .map(gateway -> unshown(table, gateway))
        .toList();
  }

  /// The sentence about an active route to an internet gateway that no response shows attached.
  public static String unshown(RouteTable table, InternetGateway.Id gateway) {
    return "%s has an active route to %s, which no file or call shows attached to %s"
        .formatted(table.id(), gateway, table.vpc());
  }

  private static Set<InternetGateway.Id> attachedTo(Vpc.Id vpc, List<InternetGateway> gateways) {
    return gateways.stream()
        .filter(gateway -> gateway.attachedTo().contains(vpc))
        .map(InternetGateway::id)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The VPC's egress-only internet gateway, whether a route uses it or not. Where the call failed,
  /// a working route still shows the gateway.
  public Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway() {
    return switch (layers.egressOnlyGateway()) {
      case Fact.Known<Optional<RouteTable.Target.EgressOnly>> known -> known;
      case Fact.Unread<Optional<RouteTable.Target.EgressOnly>> unread -> {
        var routed = routedEgressOnlyGateway();
        yield routed.isEmpty() ? unread : Fact.known(routed);
      }
    };
  }

  private Optional<RouteTable.Target.EgressOnly> routedEgressOnlyGateway() {
    return layers.routeTables().asKnown().orElse(List.of()).stream()
        .flatMap(table -> table.routes().stream())
        .filter(route -> !route.isBlackhole())
        .map(RouteTable.Route::target)
        .filter(RouteTable.Target.EgressOnly.class::isInstance)
        .map(RouteTable.Target.EgressOnly.class::cast)
        .findFirst();
  }

  /// The exclusions from block public access that matter: none where nothing is blocked.
  public Fact<List<PublicAccessExclusion>> exclusionsInForce() {
    return layers.blockMode().equals(Fact.known(BlockMode.OFF))
        ? Fact.known(List.of())
        : layers.exclusions();
  }

  /// The default security groups that an interface carries. Unread when none is found and a group
  /// was not read.
  public Fact<List<SecurityGroup>> defaultGroupsOf(NetworkInterface networkInterface) {
    var found = new ArrayList<SecurityGroup>();
    var unread = Optional.<String>empty();
    for (var id : networkInterface.groups()) {
      switch (group(id)) {
        case Fact.Known<SecurityGroup>(var group) when group.isDefault() -> found.add(group);
        case Fact.Known<SecurityGroup> _ -> {}
        case Fact.Unread<SecurityGroup>(var why) -> unread = unread.or(() -> Optional.of(why));
      }
    }
    return found.isEmpty() && unread.isPresent()
        ? Fact.unread(unread.get())
        : Fact.known(List.copyOf(found));
  }

  /// The internet of a family: 2000::/3 over IPv6, the globally reachable addresses over IPv4, both
  /// without the VPC's own associated ranges.
  public Internet internet(IpFamily family) {
    return Objects.requireNonNull(internet.get(family));
  }
}
