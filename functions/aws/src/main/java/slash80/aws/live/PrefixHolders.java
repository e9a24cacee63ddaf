package slash80.aws.live;

import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.aws.Ipv6Blocks;
import slash80.aws.convert.InstanceInterfaces;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// Finds other interfaces that hold the same /80 prefixes as the interfaces of a scope, or the /80
/// around one of their addresses. AWS delegates prefixes of 80 bits only
/// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/ec2-prefix-eni.html), so a filter finds the
/// holders by name. A filter finds neither an address inside a prefix nor an interface without an
/// instance: a check of the whole cluster sees those.
///
/// An instance that held a prefix when it was last checked is itself asked for by its /80s: the
/// answer shows it and the other holders as they are now, in one call instead of two. What is
/// remembered chooses only the question. An instance that the answer lacks is asked for by its id.
final class PrefixHolders {
  /// Nothing is remembered for longer than from one sweep to the next.
  private static final Duration AGE = Duration.ofHours(1);

  private final Ec2Calls ec2;
  private final ClusterCache memory;
  private final CachedResponses<Set<String>> blocksOf = new CachedResponses<>();
  private volatile Answer last = new Answer(Set.of(), List.of(), Instant.MIN);
  private volatile Instant missed = Instant.MIN;

  /// @param asked the time just before the call
  private record Answer(Set<String> blocks, List<Instance> hosts, Instant asked) {}

  PrefixHolders(Ec2Calls ec2, ClusterCache memory) {
    this.ec2 = ec2;
    this.memory = memory;
  }

  /// Those of some instances that still hold a prefix of the last check, and the others that hold
  /// it. None, without a call, unless each of them held one.
  Fact<List<Instance>> around(Collection<String> instances) {
    var now = memory.now();
    var blocks = new TreeSet<String>();
    for (var id : instances) {
      var known = blocksOf.within(AGE, now, id);
      if (known.isEmpty()) {
        return Fact.known(List.of());
      }
      blocks.addAll(known.get());
    }
    return asked(blocks)
        .map(
            hosts -> {
              last = new Answer(blocks, hosts, now);
              var gone = new TreeSet<>(instances);
              hosts.forEach(host -> gone.remove(host.instanceId()));
              gone.forEach(blocksOf::forget);
              missed = gone.isEmpty() ? missed : now;
              return hosts;
            });
  }

  private Fact<List<Instance>> asked(Set<String> blocks) {
    return ScopedAttachments.unlessEmpty(
        blocks, texts -> ec2.instances("network-interface.ipv6-prefixes.ipv6-prefix", texts));
  }

  /// The calls since a moment that did not show what they were about.
  int missed(Instant since) {
    return missed.isBefore(since) ? 0 : 1;
  }

  /// The other interfaces, as they were at `earliest` or later.
  Fact<List<NetworkInterface>> read(List<NetworkInterface> own, Instant earliest) {
    remember(own);
    var ids = ScopedAttachments.values(own, NetworkInterface::networkInterfaceId);
    var blocks = blocks(own);
    var known = last;
    boolean isKnown = !known.asked().isBefore(earliest) && known.blocks().containsAll(blocks);
    return (isKnown ? Fact.known(known.hosts()) : asked(blocks))
        .map(
            hosts ->
                hosts.stream()
                    .flatMap(InstanceInterfaces::of)
                    .filter(other -> !ids.contains(other.networkInterfaceId()))
                    .filter(other -> holdsAny(other, blocks))
                    .map(PrefixHolders::holding)
                    .toList());
  }

  /// Remembers the instances that hold a prefix: a filter finds no other.
  private void remember(List<NetworkInterface> own) {
    var now = memory.now();
    blocksOf.forgetBefore(now.minus(AGE));
    own.stream()
        .filter(item -> item.attachment() != null && item.attachment().instanceId() != null)
        .collect(Collectors.groupingBy(item -> item.attachment().instanceId()))
        .forEach(
            (instance, held) -> {
              if (held.stream().anyMatch(item -> !item.ipv6Prefixes().isEmpty())) {
                blocksOf.keep(instance, blocks(held), now);
              }
            });
  }

  private static Set<String> blocks(List<NetworkInterface> own) {
    var blocks = new TreeSet<String>();
    for (var networkInterface : own) {
      networkInterface.ipv6Prefixes().forEach(prefix -> blocks.add(prefix.ipv6Prefix()));
      networkInterface.ipv6Addresses().stream()
          .flatMap(address -> Ipv6Blocks.parse(address.ipv6Address()).stream())
          .forEach(address -> blocks.add(Ipv6Blocks.slash80Around(address).toString()));
    }
    return blocks;
  }

  private static boolean holdsAny(NetworkInterface other, Set<String> blocks) {
    return other.ipv6Prefixes().stream().anyMatch(prefix -> blocks.contains(prefix.ipv6Prefix()));
  }

  /// The interface with only its addresses and prefixes: its groups and its host are not judged.
  private static NetworkInterface holding(NetworkInterface other) {
    return NetworkInterface.builder()
        .networkInterfaceId(other.networkInterfaceId())
        .subnetId(other.subnetId())
        .vpcId(other.vpcId())
        .ipv6Addresses(other.ipv6Addresses())
        .ipv6Prefixes(other.ipv6Prefixes())
        .build();
  }
}
