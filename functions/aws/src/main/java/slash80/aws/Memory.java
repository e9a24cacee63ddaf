package slash80.aws;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.Vpc;

/// What need not be asked again: what does not change, for hours; what hardly does, for minutes;
/// what was seen since a reading began, for that reading; the entries of a prefix list as long as
/// its version stands. Refusals are never kept.
final class Memory {
  /// The VPC that a cluster stands in. It does not change; a cluster that takes the name of one
  /// that is gone may stand in another.
  private static final Duration STANDING = Duration.ofHours(1);

  /// The ranges of a VPC; every change of them is judged by a check of the whole cluster.
  private static final Duration VPCS = Duration.ofMinutes(5);

  /// What a type of instance can do.
  private static final Duration TYPES = Duration.ofHours(24);

  /// No reading takes longer: that is the timeout of the functions that read.
  private static final Duration READING = Duration.ofMinutes(2);

  private static final String ALL = "all";

  private record Entries(Optional<Long> version, List<PrefixListEntry> entries) {}

  private final InstantSource clock;
  private final Kept<List<String>> names = new Kept<>();
  private final Kept<Cluster> clusters = new Kept<>();
  private final Kept<Set<String>> clustersIn = new Kept<>();
  private final Kept<Vpc> vpcs = new Kept<>();
  private final Kept<Optional<InstanceTypeInfo>> types = new Kept<>();
  private final Kept<Optional<Instance>> instances = new Kept<>();
  private final Kept<NetworkInterface> interfaces = new Kept<>();
  private final Map<String, Entries> lists = new HashMap<>();

  Memory(InstantSource clock) {
    this.clock = clock;
  }

  Instant now() {
    return clock.instant();
  }

  /// The names of all clusters.
  Optional<List<String>> names(Instant earliest) {
    return names.since(earliest, ALL);
  }

  void keep(List<String> listed, Instant asked) {
    names.keep(ALL, listed, asked);
  }

  Optional<Cluster> cluster(String name, Instant earliest) {
    return clusters.since(earliest, name);
  }

  void keep(Cluster cluster, Instant asked) {
    clusters.keep(cluster.name(), cluster, asked);
  }

  /// Whether a cluster may stand in one of these VPCs, as far as it was told of lately.
  boolean mayStandIn(String name, Set<slash80.facts.Vpc.Id> vpcs) {
    return clusters
        .within(STANDING, now(), name)
        .filter(cluster -> !vpcs.contains(cluster.vpc()))
        .isEmpty();
  }

  /// The names of the clusters in some VPCs, by the group that EKS makes for each and tags
  /// (https://docs.aws.amazon.com/eks/latest/userguide/sec-group-reqs.html). Nothing when a VPC has
  /// no such group: it may have no cluster, or its tag may be gone.
  Optional<Set<String>> clustersIn(Ec2Calls ec2, Set<slash80.facts.Vpc.Id> vpcs, Instant earliest) {
    var now = now();
    var unseen =
        vpcs.stream()
            .map(slash80.facts.Vpc.Id::value)
            .filter(vpc -> clustersIn.since(earliest, vpc).isEmpty())
            .toList();
    if (!unseen.isEmpty()) {
      ec2.clusterGroups(unseen).map(groups -> keepByVpc(groups, unseen, now));
    }
    var found = new TreeSet<String>();
    for (var vpc : vpcs) {
      var there = clustersIn.since(earliest, vpc.value()).orElse(Set.of());
      if (there.isEmpty()) {
        return Optional.empty();
      }
      found.addAll(there);
    }
    return Optional.of(found);
  }

  private List<SecurityGroup> keepByVpc(List<SecurityGroup> groups, List<String> vpcs, Instant at) {
    for (var vpc : vpcs) {
      var there =
          groups.stream()
              .filter(group -> vpc.equals(group.vpcId()))
              .map(group -> FactsOf.tags(group.tags()).get(Ec2Calls.CLUSTER))
              .filter(Objects::nonNull)
              .collect(Collectors.toSet());
      clustersIn.keep(vpc, there, at);
    }
    return groups;
  }

  /// How many calls since a moment were about where a cluster is and what it is.
  int asked(Cluster cluster, Instant since) {
    return (int)
        Stream.of(
                names.since(since, ALL),
                clusters.since(since, cluster.name()),
                clustersIn.since(since, cluster.vpc().value()))
            .filter(Optional::isPresent)
            .count();
  }

