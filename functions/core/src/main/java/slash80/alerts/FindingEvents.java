package slash80.alerts;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The events about the changes of one alert, for EventBridge: findings that opened, became worse
/// or were resolved (`schemas/event.schema.json`). Findings that break one rule for one cause
/// change together, so they are one event. An event with many findings continues in further ones.
/// Each text is cut to a limit, so that an event stays far below 256 KB, which is what EventBridge
/// accepts in one call
/// (https://docs.aws.amazon.com/eventbridge/latest/userguide/eb-putevents.html).
public final class FindingEvents {
  /// The source of the events. The messages of `sweep` have another, so that an event about a
  /// finding never asks for a check.
  public static final String SOURCE = "slash80.watch";

  static final String SCHEMA = "slash80.finding/1";
  static final int ID = 400;
  static final int NAME = 160;
  static final int WORDS = 400;
  private static final int LONG = 2_000;
  private static final int STEPS = 20;

  /// The most findings in one event.
  private static final int FINDINGS = 40;

  /// The most messages for Slack about one alert. The last one counts the rest.
  private static final int MESSAGES = 10;

  private final Judgement judgement;
  private final Delta delta;
  private final List<ChangeOrigin> origins;
  private final Ledger before;
  private final Severity least;
  private final Map<String, Delta.Resolved> endings;
  private final Map<String, Long> open;
  private final List<Matter> matters = new ArrayList<>();

  private FindingEvents(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Ledger before, Severity least) {
    this.judgement = judgement;
    this.delta = delta;
    this.origins = delta.isByRulesOnly() ? List.of() : origins;
    this.before = before;
    this.least = least;
    this.endings =
        Stream.concat(delta.resolved().stream(), delta.silenced().stream())
            .collect(Collectors.toMap(end -> last(end).id(), end -> end, (first, _) -> first));
    this.open =
        delta.after().open().entrySet().stream()
            .filter(entry -> isSent(entry.getValue()))
            .map(entry -> key(entry.getValue().finding(entry.getKey())))
            .collect(Collectors.groupingBy(key -> key, Collectors.counting()));
  }

  /// The ways in which a finding changes, in the order of their events.
  enum Happening {
    OPENED,
    WORSE,
    RESOLVED;

    private String type() {
      return "Slash80 Finding %s%s".formatted(name().charAt(0), word().substring(1));
    }

    String word() {
      return name().toLowerCase(Locale.ROOT);
    }
  }

  /// Findings that break one rule for one cause, and what happened to them.
  ///
  /// @param key the rule and the cause
  /// @param remaining how many others of that rule and cause are open
  /// @param headline the subject line of an alert about these findings alone
  /// @param changedBy the changes behind them; of those that are resolved, the changes that ended
  ///   them
  /// @param isByNobody whether the change was searched for, and no event named it
  record Matter(
      Happening happening,
      String key,
      FindingGroup group,
      int remaining,
      String headline,
      List<ChangeOrigin> changedBy,
      boolean isByNobody) {}

  /// The events, as JSON trees with the keys `type` (the detail-type), `at`, `resources` and
  /// `detail`.
  ///
  /// @param origins the changes that led to the check, oldest first
  /// @param before the ledger that the check began with
  /// @param least the least severity that has an event
  public static List<Map<String, Object>> of(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, Ledger before, Severity least) {
    return new FindingEvents(judgement, delta, origins, before, least).write();
  }

  /// The events about findings that the policy hides since. They close what an event opened, as in
  /// AWS Security Hub, and have no message for people: these changed the policy themselves.
  public static List<Map<String, Object>> ofSilenced(
      Judgement judgement, Delta delta, Ledger before, Severity least) {
    var events = new FindingEvents(judgement, delta, List.of(), before, least);
    events.add(
        Happening.RESOLVED,
        delta.silenced().stream().filter(end -> end.isToSend(least)).map(FindingEvents::last));
    return events.matters.stream()
        .flatMap(matter -> events.events(matter, Optional.empty()).stream())
        .toList();
  }

  private List<Map<String, Object>> write() {
    var worse = delta.opened().stream().filter(found -> delta.worse().contains(found.id()));
    var fresh = delta.opened().stream().filter(found -> !delta.worse().contains(found.id()));
    add(Happening.OPENED, fresh.filter(found -> isSevere(found.severity())));
    add(Happening.WORSE, worse.filter(found -> isSevere(found.severity())));
    add(
        Happening.RESOLVED,
        delta.resolved().stream().filter(end -> end.isToSend(least)).map(FindingEvents::last));
    var events = new ArrayList<Map<String, Object>>();
    int messages = 0;
    for (Matter matter : matters) {
      messages++;
      var message =
          messages > MESSAGES
              ? Optional.<Map<String, Object>>empty()
              : Optional.of(
                  SlackMessage.of(
                      matter, judgement, messages == MESSAGES ? matters.size() - messages : 0));
      events.addAll(events(matter, message));
    }
    return events;
  }

