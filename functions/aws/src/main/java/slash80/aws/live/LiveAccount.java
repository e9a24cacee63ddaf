package slash80.aws.live;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import slash80.aws.AccessRefused;
import slash80.aws.Account;
import slash80.aws.Actions.Action;
import slash80.aws.AwsClients;
import slash80.aws.CallCounts;
import slash80.aws.JsonService;
import slash80.aws.Patience;
import slash80.aws.Placement;
import slash80.aws.ReadInterrupted;
import slash80.aws.convert.ClusterFacts;
import slash80.aws.convert.PlainResponse;
import slash80.facts.BlockMode;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Vpc;
import slash80.network.Scope;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/// An account and region, read through the AWS API as it is now. Every call filters by a VPC or by
/// ids and takes pages, because unfiltered calls have a smaller quota
/// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/throttling.html).
///
/// Every method throws [ReadInterrupted] when a call fails for a temporary reason.
public final class LiveAccount implements Account {

  private final Ec2Calls ec2;
  private final EksClient eks;
  private final BalancingCalls balancing;
  private final ClusterCache memory;
  private final CachedEc2 cached;
  private final EntranceCalls entrances;
  private final CallInterceptors listeners;
  private final List<SdkAutoCloseable> clients;

  public LiveAccount(Ec2Client ec2, EksClient eks, ElasticLoadBalancingV2Client balancing) {
    this(
        ec2,
        eks,
        balancing,
        Optional.empty(),
        PlainListener.NONE,
        InstantSource.system(),
        CallInterceptors.create(InstantSource.system()));
  }

  /// @param accelerators AWS Global Accelerator, where the partition has it
  /// @param heard hears the responses that no class of the SDK stands for
  /// @param listeners the listeners that the clients were built with
  LiveAccount(
      Ec2Client ec2,
      EksClient eks,
      ElasticLoadBalancingV2Client balancing,
      Optional<JsonService> accelerators,
      PlainListener heard,
      InstantSource clock,
      CallInterceptors listeners) {
    this.ec2 = new Ec2Calls(ec2);
    this.eks = eks;
    this.balancing = new BalancingCalls(balancing);
    this.memory = new ClusterCache(clock);
    this.cached = new CachedEc2(this.ec2, memory);
    this.entrances = new EntranceCalls(balancing, accelerators, listeners, heard);
    this.listeners = listeners;
    this.clients = List.of(ec2, eks, balancing);
  }

  /// The account of the credentials that the SDK finds in its environment.
  public static LiveAccount in(String region) {
    return in(AwsClients.in(region), List.of());
  }

  /// The account that the clients call, with listeners to its calls.
  public static LiveAccount in(AwsClients clients, List<ExecutionInterceptor> listeners) {
    var clock = InstantSource.system();
    var own = CallInterceptors.create(clock);
    var heard = own.after(listeners);
    var listened =
        clients
            .within(own.deadline())
            .with(
                config ->
                    config.retryStrategy(own.patience().retries()).executionInterceptors(heard));
    return new LiveAccount(
        listened.ec2(),
        listened.eks(),
        listened.loadBalancing(),
        listened.globalAccelerator(),
        plain(listeners),
        clock,
        own);
  }

  /// The listeners that hear these responses too.
  static PlainListener plain(List<ExecutionInterceptor> listeners) {
    var hearing =
        listeners.stream()
            .filter(PlainListener.class::isInstance)
            .map(PlainListener.class::cast)
            .toList();
    return new PlainListener() {
      @Override
      public void hear(String about, PlainResponse response) {
        hearing.forEach(listener -> listener.hear(about, response));
      }

      @Override
      public void hearRefusal(String operation, AwsServiceException failed) {
        hearing.forEach(listener -> listener.hearRefusal(operation, failed));
      }
    };
  }

  /// Releases the clients.
  void close() {
    clients.forEach(SdkAutoCloseable::close);
  }

  /// Sets the time after which every call fails with [ReadInterrupted].
  public void until(Instant end) {
    until(end, Patience.WAIT);
  }

  /// Sets the time after which every call fails with [ReadInterrupted], and what happens until then
  /// when AWS throttles a call.
  public void until(Instant end, Patience patience) {
    listeners.deadline().set(end);
    listeners.patience().begin(patience);
  }

