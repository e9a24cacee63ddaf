package slash80.alerts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ledger.Delta;
import slash80.rule.Finding;

/// The sentence about a group of findings that stands in subjects and lists: `tcp 22 is open to the
/// internet on 300 nodes`. Names in it come from outside and are not escaped.
///
/// @param group the findings
/// @param internet the addresses that count as the internet
record Headline(FindingGroup group, Map<IpFamily, Internet> internet) {
  private static final int SERVICES = 2;

  /// The longest list of ports of one protocol.
  private static final int PORTS = 24;

  /// The verbs of findings that begin with their subject, and their plurals.
  private static final Map<String, String> PLURALS =
      Map.ofEntries(
          Map.entry("is", "are"),
          Map.entry("has", "have"),
          Map.entry("was", "were"),
          Map.entry("does", "do"),
          Map.entry("holds", "hold"),
          Map.entry("held", "held"),
          Map.entry("uses", "use"),
          Map.entry("sets", "set"),
          Map.entry("runs", "run"),
          Map.entry("lets", "let"),
          Map.entry("may", "may"),
          Map.entry("carries", "carry"),
          Map.entry("assigns", "assign"),
          Map.entry("allows", "allow"),
          Map.entry("receives", "receive"));

  /// The verbs of other sentences.
  private static final Set<String> VERBS = Set.of("found", "cannot", "fixed");

  /// Whether a sentence says what it says: it holds a verb.
  static boolean hasVerb(String words) {
    for (String word : words.split("[ .;:]+")) {
      if (PLURALS.containsKey(word) || PLURALS.containsValue(word) || VERBS.contains(word)) {
        return true;
      }
    }
    return false;
  }

  /// @param isNamed whether there is room for the id of a subject
  String sentence(boolean isNamed) {
    return packets(group.first())
        .map(packets -> openness(packets, isNamed))
        .or(this::plural)
        .orElseGet(() -> detail(group.first(), isNamed));
  }

  /// The sentence once the findings have ended: `tcp 22 is closed again on 300 nodes`. What is not
  /// checked any more is not called closed.
  ///
  /// @param after how long they were open, as the rest of a sentence
  String ended(Delta.Ending ending, boolean isNamed, String after) {
    var packets = packets(group.first());
    if (packets.isEmpty()) {
      return "%s%s: %s"
          .formatted(end(ending), after, plural().orElseGet(() -> detail(group.first(), isNamed)));
    }
    var services = opening(packets.get()).services();
    String what = listed(services);
    String verb = verb(services);
    String open = group.first().open().isPresent() ? "open" : "one change from open";
    String over = over(packets.get());
    String where = where(isNamed);
    return switch (ending) {
      case MENDED ->
          open.equals("open")
              ? "%s %s closed again%s on %s%s".formatted(what, verb, over, where, after)
              : "%s %s no longer %s%s on %s%s".formatted(what, verb, open, over, where, after);
      case NODE_GONE ->
          "%s %s no longer %s%s: %s %s gone%s"
              .formatted(
                  what,
                  verb,
                  open,
                  over,
                  where,
                  Item.places(counted()).size() == 1 ? "is" : "are",
                  after);
      case CLUSTER_GONE, NO_LONGER_CHECKED, RULES_CHANGED, SILENCED ->
          "%s %s %s%s on %s".formatted(what, verb.equals("is") ? "was" : "were", open, over, where);
    };
  }

  private static String end(Delta.Ending ending) {
    return switch (ending) {
      case MENDED -> "fixed";
      case NODE_GONE -> "gone with the node";
      case CLUSTER_GONE -> "gone with the cluster";
      case NO_LONGER_CHECKED -> "no longer checked";
      case RULES_CHANGED -> "not found any more";
      case SILENCED -> "silenced";
    };
  }

  static Optional<PacketSet> packets(Finding finding) {
    return finding.open().or(finding::latent).filter(packets -> !packets.boxes().isEmpty());
  }

  /// The findings of the group that the sentence speaks of: of an opening, those with the same
  /// ports open to the same part of the internet. A network ACL may keep one of two ports closed on
  /// some nodes of the group.
  List<Finding> counted() {
    var first = packets(group.first());
    if (first.isEmpty()) {
      return group.findings();
    }
    var opening = opening(first.get());
    return group.findings().stream()
        .filter(
            finding ->
                packets(finding)
                    .filter(
                        packets -> packets.equals(first.get()) || opening(packets).equals(opening))
                    .isPresent())
        .toList();
  }

  /// The services that are open to the widest part of the internet.
  private record Opening(double share, List<String> services) {}

  private Opening opening(PacketSet packets) {
    var whole = internet.getOrDefault(packets.family(), Internet.over(packets.family()));
    var boxes = packets.boxes();
    double share = boxes.stream().mapToDouble(box -> whole.share(box.sources())).max().orElse(0);
    var services =
        boxes.stream()
            .filter(box -> whole.share(box.sources()) == share)
            .map(box -> services(box.protocol(), box.ports()))
            .distinct()
            .toList();
    return new Opening(share, services);
  }

