package slash80.aws.fleet;

import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
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

  private static final String PLACE = "the organization";

  private final JsonService organizations;

  OrganizationAccounts(JsonService organizations) {
    this.organizations = organizations;
  }

  @Override
  public Set<String> accounts() {
    return AccountSource.some(PLACE, CallRunner.orFail(Action.LIST_ACCOUNTS, this::activeAccounts));
  }

  private Set<String> activeAccounts() {
    return organizations.pages("ListAccounts", Map.of("MaxResults", PAGE), "NextToken").stream()
        .flatMap(page -> page.list("Accounts").stream())
        .filter(OrganizationAccounts::isActive)
        .map(account -> AccountRegion.account(PLACE, account.text("Id")))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /// `State` has taken the place of `Status`
  /// (https://docs.aws.amazon.com/organizations/latest/APIReference/API_Account.html). An account
  /// without either is not known to be closed.
  private static boolean isActive(JsonAnswer account) {
    return account.text(account.has("State") ? "State" : "Status").equals("ACTIVE");
  }
}
