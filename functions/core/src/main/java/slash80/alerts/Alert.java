package slash80.alerts;

import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Predicate;
import java.util.stream.Stream;
import slash80.ip.SafeText;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// One digest about one cluster, for people and for machines. Everything in it that came from an
/// account (names, tags, ids) is escaped for its place.
///
/// @param subject at most 99 printable ASCII characters
/// @param email plain text
/// @param card a custom notification of Amazon Q Developer in chat applications, as a JSON tree
///   (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html)
/// @param document the same for machines, as a JSON tree (`schemas/alert.schema.json`)
/// @param attributes SNS message attributes: strings, numbers, and lists of strings (a
///   `String.Array`), at most ten
public record Alert(
    String subject,
    String email,
    Map<String, Object> card,
    Map<String, Object> document,
    Map<String, Object> attributes) {
  static final String SCHEMA = "slash80.alert/1";
  private static final int BRIEF = 100;
  private static final int NAME = 160;
  private static final int LONG = 1_000;

  /// Writes the alert of a delta.
  ///
  /// @param origins the changes that led to the check, oldest first
  public static Alert of(Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    return of(judgement, delta, origins, Optional.empty());
  }

  /// Writes the alert of a delta.
  ///
  /// @param origins the changes that led to the check, oldest first
  /// @param page the address of the cluster's page, if anybody keeps one
  public static Alert of(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Optional<String> page) {
    String subject = SubjectLine.of(judgement, delta);
    var led = delta.isByRulesOnly() ? List.<ChangeOrigin>of() : origins;
    var telling = ChangeOrigin.tellingFirst(led, delta);
    var link = new PageLink(page);
    var document = document(judgement, delta, led);
    link.put(document);
    return new Alert(
        subject,
        Email.of(judgement, delta, telling, link),
        ChatCard.of(judgement, delta, telling, subject, link),
        document,
        attributes(judgement, delta));
  }

  /// An alert without any words from the account, for news whose whole alert cannot be written.
  public static Alert bare(Judgement judgement, Delta delta) {
    String subject =
        "[%s] %s: %s, %s resolved"
            .formatted(
                severity(judgement, delta),
                SafeText.of(judgement.cluster().name(), NAME),
                TextFormat.count(delta.opened().size(), "new finding"),
                TextFormat.number(delta.resolved().size()));
    var nothing = Delta.Changes.of(List.of(), List.of());
    var document =
        document(
            judgement,
            new Delta(
                delta.occasion(),
                nothing,
                List.of(),
                List.of(),
                Delta.Unfinished.NOTHING,
                delta.after()),
            List.of());
    document.put("kind", Kind.of(delta).toString());
    document.put("severity", severity(judgement, delta));
    return new Alert(
        SubjectLine.printed(subject),
        subject + "\n",
        ChatCard.bare(subject, "See the e-mail."),
        document,
        attributes(judgement, delta));
  }

  /// The document for a message without room for all findings: counts, the first hundred causes,
  /// and the place of the whole document.
  public Map<String, Object> brief(String whole) {
    return brief(whole, BRIEF);
  }

  /// The same with fewer causes and missing permissions.
  public Map<String, Object> brief(String whole, int most) {
    var causes = document.get("causes") instanceof List<?> list ? list : List.of();
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
            List.of(
                "schema",
                "kind",
                "cluster",
                "account",
                "region",
                "at",
                "severity",
                "occasion",
                "page",
                "refused"));
    brief.replaceAll((_, value) -> value instanceof String text ? SafeText.of(text, LONG) : value);
    brief.computeIfPresent("refused", (_, refused) -> first((List<?>) refused, most));
    brief.put("counts", counts);
    brief.put("causes", first(causes, Math.min(most, BRIEF)));
    brief.put("whole", whole);
    return brief;
  }

  private static List<?> first(List<?> list, int most) {
    return list.subList(0, Math.min(list.size(), most));
  }

  /// The card for a message without room for the whole one.
  ///
  /// @param why what is left out, and where it is
  public Map<String, Object> briefCard(String why) {
    return ChatCard.bare(subject, why);
  }

  /// The worst severity of the new findings and of those that people are reminded of, or
  /// `RESOLVED`. A missing permission is as severe as the rules that cannot be checked without it:
  /// a subscriber who filters on CRITICAL and HIGH would take silence for safety.
  static String severity(Judgement judgement, Delta delta) {
    return Stream.concat(
            Delta.worst(delta.leading()).stream(), worstBlocked(judgement, delta).stream())
        .max(Comparator.naturalOrder())
        .map(Severity::name)
        .orElse("RESOLVED");
  }

  static Optional<Severity> worstBlocked(Judgement judgement, Delta delta) {
    return delta.refused().stream().map(judgement::severityOf).max(Comparator.naturalOrder());
  }

  private static Map<String, Object> document(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", SCHEMA);
    tree.put("kind", Kind.of(delta).toString());
    tree.putAll(ReportJson.place(judgement));
    tree.put("severity", severity(judgement, delta));
    tree.put("origins", origins.stream().map(Alert::origin).toList());
    tree.put("opened", ReportJson.findings(delta.opened(), judgement.internet()));
    tree.put(
        "resolved",
        delta.resolved().stream()
            .map(end -> resolved(end, ResolvedItem.closedBy(List.of(end), origins, delta)))
            .toList());
    tree.put("undecided", judgement.undecided().stream().map(ReportJson::undecided).toList());
    tree.put(
        "causes",
        Item.of(delta.opened()).stream().map(item -> cause(item, origins, delta)).toList());
    tree.put("worse", delta.worse().stream().sorted().toList());
    tree.put("flapping", List.copyOf(delta.returned().keySet()));
    tree.put("shrunk", delta.shrunk());
    tree.put("reminded", ReportJson.findings(delta.reminded(), judgement.internet()));
    tree.put("occasion", occasion(delta));
    if (!delta.byRules().isEmpty()) {
      tree.put("byRules", delta.byRules().stream().sorted().toList());
    }
    if (!judgement.lapsing().isEmpty()) {
      tree.put("lapsing", judgement.lapsing().stream().map(ReportJson::exemption).toList());
    }
    judgement.policy().trouble().ifPresent(why -> tree.put("policyTrouble", why));
    if (!judgement.policy().notes().isEmpty()) {
      tree.put("policyNotes", judgement.policy().notes());
    }
    var names = names(judgement, delta);
    if (!names.isEmpty()) {
      tree.put("names", names);
    }
    if (!delta.refused().isEmpty()) {
      tree.put(
          "refused", delta.refused().stream().map(missing -> refused(judgement, missing)).toList());
    }
    return tree;
  }

  /// The names of the resources that the alert speaks of.
  private static Map<String, Object> names(Judgement judgement, Delta delta) {
    var was = delta.resolved().stream().flatMap(end -> end.was().stream());
    var told =
        Stream.of(delta.opened().stream(), delta.reminded().stream(), was)
            .flatMap(findings -> findings)
            .toList();
    var names = new TreeMap<String, Object>();
    for (String id : ChangeOrigin.ids(told)) {
      var named = judgement.names().of(id);
      var tree = new LinkedHashMap<String, Object>();
      put(tree, "name", named.name());
      put(tree, "description", named.description());
      put(tree, "nodeGroup", named.nodeGroup());
      put(tree, "zone", named.zone());
      if (!tree.isEmpty()) {
        names.put(TextFormat.text(id, NAME), tree);
      }
    }
    return names;
  }

  private static void put(Map<String, Object> tree, String key, String name) {
    if (!name.isEmpty()) {
      tree.put(key, TextFormat.text(name, 2 * NAME));
    }
  }

  private static String occasion(Delta delta) {
    return switch (delta.occasion()) {
      case CHECK, FIRST_CHECK, GREETING -> "check";
      case CLUSTER_GONE -> "cluster-gone";
      case NO_LONGER_CHECKED -> "no-longer-checked";
    };
  }

  private static Map<String, Object> refused(Judgement judgement, Judgement.Missing missing) {
    var refusal = missing.refusal();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("action", missing.action());
    tree.put("code", TextFormat.text(refusal.code(), NAME));
    refusal.principal().ifPresent(who -> tree.put("principal", TextFormat.text(who, 2 * NAME)));
    tree.put("severity", judgement.severityOf(missing).name());
    tree.put("rules", List.copyOf(missing.rules()));
    tree.put("statement", PermissionFix.statement(missing));
    return tree;
  }

  private static Map<String, Object> cause(Item item, List<ChangeOrigin> origins, Delta delta) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("rule", item.first().rule());
    tree.put("severity", item.severity().name());
    tree.put("cause", TextFormat.text(item.first().cause(), NAME));
    tree.put("findings", item.findings().size());
    tree.put("first", TextFormat.text(item.first().subject(), NAME));
    tree.put("changedBy", item.changedBy(origins, delta).stream().map(Alert::origin).toList());
    if (item.isByNobody(origins, delta)) {
      tree.put("changedByNobody", true);
    }
    tree.put("rules", item.rules());
    tree.put("places", item.places().size());
    tree.put("fix", TextFormat.text(item.fix(), LONG));
    return tree;
  }

  private static Map<String, Object> origin(ChangeOrigin origin) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("what", origin.what());
    tree.put("who", origin.who());
    tree.put("at", TextFormat.moment(origin.at()));
    putUnlessEmpty(tree, "with", origin.call().program());
    putUnlessEmpty(tree, "agent", origin.call().agent());
    putUnlessEmpty(tree, "from", origin.call().address());
    putUnlessEmpty(tree, "event", origin.call().event());
    return tree;
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String key, String text) {
    if (!text.isEmpty()) {
      tree.put(key, text);
    }
  }

  private static Map<String, Object> resolved(
      Delta.Resolved resolved, List<ChangeOrigin> closedBy) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", resolved.id());
    tree.put("title", resolved.title());
    tree.put("firstSeen", TextFormat.moment(resolved.firstSeen()));
    tree.put("ending", resolved.ending().toString());
    if (!closedBy.isEmpty()) {
      tree.put("closedBy", closedBy.stream().map(Alert::origin).toList());
    }
    return tree;
  }

  private static Map<String, Object> attributes(Judgement judgement, Delta delta) {
    var attributes = new LinkedHashMap<String, Object>();
    attributes.put("kind", Kind.of(delta).toString());
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

  /// The families of all findings in the alert, the resolved ones too.
  private static List<String> families(Delta delta) {
    var opened =
        Stream.concat(delta.opened().stream(), delta.reminded().stream()).map(Finding::family);
    var resolved =
        RuleBook.entries().stream()
            .filter(entry -> delta.resolved().stream().anyMatch(of(entry.rule().id())))
            .map(RuleBook.Entry::family);
    var blind =
        delta.blockedRules().stream()
            .flatMap(rule -> RuleBook.rule(rule).stream())
            .map(RuleBook.Entry::family);
    return Stream.of(opened, resolved, blind)
        .flatMap(families -> families)
        .map(ReportJson::word)
        .distinct()
        .sorted()
        .toList();
  }

  private static Predicate<Delta.Resolved> of(String rule) {
    return resolved -> resolved.id().startsWith(rule + "/");
  }
}
