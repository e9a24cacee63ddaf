package slash80.blame;

import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import slash80.facts.Facts;

/// A step of which the ledger remembers what was there before it.
///
/// @param of the step as its call says it
/// @param back takes it back
record Recalled(Step of, UnaryOperator<Facts> back) implements Step {
  @Override
  public Facts before(Facts after, Leaning leaning) {
    return back.apply(after);
  }

  @Override
  public Optional<String> sets() {
    return of.sets();
  }

  @Override
  public Memory noted(Memory memory) {
    return of.noted(memory);
  }

  @Override
  public boolean removed(Question question) {
    return of.removed(question);
  }

  @Override
  public Set<String> gone() {
    return of.gone();
  }

  @Override
  public Set<String> nodes() {
    return of.nodes();
  }
}
