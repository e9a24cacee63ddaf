package slash80.page;

import java.util.List;
import slash80.alerts.OpeningText;
import slash80.alerts.TextFormat;
import slash80.ip.PacketSet;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.report.AuditSummary;
import slash80.report.WhatIf;

/// The page of `audit`: a part for each cluster, and the remarks about all of them.
///
/// @param example the sentence that says that this is the example account; empty if it is not
/// @param notChecked the clusters that were not checked, a sentence each
/// @param selected the sentence that says which findings the page shows; empty if it shows all
/// @param supposed the sentence that says which files are replaced; empty if none is
public record AuditPage(
    List<AuditPart> parts,
    String example,
    List<String> notChecked,
    List<Remark> policy,
    String selected,
    String supposed) {
  private static final int LISTED = 8;

  /// The page of one cluster as it is.
  public static AuditPage of(AuditPart part) {
    return new AuditPage(List.of(part), "", List.of(), List.of(), "", "");
  }

  public String html() {
    var title =
        parts.size() == 1
            ? "%s: %s"
                .formatted(
                    parts.getFirst().judgement().cluster().name(), parts.getFirst().closing())
            : "%s clusters".formatted(TextFormat.number(parts.size()));
    return HtmlPage.of(title, hasFindings() ? "findings" : "page", this::write);
  }

  private boolean hasFindings() {
    return parts.stream().anyMatch(part -> !part.all().isEmpty());
  }

  private void write(Html html) {
    var filter = Filter.of(parts);
    writeHead(html);
    boolean isShared = parts.size() > 1;
    if (isShared && hasFindings()) {
      filter.write(html, parts);
    }
    boolean isFirst = true;
    for (var part : parts) {
      html.open("section", "class", "cluster", "id", part.anchor());
      new FirstScreen(part).write(html);
      writeUnchecked(html, part);
      if (!part.all().isEmpty()) {
        html.open("section", "id", isFirst ? "findings" : "");
        html.element("h3", part.isChange() ? "Changes" : "Findings");
        if (!isShared) {
          filter.write(html, parts);
        }
        new CauseTable(part, filter).write(html);
        html.end();
        isFirst = false;
      }
      if (part.isChange()) {
        part.picture().writeSupposed(html);
      } else {
        part.picture().write(html);
      }
      part.map().ifPresent(map -> map.write(html, part.anchor(), filter));
      writeCards(html, part);
      if (!part.isChange()) {
        writeExempted(html, part.judgement());
        writeSettling(html, part.judgement().settling());
        writeList(html, "Notes", part.judgement().notes());
      }
      html.end();
    }
    if (!policy.isEmpty()) {
      html.open("section").element("h2", "Policy");
      policy.forEach(remark -> remark.write(html));
      html.end();
    }
    writeRules(html);
  }

  private void writeHead(Html html) {
    html.open("header", "class", "page", "id", "page").element("h1", "Slash80 audit");
    if (parts.size() != 1) {
      var several = "%s clusters".formatted(TextFormat.number(parts.size()));
      html.element("p", several, "class", "several");
    }
    writeIfAny(html, example, "place");
    writeIfAny(html, supposed, "supposed");
    writeIfAny(html, selected, "place");
    writeAlarm(html, notChecked);
    if (parts.size() > 1) {
      html.open("nav", "aria-label", "Clusters").open("table", "class", "contents");
      html.element("caption", "The clusters of this report");
      html.open("thead").open("tr");
      List.of("Cluster", "Where", "Summary")
          .forEach(column -> html.element("th", column, "scope", "col"));
      html.close().close().open("tbody");
      for (var part : parts) {
        var cluster = part.judgement().cluster();
        html.open("tr").open("td");
        html.element(
            "a", cluster.name(), "class", "badge " + part.kind(), "href", "#" + part.anchor());
        html.close();
        html.element("td", cluster.account() + ", " + cluster.region());
        html.element("td", part.closing()).end();
      }
      html.close().close().end();
    }
    html.end();
  }

  private static void writeIfAny(Html html, String sentence, String kind) {
    if (!sentence.isEmpty()) {
      html.element("p", sentence, "class", kind);
    }
  }

  static void writeAlarm(Html html, List<String> sentences) {
    if (!sentences.isEmpty()) {
      html.open("div", "class", "alarm");
      sentences.forEach(sentence -> html.element("p", sentence));
      html.end();
    }
  }

  private static void writeUnchecked(Html html, AuditPart part) {
    if (part.undecided().isEmpty()) {
      return;
    }
    html.open("section", "class", "alarm");
    html.element("h3", part.isChange() ? "Not checked any more" : "Not checked");
    for (var unchecked : part.undecided()) {
      html.open("p").element("b", unchecked.sentence());
      unchecked.concerned().ifPresent(subjects -> html.own("<br>").text(subjects));
      html.end();
    }
    html.end();
  }

  private static void writeCards(Html html, AuditPart part) {
    writeCards(html, part, part.isChange() ? "Would be new" : "Each cause", part.cards());
    writeCards(html, part, "Would be worse", part.worse());
    writeCards(html, part, "Would be better", part.better());
    if (!part.resolved().isEmpty()) {
      html.open("section").element("h3", "Would be fixed");
      html.open("ul", "class", "resolved");
      for (var ended : part.resolved()) {
        html.open("li").element("code", ended.before().id()).text(ended.words());
        html.own("<br>").text("Before: " + WhatIf.was(ended.before()));
        html.own("<br>").text("After: no finding").end();
      }
      html.end().end();
    }
  }

  private static void writeCards(Html html, AuditPart part, String title, List<FindingCard> cards) {
    if (!cards.isEmpty()) {
      html.open("section", "class", "findings").element("h3", title);
      cards.forEach(card -> card.write(html, part.anchor()));
      html.end();
    }
  }

  private static void writeExempted(Html html, Judgement judgement) {
    if (judgement.exempted().isEmpty()) {
      return;
    }
    html.open("section").element("h3", "Exempted");
    judgement.used().forEach(exemption -> writeExempted(html, exemption, judgement));
    html.end();
  }

  private static void writeExempted(Html html, Exemption exemption, Judgement judgement) {
    var findings =
        judgement.exempted().stream()
            .filter(exempted -> exempted.exemption().equals(exemption))
            .map(Exempted::finding)
            .toList();
    var first = findings.getFirst();
    var left = findings.size() - 1;
    html.open("article", "class", "card EXEMPTED").open("h4");
    html.element("span", first.severity().name(), "class", "badge " + first.severity()).text(" ");
    html.text(first.detail());
    html.text(left > 0 ? " and %s more of the rule".formatted(TextFormat.number(left)) : "");
    html.end().open("dl");
    first.open().ifPresent(open -> writePackets(html, "Open", open, judgement));
    first.latent().ifPresent(latent -> writePackets(html, "Could open", latent, judgement));
    html.element("dt", "Until");
    html.element(
        "dd",
        "%s, by %s: %s".formatted(exemption.expires(), exemption.owner(), exemption.reason()));
    html.element("dt", "Rule").open("dd");
    html.element("a", first.rule(), "href", "#rule-" + first.rule()).close();
    html.end().end();
  }

  private static void writePackets(
      Html html, String label, PacketSet packets, Judgement judgement) {
    html.element("dt", label);
    OpeningText.lines(packets, judgement.internet(), LISTED)
        .forEach(line -> html.element("dd", line));
  }

  private static void writeSettling(Html html, List<Judgement.Settling> settlings) {
    if (settlings.isEmpty()) {
      return;
    }
    html.open("section").element("h3", "Settling").open("ul");
    settlings.stream()
        .limit(LISTED)
        .map(
            settling ->
                "%s: %s, until %s"
                    .formatted(
                        settling.rule(), settling.subject(), TextFormat.moment(settling.until())))
        .forEach(sentence -> html.element("li", sentence));
    if (settlings.size() > LISTED) {
      html.element("li", AuditSummary.more(settlings.size() - LISTED));
    }
    html.end().end();
  }

  static void writeList(Html html, String title, List<String> sentences) {
    if (!sentences.isEmpty()) {
      html.open("section").element("h3", title).open("ul");
      sentences.forEach(sentence -> html.element("li", sentence));
      html.end().end();
    }
  }

  /// The texts of the rules that the page names.
  private void writeRules(Html html) {
    var rules =
        parts.stream()
            .flatMap(part -> part.rules().stream())
            .distinct()
            .sorted()
            .flatMap(id -> RuleBook.rule(id).stream())
            .map(RuleBook.Entry::rule)
            .toList();
    if (rules.isEmpty()) {
      return;
    }
    html.open("section", "class", "rules").element("h2", "The rules");
    for (var rule : rules) {
      var card = rule.card();
      html.open("article", "id", "rule-" + rule.id());
      html.open("h3").element("code", rule.id()).end();
      html.open("p").text(card.title() + ". ");
      html.element("b", card.scale().isEmpty() ? card.severity().name() : card.scale()).end();
      html.element("p", card.risk());
      html.element("p", "Fix: " + card.fix());
      html.open("p").element("a", card.see(), "href", card.see(), "rel", "noreferrer").end();
      html.end();
    }
    html.end();
  }
}
