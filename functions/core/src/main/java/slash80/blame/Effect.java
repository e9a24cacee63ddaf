package slash80.blame;

import java.util.List;
import java.util.Set;

/// The part of a change that can make or end a finding.
public sealed interface Effect {

  /// A change that makes and ends no finding.
  record None() implements Effect {}

  /// A change whose steps are known.
  record Steps(List<Step> steps) implements Effect {
    public Steps {
      steps = List.copyOf(steps);
    }
  }

  /// A change that is not modelled, or whose parameters could not be read. It may stand behind a
  /// finding about the resources that it names.
  record Unknown() implements Effect {}

  /// A change that an earlier check has weighed, which did not finish.
  ///
  /// @param findings the ids of the findings that it stands behind
  record Weighed(Set<String> findings) implements Effect {
    public Weighed {
      findings = Set.copyOf(findings);
    }
  }
}
