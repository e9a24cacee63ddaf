package slash80.aws.live;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Account;
import slash80.aws.convert.AttachmentFacts;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.BalancerFacts;
import slash80.aws.convert.ByResource;
import slash80.aws.convert.ClusterFacts;
import slash80.aws.convert.OtherVpcs;
import slash80.aws.convert.PrefixLists;
import slash80.aws.convert.VpcFacts;
import slash80.facts.Attachments;
import slash80.facts.Balancing;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.OtherEntrances;
import slash80.facts.Permissions;
import slash80.facts.PrefixDelegation;
import slash80.facts.PrefixList;
import slash80.facts.Vpc;
import slash80.facts.VpcLayers;
import slash80.ip.IpFamily;
import slash80.network.Network;
import slash80.network.Parameters;
import slash80.network.Scope;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.eks.model.Addon;

/// Reads only what is needed to judge some nodes, interfaces or security groups of a cluster. The
/// number of calls does not grow with the cluster. A security group is judged whatever it costs: to
/// judge its rules is what watching is for.
final class ScopedReader {
  private static final AwsResponses.Balancing NO_BALANCING =
      AwsResponses.Balancing.unread(ScopedAttachments.NOT_READ);

  private final Ec2Calls ec2;
  private final AddonCalls eks;
  private final BalancingCalls balancing;
  private final CachedEc2 cached;
  private final ClusterCache memory;
  private final CallMeter meter;
  private final Cluster cluster;
  private final Instant at;

  ScopedReader(
      Ec2Calls ec2,
      AddonCalls eks,
      BalancingCalls balancing,
      CachedEc2 cached,
      ClusterCache memory,
      CallMeter meter,
      Cluster cluster,
      Instant at) {
    this.ec2 = ec2;
    this.eks = eks;
    this.balancing = balancing;
    this.cached = cached;
    this.memory = memory;
    this.meter = meter;
    this.cluster = cluster;
    this.at = at;
  }

  /// @param steady the time since which what does not follow from the change may have been read
  Account.ScopedFacts read(Scope.Partial part, Instant steady) {
    int made = meter.made();
    var seen = new ScopedAttachments.Reader(ec2, cached, cluster, at, steady).read(part);
    var budget =
        part.groups().isEmpty()
            ? CallBudget.small(meter, made - callsBefore(part, seen))
            : CallBudget.unlimited(meter);
    var found = seen.narrowed(part);
    var own = found.near(cluster);
    var base = own.isEmpty() ? Base.without(found) : base(part, own, found);
    var others = othersOf(own);
    var guarded = guarded(base, others);
    var families = exposedFamilies(guarded, own);
    var exposed =
        families.isEmpty() ? Optional.of(guarded) : exposed(guarded, base, own, families, budget);
    var delegation = delegation(found, part, budget, base);
    return exposed
        .map(draft -> new Account.ScopedFacts(facts(draft, delegation), part))
        .orElseGet(
            () -> new Account.ScopedFacts(facts(guarded, delegation), part.withoutOpenness()));
  }

  /// The calls that were made before this read for the same event. They found the resource (in an
  /// instance, else alone, else on the trunk that carries it), and, unless it was known, the
  /// cluster.
  private int callsBefore(Scope.Partial part, ScopedAttachments seen) {
    int alone = seen.isCarried(part) ? 3 : 2;
    return (part.interfaces().isEmpty() ? 1 : alone)
        + memory.asked(cluster, at)
        + cached.holders().missed(at);
  }

  /// The responses that every scope needs, whatever its security groups admit.
  ///
  /// @param lists the entries of the prefix lists that the groups name
  private record Base(
      AwsResponses.Basis layers,
      Map<String, Fact<PrefixList>> lists,
      AwsResponses.Attachments attachments) {

    /// A scope whose resources are gone needs nothing more.
    static Base without(ScopedAttachments found) {
      return new Base(
          AwsResponses.Basis.unread(ScopedAttachments.NOT_READ),
          Map.of(),
          new AwsResponses.Attachments(found.instances(), Optional.of(found.interfaces())));
    }
  }

  private Base base(Scope.Partial part, List<NetworkInterface> own, ScopedAttachments found) {
    try (var calls = new SideBySide()) {
      var guarding = calls.begin(() -> guarding(part, own));
      var holders = calls.begin(() -> holders(part, own));
      var vpcs = calls.begin(() -> cached.vpcs(vpcsOf(own)));
      var subnets = calls.begin(() -> ec2.subnets("subnet-id", subnetsOf(own)));
      var carried = guarding.get().groups();
      return base(
          new AwsResponses.Basis(vpcs.get(), subnets.get(), carried.groups(), carried.rules()),
          guarding.get().lists(),
          found,
          holders.get());
    }
  }

