package slash80.check;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import slash80.check.SiteDesk.Notice;
import slash80.ledger.SharedVpc;

/// The discoveries of a batch about accounts and regions, to be written down at its end. If that
/// fails, the messages come again that led to them, and no others. Accounts that are read beside
/// each other may add to it.
final class SiteNews {
  private final List<Discovery<Notice>> notices = new ArrayList<>();
  private final List<Discovery<SharedVpc>> seen = new ArrayList<>();

  private record Discovery<T>(T what, List<ParsedMessage> messages) {}

  synchronized void notice(Notice notice, List<ParsedMessage> messages) {
    notices.add(new Discovery<>(notice, messages));
  }

  synchronized void see(SharedVpc vpc, List<ParsedMessage> messages) {
    seen.add(new Discovery<>(vpc, messages));
  }

  /// Writes everything down. Answers with the messages whose discoveries could not be written, and
  /// why.
  synchronized Map<ParsedMessage, String> write(SiteDesk desk) {
    var failed = new IdentityHashMap<ParsedMessage, String>();
    attempt(() -> desk.write(things(notices)), notices, failed);
    var news = seen.stream().filter(discovery -> !desk.knows(discovery.what())).toList();
    attempt(() -> desk.share(things(news)), news, failed);
    return failed;
  }

  private static <T> void attempt(
      Runnable writing, List<Discovery<T>> discoveries, Map<ParsedMessage, String> failed) {
    var written =
        Result.to(
            () -> {
              writing.run();
              return true;
            });
    written
        .asFailure()
        .ifPresent(
            why ->
                discoveries.stream()
                    .flatMap(discovery -> discovery.messages().stream())
                    .forEach(message -> failed.put(message, why)));
  }

  private static <T> List<T> things(List<Discovery<T>> discoveries) {
    return discoveries.stream().map(Discovery::what).toList();
  }
}
