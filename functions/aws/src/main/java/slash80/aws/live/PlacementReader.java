package slash80.aws.live;

import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.Placement;
import slash80.aws.ResourceIds;
import slash80.aws.convert.InterfaceFacts;
import slash80.aws.convert.Tags;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import slash80.network.Scope;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;

/// Reads the VPCs and clusters of instances, interfaces and security groups, and the part of a
/// cluster to judge when they change. It makes one call for each kind of resource. The instances
/// and interfaces that it reads are cached for the check that follows.
final class PlacementReader {
  private final CachedEc2 cached;
  private final Instant since;
  private final Map<String, Placement> places = new HashMap<>();

  PlacementReader(CachedEc2 cached, Instant since) {
    this.cached = cached;
    this.since = since;
  }

  Fact<Map<String, Placement>> of(Collection<String> ids) {
    return instances(ofKind("i", ids))
        .flatMap(_ -> interfaces(ofKind("eni", ids)))
        .flatMap(_ -> groups(ofKind("sg", ids)))
        .map(_ -> Map.copyOf(places));
  }

  private static Set<String> ofKind(String kind, Collection<String> ids) {
    return ids.stream()
        .filter(id -> ResourceIds.kind(id).equals(kind))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  private Fact<List<Instance>> instances(Set<String> ids) {
    return cached
        .instances(ids, since)
        .map(
            found -> {
              found.forEach(instance -> put(instance.instanceId(), instance.vpcId(), instance));
              return found;
            });
  }

  /// An interface is judged with the node that it is attached to.
  private Fact<List<NetworkInterface>> interfaces(Set<String> ids) {
    return hosts(ids)
        .flatMap(
            found -> {
              found.forEach(host -> plugged(host, ids));
              var others = new TreeSet<>(ids);
              others.removeAll(places.keySet());
              return others.isEmpty()
                  ? Fact.known(List.of())
                  : cached.interfaces(others, since).flatMap(this::putAlone);
            });
  }

  /// The instances that interfaces are attached to.
  private Fact<List<Instance>> hosts(Set<String> ids) {
    return ids.isEmpty() ? Fact.known(List.of()) : cached.hosts(ids);
  }

  private void plugged(Instance host, Set<String> ids) {
    host.networkInterfaces().stream()
        .filter(networkInterface -> ids.contains(networkInterface.networkInterfaceId()))
        .forEach(
            networkInterface ->
                put(networkInterface.networkInterfaceId(), networkInterface.vpcId(), host));
  }

  /// A pod's own interface belongs to the cluster of the node whose trunk interface carries it.
  private Fact<List<NetworkInterface>> putAlone(List<NetworkInterface> found) {
    var trunks =
        found.stream()
            .flatMap(networkInterface -> InterfaceFacts.trunk(networkInterface).stream())
            .collect(Collectors.toSet());
    return hosts(trunks)
        .map(
            carriers -> {
              var clusters = clustersByInterface(carriers);
              found.forEach(networkInterface -> put(networkInterface, clusters));
              return found;
            });
  }

  /// The clusters of the instances that hold each interface.
  private static Map<String, Set<String>> clustersByInterface(List<Instance> hosts) {
    var clusters = new HashMap<String, Set<String>>();
    for (var host : hosts) {
      var own = Tags.clusters(host.tags());
      for (var held : host.networkInterfaces()) {
        clusters.computeIfAbsent(held.networkInterfaceId(), _ -> new HashSet<>()).addAll(own);
      }
    }
    return clusters;
  }

  /// @param ofTrunks the clusters of each trunk interface
  private void put(NetworkInterface alone, Map<String, Set<String>> ofTrunks) {
    var clusters =
        InterfaceFacts.trunk(alone)
            .map(trunk -> ofTrunks.getOrDefault(trunk, Set.of()))
            .orElse(Set.of());
    places.put(
        alone.networkInterfaceId(),
        new Placement(
            vpcs(alone.vpcId()), Placement.scopeOf(alone.networkInterfaceId()), clusters));
  }

  /// Puts a resource that is judged with an instance.
  ///
  /// @param vpc the VPC of the resource itself
  private void put(String id, String vpc, Instance host) {
    var scope = Placement.scopeOf(host.instanceId());
    places.put(id, new Placement(vpcs(vpc, host.vpcId()), scope, Tags.clusters(host.tags())));
  }

  private static Set<Vpc.Id> vpcs(String... ids) {
    return Stream.of(ids).filter(Objects::nonNull).map(Vpc.Id::new).collect(Collectors.toSet());
  }

  /// A group is judged on the interfaces that carry it. If a load balancer carries it, the rules
  /// about load balancers are needed too, and those take the whole cluster. A group can be carried
  /// in other VPCs than its own
  /// (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html). A group whose
  /// VPC is known is asked for only if nothing carries it: a group that is carried exists.
  private Fact<List<NetworkInterface>> groups(Set<String> ids) {
    if (ids.isEmpty()) {
      return Fact.known(List.of());
    }
    var known = ids.stream().filter(id -> cached.vpcOf(id).isPresent()).toList();
    Fact<List<NetworkInterface>> ofKnown =
        known.isEmpty() ? Fact.known(List.of()) : cached.carriers(known, since);
    return ofKnown.flatMap(
        carriers -> {
          var carried = CachedEc2.byGroup(carriers);
          known.stream()
              .filter(carried::containsKey)
              .forEach(id -> put(id, cached.vpcOf(id).orElseThrow(), carried));
          var others = new TreeSet<>(ids);
          others.removeAll(places.keySet());
          return others.isEmpty() ? ofKnown : described(others);
        });
  }

  private Fact<List<NetworkInterface>> described(Set<String> ids) {
    return cached
        .groups(ids)
        .flatMap(
            found ->
                found.isEmpty()
                    ? Fact.known(List.of())
                    : cached
                        .carriers(groupIds(found), since)
                        .map(
                            carriers -> {
                              var carried = CachedEc2.byGroup(carriers);
                              found.forEach(group -> put(group.groupId(), group.vpcId(), carried));
                              return carriers;
                            }));
  }

  private static List<String> groupIds(List<SecurityGroup> groups) {
    return groups.stream().map(SecurityGroup::groupId).toList();
  }

  private void put(String group, String vpc, Map<String, List<NetworkInterface>> carried) {
    var carriers = carried.getOrDefault(group, List.of());
    var vpcs = new LinkedHashSet<Vpc.Id>();
    vpcs.add(new Vpc.Id(vpc));
    carriers.forEach(networkInterface -> vpcs.add(new Vpc.Id(networkInterface.vpcId())));
    boolean isOfLoadBalancer = carriers.stream().anyMatch(InterfaceFacts::isOfLoadBalancer);
    places.put(
        group,
        new Placement(
            new HashSet<>(vpcs),
            isOfLoadBalancer ? Scope.whole() : Placement.scopeOf(group),
            Set.of()));
  }
}
