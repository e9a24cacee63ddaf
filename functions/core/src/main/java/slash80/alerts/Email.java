package slash80.alerts;

import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import slash80.rules.Finding;
import slash80.rules.Judgement;

/// The alert as plain text for somebody who has never heard of Slash80: what happened, what is
/// wrong and where, why it matters, and the command that repairs it. Lines have at most 76 columns
/// but for commands and identifiers, which stay whole so that they can be copied.
final class Email {
  private static final int COLUMNS = 76;
  private static final int MARGIN = 12;
  private static final int MOST = 24_000;
  private static final int LISTED = 10;
  private static final int WORDS = 600;
  private static final int NAME = 160;
  private static final DateTimeFormatter MOMENT =
      DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm:ss 'UTC'").withZone(ZoneOffset.UTC);

  private final Judgement judgement;
  private final Delta delta;
  private final StringBuilder text = new StringBuilder();

  private Email(Judgement judgement, Delta delta) {
    this.judgement = judgement;
    this.delta = delta;
  }

  static String of(Judgement judgement, Delta delta, List<Origin> origins) {
    return new Email(judgement, delta).write(origins);
  }

  static String moment(Instant at) {
    return MOMENT.format(at);
  }

  /// The command that shows everything, wherever something is left out.
  static String wholeStory(Judgement judgement) {
    return "./slash80 audit --region %s --cluster %s"
        .formatted(judgement.cluster().region(), judgement.cluster().name());
  }

  private String write(List<Origin> origins) {
    summary();
    happened(origins);
    matters();
    resolved();
    undecided();
    policy();
    closing();
    return text.toString();
  }

  private void summary() {
    paragraph(
        "The network of the Amazon EKS cluster %s has changed: %s."
            .formatted(judgement.cluster().name(), news()));
    line("");
    field("Cluster", judgement.cluster().name());
    field("Account", judgement.cluster().account());
    field("Region", judgement.cluster().region());
    field("Checked", moment(judgement.at()));
    if (!delta.opened().isEmpty()) {
      field("Wrong", Matter.counts(delta.opened()));
    }
    if (!delta.resolved().isEmpty()) {
      field("Resolved", Plain.number(delta.resolved().size()));
    }
  }

  private String news() {
    String wrong = Plain.count(delta.opened().size(), "new finding");
    String right = Plain.number(delta.resolved().size()) + " resolved";
    if (delta.resolved().isEmpty()) {
      return wrong;
    }
    return delta.opened().isEmpty() ? right : wrong + ", " + right;
  }

  private void happened(List<Origin> origins) {
    heading("WHAT HAPPENED");
    if (origins.isEmpty()) {
      paragraph("No change is known that led to this check.");
    }
    origins.stream().limit(LISTED).forEach(this::origin);
    left(origins.size() - LISTED, "change");
  }

  private void origin(Origin origin) {
    line(moment(origin.at()) + "  " + Plain.text(origin.what(), NAME));
    if (!origin.who().isEmpty()) {
      line("                         by " + Plain.text(origin.who(), WORDS));
    }
  }

  private void matters() {
    var matters = Matter.of(delta.opened());
    int told = 0;
    for (Matter matter : matters) {
      int before = text.length();
      matter(told + 1, matter);
      if (text.length() > MOST && told > 0) {
        text.setLength(before);
        break;
      }
      told++;
    }
    var rest = matters.subList(told, matters.size());
    left(rest.stream().mapToInt(matter -> matter.findings().size()).sum(), "finding");
  }

  private void matter(int number, Matter matter) {
    Finding first = matter.first();
    heading("%d. %s: %s".formatted(number, matter.severity(), Plain.text(first.detail(), WORDS)));
    field("Where", where(first));
    others(matter);
    first
        .open()
        .ifPresent(open -> fields("Open", Opening.lines(open, judgement.internet(), LISTED)));
    first
        .latent()
        .ifPresent(
            latent -> fields("Could open", Opening.lines(latent, judgement.internet(), LISTED)));
    fields("Seen", evidence(matter));
    field("Risk", Plain.text(first.risk(), WORDS));
    field("Repair", Plain.text(first.remedy(), 2_000));
    field("Read", Plain.text(first.see(), WORDS));
    field("Rule", "%s (%s)".formatted(first.title(), first.rule()));
  }

