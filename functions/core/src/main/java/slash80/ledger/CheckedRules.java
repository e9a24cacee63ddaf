package slash80.ledger;

import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;
import slash80.judge.Judgement;
import slash80.judge.RuleEditions;

/// The rules that checks of a whole cluster have covered. What a later edition of the rule book
/// finds may have been there before.
///
/// @param edition the edition of the rule book
/// @param pending the rules of that edition that could not be checked at all so far
public record CheckedRules(int edition, SortedSet<String> pending) {
  static final CheckedRules FIRST = new CheckedRules(RuleEditions.FIRST, new TreeSet<>());
  static final CheckedRules CURRENT = new CheckedRules(RuleEditions.CURRENT, new TreeSet<>());

  public CheckedRules {
    pending = Collections.unmodifiableSortedSet(new TreeSet<>(pending));
  }

  /// Whether a rule is new, or finds something else than when the cluster was last checked as a
  /// whole.
  boolean areOlderThan(String rule) {
    return RuleEditions.isUpdated(rule, edition) || pending.contains(rule);
  }

  /// Whether a rule is new.
  boolean lack(String rule) {
    return RuleEditions.isAdded(rule, edition) || pending.contains(rule);
  }

  /// The rules after another check. A partial check covers some subjects only.
  CheckedRules after(CheckedScope extent, Judgement judgement) {
    return switch (extent) {
      case CheckedScope.Part _ -> this;
      case CheckedScope.Whole _ -> {
        var unchecked = new TreeSet<String>();
        for (Judgement.Undecided undecided : judgement.undecided()) {
          if (undecided.subjects().isEmpty() && areOlderThan(undecided.rule())) {
            unchecked.add(undecided.rule());
          }
        }
        yield new CheckedRules(Math.max(edition, RuleEditions.CURRENT), unchecked);
      }
    };
  }
}