  /// The security groups of interfaces, and the entries of the prefix lists that they name.
  private record Guarding(GroupsInUse groups, Map<String, Fact<PrefixList>> lists) {}

  private Guarding guarding(Scope.Partial part, List<NetworkInterface> own) {
    var names = GroupsInUse.names(own.stream().flatMap(item -> item.groups().stream()));
    var changed = ScopedAttachments.values(part.groups(), group -> group.value());
    var groups =
        GroupsInUse.read(ec2, ids -> cached.rules().of(ids, changed), cluster.vpc(), names);
    var named = PrefixLists.named(groups.groups(), Fact.known(List.of()));
    return new Guarding(groups, cached.entries(named));
  }

  private Fact<List<NetworkInterface>> holders(Scope.Partial part, List<NetworkInterface> own) {
    return part.nodes().isEmpty() && part.interfaces().isEmpty()
        ? Fact.known(List.of())
        : cached.holders().read(own, at);
  }

  private static Base base(
      AwsResponses.Basis layers,
      Map<String, Fact<PrefixList>> lists,
      ScopedAttachments found,
      Fact<List<NetworkInterface>> holders) {
    return new Base(
        layers,
        lists,
        new AwsResponses.Attachments(
            found.instances(),
            Optional.of(
                found
                    .interfaces()
                    .flatMap(
                        interfaces ->
                            holders.map(
                                others ->
                                    ScopedAttachments.distinct(
                                        Stream.concat(interfaces.stream(), others.stream())
                                            .toList()))))));
  }

  /// The VPCs of these interfaces, with the cluster's own. A filter names them all, so that a
  /// node's interface in another VPC costs no further call.
  private Set<String> vpcsOf(List<NetworkInterface> interfaces) {
    var vpcs = ScopedAttachments.values(interfaces, NetworkInterface::vpcId);
    vpcs.add(cluster.vpc().value());
    return vpcs;
  }

  private Set<Vpc.Id> othersOf(List<NetworkInterface> interfaces) {
    return vpcsOf(interfaces).stream()
        .map(Vpc.Id::new)
        .filter(vpc -> !vpc.equals(cluster.vpc()))
        .collect(Collectors.toSet());
  }

  private static List<String> subnetsOf(List<NetworkInterface> interfaces) {
    return interfaces.stream().map(NetworkInterface::subnetId).distinct().toList();
  }

  /// The facts so far. Each response is converted once.
  ///
  /// @param otherVpcs the layers of the other VPCs in which interfaces of the scope stand
  private record Draft(
      VpcFacts vpc,
      Map<Vpc.Id, VpcLayers> otherVpcs,
      Attachments attachments,
      Balancing balancing,
      List<String> notes) {

    VpcLayers layersOf(Vpc.Id other) {
      return Objects.requireNonNull(otherVpcs.get(other));
    }
  }

  /// The facts up to the security groups of the interfaces.
  private Draft guarded(Base base, Set<Vpc.Id> others) {
    var attached = AttachmentFacts.convert(cluster.vpc(), base.attachments());
    var layers =
        new AwsResponses.Layers(
            base.layers(),
            AwsResponses.Path.unread(ScopedAttachments.NOT_READ),
            byList(base.lists()));
    return new Draft(
        VpcFacts.convert(cluster.vpc(), layers, attached.carriedGroups()),
        new OtherVpcs(others, layers, attached.carriedGroups()).layers(),
        attached.attachments(),
        new BalancerFacts(NO_BALANCING, Fact.unread(ScopedAttachments.NOT_READ)).convert(),
        attached.notes());
  }

  private static ByResource<PrefixList> byList(Map<String, Fact<PrefixList>> lists) {
    return new ByResource<>(lists, _ -> ScopedAttachments.NOT_READ);
  }

  /// The families over which the security groups of these interfaces admit an address of the
  /// internet, or may do so.
  private Set<IpFamily> exposedFamilies(Draft guarded, List<NetworkInterface> own) {
    var unknown =
        new PrefixDelegation(
            Map.of(),
            Map.of(),
            Fact.unread(ScopedAttachments.NOT_READ),
            Fact.unread(ScopedAttachments.NOT_READ),
            Map.of());
    var network = new Network(facts(guarded, unknown), Parameters.DEFAULTS);
    var ids = ScopedAttachments.values(own, NetworkInterface::networkInterfaceId);
    var interfaces =
        network.interfaces().asKnown().orElse(List.of()).stream()
            .filter(item -> ids.contains(item.id().value()))
            .toList();
    return Stream.of(IpFamily.values())
        .filter(family -> interfaces.stream().anyMatch(item -> network.mayAdmit(item, family)))
        .collect(Collectors.toSet());
  }

