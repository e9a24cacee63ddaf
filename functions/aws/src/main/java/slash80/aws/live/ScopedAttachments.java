package slash80.aws.live;

import static slash80.facts.NetworkInterface.TRUNK_TAG;

import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.convert.InstanceInterfaces;
import slash80.aws.convert.InterfaceFacts;
import slash80.aws.convert.NodeResources;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.network.Scope;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;

/// The instances and interfaces of a scope, as far as they exist.
///
/// @param instances the nodes of the scope, and the hosts of its single interfaces
/// @param interfaces the interfaces of the nodes, and the single interfaces
record ScopedAttachments(Fact<List<Instance>> instances, Fact<List<NetworkInterface>> interfaces) {
  /// The reason why everything outside the scope is unread.
  static final String NOT_READ = "only a part of the cluster was read";

  /// Reads the attachments of a scope.
  ///
  /// @param steady the time since which the nodes that carry a group may have been asked for
  record Reader(Ec2Calls ec2, CachedEc2 cached, Cluster cluster, Instant since, Instant steady) {

    ScopedAttachments read(Scope.Partial part) {
      var nodes = cached.instances(values(part.nodes(), node -> node.value()), since);
      var alive =
          nodes.asKnown().orElse(List.of()).stream()
              .filter(node -> cluster.vpc().value().equals(node.vpcId()))
              .map(Instance::instanceId)
              .toList();
      var attached = unlessEmpty(alive, ids -> ec2.interfaces("attachment.instance-id", ids));
      var trunks =
          attached.asKnown().orElse(List.of()).stream()
              .filter(item -> "trunk".equals(item.interfaceTypeAsString()))
              .map(NetworkInterface::networkInterfaceId)
              .toList();
      var carried = unlessEmpty(trunks, ids -> ec2.interfaces("tag:" + TRUNK_TAG, ids));
      var single =
          unlessEmpty(
              values(part.interfaces(), id -> id.value()), ids -> cached.interfaces(ids, since));
      var inGroups =
          unlessEmpty(
              values(part.groups(), group -> group.value()), ids -> cached.carriers(ids, since));
      var alone = joined(single, inGroups);
      var carriers = carriers(joined(attached, alone));
      var hosts = hosts(joined(alone, carriers), part);
      return new ScopedAttachments(
          joined(nodes, hosts, Instance::instanceId),
          joined(joined(attached, carried), joined(alone, carriers)));
    }

    /// The trunk interfaces that carry pods' interfaces and were not read with their nodes.
    private Fact<List<NetworkInterface>> carriers(Fact<List<NetworkInterface>> read) {
      return read.flatMap(
          interfaces -> {
            var trunks = new TreeSet<String>();
            interfaces.forEach(item -> InterfaceFacts.trunk(item).ifPresent(trunks::add));
            interfaces.forEach(item -> trunks.remove(item.networkInterfaceId()));
            return unlessEmpty(trunks, ids -> ec2.interfaces("network-interface-id", ids));
          });
    }

    /// The instances that the interfaces are attached to: an interface belongs to the cluster if
    /// its instance is a node. A group may be carried by many interfaces; then the group finds the
    /// instances in fewer calls.
    private Fact<List<Instance>> hosts(Fact<List<NetworkInterface>> read, Scope.Partial part) {
      return read.flatMap(
          interfaces -> {
            var hosts = new TreeSet<String>();
            interfaces.stream()
                .flatMap(item -> Stream.ofNullable(item.attachment()))
                .flatMap(attachment -> Stream.ofNullable(attachment.instanceId()))
                .forEach(hosts::add);
            return part.groups().isEmpty()
                ? cached.instances(hosts, since)
                : cached.hosts(
                    hosts,
                    values(part.groups(), group -> group.value()),
                    since,
                    new CachedEc2.Steady(steady, cluster.name()));
          });
    }
  }

  /// The same attachments, in which the host of a single interface has that interface alone: the
  /// others are not judged.
  ScopedAttachments narrowed(Scope.Partial part) {
    var ids = values(interfaces.asKnown().orElse(List.of()), NetworkInterface::networkInterfaceId);
    return new ScopedAttachments(
        instances.map(
            hosts ->
                hosts.stream()
                    .map(host -> isNode(host, part) ? host : withOnly(host, ids))
                    .toList()),
        interfaces);
  }

