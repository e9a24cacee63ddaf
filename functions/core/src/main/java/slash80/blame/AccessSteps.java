package slash80.blame;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.BlockMode;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.PublicAccessExclusion;

/// The steps that change VPC block public access.
public final class AccessSteps {
  private AccessSteps() {}

  /// The mode of the region that was set. A tool sets it again and again, mostly to what it was, so
  /// it counts only where no other change explains a finding.
  ///
  /// @param mode that it set, where the call says it
  public record ModeSet(Optional<BlockMode> mode) implements Step {
    @Override
    public boolean isVague() {
      return true;
    }

    @Override
    public boolean isGuess() {
      return true;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      return memory
          .of(Memory.MODE)
          .map(BlockMode::valueOf)
          .<Step>map(was -> new Recalled(this, facts -> before(facts, was)))
          .orElse(this);
    }

    private Facts before(Facts after, BlockMode was) {
      return FactsEdit.publicAccess(
          after,
          now ->
              mode.filter(set -> now.asKnown().filter(set::equals).isEmpty()).isPresent()
                  ? now
                  : Fact.known(was),
          exclusions -> exclusions);
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      var mode =
          switch (leaning) {
            case CLOSED -> BlockMode.BLOCK_BIDIRECTIONAL;
            case OPEN -> BlockMode.OFF;
          };
      return before(after, mode);
    }
  }

  /// An exclusion that was made, changed or deleted.
  ///
  /// @param mode that it has since; empty where it was deleted, or the call does not say it
  /// @param existed whether there was one before
  public record ExclusionSet(String id, Optional<String> mode, boolean existed) implements Step {
    @Override
    public boolean isGuess() {
      return existed;
    }

    @Override
    public Step recalled(Facts after, Memory memory) {
      if (!existed || memory.of(Memory.MODE).isEmpty()) {
        return this;
      }
      var was = memory.of(id).map(text -> MemoryText.exclusion(id, text));
      var made = memory.of(modeOf(id));
      return new Recalled(
          this, facts -> before(facts, was.or(() -> shown(facts).map(now -> as(now, made)))));
    }

    /// The mode that it set, which a later change of the batch may set again.
    @Override
    public Memory noted(Memory memory) {
      return mode.map(set -> memory.and(modeOf(id), set)).orElse(memory);
    }

    private static String modeOf(String id) {
      return id + " mode";
    }

    @Override
    public Facts before(Facts after, Leaning leaning) {
      return before(
          after,
          existed && leaning == Leaning.OPEN
              ? Optional.of(open(after.cluster().vpc().value()))
              : Optional.empty());
    }

    /// An exclusion that the memory does not know was made since, by a change of the batch or by
    /// one that nobody knows. The latter leaves it as it is.
    private PublicAccessExclusion as(PublicAccessExclusion now, Optional<String> made) {
      return new PublicAccessExclusion(
          id, now.resource(), made.orElse(now.mode()), now.state(), now.tags());
    }

    private Facts before(Facts after, Optional<PublicAccessExclusion> was) {
      return FactsEdit.publicAccess(
          after,
          access -> access,
          exclusions -> {
            if (exclusions.asKnown().filter(this::isOther).isPresent()) {
              return exclusions;
            }
            var others =
                FactsEdit.each(
                    exclusions, shown -> Optional.of(shown).filter(kept -> !kept.id().equals(id)));
            return was.map(shown -> FactsEdit.with(others, shown)).orElse(others);
          });
    }

    /// Whether a later change has set another mode, or deleted it.
    private boolean isOther(List<PublicAccessExclusion> now) {
      return mode.filter(set -> shown(now).filter(own -> own.mode().equals(set)).isEmpty())
          .isPresent();
    }

    private Optional<PublicAccessExclusion> shown(Facts facts) {
      return shown(facts.layers().exclusions().asKnown().orElse(List.of()));
    }

    private Optional<PublicAccessExclusion> shown(List<PublicAccessExclusion> now) {
      return now.stream().filter(own -> own.id().equals(id)).findFirst();
    }

    private PublicAccessExclusion open(String vpc) {
      return new PublicAccessExclusion(id, vpc, "allow-bidirectional", "create-complete", Map.of());
    }
  }
}