  /// The facts with the path that packets take from the internet, and with the load balancers that
  /// keep their clients' addresses. Empty when these take more calls than the budget has left.
  private Optional<Draft> exposed(
      Draft guarded,
      Base base,
      List<NetworkInterface> own,
      Set<IpFamily> families,
      CallBudget budget) {
    var balancers = new ScopedLoadBalancers(balancing, cluster.vpc(), families);
    var way = new ScopedPath.Reader(ec2, cached, cluster, vpcsOf(own), base.layers().subnets());
    try (var calls = new SideBySide()) {
      Supplier<Optional<AwsResponses.Balancing>> read = () -> balancers.read(budget);
      var responses = budget.isUnlimited() ? calls.begin(read) : read;
      return way.read(subnetsOf(own), base.lists().keySet(), budget)
          .flatMap(path -> responses.get().map(known -> draft(guarded, path, known)));
    }
  }

  private Draft draft(Draft guarded, ScopedPath path, AwsResponses.Balancing responses) {
    var layers =
        new AwsResponses.Layers(
            AwsResponses.Basis.unread(ScopedAttachments.NOT_READ),
            path.layers(),
            byList(path.lists()));
    var others = guarded.otherVpcs();
    var outer = new OtherVpcs(others.keySet(), layers, Set.of()).layers();
    var appliances =
        AttachmentFacts.convert(
            cluster.vpc(),
            others.keySet(),
            new AwsResponses.Attachments(Fact.known(List.of()), Optional.of(path.appliances())));
    return new Draft(
        guarded.vpc().with(VpcFacts.convert(cluster.vpc(), layers, Set.of()).layers()),
        outer.entrySet().stream()
            .collect(
                Collectors.toMap(
                    Map.Entry::getKey,
                    vpc ->
                        new VpcFacts(guarded.layersOf(vpc.getKey()), List.of())
                            .with(vpc.getValue())
                            .layers())),
        joined(guarded.attachments(), appliances.attachments()),
        new BalancerFacts(responses, Fact.unread(ScopedAttachments.NOT_READ)).convert(),
        guarded.notes());
  }

  /// An appliance that belongs to the scope was read with it.
  private static Attachments joined(Attachments own, Attachments appliances) {
    return new Attachments(
        own.instances(),
        own.interfaces()
            .flatMap(
                first ->
                    appliances
                        .interfaces()
                        .map(
                            more -> {
                              var ids =
                                  first.stream().map(item -> item.id()).collect(Collectors.toSet());
                              var others = more.stream().filter(item -> !ids.contains(item.id()));
                              return Stream.concat(first.stream(), others)
                                  .sorted(Comparator.comparing(item -> item.id().value()))
                                  .toList();
                            })));
  }

  /// The instance types of the nodes come last, and are left to another check if the budget is used
  /// up: they do not change.
  private PrefixDelegation delegation(
      ScopedAttachments found, Scope.Partial part, CallBudget budget, Base base) {
    Fact<List<InstanceTypeInfo>> instanceTypes =
        found
            .instances()
            .flatMap(
                hosts -> {
                  var types = ScopedAttachments.types(hosts, part);
                  return budget.left() > 0 || cached.knowsTypes(types)
                      ? cached.types(types)
                      : Fact.unread(ScopedAttachments.NOT_READ);
                });
    return ClusterFacts.delegation(
        cluster,
        new AwsResponses.Delegation(
            ByResource.unread(ScopedAttachments.NOT_READ),
            instanceTypes,
            vpcCni(found, part, budget),
            ByResource.unread(ScopedAttachments.NOT_READ)),
        base.attachments());
  }

  /// The add-on says why a node holds no prefix. It decides no verdict about a node, so it is asked
  /// for only if a settled node holds none and the budget has a call left.
  private ByResource<Optional<Addon>> vpcCni(
      ScopedAttachments found, Scope.Partial part, CallBudget budget) {
    var settled = at.minus(Parameters.DEFAULTS.settling());
    return !cluster.autoMode() && found.lackPrefix(part, cluster, settled) && budget.left() > 0
        ? new ByResource<>(
            Map.of(cluster.name(), eks.vpcCni(cluster.name())), _ -> ScopedAttachments.NOT_READ)
        : ByResource.unread(ScopedAttachments.NOT_READ);
  }

  private Facts facts(Draft draft, PrefixDelegation delegation) {
    return new Facts(
        cluster,
        at,
        draft.vpc().layers(),
        draft.otherVpcs(),
        draft.attachments(),
        draft.balancing(),
        OtherEntrances.unread(ScopedAttachments.NOT_READ),
        delegation,
        Permissions.unasked(),
        Stream.concat(draft.notes().stream(), draft.vpc().notes().stream()).toList());
  }
}