  private static boolean isNode(Instance host, Scope.Partial part) {
    return part.nodes().stream().anyMatch(node -> node.value().equals(host.instanceId()));
  }

  private static Instance withOnly(Instance host, Set<String> interfaces) {
    return host.copy(
        copy ->
            copy.networkInterfaces(
                host.networkInterfaces().stream()
                    .filter(own -> interfaces.contains(own.networkInterfaceId()))
                    .toList()));
  }

  /// The interfaces in the cluster's VPC, and those of its nodes in any VPC, that either call
  /// shows, as [InterfaceMerge] merges them.
  List<NetworkInterface> near(Cluster cluster) {
    var nodes = new NodeResources(cluster, instances);
    var ofInstances =
        instances.asKnown().orElse(List.of()).stream().flatMap(InstanceInterfaces::of);
    return Stream.concat(interfaces.asKnown().orElse(List.of()).stream(), ofInstances)
        .filter(item -> cluster.vpc().value().equals(item.vpcId()) || nodes.hold(item))
        .toList();
  }

  /// Whether a node of a scope, launched before some time, holds no prefix on any interface.
  boolean lackPrefix(Scope.Partial part, Cluster cluster, Instant launchedBefore) {
    var holders =
        near(cluster).stream()
            .filter(item -> !item.ipv6Prefixes().isEmpty() && item.attachment() != null)
            .map(item -> item.attachment().instanceId())
            .collect(Collectors.toSet());
    return instances.asKnown().orElse(List.of()).stream()
        .filter(host -> isNode(host, part))
        .filter(host -> cluster.vpc().value().equals(host.vpcId()))
        .filter(host -> host.launchTime() != null && host.launchTime().isBefore(launchedBefore))
        .anyMatch(host -> !holders.contains(host.instanceId()));
  }

  /// The instance types of the nodes of a scope.
  static Set<String> types(List<Instance> hosts, Scope.Partial part) {
    return hosts.stream()
        .filter(host -> isNode(host, part))
        .filter(host -> host.vpcId() != null)
        .flatMap(host -> Stream.ofNullable(host.instanceTypeAsString()))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// Whether a pod's own interface is among the single interfaces of a scope.
  boolean isCarried(Scope.Partial part) {
    var ids = values(part.interfaces(), id -> id.value());
    return interfaces.asKnown().orElse(List.of()).stream()
        .filter(item -> ids.contains(item.networkInterfaceId()))
        .anyMatch(item -> InterfaceFacts.trunk(item).isPresent());
  }

  /// Skips a call about nothing.
  static <T> Fact<List<T>> unlessEmpty(
      Collection<String> ids, Function<Collection<String>, Fact<List<T>>> call) {
    return ids.isEmpty() ? Fact.known(List.of()) : call.apply(ids);
  }

  private static Fact<List<NetworkInterface>> joined(
      Fact<List<NetworkInterface>> fact, Fact<List<NetworkInterface>> others) {
    return joined(fact, others, NetworkInterface::networkInterfaceId);
  }

  /// To compare the ids alone is much less work than to compare all that AWS said.
  private static <T> Fact<List<T>> joined(
      Fact<List<T>> fact, Fact<List<T>> others, Function<T, String> id) {
    return fact.flatMap(
        first ->
            others.map(
                next ->
                    next.isEmpty()
                        ? first
                        : distinct(Stream.concat(first.stream(), next.stream()), id)));
  }

  /// Each interface once: the first one of an id stays.
  static List<NetworkInterface> distinct(List<NetworkInterface> interfaces) {
    return distinct(interfaces.stream(), NetworkInterface::networkInterfaceId);
  }

  private static <T> List<T> distinct(Stream<T> items, Function<T, String> id) {
    var byId = new LinkedHashMap<String, T>();
    items.forEach(item -> byId.putIfAbsent(id.apply(item), item));
    return List.copyOf(byId.values());
  }

  static <T> Set<String> values(Collection<T> items, Function<T, String> value) {
    return items.stream()
        .map(value)
        .filter(Objects::nonNull)
        .collect(Collectors.toCollection(TreeSet::new));
  }
}
