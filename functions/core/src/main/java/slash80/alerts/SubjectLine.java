package slash80.alerts;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.judge.Judgement;
import slash80.ledger.Delta;
import slash80.rule.Finding;

/// The subject of an alert: `[CRITICAL] demo: tcp 22 is open to the internet on 3 nodes
/// (us-east-2)`. It holds printable ASCII only and at most 99 characters, as SNS wants
/// (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). Where there is no room, the
/// cluster's name is shortened first, and the sentence is never cut before its verb.
final class SubjectLine {
  static final int LONGEST = 99;
  private static final int SHORTEST_NAME = 16;
  private static final int SERVICES = 2;

  /// The verbs of findings that begin with their subject, and their plurals.
  private static final Map<String, String> PLURALS =
      Map.ofEntries(
          Map.entry("is", "are"),
          Map.entry("has", "have"),
          Map.entry("was", "were"),
          Map.entry("does", "do"),
          Map.entry("holds", "hold"),
          Map.entry("uses", "use"),
          Map.entry("assigns", "assign"),
          Map.entry("allows", "allow"),
          Map.entry("receives", "receive"));

  private final Judgement judgement;
  private final Delta delta;
  private final List<FindingGroup> matters;

  /// The findings of the first group that the headline speaks of.
  private final List<Finding> counted;

  private SubjectLine(Judgement judgement, Delta delta) {
    this.judgement = judgement;
    this.delta = delta;
    this.matters = FindingGroup.of(delta.leading());
    this.counted = matters.isEmpty() ? List.of() : counted(matters.getFirst());
  }

  static String of(Judgement judgement, Delta delta) {
    return new SubjectLine(judgement, delta).write();
  }

  /// A line that SNS takes as a subject: printable ASCII, not too long and not empty.
  static String printed(String words) {
    String line = cut(ascii(words).strip(), LONGEST);
    return line.isEmpty() ? "Slash80" : line;
  }

  private String write() {
    var sentences = sentences().map(SubjectLine::ascii).toList();
    return sentences.stream()
        .filter(sentence -> room(sentence) >= Math.min(SHORTEST_NAME, name().length()))
        .findFirst()
        .map(this::line)
        .orElseGet(() -> cutLine(sentences.getLast()));
  }

  private String line(String sentence) {
    return start() + shortened(name(), room(sentence)) + ": " + sentence + end();
  }

  private String cutLine(String sentence) {
    String name = shortened(name(), SHORTEST_NAME);
    return line(cut(sentence, LONGEST - (start() + name + ": " + end()).length()));
  }

  private int room(String sentence) {
    return LONGEST - (start() + ": " + sentence + end()).length();
  }

  private String start() {
    return "[%s] ".formatted(Alert.severity(judgement, delta));
  }

  private String name() {
    return ascii(judgement.cluster().name());
  }

  private String end() {
    return ascii(" (%s)".formatted(judgement.cluster().region()));
  }

  /// The reason why no further alert about a cluster follows.
  static String fate(Delta.Occasion last) {
    return last == Delta.Occasion.NO_LONGER_CHECKED ? "no longer checked" : "gone";
  }

  /// The news of the alert, from the fullest sentence to the shortest.
  private Stream<String> sentences() {
    if (delta.occasion().isLast()) {
      return Stream.of("the cluster is " + fate(delta.occasion()));
    }
    if (isLedByPermissions()) {
      return cannotCheck();
    }
    if (matters.isEmpty()) {
      return Stream.of(resolved());
    }
    String still = delta.isLedByReminder() ? "still: " : rulesChanged();
    String text = others() + fresh() + notChecked();
    String named = still + headline(true);
    String counted = still + headline(false);
    return Stream.of(named + text, counted + text, counted + others() + fresh(), counted);
  }

  private String rulesChanged() {
    return delta.isOpenedByRules() && !delta.opened().isEmpty() ? "rules changed: " : "";
  }

  private String resolved() {
    int resolved = delta.resolved().size();
    if (delta.isByRulesOnly()) {
      return "rules changed: %s not found any more"
          .formatted(TextFormat.count(resolved, "finding"));
    }
    boolean areFixed =
        delta.resolved().stream().allMatch(end -> end.ending() == Delta.Ending.MENDED);
    String verb = areFixed ? " fixed" : " resolved";
    return TextFormat.count(resolved, "finding") + (resolved == 1 ? " is" : " are") + verb;
  }

  /// Whether rules that cannot be checked could find something worse than what was found.
  private boolean isLedByPermissions() {
    var blind = Alert.worstBlocked(judgement, delta);
    var found = Delta.worst(delta.leading());
    return blind.isPresent() && (found.isEmpty() || blind.get().compareTo(found.get()) > 0);
  }

  private Stream<String> cannotCheck() {
    int rules = delta.blockedRules().size();
    String what = rules == 0 ? "" : "cannot check %s: ".formatted(TextFormat.count(rules, "rule"));
    int findings = delta.leading().size();
    String others = findings == 0 ? "" : "; " + TextFormat.count(findings, "finding");
    return Stream.of(
        what + PermissionFix.denied(delta.refused()) + others,
        what + "a permission is missing" + others);
  }

  private String notChecked() {
    int rules = delta.blockedRules().size();
    return rules == 0 ? "" : "; %s not checked".formatted(TextFormat.count(rules, "rule"));
  }

  /// New findings that are less severe than the findings in the reminder.
  private String fresh() {
    return delta.isLedByReminder() && !delta.opened().isEmpty()
        ? "; %s new".formatted(TextFormat.number(delta.opened().size()))
        : "";
  }

