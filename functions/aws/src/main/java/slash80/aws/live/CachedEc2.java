package slash80.aws.live;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.convert.PrefixLists;
import slash80.aws.convert.Tags;
import slash80.facts.Fact;
import slash80.facts.PrefixList;
import slash80.facts.Vpc;
import software.amazon.awssdk.services.ec2.model.GroupIdentifier;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;

/// Calls to EC2 that reuse earlier responses: instance types for a day, VPCs for minutes, instances
/// and interfaces within one read, the entries of a prefix list until its version changes, and the
/// reservations in a subnet and the nodes of a cluster as long as the check that asks allows.
/// Refusals are never reused.
final class CachedEc2 {
  /// The ranges of a VPC. A change of the ranges leads to a check of the whole cluster.
  private static final Duration VPCS = Duration.ofMinutes(5);

  /// The capabilities of an instance type.
  private static final Duration TYPES = Duration.ofHours(24);

  /// The timeout of the functions: no read takes longer.
  private static final Duration LONGEST_READ = Duration.ofMinutes(2);

  /// The lists that are read without their versions: as many calls as the versions save.
  private static final int FEW = 2;

  private record Entries(Optional<Long> version, Fact<PrefixList> list) {}

  private final Ec2Calls ec2;
  private final ClusterCache memory;
  private final CachedResponses<software.amazon.awssdk.services.ec2.model.Vpc> vpcs =
      new CachedResponses<>();
  private final CachedResponses<Optional<InstanceTypeInfo>> types = new CachedResponses<>();
  private final CachedResponses<Optional<Instance>> instances = new CachedResponses<>();
  private final CachedResponses<NetworkInterface> interfaces = new CachedResponses<>();
  private final CachedResponses<List<NetworkInterface>> carriers = new CachedResponses<>();
  private final KnownNodes nodes = new KnownNodes();
  private final KnownRules rules;
  private final PrefixHolders holders;
  private final CachedResponses<List<SubnetCidrReservation>> reservations = new CachedResponses<>();
  private final Map<String, Entries> lists = new ConcurrentHashMap<>();
  private final Map<String, String> vpcsOfGroups = new ConcurrentHashMap<>();

  CachedEc2(Ec2Calls ec2, ClusterCache memory) {
    this.ec2 = ec2;
    this.memory = memory;
    this.rules = new KnownRules(ec2, memory);
    this.holders = new PrefixHolders(ec2, memory);
  }

  Instant now() {
    return memory.now();
  }

  /// The names of the clusters in some VPCs, by the security group that EKS makes for each cluster
  /// and tags (https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html). Empty when a
  /// VPC has no such group: either it has no cluster, or the tag was removed.
  Optional<Set<String>> clustersIn(Set<Vpc.Id> vpcs, Instant earliest) {
    var now = now();
    var unseen = vpcs.stream().filter(vpc -> memory.clustersIn(vpc, earliest).isEmpty()).toList();
    if (!unseen.isEmpty()) {
      ec2.clusterGroups(unseen.stream().map(Vpc.Id::value).toList())
          .asKnown()
          .ifPresent(groups -> unseen.forEach(vpc -> keepClusters(vpc, groups, now)));
    }
    var found = new TreeSet<String>();
    for (var vpc : vpcs) {
      var names = memory.clustersIn(vpc, earliest).orElse(Set.of());
      if (names.isEmpty()) {
        return Optional.empty();
      }
      found.addAll(names);
    }
    return Optional.of(found);
  }

  private void keepClusters(Vpc.Id vpc, List<SecurityGroup> groups, Instant asked) {
    var names =
        groups.stream()
            .filter(group -> vpc.value().equals(group.vpcId()))
            .map(group -> Tags.convert(group.tags()).get(Ec2Calls.CLUSTER))
            .filter(Objects::nonNull)
            .collect(Collectors.toSet());
    memory.keepClustersIn(vpc, names, asked);
  }

  Fact<List<software.amazon.awssdk.services.ec2.model.Vpc>> vpcs(Collection<String> ids) {
    var now = now();
    var kept = ids.stream().flatMap(id -> vpcs.within(VPCS, now, id).stream()).toList();
    var unseen = ids.stream().filter(id -> vpcs.within(VPCS, now, id).isEmpty()).toList();
    return unseen.isEmpty()
        ? Fact.known(kept)
        : ec2.vpcs(unseen)
            .map(
                described -> {
                  described.forEach(vpc -> vpcs.keep(vpc.vpcId(), vpc, now));
                  return Stream.concat(kept.stream(), described.stream()).toList();
                });
  }