  @Override
  public boolean isCutShort() {
    return listeners.patience().isCutShort();
  }

  @Override
  public CallCounts callCounts() {
    return new CallCounts(listeners.meter().counts());
  }

  @Override
  public List<Cluster> clusters() {
    return found(names(), this::cluster);
  }

  @Override
  public List<Cluster> clusters(Set<String> names) {
    return found(new TreeSet<>(names), this::asked);
  }

  private static List<Cluster> found(
      Collection<String> names, Function<String, Optional<Cluster>> call) {
    return SideBySide.each(names, call).values().stream().flatMap(Optional::stream).toList();
  }

  @Override
  public List<String> names() {
    var asked = memory.now();
    var names =
        CallRunner.orFail(
            Action.LIST_CLUSTERS,
            () ->
                eks.listClustersPaginator(list -> list.maxResults(100)).clusters().stream()
                    .sorted()
                    .toList());
    memory.keep(names, asked);
    return names;
  }

  @Override
  public Listing listing(Instant since) {
    return described(names(since), since);
  }

  @Override
  public Listing listing(Set<String> names, Instant since) {
    return described(names, since);
  }

  /// An untagged resource may belong to any cluster in its VPC.
  @Override
  public Listing listingAt(Collection<Placement> places, Instant since) {
    var names = new TreeSet<String>();
    var vpcs = new LinkedHashSet<Vpc.Id>();
    for (var place : places) {
      names.addAll(place.clusters());
      if (place.clusters().isEmpty()) {
        vpcs.addAll(place.vpcs());
      }
    }
    names.addAll(namesIn(vpcs, since));
    return described(names, since);
  }

  /// The security groups of a VPC name its clusters. A VPC whose groups name none may still have
  /// some, so every cluster is asked for its VPC.
  private Set<String> namesIn(Set<Vpc.Id> vpcs, Instant since) {
    return cached
        .clustersIn(vpcs, since)
        .orElseGet(
            () ->
                names(since).stream()
                    .filter(name -> memory.mayBeIn(name, vpcs))
                    .collect(Collectors.toSet()));
  }

  private List<String> names(Instant since) {
    return memory.names(since).orElseGet(this::names);
  }

  private Listing described(Collection<String> names, Instant since) {
    var clusters = new ArrayList<Cluster>();
    var unread = new TreeMap<String, String>();
    var refused = new TreeMap<String, String>();
    var found = SideBySide.each(new TreeSet<>(names), name -> described(name, since));
    for (var answer : found.entrySet()) {
      var name = answer.getKey();
      try {
        answer.getValue().get().ifPresent(clusters::add);
      } catch (AccessRefused denied) {
        unread.put(name, "%s: %s".formatted(name, denied.getMessage()));
        refused.put(name, String.valueOf(denied.getMessage()));
      } catch (ReadInterrupted failed) {
        unread.put(name, failed.getMessage());
      }
    }
    return new Listing(clusters, unread, refused);
  }

  /// What is known of one cluster, or asked; throws only when it is asked for.
  private Supplier<Optional<Cluster>> described(String name, Instant since) {
    try {
      var cluster = memory.cluster(name, since).or(() -> asked(name));
      return () -> cluster;
    } catch (ReadInterrupted failed) { // this cluster is told apart from the others
      return () -> {
        throw failed;
      };
    }
  }

  /// One cluster as it is now; empty when no cluster has that name.
  public Optional<Cluster> cluster(String name) {
    try {
      return asked(name);
    } catch (AccessRefused denied) {
      throw new AccessRefused("%s: %s".formatted(name, denied.getMessage()), denied);
    }
  }

  private Optional<Cluster> asked(String name) {
    var asked = memory.now();
    var described =
        CallRunner.ofOneUnlessDenied(
            Action.DESCRIBE_CLUSTER,
            () -> eks.describeCluster(builder -> builder.name(name)).cluster());
    return switch (described) {
      case Fact.Known<Optional<software.amazon.awssdk.services.eks.model.Cluster>>(var found) -> {
        var cluster = found.filter(one -> !ClusterFacts.isConnected(one)).map(this::cluster);
        cluster.ifPresent(otherCluster -> memory.keep(otherCluster, asked));
        yield cluster;
      }
      case Fact.Unread<Optional<software.amazon.awssdk.services.eks.model.Cluster>>(var why) ->
          throw new ReadInterrupted("%s: %s".formatted(name, why));
    };
  }

