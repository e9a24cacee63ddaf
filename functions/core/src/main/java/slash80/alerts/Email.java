package slash80.alerts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rules.ShellCommand;

/// The alert as plain text, for a reader who has never heard of Slash80: what happened, the
/// findings and where they are, why they matter, and the command that fixes them.
final class Email {
  /// The causes of a first check that fit on a screen.
  private static final int MOST = 8;

  private static final int LISTED = 10;
  private static final int WORDS = 600;
  private static final int NAME = 160;
  private static final int RULES = 2_000;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Judgement judgement;
  private final Delta delta;
  private final PageLink page;
  private final EmailLines text = new EmailLines();
  private boolean isPageTold;
  private boolean isLedByRefusal;

  private Email(Judgement judgement, Delta delta, PageLink page) {
    this.judgement = judgement;
    this.delta = delta;
    this.page = page;
  }

  static String of(Judgement judgement, Delta delta, List<ChangeOrigin> origins, PageLink page) {
    return new Email(judgement, delta, page).write(origins);
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /// The command that shows everything that the alert leaves out.
  static String wholeStory(Judgement judgement) {
    return new ShellCommand("./slash80 audit")
        .with("--region", judgement.cluster().region())
        .with("--cluster", judgement.cluster().name())
        .text();
  }

  private String write(List<ChangeOrigin> origins) {
    switch (Kind.of(delta)) {
      case BASELINE -> baseline(origins);
      case HELLO -> summary();
      case CHANGE, RULES_CHANGED, RESOLVED, REMINDER, PERMISSION, GONE -> news(origins);
    }
    undecided();
    policy();
    closing();
    return text.toString();
  }

  /// The first check on one screen: all causes by number, and the fix of the worst.
  private void baseline(List<ChangeOrigin> origins) {
    var items = Item.of(delta.opened());
    summary();
    text.line("");
    lead().write(items.getFirst(), origins);
    text.heading("WHAT IS OPEN OR WRONG");
    numbered(items, 0, MOST);
    page();
    refused();
    resolved(ended(), origins);
  }

  private void news(List<ChangeOrigin> origins) {
    var items = Item.of(delta.leading());
    var ended = ended();
    if (!items.isEmpty()) {
      lead().write(items.getFirst(), origins);
    } else if (isLedByEnd()) {
      lead().write(ended.getFirst(), origins);
    } else if (!delta.refused().isEmpty()) {
      lead().write(delta.refused().getFirst());
      isLedByRefusal = true;
    }
    if (!text.isEmpty()) {
      text.line("");
    }
    summary();
    if (!items.isEmpty()) {
      text.line("");
      text.point("1. ", headline(items.getFirst()));
      text.line("");
      new EmailItem(judgement, delta, text).write(items.getFirst());
    }
    happened(origins);
    others(items);
    items.stream().findFirst().ifPresent(this::exemption);
    refused();
    resolved(isLedByEnd() ? ended.subList(1, ended.size()) : ended, origins);
  }

  /// Whether the e-mail begins with something that has ended in an account that is still checked.
  private boolean isLedByEnd() {
    return delta.leading().isEmpty() && !delta.resolved().isEmpty() && !delta.occasion().isLast();
  }

  private EmailLead lead() {
    return new EmailLead(judgement, delta, text);
  }

  private List<ResolvedItem> ended() {
    return ResolvedItem.of(delta.resolved());
  }

  private void summary() {
    var cluster = judgement.cluster();
    text.paragraph(
        new EmailOpening(judgement, delta, TextFormat.text(cluster.name(), NAME)).sentence());
    text.line("");
    text.field(
        "Cluster",
        "%s, account %s, %s"
            .formatted(
                TextFormat.text(cluster.name(), NAME),
                TextFormat.text(cluster.account(), NAME),
                TextFormat.text(cluster.region(), NAME)));
    text.field("Checked", moment(judgement.at()));
    if (!delta.opened().isEmpty()) {
      text.field("Causes", Item.counts(delta.opened()));
    }
    if (!delta.reminded().isEmpty()) {
      text.field("Open", Item.counts(delta.reminded()) + ", reported before");
    }
    if (!delta.blockedRules().isEmpty()) {
      text.field("Unchecked", TextFormat.count(delta.blockedRules().size(), "rule"));
    }
  }

  /// `CRITICAL: tcp 22 is open to the internet on 300 nodes`.
  private String headline(Item item) {
    String words = new Headline(item.lead(), judgement.internet()).sentence(true);
    return "%s: %s".formatted(item.severity(), TextFormat.text(words, WORDS));
  }

  /// The items after the first, and those that the e-mail does not begin with.
  private void others(List<Item> items) {
    if (items.size() > 1) {
      text.heading("THE OTHER CAUSES");
      numbered(items, 1, LISTED);
    }
    if (delta.isLedByReminder() && !delta.opened().isEmpty()) {
      text.heading("NEW");
      numbered(Item.of(delta.opened()), 0, LISTED);
    }
    if (!delta.isLedByReminder() && !delta.reminded().isEmpty()) {
      text.heading("STILL OPEN");
      numbered(Item.of(delta.reminded()), 0, LISTED);
    }
    if (items.size() > 1 || (!delta.opened().isEmpty() && !delta.reminded().isEmpty())) {
      page();
    }
  }

  /// The page has what the list of causes leaves out, so it stands beside the list if there is one.
  private void page() {
    if (!isPageTold) {
      page.write(text);
      isPageTold = true;
    }
  }

  /// Each item by its number, with the page where it can be changed.
  private void numbered(List<Item> items, int from, int most) {
    int number = from;
    for (Item item : items.stream().skip(from).limit(most).toList()) {
      number++;
      text.point("%2d. ".formatted(number), headline(item));
      text.line("    " + ConsoleLink.to(item.first(), judgement));
    }
    left(items.size() - number, "cause");
  }

  /// The lines of a policy that accept the finding.
  private void exemption(Item item) {
    int others = item.lead().subjects().size() - 1;
    text.heading("IF THIS IS MEANT");
    text.paragraph(
        "Add number 1 to the policy, with your reason and name%s:"
            .formatted(
                others == 0
                    ? ""
                    : ", and likewise for the other "
                        + (others == 1 ? "one" : TextFormat.number(others))));
    text.line("");
    ExemptionSnippet.lines(item.first(), judgement.at()).forEach(text::line);
  }

  private void happened(List<ChangeOrigin> origins) {
    var led = delta.authors().parted(origins);
    boolean isNone = led.behind().isEmpty() && led.innocent().isEmpty();
    boolean isUntold = isNone && delta.byRules().isEmpty();
    if (isUntold && (delta.isLedByReminder() || delta.leading().isEmpty())) {
      return;
    }
    text.heading("WHAT HAPPENED");
    if (delta.isByRulesOnly()) {
      rulesChanged("No change in the account led to this alert.");
      return;
    }
    if (isNone) {
      text.paragraph(
          origins.isEmpty()
              ? "Slash80 knows of no change that led to this check."
              : "The regular check found this. Slash80 knows of no change that led to it.");
    }
    listed(led.behind());
    if (!led.innocent().isEmpty()) {
      if (!led.behind().isEmpty()) {
        text.line("");
      }
      text.paragraph(CallWords.innocent(led));
      text.line("");
      listed(led.innocent());
    }
    if (!delta.byRules().isEmpty()) {
      text.line("");
      rulesChanged("What they find may be older than these changes, and nobody is named for it.");
    }
  }

  private void listed(List<ChangeOrigin> origins) {
    origins.stream().limit(LISTED).forEach(this::origin);
    left(origins.size() - LISTED, "change");
  }

  private void rulesChanged(String more) {
    var rules =
        Stream.concat(
                delta.byRules().stream(),
                delta.resolved().stream()
                    .filter(end -> end.ending() == Delta.Ending.RULES_CHANGED)
                    .map(Delta.Resolved::id))
            .map(id -> id.substring(0, Math.max(id.indexOf('/'), 0)))
            .distinct()
            .sorted()
            .toList();
    text.paragraph(
        "Slash80 was updated. These rules are new or find something else than before: %s. %s"
            .formatted(TextFormat.text(String.join(", ", rules), RULES), more));
  }

  private void origin(ChangeOrigin origin) {
    text.point(moment(origin.at()) + "  ", TextFormat.text(origin.what(), NAME));
    if (!origin.who().isEmpty()) {
      text.point("  by ", TextFormat.text(origin.who(), WORDS));
    }
    String call = CallWords.of(origin.call());
    if (!call.isEmpty()) {
      text.point("  ", call);
    }
  }

  /// The API calls that Slash80 may not make, and the commands that allow them.
  private void refused() {
    if (delta.refused().isEmpty()) {
      return;
    }
    text.heading("MISSING PERMISSIONS");
    text.paragraph(
        delta.blockedRules().isEmpty()
            ? "No rule needs them right now, so there will be no reminders."
            : "Rules that need them cannot be checked, so new findings of these rules are not"
                + " reported and known ones stay open. You get a reminder every day until the"
                + " permissions are there.");
    delta.refused().forEach(this::refused);
  }

  private void refused(Judgement.Missing missing) {
    var refusal = missing.refusal();
    text.heading("%s: %s is denied".formatted(judgement.severityOf(missing), missing.action()));
    refusal.principal().ifPresent(who -> text.field("Denied to", TextFormat.text(who, 2 * NAME)));
    text.field("Error", TextFormat.text(refusal.code(), NAME));
    Optional.ofNullable(delta.after().refused().get(missing.action()))
        .map(Ledger.Refused::firstSeen)
        .filter(first -> first.isBefore(judgement.at()))
        .ifPresent(first -> text.field("Since", moment(first)));
    text.field(
        "Unchecked",
        missing.blocksRules()
            ? TextFormat.text(String.join(", ", missing.rules()), RULES)
            : "nothing");
    boolean isLead = isLedByRefusal && missing.equals(delta.refused().getFirst());
    var otherwise = PermissionFix.otherwise(missing);
    text.fields(
        "Fix",
        isLead
            ? List.of("The command above. " + otherwise)
            : List.of(PermissionFix.command(missing), otherwise));
    text.field("Docs", PermissionFix.SEE);
  }

  private void resolved(List<ResolvedItem> ended, List<ChangeOrigin> origins) {
    if (ended.isEmpty()) {
      return;
    }
    text.heading("RESOLVED");
    for (ResolvedItem item : ended.stream().limit(LISTED).toList()) {
      text.point("- ", TextFormat.text(item.headline(judgement, true), WORDS));
      var by = item.closedBy(origins, delta);
      var was = item.was().map(FindingGroup::findings).orElse(List.of());
      String how =
          by.isEmpty() ? item.endedByNobody() : new Labels(judgement).call(by.getLast(), was);
      text.point("  ", "since %s; %s".formatted(moment(item.firstSeen()), how));
    }
    left(ended.size() - LISTED, "resolved cause");
  }

  /// The rules that could not be checked. An alert always names them.
  private void undecided() {
    if (judgement.undecided().isEmpty()) {
      return;
    }
    text.heading("NOT CHECKED");
    judgement.undecided().stream()
        .limit(LISTED)
        .forEach(
            undecided ->
                text.paragraph(
                    "%s: %s"
                        .formatted(undecided.rule(), TextFormat.text(undecided.because(), WORDS))));
    left(judgement.undecided().size() - LISTED, "rule");
  }

  /// The exemptions of the policy that end soon, or why the policy could not be used.
  private void policy() {
    judgement
        .policy()
        .trouble()
        .ifPresent(
            why -> {
              text.heading("THE POLICY COULD NOT BE USED");
              text.paragraph(
                  "All findings are reported, as if there were no policy: "
                      + TextFormat.text(why, 2 * WORDS));
            });
    var notes = judgement.policy().notes();
    if (!notes.isEmpty()) {
      text.heading("ABOUT THE POLICY");
      notes.stream()
          .limit(LISTED)
          .forEach(note -> text.paragraph("- " + TextFormat.text(note, WORDS)));
      left(notes.size() - LISTED, "note");
    }
    var lapsing = judgement.lapsing();
    if (!lapsing.isEmpty()) {
      text.heading("EXEMPTIONS THAT END WITHIN SEVEN DAYS");
      lapsing.stream()
          .limit(LISTED)
          .forEach(
              exemption -> text.paragraph("- " + TextFormat.text(exemption.toString(), WORDS)));
      left(lapsing.size() - LISTED, "exemption");
    }
  }

  private void closing() {
    page();
    text.line("");
    text.line("-- ");
    text.paragraph(
        "Slash80 checks that every node has its own IPv6 /80 for its pods, and that no port of a"
            + " node or pod is open to the internet, over IPv6 or IPv4. To see all findings of this"
            + " cluster:");
    text.line(wholeStory(judgement));
  }

  private void left(int count, String what) {
    if (count > 0) {
      text.line("");
      text.paragraph(
          "And %s, not shown in this e-mail. To see all:"
              .formatted(TextFormat.count(count, "more " + what)));
      text.line(wholeStory(judgement));
    }
  }
}
