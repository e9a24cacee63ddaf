package slash80.alerts;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.ip.PacketSet;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.rule.Finding;

/// The alert as a custom notification of Amazon Q Developer in chat applications. Amazon Q silently
/// drops a notification that does not match its schema and limits
/// (https://docs.aws.amazon.com/chatbot/latest/adminguide/custom-notifs.html), so every text is cut
/// to its limit here, and the card counts what is left out.
final class ChatCard {
  private static final int TITLE = 250;
  static final int DESCRIPTION = 8_000;
  private static final int NEXT_STEP = 350;
  private static final int KEYWORD = 75;
  private static final int SPARE = 900;
  private static final int LISTED = 10;
  private static final int STEPS = 5;
  private static final int WORDS = 400;
  private static final int NAME = 120;
  private static final int NOTE = 200;

  private final Judgement judgement;
  private final Delta delta;

  private ChatCard(Judgement judgement, Delta delta) {
    this.judgement = judgement;
    this.delta = delta;
  }

  static Map<String, Object> of(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, String subject) {
    return new ChatCard(judgement, delta).write(origins, subject);
  }

  /// The least that Amazon Q accepts: a title and a sentence.
  static Map<String, Object> bare(String subject, String sentence) {
    var content = new LinkedHashMap<String, Object>();
    content.put("textType", "client-markdown");
    content.put("title", ":warning: " + Mrkdwn.bare(subject, TITLE - 30));
    content.put("description", Mrkdwn.code(sentence, 4 * WORDS));
    var card = new LinkedHashMap<String, Object>();
    card.put("version", "1.0");
    card.put("source", "custom");
    card.put("content", content);
    return card;
  }

  private Map<String, Object> write(List<ChangeOrigin> origins, String subject) {
    var matters = matters();
    var content = new LinkedHashMap<String, Object>();
    content.put("textType", "client-markdown");
    content.put("title", emoji() + " " + Mrkdwn.bare(subject, TITLE - 30));
    content.put("description", description(matters, origins));
    if (!matters.isEmpty() || !delta.refused().isEmpty()) {
      content.put("nextSteps", nextSteps(matters));
    }
    content.put("keywords", keywords());
    var card = new LinkedHashMap<String, Object>();
    card.put("version", "1.0");
    card.put("source", "custom");
    card.put("id", "%s/%s".formatted(TextFormat.text(judgement.arn(), WORDS), judgement.at()));
    card.put("content", content);
    card.put("metadata", metadata(subject));
    return card;
  }

  /// The findings, worst first. Where a reminder leads, new findings come after it.
  private List<FindingGroup> matters() {
    var matters = new ArrayList<>(FindingGroup.of(delta.leading()));
    if (delta.isLedByReminder()) {
      matters.addAll(FindingGroup.of(delta.opened()));
    }
    return matters;
  }

  private String emoji() {
    return delta.leading().isEmpty() && delta.refused().isEmpty()
        ? ":white_check_mark:"
        : ":warning:";
  }

  /// The parts that fit, most important first; the rest is counted.
  private String description(List<FindingGroup> matters, List<ChangeOrigin> origins) {
    var text = new StringBuilder(place()).append(happened(origins));
    if (delta.occasion().isLast()) {
      text.append(
          "The cluster is %s. This is the last alert about it.\n"
              .formatted(SubjectLine.fate(delta.occasion())));
    }
    text.append(refused());
    int told = 0;
    for (FindingGroup matter : matters) {
      String part = "\n" + matter(matter, origins);
      if (text.length() + part.length() > DESCRIPTION - SPARE) {
        break;
      }
      text.append(part);
      told++;
    }
    int left = matters.stream().skip(told).mapToInt(matter -> matter.findings().size()).sum();
    if (left > 0) {
      text.append("\n").append(more(left, "more finding"));
    }
    String right = resolved();
    if (text.length() + right.length() <= DESCRIPTION - SPARE / 2) {
      return text.append(right).append(undecided()).append(policy()).toString();
    }
    return text.append("\n")
        .append(more(delta.resolved().size(), "resolved finding"))
        .append(undecided())
        .append(policy())
        .toString();
  }

  /// The account is named here because two accounts may have clusters of one name, and the subject
  /// has no room for it.
  private String place() {
    return "Account %s, region %s\n"
        .formatted(
            Mrkdwn.bare(judgement.cluster().account(), NAME),
            Mrkdwn.bare(judgement.cluster().region(), NAME));
  }

  private String happened(List<ChangeOrigin> origins) {
    var text = new StringBuilder();
    if (delta.isByRulesOnly()) {
      return "The rules of Slash80 have changed, not the network\n";
    }
    origins.stream().limit(STEPS).forEach(origin -> text.append(origin(origin)));
    if (origins.size() > STEPS) {
      text.append("and ")
          .append(TextFormat.count(origins.size() - STEPS, "more change"))
          .append("\n");
    }
    return text.toString();
  }

