package slash80.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// An item of an alert: the findings that have one cause and are ended by one fix, whatever rules
/// they break. A security group that admits tcp 22 from everywhere, over both families, is one.
///
/// @param groups by rule, worst first; at least one
record Item(List<FindingGroup> groups) {
  private static final String IDS = " --security-group-rule-ids ";

  Item {
    groups = List.copyOf(groups);
  }

  /// The items of these findings, worst first.
  static List<Item> of(List<Finding> findings) {
    var items = new LinkedHashMap<Object, List<FindingGroup>>();
    for (FindingGroup group : FindingGroup.of(findings)) {
      items.computeIfAbsent(key(group), _ -> new ArrayList<>()).add(group);
    }
    return items.values().stream().map(Item::new).toList();
  }

  /// The cause where a command removes it; the group itself where it stands alone.
  private static Object key(FindingGroup group) {
    String cause = group.first().cause();
    return !cause.isEmpty() && TextFormat.isCommand(group.first().remedy()) ? cause : group;
  }

  /// The number of items of each severity, worst first: `2 CRITICAL, 1 HIGH`.
  static String counts(List<Finding> findings) {
    return FindingGroup.counted(of(findings).stream().map(Item::severity).toList());
  }

  /// The worst group, which stands for the item in texts.
  FindingGroup lead() {
    return groups.getFirst();
  }

  Finding first() {
    return lead().first();
  }

  Severity severity() {
    return lead().severity();
  }

  List<Finding> findings() {
    return groups.stream().flatMap(group -> group.findings().stream()).toList();
  }

  /// When the first of its findings was found; empty if the ledger does not know them.
  Optional<Instant> firstSeen(Delta delta) {
    return findings().stream()
        .flatMap(finding -> Stream.ofNullable(delta.after().open().get(finding.id())))
        .map(Ledger.Entry::firstSeen)
        .min(Comparator.naturalOrder());
  }

  /// The ids of the nodes, or of the subjects that belong to no node.
  Set<String> places() {
    return places(findings());
  }

  /// The nodes, or the subjects without a node, of all these findings.
  static Set<String> places(Collection<Finding> findings) {
    return findings.stream()
        .map(finding -> finding.node().orElse(finding.subject()))
        .collect(Collectors.toCollection(LinkedHashSet::new));
  }

  List<String> rules() {
    return groups.stream().flatMap(group -> group.rules().stream()).distinct().toList();
  }

  /// The calls that made the findings.
  List<ChangeOrigin> changedBy(List<ChangeOrigin> origins, Delta delta) {
    return groups.stream()
        .flatMap(group -> group.changedBy(origins, delta).stream())
        .distinct()
        .toList();
  }

  /// Whether the change behind the findings was searched for, and no event named it.
  boolean isByNobody(List<ChangeOrigin> origins, Delta delta) {
    return groups.stream().allMatch(group -> group.isByNobody(origins, delta));
  }

  /// The fix of all findings: one command, or a chain where one cannot do it; a sentence where no
  /// command can.
  String fix() {
    return String.join(" && ", fixes());
  }

  /// The parts of that chain.
  List<String> fixes() {
    var commands = new LinkedHashMap<String, Set<String>>();
    for (String command : groups.stream().flatMap(Item::remedies).toList()) {
      int ids = command.contains(" && ") ? -1 : command.indexOf(IDS);
      String begin = ids < 0 ? command : command.substring(0, ids);
      var listed = commands.computeIfAbsent(begin, _ -> new LinkedHashSet<>());
      if (ids >= 0) {
        listed.addAll(List.of(command.substring(ids + IDS.length()).split(" ")));
      }
    }
    return commands.entrySet().stream().map(Item::command).toList();
  }

  /// A sentence stands for all findings of a group, and a command for those that it fixes.
  private static Stream<String> remedies(FindingGroup group) {
    var remedies = group.remedies();
    return remedies.isEmpty() || !TextFormat.isCommand(group.first().remedy())
        ? Stream.of(group.first().remedy())
        : remedies.stream().filter(TextFormat::isCommand);
  }

  private static String command(Map.Entry<String, Set<String>> command) {
    return command.getValue().isEmpty()
        ? command.getKey()
        : command.getKey() + IDS + String.join(" ", Objects.requireNonNull(command.getValue()));
  }
}
