package slash80.alerts;

import java.util.List;
import java.util.stream.Collectors;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;

/// The changes that led to an alert, in a chat card: first those behind what it says, then the
/// others.
final class CardChanges {
  private static final int STEPS = 5;
  private static final int NAME = 120;

  private CardChanges() {}

  static String text(List<ChangeOrigin> origins, Delta delta) {
    var text = new StringBuilder();
    if (delta.isByRulesOnly()) {
      return "The rules of Slash80 have changed, not the network\n";
    }
    var parted = delta.authors().parted(origins);
    var behind = parted.behind();
    var innocent = parted.innocent();
    behind.stream().limit(STEPS).forEach(origin -> text.append(origin(origin)));
    if (behind.size() > STEPS) {
      text.append("and ")
          .append(TextFormat.count(behind.size() - STEPS, "more change"))
          .append("\n");
    }
    if (!innocent.isEmpty()) {
      text.append("Behind none of this: ");
      text.append(
          innocent.stream()
              .limit(STEPS)
              .map(origin -> Mrkdwn.code(origin.what(), NAME) + by(origin))
              .collect(Collectors.joining(", ")));
      if (innocent.size() > STEPS) {
        text.append(" and ").append(TextFormat.count(innocent.size() - STEPS, "more change"));
      }
      text.append("\n");
    }
    return text.toString();
  }

  private static String origin(ChangeOrigin origin) {
    String what = Mrkdwn.code(origin.what(), NAME);
    String call = CallWords.of(origin.call());
    String how = call.isEmpty() ? "" : " (" + Mrkdwn.bare(call, 3 * NAME) + ")";
    return "%s%s at %s%s\n".formatted(what, by(origin), Email.moment(origin.at()), how);
  }

  private static String by(ChangeOrigin origin) {
    return origin.who().isEmpty() ? "" : " by " + Mrkdwn.code(origin.who(), 2 * NAME);
  }
}
