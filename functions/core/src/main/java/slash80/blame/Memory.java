package slash80.blame;

import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.Facts;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcLayers;

/// The parts of an account that calls replace or delete without saying what was there, as an
/// earlier check read them. Each is a line of text under the id of its resource. What was not read
/// is not remembered.
///
/// @param parts the texts by their keys
public record Memory(SortedMap<String, String> parts) {
  /// The memory of a ledger that an older version wrote.
  public static final Memory NONE = new Memory(new TreeMap<>());

  /// The start of the key of interfaces that carry the same groups. Most nodes do.
  private static final String GROUPS = "groups ";

  /// The start of the key of the nodes that a subnet, target group or load balancer has.
  private static final String NODES = "nodes ";

  /// The start of the id of a rule, its key.
  private static final String RULE = "sgr-";

  static final String MODE = "mode";
  static final String ENDPOINT = "endpoint";
  static final String ADDON = "addon";

  public Memory {
    parts = Collections.unmodifiableSortedMap(new TreeMap<>(parts));
  }

  /// The memory of an account.
  public static Memory of(Facts facts) {
    var parts = new TreeMap<String, String>();
    add(facts.layers(), parts);
    facts.otherVpcs().values().forEach(layers -> add(layers, parts));
    facts.layers().blockMode().asKnown().ifPresent(mode -> parts.put(MODE, mode.name()));
    facts
        .cluster()
        .endpointPublicAccess()
        .asKnown()
        .ifPresent(
            isPublic ->
                parts.put(
                    ENDPOINT,
                    isPublic + " " + MemoryText.prefixes(facts.cluster().publicAccessCidrs())));
    facts
        .delegation()
        .vpcCni()
        .flatMap(MemoryText::addon)
        .asKnown()
        .ifPresent(text -> parts.put(ADDON, text));
    known(facts.balancing().loadBalancers().asKnown()).forEach(shown -> add(shown, parts));
    known(facts.balancing().classic().asKnown()).forEach(shown -> add(shown, parts));
    var groups = new TreeMap<String, Set<String>>();
    known(facts.attachments().interfaces().asKnown())
        .forEach(
            shown -> {
              remember(shown.id().value(), ids(shown.groups()), groups);
              shown
                  .attachment()
                  .filter(at -> at.deviceIndex() > 0) // EC2 detaches no primary interface
                  .flatMap(NetworkInterface.Attachment::id)
                  .ifPresent(id -> parts.put(id, shown.id().value()));
              shown
                  .ipv4Addresses()
                  .forEach(
                      held ->
                          held.association().ifPresent(id -> parts.put(id, shown.id().value())));
            });
    groups.forEach((ids, holders) -> parts.put(GROUPS + ids, String.join(" ", holders)));
    nodes(facts).forEach((subject, ids) -> parts.put(NODES + subject, String.join(" ", ids)));
    return new Memory(parts);
  }

  /// The instances in each subnet and node group, and behind each target group and load balancer.
  private static Map<String, Set<String>> nodes(Facts facts) {
    var nodes = new TreeMap<String, Set<String>>();
    var holders = new HashMap<String, String>();
    for (var shown : known(facts.attachments().interfaces().asKnown())) {
      shown
          .attachment()
          .ifPresent(
              at -> {
                var id = at.instance().value();
                remember(id, shown.subnet().value(), nodes);
                shown.ipv6Addresses().forEach(address -> holders.put(address.toString(), id));
                shown.ipv4Addresses().forEach(held -> holders.put(held.address().toString(), id));
              });
    }
    for (var instance : known(facts.attachments().instances().asKnown())) {
      instance
          .nodeGroup()
          .ifPresent(group -> remember(instance.id().value(), nodeGroup(group), nodes));
    }
    for (var group : known(facts.balancing().targetGroups().asKnown())) {
      var balancers =
          known(facts.balancing().loadBalancers().asKnown()).stream()
              .filter(shown -> group.loadBalancers().contains(shown.arn()))
              .map(LoadBalancer::name)
              .toList();
      for (var target : known(group.targets().asKnown())) {
        var id = target.id().startsWith("i-") ? target.id() : holders.get(target.id());
        if (id != null) {
          remember(id, group.name(), nodes);
          balancers.forEach(name -> remember(id, name, nodes));
        }
      }
    }
    return nodes;
  }

  private static <T> List<T> known(Optional<List<T>> list) {
    return list.orElse(List.of());
  }

  private static String ids(List<SecurityGroup.Id> groups) {
    return groups.stream()
        .map(SecurityGroup.Id::value)
        .distinct()
        .sorted()
        .collect(Collectors.joining(" "));
  }

