package slash80.aws;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.IntSupplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.Parameters;
import slash80.facts.Scope;
import slash80.network.IpFamily;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.Ipv6PrefixSpecification;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.NetworkInterfaceIpv6Address;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;

/// What AWS answers about a part of a cluster now: what the verdicts on its nodes and interfaces
/// ask, and nothing that is asked about others. The number of calls does not grow with the cluster.
final class PartAnswers {
  /// On a pod's own interface: the trunk that carries it.
  static final String CARRIED_BY = "vpcresources.k8s.aws/trunk-eni-id";

  private static final String NOT_ASKED = "only a part of the cluster was read";

  private static final Fact<VpcBlockPublicAccessOptions> NOT_SAID = unasked();

  /// What an event about nodes or interfaces may cost, whatever the cluster's size. A group's rules
  /// are judged whatever it costs: that is what watching is for.
  static final int LIMIT = 12;

  private static final int MANY = Integer.MAX_VALUE;

  private final Ec2Calls ec2;
  private final BalancingCalls balancing;
  private final CachedEc2 cached;
  private final Memory memory;
  private final Calls calls;
  private final Cluster cluster;
  private final Instant at;

  PartAnswers(
      Ec2Calls ec2,
      BalancingCalls balancing,
      CachedEc2 cached,
      Memory memory,
      Calls calls,
      Cluster cluster,
      Instant at) {
    this.ec2 = ec2;
    this.balancing = balancing;
    this.cached = cached;
    this.memory = memory;
    this.calls = calls;
    this.cluster = cluster;
    this.at = at;
  }

  /// What was answered.
  ///
  /// @param scope as much of what was asked for as it can be judged by
  record Told(Answers answers, Scope.Part scope) {}

  Told of(Scope.Part part) {
    int made = calls.made();
    var seen = seen(part);
    int start = made - before(part, seen);
    IntSupplier room = part.groups().isEmpty() ? () -> LIMIT - (calls.made() - start) : () -> MANY;
    var instances = seen.instances().map(all -> within(all, seen.interfaces(), part));
    var own = shown(seen.interfaces(), instances);
    var basis = own.isEmpty() ? Basis.nothing(instances, seen) : basis(part, own, instances, seen);
    var told = told(part, own, basis, room);
    return new Told(told.answers().with(types(instances, part, room)), told.scope());
  }

  /// What was asked before: where the thing stands (in an instance, or else alone, or else on whose
  /// trunk), and, unless that was known, which cluster it is of and what that is.
  private int before(Scope.Part part, Seen seen) {
    boolean isCarried =
        seen.interfaces().asKnown().orElse(List.of()).stream()
            .filter(one -> part.interfaces().contains(id(one)))
            .anyMatch(one -> FactsOf.tags(one.tagSet()).containsKey(CARRIED_BY));
    int alone = isCarried ? 3 : 2;
    return (part.interfaces().isEmpty() ? 1 : alone) + memory.asked(cluster, at);
  }

  /// What openness asks beside the groups is asked where they let anybody in at all.
  private Told told(Scope.Part part, List<NetworkInterface> own, Basis basis, IntSupplier room) {
    var closed = answers(basis, Layers.NONE);
    if (openTo(closed, own).isEmpty()) {
      return new Told(closed, part);
    }
    return layers(basis, own, room)
        .map(layers -> answers(basis, layers))
        .flatMap(answers -> withBalancers(answers, own, room))
        .map(answers -> new Told(answers, part))
        .orElseGet(() -> new Told(closed, part.withoutOpenness()));
  }

  /// What a node's type can do is asked last, and another time where there is no room: it does not
  /// change.
  private Fact<List<InstanceTypeInfo>> types(
      Fact<List<Instance>> instances, Scope.Part part, IntSupplier room) {
    return instances.flatMap(
        all -> {
          var types = typesOf(all, part);
          return room.getAsInt() > 0 || cached.knowsTypes(types) ? cached.types(types) : unasked();
        });
  }