  private static String origin(ChangeOrigin origin) {
    String what = Mrkdwn.code(origin.what(), NAME);
    String who = origin.who().isEmpty() ? "" : " by " + Mrkdwn.code(origin.who(), 2 * NAME);
    String call = CallWords.of(origin.call());
    String how = call.isEmpty() ? "" : " (" + Mrkdwn.bare(call, 3 * NAME) + ")";
    return "%s%s at %s%s\n".formatted(what, who, Email.moment(origin.at()), how);
  }

  private String matter(FindingGroup matter, List<ChangeOrigin> origins) {
    Finding first = matter.first();
    var text = new StringBuilder();
    text.append("*%s* %s\n".formatted(matter.severity(), Mrkdwn.code(first.detail(), WORDS)));
    text.append("On ").append(subjects(matter)).append("\n");
    text.append(history(matter));
    if (matter.isByNobody(origins, delta)) {
      text.append("Changed by ").append(CallWords.NOBODY).append('\n');
    }
    matter
        .changedBy(origins, delta)
        .forEach(origin -> text.append("Changed by ").append(origin(origin)));
    first.open().ifPresent(open -> openings(text, "Open: ", open));
    first.latent().ifPresent(latent -> openings(text, "One change from open: ", latent));
    if (!first.evidence().isEmpty()) {
      text.append("Path: ").append(evidence(matter)).append("\n");
    }
    text.append("Risk: ").append(Mrkdwn.bare(first.risk(), WORDS)).append("\n");
    return text.append(rule(first)).append("\n").toString();
  }

  private String refused() {
    var text = new StringBuilder();
    delta.refused().stream().limit(STEPS).forEach(missing -> text.append(refused(missing)));
    if (delta.refused().size() > STEPS) {
      text.append("\n")
          .append(more(delta.refused().size() - STEPS, "more missing permission"))
          .append("\n");
    }
    return text.toString();
  }

  private String refused(Judgement.Missing missing) {
    return "\n*%s* Missing permission %s (%s)\n%s\n"
        .formatted(
            judgement.severityOf(missing),
            Mrkdwn.code(missing.action(), NAME),
            Mrkdwn.code(missing.refusal().code(), NAME),
            missing.blocksRules()
                ? "Not checked: " + rules(missing)
                : "No rule needs it at the moment");
  }

  private static String rules(Judgement.Missing missing) {
    var texts = missing.rules().stream().limit(STEPS).map(rule -> Mrkdwn.code(rule, NAME)).toList();
    int left = missing.rules().size() - texts.size();
    return String.join(", ", texts)
        + (left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "");
  }

  private String history(FindingGroup matter) {
    var ids = matter.findings().stream().map(Finding::id).toList();
    if (delta.isLedByReminder() && delta.reminded().contains(matter.first())) {
      return "Still open\n";
    }
    if (matter.isByRules(delta)) {
      return "Found by a rule that is new or has changed\n";
    }
    if (ids.stream().anyMatch(delta.returned()::containsKey)) {
      return "Flapping: it was resolved and is back\n";
    }
    return ids.stream().anyMatch(delta.worse()::contains) ? "Worse than before\n" : "";
  }

  private static String subjects(FindingGroup matter) {
    Finding first = matter.first();
    var names = new ArrayList<String>();
    var subjects = matter.subjects();
    subjects.stream().limit(STEPS).forEach(subject -> names.add(Mrkdwn.code(subject, NAME)));
    int left = subjects.size() - names.size();
    String more = left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "";
    String node =
        first
            .node()
            .filter(id -> !id.equals(first.subject()))
            .map(id -> " of node " + Mrkdwn.code(id, NAME))
            .orElse("");
    return subjects.size() == 1
        ? first.subjectType() + " " + names.getFirst() + node
        : String.join(", ", names) + more;
  }

  private void openings(StringBuilder text, String name, PacketSet packets) {
    OpeningText.lines(packets, judgement.internet(), STEPS)
        .forEach(line -> text.append(name).append(Mrkdwn.code(line, WORDS)).append("\n"));
  }

  private static String evidence(FindingGroup matter) {
    var texts = matter.evidence();
    var seen =
        texts.stream().limit(LISTED).map(sentence -> Mrkdwn.code(sentence, 2 * NAME)).toList();
    int left = texts.size() - seen.size();
    return String.join(", ", seen)
        + (left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "");
  }

