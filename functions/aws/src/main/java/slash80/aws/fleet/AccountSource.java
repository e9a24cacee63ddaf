package slash80.aws.fleet;

import java.util.Set;
import java.util.TreeSet;
import slash80.aws.AccountRegion;
import slash80.aws.AwsClients;
import slash80.aws.BadInput;
import slash80.ip.SafeText;

/// A place that lists the accounts to check.
@FunctionalInterface
public interface AccountSource {
  String BYTE_ORDER_MARK = "\ufeff";

  /// The accounts; at least one. Throws when they cannot be read as a whole.
  Set<String> accounts();

  /// The place that a setting names: `organization`, the path of parameters, or an object.
  static AccountSource of(String setting, AwsClients clients) {
    if (setting.equals("organization")) {
      return new OrganizationAccounts(clients.organizations());
    }
    if (setting.matches("(/[A-Za-z0-9_.-]+)+")) {
      return new ParameterAccounts(clients.ssm(), setting);
    }
    if (setting.matches("s3://[a-z0-9.-]{3,63}/.+")) {
      return new ObjectAccounts(clients.s3(), setting);
    }
    throw new BadInput(
        "SLASH80_ACCOUNT_LIST is %s: expected organization, the path of parameters such as /slash80/accounts, or an object such as s3://BUCKET/accounts.txt"
            .formatted(SafeText.quoted(setting)));
  }

  /// The accounts in a text: separated by commas, spaces or lines. An editor may have put a
  /// byte-order mark before it.
  static Set<String> parsed(String place, String text) {
    var accounts = new TreeSet<String>();
    var list = text.startsWith(BYTE_ORDER_MARK) ? text.substring(1) : text;
    for (var word : list.strip().split("[\\s,]+")) {
      if (!word.isEmpty()) {
        accounts.add(AccountRegion.account(place, word));
      }
    }
    return accounts;
  }

  /// An empty list is a mistake somewhere: it would close the ledger of every other account.
  static Set<String> some(String place, Set<String> accounts) {
    if (accounts.isEmpty()) {
      throw new BadInput(SafeText.of(place, 200) + " lists no account: expected at least one");
    }
    return accounts;
  }
}
