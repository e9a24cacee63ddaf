package slash80.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGatewayBlockMode;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
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

  /// Each of these is asked at times: what new types of instances can do, what block public access
  /// leaves out, single groups. All at once they leave no room for one more.
  private static final int ROOM = 3;

  private static final String NOT_WANTED =
      "no node subnet needs an egress-only internet gateway that it does not have";

  private static final String NO_ROOM = "this check had to ask too much else";

  private final Ec2Calls ec2;
  private final BalancingCalls balancing;
  private final EksCalls eks;
  private final CachedEc2 cached;

  LiveAnswers(Ec2Calls ec2, BalancingCalls balancing, EksCalls eks, CachedEc2 cached) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.eks = eks;
    this.cached = cached;
  }

  Answers of(Cluster cluster) {
    var vpc = cluster.vpc().value();
    var only = List.of(vpc);
    var instances = ec2.instances("vpc-id", only, "pending", "running");
    var interfaces = ec2.interfaces("vpc-id", only);
    var tables = ec2.routeTables("vpc-id", only);
    var balancers = ofVpc(balancing.loadBalancers(), vpc, LoadBalancer::vpcId);
    var carried = CarriedGroups.read(ec2, cluster.vpc(), carried(instances, interfaces, balancers));
    var targetGroups = targetGroups(vpc, balancers);
    var targetGroupArns = arns(targetGroups, TargetGroup::targetGroupArn);
    var balancerArns = arns(balancers, LoadBalancer::loadBalancerArn);
    var nodes = new NodesOf(cluster, instances);
    var tagged = new ArrayList<>(balancerArns);
    tagged.addAll(targetGroupArns);
    var subnets = ec2.subnets("vpc-id", only);
    var ofNodes = nodes.subnets(Optional.of(interfaces));
    var blocking = ec2.blockPublicAccess();
    long asked =
        Stream.of(!cached.knowsTypes(nodes.types()), !isOff(blocking), !carried.asked().isEmpty())
            .filter(isAsked -> isAsked)
            .count();
    var routes = new RoutedGateways(cluster.vpc());
    return new Answers(
        ec2.vpcs(only),
        subnets,
        instances,
        Optional.of(interfaces),
        carried.groups(),
        carried.rules(),
        ec2.acls("vpc-id", only),
        tables,
        tables.map(routes::internetGateways),
        cached.entries(PrefixLists.named(carried.groups(), tables)),
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
        cached.types(nodes.types()),
        cluster.autoMode() ? Map.of() : Map.of(cluster.name(), eks.vpcCni(cluster.name())),
        routes
            .egressOnly(tables)
            .map(Fact::known)
            .orElseGet(
                () ->
                    routes.mayWantEgressOnly(tables, subnets, ofNodes)
                        ? egressOnly(asked)
                        : Fact.unread(NOT_WANTED)));
  }

  /// It names the gateway that a remedy sends packets to; no verdict hangs on it.
  private Fact<List<EgressOnlyInternetGateway>> egressOnly(long asked) {
    return asked < ROOM ? ec2.egressOnlyInternetGateways() : Fact.unread(NO_ROOM);
  }

  /// Where nothing is blocked nothing is excluded from it.
  private Fact<List<VpcBlockPublicAccessExclusion>> exclusions(
      Fact<VpcBlockPublicAccessOptions> blocking) {
    return isOff(blocking) ? Fact.known(List.of()) : ec2.exclusions();
  }

  private static boolean isOff(Fact<VpcBlockPublicAccessOptions> blocking) {
    return blocking
        .asKnown()
        .filter(one -> one.internetGatewayBlockMode() == InternetGatewayBlockMode.OFF)
        .isPresent();
  }

  /// A load balancer does not say the names of its groups; only an interface's are judged by them.
  private static Map<String, String> carried(
      Fact<List<Instance>> instances,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<LoadBalancer>> balancers) {
    var plugged =
        instances.asKnown().orElse(List.of()).stream()
            .flatMap(instance -> instance.networkInterfaces().stream())
            .flatMap(one -> one.groups().stream());
    var listed =
        interfaces.asKnown().orElse(List.of()).stream().flatMap(one -> one.groups().stream());
    var names = CarriedGroups.names(Stream.concat(plugged, listed));
    balancers.asKnown().orElse(List.of()).stream()
        .flatMap(balancer -> balancer.securityGroups().stream())
        .forEach(group -> names.putIfAbsent(group, ""));
    return names;
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