  private static String rule(Finding finding) {
    String rule =
        "Expected: %s\nRule: %s"
            .formatted(Mrkdwn.bare(finding.title(), WORDS), Mrkdwn.code(finding.rule(), NAME));
    return finding.see().matches("https://[A-Za-z0-9./_#?=%-]{1,300}")
        ? rule + " (<%s|AWS documentation>)".formatted(finding.see())
        : rule;
  }

  private String resolved() {
    var text = new StringBuilder();
    delta.resolved().stream()
        .limit(LISTED)
        .forEach(
            resolved ->
                text.append(
                    "\n*Resolved* %s: %s"
                        .formatted(Mrkdwn.code(resolved.id(), 2 * NAME), resolved.ending())));
    int left = delta.resolved().size() - LISTED;
    if (left > 0) {
      text.append("\n").append(more(left, "more resolved finding"));
    }
    if (!delta.isLedByReminder() && !delta.reminded().isEmpty()) {
      text.append("\n").append(more(delta.reminded().size(), "severe open finding"));
    }
    return text.toString();
  }

  private String undecided() {
    int rules = judgement.undecided().size();
    return rules == 0 ? "" : "\n" + more(rules, "rule").replace("And ", "Not checked: ");
  }

  private String policy() {
    int lapsing = judgement.lapsing().size();
    String soon =
        lapsing == 0 ? "" : "\nEnding within seven days: " + TextFormat.count(lapsing, "exemption");
    var notes = judgement.policy().notes();
    String note =
        notes.isEmpty()
            ? ""
            : "\nAbout the policy: %s%s"
                .formatted(
                    Mrkdwn.code(notes.getFirst(), NOTE),
                    notes.size() == 1
                        ? ""
                        : " and %s more: see the e-mail"
                            .formatted(TextFormat.number(notes.size() - 1)));
    return judgement.policy().trouble().isEmpty()
        ? note + soon
        : "\n*The policy could not be used*, all findings are reported: see the e-mail"
            + note
            + soon;
  }

  private String more(int count, String what) {
    return "And %s: see the e-mail, or %s"
        .formatted(
            TextFormat.count(count, what), Mrkdwn.code(Email.wholeStory(judgement), 2 * NAME));
  }

  /// One fix for each group of findings. A command that is too long is left out, never cut.
  private List<String> nextSteps(List<FindingGroup> matters) {
    var steps = new ArrayList<String>();
    matters.forEach(matter -> steps.add(nextStep(matter.first())));
    delta.refused().forEach(missing -> steps.add(nextStep(missing)));
    int left = steps.size() - STEPS;
    if (left <= 0) {
      return steps;
    }
    var first = new ArrayList<>(steps.subList(0, STEPS));
    first.add(
        "And %s more %s: see the e-mail"
            .formatted(TextFormat.number(left), left == 1 ? "fix" : "fixes"));
    return first;
  }

  private static String nextStep(Finding finding) {
    String whole = Mrkdwn.code(finding.remedy(), 100_000);
    return whole.length() <= NEXT_STEP
        ? whole
        : "Fix %s: the command is too long for a chat message, see the e-mail"
            .formatted(Mrkdwn.code(finding.subject(), NAME));
  }

  private static String nextStep(Judgement.Missing missing) {
    String whole = Mrkdwn.code(PermissionFix.command(missing), 100_000);
    return whole.length() <= NEXT_STEP
        ? whole
        : "Grant %s: the command is too long for a chat message, see the e-mail"
            .formatted(Mrkdwn.code(missing.action(), NAME));
  }

  private List<String> keywords() {
    var words = new ArrayList<>(List.of("eks", "ipv6"));
    delta.leading().stream()
        .map(finding -> ReportJson.word(finding.family()))
        .distinct()
        .sorted()
        .forEach(words::add);
    words.add(Mrkdwn.bare(judgement.cluster().name(), KEYWORD));
    return words;
  }

  private Map<String, Object> metadata(String subject) {
    var context = new LinkedHashMap<String, Object>();
    context.put("cluster", TextFormat.text(judgement.cluster().name(), NAME));
    context.put("account", TextFormat.text(judgement.cluster().account(), NAME));
    context.put("region", TextFormat.text(judgement.cluster().region(), NAME));
    context.put("opened", Integer.toString(delta.opened().size()));
    context.put("resolved", Integer.toString(delta.resolved().size()));
    var metadata = new LinkedHashMap<String, Object>();
    metadata.put("threadId", "cluster/" + TextFormat.text(judgement.arn(), WORDS));
    metadata.put("summary", Mrkdwn.bare(subject, TITLE));
    metadata.put("eventType", "Slash80");
    metadata.put("relatedResources", List.of(TextFormat.text(judgement.arn(), WORDS)));
    metadata.put("additionalContext", context);
    metadata.put("enableCustomActions", false);
    return metadata;
  }
}
