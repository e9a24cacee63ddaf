package slash80.aws.snapshot;

import java.util.ArrayList;
import java.util.List;

/// The dates of one file that a reader of the report should know about: a note for each kind, with
/// the first place. A file may hold thousands.
final class DateNotes {
  private final List<String> unzoned = new ArrayList<>();
  private final List<String> unreadable = new ArrayList<>();

  /// Adds the place of a date without a zone.
  void unzoned(String place) {
    unzoned.add(place);
  }

  /// Adds a date that cannot be read, and that no rule uses.
  ///
  /// @param sentence the place, and what was expected and found there
  void unreadable(String sentence) {
    unreadable.add(sentence);
  }

  /// The notes about a file.
  List<String> of(String file) {
    var notes = new ArrayList<String>();
    if (!unzoned.isEmpty()) {
      notes.add(
          "%s: %s: a date without a zone is taken as UTC%s"
              .formatted(file, unzoned.getFirst(), more(unzoned)));
    }
    if (!unreadable.isEmpty()) {
      notes.add(
          "%s: %s; the date is skipped, as no rule uses it%s"
              .formatted(file, unreadable.getFirst(), more(unreadable)));
    }
    return notes;
  }

  private static String more(List<String> all) {
    return all.size() == 1 ? "" : " (and %d more)".formatted(all.size() - 1);
  }
}
