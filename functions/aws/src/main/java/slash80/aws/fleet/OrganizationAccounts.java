package slash80.aws.fleet;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.aws.AccountRegion;
import slash80.aws.Actions.Action;
import slash80.aws.JsonAnswer;
import slash80.aws.JsonService;
import slash80.aws.live.CallRunner;

/// The active accounts of the organization. The management account may list them, and an account
/// that is a delegated administrator of any service
/// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
final class OrganizationAccounts implements AccountSource {
  /// The limit of AWS for one page.
  private static final int PAGE = 20;

  private static final String TOKEN = "NextToken";

  private final JsonService organizations;

  OrganizationAccounts(JsonService organizations) {
    this.organizations = organizations;
  }

  @Override
  public Set<String> accounts() {
    var accounts = new TreeSet<String>();
    var token = "";
    do {
      var request = request(token);
      token =
          CallRunner.orFail(
              Action.LIST_ACCOUNTS,
              () -> {
                var page = organizations.call("ListAccounts", request);
                page.list("Accounts").stream()
                    .filter(OrganizationAccounts::isActive)
                    .map(account -> AccountRegion.account("the organization", account.text("Id")))
                    .forEach(accounts::add);
                return page.nextToken(TOKEN, request.getOrDefault(TOKEN, "").toString());
              });
    } while (!token.isEmpty());
    return AccountSource.some("the organization", accounts);
  }

  private static Map<String, Object> request(String token) {
    return token.isEmpty() ? Map.of("MaxResults", PAGE) : Map.of("MaxResults", PAGE, TOKEN, token);
  }

  /// `State` has taken the place of `Status`
  /// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html). An account
  /// without either is not known to be closed.
  private static boolean isActive(JsonAnswer account) {
    return account.text(account.has("State") ? "State" : "Status").equals("ACTIVE");
  }
}