  /// What is asked whatever the groups let in.
  private record Basis(
      Fact<List<Vpc>> vpcs,
      Fact<List<Subnet>> subnets,
      Fact<List<Instance>> instances,
      Fact<List<NetworkInterface>> interfaces,
      Fact<List<SecurityGroup>> groups,
      Fact<List<SecurityGroupRule>> rules,
      Map<String, Fact<List<PrefixListEntry>>> lists) {

    /// Where nothing of a scope is left there is nothing to ask.
    static Basis nothing(Fact<List<Instance>> instances, Seen seen) {
      return new Basis(
          unasked(), unasked(), instances, seen.interfaces(), unasked(), unasked(), Map.of());
    }
  }

  private Basis basis(
      Scope.Part part, List<NetworkInterface> own, Fact<List<Instance>> instances, Seen seen) {
    var carried =
        CarriedGroups.read(
            ec2,
            cluster.vpc(),
            CarriedGroups.names(own.stream().flatMap(one -> one.groups().stream())));
    var holders = holders(own, part);
    return new Basis(
        cached.vpc(cluster.vpc().value()),
        ec2.subnets("subnet-id", subnetsOf(own)),
        instances,
        seen.interfaces().flatMap(some -> holders.map(others -> merged(some, others))),
        carried.groups(),
        carried.rules(),
        cached.entries(PrefixLists.named(carried.groups(), Fact.known(List.of()))));
  }

  /// What packets pass before they come to the groups.
  ///
  /// @param lists those that the tables name
  private record Layers(
      Fact<List<NetworkAcl>> acls,
      Fact<List<RouteTable>> tables,
      Fact<List<InternetGateway>> gateways,
      Map<String, Fact<List<PrefixListEntry>>> lists,
      Fact<List<NetworkInterface>> appliances,
      Fact<VpcBlockPublicAccessOptions> blocking,
      Fact<List<VpcBlockPublicAccessExclusion>> exclusions) {
    static final Layers NONE =
        new Layers(
            unasked(), unasked(), unasked(), Map.of(), Fact.known(List.of()), unasked(), unasked());
  }

  /// Nothing when they take more calls than there is room for.
  private Optional<Layers> layers(Basis basis, List<NetworkInterface> own, IntSupplier room) {
    if (room.getAsInt() < 2) {
      return Optional.empty();
    }
    var acls = ec2.acls("association.subnet-id", subnetsOf(own));
    var all = ec2.routeTables("vpc-id", List.of(cluster.vpc().value()));
    var tables = all.map(some -> deciding(some, subnetsOf(own)));
    var appliances = Appliances.of(tables.asKnown().orElse(List.of()));
    int cost = appliances.cost() + (saysBlocking(basis.subnets()) ? 0 : 2);
    if (room.getAsInt() < cost) {
      return Optional.empty();
    }
    var blocking = saysBlocking(basis.subnets()) ? NOT_SAID : ec2.blockPublicAccess();
    var lists = PrefixLists.named(Fact.known(List.of()), tables);
    lists.removeAll(basis.lists().keySet());
    return Optional.of(
        new Layers(
            acls,
            tables,
            all.map(new RoutedGateways(cluster.vpc())::internetGateways),
            cached.entries(lists),
            tables.flatMap(_ -> appliances.asked(ec2)),
            blocking,
            exclusions(blocking)));
  }