  /// The findings that are not in the headline.
  private String others() {
    var first = matters.getFirst();
    int spokenFor = isCounted(first) ? counted.size() : 1;
    int others = delta.leading().size() - spokenFor;
    if (others < 1) {
      return "";
    }
    return "; %s more%s"
        .formatted(
            TextFormat.number(others), matters.size() == 1 && !isCounted(first) ? " like it" : "");
  }

  /// The findings of a group that the headline speaks of: of an opening, those with the same ports
  /// open to the same part of the internet. A network ACL may keep one of two ports closed on some
  /// nodes of the group.
  private List<Finding> counted(FindingGroup matter) {
    var first = packets(matter.first());
    if (first.isEmpty()) {
      return matter.findings();
    }
    var opening = opening(first.get());
    return matter.findings().stream()
        .filter(
            finding ->
                packets(finding)
                    .filter(
                        packets -> packets.equals(first.get()) || opening(packets).equals(opening))
                    .isPresent())
        .toList();
  }

  private static boolean isCounted(FindingGroup matter) {
    return matter.findings().size() == 1
        || packets(matter.first()).isPresent()
        || plural(matter).isPresent();
  }

  private static Optional<PacketSet> packets(Finding finding) {
    return finding.open().or(finding::latent).filter(packets -> !packets.boxes().isEmpty());
  }

  /// @param isNamed whether there is room for the id of a subject
  private String headline(boolean isNamed) {
    var matter = matters.getFirst();
    return packets(matter.first())
        .map(packets -> openness(packets, matter, isNamed))
        .or(() -> plural(matter))
        .orElseGet(() -> detail(matter.first(), isNamed));
  }

  /// The services that are open to the widest part of the internet.
  private record Opening(double share, List<String> services) {}

  private Opening opening(PacketSet packets) {
    var internet =
        judgement.internet().getOrDefault(packets.family(), Internet.over(packets.family()));
    var boxes = packets.boxes();
    double share = boxes.stream().mapToDouble(box -> internet.share(box.sources())).max().orElse(0);
    var services =
        boxes.stream()
            .filter(box -> internet.share(box.sources()) == share)
            .map(box -> OpeningText.services(box.protocol(), box.ports()))
            .distinct()
            .toList();
    return new Opening(share, services);
  }

  private String openness(PacketSet packets, FindingGroup matter, boolean isNamed) {
    var opening = opening(packets);
    var services = opening.services();
    double share = opening.share();
    String verb =
        services.size() == 1 && !services.getFirst().matches(".*\\d[,-].*") ? "is" : "are";
    String over = packets.family() == IpFamily.IPV4 ? " over IPv4" : "";
    return matter.first().open().isPresent()
        ? "%s %s open to %s%s on %s"
            .formatted(listed(services), verb, internet(share), over, where(matter, isNamed))
        : "%s %s one change from open to %s%s on %s"
            .formatted(listed(services), verb, internet(share), over, where(matter, isNamed));
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

  private String where(FindingGroup matter, boolean isNamed) {
    var findings = counted;
    var nodes = findings.stream().flatMap(finding -> finding.node().stream());
    var distinct = nodes.collect(Collectors.toSet());
    boolean haveNodes = findings.stream().allMatch(finding -> finding.node().isPresent());
    Set<String> names =
        haveNodes ? distinct : findings.stream().map(Finding::subject).collect(Collectors.toSet());
    String kind = haveNodes ? "node" : kind(matter.first());
    return names.size() == 1 && isNamed
        ? kind + " " + names.iterator().next()
        : TextFormat.count(names.size(), kind);
  }

  /// `3 nodes hold no prefix`, where the findings differ by nothing but their subject.
  private static Optional<String> plural(FindingGroup matter) {
    var first = matter.first();
    var rests = matter.findings().stream().map(SubjectLine::rest).distinct().toList();
    if (matter.findings().size() == 1 || rests.size() > 1 || rests.getFirst().isEmpty()) {
      return Optional.empty();
    }
    var words = rests.getFirst().split(" ");
    for (int verb = 0; verb < words.length; verb++) {
      if (PLURALS.containsKey(words[verb])) {
        words[verb] = PLURALS.get(words[verb]);
        return Optional.of(
            TextFormat.count(matter.findings().size(), kind(first))
                + " "
                + String.join(" ", words));
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

  private String detail(Finding finding, boolean isNamed) {
    String detail = withoutNode(finding);
    if (finding.subjectType().equals("cluster")) {
      String unnamed =
          detail.replaceFirst(" of " + Pattern.quote(finding.subject()) + "(?![\\w-])", "");
      return unnamed.equals(detail) ? word(detail, finding.subject(), "the cluster") : unnamed;
    }
    return isNamed || finding.subjectType().isEmpty()
        ? detail
        : word(detail, finding.subject(), a(kind(finding)));
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

  private static String kind(Finding finding) {
    return switch (finding.subjectType()) {
      case "instance" -> "node";
      case "" -> "resource"; // ledgers of the first schema do not hold the type
      default -> finding.subjectType().replace("network-", "").replace('-', ' ');
    };
  }

  private static String ascii(String words) {
    return TextFormat.text(words).replaceAll("[^ -~]", "?");
  }

  private static String shortened(String name, int most) {
    return name.length() <= most ? name : name.substring(0, most - 3) + "...";
  }

  private static String cut(String words, int most) {
    if (words.length() <= most) {
      return words;
    }
    String start = words.substring(0, most - 3);
    return (start.indexOf(' ') < 0 ? start : start.substring(0, start.lastIndexOf(' '))) + "...";
  }
}