  Fact<List<InstanceTypeInfo>> types(Collection<String> names) {
    var now = now();
    var unknown = names.stream().filter(name -> types.within(TYPES, now, name).isEmpty()).toList();
    Fact<List<InstanceTypeInfo>> described =
        unknown.isEmpty() ? Fact.known(List.of()) : ec2.instanceTypes(unknown);
    return described.map(
        found -> {
          found.forEach(type -> types.keep(type.instanceTypeAsString(), Optional.of(type), now));
          return names.stream()
              .flatMap(name -> types.within(TYPES, now, name).flatMap(type -> type).stream())
              .toList();
        });
  }

  boolean knowsTypes(Collection<String> names) {
    return names.stream().allMatch(name -> types.within(TYPES, now(), name).isPresent());
  }

  /// Instances by id. Those that were seen at `earliest` or later are not asked for again.
  Fact<List<Instance>> instances(Collection<String> ids, Instant earliest) {
    var unseen = ids.stream().filter(id -> instances.since(earliest, id).isEmpty()).toList();
    return ScopedAttachments.unlessEmpty(unseen, this::asked)
        .map(
            _ ->
                ids.stream()
                    .distinct()
                    .flatMap(id -> instances.since(earliest, id).flatMap(seen -> seen).stream())
                    .toList());
  }

  private Fact<List<Instance>> asked(Collection<String> ids) {
    return see(holders.around(ids), List.of())
        .flatMap(
            found -> {
              var others = new TreeSet<>(ids);
              found.forEach(instance -> others.remove(instance.instanceId()));
              return ScopedAttachments.unlessEmpty(
                  others, left -> see(ec2.instances("instance-id", left), left));
            });
  }

  /// The other interfaces that hold prefixes of some interfaces.
  PrefixHolders holders() {
    return holders;
  }

  /// The instances that these interfaces are attached to, always asked for.
  Fact<List<Instance>> hosts(Collection<String> interfaces) {
    return see(ec2.instances("network-interface.network-interface-id", interfaces), List.of());
  }

  /// The interfaces that carry one of these security groups. Groups that were asked for at
  /// `earliest` or later are not asked for again: a group of ten thousand nodes takes ten pages.
  Fact<List<NetworkInterface>> carriers(Collection<String> groups, Instant earliest) {
    var now = now();
    carriers.forgetBefore(now.minus(LONGEST_READ));
    var unseen = groups.stream().filter(id -> carriers.since(earliest, id).isEmpty()).toList();
    Fact<List<NetworkInterface>> described =
        unseen.isEmpty() ? Fact.known(List.of()) : ec2.interfaces("group-id", unseen);
    return described.map(
        found -> {
          var byGroup = byGroup(found);
          unseen.forEach(id -> carriers.keep(id, byGroup.getOrDefault(id, List.of()), now));
          return ScopedAttachments.distinct(
              groups.stream()
                  .flatMap(id -> carriers.since(earliest, id).stream())
                  .flatMap(List::stream)
                  .toList());
        });
  }

  /// The interfaces that carry each group. They are walked once, not once for each group: a batch
  /// can name a thousand groups, and a cluster have ten thousand interfaces.
  static Map<String, List<NetworkInterface>> byGroup(List<NetworkInterface> found) {
    var carriers = new HashMap<String, List<NetworkInterface>>();
    for (var item : found) {
      item.groups().stream()
          .map(GroupIdentifier::groupId)
          .distinct()
          .forEach(id -> carriers.computeIfAbsent(id, _ -> new ArrayList<>()).add(item));
    }
    return carriers;
  }

  /// The hosts of interfaces that carry some security groups. Of a node that was seen at `steady`
  /// or later, only the cluster matters, and that is remembered. Its interfaces are those that were
  /// just listed. Where `steady` is still to come, every host is asked for and none remembered.
  Fact<List<Instance>> hosts(
      Collection<String> ids, Collection<String> groups, Instant earliest, Steady steady) {
    var unknown =
        ids.stream()
            .filter(id -> instances.since(earliest, id).isEmpty())
            .filter(id -> known(id, steady).isEmpty())
            .toList();
    var asked = now();
    if (unknown.size() > Ec2Calls.VALUES) {
      see(ec2.instances("network-interface.group-id", groups, "pending", "running"), List.of());
    }
    return instances(unknown, earliest)
        .map(
            found -> {
              keepNodes(found, asked, steady.since());
              var byId = new TreeMap<String, Instance>();
              ids.forEach(
                  id ->
                      instances
                          .since(earliest, id)
                          .orElseGet(() -> known(id, steady))
                          .ifPresent(host -> byId.put(id, host)));
              return List.copyOf(byId.values());
            });
  }

