package slash80.alerts;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.RuleBook;
import slash80.rules.Severity;

/// One digest about one cluster, in the words that people read. Everything in it that came from an
/// account (names, tags, ids) is escaped for where it stands.
///
/// @param subject at most 99 printable ASCII characters
/// @param email plain text
/// @param card a custom notification of Amazon Q Developer in chat applications, as a JSON tree
///   (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html)
/// @param document the same for machines, as a JSON tree: cluster, account, region, at, origins,
///   opened and resolved findings
/// @param attributes SNS message attributes: strings, numbers, and lists of strings (a
///   `String.Array`), at most ten
public record Alert(
    String subject,
    String email,
    Map<String, Object> card,
    Map<String, Object> document,
    Map<String, Object> attributes) {
  private static final int SUBJECT = 99;
  private static final int BRIEF = 100;
  private static final int NAME = 160;

  /// What a headline needs, to say something.
  private static final int ROOM = 40;

  /// Writes the alert of a delta; `origins` are what led to the check, oldest first.
  public static Alert of(Judgement judgement, Delta delta, List<Origin> origins) {
    String subject = subject(judgement, delta);
    var telling = Origin.tellingFirst(origins, delta);
    return new Alert(
        subject,
        Email.of(judgement, delta, telling),
        ChatCard.of(judgement, delta, telling, subject),
        document(judgement, delta, origins),
        attributes(judgement, delta));
  }

  /// The document for a message that has no room for its findings: counts, the first hundred
  /// causes, and where the whole document is.
  public Map<String, Object> brief(String whole) {
    var causes = (List<?>) document.get("causes");
    var counts = new LinkedHashMap<String, Object>();
    counts.put("opened", attributes.get("opened"));
    counts.put("resolved", attributes.get("resolved"));
    counts.put("reminded", attributes.get("reminded"));
    counts.put("refused", attributes.get("refused"));
    counts.put("causes", causes.size());
    var brief = new LinkedHashMap<>(document);
    brief
        .keySet()
        .retainAll(
            List.of("cluster", "account", "region", "at", "severity", "occasion", "refused"));
    brief.put("counts", counts);
    brief.put("causes", causes.stream().limit(BRIEF).toList());
    brief.put("whole", whole);
    return brief;
  }

  /// The worst in its own words, between how bad it is and where.
  private static String subject(Judgement judgement, Delta delta) {
    var matters = Matter.of(delta.told());
    String from =
        cut(
            ascii("[%s] %s: ".formatted(severity(judgement, delta), judgement.cluster().name())),
            50);
    String where = " (%s)".formatted(judgement.cluster().region());
    if (isLedByRefusals(judgement, delta)) {
      String to = ascii(where);
      return from + cannotJudge(delta, SUBJECT - from.length() - to.length()) + to;
    }
    String others = others(matters) + fresh(delta);
    String to = ascii(others + where);
    String toAll = ascii(others + notJudged(delta) + where);
    int most = SUBJECT - from.length() - to.length();
    int mostOfAll = SUBJECT - from.length() - toAll.length();
    return mostOfAll < ROOM
        ? from + what(matters, delta, most) + to
        : from + what(matters, delta, mostOfAll) + toAll;
  }

  /// Where rules cannot tell of anything so bad as what the others found, that comes first.
  private static boolean isLedByRefusals(Judgement judgement, Delta delta) {
    var blind = worstBlind(judgement, delta);
    var found = Delta.worst(delta.told());
    return blind.isPresent() && (found.isEmpty() || blind.get().compareTo(found.get()) > 0);
  }

  private static String cannotJudge(Delta delta, int most) {
    int rules = delta.blind().size();
    String what = rules == 0 ? "" : "cannot judge %s: ".formatted(Plain.count(rules, "rule"));
    int findings = delta.told().size();
    String others = findings == 0 ? "" : "; " + Plain.count(findings, "finding");
    String named = what + Grant.denied(delta.refused()) + others;
    return named.length() <= most ? named : cut(what + "a permission is missing" + others, most);
  }

  private static String notJudged(Delta delta) {
    int rules = delta.blind().size();
    return rules == 0 ? "" : "; %s not judged".formatted(Plain.count(rules, "rule"));
  }

  /// News that are not so bad as what people are reminded of.
  private static String fresh(Delta delta) {
    return delta.isLedByReminder() && !delta.opened().isEmpty()
        ? "; %s new".formatted(Plain.number(delta.opened().size()))
        : "";
  }

  private static String what(List<Matter> matters, Delta delta, int most) {
    if (delta.occasion() == Delta.Occasion.CLUSTER_GONE) {
      return "the cluster is gone";
    }
    if (matters.isEmpty()) {
      return Plain.count(delta.resolved().size(), "finding") + " resolved";
    }
    String still = delta.isLedByReminder() ? "still: " : "";
    return still + headline(matters.getFirst().first(), most - still.length());
  }

  /// What is wrong, by the subject's name where there is room for it, else by its kind.
  private static String headline(Finding finding, int most) {
    String detail =
        finding
            .node()
            .map(node -> finding.detail().replace(" of " + node, ""))
            .orElse(finding.detail());
    String named = ascii(detail);
    return named.length() <= most
        ? named
        : cut(ascii(detail.replace(finding.subject(), kind(finding))), most);
  }

  private static String kind(Finding finding) {
    String kind = finding.subjectType().replace("network-", "").replace('-', ' ');
    if (kind.isEmpty()) {
      return "something"; // as it was last seen, in a ledger of the first schema
    }
    return ("aeiou".indexOf(kind.charAt(0)) < 0 ? "a " : "an ") + kind;
  }

  private static String others(List<Matter> matters) {
    int others = matters.stream().mapToInt(matter -> matter.findings().size()).sum() - 1;
    if (others < 1) {
      return "";
    }
    return "; %s more%s".formatted(Plain.number(others), matters.size() == 1 ? " like it" : "");
  }

  private static String ascii(String words) {
    return Plain.text(words).replaceAll("[^ -~]", "?");
  }

  private static String cut(String words, int most) {
    if (words.length() <= most) {
      return words;
    }
    String start = words.substring(0, most - 3);
    return (start.indexOf(' ') < 0 ? start : start.substring(0, start.lastIndexOf(' '))) + "...";
  }

  /// The worst severity of what is newly wrong and of what people are reminded of, or `RESOLVED`.
  ///
  /// A missing permission is as bad as the rules that it blinds are by their cards: whoever filters
  /// on CRITICAL and HIGH takes silence for safety, and has to hear that nobody looks.
  private static String severity(Judgement judgement, Delta delta) {
    return Stream.concat(Delta.worst(delta.told()).stream(), worstBlind(judgement, delta).stream())
        .max(Comparator.naturalOrder())
        .map(Severity::name)
        .orElse("RESOLVED");
  }

  private static Optional<Severity> worstBlind(Judgement judgement, Delta delta) {
    return delta.refused().stream().map(judgement::severityOf).max(Comparator.naturalOrder());
  }

  private static Map<String, Object> document(
      Judgement judgement, Delta delta, List<Origin> origins) {
    var tree = Tree.place(judgement);
    tree.put("severity", severity(judgement, delta));
    tree.put("origins", origins.stream().map(Alert::origin).toList());
    tree.put("opened", Tree.findings(delta.opened(), judgement.internet()));
    tree.put("resolved", delta.resolved().stream().map(Alert::resolved).toList());
    tree.put("undecided", judgement.undecided().stream().map(Tree::undecided).toList());
    tree.put(
        "causes",
        Matter.of(delta.opened()).stream().map(matter -> cause(matter, origins)).toList());
    tree.put("worse", delta.worse().stream().sorted().toList());
    tree.put("flapping", List.copyOf(delta.returned().keySet()));
    tree.put("shrunk", delta.shrunk());
    tree.put("reminded", Tree.findings(delta.reminded(), judgement.internet()));
    tree.put("occasion", Tree.word(delta.occasion()).replace('_', '-'));
    if (!judgement.lapsing().isEmpty()) {
      tree.put("lapsing", judgement.lapsing().stream().map(Tree::exemption).toList());
    }
    judgement.policy().trouble().ifPresent(why -> tree.put("policyTrouble", why));
    if (!delta.refused().isEmpty()) {
      tree.put("refused", delta.refused().stream().map(one -> refused(judgement, one)).toList());
    }
    return tree;
  }

  private static Map<String, Object> refused(Judgement judgement, Judgement.Missing missing) {
    var refusal = missing.refusal();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("action", missing.action());
    tree.put("code", Plain.text(refusal.code(), NAME));
    refusal.principal().ifPresent(who -> tree.put("principal", Plain.text(who, 2 * NAME)));
    tree.put("severity", judgement.severityOf(missing).name());
    tree.put("rules", List.copyOf(missing.rules()));
    tree.put("statement", Grant.statement(missing));
    return tree;
  }

  private static Map<String, Object> cause(Matter matter, List<Origin> origins) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rule", matter.first().rule());
    tree.put("severity", matter.severity().name());
    tree.put("cause", Plain.text(matter.first().cause(), NAME));
    tree.put("findings", matter.findings().size());
    tree.put("first", Plain.text(matter.first().subject(), NAME));
    tree.put("changedBy", matter.changedBy(origins).stream().map(Alert::origin).toList());
    return tree;
  }

  private static Map<String, Object> origin(Origin origin) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("what", origin.what());
    tree.put("who", origin.who());
    tree.put("at", origin.at().toString());
    return tree;
  }

  private static Map<String, Object> resolved(Delta.Resolved resolved) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", resolved.id());
    tree.put("title", resolved.title());
    tree.put("firstSeen", resolved.firstSeen().toString());
    tree.put("ending", resolved.ending().toString());
    return tree;
  }

  private static Map<String, Object> attributes(Judgement judgement, Delta delta) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("severity", severity(judgement, delta));
    attributes.put("cluster", judgement.cluster().name());
    attributes.put("account", judgement.cluster().account());
    attributes.put("region", judgement.cluster().region());
    attributes.put("families", families(delta));
    attributes.put("opened", delta.opened().size());
    attributes.put("resolved", delta.resolved().size());
    attributes.put("reminded", delta.reminded().size());
    attributes.put("refused", delta.refused().size());
    return attributes;
  }

  /// What the news is about, the good news too.
  private static List<String> families(Delta delta) {
    var opened =
        Stream.concat(delta.opened().stream(), delta.reminded().stream()).map(Finding::family);
    var resolved =
        RuleBook.entries().stream()
            .filter(entry -> delta.resolved().stream().anyMatch(of(entry.rule().id())))
            .map(RuleBook.Entry::family);
    var blind =
        delta.blind().stream()
            .flatMap(rule -> RuleBook.rule(rule).stream())
            .map(RuleBook.Entry::family);
    return Stream.of(opened, resolved, blind)
        .flatMap(some -> some)
        .map(Tree::word)
        .distinct()
        .sorted()
        .toList();
  }

  private static Predicate<Delta.Resolved> of(String rule) {
    return resolved -> resolved.id().startsWith(rule + "/");
  }
}
