package slash80.page;

import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;

/// The first screen about a cluster: what is open, on how many nodes, since when, and one command.
record FirstScreen(AuditPart part) {

  void write(Html html) {
    var judgement = part.judgement();
    var cluster = judgement.cluster();
    var at = TextFormat.moment(judgement.at());
    html.open("header", "class", part.kind());
    html.element("h2", cluster.name());
    html.open("p", "class", "place");
    html.text("account %s, %s, checked at ".formatted(cluster.account(), cluster.region()));
    html.element("time", at, "class", "at", "datetime", at);
    html.end();
    html.open("div", "class", "first " + part.kind());
    html.element("p", headline(), "class", "headline");
    part.open().stream().findFirst().ifPresent(worst -> write(html, worst));
    html.end();
    html.open("ul", "class", "counts");
    for (var count : part.counts()) {
      html.open("li", "class", count.kind());
      html.element("b", count.number()).text(" ").element("span", count.what()).end();
    }
    html.end();
    if (!part.isChange() || part.open().isEmpty()) { // else the headline says it
      html.element("p", part.closing(), "class", "verdict");
    }
    html.end();
  }

  private void write(Html html, FindingCard worst) {
    html.open("p", "class", "worst");
    html.element("span", worst.severity(), "class", "badge " + worst.severity()).text(" ");
    html.element("a", worst.first().detail(), "href", "#" + part.anchor() + worst.first().id());
    html.end();
    if (worst.command().isEmpty()) {
      html.element("p", worst.first().remedy());
    } else {
      html.open("pre", "class", "fix").lines(worst.command()).end();
      html.open("p", "class", "tools");
      html.element("button", "Copy command", "type", "button", "data-copy", "command");
      html.end();
    }
  }

  /// `4 causes are open on 7 of 11 nodes, the first since 2026-11-23T08:00:00Z.`
  private String headline() {
    var open = part.open();
    if (open.isEmpty() && part.hidden() > 0) {
      return "Nothing %sis shown, but %s %s not."
          .formatted(
              part.isChange() ? "new or worse " : "",
              TextFormat.count(part.hidden(), "finding"),
              part.hidden() == 1 ? "is" : "are");
    }
    if (part.isChange()) {
      return open.isEmpty() ? "Nothing would be new or worse." : part.closing() + ".";
    }
    if (open.isEmpty()) {
      return part.undecided().isEmpty()
          ? "No finding is open."
          : "No finding is open, but not everything was checked.";
    }
    int causes = FindingGroup.causes(open.stream().map(FindingCard::group).toList());
    var nodes = new HashSet<String>();
    open.forEach(card -> nodes.addAll(card.nodes()));
    return "%s %s open%s%s."
        .formatted(
            TextFormat.count(causes, "cause"),
            causes == 1 ? "is" : "are",
            nodes.isEmpty()
                ? ""
                : " on %s of %s"
                    .formatted(
                        TextFormat.number(nodes.size()),
                        TextFormat.count(part.judgement().nodes(), "node")),
            since()
                .map(since -> (open.size() == 1 ? ", since " : ", the first since ") + since)
                .orElse(""));
  }

  private Optional<String> since() {
    return part.open().stream()
        .flatMap(card -> card.since().stream())
        .min(Comparator.naturalOrder())
        .map(TextFormat::moment);
  }
}
