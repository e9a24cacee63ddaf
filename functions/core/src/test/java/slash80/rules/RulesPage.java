package slash80.rules;

import static java.util.stream.Collectors.joining;

import slash80.facts.Parameters;
import slash80.network.PortRange;

/// The rule book as people read it in the repository: RULES.md, and the table of the README.
final class RulesPage {
  private RulesPage() {}

  /// What stands in RULES.md.
  static String page() {
    var page = new StringBuilder();
    page.append("# The rule book\n\n");
    page.append("Made from the cards of the rules: `GeneratedTextTest` says how.\n\n");
    page.append(
        "A rule's name is the sentence that is true when it is upheld. A rule can also be ");
    page.append(
        "violated, undecided (its facts could not be read) or settling (too early to say).\n");
    for (var family : Family.values()) {
      page.append("\n## ").append(heading(family)).append('\n');
      RuleBook.entries().stream()
          .filter(entry -> entry.family() == family)
          .forEach(entry -> page.append(section(entry.rule())));
    }
    page.append("\n## Severity by share and port\n\n").append(scale(Parameters.DEFAULTS));
    return page.toString();
  }

  /// What stands between the marks in the README.
  static String table() {
    return "| rule | severity | what is so |\n|---|---|---|\n"
        + RuleBook.entries().stream().map(entry -> row(entry.rule())).collect(joining());
  }

  private static String heading(Family family) {
    return switch (family) {
      case DELEGATION -> "Delegation: every node has its /80";
      case EXPOSURE -> "Exposure: no pod is reachable over IPv4 only, or by accident over IPv4";
      case INGRESS -> "Ingress: nothing gets round the security groups";
    };
  }

  private static String section(Rule<?> rule) {
    var card = rule.card();
    return "\n### %s\n\n%s. **%s**\n\n- Risk: %s\n- Fix: %s\n- See: <%s>\n"
        .formatted(rule.id(), card.title(), severity(card), card.risk(), card.fix(), card.see());
  }

  private static String row(Rule<?> rule) {
    return "| [%s](functions/core/RULES.md#%s) | %s | %s |\n"
        .formatted(rule.id(), rule.id(), severity(rule.card()), rule.card().title());
  }

  private static String severity(Card card) {
    return card.scale().isEmpty() ? card.severity().toString() : card.scale();
  }

  private static String scale(Parameters parameters) {
    var listed = parameters.listedTcpPorts().stream().map(RulesPage::ports).collect(joining(", "));
    return """
    The share of a protocol and port is the part of the internet that it is open to, or the part of
    what the registries have allocated of it, whichever is larger.

    | share at least | severity |
    |---|---|
    | 1/%1$,d | CRITICAL on all ports of TCP or UDP, or over TCP on %4$s; else HIGH |
    | 1/%2$,d | MEDIUM |
    | 1/%3$,d | LOW |
    | less | a named peer, not the internet: upheld |

    ICMPv6 alone is LOW at most, and so are ports that a network load balancer needs because it
    keeps its clients' addresses.
    """
        .formatted(parameters.half(), parameters.part(), parameters.little(), listed);
  }

  private static String ports(PortRange ports) {
    return ports.first() == ports.last()
        ? Integer.toString(ports.first())
        : ports.first() + "-" + ports.last();
  }
}
