package slash80.alerts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.ip.PacketSet;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rule.Finding;
import slash80.rules.ShellCommand;

/// The alert as plain text, for a reader who has never heard of Slash80: what happened, the
/// findings and where they are, why they matter, and the command that fixes them.
final class Email {
  private static final int MOST = 24_000;
  private static final int LISTED = 10;
  private static final int WORDS = 600;
  private static final int NAME = 160;
  private static final int RULES = 2_000;
  private static final int REMEDY = 2_000;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Judgement judgement;
  private final Delta delta;
  private final EmailLines text = new EmailLines();

  private Email(Judgement judgement, Delta delta) {
    this.judgement = judgement;
    this.delta = delta;
  }

  static String of(Judgement judgement, Delta delta, List<ChangeOrigin> origins) {
    return new Email(judgement, delta).write(origins);
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
    summary();
    happened(origins);
    matters(delta.opened(), origins);
    reminders();
    refused();
    resolved(origins);
    undecided();
    policy();
    closing();
    return text.toString();
  }

  private void summary() {
    text.paragraph(
        new EmailOpening(delta, TextFormat.text(judgement.cluster().name(), NAME)).sentence());
    text.line("");
    text.field("Cluster", TextFormat.text(judgement.cluster().name(), NAME));
    text.field("Account", TextFormat.text(judgement.cluster().account(), NAME));
    text.field("Region", TextFormat.text(judgement.cluster().region(), NAME));
    text.field("Checked", moment(judgement.at()));
    if (!delta.opened().isEmpty()) {
      text.field("Findings", FindingGroup.counts(delta.opened()));
    }
    if (!delta.resolved().isEmpty()) {
      text.field("Resolved", TextFormat.number(delta.resolved().size()));
    }
    if (!delta.reminded().isEmpty()) {
      text.field("Still open", FindingGroup.counts(delta.reminded()));
    }
    if (!delta.blockedRules().isEmpty()) {
      text.field("Not checked", TextFormat.count(delta.blockedRules().size(), "rule"));
    }
  }

  private void happened(List<ChangeOrigin> origins) {
    text.heading("WHAT HAPPENED");
    if (delta.isByRulesOnly()) {
      rulesChanged("No change in the account led to this alert.");
      return;
    }
    if (origins.isEmpty()) {
      text.paragraph("Slash80 knows of no change that led to this check.");
    }
    origins.stream().limit(LISTED).forEach(this::origin);
    left(origins.size() - LISTED, "change");
    if (!delta.byRules().isEmpty()) {
      text.line("");
      rulesChanged("What they find may be older than these changes, and nobody is named for it.");
    }
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
    text.line(moment(origin.at()) + "  " + TextFormat.text(origin.what(), NAME));
    if (!origin.who().isEmpty()) {
      text.line("                         by " + TextFormat.text(origin.who(), WORDS));
    }
    var call = CallWords.of(origin.call());
    if (!call.isEmpty()) {
      text.line("                         " + call);
    }
  }

  private void matters(List<Finding> findings, List<ChangeOrigin> origins) {
    var matters = FindingGroup.of(findings);
    int told = 0;
    for (FindingGroup matter : matters) {
      int before = text.length();
      matter(told + 1, matter, origins);
      if (text.length() > MOST && told > 0) {
        text.backTo(before);
        break;
      }
      told++;
    }
    var rest = matters.subList(told, matters.size());
    left(rest.stream().mapToInt(matter -> matter.findings().size()).sum(), "finding");
  }

  /// The findings that people are reminded of.
  private void reminders() {
    if (delta.reminded().isEmpty()) {
      return;
    }
    text.heading("STILL OPEN");
    text.paragraph("These findings were reported before and are not fixed yet.");
    matters(delta.reminded(), List.of());
  }

  private void matter(int number, FindingGroup matter, List<ChangeOrigin> origins) {
    Finding first = matter.first();
    text.heading(
        "%d. %s: %s".formatted(number, matter.severity(), TextFormat.text(first.detail(), WORDS)));
    text.field("Where", where(first));
    others(matter);
    history(matter);
    text.fields("Changed by", changedBy(matter, origins));
    first
        .open()
        .ifPresent(
            open -> text.fields("Open", OpeningText.lines(open, judgement.internet(), LISTED)));
    first.latent().ifPresent(this::latent);
    text.fields("Path", evidence(matter));
    text.field("Risk", TextFormat.text(first.risk(), WORDS));
    text.field("Fix", fix(first));
    text.field("Docs", TextFormat.text(first.see(), WORDS));
    text.field("Expected", first.title());
    text.field("Rule", String.join(", ", matter.rules()));
  }

