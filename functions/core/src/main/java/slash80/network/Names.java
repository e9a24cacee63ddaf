package slash80.network;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.VpcLayers;
import slash80.ip.Prefix;

/// The names that people know resources by, beside the ids: a node's `Name` tag, node group and
/// availability zone, a security group's name and description, a subnet's `Name` tag. All of it is
/// text from outside and has to be escaped where it is shown. They are gathered when the first is
/// asked for: most checks find nothing that has to be named.
public final class Names {
  public static final Names NONE = new Names(Map.of());

  private final Supplier<Map<String, Named>> named;

  /// @param named the names by the resource's id; an interface has those of its node
  public Names(Map<String, Named> named) {
    var copy = Map.copyOf(named);
    this.named = () -> copy;
  }

  private Names(Network network) {
    this.named = NetworkParts.once(() -> gathered(network));
  }

  /// The names of one resource. Each is empty where there is none.
  ///
  /// @param name the `Name` tag, or the name of a security group
  /// @param description of a security group
  /// @param nodeGroup the managed node group or node pool of a node
  /// @param zone the availability zone of a node
  /// @param prefixes the prefixes that a node or interface holds for pods
  public record Named(
      String name, String description, String nodeGroup, String zone, List<Prefix> prefixes) {
    public static final Named UNNAMED = new Named("", "", "", "", List.of());

    public Named {
      prefixes = List.copyOf(prefixes);
    }

    /// All names in words: `worker-1, node group system, us-east-2a`.
    public String words() {
      return Stream.of(
              name,
              description.equals(name) ? "" : description,
              nodeGroup.isEmpty() ? "" : "node group " + nodeGroup,
              zone)
          .filter(words -> !words.isBlank())
          .collect(Collectors.joining(", "));
    }
  }

  /// The names of the nodes, interfaces, groups and subnets of a network, as far as they were read.
  public static Names of(Network network) {
    return new Names(network);
  }

  private static Map<String, Named> gathered(Network network) {
    var named = new HashMap<String, Named>();
    for (Node node : network.nodes().asKnown().orElse(List.of())) {
      var prefixes = network.prefixesOf(node).asKnown().orElse(List.of());
      named.put(node.subjectId(), named(node, prefixes));
    }
    for (NetworkInterface each : network.interfaces().asKnown().orElse(List.of())) {
      network
          .nodeOf(each)
          .ifPresent(node -> named.put(each.subjectId(), named(node, each.ipv6Prefixes())));
    }
    layers(network.facts())
        .forEach(
            vpc -> {
              vpc.groups().asKnown().stream()
                  .flatMap(List::stream)
                  .forEach(group -> named.put(group.id().value(), named(group)));
              vpc.subnets().asKnown().stream()
                  .flatMap(List::stream)
                  .forEach(subnet -> named.put(subnet.subjectId(), named(subnet)));
            });
    named.values().removeIf(Named.UNNAMED::equals);
    return named;
  }

  private static Stream<VpcLayers> layers(Facts facts) {
    return Stream.concat(facts.otherVpcs().values().stream(), Stream.of(facts.layers()));
  }

  private static Named named(Node node, List<Prefix> prefixes) {
    var instance = node.instance();
    return new Named(
        instance.name().orElse(""), "", instance.nodeGroup().orElse(""), instance.zone(), prefixes);
  }

  private static Named named(SecurityGroup group) {
    String id = group.id().value();
    return new Named(
        group.name().equals(id) ? "" : group.name(), group.description(), "", "", List.of());
  }

  private static Named named(Subnet subnet) {
    return new Named(
        Objects.requireNonNullElse(subnet.tags().get("Name"), ""), "", "", "", List.of());
  }

  /// The names of a resource.
  public Named of(String id) {
    return named.get().getOrDefault(id, Named.UNNAMED);
  }

  /// The names of a resource in words, where there are any.
  public Optional<String> words(String id) {
    return Optional.of(of(id).words()).filter(words -> !words.isEmpty());
  }
}
