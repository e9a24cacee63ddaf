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
  private final String link;

  private ChatCard(Judgement judgement, Delta delta, PageLink page) {
    this.judgement = judgement;
    this.delta = delta;
    this.link = page.chat();
  }

  static Map<String, Object> of(
      Judgement judgement, Delta delta, List<ChangeOrigin> origins, String subject, PageLink page) {
    return new ChatCard(judgement, delta, page).write(origins, subject);
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
    var matters = items();
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

  /// The causes, worst first. Where a reminder leads, new findings come after it.
  private List<Item> items() {
    var items = new ArrayList<>(Item.of(delta.leading()));
    if (delta.isLedByReminder()) {
      items.addAll(Item.of(delta.opened()));
    }
    return items;
  }

  private String emoji() {
    return delta.leading().isEmpty() && delta.refused().isEmpty()
        ? ":white_check_mark:"
        : ":warning:";
  }

  /// The parts that fit, most important first; the rest is counted.
  private String description(List<Item> matters, List<ChangeOrigin> origins) {
    var text = new StringBuilder(place()).append(news()).append(CardChanges.text(origins, delta));
    text.append(refused());
    int room = DESCRIPTION - link.length();
    int told = 0;
    for (Item matter : matters) {
      String part = "\n" + (told == 0 ? matter(matter, origins) : line(told + 1, matter));
      if (told == LISTED || text.length() + part.length() > room - SPARE) {
        break;
      }
      text.append(part);
      told++;
    }
    int left = matters.size() - told;
    if (left > 0) {
      text.append("\n").append(more(left, "more cause"));
    }
    String right = resolved(origins);
    if (text.length() + right.length() <= room - SPARE / 2) {
      return text.append(right).append(undecided()).append(policy()).append(link).toString();
    }
    return text.append("\n")
        .append(more(ResolvedItem.of(delta.resolved()).size(), "resolved cause"))
        .append(undecided())
        .append(policy())
        .append(link)
        .toString();
  }

  /// What kind of alert it is, where the title does not say it all.
  private String news() {
    return switch (Kind.of(delta)) {
      case BASELINE, HELLO, GONE -> opening();
      case CHANGE, RESOLVED, REMINDER, PERMISSION, RULES_CHANGED -> "";
    };
  }

  private String opening() {
    String cluster = TextFormat.text(judgement.cluster().name(), NAME);
    return Mrkdwn.bare(new EmailOpening(judgement, delta, cluster).sentence(), WORDS) + "\n";
  }

  /// An item after the first: one line.
  private String line(int number, Item item) {
    return "%d. *%s* %s\n".formatted(number, item.severity(), Mrkdwn.code(headline(item), NOTE));
  }

  private String headline(Item item) {
    return new Headline(item.lead(), judgement.internet()).sentence(true);
  }

  /// The account is named here because two accounts may have clusters of one name, and the subject
  /// has no room for it.
  private String place() {
    return "Account %s, region %s\n"
        .formatted(
            Mrkdwn.bare(judgement.cluster().account(), NAME),
            Mrkdwn.bare(judgement.cluster().region(), NAME));
  }

  private String matter(Item matter, List<ChangeOrigin> origins) {
    Finding first = matter.first();
    var text = new StringBuilder();
    text.append("*%s* %s\n".formatted(matter.severity(), Mrkdwn.code(headline(matter), WORDS)));
    text.append("On ").append(subjects(matter.lead())).append("\n");
    text.append(history(matter.lead()));
    if (matter.isByNobody(origins, delta)) {
      text.append("Changed by ").append(CallWords.NOBODY).append('\n');
    }
    matter
        .changedBy(origins, delta)
        .forEach(
            origin ->
                text.append(
                    "Changed %s at %s\n"
                        .formatted(
                            Mrkdwn.code(labels().call(origin, matter.findings()), 3 * NAME),
                            Email.moment(origin.at()))));
    first.open().ifPresent(open -> openings(text, "Open: ", open));
    first.latent().ifPresent(latent -> openings(text, "One change from open: ", latent));
    matter.groups().stream()
        .skip(1)
        .map(group -> new Headline(group, judgement.internet()).sentence(true))
        .forEach(also -> text.append("Besides: ").append(Mrkdwn.code(also, NOTE)).append("\n"));
    if (Headline.packets(first).isPresent() && !first.evidence().isEmpty()) {
      text.append("Path: ")
          .append(Mrkdwn.code(labels().path(first, labels()::of), 2 * WORDS))
          .append("\n");
    }
    text.append("Risk: ").append(Mrkdwn.bare(first.risk(), WORDS)).append("\n");
    return text.append(rule(first)).append("\n").toString();
  }

  private Labels labels() {
    return new Labels(judgement);
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

  private String subjects(FindingGroup matter) {
    var subjects = matter.subjects();
    if (subjects.size() == 1) {
      return Mrkdwn.code(labels().place(matter.first()), 2 * NAME);
    }
    var names = new ArrayList<String>();
    subjects.stream().limit(STEPS).forEach(subject -> names.add(Mrkdwn.code(subject, NAME)));
    int left = subjects.size() - names.size();
    return String.join(", ", names)
        + (left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "");
  }

  private void openings(StringBuilder text, String name, PacketSet packets) {
    OpeningText.lines(packets, judgement.internet(), STEPS)
        .forEach(line -> text.append(name).append(Mrkdwn.code(line, WORDS)).append("\n"));
  }

  private static String rule(Finding finding) {
    String rule =
        "Expected: %s\nRule: %s"
            .formatted(Mrkdwn.bare(finding.title(), WORDS), Mrkdwn.code(finding.rule(), NAME));
    return finding.see().matches("https://[A-Za-z0-9./_#?=%-]{1,300}")
        ? rule + " (<%s|AWS documentation>)".formatted(finding.see())
        : rule;
  }

  private String resolved(List<ChangeOrigin> origins) {
    var text = new StringBuilder();
    var ended = ResolvedItem.of(delta.resolved());
    for (ResolvedItem item : ended.stream().limit(LISTED).toList()) {
      var by = item.closedBy(origins, delta);
      var how = by.isEmpty() ? item.endedByNobody() : item.ending().toString();
      text.append("\n*Resolved* %s: %s".formatted(headline(item), how));
      by.stream()
          .reduce((_, last) -> last)
          .map(
              call -> labels().call(call, item.was().map(FindingGroup::findings).orElse(List.of())))
          .ifPresent(call -> text.append(" ").append(Mrkdwn.code(call, 2 * NAME)));
    }
    int left = ended.size() - LISTED;
    if (left > 0) {
      text.append("\n").append(more(left, "more resolved cause"));
    }
    if (!delta.isLedByReminder() && !delta.reminded().isEmpty()) {
      text.append("\n").append(more(delta.reminded().size(), "severe open finding"));
    }
    return text.toString();
  }

  private String headline(ResolvedItem item) {
    return Mrkdwn.code(item.headline(judgement, true), NOTE);
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
  private List<String> nextSteps(List<Item> matters) {
    var steps = new ArrayList<String>();
    matters.forEach(matter -> steps.add(nextStep(matter)));
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

  private static String nextStep(Item item) {
    String whole = Mrkdwn.code(item.fix(), 100_000);
    var parts = item.fixes();
    String first =
        "%s and %s: see the e-mail"
            .formatted(
                Mrkdwn.code(parts.getFirst(), 100_000),
                TextFormat.count(parts.size() - 1L, "more command"));
    if (whole.length() > NEXT_STEP && parts.size() > 1 && first.length() <= NEXT_STEP) {
      return first;
    }
    return whole.length() <= NEXT_STEP
        ? whole
        : "Fix %s: the command is too long for a chat message, see the e-mail"
            .formatted(Mrkdwn.code(item.first().subject(), NAME));
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
