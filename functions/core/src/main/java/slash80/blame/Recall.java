package slash80.blame;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedList;
import java.util.List;
import slash80.facts.Facts;

/// The changes of a batch with what the ledger remembers of the state before them. A change that a
/// later one has overwritten as a whole shows in no fact, and none of its steps is left.
final class Recall {
  private final Facts facts;
  private Memory memory;

  private Recall(Facts facts, Memory memory) {
    this.facts = facts;
    this.memory = memory;
  }

  /// @param effects of the changes, oldest first
  static List<Effect> of(List<Effect> effects, Facts facts, Memory memory) {
    var recall = new Recall(facts, memory);
    var recalled = followed(effects).stream().map(recall::recalled).toList();
    var overwritten = new HashSet<String>();
    var left = new LinkedList<Effect>();
    for (var effect : recalled.reversed()) {
      if (effect instanceof Effect.Steps(var steps)) {
        left.addFirst(
            new Effect.Steps(
                steps.stream()
                    .filter(step -> step.sets().filter(overwritten::contains).isEmpty())
                    .toList()));
        steps.forEach(step -> step.sets().ifPresent(overwritten::add));
      } else {
        left.addFirst(effect);
      }
    }
    return List.copyOf(left);
  }

  /// The changes, each of which knows those after it.
  private static List<Effect> followed(List<Effect> effects) {
    var followed = new LinkedList<Effect>();
    var later = new LinkedList<Step>();
    for (var effect : effects.reversed()) {
      if (effect instanceof Effect.Steps(var steps)) {
        followed.addFirst(
            new Effect.Steps(steps.stream().map(step -> step.followedBy(later)).toList()));
        later.addAll(0, steps);
      } else {
        followed.addFirst(effect);
      }
    }
    return followed;
  }

  private Effect recalled(Effect effect) {
    if (!(effect instanceof Effect.Steps(var steps))) {
      return effect;
    }
    var recalled = new ArrayList<Step>();
    for (var step : steps) {
      var known = step.recalled(facts, memory);
      memory = known.noted(memory);
      recalled.add(known);
    }
    return new Effect.Steps(recalled);
  }
}
