package slash80.check;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.check.Events.call;
import static slash80.check.Events.messages;

import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.aws.AccessRefused;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.fleet.CurrentFleet;
import slash80.aws.ledger.MemorySiteBook;
import slash80.aws.ledger.SiteBook;
import slash80.check.Result.Failed;
import slash80.facts.Vpc;
import slash80.ledger.SharedVpc;
import slash80.ledger.SiteLedger;

/// Tests batches that discover something about an account, while the book of accounts can be read
/// and not be written.
final class SiteNewsTest {
  private static final AccountRegion HOME = new AccountRegion("111122223333", "us-east-2");
  private static final String MEMBER = "222233334444";
  private static final String FOREIGN = "444455556666";
  private static final Instant AT = Instant.parse("2026-11-23T08:00:00Z");

  private final MemorySiteBook written = new MemorySiteBook();
  private final SiteBook book =
      new SiteBook() {
        @Override
        public StoredSites read() {
          return written.read();
        }

        @Override
        public void replace(StoredSites read, SiteLedger after) {
          throw new IllegalStateException("s3:PutObject: AccessDenied");
        }
      };
  private final SiteDesk desk =
      new SiteDesk(
          book,
          () -> {
            throw new AssertionError("nothing is published");
          },
          InstantSource.fixed(AT));

  @Test
  void only_the_messages_of_a_foreign_account_and_of_one_that_refuses_come_again() {
    var outcome = handle(read(HOME.account()), read(FOREIGN), read(MEMBER), read(HOME.account()));

    assertEquals(List.of("m1", "m2"), outcome.failed(), outcome.handled().toString());
    for (var id : outcome.failed()) {
      var sentence = outcome.sentences().get(id);
      assertTrue(sentence.contains("s3:PutObject: AccessDenied"), sentence);
    }
  }

  @Test
  void only_the_messages_come_again_whose_checks_saw_a_vpc_that_is_news() {
    var old = shared("vpc-a");
    written.change(before -> before.seen(old));
    desk.shared(); // reads the book
    var news = new SiteNews();
    var first = message();
    var second = message();
    news.see(old, List.of(first));
    news.see(shared("vpc-b"), List.of(second));

    var failed = news.write(desk);

    assertEquals(1, failed.size());
    assertTrue(failed.containsKey(second));
  }

  private static ParsedMessage message() {
    return new ParsedMessage(new QueueMessage("m", ""), new Failed<>("no event"));
  }

  private static SharedVpc shared(String vpc) {
    return new SharedVpc(FOREIGN, HOME.site(), new Vpc.Id(vpc), AT);
  }

  private BatchOutcome handle(String... bodies) {
    var fleet = new Fleet(HOME, Set.of(), Set.of(MEMBER), Optional.of("slash80"));
    return new AccountRouter(
            CurrentFleet.of(fleet),
            InstantSource.fixed(AT),
            (site, _, _) -> {
              if (site.account().equals(MEMBER)) {
                throw new AccessRefused("sts:AssumeRole: AccessDenied", new Exception());
              }
              throw new IllegalStateException("nothing needs the account");
            },
            desk)
        .handle(messages(bodies), AT.plusSeconds(60));
  }

  private static String read(String account) {
    return call("DescribeVpcs")
        .reading()
        .event()
        .replace("\"account\":\"111122223333\"", "\"account\":\"%s\"".formatted(account));
  }
}
