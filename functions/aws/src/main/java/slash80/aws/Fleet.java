package slash80.aws;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.ip.SafeText;

/// The accounts and regions that a function checks: the regions of its own account, and the same
/// regions of the accounts whose role it may assume.
///
/// @param home the account and region of the function itself
/// @param regions the regions of every account; the home region is always among them
/// @param accounts the other accounts
/// @param role the name of the role to assume in the other accounts; empty without other accounts
public record Fleet(
    AccountRegion home, Set<String> regions, Set<String> accounts, Optional<String> role) {
  private static final int NAMED = 5;
  private static final String ROLE = "[\\w+=,.@-]{1,64}";

  public Fleet {
    var withHome = new LinkedHashSet<>(List.of(home.region()));
    withHome.addAll(regions);
    regions = Set.copyOf(withHome);
    accounts = Set.copyOf(accounts);
  }

  /// A fleet of one account and one region.
  public static Fleet only(AccountRegion home) {
    return new Fleet(home, Set.of(), Set.of(), Optional.empty());
  }

  /// Reads a fleet from environment variables. Throws [BadInput] if they are invalid.
  ///
  /// @param variable gives the value of a variable that is set
  public static Fleet of(String region, Function<String, Optional<String>> variable) {
    var account =
        variable
            .apply("SLASH80_ACCOUNT")
            .map(text -> AccountRegion.account("SLASH80_ACCOUNT", text));
    var regions =
        variable
            .apply("SLASH80_REGIONS")
            .map(text -> AccountRegion.regions("SLASH80_REGIONS", text));
    var accounts =
        variable
            .apply("SLASH80_ACCOUNTS")
            .map(text -> AccountRegion.accounts("SLASH80_ACCOUNTS", text));
    var role = variable.apply("SLASH80_MEMBER_ROLE").map(Fleet::role);
    refuseHalf(account, regions.isPresent() || role.isPresent(), "SLASH80_ACCOUNT");
    refuseHalf(
        role,
        accounts.isPresent() || variable.apply("SLASH80_ACCOUNT_LIST").isPresent(),
        "SLASH80_MEMBER_ROLE");
    return new Fleet(
        new AccountRegion(account.orElse(""), region),
        Set.copyOf(regions.orElse(List.of())),
        Set.copyOf(accounts.orElse(List.of())),
        role);
  }

  private static String role(String name) {
    if (!name.matches(ROLE)) {
      throw new BadInput(
          "SLASH80_MEMBER_ROLE is %s: expected the name of a role, without a path"
              .formatted(SafeText.quoted(name)));
    }
    return name;
  }

  private static void refuseHalf(Optional<String> needed, boolean isNeeded, String name) {
    if (isNeeded && needed.isEmpty()) {
      throw new BadInput(name + " is not set, and other accounts or regions are");
    }
  }

  /// The accounts and regions to sweep, the own account first.
  public List<AccountRegion> sites() {
    var sites = new ArrayList<AccountRegion>();
    Stream.concat(Stream.of(home.account()), accounts.stream().sorted())
        .distinct()
        .forEach(
            account ->
                regions.stream()
                    .sorted()
                    .forEach(region -> sites.add(new AccountRegion(account, region))));
    return List.copyOf(sites);
  }

  /// The account and region of an event. If the event does not name them, they are those of the
  /// function itself. A fleet that does not know its own account treats every event as its own.
  public AccountRegion site(String account, String region) {
    if (home.account().isEmpty()) {
      return home;
    }
    return new AccountRegion(
        account.isEmpty() ? home.account() : account, region.isEmpty() ? home.region() : region);
  }

  /// The same fleet with further accounts.
  public Fleet with(Set<String> furtherAccounts) {
    return new Fleet(
        home,
        regions,
        Stream.concat(accounts.stream(), furtherAccounts.stream()).collect(Collectors.toSet()),
        role);
  }

  /// Whether the fleet checks an account and region.
  public boolean checks(AccountRegion site) {
    boolean isOurs = site.isOfAccount(home) || accounts.contains(site.account());
    return isOurs && regions.contains(site.region());
  }

  /// The reason why an account and region outside the fleet is not checked.
  public String refusal(AccountRegion site) {
    return "it happened in %s; this function checks account %s, region %s"
        .formatted(
            site,
            words(Stream.concat(Stream.of(home.account()), accounts.stream().sorted()).toList()),
            words(regions.stream().sorted().toList()));
  }

  private static String words(List<String> texts) {
    var first = texts.stream().limit(NAMED).collect(Collectors.joining(" or "));
    return texts.size() > NAMED ? "%s or %,d others".formatted(first, texts.size() - NAMED) : first;
  }
}
