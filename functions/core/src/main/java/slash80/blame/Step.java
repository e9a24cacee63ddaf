package slash80.blame;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import slash80.facts.Facts;

/// A step of a change that can be taken back in the facts that were read after it.
public interface Step {

  /// The facts as they may have been before the step; the same facts where they do not show what
  /// the step left behind, as when a later change has replaced it.
  Facts before(Facts after, Leaning leaning);

  /// The step with what the ledger remembers of the state before it; the step itself where it says
  /// that, or where nothing is remembered.
  ///
  /// @param after the facts that were read after it
  default Step recalled(Facts after, Memory memory) {
    return this;
  }

  /// The step with what later ones of the batch changed in the thing that it sets as a whole. That
  /// stays where it alone is taken back.
  default Step followedBy(List<Step> later) {
    return this;
  }

  /// The memory with what the step tells of later ones.
  default Memory noted(Memory memory) {
    return memory;
  }

  /// Whether the step removed the subject of a finding, which no fact shows any more.
  default boolean removed(Question question) {
    return false;
  }

  /// The instances and interfaces that it certainly removed.
  default Set<String> gone() {
    return Set.of();
  }

  /// The thing that the step sets as a whole, where nobody can tell from the facts whether they
  /// show what this step set: the last one of a batch did.
  default Optional<String> sets() {
    return Optional.empty();
  }

  /// Whether the step hardly says what it changed. It then counts only where no other change
  /// explains a finding.
  default boolean isVague() {
    return false;
  }

  /// Whether the state before it is a guess, which a finding that stood before can refute: an
  /// interface that was open all the time shows that block public access was off.
  default boolean isGuess() {
    return false;
  }

  /// The instances and interfaces that it names, each of which is asked about by itself.
  default Set<String> nodes() {
    return Set.of();
  }
}
