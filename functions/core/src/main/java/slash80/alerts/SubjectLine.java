package slash80.alerts;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.judge.Judgement;
import slash80.ledger.Delta;

/// The subject of an alert: `[CRITICAL] demo: tcp 22 is open to the internet on 3 nodes
/// (us-east-2)`. It holds printable ASCII only and at most 99 characters, as SNS wants
/// (https://docs.aws.amazon.com/sns/latest/api/API_Publish.html). Where there is no room, the
/// cluster's name is shortened first, and the sentence is never cut before its verb.
final class SubjectLine {
  static final int LONGEST = 99;
  private static final int SHORTEST_NAME = 16;
  private static final int REGION = 25;

  private final Judgement judgement;
  private final Delta delta;
  private final Kind kind;
  private final List<Item> items;

  private SubjectLine(Judgement judgement, Delta delta) {
    this.judgement = judgement;
    this.delta = delta;
    this.kind = Kind.of(delta);
    this.items = Item.of(delta.leading());
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
        .orElseGet(() -> cutLine(sentences));
  }

  private String line(String sentence) {
    return start() + shortened(name(), room(sentence)) + ": " + sentence + end();
  }

  /// The last sentence that still has its verb once it is cut, or the number of causes.
  private String cutLine(List<String> sentences) {
    String name = shortened(name(), SHORTEST_NAME);
    int room = LONGEST - (start() + name + ": " + end()).length();
    return sentences.reversed().stream()
        .map(sentence -> cut(sentence, room))
        .filter(Headline::hasVerb)
        .findFirst()
        .or(() -> broken().filter(sentence -> sentence.length() <= room))
        .map(this::line)
        .orElseGet(() -> line(counted()));
  }

  /// What little is known of a finding of an old ledger.
  private Optional<String> broken() {
    return items.stream()
        .findFirst()
        .map(item -> "rule %s is broken".formatted(item.first().rule()));
  }

  private String counted() {
    return kind == Kind.RESOLVED
        ? "%s fixed".formatted(verb(ResolvedItem.of(delta.resolved()).size()))
        : "%s %s".formatted(verb(items.size()), kind == Kind.REMINDER ? "still open" : "new");
  }

  private static String verb(int causes) {
    return TextFormat.count(causes, "cause") + (causes == 1 ? " is" : " are");
  }

  private int room(String sentence) {
    return LONGEST - (start() + ": " + sentence + end()).length();
  }

  private String start() {
    return kind == Kind.HELLO ? "[OK] " : "[%s] ".formatted(Alert.severity(judgement, delta));
  }

  private String name() {
    return ascii(judgement.cluster().name());
  }

  private String end() {
    return " (%s)".formatted(shortened(ascii(judgement.cluster().region()), REGION));
  }

  /// The reason why no further alert about a cluster follows.
  static String fate(Delta.Occasion last) {
    return last == Delta.Occasion.NO_LONGER_CHECKED ? "no longer checked" : "gone";
  }

  /// The news of the alert, from the fullest sentence to the shortest.
  private Stream<String> sentences() {
    if (kind == Kind.GONE) {
      return Stream.of("the cluster is " + fate(delta.occasion()));
    }
    if (kind == Kind.HELLO) {
      return Stream.of(
          "the first check found nothing wrong on %s"
              .formatted(TextFormat.count(judgement.nodes(), "node")),
          "nothing is wrong");
    }
    if (isLedByPermissions()) {
      return cannotCheck();
    }
    return items.isEmpty() ? resolved() : found();
  }

  private Stream<String> found() {
    var headline = new Headline(items.getFirst().lead(), judgement.internet());
    String named = introduction() + headline.sentence(true);
    String counted = introduction() + headline.sentence(false);
    String others = others(items.size());
    return Stream.of(
        named + others + fresh() + notChecked(),
        counted + others + fresh() + notChecked(),
        counted + others + fresh(),
        counted + others.replaceFirst(" causes?$", ""),
        counted);
  }

  /// The words before what was found, where it is not simply new.
  private String introduction() {
    if (delta.isLedByReminder()) {
      return "still: ";
    }
    return switch (kind) {
      case BASELINE -> "first check: ";
      case RULES_CHANGED -> "rules changed: ";
      case CHANGE, RESOLVED, REMINDER, PERMISSION, HELLO, GONE -> "";
    };
  }

  private Stream<String> resolved() {
    if (delta.isByRulesOnly()) {
      int findings = delta.resolved().size();
      return Stream.of(
          "rules changed: %s %s not found any more"
              .formatted(TextFormat.count(findings, "finding"), findings == 1 ? "is" : "are"));
    }
    var ended = ResolvedItem.of(delta.resolved());
    String others = others(ended.size());
    return Stream.of(true, false)
        .map(isNamed -> ended.getFirst().headline(judgement, isNamed))
        .flatMap(headline -> Stream.of(headline + others, headline));
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
    String others =
        items.isEmpty() ? "" : "; " + TextFormat.count(items.size(), "cause") + " found";
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
        ? "; %s new".formatted(TextFormat.number(Item.of(delta.opened()).size()))
        : "";
  }

  /// The causes that are not in the headline.
  private static String others(int causes) {
    return causes <= 1 ? "" : "; " + TextFormat.count(causes - 1L, "more cause");
  }

  /// ` after 10 min`; nothing if it was shorter than a second.
  static String after(Duration duration) {
    return duration.toSeconds() < 1 ? "" : " after " + TextFormat.span(duration);
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
