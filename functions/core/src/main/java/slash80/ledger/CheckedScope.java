package slash80.ledger;

import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.network.Scope;
import slash80.rule.Finding;

/// The rules and subjects that a check covered. Findings outside it are left untouched.
public sealed interface CheckedScope {
  /// The ids of the rules that were checked.
  Set<String> rules();

  /// Every subject of the cluster.
  record Whole(Set<String> rules) implements CheckedScope {
    public Whole {
      rules = Set.copyOf(rules);
    }
  }

  /// Some subjects: the listed ones, and whatever belongs to the nodes among them.
  ///
  /// @param subjects ids of nodes, interfaces and so on, including those that were looked for and
  ///   are gone
  /// @param seen ids of findings of other rules: a partial check can find them, but only a whole
  ///   one can know that there are none
  record Part(Set<String> rules, Set<String> subjects, Set<String> seen) implements CheckedScope {
    public Part {
      rules = Set.copyOf(rules);
      subjects = Set.copyOf(subjects);
      seen = Set.copyOf(seen);
    }

    public Part(Set<String> rules, Set<String> subjects) {
      this(rules, subjects, Set.of());
    }
  }

  /// Every rule of the rule book and every subject.
  static CheckedScope whole() {
    return new Whole(
        RuleBook.entries().stream().map(entry -> entry.rule().id()).collect(Collectors.toSet()));
  }

  /// The rules and subjects that a check with this scope covers.
  static CheckedScope of(Scope scope, Network network, Judgement judgement) {
    return switch (scope) {
      case Scope.Whole _ -> whole();
      case Scope.Partial part -> new Part(rules(part), subjects(part, network), seen(judgement));
    };
  }

  private static Set<String> rules(Scope.Partial part) {
    return RuleBook.entries(part).stream()
        .filter(RuleBook.Entry::isConclusiveInPart)
        .map(entry -> entry.rule().id())
        .collect(Collectors.toSet());
  }

  private static Set<String> seen(Judgement judgement) {
    return judgement.findings().stream()
        .filter(
            finding ->
                RuleBook.rule(finding.rule())
                    .filter(entry -> !entry.isConclusiveInPart())
                    .isPresent())
        .map(Finding::id)
        .collect(Collectors.toSet());
  }

  private static Set<String> subjects(Scope.Partial part, Network network) {
    var subjects = new HashSet<String>();
    part.nodes().forEach(node -> subjects.add(node.value()));
    part.interfaces().forEach(id -> subjects.add(id.value()));
    network.interfaces().asKnown().orElse(List.of()).stream()
        .filter(networkInterface -> part.covers(networkInterface, network))
        .forEach(networkInterface -> subjects.add(networkInterface.subjectId()));
    return subjects;
  }

  /// Whether the check covered a finding.
  ///
  /// @param node the node of its subject
  default boolean covers(String finding, Optional<String> node) {
    boolean isAsked = rules().contains(Ledger.ruleOf(finding));
    return switch (this) {
      case Whole _ -> isAsked;
      case Part(_, var subjects, var seen) ->
          seen.contains(finding)
              || (isAsked
                  && (subjects.contains(Ledger.subjectOf(finding))
                      || node.filter(subjects::contains).isPresent()));
    };
  }

  /// Whether the check looked for a node.
  default boolean coversNode(String node) {
    return switch (this) {
      case Whole _ -> true;
      case Part(_, var subjects, _) -> subjects.contains(node);
    };
  }
}
