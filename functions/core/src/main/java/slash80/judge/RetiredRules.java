package slash80.judge;

import java.util.Map;
import java.util.Optional;

/// The rules that are no longer in the rule book under their old ids. An id is never used again, so
/// that policies, exemptions and ledgers that name it keep their meaning: they are read on, and
/// whoever wrote them is told the new name.
///
/// @param successors the rule in place of each retired one, by id; empty for none
public record RetiredRules(Map<String, String> successors) {
  /// Write down a rule here when you remove or rename it.
  public static final RetiredRules CURRENT = new RetiredRules(Map.of());

  public RetiredRules {
    successors = Map.copyOf(successors);
  }

  public boolean contains(String rule) {
    return successors.containsKey(rule);
  }

  /// The rule that took the place of a retired one.
  public Optional<String> successor(String rule) {
    return Optional.ofNullable(successors.get(rule)).filter(name -> !name.isEmpty());
  }

  /// The id of a finding, `<rule>/<subject>`, under its present name.
  public String finding(String id) {
    int end = Math.max(id.indexOf('/'), 0);
    return successor(id.substring(0, end)).map(rule -> rule + id.substring(end)).orElse(id);
  }
}
