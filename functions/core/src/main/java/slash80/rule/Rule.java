package slash80.rule;

import slash80.facts.Subject;
import slash80.network.Network;

/// A sentence about one kind of subject that is true in every well-built cluster. The class name is
/// the sentence; [#id] is derived from it.
public interface Rule<S extends Subject> {

  /// The description of the rule.
  Card card();

  /// Checks one subject.
  Verdict judge(S subject, Network network);

  /// The class name in kebab case: a hyphen before each capital and before each run of digits,
  /// never inside Ipv4 and Ipv6.
  default String id() {
    return RuleId.of(getClass().getSimpleName());
  }
}
