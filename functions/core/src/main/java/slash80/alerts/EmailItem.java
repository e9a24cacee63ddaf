package slash80.alerts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import slash80.ip.PacketSet;
import slash80.judge.Judgement;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.rule.Finding;
import slash80.rule.Verdict;

/// The worst item of an e-mail, in detail and on one screen.
record EmailItem(Judgement judgement, Delta delta, EmailLines text) {
  private static final int LISTED = 6;
  private static final int BOXES = 4;
  private static final int WORDS = 400;
  private static final int NAME = 160;

  void write(Item item) {
    Finding first = item.first();
    if (EmailLead.isOpening(item)) {
      text.field("Where", labels().place(first));
    }
    others(item);
    history(item);
    first
        .open()
        .ifPresent(
            open -> text.fields("Open", OpeningText.lines(open, judgement.internet(), BOXES)));
    first.latent().ifPresent(this::latent);
    item.groups().stream().skip(1).forEach(this::besides);
    text.fields("Evidence", evidence(item));
    text.field("Risk", TextFormat.text(first.risk(), WORDS));
    text.field("Docs", TextFormat.text(first.see(), WORDS));
    text.field("Expected", TextFormat.text(first.title(), WORDS));
    text.field("Rule", String.join(", ", item.rules()));
  }

  private Labels labels() {
    return new Labels(judgement);
  }

  /// What else the same fix ends.
  private void besides(FindingGroup group) {
    text.field(
        "Besides",
        "%s: %s"
            .formatted(
                group.severity(),
                TextFormat.text(new Headline(group, judgement.internet()).sentence(true), WORDS)));
  }

  private void latent(PacketSet latent) {
    var lines = OpeningText.lines(latent, judgement.internet(), BOXES);
    text.fields("Open", lines.stream().map("one change from open: "::concat).toList());
  }

  private void others(Item item) {
    var others = item.lead().subjects().stream().skip(1).toList();
    if (others.isEmpty()) {
      return;
    }
    var listed = new ArrayList<String>();
    others.stream().limit(LISTED).forEach(subject -> listed.add(TextFormat.text(subject, NAME)));
    int left = others.size() - listed.size();
    String more = left > 0 ? " and %s more".formatted(TextFormat.number(left)) : "";
    text.field("Also", String.join(", ", listed) + more);
  }

  private void history(Item item) {
    var ids = item.findings().stream().map(Finding::id).toList();
    ids.stream()
        .flatMap(id -> Stream.ofNullable(delta.returned().get(id)))
        .findFirst()
        .ifPresent(back -> text.field("Flapping", flapping(back)));
    if (item.lead().isByRules(delta)) {
      text.field("New rule", "The rule is new or has changed. The finding may be old.");
    }
    if (ids.stream().anyMatch(delta.worse()::contains)) {
      text.field("Worse", "It was reported before, as less severe or less open.");
    }
    if (delta.reminded().contains(item.first())) {
      return; // the first line says it
    }
    item.firstSeen(delta)
        .filter(first -> first.isBefore(judgement.at()))
        .ifPresent(first -> text.field("Since", Email.moment(first)));
  }

  private static String flapping(Instant back) {
    return "It was resolved at %s and is back. The next alert about it comes when it has not changed"
            .formatted(Email.moment(back))
        + " for %d minutes.".formatted(Ledger.FLAPPING.toMinutes());
  }

  private List<String> evidence(Item item) {
    var seen = item.first().evidence().stream().map(this::sentence).toList();
    var lines = new ArrayList<String>();
    seen.stream().limit(LISTED).forEach(sentence -> lines.add(TextFormat.text(sentence, WORDS)));
    if (seen.size() > LISTED) {
      lines.add("and %s more".formatted(TextFormat.number(seen.size() - LISTED)));
    }
    return lines;
  }

  /// A piece of evidence; a security group with its name and description.
  private String sentence(Verdict.Evidence seen) {
    return FindingGroup.sentence(seen, labels().of(seen.at()));
  }
}
