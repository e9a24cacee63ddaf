package slash80.rule;

import slash80.facts.Subject;
import slash80.network.Network;

/// One sentence about one kind of subject that is true of every well-built cluster. The class name
/// is that sentence; [#id] is derived from it.
public interface Rule<S extends Subject> {

  /// What people read about the rule.
  Card card();

  /// Whether the sentence is true of one subject.
  Verdict judge(S subject, Network network);

  /// The class name in kebab case: a hyphen before each capital and before each run of digits,
  /// never inside Ipv4 and Ipv6.
  default String id() {
    return RuleId.of(getClass().getSimpleName());
  }
}
