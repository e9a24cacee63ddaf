package slash80.rules;

import static java.util.stream.Collectors.joining;

import slash80.facts.Parameters;
import slash80.network.PortRange;

/// The rule book as people read it in the repository: RULES.md, and the table of the README.
final class RulesPage {
  /// How many cases of a kind a page shows.
  private static final int FEW = 6;

  private RulesPage() {}

  /// What stands in RULES.md.
  static String page() {
    var page = new StringBuilder();
    page.append("# The rule book\n\n");
    page.append("Made from the cards of the rules and their cases, in which a node is `n1`, its ");
    page.append("interface `eni-n1`, its\nsubnet `subnet-a`: `GeneratedTextTest` says how. ");
    page.append("`./slash80 rules RULE` prints a rule's page.\n\n");
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
    var cases = Casebook.of(rule);
    return "\n### %s\n\n%s. **%s**\n\n%s\n"
            .formatted(rule.id(), card.title(), severity(card), card.risk())
        + examples("Upheld by", cases, Cases.Kind.UPHELD)
        + examples("Violated by", cases, Cases.Kind.VIOLATED)
        + examples("Cannot tell of", cases, Cases.Kind.UNDECIDED)
        + examples("Too early to say of", cases, Cases.Kind.SETTLING)
        + "\nTo fix it: %s\n%s\nSee <%s>\n"
            .formatted(card.fix(), cases.command().map(RulesPage::block).orElse(""), card.see());
  }

  private static String examples(String heading, Cases cases, Cases.Kind kind) {
    var all = cases.examples(kind);
    var first = all.stream().limit(FEW).map("- %s\n"::formatted).collect(joining());
    var more = all.size() <= FEW ? "" : "- and %d more\n".formatted(all.size() - FEW);
    return all.isEmpty() ? "" : "\n%s\n\n%s%s".formatted(heading, first, more);
  }

  private static String block(String command) {
    return "\n```sh\n%s\n```\n".formatted(command);
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
