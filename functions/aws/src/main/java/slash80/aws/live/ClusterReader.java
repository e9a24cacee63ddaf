package slash80.aws.live;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Actions.Action;
import slash80.aws.convert.AwsResponses;
import slash80.aws.convert.ByResource;
import slash80.aws.convert.EntranceResponses;
import slash80.aws.convert.NodeResources;
import slash80.aws.convert.PrefixLists;
import slash80.aws.convert.Tags;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGatewayBlockMode;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
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

  private static final String OF_AUTO_MODE =
      "EKS Auto Mode runs the VPC CNI without an add-on, so eks:DescribeAddon was not called";

  private final Ec2Calls ec2;
  private final BalancingCalls balancing;
  private final AddonCalls eks;
  private final CachedEc2 cached;
  private final Cluster cluster;

  ClusterReader(
      Ec2Calls ec2, BalancingCalls balancing, AddonCalls eks, CachedEc2 cached, Cluster cluster) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.eks = eks;
    this.cached = cached;
    this.cluster = cluster;
  }

  AwsResponses read() {
    var vpc = List.of(cluster.vpc().value());
    var instances = ec2.instances("vpc-id", vpc, "pending", "running");
    var interfaces = ec2.interfaces("vpc-id", vpc);
    var tables = ec2.routeTables("vpc-id", vpc);
    var balancers = balancers();
    var groups = GroupsInUse.read(ec2, cluster.vpc(), names(instances, interfaces, balancers));
    var targetGroups = targetGroups(balancers);
    var subnets = ec2.subnets("vpc-id", vpc);
    var nodes = new NodeResources(cluster, instances);
    var nodeSubnets = nodes.subnets(Optional.of(interfaces));
    var blocking = ec2.blockPublicAccess();
    long extraCalls =
        Stream.of(!cached.knowsTypes(nodes.types()), !isOff(blocking), !groups.asked().isEmpty())
            .filter(isMade -> isMade)
            .count();
    var basis = new AwsResponses.Basis(ec2.vpcs(vpc), subnets, groups.groups(), groups.rules());
    var acls = ec2.acls("vpc-id", vpc);
    var entries = cached.entries(PrefixLists.named(groups.groups(), tables));
    var exclusions = exclusions(blocking);
    var balancing = balancing(balancers, targetGroups);
    var delegation = delegation(nodes.types(), nodeSubnets);
    return new AwsResponses(
        new AwsResponses.Layers(
            basis,
            new AwsResponses.Path(
                acls,
                tables,
                tables.map(new GatewaysFromRoutes(cluster.vpc())::internetGateways),
                egressOnly(tables, subnets, nodeSubnets, extraCalls),
                blocking,
                exclusions),
            byResource(entries, Action.GET_MANAGED_PREFIX_LIST_ENTRIES)),
        new AwsResponses.Attachments(instances, Optional.of(interfaces)),
        balancing,
        EntranceResponses.unread("other ways in were not asked for"),
        delegation,
        List.of());
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

  private Fact<List<LoadBalancer>> balancers() {
    return balancing
        .loadBalancers()
        .map(
            balancers ->
                balancers.stream()
                    .filter(balancer -> cluster.vpc().value().equals(balancer.vpcId()))
                    .toList());
  }

  private Fact<List<TargetGroup>> targetGroups(Fact<List<LoadBalancer>> balancers) {
    var arns = arns(balancers, LoadBalancer::loadBalancerArn);
    return balancing
        .targetGroups()
        .map(
            groups ->
                groups.stream()
                    .filter(
                        group ->
                            cluster.vpc().value().equals(group.vpcId())
                                || group.loadBalancerArns().stream().anyMatch(arns::contains))
                    .toList());
  }

  private static <T> Collection<String> arns(Fact<List<T>> resources, Function<T, String> arn) {
    return resources.asKnown().orElse(List.of()).stream().map(arn).toList();
  }

  private AwsResponses.Balancing balancing(
      Fact<List<LoadBalancer>> balancers, Fact<List<TargetGroup>> targetGroups) {
    var groupArns = arns(targetGroups, TargetGroup::targetGroupArn);
    var balancerArns = arns(balancers, LoadBalancer::loadBalancerArn);
    var targets = each(groupArns, balancing::targets);
    var attributes = each(groupArns, balancing::attributes);
    var tagged = new ArrayList<>(balancerArns);
    tagged.addAll(groupArns);
    var tags = tags(tagged);
    return new AwsResponses.Balancing(
        balancers,
        targetGroups,
        byResource(targets, Action.DESCRIBE_TARGET_HEALTH),
        byResource(attributes, Action.DESCRIBE_TARGET_GROUP_ATTRIBUTES),
        byResource(each(balancerArns, balancing::listeners), Action.DESCRIBE_LISTENERS),
        ByResource.unread("elasticloadbalancing:DescribeRules was not called"),
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

  private AwsResponses.Delegation delegation(Set<String> types, Set<String> nodeSubnets) {
    var reservations =
        nodeSubnets.stream().collect(Collectors.toMap(Function.identity(), ec2::reservations));
    var instanceTypes = cached.types(types);
    return new AwsResponses.Delegation(
        byResource(reservations, Action.GET_SUBNET_CIDR_RESERVATIONS),
        instanceTypes,
        cluster.autoMode()
            ? ByResource.unread(OF_AUTO_MODE)
            : byResource(
                Map.of(cluster.name(), eks.vpcCni(cluster.name())), Action.DESCRIBE_ADDON));
  }
}
