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
import java.util.TreeSet;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.Vpc;

/// What need not be asked again: what does not change, for hours; what hardly does, for minutes;
/// what was seen since a reading began, for that reading; the entries of a prefix list as long as
/// its version stands. Refusals are never kept.
final class Memory {
  /// What a cluster is to its nodes changes by calls that name it, and those have it read anew.
  static final Duration CLUSTERS = Duration.ofMinutes(5);

  /// The ranges of a VPC; every change of them is judged by a check of the whole cluster.
  private static final Duration VPCS = Duration.ofMinutes(5);

  /// What a type of instance can do.
  private static final Duration TYPES = Duration.ofHours(24);

  /// No reading takes longer: that is the timeout of the functions that read.
  private static final Duration READING = Duration.ofMinutes(2);

  private static final String ALL = "all";

  private record Entries(Optional<Long> version, List<PrefixListEntry> entries) {}

  private final InstantSource clock;
  private final Kept<List<Cluster>> clusters = new Kept<>();
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

  Optional<List<Cluster>> clusters(Instant earliest) {
    return clusters.since(earliest, ALL);
  }

  void keep(List<Cluster> listed, Instant asked) {
    clusters.keep(ALL, listed, asked);
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