  /// @param since the time since which nodes may have been seen
  record Steady(Instant since, String cluster) {}

  private Optional<Instance> known(String id, Steady steady) {
    return nodes.since(steady.since(), id, steady.cluster());
  }

  /// Remembers the nodes among instances that were asked for.
  void keepNodes(Collection<Instance> found, Instant asked, Instant steady) {
    nodes.keep(found, asked, steady);
  }

  /// The VPCs of security groups, as far as they were seen before. A group stays in its VPC.
  Optional<String> vpcOf(String group) {
    return Optional.ofNullable(vpcsOfGroups.get(group));
  }

  /// The rules of security groups.
  KnownRules rules() {
    return rules;
  }

  /// Security groups by id.
  Fact<List<SecurityGroup>> groups(Collection<String> ids) {
    return ec2.groups("group-id", ids)
        .map(
            found -> {
              found.forEach(group -> vpcsOfGroups.put(group.groupId(), group.vpcId()));
              return found;
            });
  }

  /// Remembers instances; an instance that was asked for by id and not found is gone.
  private Fact<List<Instance>> see(Fact<List<Instance>> described, Collection<String> asked) {
    var now = now();
    instances.forgetBefore(now.minus(LONGEST_READ));
    return described.map(
        found -> {
          asked.forEach(id -> instances.keep(id, Optional.empty(), now));
          asked.forEach(nodes::forget);
          found.forEach(
              instance -> instances.keep(instance.instanceId(), Optional.of(instance), now));
          found.forEach(instance -> nodes.forget(instance.instanceId()));
          return found;
        });
  }

  /// Interfaces by id. Those that were seen at `earliest` or later are not asked for again.
  Fact<List<NetworkInterface>> interfaces(Collection<String> ids, Instant earliest) {
    var now = now();
    interfaces.forgetBefore(now.minus(LONGEST_READ));
    var unseen = ids.stream().filter(id -> interfaces.since(earliest, id).isEmpty()).toList();
    Fact<List<NetworkInterface>> described =
        unseen.isEmpty() ? Fact.known(List.of()) : ec2.interfaces("network-interface-id", unseen);
    return described.map(
        found -> {
          found.forEach(
              networkInterface ->
                  interfaces.keep(networkInterface.networkInterfaceId(), networkInterface, now));
          return ids.stream()
              .distinct()
              .flatMap(id -> interfaces.since(earliest, id).stream())
              .toList();
        });
  }

  /// The reservations in a subnet. Each subnet is a call of its own, so those that were asked for
  /// at `earliest` or later are not asked for again. Where that is still to come, AWS may not show
  /// a change yet, and its answer is not remembered.
  Fact<List<SubnetCidrReservation>> reservations(String subnet, Instant earliest) {
    var now = now();
    var kept = reservations.since(earliest, subnet);
    if (kept.isPresent()) {
      return Fact.known(kept.get());
    }
    reservations.forget(subnet);
    return ec2.reservations(subnet)
        .map(
            found -> {
              if (!earliest.isAfter(now)) {
                reservations.keep(subnet, found, now);
              }
              return found;
            });
  }

  /// Prefix lists with their entries. A list that was read before is first asked for its version. A
  /// few lists that were not are read at once; more are asked for their versions too, in one call,
  /// so that the next check need not read each of them again.
  Map<String, Fact<PrefixList>> entries(Collection<String> named) {
    var known = named.stream().filter(lists::containsKey).toList();
    var versions = versions(named.size() - known.size() > FEW ? named : known);
    return SideBySide.each(
        new TreeSet<>(named), list -> entries(list, Optional.ofNullable(versions.get(list))));
  }

  /// AWS-managed lists have no version, and are read each time.
  private Map<String, Long> versions(Collection<String> known) {
    var versions = new HashMap<String, Long>();
    if (!known.isEmpty()) {
      ec2.prefixLists(known).asKnown().orElse(List.of()).stream()
          .filter(list -> Objects.nonNull(list.version()))
          .forEach(list -> versions.put(list.prefixListId(), list.version()));
    }
    return versions;
  }

  private Fact<PrefixList> entries(String id, Optional<Long> version) {
    var kept = Optional.ofNullable(lists.get(id));
    if (version.isPresent() && kept.filter(read -> read.version().equals(version)).isPresent()) {
      return kept.get().list();
    }
    var entries = ec2.entries(id, version);
    var list = PrefixLists.convert(id, entries);
    entries.asKnown().ifPresent(_ -> lists.put(id, new Entries(version, list)));
    return list;
  }
}