  private boolean isSevere(Severity severity) {
    return severity.compareTo(least) >= 0;
  }

  private void add(Happening happening, Stream<Finding> findings) {
    findings
        .collect(
            Collectors.groupingBy(
                FindingEvents::key, LinkedHashMap::new, Collectors.toUnmodifiableList()))
        .entrySet()
        .stream()
        .map(group -> matter(happening, group.getKey(), new FindingGroup(group.getValue())))
        .sorted(Comparator.comparing((Matter matter) -> matter.group().severity()).reversed())
        .forEach(matters::add);
  }

  private Matter matter(Happening happening, String key, FindingGroup group) {
    boolean isEnd = happening == Happening.RESOLVED;
    var ended = isEnd ? ended(group.findings()) : List.<Delta.Resolved>of();
    return new Matter(
        happening,
        key,
        group,
        remaining(key, group.findings()),
        headline(happening, group.findings()),
        isEnd
            ? FindingGroup.latest(ResolvedItem.closedBy(ended, origins, delta))
            : group.changedBy(origins, delta),
        isEnd ? isEndedByNobody(ended) : group.isByNobody(origins, delta));
  }

  private List<Delta.Resolved> ended(List<Finding> findings) {
    return findings.stream()
        .flatMap(found -> Optional.ofNullable(endings.get(found.id())).stream())
        .toList();
  }

  /// Whether no event named the change that fixed these. What ended with its node or cluster says
  /// so itself.
  private boolean isEndedByNobody(List<Delta.Resolved> ended) {
    return delta.authors().isWeighed()
        && ended.stream().allMatch(end -> end.ending() == Delta.Ending.MENDED)
        && ResolvedItem.closedBy(ended, origins, delta).isEmpty();
  }

  private static String key(Finding finding) {
    return finding.cause().isEmpty()
        ? finding.rule()
        : "%s/%s".formatted(finding.rule(), finding.cause());
  }

  /// The findings of the same rule and cause that are open beside these. Those of which the bus
  /// never heard keep no incident open.
  private int remaining(String key, List<Finding> findings) {
    long these = findings.stream().filter(found -> isOpen(found.id())).count();
    return Math.toIntExact(open.getOrDefault(key, these) - these);
  }

  private boolean isOpen(String id) {
    return Optional.ofNullable(delta.after().open().get(id)).filter(this::isSent).isPresent();
  }

  private boolean isSent(Ledger.Entry entry) {
    return entry.history().sent().isPresent() || isSevere(entry.sighting().severity());
  }

  /// A resolved finding as it was. Older versions did not write that into their claims: such a
  /// finding counts as severe.
  private static Finding last(Delta.Resolved resolved) {
    return resolved.was().orElseGet(() -> unknown(resolved));
  }

