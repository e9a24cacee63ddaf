package slash80.alerts;

import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.rules.RuleBook;

/// What a check asked of whom. It neither opens nor resolves a finding outside.
public sealed interface Extent {

  /// The ids of the rules that were asked.
  Set<String> rules();

  /// Every subject of the cluster.
  record Whole(Set<String> rules) implements Extent {
    public Whole {
      rules = Set.copyOf(rules);
    }
  }

  /// Some subjects: those that are named, and whatever belongs to the nodes among them.
  ///
  /// @param subjects ids of nodes, interfaces and the like, those that were looked for and are gone
  ///   among them
  record Part(Set<String> rules, Set<String> subjects) implements Extent {
    public Part {
      rules = Set.copyOf(rules);
      subjects = Set.copyOf(subjects);
    }
  }

  /// Every rule of the book, of every subject.
  static Extent whole() {
    return new Whole(
        RuleBook.entries().stream().map(entry -> entry.rule().id()).collect(Collectors.toSet()));
  }

  /// Whether a finding lies within.
  ///
  /// @param node that its subject belongs to
  default boolean covers(String finding, Optional<String> node) {
    return rules().contains(Ledger.ruleOf(finding))
        && switch (this) {
          case Whole _ -> true;
          case Part(_, var subjects) ->
              subjects.contains(Ledger.subjectOf(finding))
                  || node.filter(subjects::contains).isPresent();
        };
  }

  /// Whether a node was looked at, or looked for.
  default boolean coversNode(String node) {
    return switch (this) {
      case Whole _ -> true;
      case Part(_, var subjects) -> subjects.contains(node);
    };
  }
}