  /// A command is whole or left out, because a part of it must not be pasted.
  private static String fix(Finding finding) {
    String whole = TextFormat.text(finding.remedy());
    return TextFormat.isCommand(whole) && whole.length() > REMEDY
        ? "The command has %s characters, too many for an e-mail. The command at the end shows it."
            .formatted(TextFormat.number(whole.length()))
        : TextFormat.text(finding.remedy(), REMEDY);
  }

  private void latent(PacketSet latent) {
    var lines = OpeningText.lines(latent, judgement.internet(), LISTED);
    text.fields("Open", lines.stream().map("one change from open: "::concat).toList());
  }

  private static String where(Finding finding) {
    String subject = finding.subjectType() + " " + TextFormat.text(finding.subject(), NAME);
    return finding.node().filter(node -> !node.equals(finding.subject())).isPresent()
        ? subject + " of node " + TextFormat.text(finding.node().orElseThrow(), NAME)
        : subject;
  }

  private void others(FindingGroup matter) {
    var others = matter.subjects().stream().skip(1).toList();
    if (others.isEmpty()) {
      return;
    }
    var listed = new ArrayList<String>();
    others.stream().limit(LISTED).forEach(subject -> listed.add(TextFormat.text(subject, NAME)));
    int left = others.size() - listed.size();
    String more = left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "";
    text.field("Also", String.join(", ", listed) + more);
  }

  private List<String> changedBy(FindingGroup matter, List<ChangeOrigin> origins) {
    return matter.isByNobody(origins, delta)
        ? List.of(CallWords.NOBODY)
        : matter.changedBy(origins, delta).stream().map(CallWords::sentence).toList();
  }

  private void history(FindingGroup matter) {
    var ids = matter.findings().stream().map(Finding::id).toList();
    var back = ids.stream().flatMap(id -> Stream.ofNullable(delta.returned().get(id))).findFirst();
    if (back.isPresent()) {
      text.field(
          "Flapping",
          "It was resolved at %s and is back. The next alert about it comes when it has not changed"
                  .formatted(moment(back.get()))
              + " for %d minutes.".formatted(Ledger.FLAPPING.toMinutes()));
    }
    if (matter.isByRules(delta)) {
      text.field("New rule", "The rule is new or has changed. The finding may be old.");
    }
    if (ids.stream().anyMatch(delta.worse()::contains)) {
      text.field("Worse", "It was reported before, as less severe or less open.");
    }
    ids.stream()
        .flatMap(id -> Stream.ofNullable(delta.after().open().get(id)))
        .map(Ledger.Entry::firstSeen)
        .filter(first -> first.isBefore(judgement.at()))
        .min(Comparator.naturalOrder())
        .ifPresent(first -> text.field("Since", moment(first)));
  }

  private static List<String> evidence(FindingGroup matter) {
    var seen = matter.evidence();
    var lines = new ArrayList<String>();
    seen.stream().limit(LISTED).forEach(sentence -> lines.add(TextFormat.text(sentence, WORDS)));
    if (seen.size() > LISTED) {
      lines.add("and %s more".formatted(TextFormat.number(seen.size() - LISTED)));
    }
    return lines;
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
        "Not checked",
        missing.blocksRules()
            ? TextFormat.text(String.join(", ", missing.rules()), RULES)
            : "nothing");
    text.fields("Fix", List.of(PermissionFix.command(missing), PermissionFix.otherwise(missing)));
    text.field("Docs", PermissionFix.SEE);
  }

  private void resolved(List<ChangeOrigin> origins) {
    if (delta.resolved().isEmpty()) {
      return;
    }
    text.heading("RESOLVED");
    delta.resolved().stream().limit(LISTED).forEach(resolved -> resolved(resolved, origins));
    left(delta.resolved().size() - LISTED, "resolved finding");
  }

  private void resolved(Delta.Resolved resolved, List<ChangeOrigin> origins) {
    var closed = delta.authors().behind(resolved, origins);
    text.point(
        TextFormat.text(resolved.id(), 2 * NAME),
        "%s (since %s): %s%s"
            .formatted(
                TextFormat.text(resolved.title(), WORDS),
                moment(resolved.firstSeen()),
                resolved.ending(),
                closed.isEmpty() ? "" : " by " + CallWords.sentence(closed.getLast())));
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
