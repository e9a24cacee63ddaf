package slash80.aws.live;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Actions.Action;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.ByResource;
import slash80.aws.convert.InterfaceKinds;
import slash80.aws.convert.NodeResources;
import slash80.aws.convert.PrefixLists;
import slash80.aws.convert.VpcFacts;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.InternetGatewayBlockMode;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// Reads a cluster's whole VPC. The number of calls grows with pages, prefix lists, load balancers,
/// target groups and the subnets of nodes, but not with nodes.
final class ClusterReader {
  /// The calls that only some checks make: for new instance types, for exclusions from block public
  /// access, for single groups. A check that makes all of them has no room for one more.
  private static final int EXTRA_CALLS = 3;

  private static final String NOT_NEEDED =
      "every node subnet that needs an egress-only internet gateway has one";

  private static final String NO_ROOM = "the other calls used up the call budget";

  private static final String ALL_GIVE_IPV6 =
      "every subnet of the VPC assigns IPv6 addresses, so eks:ListNodegroups was not called";

  private static final String OF_AUTO_MODE =
      "EKS Auto Mode runs the VPC CNI without an add-on, so eks:DescribeAddon was not called";

  private final Ec2Calls ec2;
  private final BalancingCalls balancing;
  private final AddonCalls eks;
  private final EntranceCalls entrances;
  private final CachedEc2 cached;
  private final Cluster cluster;

