package slash80.aws.fleet;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.Test;
import slash80.aws.Door;

/// Tests lists of accounts with random damage.
final class AccountListFuzzTest {
  private static final int LONGEST = 256 * 1024;

  @Test
  void a_damaged_list_is_read_or_refused() {
    var door =
        new Door(
            "list of accounts",
            LONGEST,
            text ->
                AccountSource.some("accounts.txt", AccountSource.parsed("accounts.txt", text))
                    .forEach(account -> assertTrue(account.matches("[0-9]{12}"), account)));
    var fates =
        door.damaged(
            List.of(
                "111122223333, 222233334444\n333344445555\n",
                "\ufeff111122223333\r\n222233334444\r\n"));
    assertTrue(fates.read() > 0 && fates.refused() > 0, fates.toString());
    assertTrue(door.isRead("111122223333,".repeat(LONGEST / 13)));
    assertFalse(door.isRead("1".repeat(LONGEST)));
    assertFalse(door.isRead(" ,".repeat(LONGEST / 2)));
  }
}