  private static String where(Finding finding) {
    String subject = finding.subjectType() + " " + Plain.text(finding.subject(), NAME);
    return finding.node().filter(node -> !node.equals(finding.subject())).isPresent()
        ? subject + " of node " + Plain.text(finding.node().orElseThrow(), NAME)
        : subject;
  }

  private void others(Matter matter) {
    var others = matter.findings().stream().skip(1).map(Finding::subject).toList();
    if (others.isEmpty()) {
      return;
    }
    var listed = new ArrayList<String>();
    others.stream().limit(LISTED).forEach(subject -> listed.add(Plain.text(subject, NAME)));
    int left = others.size() - listed.size();
    String more = left > 0 ? " and %s more".formatted(Plain.number(left)) : "";
    field("Also", String.join(", ", listed) + more);
  }

  private static List<String> evidence(Matter matter) {
    var seen = matter.evidence();
    var lines = new ArrayList<String>();
    seen.stream().limit(LISTED).forEach(sentence -> lines.add(Plain.text(sentence, WORDS)));
    if (seen.size() > LISTED) {
      lines.add("and %s more".formatted(Plain.number(seen.size() - LISTED)));
    }
    return lines;
  }

  private void resolved() {
    if (delta.resolved().isEmpty()) {
      return;
    }
    heading("RESOLVED");
    delta.resolved().stream().limit(LISTED).forEach(this::resolved);
    left(delta.resolved().size() - LISTED, "resolved finding");
  }

  private void resolved(Delta.Resolved resolved) {
    line("- " + Plain.text(resolved.id(), 2 * NAME));
    for (String line :
        Plain.wrap(
            "%s (since %s)"
                .formatted(Plain.text(resolved.title(), WORDS), moment(resolved.firstSeen())),
            COLUMNS - 2)) {
      line("  " + line);
    }
  }

  /// What could not be judged is never left unsaid.
  private void undecided() {
    if (judgement.undecided().isEmpty()) {
      return;
    }
    heading("COULD NOT BE TOLD");
    judgement.undecided().stream()
        .limit(LISTED)
        .forEach(
            undecided ->
                paragraph(
                    "%s: %s".formatted(undecided.rule(), Plain.text(undecided.because(), WORDS))));
    left(judgement.undecided().size() - LISTED, "rule");
  }

  /// What the policy will stop to silence soon, or that it could not be used.
  private void policy() {
    judgement
        .policy()
        .trouble()
        .ifPresent(
            why -> {
              heading("THE POLICY COULD NOT BE USED");
              paragraph("Everything is told as if there were none: " + Plain.text(why, 2 * WORDS));
            });
    var lapsing = judgement.lapsing();
    if (!lapsing.isEmpty()) {
      heading("EXEMPTIONS THAT END WITHIN SEVEN DAYS");
      lapsing.stream()
          .limit(LISTED)
          .forEach(one -> paragraph("- " + Plain.text(one.toString(), WORDS)));
      left(lapsing.size() - LISTED, "exemption");
    }
  }

  private void closing() {
    line("");
    line("-- ");
    paragraph(
        "Slash80 checks that every node holds its own IPv6 /80 for its pods, that no pod is"
            + " exposed over IPv4, and that nothing from the internet gets round the security"
            + " groups. Everything that it finds in this cluster:");
    line(wholeStory(judgement));
  }

  private void left(int count, String what) {
    if (count > 0) {
      line("");
      paragraph(
          "And %s, left out of this e-mail. All of it:"
              .formatted(Plain.count(count, "more " + what)));
      line(wholeStory(judgement));
    }
  }

  private void heading(String words) {
    line("");
    paragraph(words);
    line("");
  }

  private void field(String name, String words) {
    fields(name, List.of(words));
  }

  /// A name in the first columns, the words beside it. A command is not broken.
  private void fields(String name, List<String> entries) {
    String margin = ("%-" + MARGIN + "s").formatted(name);
    for (String entry : entries) {
      if (entry.isEmpty()) {
        continue;
      }
      for (String line : Plain.repair(entry, COLUMNS - MARGIN)) {
        line(margin + line);
        margin = " ".repeat(MARGIN);
      }
    }
  }

  private void paragraph(String words) {
    Plain.wrap(words, COLUMNS).forEach(this::line);
  }

  private void line(String line) {
    text.append(line).append('\n');
  }
}