  /// A long list of ports is counted: `tcp 22,25,53 and 17 more`.
  private static String services(String protocol, String ports) {
    if (ports.length() <= PORTS) {
      return OpeningText.services(protocol, ports);
    }
    String first = ports.substring(0, ports.lastIndexOf(',', PORTS - 9));
    long more =
        ports.chars().filter(character -> character == ',').count()
            - first.chars().filter(character -> character == ',').count();
    return "%s and %s more"
        .formatted(OpeningText.services(protocol, first), TextFormat.number(more));
  }

  private String openness(PacketSet packets, boolean isNamed) {
    var opening = opening(packets);
    return "%s %s %s %s%s on %s"
        .formatted(
            listed(opening.services()),
            verb(opening.services()),
            group.first().open().isPresent() ? "open to" : "one change from open to",
            internet(opening.share()),
            over(packets),
            where(isNamed));
  }

  private static String verb(List<String> services) {
    return services.size() == 1 && !services.getFirst().matches(".*(\\d[,-]| and ).*")
        ? "is"
        : "are";
  }

  private static String over(PacketSet packets) {
    return packets.family() == IpFamily.IPV4 ? " over IPv4" : "";
  }

  private static String listed(List<String> services) {
    if (services.size() <= SERVICES) {
      return String.join(" and ", services);
    }
    return "%s and %s more".formatted(services.getFirst(), TextFormat.number(services.size() - 1L));
  }

  private static String internet(double share) {
    if (share >= 0.995) {
      return "the internet";
    }
    return share >= 0.005
        ? "%d%% of the internet".formatted(Math.round(share * 100))
        : "part of the internet";
  }

  private String where(boolean isNamed) {
    var findings = counted();
    boolean haveNodes = findings.stream().allMatch(finding -> finding.node().isPresent());
    Set<String> names =
        haveNodes
            ? Item.places(findings)
            : findings.stream().map(Finding::subject).collect(Collectors.toSet());
    String kind = haveNodes ? "node" : kind(group.first());
    return names.size() == 1 && isNamed
        ? kind + " " + names.iterator().next()
        : TextFormat.count(names.size(), kind);
  }

  /// `3 nodes hold no prefix`, where the findings differ by nothing but their subject.
  private Optional<String> plural() {
    var rests = group.findings().stream().map(Headline::rest).distinct().toList();
    if (group.findings().size() == 1 || rests.size() > 1 || rests.getFirst().isEmpty()) {
      return Optional.empty();
    }
    var words = rests.getFirst().split(" ");
    for (int verb = 0; verb < words.length; verb++) {
      if (PLURALS.containsKey(words[verb])) {
        words[verb] = PLURALS.get(words[verb]);
        return Optional.of(
            TextFormat.count(group.findings().size(), kind(group.first()))
                + " "
                + String.join(" ", words).replace(" its ", " their "));
      }
    }
    return Optional.empty();
  }

  /// The words after the subject that a finding begins with; empty if it begins otherwise.
  private static String rest(Finding finding) {
    String detail = withoutNode(finding);
    return detail.startsWith(finding.subject() + " ")
        ? detail.substring(finding.subject().length() + 1)
        : "";
  }

  private static String withoutNode(Finding finding) {
    return finding
        .node()
        .map(node -> finding.detail().replace(" of " + node, ""))
        .orElse(finding.detail());
  }

  /// A group of findings that differ in more than their subjects is told by its first one.
  private String detail(Finding finding, boolean isNamed) {
    String detail = withoutNode(finding);
    String told;
    if (finding.subjectType().equals("cluster")) {
      String unnamed =
          detail.replaceFirst(" of " + Pattern.quote(finding.subject()) + "(?![\\w-])", "");
      told = unnamed.equals(detail) ? word(detail, finding.subject(), "the cluster") : unnamed;
    } else {
      told =
          isNamed || finding.subjectType().isEmpty()
              ? detail
              : word(detail, finding.subject(), a(kind(finding)));
    }
    int others = group.subjects().size() - 1;
    return others == 0 ? told : told + "; %s more like it".formatted(TextFormat.number(others));
  }

  /// Replaces a name where it stands as a word: a cluster may be called `net` or `open`.
  private static String word(String text, String name, String replacement) {
    return Pattern.compile("(?<![\\w-])" + Pattern.quote(name) + "(?![\\w-])")
        .matcher(text)
        .replaceFirst(Matcher.quoteReplacement(replacement));
  }

  private static String a(String kind) {
    return ("aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
  }

  static String kind(Finding finding) {
    return switch (finding.subjectType()) {
      case "instance" -> "node";
      case "" -> "resource"; // ledgers of the first schema do not hold the type
      default -> finding.subjectType().replace("network-", "").replace('-', ' ');
    };
  }
}
