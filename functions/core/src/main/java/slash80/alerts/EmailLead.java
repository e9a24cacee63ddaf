package slash80.alerts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rule.Finding;

/// The first lines of an e-mail, those that are read at night: when it was opened, by whom and with
/// which call; the command that fixes it; the way of the packets. Or the same about what has ended.
record EmailLead(Judgement judgement, Delta delta, EmailLines text) {
  private static final int REMEDY = 2_000;
  private static final int LISTED = 3;

  /// About the worst item.
  void write(Item item, List<ChangeOrigin> origins) {
    opened(item, origins);
    text.field("Fix", fix(item));
    int left = item.fixes().size() - 1;
    if (left > 0 && TextFormat.text(item.fix()).length() > REMEDY) {
      text.field(
          "",
          "and %s: the command at the end shows all"
              .formatted(TextFormat.count(left, "more command")));
    }
    if (isOpening(item)) {
      text.field("Path", labels().path(item.first(), labels()::named));
    } else {
      text.field("Where", labels().holder(item.first()));
    }
  }

  private Labels labels() {
    return new Labels(judgement);
  }

  private void opened(Item item, List<ChangeOrigin> origins) {
    boolean isOpening = isOpening(item);
    if (delta.reminded().contains(item.first())) {
      text.field(isOpening ? "Open" : "So", since(item.firstSeen(delta).orElseGet(judgement::at)));
      return;
    }
    if (Kind.of(delta) == Kind.BASELINE) {
      return; // how old it is nobody knows
    }
    if (item.lead().isByRules(delta)) {
      text.field("Found", moment(judgement.at()) + " by a rule that is new or has changed");
      return;
    }
    String label = isOpening ? "Opened" : "Changed";
    var calls = item.changedBy(origins, delta);
    text.fields(
        label, calls.stream().limit(LISTED).map(call -> call(call, item.findings())).toList());
    if (calls.isEmpty()) {
      text.field(label, "before %s by %s".formatted(moment(judgement.at()), CallWords.NOBODY));
    }
  }

  /// Whether packets come in. Other findings have no way, but a place.
  static boolean isOpening(Item item) {
    return Headline.packets(item.first()).isPresent();
  }

  /// About what has ended.
  void write(ResolvedItem item, List<ChangeOrigin> origins) {
    var findings = item.was().map(FindingGroup::findings).orElse(List.of());
    var calls = item.closedBy(origins, delta);
    boolean isOpening = findings.stream().anyMatch(was -> Headline.packets(was).isPresent());
    String label = isOpening ? "Closed" : "Ended";
    text.fields(label, calls.stream().limit(LISTED).map(call -> call(call, findings)).toList());
    if (calls.isEmpty()) {
      text.field(label, "before %s%s".formatted(moment(judgement.at()), end(item)));
    } else if (item.ending() != Delta.Ending.MENDED) {
      text.field("Why", item.ending().toString());
    }
    item.was()
        .map(FindingGroup::first)
        .ifPresent(
            was ->
                text.fields(
                    "Was",
                    Headline.packets(was)
                        .map(packets -> OpeningText.lines(packets, judgement.internet(), LISTED))
                        .orElseGet(() -> List.of(TextFormat.text(was.detail(), REMEDY)))));
    text.field(isOpening ? "Open" : "Lasted", since(item.firstSeen()));
    text.field("On", on(item));
  }

  /// About a missing permission.
  void write(Judgement.Missing missing) {
    text.field("Denied", missing.action());
    missing.refusal().principal().ifPresent(who -> text.field("To", labels().caller(who)));
    text.field("Fix", PermissionFix.command(missing));
  }

  private String on(ResolvedItem item) {
    var first = item.was().map(FindingGroup::first);
    String place =
        first
            .map(labels()::place)
            .orElseGet(() -> labels().of(Ledger.subjectOf(item.ended().getFirst().id())));
    int others = item.ended().size() - 1;
    return others == 0 ? place : place + " and %s more".formatted(TextFormat.number(others));
  }

  private static String end(ResolvedItem item) {
    return item.ending() == Delta.Ending.MENDED ? " by " + CallWords.NOBODY : ": " + item.ending();
  }

  /// `2026-11-23 08:05:00 UTC by Admin/alice with AuthorizeSecurityGroupIngress on sg-2 (web)`.
  private String call(ChangeOrigin origin, List<Finding> findings) {
    return moment(origin.at()) + " " + labels().call(origin, findings);
  }

  /// `for 3 days, since 2026-11-20 08:00:00 UTC`.
  private String since(Instant first) {
    var duration = Duration.between(first, judgement.at());
    return duration.toSeconds() < 1
        ? "since " + moment(first)
        : "for %s, since %s".formatted(TextFormat.span(duration), moment(first));
  }

  private static String moment(Instant at) {
    return Email.moment(at);
  }

  /// A command is whole or left out, because a part of it must not be pasted.
  static String fix(Item item) {
    String whole = TextFormat.text(item.fix());
    var parts = item.fixes();
    String first = TextFormat.text(parts.getFirst());
    if (whole.length() > REMEDY && parts.size() > 1 && first.length() <= REMEDY) {
      return first;
    }
    return TextFormat.isCommand(whole) && whole.length() > REMEDY
        ? "The command has %s characters, too many for an e-mail. The command at the end shows it."
            .formatted(TextFormat.number(whole.length()))
        : TextFormat.text(item.fix(), REMEDY);
  }
}
