package slash80.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import slash80.rule.Severity;

/// Search and filters over the causes and nodes of a page. They need the page's script, and are not
/// shown without it.
record Filter(Choices subnets, Choices groups, Choices rules) {

  static Filter of(List<AuditPart> parts) {
    var filter = new Filter(new Choices(), new Choices(), new Choices());
    for (var part : parts) {
      for (var card : part.all()) {
        filter.rules().number(card.first().rule());
        filter.subnets().numbers(card.subnets());
        filter.groups().numbers(card.nodeGroups());
      }
      part.map()
          .ifPresent(
              map -> {
                map.strips().forEach(strip -> filter.subnets().number(strip.subnet()));
                map.tiles().forEach(tile -> filter.groups().numbers(List.of(tile.group())));
              });
    }
    return filter;
  }

  void write(Html html, List<AuditPart> parts) {
    html.open("div", "class", "filter", "id", "filter", "role", "search", "aria-label", "Findings");
    html.open("label").text("Search ");
    html.open("input", "type", "search", "id", "find", "autocomplete", "off").close();
    subnets.write(html, "by-subnet", "Subnet");
    rules.write(html, "by-rule", "Rule");
    groups.write(html, "by-group", "Node group");
    html.open("fieldset").element("legend", "Severity");
    Arrays.stream(Severity.values())
        .sorted(Comparator.reverseOrder())
        .filter(severity -> isOn(severity, parts))
        .forEach(severity -> box(html, severity));
    html.end();
    html.open("output", "id", "shown", "aria-live", "polite").close();
    html.open("p", "class", "tools");
    html.element("button", "Copy commands", "type", "button", "data-copy", "commands").text(" ");
    html.element("button", "Copy as Markdown", "type", "button", "data-copy", "markdowns");
    html.end().end();
  }

  private static boolean isOn(Severity severity, List<AuditPart> parts) {
    return parts.stream()
        .flatMap(part -> part.all().stream())
        .anyMatch(card -> card.group().severity() == severity);
  }

  private static void box(Html html, Severity severity) {
    html.open("label");
    html.open(
        "input",
        "type",
        "checkbox",
        "id",
        "show-" + severity,
        "value",
        severity.name(),
        "checked",
        "checked");
    html.text(" ").element("span", severity.name(), "class", "badge " + severity).end();
  }
}
