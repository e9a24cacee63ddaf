package slash80.aws.fleet;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import slash80.aws.AccountRegion;
import slash80.aws.Actions.Action;
import slash80.aws.JsonService;
import slash80.aws.live.CallRunner;

/// The active accounts of the organization. The management account may list them, and an account
/// that is a delegated administrator of any service
/// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_ListAccounts.html).
final class OrganizationAccounts implements AccountSource {
  /// The limit of AWS for one page.
  private static final int PAGE = 20;

  private final JsonService organizations;

  OrganizationAccounts(JsonService organizations) {
    this.organizations = organizations;
  }

  @Override
  public Set<String> accounts() {
    var accounts = new TreeSet<String>();
    var request = new LinkedHashMap<String, Object>(Map.of("MaxResults", PAGE));
    String next;
    do {
      var page =
          CallRunner.orFail(
              Action.LIST_ACCOUNTS, () -> organizations.call("ListAccounts", request));
      for (var account : page.path("Accounts")) {
        if (isActive(account)) {
          accounts.add(AccountRegion.account("the organization", account.path("Id").asText("")));
        }
      }
      next = page.path("NextToken").asText("");
      request.put("NextToken", next);
    } while (!next.isEmpty());
    return AccountSource.some("the organization", accounts);
  }

  /// `State` has taken the place of `Status`
  /// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html).
  private static boolean isActive(JsonNode account) {
    return account.path("State").asText(account.path("Status").asText("")).equals("ACTIVE");
  }
}
