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
import slash80.aws.AccountRegion;
import slash80.aws.BadInput;
import slash80.aws.ledger.SiteBook;
import slash80.sweep.SiteSweep.Swept;

/// A batch of messages about accounts and regions. Each gets its share of the time that is left,
/// and not much, so that one that hangs leaves the others theirs. What was found is written once.
final class SiteBatch {
  /// An account that answers at all does so within a second or two.
  private static final Duration LONGEST = Duration.ofSeconds(15);

  private static final ObjectMapper JSON = new ObjectMapper();

  private final SiteSweep sweep;
  private final SiteBook book;
  private final InstantSource clock;
  private final Consumer<String> log;

  /// @param log takes a sentence for each account and region
  SiteBatch(SiteSweep sweep, SiteBook book, InstantSource clock, Consumer<String> log) {
    this.sweep = sweep;
    this.book = book;
    this.clock = clock;
    this.log = log;
  }

  /// A message of the queue.
  record Message(String id, String body) {}

  private record Request(AccountRegion site, boolean isExamined) {}

  /// The ids of the messages that failed: they come again, and at last move to the dead letters.
  List<String> run(List<Message> messages, Instant end) {
    var failed = new ArrayList<String>();
    var done = new ArrayList<String>();
    var swept = new ArrayList<Swept>();
    for (int number = 0; number < messages.size(); number++) {
      var message = messages.get(number);
      var share = Duration.between(clock.instant(), end).dividedBy(messages.size() - number);
      try {
        var request = read(message.body());
        var until = clock.instant().plus(share.compareTo(LONGEST) < 0 ? share : LONGEST);
        var result = sweep.run(request.site(), request.isExamined(), until);
        swept.add(result);
        log.accept(sentence(result));
        (result.failure().isPresent() ? failed : done).add(message.id());
      } catch (RuntimeException broken) {
        log.accept("failed: " + broken.getMessage());
        failed.add(message.id());
      }
    }
    try {
      write(swept);
      return failed;
    } catch (RuntimeException refused) {
      log.accept("failed: what was found cannot be written: " + refused.getMessage());
      failed.addAll(done);
      return failed;
    }
  }

  private void write(List<Swept> swept) {
    var now = clock.instant();
    book.change(
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
