package slash80.page;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.TextFormat;

/// The table of a cluster's causes, grouped by rule, worst first.
final class CauseTable {
  private static final int WORDS = 400;
  private static final int NAMES = 120;
  private static final int FIX = 300;

  private final AuditPart part;
  private final Filter filter;
  private final boolean isDated;

  CauseTable(AuditPart part, Filter filter) {
    this.part = part;
    this.filter = filter;
    this.isDated = part.all().stream().anyMatch(card -> card.since().isPresent());
  }

  void write(Html html) {
    html.open("table", "class", "causes");
    html.element(
        "caption",
        part.isChange()
            ? "What would change, a line for each rule and cause"
            : "What is open, a line for each rule and cause");
    html.open("thead").open("tr");
    head(html, "Severity", "severity", "");
    head(html, "What", "what", "up");
    head(html, "Nodes", "nodes", "");
    head(html, "Cause", "cause", "up");
    html.element("th", "Fix", "scope", "col");
    if (isDated) {
      head(html, "Open since", "since", "up");
    }
    html.close().end();
    byRule().forEach((rule, cards) -> write(html, rule, cards));
    html.end();
  }

  private static void head(Html html, String words, String by, String first) {
    html.open("th", "scope", "col");
    html.element("button", words, "type", "button", "data-by", by, "data-first", first).close();
  }

  private Map<String, List<FindingCard>> byRule() {
    var byRule = new LinkedHashMap<String, List<FindingCard>>();
    part.open().forEach(card -> add(byRule, card));
    part.better().forEach(card -> add(byRule, card));
    return byRule;
  }

  private static void add(Map<String, List<FindingCard>> byRule, FindingCard card) {
    byRule.computeIfAbsent(card.first().rule(), _ -> new ArrayList<>()).add(card);
  }

  private void write(Html html, String rule, List<FindingCard> cards) {
    html.open("tbody").open("tr", "class", "group");
    html.open("th", "scope", "rowgroup", "colspan", isDated ? "6" : "5");
    html.text(cards.getFirst().first().title() + " ").element("code", rule);
    html.close().end();
    cards.forEach(card -> write(html, card));
    html.end();
  }

  private void write(Html html, FindingCard card) {
    int nodes = card.nodes().size();
    var what = TextFormat.text(card.first().detail(), WORDS);
    var cause = TextFormat.text(card.cause(), FIX);
    html.open(
        "tr",
        "class",
        "cause " + card.severity(),
        "data-card",
        part.anchor() + card.first().id(),
        "data-severity",
        Integer.toString(card.group().severity().ordinal()),
        "data-kind",
        card.severity(),
        "data-rule",
        Integer.toString(filter.rules().number(card.first().rule())),
        "data-subnets",
        filter.subnets().numbers(card.subnets()),
        "data-groups",
        filter.groups().numbers(card.nodeGroups()),
        "data-nodes",
        Integer.toString(nodes),
        "data-what",
        what,
        "data-cause",
        cause,
        "data-since",
        card.since().map(since -> Long.toString(since.getEpochSecond())).orElse("0"));
    cell(html, "Severity");
    html.element("span", card.severity(), "class", "badge " + card.severity()).close();
    cell(html, "What");
    if (!card.change().isEmpty()) {
      html.element("b", card.change() + ": ");
    }
    html.element("a", what, "href", "#" + part.anchor() + card.first().id());
    int more = card.group().findings().size() - 1;
    if (more > 0) {
      html.element("span", " and %s more".formatted(TextFormat.number(more)), "class", "by");
    }
    html.close();
    cell(html, "Nodes");
    html.text(nodes == 0 ? "–" : TextFormat.number(nodes)).close();
    cell(html, "Cause");
    html.element("code", cause);
    if (!card.briefly().isEmpty()) {
      html.text(" ").element("span", TextFormat.text(card.briefly(), NAMES), "class", "by");
    }
    html.close();
    cell(html, "Fix");
    var fix = TextFormat.text(card.first().remedy(), FIX);
    html.element(card.command().isEmpty() ? "span" : "code", fix, "title", fix).close();
    if (isDated) {
      cell(html, "Open since");
      html.text(card.since().map(TextFormat::moment).orElse("")).close();
    }
    html.end();
  }

  private static void cell(Html html, String column) {
    html.open("td", "data-column", column);
  }
}
