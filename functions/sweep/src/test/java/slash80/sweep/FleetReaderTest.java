package slash80.sweep;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.time.Instant;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import slash80.aws.AccountRegion;
import slash80.aws.Fleet;
import slash80.aws.ReadInterrupted;
import slash80.aws.fleet.AccountCopy.Listed;
import slash80.fixtures.Fixtures;

/// Tests of the accounts of a sweep: which are swept, and what is said, when their list or its copy
/// fails.
final class FleetReaderTest {
  private static final String HOME = "111122223333";
  private static final String NEW = "222233334444";
  private static final String OLD = "333344445555";
  private static final Instant NOW = Fixtures.NOW;
  private static final Fleet SETTINGS =
      new Fleet(new AccountRegion(HOME, "us-east-2"), Set.of(), Set.of(), Optional.of("role"));

  private boolean isListed = true;
  private boolean isKept = true;
  private boolean isReadable = true;
  private Optional<Listed> copy = Optional.of(new Listed(NOW.minusSeconds(3600), Set.of(OLD)));

  @Test
  void the_listed_accounts_are_swept_and_kept() {
    assertEquals("[111122223333, 222233334444] ", known());
    assertEquals(Optional.of(new Listed(NOW, Set.of(NEW))), copy);
  }

  @Test
  void accounts_that_cannot_be_kept_are_swept_all_the_same() {
    isKept = false;
    assertEquals(
        "[111122223333, 222233334444] the list of accounts cannot be kept (s3:PutObject)", known());
  }

  @Test
  void while_they_cannot_be_listed_those_of_the_copy_are_swept() {
    isListed = false;
    assertEquals(
        "[111122223333, 333344445555] the accounts cannot be listed (organizations:ListAccounts),"
            + " those of 2026-11-23T07:00:00Z are swept",
        known());
  }

  @Test
  void without_a_list_and_a_copy_those_of_the_settings_are_swept() {
    isListed = false;
    isReadable = false;
    assertEquals(
        "[111122223333] the accounts cannot be listed (organizations:ListAccounts)", known());
  }

  private String known() {
    var known = new FleetReader(SETTINGS, new Lists(), () -> NOW).known(NOW.plusSeconds(100));
    var accounts = new TreeSet<String>();
    known.fleet().sites().forEach(site -> accounts.add(site.account()));
    return accounts + " " + known.trouble().orElse("");
  }

  private final class Lists implements FleetReader.Lists {
    @Override
    public Set<String> accounts(Instant until) {
      assertEquals(NOW.plusSeconds(50), until);
      return unless(!isListed, "organizations:ListAccounts", Set.of(NEW));
    }

    @Override
    public Optional<Listed> earlier(Instant until) {
      return unless(!isReadable, "s3:GetObject", copy);
    }

    @Override
    public void keep(Listed listed, Instant until) {
      copy = unless(!isKept, "s3:PutObject", Optional.of(listed));
    }

    private static <T> T unless(boolean fails, String call, T answer) {
      if (fails) {
        throw new ReadInterrupted(call);
      }
      return answer;
    }
  }
}
