package slash80.ledger;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// A reason why an account and region is not checked, or not soon after a change.
///
/// @param because the details, in words
/// @param since when it was first noticed
/// @param seen when it was last noticed, within some hours
/// @param told when people were last told; [Instant#EPOCH] for never
/// @param progress whether it stands or has passed
public record SiteTrouble(
    String because, Instant since, Instant seen, Instant told, Progress progress) {
  /// A change of `seen` is written after this time only: events may come every second.
  private static final Duration COARSE = Duration.ofHours(6);

  /// Foreign events that have stopped for this long are over.
  private static final Duration QUIET = Duration.ofDays(1);

  /// The hourly checks of a site that still refuses write it down again within this time.
  private static final Duration UNREPEATED = COARSE.plusHours(2);

  /// What does not answer is asked again an hour later, before anybody is told.
  private static final Duration PATIENCE = Duration.ofMinutes(50);

  /// Whether a trouble stands. The names are written into the document.
  public enum Progress {
    STANDS,
    PASSED
  }

  /// The kinds of trouble. The names are written into the document.
  public enum Kind {
    /// Events come from there, although it is not checked.
    FOREIGN,
    /// A call that every check needs is denied to the sweep.
    REFUSED,
    /// A call that every check needs fails for another reason.
    UNANSWERED,
    /// No trail logs the calls that change things, so EventBridge gets no event about them.
    WITHOUT_TRAIL,
    /// A rule that sends events is disabled or missing.
    RULE_OFF,
    /// No rule sends events from there.
    WITHOUT_RULES,
    /// The trails and rules could not be read.
    UNEXAMINED,
    /// A call that every check needs is denied to the checks. The sweep has a role of its own, so
    /// it can tell neither that this is so nor that it has passed. The document names it as
    /// [#REFUSED] and says who noticed it.
    CHECK_REFUSED;

    /// Whether people are told again after a day. The others do not keep a cluster from being
    /// checked, and may be intended.
    boolean isRepeated() {
      return switch (this) {
        case FOREIGN, REFUSED, UNANSWERED, WITHOUT_TRAIL, RULE_OFF, CHECK_REFUSED -> true;
        case WITHOUT_RULES, UNEXAMINED -> false;
      };
    }

    /// The kind that people know. A missing member role is denied to the sweep and to the checks,
    /// and is one trouble.
    public Kind told() {
      return this == CHECK_REFUSED ? REFUSED : this;
    }

    /// The kind that is the same trouble for people, if there is another.
    Optional<Kind> twin() {
      return switch (this) {
        case REFUSED -> Optional.of(CHECK_REFUSED);
        case CHECK_REFUSED -> Optional.of(REFUSED);
        case FOREIGN, UNANSWERED, WITHOUT_TRAIL, RULE_OFF, WITHOUT_RULES, UNEXAMINED ->
            Optional.empty();
      };
    }

    /// The time after which a trouble is over that nobody looks for and that is not noticed again.
    private Optional<Duration> quiet() {
      return switch (this) {
        case FOREIGN -> Optional.of(QUIET);
        case CHECK_REFUSED -> Optional.of(UNREPEATED);
        case REFUSED, UNANSWERED, WITHOUT_TRAIL, RULE_OFF, WITHOUT_RULES, UNEXAMINED ->
            Optional.empty();
      };
    }
  }

  static SiteTrouble first(String because, Instant at) {
    return new SiteTrouble(because, at, at, Instant.EPOCH, Progress.STANDS);
  }

  /// The same trouble, noticed again.
  SiteTrouble again(String reason, Instant at) {
    boolean isKnown =
        reason.equals(because) && progress == Progress.STANDS && seen.plus(COARSE).isAfter(at);
    return isKnown ? this : new SiteTrouble(reason, since, at, told, Progress.STANDS);
  }

  SiteTrouble passed() {
    return new SiteTrouble(because, since, seen, told, Progress.PASSED);
  }

  SiteTrouble told(Instant at) {
    return new SiteTrouble(because, since, seen, at, progress);
  }

  boolean isTold() {
    return told.isAfter(Instant.EPOCH);
  }

  boolean isOver(Kind kind, Instant at) {
    return progress == Progress.PASSED
        || kind.quiet().filter(quiet -> !seen.plus(quiet).isAfter(at)).isPresent();
  }

  /// Whether it is certain enough to be told.
  boolean isCertain(Kind kind, Instant at) {
    return kind != Kind.UNANSWERED || !since.plus(PATIENCE).isAfter(at);
  }

  boolean isDue(Kind kind, Instant at, Duration reminder) {
    return !isTold() || (kind.isRepeated() && !told.plus(reminder).isAfter(at));
  }
}
