package slash80.sweep;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.aws.Deadlines;
import slash80.aws.ledger.SiteBook;
import slash80.sweep.SiteSweep.Swept;

/// A batch of messages about accounts and regions. Each gets its share of the time that is left,
/// and not much, so that one that hangs leaves the others theirs. What was found is written once.
final class SiteBatch {
  /// An account that answers at all does so within a second or two.
  private static final Duration READING = Duration.ofSeconds(15);

  /// A queue and a bucket that answer at all take a fraction of it.
  private static final Duration SENDING = Duration.ofSeconds(10);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SiteSweep sweep;
  private final Function<Instant, SiteBook> books;
  private final InstantSource clock;
  private final Consumer<String> log;

  /// @param books gives the ledger of accounts and regions, which is asked nothing after a time
  /// @param log takes a sentence for each account and region
  SiteBatch(
      SiteSweep sweep,
      Function<Instant, SiteBook> books,
      InstantSource clock,
      Consumer<String> log) {
    this.sweep = sweep;
    this.books = books;
    this.clock = clock;
    this.log = log;
  }

  /// A message of the queue.
  record Message(String id, String body) {}

  private record Request(AccountRegion site, boolean isExamined) {}

  /// The ids of the messages that failed: they come again, and at last move to the dead letters.
  List<String> run(List<Message> messages, Deadlines deadlines) {
    var failed = new ArrayList<String>();
    var done = new ArrayList<String>();
    var swept = new ArrayList<Swept>();
    for (int number = 0; number < messages.size(); number++) {
      var message = messages.get(number);
      try {
        var request = read(message.body());
        var share = share(deadlines.reads(), messages.size() - number);
        var result = sweep.run(request.site(), request.isExamined(), share);
        swept.add(result);
        log.accept(sentence(result));
        (result.failure().isPresent() ? failed : done).add(message.id());
      } catch (RuntimeException broken) {
        log.accept("failed: " + broken.getMessage());
        failed.add(message.id());
      }
    }
    try {
      write(swept, deadlines.all());
      return failed;
    } catch (RuntimeException refused) {
      log.accept("failed: what was found cannot be written: " + refused.getMessage());
      failed.addAll(done);
      return failed;
    }
  }

  /// Reading may take three fifths of a share, so that what was read can still be sent.
  private Deadlines share(Instant end, int sites) {
    var now = clock.instant();
    var share = Duration.between(now, end).dividedBy(sites);
    var reads = now.plus(shorter(READING, share.multipliedBy(3).dividedBy(5)));
    return new Deadlines(reads, reads.plus(shorter(SENDING, share.multipliedBy(2).dividedBy(5))));
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }

  private void write(List<Swept> swept, Instant end) {
    var now = clock.instant();
    books
        .apply(end)
        .change(
            before -> {
              var after = before;
              for (var result : swept) {
                after = after.swept(result.site().site(), result.covered(), result.troubles(), now);
              }
              return after;
            });
  }

  private static Request read(String body) {
    try {
      var event = JSON.readTree(body);
      if (!event.path("detail-type").asText("").equals(Requests.SITE)) {
        throw new BadInput("expected a message about an account and region");
      }
      return new Request(
          new AccountRegion(text(event, "account"), text(event, "region")),
          event.path("detail").path("examine").asBoolean());
    } catch (JsonProcessingException broken) {
      throw new BadInput("the message is not JSON", broken);
    }
  }

  private static String text(JsonNode event, String key) {
    var text = event.path(key).asText("");
    if (text.isEmpty()) {
      throw new BadInput("the message has no " + key);
    }
    return text;
  }

  private static String sentence(Swept swept) {
    var troubles = new ArrayList<String>();
    swept.troubles().forEach((kind, because) -> troubles.add(kind + ": " + because));
    swept.failure().ifPresent(why -> troubles.add("failed, " + why));
    return "%s: requested a check of each of %d clusters%s"
        .formatted(
            swept.site(),
            swept.clusters(),
            troubles.isEmpty() ? "" : "; " + String.join("; ", troubles));
  }
}