  private static Answers answers(Basis basis, Layers layers) {
    var interfaces =
        basis.interfaces().flatMap(some -> layers.appliances().map(others -> merged(some, others)));
    var lists = new HashMap<>(basis.lists());
    lists.putAll(layers.lists());
    return new Answers(
        basis.vpcs(),
        basis.subnets(),
        basis.instances(),
        Optional.of(interfaces),
        basis.groups(),
        basis.rules(),
        layers.acls(),
        layers.tables(),
        layers.gateways(),
        lists,
        layers.blocking(),
        layers.exclusions(),
        unasked(),
        unasked(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        Map.of(),
        unasked(),
        Map.of(),
        unasked());
  }

  private static <T> Fact<T> unasked() {
    return Fact.unread(NOT_ASKED);
  }

  /// What the scope names, as far as it is there.
  ///
  /// @param instances the nodes, and the hosts of single interfaces
  /// @param interfaces theirs, and the single ones
  private record Seen(Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {}

  private Seen seen(Scope.Part part) {
    var nodes = cached.instances(values(part.nodes(), one -> one.value()), at);
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
        asked(values(part.interfaces(), one -> one.value()), ids -> cached.interfaces(ids, at));
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
            cached.carriers(groups);
          }
          return cached.instances(hosts, at);
        });
  }

  /// The interfaces in the cluster's VPC, as both calls show them: what either shows is held, as in
  /// [InterfaceMerge], so what it stands on and holds is asked about.
  private List<NetworkInterface> shown(
      Fact<List<NetworkInterface>> listed, Fact<List<Instance>> instances) {
    var plugged = instances.asKnown().orElse(List.of()).stream().flatMap(PartAnswers::interfacesOf);
    return Stream.concat(listed.asKnown().orElse(List.of()).stream(), plugged)
        .filter(one -> cluster.vpc().value().equals(one.vpcId()))
        .toList();
  }

  /// A node with all that is plugged into it, and the host of a single interface with that one
  /// alone: of its others nothing is judged.
  private static List<Instance> within(
      List<Instance> all, Fact<List<NetworkInterface>> listed, Scope.Part part) {
    var ids = values(listed.asKnown().orElse(List.of()), NetworkInterface::networkInterfaceId);
    return all.stream().map(one -> isNode(one, part) ? one : only(one, ids)).toList();
  }

  private static slash80.facts.NetworkInterface.Id id(NetworkInterface one) {
    return new slash80.facts.NetworkInterface.Id(one.networkInterfaceId());
  }

  private static boolean isNode(Instance one, Scope.Part part) {
    return part.nodes().contains(new slash80.facts.Instance.Id(one.instanceId()));
  }

  private static Instance only(Instance one, Set<String> ids) {
    return one.copy(
        copy ->
            copy.networkInterfaces(
                one.networkInterfaces().stream()
                    .filter(own -> ids.contains(own.networkInterfaceId()))
                    .toList()));
  }

  private static Set<String> typesOf(List<Instance> instances, Scope.Part part) {
    return instances.stream()
        .filter(one -> isNode(one, part))
        .filter(one -> one.vpcId() != null)
        .flatMap(one -> Stream.ofNullable(one.instanceTypeAsString()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private static List<String> subnetsOf(List<NetworkInterface> interfaces) {
    return interfaces.stream().map(NetworkInterface::subnetId).distinct().toList();
  }

  /// The tables that decide for these subnets: their own, the VPC's main one, and the gateways'.
  /// Where a gateway sends packets through appliances, any table may.
  private static List<RouteTable> deciding(List<RouteTable> tables, List<String> subnets) {
    return Appliances.of(tables).isEmpty()
        ? tables.stream().filter(one -> decides(one, subnets)).toList()
        : tables;
  }

  private static boolean decides(RouteTable table, List<String> subnets) {
    return table.associations().stream()
        .anyMatch(
            to ->
                FactsOf.isTrue(to.main())
                    || to.gatewayId() != null
                    || subnets.contains(to.subnetId()));
  }

  /// Who else holds what the interfaces hold: AWS hands out prefixes of 80 bits and no others
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html), so the same prefix,
  /// or the one around an address, is asked for by name. What lies inside a prefix cannot be asked
  /// for so, nor what no instance holds: a check of the whole cluster sees those.
  private Fact<List<NetworkInterface>> holders(List<NetworkInterface> own, Scope.Part part) {
    if (part.nodes().isEmpty() && part.interfaces().isEmpty()) {
      return Fact.known(List.of());
    }
    var ids = values(own, NetworkInterface::networkInterfaceId);
    var blocks = new TreeSet<String>();
    for (var one : own) {
      one.ipv6Prefixes().forEach(prefix -> blocks.add(prefix.ipv6Prefix()));
      one.ipv6Addresses().stream()
          .flatMap(address -> Ids.prefix(address.ipv6Address()).stream())
          .forEach(address -> blocks.add(Ids.block(address)));
    }
    return asked(blocks, all -> ec2.instances("network-interface.ipv6-prefixes.ipv6-prefix", all))
        .map(
            all ->
                all.stream()
                    .flatMap(PartAnswers::interfacesOf)
                    .filter(one -> !ids.contains(one.networkInterfaceId()))
                    .filter(one -> holdsAny(one, blocks))
                    .map(one -> one.copy(holder -> holder.groups(List.of())))
                    .toList());
  }

  private static boolean holdsAny(NetworkInterface one, Set<String> blocks) {
    return one.ipv6Prefixes().stream().anyMatch(held -> blocks.contains(held.ipv6Prefix()));
  }

  private static Stream<NetworkInterface> interfacesOf(Instance instance) {
    return instance.networkInterfaces().stream()
        .map(
            one ->
                NetworkInterface.builder()
                    .networkInterfaceId(one.networkInterfaceId())
                    .subnetId(one.subnetId())
                    .vpcId(one.vpcId())
                    .groups(one.groups())
                    .ipv6Addresses(
                        one.ipv6Addresses().stream()
                            .map(
                                held ->
                                    NetworkInterfaceIpv6Address.builder()
                                        .ipv6Address(held.ipv6Address())
                                        .build())
                            .toList())
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

  /// Subnets say themselves what block public access does to them; the account is asked where one
  /// does not.
  private static boolean saysBlocking(Fact<List<Subnet>> subnets) {
    return subnets.asKnown().orElse(List.of()).stream()
        .allMatch(subnet -> subnet.blockPublicAccessStates() != null);
  }

  private Fact<List<VpcBlockPublicAccessExclusion>> exclusions(
      Fact<VpcBlockPublicAccessOptions> blocking) {
    boolean isOn = blocking.asKnown().filter(one -> !"off".equals(mode(one))).isPresent();
    return isOn ? ec2.exclusions() : Fact.unread(NOT_ASKED);
  }

  private static String mode(VpcBlockPublicAccessOptions options) {
    return options.internetGatewayBlockModeAsString();
  }

  /// Over which families somebody on the internet is let in by security groups, or may be.
  private Set<IpFamily> openTo(Answers answers, List<NetworkInterface> own) {
    var network = new Network(FactsOf.of(cluster, at, answers), Parameters.DEFAULTS);
    var ids = values(own, NetworkInterface::networkInterfaceId);
    var interfaces =
        network.interfaces().asKnown().orElse(List.of()).stream()
            .filter(one -> ids.contains(one.id().value()))
            .toList();
    return Stream.of(IpFamily.values())
        .filter(
            family ->
                interfaces.stream()
                    .anyMatch(one -> !network.admitted(one, family).atMost().isEmpty()))
        .collect(Collectors.toSet());
  }

  private Optional<Answers> withBalancers(
      Answers answers, List<NetworkInterface> own, IntSupplier room) {
    return new PartBalancing(balancing, cluster.vpc(), openTo(answers, own))
        .within(room)
        .map(answers::with);
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
      List<NetworkInterface> asked, List<NetworkInterface> more) {
    return once(Stream.concat(asked.stream(), more.stream()).toList());
  }

  private static <T> Set<String> values(Collection<T> all, Function<T, String> value) {
    return all.stream()
        .map(value)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
