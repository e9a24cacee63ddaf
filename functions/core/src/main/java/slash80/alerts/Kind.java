package slash80.alerts;

import slash80.ledger.Delta;

/// The kind of an alert: its most important content. New findings come before resolved ones, and
/// resolved findings before reminders. Filter policies, the document and the words use it.
enum Kind {
  /// All findings of the first check of a cluster.
  BASELINE,
  /// A change in the account opened something or made it worse.
  CHANGE,
  /// Something is closed again, and nothing is new.
  RESOLVED,
  /// Severe findings that were reported before are still open.
  REMINDER,
  /// A call that Slash80 needs is denied.
  PERMISSION,
  /// The first check of a cluster found nothing.
  HELLO,
  /// The cluster, or the check of it, has ended.
  GONE,
  /// New or changed rules found all that is new.
  RULES_CHANGED;

  static Kind of(Delta delta) {
    if (delta.occasion().isLast()) {
      return GONE;
    }
    if (delta.isByRulesOnly() || (!delta.opened().isEmpty() && delta.isOpenedByRules())) {
      return RULES_CHANGED;
    }
    if (!delta.opened().isEmpty()) {
      return delta.occasion() == Delta.Occasion.FIRST_CHECK ? BASELINE : CHANGE;
    }
    if (!delta.resolved().isEmpty()) {
      return RESOLVED;
    }
    if (!delta.reminded().isEmpty()) {
      return REMINDER;
    }
    return delta.refused().isEmpty() && delta.occasion() == Delta.Occasion.GREETING
        ? HELLO
        : PERMISSION;
  }

  /// The word in documents and message attributes.
  @Override
  public String toString() {
    return ReportJson.word(this).replace('_', '-');
  }
}