  private static Finding unknown(Delta.Resolved resolved) {
    return new Finding(
        Ledger.ruleOf(resolved.id()),
        Family.INGRESS,
        Severity.HIGH,
        "",
        Ledger.subjectOf(resolved.id()),
        Optional.empty(),
        resolved.title(),
        resolved.title(),
        "",
        "",
        "",
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  private String headline(Happening happening, List<Finding> findings) {
    var changes =
        happening == Happening.RESOLVED
            ? Delta.Changes.of(List.of(), ended(findings))
            : Delta.Changes.of(findings, List.of());
    return SubjectLine.of(
        judgement,
        new Delta(
            Delta.Occasion.CHECK,
            changes,
            List.of(),
            List.of(),
            Delta.Unfinished.NOTHING,
            delta.after()));
  }

  /// The events about one matter; only the first has bodies for people.
  private List<Map<String, Object>> events(Matter matter, Optional<Map<String, Object>> message) {
    var findings = matter.group().findings();
    int parts = Math.ceilDiv(findings.size(), FINDINGS);
    var events = new ArrayList<Map<String, Object>>();
    for (int part = 0; part < parts; part++) {
      int from = part * FINDINGS;
      var some = findings.subList(from, Math.min(from + FINDINGS, findings.size()));
      var detail = detail(matter, some);
      detail.put("part", part + 1);
      detail.put("parts", parts);
      if (part == 0) {
        message.ifPresent(body -> detail.put("slack", body));
        PagerDutyEvent.of(matter, judgement).ifPresent(body -> detail.put("pagerduty", body));
      }
      events.add(event(matter, detail));
    }
    return events;
  }

  private Map<String, Object> event(Matter matter, Map<String, Object> detail) {
    var event = new LinkedHashMap<String, Object>();
    event.put("type", matter.happening().type());
    event.put("at", TextFormat.moment(judgement.at()));
    event.put("resources", List.of(TextFormat.text(judgement.arn(), ID)));
    event.put("detail", detail);
    return event;
  }

  private Map<String, Object> detail(Matter matter, List<Finding> findings) {
    var first = matter.group().first();
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", SCHEMA);
    tree.put("id", id(matter, findings));
    tree.put("event", matter.happening().word());
    tree.putAll(ReportJson.place(judgement));
    tree.put("severity", matter.group().severity().name());
    tree.put("rule", first.rule());
    tree.put("family", ReportJson.word(first.family()));
    tree.put("cause", TextFormat.text(first.cause(), NAME));
    tree.put("headline", matter.headline());
    tree.put("title", TextFormat.text(first.title(), WORDS));
    tree.put("risk", TextFormat.text(first.risk(), LONG));
    tree.put("remedy", TextFormat.fix(first.remedy(), LONG));
    tree.put("see", TextFormat.text(first.see(), WORDS));
    tree.put(
        "evidence",
        matter.group().evidence().stream()
            .limit(STEPS)
            .map(sentence -> TextFormat.text(sentence, WORDS))
            .toList());
    tree.put("changedBy", matter.changedBy().stream().map(FindingEvents::origin).toList());
    if (matter.isByNobody()) {
      tree.put("changedByNobody", true);
    }
    tree.put("count", matter.group().findings().size());
    tree.put("remaining", matter.remaining());
    tree.put("findings", findings.stream().map(finding -> finding(matter, finding)).toList());
    return tree;
  }

  private static Map<String, Object> origin(ChangeOrigin origin) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("what", TextFormat.text(origin.what(), WORDS));
    tree.put("who", TextFormat.text(origin.who(), WORDS));
    tree.put("at", TextFormat.moment(origin.at()));
    var call = origin.call();
    putUnlessEmpty(tree, "with", call.program());
    putUnlessEmpty(tree, "agent", call.agent());
    putUnlessEmpty(tree, "from", call.address());
    putUnlessEmpty(tree, "event", call.event());
    return tree;
  }

  private static void putUnlessEmpty(Map<String, Object> tree, String key, String text) {
    if (!text.isEmpty()) {
      tree.put(key, TextFormat.text(text, WORDS));
    }
  }

  private Map<String, Object> finding(Matter matter, Finding finding) {
    var subject = new LinkedHashMap<String, Object>();
    subject.put("type", finding.subjectType());
    subject.put("id", TextFormat.text(finding.subject(), ID));
    finding.node().ifPresent(node -> subject.put("node", TextFormat.text(node, NAME)));
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", TextFormat.text(finding.id(), ID));
    tree.put("severity", finding.severity().name());
    tree.put("subject", subject);
    tree.put("detail", TextFormat.text(finding.detail(), WORDS));
    if (!finding.remedy().equals(matter.group().first().remedy())) {
      tree.put("remedy", TextFormat.fix(finding.remedy(), WORDS));
    }
    tree.put("firstSeen", TextFormat.moment(firstSeen(finding)));
    if (matter.happening() == Happening.RESOLVED) {
      Optional.ofNullable(endings.get(finding.id()))
          .ifPresent(end -> tree.put("ending", end.ending().toString()));
    }
    return tree;
  }

  private Instant firstSeen(Finding finding) {
    return entry(finding).map(Ledger.Entry::firstSeen).orElse(judgement.at());
  }

  private Optional<Ledger.Entry> entry(Finding finding) {
    return Optional.ofNullable(delta.after().open().get(finding.id()))
        .or(() -> Optional.ofNullable(before.open().get(finding.id())));
  }

  /// The same for the same change of the same findings, should it be sent twice.
  private String id(Matter matter, List<Finding> findings) {
    var text = new StringBuilder(judgement.arn()).append('\n').append(matter.happening());
    for (Finding finding : findings) {
      var reported = entry(finding).map(known -> known.history().reported()).orElse(Instant.EPOCH);
      text.append('\n').append(finding.id()).append('\n').append(reported);
    }
    return hash(text.toString());
  }

  /// The start of a SHA-256 hash, in hexadecimal digits.
  static String hash(String text) {
    try {
      var hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
      return HexFormat.of().formatHex(hash, 0, 16);
    } catch (NoSuchAlgorithmException impossible) { // every Java has it
      throw new IllegalStateException(impossible);
    }
  }
}
