package slash80.aws;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Parameters;
import slash80.facts.Scope;
import slash80.network.IpFamily;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.Ipv6PrefixSpecification;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.Route;
import software.amazon.awssdk.services.ec2.model.RouteState;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;

/// What AWS answers about a part of a cluster now: what the verdicts on its nodes and interfaces
/// ask, and nothing that is asked about others. The number of calls does not grow with the cluster.
final class PartAnswers {
  /// On a pod's own interface: the trunk that carries it.
  private static final String CARRIED_BY = "vpcresources.k8s.aws/trunk-eni-id";

  private static final String NOT_ASKED = "only a part of the cluster was read";

  private final Ec2Calls ec2;
  private final BalancingCalls balancing;
  private final Memory memory;
  private final Cluster cluster;
  private final Instant at;

  PartAnswers(Ec2Calls ec2, BalancingCalls balancing, Memory memory, Cluster cluster, Instant at) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.memory = memory;
    this.cluster = cluster;
    this.at = at;
  }

  Answers of(Scope.Part part) {
    var seen = seen(part);
    var interfaces = seen.interfaces();
    var own = interfaces.asKnown().orElse(List.of()).stream().filter(this::isOurs).toList();
    var instances = seen.instances().map(all -> all.stream().map(one -> within(one, own)).toList());
    var types = instances.flatMap(all -> memory.types(ec2, typesOf(all, part)));
    if (own.isEmpty()) {
      return nothing(instances, interfaces, types);
    }
    var subnets = subnets(own);
    var ids = own.stream().map(NetworkInterface::subnetId).distinct().toList();
    var rules = ec2.groupRules("group-id", groupsOf(own));
    var groups = rules.flatMap(all -> groups(own, all));
    var allTables = ec2.routeTables("vpc-id", List.of(cluster.vpc().value()));
    var tables = allTables.map(some -> deciding(some, ids));
    var others = appliances(tables);
    var holders = holders(own, part);
    var all =
        interfaces.flatMap(
            some -> others.flatMap(more -> holders.map(third -> merged(some, more, third))));
    var blocking = blocking(subnets);
    var answers =
        new Answers(
            memory.vpc(ec2, cluster.vpc().value()),
            subnets,
            instances,
            Optional.of(all),
            groups,
            rules,
            ec2.acls("association.subnet-id", ids),
            tables,
            allTables.map(this::gateways),
            memory.entries(ec2, PrefixLists.named(groups, tables)),
            blocking,
            exclusions(blocking),
            Fact.unread(NOT_ASKED),
            Fact.unread(NOT_ASKED),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            Map.of(),
            types,
            Map.of(),
            Fact.unread(NOT_ASKED));
    return admitsOthers(answers, own) ? withBalancers(answers) : answers;
  }

  /// What the scope names, as far as it is there.
  ///
  /// @param instances the nodes, and the hosts of single interfaces
  /// @param interfaces theirs, and the single ones
  private record Seen(Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {}

  private Seen seen(Scope.Part part) {
    var nodes = memory.instances(ec2, values(part.nodes(), one -> one.value()), at);
    var alive =
        nodes.asKnown().orElse(List.of()).stream()
            .filter(one -> cluster.vpc().value().equals(one.vpcId()))
            .map(Instance::instanceId)
            .toList();
    var plugged = asked(alive, ids -> ec2.interfaces("attachment.instance-id", ids));
    var trunks =
        plugged.asKnown().orElse(List.of()).stream()
            .filter(one -> "trunk".equals(one.interfaceTypeAsString()))
            .map(NetworkInterface::networkInterfaceId)
            .toList();
    var carried = asked(trunks, ids -> ec2.interfaces("tag:" + CARRIED_BY, ids));
    var single =
        asked(
            values(part.interfaces(), one -> one.value()),
            ids -> ec2.interfaces("network-interface-id", ids));
    var carriers =
        asked(values(part.groups(), one -> one.value()), ids -> ec2.interfaces("group-id", ids));
    var alone = together(single, carriers);
    var carrying = carrying(together(plugged, alone));
    var hosts = hosts(together(alone, carrying), part);
    return new Seen(
        together(nodes, hosts),
        together(together(plugged, carried), together(alone, carrying)).map(PartAnswers::once));
  }

  /// The trunks of pods' interfaces that were not seen with their nodes.
  private Fact<List<NetworkInterface>> carrying(Fact<List<NetworkInterface>> seen) {
    return seen.flatMap(
        all -> {
          var trunks = new TreeSet<String>();
          all.forEach(
              one ->
                  Optional.ofNullable(FactsOf.tags(one.tagSet()).get(CARRIED_BY))
                      .ifPresent(trunks::add));
          all.forEach(one -> trunks.remove(one.networkInterfaceId()));
          return asked(trunks, ids -> ec2.interfaces("network-interface-id", ids));
        });
  }

  /// The instances that interfaces are plugged into: whether those are the cluster's nodes decides
  /// what the interfaces are. The carriers of a group may be many; then they are asked by the
  /// group.
  private Fact<List<Instance>> hosts(Fact<List<NetworkInterface>> interfaces, Scope.Part part) {
    return interfaces.flatMap(
        all -> {
          var hosts = new TreeSet<String>();
          all.stream()
              .flatMap(one -> Stream.ofNullable(one.attachment()))
              .flatMap(attachment -> Stream.ofNullable(attachment.instanceId()))
              .forEach(hosts::add);
          if (!part.groups().isEmpty() && hosts.size() > Ec2Calls.VALUES) {
            var groups = values(part.groups(), one -> one.value());
            var known = ec2.instances("network-interface.group-id", groups, "pending", "running");
            memory.see(known, List.of());
          }
          return memory.instances(ec2, hosts, at);
        });
  }

  private boolean isOurs(NetworkInterface one) {
    return cluster.vpc().value().equals(one.vpcId());
  }

  /// An instance with the interfaces that were asked for: of the others nothing is judged.
  private static Instance within(Instance one, List<NetworkInterface> asked) {
    var ids = asked.stream().map(NetworkInterface::networkInterfaceId).collect(Collectors.toSet());
    return one.copy(
        copy ->
            copy.networkInterfaces(
                one.networkInterfaces().stream()
                    .filter(own -> ids.contains(own.networkInterfaceId()))
                    .toList()));
  }

  private static Set<String> typesOf(List<Instance> instances, Scope.Part part) {
    return instances.stream()
        .filter(one -> part.nodes().contains(new slash80.facts.Instance.Id(one.instanceId())))
        .filter(one -> one.vpcId() != null)
        .flatMap(one -> Stream.ofNullable(one.instanceTypeAsString()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Where nothing of it is left there is nothing to ask.
  private Answers nothing(
      Fact<List<Instance>> instances,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<software.amazon.awssdk.services.ec2.model.InstanceTypeInfo>> types) {
    return new Answers(
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        instances,
        Optional.of(interfaces),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Map.of(),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Fact.unread(NOT_ASKED),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        types,
        Map.of(),
        Fact.unread(NOT_ASKED));
  }

  private Fact<List<Subnet>> subnets(List<NetworkInterface> interfaces) {
    return ec2.subnets(
        "subnet-id", interfaces.stream().map(NetworkInterface::subnetId).distinct().toList());
  }

  private static Set<String> groupsOf(List<NetworkInterface> interfaces) {
    return interfaces.stream()
        .flatMap(one -> one.groups().stream())
        .map(group -> group.groupId())
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// A group is its name, which the interfaces say, and its rules, which are read with their ids: a
  /// call less than reading groups and rules. Every group has rules unless somebody took them all;
  /// one without any is asked for by itself.
  private Fact<List<SecurityGroup>> groups(
      List<NetworkInterface> interfaces, List<SecurityGroupRule> rules) {
    var names = new LinkedHashMap<String, String>();
    interfaces.forEach(
        one -> one.groups().forEach(group -> names.put(group.groupId(), group.groupName())));
    var made = RuleRows.groups(rules, names, cluster.vpc().value());
    made.forEach(group -> names.remove(group.groupId()));
    return together(Fact.known(made), asked(names.keySet(), ids -> ec2.groups("group-id", ids)));
  }

  /// The tables that decide for these subnets: their own, the VPC's main one, and the gateways'.
  /// Where a gateway sends packets through appliances, any table may.
  private static List<RouteTable> deciding(List<RouteTable> tables, List<String> subnets) {
    return tables.stream().anyMatch(one -> !appliances(one).isEmpty())
        ? tables
        : tables.stream().filter(one -> decides(one, subnets)).toList();
  }

  private static boolean decides(RouteTable table, List<String> subnets) {
    return table.associations().stream()
        .anyMatch(
            to ->
                FactsOf.isTrue(to.main())
                    || to.gatewayId() != null
                    || subnets.contains(to.subnetId()));
  }

  /// The targets of a gateway's table, which are network interfaces and endpoints.
  private static List<Route> appliances(RouteTable table) {
    boolean isOfGateway =
        table.associations().stream().anyMatch(association -> association.gatewayId() != null);
    return table.routes().stream()
        .filter(_ -> isOfGateway)
        .filter(
            route ->
                route.networkInterfaceId() != null
                    || Objects.toString(route.gatewayId(), "").startsWith("vpce-"))
        .toList();
  }

  /// AWS describes an endpoint's interface as `VPC Endpoint Interface vpce-…`.
  private Fact<List<NetworkInterface>> appliances(Fact<List<RouteTable>> tables) {
    return tables.flatMap(
        all -> {
          var routes = all.stream().flatMap(one -> appliances(one).stream()).toList();
          var interfaces = values(routes, Route::networkInterfaceId);
          var endpoints = values(routes, route -> "*" + route.gatewayId() + "*");
          endpoints.removeIf(endpoint -> !endpoint.contains("vpce-"));
          return together(
              asked(interfaces, ids -> ec2.interfaces("network-interface-id", ids)),
              asked(endpoints, ids -> ec2.interfaces("description", ids)));
        });
  }

  /// Who else holds what the interfaces hold: AWS hands out prefixes of 80 bits and no others
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html), so the same prefix,
  /// or the one around an address, is asked for by name. What lies inside a prefix cannot be asked
  /// for so, nor what no instance holds: a check of the whole cluster sees those.
  private Fact<List<NetworkInterface>> holders(List<NetworkInterface> own, Scope.Part part) {
    if (part.nodes().isEmpty() && part.interfaces().isEmpty()) {
      return Fact.known(List.of());
    }
    var blocks = new TreeSet<String>();
    for (var one : own) {
      one.ipv6Prefixes().forEach(prefix -> blocks.add(prefix.ipv6Prefix()));
      one.ipv6Addresses().stream()
          .flatMap(address -> Ids.prefix(address.ipv6Address()).stream())
          .forEach(address -> blocks.add(Ids.block(address)));
    }
    return asked(blocks, all -> ec2.instances("network-interface.ipv6-prefixes.ipv6-prefix", all))
        .map(all -> all.stream().flatMap(PartAnswers::interfacesOf).toList());
  }

  private static Stream<NetworkInterface> interfacesOf(Instance instance) {
    return instance.networkInterfaces().stream()
        .map(
            one ->
                NetworkInterface.builder()
                    .networkInterfaceId(one.networkInterfaceId())
                    .subnetId(one.subnetId())
                    .vpcId(one.vpcId())
                    .ipv6Prefixes(
                        one.ipv6Prefixes().stream()
                            .map(
                                prefix ->
                                    Ipv6PrefixSpecification.builder()
                                        .ipv6Prefix(prefix.ipv6Prefix())
                                        .build())
                            .toList())
                    .build());
  }

  /// What an active route names is attached: without its gateway a route is a blackhole
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_Route.html). A gateway that no
  /// route names lets nothing in.
  private List<InternetGateway> gateways(List<RouteTable> tables) {
    return tables.stream()
        .flatMap(table -> table.routes().stream())
        .filter(route -> Objects.toString(route.gatewayId(), "").startsWith("igw-"))
        .filter(route -> route.state() != RouteState.BLACKHOLE)
        .map(Route::gatewayId)
        .distinct()
        .map(
            id ->
                InternetGateway.builder()
                    .internetGatewayId(id)
                    .attachments(to -> to.vpcId(cluster.vpc().value()).state("available"))
                    .build())
        .toList();
  }

  /// Subnets say themselves what block public access does to them; the account is asked where one
  /// does not.
  private Fact<VpcBlockPublicAccessOptions> blocking(Fact<List<Subnet>> subnets) {
    boolean isSaid =
        subnets.asKnown().orElse(List.of()).stream()
            .allMatch(subnet -> subnet.blockPublicAccessStates() != null);
    return isSaid ? Fact.unread(NOT_ASKED) : ec2.blockPublicAccess();
  }

  private Fact<List<VpcBlockPublicAccessExclusion>> exclusions(
      Fact<VpcBlockPublicAccessOptions> blocking) {
    boolean isOn = blocking.asKnown().filter(one -> !"off".equals(mode(one))).isPresent();
    return isOn ? ec2.exclusions() : Fact.unread(NOT_ASKED);
  }

  private static String mode(VpcBlockPublicAccessOptions options) {
    return options.internetGatewayBlockModeAsString();
  }

  /// Whether somebody on the internet is let in by security groups: then it matters which load
  /// balancers need that.
  private boolean admitsOthers(Answers answers, List<NetworkInterface> own) {
    var network = new Network(FactsOf.of(cluster, at, answers), Parameters.DEFAULTS);
    var ids = own.stream().map(NetworkInterface::networkInterfaceId).collect(Collectors.toSet());
    return network.interfaces().asKnown().orElse(List.of()).stream()
        .filter(one -> ids.contains(one.id().value()))
        .anyMatch(
            one ->
                Stream.of(IpFamily.values())
                    .anyMatch(family -> !network.admitted(one, family).atMost().isEmpty()));
  }

  /// The load balancers that can hand on their clients' addresses from the internet.
  private Answers withBalancers(Answers answers) {
    var balancers =
        balancing.loadBalancers().map(all -> all.stream().filter(this::handsOnAddresses).toList());
    var arns =
        balancers.asKnown().orElse(List.of()).stream()
            .map(LoadBalancer::loadBalancerArn)
            .collect(Collectors.toSet());
    Fact<List<TargetGroup>> groups =
        balancers.flatMap(
            _ ->
                arns.isEmpty()
                    ? Fact.known(List.of())
                    : balancing.targetGroups().map(all -> of(arns, all)));
    var groupArns =
        groups.asKnown().orElse(List.of()).stream().map(TargetGroup::targetGroupArn).toList();
    return answers.with(
        balancers,
        groups,
        LiveAnswers.each(groupArns, balancing::targets),
        LiveAnswers.each(groupArns, balancing::attributes));
  }

  private boolean handsOnAddresses(LoadBalancer balancer) {
    return cluster.vpc().value().equals(balancer.vpcId())
        && balancer.type() == LoadBalancerTypeEnum.NETWORK
        && balancer.scheme() == LoadBalancerSchemeEnum.INTERNET_FACING;
  }

  private static List<TargetGroup> of(Set<String> balancers, List<TargetGroup> groups) {
    return groups.stream()
        .filter(group -> group.loadBalancerArns().stream().anyMatch(balancers::contains))
        .toList();
  }

  /// Nothing is asked about nothing.
  private static <T> Fact<List<T>> asked(
      Collection<String> about, Function<Collection<String>, Fact<List<T>>> question) {
    return about.isEmpty() ? Fact.known(List.of()) : question.apply(about);
  }

  private static <T> Fact<List<T>> together(Fact<List<T>> some, Fact<List<T>> others) {
    return some.flatMap(
        first ->
            others.map(next -> Stream.concat(first.stream(), next.stream()).distinct().toList()));
  }

  private static List<NetworkInterface> once(List<NetworkInterface> all) {
    var byId = new LinkedHashMap<String, NetworkInterface>();
    all.forEach(one -> byId.putIfAbsent(one.networkInterfaceId(), one));
    return List.copyOf(byId.values());
  }

  /// Those that were read whole come first.
  private static List<NetworkInterface> merged(
      List<NetworkInterface> asked, List<NetworkInterface> more, List<NetworkInterface> holders) {
    var all = new ArrayList<>(asked);
    all.addAll(more);
    all.addAll(holders);
    return once(all);
  }

  private static <T> Set<String> values(Collection<T> all, Function<T, String> value) {
    return all.stream()
        .map(value)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