  Fact<List<Vpc>> vpc(Ec2Calls ec2, String id) {
    var now = now();
    var kept = vpcs.within(VPCS, now, id);
    if (kept.isPresent()) {
      return Fact.known(List.of(kept.get()));
    }
    var said = ec2.vpcs(List.of(id));
    said.asKnown().orElse(List.of()).forEach(vpc -> vpcs.keep(id, vpc, now));
    return said;
  }

  Fact<List<InstanceTypeInfo>> types(Ec2Calls ec2, Collection<String> names) {
    var now = now();
    var unknown = names.stream().filter(name -> types.within(TYPES, now, name).isEmpty()).toList();
    Fact<List<InstanceTypeInfo>> said =
        unknown.isEmpty() ? Fact.known(List.of()) : ec2.instanceTypes(unknown);
    return said.map(
        all -> {
          all.forEach(one -> types.keep(one.instanceTypeAsString(), Optional.of(one), now));
          return names.stream()
              .flatMap(name -> types.within(TYPES, now, name).flatMap(one -> one).stream())
              .toList();
        });
  }

  boolean knowsTypes(Collection<String> names) {
    return names.stream().allMatch(name -> types.within(TYPES, now(), name).isPresent());
  }

  /// Instances by id, those that were seen since `earliest` without asking again.
  Fact<List<Instance>> instances(Ec2Calls ec2, Collection<String> ids, Instant earliest) {
    var unseen = ids.stream().filter(id -> instances.since(earliest, id).isEmpty()).toList();
    if (!unseen.isEmpty()) {
      switch (see(ec2.instances("instance-id", unseen), unseen)) {
        case Fact.Unread<List<Instance>>(var why) -> {
          return Fact.unread(why);
        }
        case Fact.Known<List<Instance>> _ -> {}
      }
    }
    return Fact.known(
        ids.stream()
            .distinct()
            .flatMap(id -> instances.since(earliest, id).flatMap(one -> one).stream())
            .toList());
  }

  /// Remembers instances; those that were asked for by id and not found are gone.
  Fact<List<Instance>> see(Fact<List<Instance>> said, Collection<String> asked) {
    var now = now();
    instances.forgetBefore(now.minus(READING));
    return said.map(
        all -> {
          asked.forEach(id -> instances.keep(id, Optional.empty(), now));
          all.forEach(one -> instances.keep(one.instanceId(), Optional.of(one), now));
          return all;
        });
  }

  /// Interfaces by id, those that were seen since `earliest` without asking again.
  Fact<List<NetworkInterface>> interfaces(Ec2Calls ec2, Collection<String> ids, Instant earliest) {
    var now = now();
    interfaces.forgetBefore(now.minus(READING));
    var unseen = ids.stream().filter(id -> interfaces.since(earliest, id).isEmpty()).toList();
    Fact<List<NetworkInterface>> said =
        unseen.isEmpty() ? Fact.known(List.of()) : ec2.interfaces("network-interface-id", unseen);
    return said.map(
        all -> {
          all.forEach(one -> interfaces.keep(one.networkInterfaceId(), one, now));
          return ids.stream()
              .distinct()
              .flatMap(id -> interfaces.since(earliest, id).stream())
              .toList();
        });
  }

  /// The entries of prefix lists. What is kept is asked for its version first; what was never read
  /// is read at once, and its version asked when it is wanted again.
  Map<String, Fact<List<PrefixListEntry>>> entries(Ec2Calls ec2, Collection<String> named) {
    var versions = versions(ec2, named.stream().filter(lists::containsKey).toList());
    var entries = new HashMap<String, Fact<List<PrefixListEntry>>>();
    for (var list : new TreeSet<>(named)) {
      entries.put(list, entries(ec2, list, Optional.ofNullable(versions.get(list))));
    }
    return entries;
  }

  /// AWS's own lists have no version, and are read each time.
  private static Map<String, Long> versions(Ec2Calls ec2, List<String> known) {
    var versions = new HashMap<String, Long>();
    if (!known.isEmpty()) {
      ec2.prefixLists(known).asKnown().orElse(List.of()).stream()
          .filter(list -> Objects.nonNull(list.version()))
          .forEach(list -> versions.put(list.prefixListId(), list.version()));
    }
    return versions;
  }

  private Fact<List<PrefixListEntry>> entries(Ec2Calls ec2, String list, Optional<Long> version) {
    var kept = Optional.ofNullable(lists.get(list));
    if (version.isPresent() && kept.filter(one -> one.version().equals(version)).isPresent()) {
      return Fact.known(kept.get().entries());
    }
    return ec2.entries(list, version)
        .map(
            all -> {
              lists.put(list, new Entries(version, all));
              return all;
            });
  }
}
