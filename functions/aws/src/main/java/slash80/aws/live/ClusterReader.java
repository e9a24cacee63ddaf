package slash80.aws.live;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
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
import slash80.aws.convert.Tags;
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
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// Reads a cluster's whole VPC. The number of calls grows with pages, prefix lists, load balancers,
/// target groups and the subnets of nodes, but not with nodes.
final class ClusterReader {
  /// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
  private static final int TAGGED_AT_ONCE = 20;

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
  private final KnownRules rules;
  private final Cluster cluster;

  ClusterReader(
      Ec2Calls ec2,
      BalancingCalls balancing,
      AddonCalls eks,
      EntranceCalls entrances,
      CachedEc2 cached,
      KnownRules rules,
      Cluster cluster) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.eks = eks;
    this.entrances = entrances;
    this.cached = cached;
    this.rules = rules;
    this.cluster = cluster;
  }

  /// @param steady the time since which the reservations in subnets may have been asked for
  AwsResponses read(Instant steady) {
    var own = cluster.vpc().value();
    var asked = cached.now();
    var instances = ec2.instances("vpc-id", List.of(own), "pending", "running");
    instances.asKnown().ifPresent(found -> cached.keepNodes(found, asked, steady));
    var nodes = new NodeResources(cluster, instances);
    var near = new TreeSet<>(nodes.vpcs(Optional.empty()));
    near.add(own);
    var interfaces = ec2.interfaces("vpc-id", near);
    var ownTables = ec2.routeTables("vpc-id", near);
    var ownVpcs = ec2.vpcs(near);
    var allBalancers = this.balancing.loadBalancers();
    var allGroups = this.balancing.targetGroups();
    var ofOthers = new OtherVpcBalancers(this.balancing, own).find(allGroups, ownTables, ownVpcs);
    var balancers = balancers(allBalancers, ofOthers);
    var further = new TreeSet<>(vpcsOf(balancers));
    further.removeAll(near);
    var tables = and(ownTables, further, vpcs -> ec2.routeTables("vpc-id", vpcs));
    var groups =
        GroupsInUse.read(ec2, rules::asked, cluster.vpc(), names(instances, interfaces, balancers));
    var targetGroups = targetGroups(allGroups, balancers, ofOthers);
    var everywhere = new TreeSet<>(near);
    everywhere.addAll(further);
    var subnets = ec2.subnets("vpc-id", everywhere);
    var nodeSubnets = nodes.subnets(Optional.of(interfaces));
    var blocking = ec2.blockPublicAccess();
    long extraCalls =
        Stream.of(!cached.knowsTypes(nodes.types()), !isOff(blocking), !groups.asked().isEmpty())
            .filter(isMade -> isMade)
            .count();
    var basis =
        new AwsResponses.Basis(
            and(ownVpcs, further, ec2::vpcs), subnets, groups.groups(), groups.rules());
    var acls = ec2.acls("vpc-id", everywhere);
    var entries = cached.entries(PrefixLists.named(groups.groups(), tables));
    var exclusions = exclusions(blocking);
    var reader = new EntranceReader(ec2, this.balancing, entrances, cluster);
    var balancing = balancing(balancers, targetGroups, ofOthers, reader);
    var delegation = delegation(nodes.types(), nodeSubnets, subnets, steady);
    return new AwsResponses(
        new AwsResponses.Layers(
            basis,
            new AwsResponses.Path(
                acls,
                tables,
                internetGateways(tables, interfaces),
                egressOnly(ofCluster(tables), subnets, nodeSubnets, extraCalls),
                blocking,
                exclusions),
            byResource(entries, Action.GET_MANAGED_PREFIX_LIST_ENTRIES)),
        new AwsResponses.Attachments(instances, Optional.of(interfaces)),
        balancing,
        reader.read(near, interfaces, balancers),
        delegation,
        List.of());
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

  private static <T> ByResource<T> byResource(Map<String, Fact<T>> responses, Action action) {
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
    var arns = arns(own, LoadBalancer::loadBalancerArn);
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

  private static <T> Collection<String> arns(Fact<List<T>> resources, Function<T, String> arn) {
    return resources.asKnown().orElse(List.of()).stream().map(arn).toList();
  }

  private AwsResponses.Balancing balancing(
      Fact<List<LoadBalancer>> balancers,
      Fact<List<TargetGroup>> targetGroups,
      OtherVpcBalancers.Found ofOthers,
      EntranceReader reader) {
    var groupArns = arns(targetGroups, TargetGroup::targetGroupArn);
    var balancerArns = arns(balancers, LoadBalancer::loadBalancerArn);
    var unasked = groupArns.stream().filter(arn -> !ofOthers.targets().containsKey(arn)).toList();
    var targets = each(unasked, balancing::targets);
    targets.putAll(ofOthers.targets());
    var attributes = each(groupArns, balancing::attributes);
    var tagged = new ArrayList<>(balancerArns);
    tagged.addAll(groupArns);
    var tags = tags(tagged);
    var listeners = each(balancerArns, balancing::listeners);
    return new AwsResponses.Balancing(
        balancers,
        targetGroups,
        byResource(targets, Action.DESCRIBE_TARGET_HEALTH),
        byResource(attributes, Action.DESCRIBE_TARGET_GROUP_ATTRIBUTES),
        byResource(listeners, Action.DESCRIBE_LISTENERS),
        reader.rules(targetGroups, listeners),
        byResource(
            each(balancerArns, balancing::balancerAttributes),
            Action.DESCRIBE_LOAD_BALANCER_ATTRIBUTES),
        byResource(tags, Action.DESCRIBE_TAGS));
  }

  /// Makes one call for each resource. A resource that was deleted meanwhile has an empty response.
  static <T> Map<String, Fact<List<T>>> each(
      Collection<String> arns, Function<String, Fact<Optional<List<T>>>> call) {
    var responses = new TreeMap<String, Fact<List<T>>>();
    arns.forEach(arn -> responses.put(arn, call.apply(arn).map(found -> found.orElse(List.of()))));
    return responses;
  }

  private Map<String, Fact<Map<String, String>>> tags(List<String> arns) {
    var tags = new TreeMap<String, Fact<Map<String, String>>>();
    for (int from = 0; from < arns.size(); from += TAGGED_AT_ONCE) {
      tag(arns.subList(from, Math.min(from + TAGGED_AT_ONCE, arns.size())), tags);
    }
    return tags;
  }

  /// The call fails as a whole when one of its resources was deleted: then each is asked alone.
  private void tag(List<String> arns, Map<String, Fact<Map<String, String>>> tags) {
    switch (balancing.tags(arns)) {
      case Fact.Known<Optional<List<TagDescription>>>(var found) -> {
        if (found.isPresent() || arns.size() == 1) {
          arns.forEach(arn -> tags.put(arn, Fact.known(Map.of())));
          found
              .orElse(List.of())
              .forEach(
                  description ->
                      tags.put(
                          description.resourceArn(),
                          Fact.known(Tags.convertOfBalancer(description.tags()))));
        } else {
          arns.forEach(arn -> tag(List.of(arn), tags));
        }
      }
      case Fact.Unread<Optional<List<TagDescription>>>(var why) ->
          arns.forEach(arn -> tags.put(arn, Fact.unread(why)));
    }
  }

  private AwsResponses.Delegation delegation(
      Set<String> types, Set<String> nodeSubnets, Fact<List<Subnet>> subnets, Instant steady) {
    var reservations =
        nodeSubnets.stream()
            .collect(
                Collectors.toMap(
                    Function.identity(), subnet -> cached.reservations(subnet, steady)));
    var instanceTypes = cached.types(types);
    return new AwsResponses.Delegation(
        byResource(reservations, Action.GET_SUBNET_CIDR_RESERVATIONS),
        instanceTypes,
        cluster.autoMode()
            ? ByResource.unread(OF_AUTO_MODE)
            : byResource(Map.of(cluster.name(), eks.vpcCni(cluster.name())), Action.DESCRIBE_ADDON),
        nodeGroups(nodeSubnets, subnets));
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
