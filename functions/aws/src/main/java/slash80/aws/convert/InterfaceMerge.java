package slash80.aws.convert;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.ip.Address;

/// Merges the interfaces of a VPC as DescribeInstances and DescribeNetworkInterfaces show them. The
/// two calls are made one after the other, so they may disagree. The merged interface has whatever
/// either call shows, because to overlook a prefix or a group is worse than to keep one that was
/// removed, and a note tells of the disagreement.
final class InterfaceMerge {
  private final Map<String, NetworkInterface> ofInstances = new LinkedHashMap<>();
  private final Map<String, NetworkInterface> listed = new LinkedHashMap<>();
  private final Map<String, List<String>> disagreements = new TreeMap<>();
  private final Map<List<SecurityGroup.Id>, List<SecurityGroup.Id>> groupLists = new HashMap<>();

  /// Adds an interface that DescribeInstances shows.
  void addOfInstance(NetworkInterface shown) {
    ofInstances.put(shown.id().value(), shown);
  }

  /// Adds an interface that DescribeNetworkInterfaces shows.
  void addListed(NetworkInterface shown) {
    listed.put(shown.id().value(), shown);
  }

  List<NetworkInterface> interfaces() {
    var merged = new TreeMap<String, NetworkInterface>(ofInstances);
    listed.forEach((id, seen) -> merged.merge(id, seen, this::merged));
    ofInstances.keySet().stream()
        .filter(id -> !listed.containsKey(id))
        .forEach(id -> disagree("the presence", id));
    return List.copyOf(merged.values());
  }

  /// The disagreements that [#interfaces] found.
  List<String> notes() {
    return disagreements.entrySet().stream()
        .map(
            entry ->
                "DescribeInstances and DescribeNetworkInterfaces disagree on %s of %s: either counts"
                    .formatted(entry.getKey(), some(entry.getValue())))
        .toList();
  }

  private static String some(List<String> ids) {
    return ids.size() == 1 ? ids.getFirst() : ids.getFirst() + " and " + (ids.size() - 1) + " more";
  }

  private void disagree(String what, String id) {
    disagreements.computeIfAbsent(what, _ -> new ArrayList<>()).add(id);
  }

  private NetworkInterface merged(NetworkInterface ofInstance, NetworkInterface listed) {
    var id = listed.id().value();
    if (ofInstance.checksSourceAndDestination() != listed.checksSourceAndDestination()) {
      disagree("the source/destination check", id);
    }
    return new NetworkInterface(
        listed.id(),
        listed.subnet(),
        listed.vpc(),
        listed.interfaceType(),
        listed.description(),
        ofInstance.attachment().or(listed::attachment),
        shared(either("the groups", id, listed.groups(), ofInstance.groups())),
        either("the IPv6 addresses", id, listed.ipv6Addresses(), ofInstance.ipv6Addresses()),
        either("the IPv6 prefixes", id, listed.ipv6Prefixes(), ofInstance.ipv6Prefixes()),
        ipv4(id, listed.ipv4Addresses(), ofInstance.ipv4Addresses()),
        either("the IPv4 prefixes", id, listed.ipv4Prefixes(), ofInstance.ipv4Prefixes()),
        listed.deniesAllIgwTraffic(),
        listed.checksSourceAndDestination() && ofInstance.checksSourceAndDestination(),
        listed.tags(),
        listed.operator().isEmpty() ? ofInstance.operator() : listed.operator());
  }

  /// One list for all interfaces that carry the same groups: a cluster has few, and many nodes.
  private List<SecurityGroup.Id> shared(List<SecurityGroup.Id> groups) {
    return groupLists.computeIfAbsent(groups, list -> list);
  }

  private <T> List<T> either(String what, String id, List<T> listed, List<T> ofInstance) {
    if (listed.size() < 2 && listed.equals(ofInstance)) {
      return listed;
    }
    if (!new HashSet<>(listed).equals(new HashSet<>(ofInstance))) {
      disagree(what, id);
    }
    var either = new LinkedHashSet<>(listed);
    either.addAll(ofInstance);
    return List.copyOf(either);
  }

  private List<NetworkInterface.Ipv4> ipv4(
      String id, List<NetworkInterface.Ipv4> listed, List<NetworkInterface.Ipv4> ofInstance) {
    if (listed.size() < 2 && listed.equals(ofInstance)) {
      return listed;
    }
    if (!plain(listed).equals(plain(ofInstance))) {
      disagree("the IPv4 addresses", id);
    }
    var either = new LinkedHashMap<Address, NetworkInterface.Ipv4>();
    listed.forEach(address -> either.put(address.address(), address));
    ofInstance.forEach(address -> either.merge(address.address(), address, InterfaceMerge::either));
    return List.copyOf(either.values());
  }

  private static NetworkInterface.Ipv4 either(NetworkInterface.Ipv4 a, NetworkInterface.Ipv4 b) {
    return new NetworkInterface.Ipv4(
        a.address(),
        a.primary() || b.primary(),
        a.publicAddress().or(b::publicAddress),
        a.association().or(b::association));
  }

  private static Set<NetworkInterface.Ipv4> plain(List<NetworkInterface.Ipv4> held) {
    return held.stream().map(NetworkInterface.Ipv4::withoutAssociation).collect(Collectors.toSet());
  }
}