  private Cluster cluster(software.amazon.awssdk.services.eks.model.Cluster described) {
    try {
      return ClusterFacts.cluster(described, this::vpcOfSubnets);
    } catch (IllegalArgumentException unclear) {
      throw new ReadInterrupted(
          "cluster %s: %s".formatted(described.name(), unclear.getMessage()), unclear);
    }
  }

  private Fact<String> vpcOfSubnets(List<String> subnets) {
    return ec2.subnets("subnet-id", subnets)
        .flatMap(
            otherSubnets ->
                otherSubnets.stream()
                    .map(subnet -> subnet.vpcId())
                    .filter(Objects::nonNull)
                    .findFirst()
                    .map(Fact::known)
                    .orElseGet(() -> Fact.unread("none of its subnets exists")));
  }

  @Override
  public Facts read(Cluster cluster, Instant at) {
    return read(cluster, at, memory.now());
  }

  private Facts read(Cluster cluster, Instant at, Instant steady) {
    listeners.permissions().clear();
    var answers =
        new ClusterReader(ec2, balancing, new AddonCalls(eks), entrances, cached, cluster)
            .read(steady);
    return ClusterFacts.convert(cluster, at, answers).heard(listeners.permissions().permissions());
  }

  /// Makes the calls that a check of a cluster saves and a snapshot needs: for the security groups
  /// and gateways of the VPC, the exclusions from block public access, and, where EKS does not
  /// manage vpc-cni, the list of add-ons.
  public void readForSnapshot(Facts facts) {
    var vpc = List.of(facts.cluster().vpc().value());
    groupsForSnapshot(vpc, facts);
    ec2.internetGateways("attachment.vpc-id", vpc);
    ec2.egressOnlyInternetGateways();
    if (facts.layers().blockMode().equals(Fact.known(BlockMode.OFF))) {
      ec2.exclusions();
    }
    var addons = new AddonCalls(eks);
    var name = facts.cluster().name();
    var vpcCni = facts.cluster().autoMode() ? addons.vpcCni(name) : facts.delegation().vpcCni();
    if (vpcCni.equals(Fact.known(Optional.empty()))) {
      addons.addons(name);
    }
  }

  /// Asks for all groups of the VPC, and for the groups of other VPCs that it carries.
  private void groupsForSnapshot(List<String> vpc, Facts facts) {
    var carried =
        facts.layers().groups().asKnown().orElse(List.of()).stream()
            .map(group -> group.id().value())
            .collect(Collectors.toSet());
    var own =
        ec2.groups("vpc-id", vpc).asKnown().orElse(List.of()).stream()
            .map(group -> group.groupId())
            .collect(Collectors.toSet());
    ec2.groups("group-id", without(carried, own));
    ec2.groupRules("group-id", without(own, carried));
  }

  private static Set<String> without(Set<String> texts, Set<String> others) {
    return texts.stream().filter(text -> !others.contains(text)).collect(Collectors.toSet());
  }

  @Override
  public ScopedFacts read(Cluster cluster, Scope scope, Instant at) {
    return read(cluster, scope, at, memory.now());
  }

  @Override
  public ScopedFacts read(Cluster cluster, Scope scope, Instant at, Instant steady) {
    return switch (scope) {
      case Scope.Whole _ -> new ScopedFacts(read(cluster, at, steady), scope);
      case Scope.Partial part -> {
        listeners.permissions().clear();
        var reader =
            new ScopedReader(
                ec2,
                new AddonCalls(eks),
                balancing,
                cached,
                memory,
                listeners.meter(),
                cluster,
                at);
        var read = reader.read(part, steady);
        yield new ScopedFacts(
            read.facts().heard(listeners.permissions().permissions()), read.scope());
      }
    };
  }

  @Override
  public Fact<Map<String, Placement>> placements(Collection<String> ids, Instant since) {
    return new PlacementReader(cached, since).of(ids);
  }

  @Override
  public Fact<Set<Vpc.Id>> vpcsOf(Collection<String> ids) {
    return new LiveVpcLookup(ec2, balancing).of(ids);
  }
}