  ClusterReader(
      Ec2Calls ec2,
      BalancingCalls balancing,
      AddonCalls eks,
      EntranceCalls entrances,
      CachedEc2 cached,
      Cluster cluster) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.eks = eks;
    this.entrances = entrances;
    this.cached = cached;
    this.cluster = cluster;
  }

  /// @param steady the time since which the reservations in subnets may have been asked for
  AwsResponses read(Instant steady) {
    var own = cluster.vpc().value();
    var asked = cached.now();
    try (var calls = new SideBySide()) {
      var allBalancers = calls.begin(balancing::loadBalancers);
      var allGroups = calls.begin(balancing::targetGroups);
      var blocking = calls.begin(ec2::blockPublicAccess);
      var vpcCni = calls.begin(this::vpcCni);
      var instances = ec2.instances("vpc-id", List.of(own), "pending", "running");
      instances.asKnown().ifPresent(found -> cached.keepNodes(found, asked, steady));
      var nodes = new NodeResources(cluster, instances);
      var near = new TreeSet<>(nodes.vpcs(Optional.empty()));
      near.add(own);
      var ownTables = calls.begin(() -> ec2.routeTables("vpc-id", near));
      var ownVpcs = calls.begin(() -> ec2.vpcs(near));
      var interfaces = ec2.interfaces("vpc-id", near);
      return read(
          new Nearby(
              nodes,
              near,
              new AwsResponses.Attachments(instances, Optional.of(interfaces)),
              interfaces,
              ownTables.get(),
              ownVpcs.get(),
              allBalancers.get(),
              allGroups.get(),
              blocking.get(),
              vpcCni.get()),
          steady);
    }
  }

  /// The responses that need no other response, or only that about the instances.
  ///
  /// @param vpcs the ids of the VPCs that nodes stand in
  private record Nearby(
      NodeResources nodes,
      Set<String> vpcs,
      AwsResponses.Attachments attachments,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<RouteTable>> tables,
      Fact<List<Vpc>> described,
      Fact<List<LoadBalancer>> balancers,
      Fact<List<TargetGroup>> groups,
      Fact<VpcBlockPublicAccessOptions> blocking,
      ByResource<Optional<Addon>> vpcCni) {}

  private AwsResponses read(Nearby near, Instant steady) {
    var ofOthers =
        new OtherVpcBalancers(balancing, cluster.vpc().value())
            .find(near.groups(), near.tables(), near.described());
    var balancers = balancers(near.balancers(), ofOthers);
    var targetGroups = targetGroups(near.groups(), balancers, ofOthers);
    var further = new TreeSet<>(vpcsOf(balancers));
    further.removeAll(near.vpcs());
    var everywhere = new TreeSet<>(near.vpcs());
    everywhere.addAll(further);
    var reader = new EntranceReader(ec2, balancing, entrances, cluster);
    try (var calls = new SideBySide()) {
      var carried =
          calls.begin(
              () ->
                  GroupsInUse.read(
                      ec2,
                      cached.rules()::asked,
                      cluster.vpc(),
                      names(near.attachments().instances(), near.interfaces(), balancers)));
      var allTables =
          calls.begin(() -> and(near.tables(), further, vpcs -> ec2.routeTables("vpc-id", vpcs)));
      var vpcs = calls.begin(() -> and(near.described(), further, ec2::vpcs));
      var acls = calls.begin(() -> ec2.acls("vpc-id", everywhere));
      var exclusions = calls.begin(() -> exclusions(near.blocking()));
      var details =
          calls.begin(
              () -> new BalancingReader(balancing, reader).read(balancers, targetGroups, ofOthers));
      var ways = calls.begin(() -> reader.read(near.vpcs(), near.interfaces(), balancers));
      var subnets = ec2.subnets("vpc-id", everywhere);
      var nodeSubnets = near.nodes().subnets(Optional.of(near.interfaces()));
      boolean knowsTypes = cached.knowsTypes(near.nodes().types());
      var delegation = calls.begin(() -> delegation(near, nodeSubnets, subnets, steady));
      var groups = carried.get();
      var tables = allTables.get();
      var entries = calls.begin(() -> cached.entries(PrefixLists.named(groups.groups(), tables)));
      long extraCalls =
          Stream.of(!knowsTypes, !isOff(near.blocking()), !groups.asked().isEmpty())
              .filter(isMade -> isMade)
              .count();
      var gateways = calls.begin(() -> internetGateways(tables, near.interfaces()));
      var egressOnly = egressOnly(ofCluster(tables), subnets, nodeSubnets, extraCalls);
      return new AwsResponses(
          new AwsResponses.Layers(
              new AwsResponses.Basis(vpcs.get(), subnets, groups.groups(), groups.rules()),
              new AwsResponses.Path(
                  acls.get(),
                  tables,
                  gateways.get(),
                  egressOnly,
                  near.blocking(),
                  exclusions.get()),
              byResource(entries.get(), Action.GET_MANAGED_PREFIX_LIST_ENTRIES)),
          near.attachments(),
          details.get(),
          ways.get(),
          delegation.get(),
          List.of());
    }
  }

  /// A response and that about further VPCs, which is asked for only if there are some.
  private static <T> Fact<List<T>> and(
      Fact<List<T>> response, Set<String> vpcs, Function<Set<String>, Fact<List<T>>> call) {
    return vpcs.isEmpty()
        ? response
        : response.flatMap(
            first ->
                call.apply(vpcs)
                    .map(more -> Stream.concat(first.stream(), more.stream()).toList()));
  }

  private Fact<List<RouteTable>> ofCluster(Fact<List<RouteTable>> tables) {
    return tables.map(
        all -> all.stream().filter(table -> cluster.vpc().value().equals(table.vpcId())).toList());
  }

  /// The gateways that routes name. An accelerator needs a gateway and no route to it, so where one
  /// stands in a VPC without such a route, the gateways are asked for
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
  private Fact<List<InternetGateway>> internetGateways(
      Fact<List<RouteTable>> tables, Fact<List<NetworkInterface>> interfaces) {
    var vpc = cluster.vpc().value();
    var routed = tables.map(new GatewaysFromRoutes(cluster.vpc())::internetGateways);
    boolean isRouted =
        routed.asKnown().orElse(List.of()).stream()
            .flatMap(gateway -> gateway.attachments().stream())
            .anyMatch(to -> vpc.equals(to.vpcId()));
    boolean hasAccelerator =
        interfaces.asKnown().orElse(List.of()).stream().anyMatch(InterfaceKinds::isOfAccelerator);
    return isRouted || !hasAccelerator
        ? routed
        : routed.flatMap(
            named ->
                ec2.internetGateways("attachment.vpc-id", List.of(vpc))
                    .map(more -> Stream.concat(named.stream(), more.stream()).toList()));
  }

  static <T> ByResource<T> byResource(Map<String, Fact<T>> responses, Action action) {
    return new ByResource<>(
        responses, resource -> "%s was not called for %s".formatted(action, resource));
  }

  /// The fix of a finding names this gateway; no verdict depends on it.
  private Fact<List<EgressOnlyInternetGateway>> egressOnly(
      Fact<List<RouteTable>> tables,
      Fact<List<Subnet>> subnets,
      Set<String> nodeSubnets,
      long extraCalls) {
    var routes = new GatewaysFromRoutes(cluster.vpc());
    var routed = routes.egressOnly(tables);
    if (routed.isPresent()) {
      return Fact.known(routed.get());
    }
    if (!routes.mayWantEgressOnly(tables, subnets, nodeSubnets)) {
      return Fact.unread(NOT_NEEDED);
    }
    return extraCalls < EXTRA_CALLS ? ec2.egressOnlyInternetGateways() : Fact.unread(NO_ROOM);
  }

  /// Where block public access is off, exclusions from it have no effect.
  private Fact<List<VpcBlockPublicAccessExclusion>> exclusions(
      Fact<VpcBlockPublicAccessOptions> blocking) {
    return isOff(blocking) ? Fact.known(List.of()) : ec2.exclusions();
  }

  private static boolean isOff(Fact<VpcBlockPublicAccessOptions> blocking) {
    return blocking
        .asKnown()
        .filter(options -> options.internetGatewayBlockMode() == InternetGatewayBlockMode.OFF)
        .isPresent();
  }

  /// The names of the groups that interfaces and load balancers carry, by the group's id. A load
  /// balancer does not give the names of its groups, and rules about names only judge interfaces.
  private static Map<String, String> names(
      Fact<List<Instance>> instances,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<LoadBalancer>> balancers) {
    var ofInstances =
        instances.asKnown().orElse(List.of()).stream()
            .flatMap(instance -> instance.networkInterfaces().stream())
            .flatMap(own -> own.groups().stream());
    var listed =
        interfaces.asKnown().orElse(List.of()).stream().flatMap(item -> item.groups().stream());
    var names = GroupsInUse.names(Stream.concat(ofInstances, listed));
    balancers.asKnown().orElse(List.of()).stream()
        .flatMap(balancer -> balancer.securityGroups().stream())
        .forEach(group -> names.putIfAbsent(group, ""));
    return names;
  }

  private static Set<String> vpcsOf(Fact<List<LoadBalancer>> balancers) {
    return balancers.asKnown().orElse(List.of()).stream()
        .map(LoadBalancer::vpcId)
        .filter(Objects::nonNull)
        .collect(Collectors.toSet());
  }

  private Fact<List<LoadBalancer>> balancers(
      Fact<List<LoadBalancer>> all, OtherVpcBalancers.Found ofOthers) {
    return all.map(
        balancers ->
            balancers.stream()
                .filter(
                    balancer ->
                        cluster.vpc().value().equals(balancer.vpcId())
                            || ofOthers.balancers().contains(balancer.loadBalancerArn()))
                .toList());
  }

  private Fact<List<TargetGroup>> targetGroups(
      Fact<List<TargetGroup>> all,
      Fact<List<LoadBalancer>> balancers,
      OtherVpcBalancers.Found ofOthers) {
    var own =
        balancers.map(
            known ->
                known.stream()
                    .filter(balancer -> cluster.vpc().value().equals(balancer.vpcId()))
                    .toList());
    var arns = BalancingReader.arns(own, LoadBalancer::loadBalancerArn);
    return all.map(
        groups ->
            groups.stream()
                .filter(
                    group ->
                        cluster.vpc().value().equals(group.vpcId())
                            || ofOthers.groups().contains(group)
                            || group.loadBalancerArns().stream().anyMatch(arns::contains))
                .toList());
  }

  private ByResource<Optional<Addon>> vpcCni() {
    return cluster.autoMode()
        ? ByResource.unread(OF_AUTO_MODE)
        : byResource(Map.of(cluster.name(), eks.vpcCni(cluster.name())), Action.DESCRIBE_ADDON);
  }

  private AwsResponses.Delegation delegation(
      Nearby near, Set<String> nodeSubnets, Fact<List<Subnet>> subnets, Instant steady) {
    try (var calls = new SideBySide()) {
      var types = calls.begin(() -> cached.types(near.nodes().types()));
      var nodeGroups = calls.begin(() -> nodeGroups(nodeSubnets, subnets));
      var reservations =
          SideBySide.each(nodeSubnets, subnet -> cached.reservations(subnet, steady));
      return new AwsResponses.Delegation(
          byResource(reservations, Action.GET_SUBNET_CIDR_RESERVATIONS),
          types.get(),
          near.vpcCni(),
          nodeGroups.get());
    }
  }

  /// The managed node groups matter only where a subnet gives their nodes no IPv6 address. They may
  /// launch nodes in any subnet of the VPC
  /// (https://docs.aws.amazon.com/eks/latest/userguide/network-reqs.html).
  private ByResource<List<Nodegroup>> nodeGroups(
      Set<String> nodeSubnets, Fact<List<Subnet>> subnets) {
    boolean isNeeded =
        subnets.asKnown().orElse(List.of()).stream()
            .filter(
                subnet ->
                    cluster.vpc().value().equals(subnet.vpcId())
                        || nodeSubnets.contains(subnet.subnetId()))
            .anyMatch(subnet -> !VpcFacts.givesIpv6(subnet));
    return isNeeded
        ? byResource(
            Map.of(cluster.name(), eks.nodeGroups(cluster.name())), Action.DESCRIBE_NODEGROUP)
        : ByResource.unread(ALL_GIVE_IPV6);
  }
}
