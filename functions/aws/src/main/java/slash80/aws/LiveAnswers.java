package slash80.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGatewayBlockMode;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TagDescription;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// What AWS answers about a cluster's VPC now. The number of calls grows with its pages, its prefix
/// lists, its load balancers, its target groups and the subnets of its nodes, and not with its
/// nodes.
final class LiveAnswers {
  /// https://docs.aws.amazon.com/elasticloadbalancing/latest/APIReference/API_DescribeTags.html
  private static final int TAGGED_AT_ONCE = 20;

  private static final String NOT_WANTED =
      "no node subnet needs an egress-only internet gateway that it does not have";

  private final Ec2Calls ec2;
  private final BalancingCalls balancing;
  private final EksCalls eks;
  private final Memory memory;

  LiveAnswers(Ec2Calls ec2, BalancingCalls balancing, EksCalls eks, Memory memory) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.eks = eks;
    this.memory = memory;
  }

  Answers of(Cluster cluster) {
    var vpc = cluster.vpc().value();
    var only = List.of(vpc);
    var instances = ec2.instances("vpc-id", only, "pending", "running");
    var interfaces = ec2.interfaces("vpc-id", only);
    var groups = groups(vpc, instances, interfaces);
    var tables = ec2.routeTables("vpc-id", only);
    var balancers = ofVpc(balancing.loadBalancers(), vpc, LoadBalancer::vpcId);
    var targetGroups = targetGroups(vpc, balancers);
    var targetGroupArns = arns(targetGroups, TargetGroup::targetGroupArn);
    var balancerArns = arns(balancers, LoadBalancer::loadBalancerArn);
    var nodes = new NodesOf(cluster, instances);
    var tagged = new ArrayList<>(balancerArns);
    tagged.addAll(targetGroupArns);
    var subnets = ec2.subnets("vpc-id", only);
    var ofNodes = nodes.subnets(Optional.of(interfaces));
    var blocking = ec2.blockPublicAccess();
    var routes = new RoutedGateways(cluster.vpc());
    return new Answers(
        ec2.vpcs(only),
        subnets,
        instances,
        Optional.of(interfaces),
        groups,
        groupRules(groups),
        ec2.acls("vpc-id", only),
        tables,
        tables.map(routes::internetGateways),
        memory.entries(ec2, PrefixLists.named(groups, tables)),
        blocking,
        exclusions(blocking),
        balancers,
        targetGroups,
        each(targetGroupArns, balancing::targets),
        each(targetGroupArns, balancing::attributes),
        tags(tagged),
        each(balancerArns, balancing::listeners),
        each(balancerArns, balancing::balancerAttributes),
        ofNodes.stream().collect(Collectors.toMap(Function.identity(), ec2::reservations)),
        memory.types(ec2, nodes.types()),
        cluster.autoMode() ? Map.of() : Map.of(cluster.name(), eks.vpcCni(cluster.name())),
        routes
            .egressOnly(tables)
            .map(Fact::known)
            .orElseGet(
                () ->
                    routes.mayWantEgressOnly(tables, subnets, ofNodes)
                        ? ec2.egressOnlyInternetGateways()
                        : Fact.unread(NOT_WANTED)));
  }

  /// Where nothing is blocked nothing is excluded from it.
  private Fact<List<VpcBlockPublicAccessExclusion>> exclusions(
      Fact<VpcBlockPublicAccessOptions> blocking) {
    boolean isOff =
        blocking
            .asKnown()
            .filter(one -> one.internetGatewayBlockMode() == InternetGatewayBlockMode.OFF)
            .isPresent();
    return isOff ? Fact.known(List.of()) : ec2.exclusions();
  }

  /// The VPC's own, and those that its interfaces carry from other VPCs.
  private Fact<List<SecurityGroup>> groups(
      String vpc, Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {
    return ec2.groups("vpc-id", List.of(vpc))
        .flatMap(
            own -> {
              var others = new TreeSet<>(carried(instances, interfaces));
              own.forEach(group -> others.remove(group.groupId()));
              return others.isEmpty()
                  ? Fact.known(own)
                  : ec2.groups("group-id", others)
                      .map(shared -> Stream.concat(own.stream(), shared.stream()).toList());
            });
  }

  private static Set<String> carried(
      Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {
    var carried = new HashSet<String>();
    for (var instance : instances.asKnown().orElse(List.of())) {
      for (var one : instance.networkInterfaces()) {
        one.groups().forEach(group -> carried.add(group.groupId()));
      }
    }
    for (var one : interfaces.asKnown().orElse(List.of())) {
      one.groups().forEach(group -> carried.add(group.groupId()));
    }
    return carried;
  }

  private Fact<List<SecurityGroupRule>> groupRules(Fact<List<SecurityGroup>> groups) {
    return groups.flatMap(
        all -> ec2.groupRules("group-id", all.stream().map(SecurityGroup::groupId).toList()));
  }

  private Fact<List<TargetGroup>> targetGroups(String vpc, Fact<List<LoadBalancer>> balancers) {
    var arns = arns(balancers, LoadBalancer::loadBalancerArn);
    return balancing
        .targetGroups()
        .map(
            all ->
                all.stream()
                    .filter(
                        group ->
                            vpc.equals(group.vpcId())
                                || group.loadBalancerArns().stream().anyMatch(arns::contains))
                    .toList());
  }

  private static <T> Fact<List<T>> ofVpc(
      Fact<List<T>> answer, String vpc, Function<T, String> vpcOf) {
    return answer.map(all -> all.stream().filter(one -> vpc.equals(vpcOf.apply(one))).toList());
  }

  private static <T> Collection<String> arns(Fact<List<T>> answer, Function<T, String> arn) {
    return answer.asKnown().orElse(List.of()).stream().map(arn).toList();
  }

  /// What each says of itself; one that is gone by now says nothing.
  static <T> Map<String, Fact<List<T>>> each(
      Collection<String> arns, Function<String, Fact<Optional<List<T>>>> call) {
    var all = new TreeMap<String, Fact<List<T>>>();
    arns.forEach(arn -> all.put(arn, call.apply(arn).map(found -> found.orElse(List.of()))));
    return all;
  }

  private Map<String, Fact<Map<String, String>>> tags(List<String> arns) {
    var tags = new TreeMap<String, Fact<Map<String, String>>>();
    for (int from = 0; from < arns.size(); from += TAGGED_AT_ONCE) {
      tag(arns.subList(from, Math.min(from + TAGGED_AT_ONCE, arns.size())), tags);
    }
    return tags;
  }

  /// The call fails as a whole when one of them is gone: then each is asked alone.
  private void tag(List<String> arns, Map<String, Fact<Map<String, String>>> tags) {
    switch (balancing.tags(arns)) {
      case Fact.Known<Optional<List<TagDescription>>>(var found) -> {
        if (found.isPresent() || arns.size() == 1) {
          arns.forEach(arn -> tags.put(arn, Fact.known(Map.of())));
          found
              .orElse(List.of())
              .forEach(one -> tags.put(one.resourceArn(), Fact.known(FactsOf.elbTags(one.tags()))));
        } else {
          arns.forEach(arn -> tag(List.of(arn), tags));
        }
      }
      case Fact.Unread<Optional<List<TagDescription>>>(var why) ->
          arns.forEach(arn -> tags.put(arn, Fact.unread(why)));
    }
  }
}