  private static void add(VpcLayers layers, Map<String, String> parts) {
    known(layers.groups().asKnown()).stream()
        .flatMap(group -> group.ingress().stream())
        .forEach(rule -> rule.id().ifPresent(id -> parts.put(id, MemoryText.of(rule))));
    for (NetworkAcl acl : known(layers.acls().asKnown())) {
      parts.put(acl.id().value(), MemoryText.lines(acl.entries(), MemoryText::of));
      acl.subnets().forEach(subnet -> parts.put(aclOf(subnet.value()), acl.id().value()));
      parts.putAll(acl.associations());
    }
    var tables = known(layers.routeTables().asKnown());
    for (RouteTable table : tables) {
      parts.put(table.id().value(), MemoryText.lines(MemoryText.lasting(table), MemoryText::of));
      table.subnets().forEach(subnet -> parts.put(tableOf(subnet.value()), table.id().value()));
      parts.putAll(table.associations());
    }
    tables.stream()
        .filter(RouteTable::main)
        .forEach(
            main ->
                known(layers.subnets().asKnown()).stream()
                    .filter(subnet -> subnet.vpc().equals(main.vpc()))
                    .forEach(
                        subnet ->
                            parts.putIfAbsent(tableOf(subnet.id().value()), main.id().value())));
    layers
        .prefixLists()
        .forEach(
            (id, list) ->
                list.asKnown()
                    .ifPresent(read -> parts.put(id.value(), MemoryText.prefixes(read.entries()))));
    known(layers.exclusions().asKnown())
        .forEach(shown -> parts.put(shown.id(), MemoryText.of(shown)));
  }

  private static void add(LoadBalancer shown, Map<String, String> parts) {
    parts.put(groupsOf(shown.isClassic() ? shown.name() : shown.arn()), ids(shown.groups()));
    if (!shown.isClassic()) {
      known(shown.listeners().asKnown())
          .forEach(own -> parts.put(own.arn(), MemoryText.of(own, shown.arn())));
    }
  }

  static String aclOf(String subnet) {
    return subnet + " acl";
  }

  static String tableOf(String subnet) {
    return subnet + " table";
  }

  static String groupsOf(String balancer) {
    return balancer + " groups";
  }

  /// The subject under which the nodes of a node group are.
  static String nodeGroup(String name) {
    return "nodegroup " + name;
  }

  private static void remember(String holder, String ids, Map<String, Set<String>> groups) {
    groups.computeIfAbsent(ids, _ -> new TreeSet<>()).add(holder);
  }

  Optional<String> of(String key) {
    return Optional.ofNullable(parts.get(key));
  }

  /// Whether the rules of security groups were read and remembered.
  boolean holdsRules() {
    return holds(RULE);
  }

  /// Whether anything is remembered whose key starts so.
  boolean holds(String start) {
    return parts.tailMap(start).keySet().stream()
        .findFirst()
        .filter(key -> key.startsWith(start))
        .isPresent();
  }

  /// The memory with one more part.
  public Memory and(String key, String text) {
    var more = new TreeMap<>(parts);
    more.put(key, text);
    return new Memory(more);
  }

  /// The memory without a part.
  public Memory without(String key) {
    if (!parts.containsKey(key)) {
      return this;
    }
    var fewer = new TreeMap<>(parts);
    fewer.remove(key);
    return new Memory(fewer);
  }

  /// The groups of an interface.
  Optional<List<SecurityGroup.Id>> groups(NetworkInterface.Id holder) {
    return parts.tailMap(GROUPS).entrySet().stream()
        .takeWhile(part -> part.getKey().startsWith(GROUPS))
        .filter(part -> part.getValue().contains(holder.value()))
        .filter(part -> List.of(part.getValue().split(" ")).contains(holder.value()))
        .map(part -> part.getKey().substring(GROUPS.length()))
        .map(ids -> MemoryText.words(ids).map(SecurityGroup.Id::new).toList())
        .findFirst();
  }

  /// The instances that a subnet, node group, target group or load balancer had.
  Set<String> nodes(String subject) {
    return of(NODES + subject).stream()
        .flatMap(MemoryText::words)
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The memory after a check that read a part of the account: what it did not read stays.
  public Memory with(Memory part) {
    var merged = new TreeMap<>(parts);
    var holders = new HashMap<String, String>();
    for (var memory : List.of(this, part)) {
      memory.parts.forEach(
          (key, text) -> {
            if (key.startsWith(GROUPS)) {
              MemoryText.words(text).forEach(holder -> holders.put(holder, key));
            }
          });
    }
    merged.keySet().removeIf(key -> key.startsWith(GROUPS));
    part.parts.forEach(
        (key, text) -> {
          if (key.startsWith(NODES)) {
            merged.merge(key, text, Memory::union);
          } else if (!key.startsWith(GROUPS)) {
            merged.put(key, text);
          }
        });
    var groups = new TreeMap<String, Set<String>>();
    holders.forEach((holder, key) -> remember(holder, key, groups));
    groups.forEach((key, ids) -> merged.put(key, String.join(" ", ids)));
    return new Memory(merged);
  }

  private static String union(String ids, String more) {
    return String.join(
        " ", MemoryText.words(ids + " " + more).collect(Collectors.toCollection(TreeSet::new)));
  }
}
