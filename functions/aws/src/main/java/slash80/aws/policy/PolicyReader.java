package slash80.aws.policy;

import static slash80.aws.policy.SchemaCheck.path;
import static slash80.aws.policy.SchemaCheck.word;

import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.yaml.snakeyaml.nodes.MappingNode;
import org.yaml.snakeyaml.nodes.Node;
import org.yaml.snakeyaml.nodes.SequenceNode;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.judge.AllowedOpening;
import slash80.judge.Exemption;
import slash80.judge.Policy;
import slash80.judge.ResourceSelector;
import slash80.judge.RuleBook;
import slash80.judge.Traffic;
import slash80.network.Parameters;
import slash80.rule.Severity;

/// Builds a policy from a checked file. Parts with a mistake are skipped, so that mistakes between
/// the values of all other parts are reported too.
final class PolicyReader {
  private final Problems mistakes;
  private final SchemaCheck checked;
  private final Parameters usual;

  /// @param checked the check of the whole file
  PolicyReader(Problems mistakes, SchemaCheck checked, Parameters usual) {
    this.mistakes = mistakes;
    this.checked = checked;
    this.usual = usual;
  }

  Policy policy(Node root) {
    return new Policy(
        parameters(root),
        off(root),
        severities(root),
        allowed(root),
        exemptions(root),
        Optional.empty());
  }

  /// The value of a key; empty if it has a mistake.
  private Optional<Node> sound(Node node, String name) {
    return value(node, name).filter(checked::isSound);
  }

  private static Optional<Node> value(Node node, String name) {
    return node instanceof MappingNode mapping
        ? mapping.getValue().stream()
            .filter(entry -> word(entry.getKeyNode()).equals(name))
            .map(entry -> entry.getValueNode())
            .findFirst()
        : Optional.empty();
  }

  private static List<Node> items(Node node) {
    return node instanceof SequenceNode sequence ? sequence.getValue() : List.of(node);
  }

  private Set<String> off(Node root) {
    var off = new HashSet<String>();
    sound(root, PolicySchema.RULES_OFF)
        .ifPresent(list -> items(list).forEach(item -> off.add(word(item))));
    return off;
  }

  private Map<String, Severity> severities(Node root) {
    var severities = new HashMap<String, Severity>();
    sound(root, PolicySchema.SEVERITIES)
        .ifPresent(
            index ->
                ((MappingNode) index)
                    .getValue()
                    .forEach(
                        entry ->
                            severities.put(
                                word(entry.getKeyNode()),
                                Severity.valueOf(word(entry.getValueNode())))));
    return severities;
  }

  private Parameters parameters(Node root) {
    return sound(root, PolicySchema.PARAMETERS)
        .map(this::parametersOf)
        .orElse(usual)
        .expectingIpv6(ipv6Clusters(root));
  }

  private Set<String> ipv6Clusters(Node root) {
    var names = new HashSet<>(usual.ipv6Clusters());
    sound(root, PolicySchema.IPV6_CLUSTERS)
        .ifPresent(list -> items(list).forEach(item -> names.add(word(item))));
    return names;
  }

  private Parameters parametersOf(Node node) {
    var parameters =
        new Parameters(
            number(node, PolicySchema.SETTLING_MINUTES)
                .map(Duration::ofMinutes)
                .orElse(usual.settling()),
            share(node, PolicySchema.HIGH_SHARE).orElse(usual.highShare()),
            share(node, PolicySchema.MEDIUM_SHARE).orElse(usual.mediumShare()),
            share(node, PolicySchema.LOW_SHARE).orElse(usual.lowShare()),
            number(node, PolicySchema.ROOM_FOR_PREFIXES).orElse(usual.roomForPrefixes()),
            value(node, PolicySchema.CRITICAL_TCP_PORTS)
                .map(PolicyReader::ranges)
                .orElse(usual.listedTcpPorts()),
            usual.ipv6Clusters());
    if (parameters.highShare() > parameters.mediumShare()
        || parameters.mediumShare() > parameters.lowShare()) {
      mistakes.add(
          node,
          PolicySchema.PARAMETERS,
          "expected high-share, medium-share and low-share from large to small, found 1/%d, 1/%d"
              + " and 1/%d",
          parameters.highShare(),
          parameters.mediumShare(),
          parameters.lowShare());
    }
    return parameters;
  }

  private static Optional<Long> number(Node node, String key) {
    return value(node, key).map(value -> Long.parseLong(word(value)));
  }

  private static Optional<Long> share(Node node, String key) {
    return value(node, key).map(value -> Long.parseLong(word(value).substring("1/".length())));
  }

  private List<AllowedOpening> allowed(Node root) {
    var allowed = new ArrayList<AllowedOpening>();
    each(root, PolicySchema.ALLOWED_OPENINGS)
        .forEach(
            item -> {
              var on =
                  ResourceSelector.parse(
                      word(value(item.node(), PolicySchema.INTERFACES).orElseThrow()));
              traffic(item).ifPresent(traffic -> allowed.add(new AllowedOpening(on, traffic)));
            });
    return allowed;
  }

