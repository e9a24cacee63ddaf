package slash80.rule;

import static java.util.stream.Collectors.joining;

import slash80.ip.PortRange;
import slash80.judge.RuleBook;
import slash80.network.Parameters;

/// Writes RULES.md, the rule book in the repository.
public final class RulesPage {
  private RulesPage() {}

  /// The text of RULES.md.
  public static String page() {
    var page = new StringBuilder();
    page.append(
        """
        # The rule book

        Generated from the rules and their test cases by `./slash80 generate`. `./slash80 rules RULE` prints one rule.

        A rule passes, fails, is not checked (facts it needs could not be read), or waits (too early to say).
        In the examples a node is `n1`, its interface `eni-n1` and its subnet `subnet-a`.

        | rule | severity | expected |
        |---|---|---|
        """);
    RuleBook.entries().forEach(entry -> page.append(row(entry.rule())));
    for (var family : Family.values()) {
      page.append("\n## ").append(heading(family)).append('\n');
      RuleBook.entries().stream()
          .filter(entry -> entry.family() == family)
          .forEach(entry -> page.append(section(entry.rule())));
    }
    page.append("\n## Severity by share and port\n\n").append(scale(Parameters.DEFAULTS));
    return page.toString();
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
    return """

    ### %s

    %s. **%s**

    - Passes when %s.
    - Fails when %s.
    - Not checked when %s.

    %s
    %s
    To fix it: %s
    %s
    See <%s>
    """
        .formatted(
            rule.id(),
            card.title(),
            severity(card),
            card.passes(),
            card.fails(),
            card.unchecked(),
            card.risk(),
            cases.example().map(RulesPage::example).orElse(""),
            card.fix(),
            cases.command().map(RulesPage::block).orElse(""),
            card.see());
  }

  private static String example(Finding finding) {
    return "\n> %s: %s\n".formatted(finding.severity(), finding.detail());
  }

  private static String block(String command) {
    return "\n```sh\n%s\n```\n".formatted(command);
  }

  private static String row(Rule<?> rule) {
    return "| [%s](#%s) | %s | %s |\n"
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
        .formatted(parameters.highShare(), parameters.mediumShare(), parameters.lowShare(), listed);
  }

  private static String ports(PortRange ports) {
    return ports.first() == ports.last()
        ? Integer.toString(ports.first())
        : ports.first() + "-" + ports.last();
  }
}