  private List<Exemption> exemptions(Node root) {
    var exemptions = new ArrayList<Exemption>();
    each(root, PolicySchema.EXEMPTIONS)
        .filter(this::speaksOfPacketsThatTheRuleFinds)
        .forEach(
            item -> {
              var before = mistakes.count();
              var traffic = traffic(item);
              if (mistakes.count() == before) {
                exemptions.add(exemption(item.node(), traffic));
              }
            });
    return exemptions;
  }

  private static Exemption exemption(Node node, Optional<Traffic> traffic) {
    return new Exemption(
        text(node, PolicySchema.RULE),
        ResourceSelector.parse(text(node, PolicySchema.SUBJECT)),
        traffic,
        words(node, PolicySchema.REASON),
        words(node, PolicySchema.OWNER),
        LocalDate.parse(text(node, PolicySchema.EXPIRES)));
  }

  private static String text(Node node, String key) {
    return word(value(node, key).orElseThrow());
  }

  /// The text on one line, for a report, even if it has several lines in the file.
  private static String words(Node node, String key) {
    return text(node, key).strip().replaceAll("\\s+", " ");
  }

  /// An item of a list, and its place in the file.
  private record Item(Node node, String place) {}

  private Stream<Item> each(Node root, String key) {
    var optional = value(root, key).filter(list -> list instanceof SequenceNode);
    var sound = new ArrayList<Item>();
    int number = 0;
    for (var node : optional.map(PolicyReader::items).orElse(List.of())) {
      var place = "%s[%d]".formatted(key, number++);
      if (checked.isSound(node)) {
        sound.add(new Item(node, place));
      }
    }
    return sound.stream();
  }

  /// Whether the rule of an exemption is about packets, and about the family of its sources, where
  /// the exemption names ports or sources.
  private boolean speaksOfPacketsThatTheRuleFinds(Item item) {
    var rule = text(item.node(), PolicySchema.RULE);
    var families = Policy.familiesOfPackets(rule);
    for (var key : List.of(PolicySchema.PROTOCOL, PolicySchema.PORTS, PolicySchema.SOURCES)) {
      var value = value(item.node(), key);
      if (value.isPresent() && families.isEmpty()) {
        mistakes.add(
            value.get(),
            path(item.place(), key),
            "expected none, because %s is not about packets; these are: %s",
            rule,
            String.join(", ", rulesOfPackets()));
        return false;
      }
    }
    var sources = value(item.node(), PolicySchema.SOURCES);
    if (sources.isPresent()
        && blocks(sources.get()).filter(prefixes -> lacks(prefixes, families)).isPresent()) {
      mistakes.add(
          sources.get(),
          path(item.place(), PolicySchema.SOURCES),
          "expected at least one block of %s, which %s is about",
          families.contains(IpFamily.IPV6) ? "IPv6" : "IPv4",
          rule);
      return false;
    }
    return true;
  }

  private static boolean lacks(List<Prefix> blocks, Set<IpFamily> families) {
    return blocks.stream().noneMatch(block -> families.contains(block.family()));
  }

  private static List<String> rulesOfPackets() {
    return RuleBook.entries().stream()
        .map(entry -> entry.rule().id())
        .filter(id -> !Policy.familiesOfPackets(id).isEmpty())
        .toList();
  }

  /// Empty when neither protocol nor sources are named, or when the protocol does not have these
  /// ports.
  private Optional<Traffic> traffic(Item item) {
    var protocol = value(item.node(), PolicySchema.PROTOCOL);
    var sources = value(item.node(), PolicySchema.SOURCES);
    if (protocol.isEmpty() && sources.isEmpty()) {
      return Optional.empty();
    }
    var number =
        protocol
            .map(node -> OptionalInt.of(Protocol.parse(word(node))))
            .orElse(OptionalInt.empty());
    var ports = value(item.node(), PolicySchema.PORTS).map(PolicyReader::ranges);
    if (number.isPresent()
        && ports.filter(portRanges -> !fit(portRanges, number.getAsInt())).isPresent()) {
      mistakes.add(
          value(item.node(), PolicySchema.PORTS).orElseThrow(),
          path(item.place(), PolicySchema.PORTS),
          hasTypes(number.getAsInt())
              ? "expected types from 0 to 255, or all"
              : "expected all: this protocol has no ports");
      return Optional.empty();
    }
    return Optional.of(
        Traffic.of(
            number, ports.orElse(List.of(PortRange.ALL)), sources.flatMap(PolicyReader::blocks)));
  }

  private static boolean hasTypes(int protocol) {
    return protocol == Protocol.ICMP || protocol == Protocol.ICMPV6;
  }

  private static boolean fit(List<PortRange> ports, int protocol) {
    return ports.equals(List.of(PortRange.ALL))
        || protocol == Protocol.TCP
        || protocol == Protocol.UDP
        || (hasTypes(protocol) && ports.stream().allMatch(range -> range.last() <= 255));
  }

  private static List<PortRange> ranges(Node node) {
    return word(node).equals(PolicySchema.ALL)
        ? List.of(PortRange.ALL)
        : items(node).stream().map(item -> range(word(item))).toList();
  }

  private static PortRange range(String text) {
    var ends = text.split("-");
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  /// The blocks; empty for `anywhere`.
  private static Optional<List<Prefix>> blocks(Node node) {
    return word(node).equals(PolicySchema.ANYWHERE)
        ? Optional.empty()
        : Optional.of(items(node).stream().map(item -> Prefix.parse(word(item))).toList());
  }
}
