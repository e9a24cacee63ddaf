package slash80.check;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.aws.Account;
import slash80.aws.AccountRegion;
import slash80.aws.CallCounts;
import slash80.aws.Fleet;
import slash80.aws.Patience;
import slash80.check.Result.Done;
import slash80.check.event.Change;
import slash80.facts.Fact;
import slash80.facts.Vpc;
import slash80.ledger.SharedVpc;

/// Copies the messages about an account that shares VPCs for the accounts that have clusters in
/// them, each for the VPCs that its change may concern. An owner that is checked itself is asked
/// for the VPCs of route tables and the like. Of another owner, which cannot be asked, such a
/// message concerns all shared VPCs.
final class OwnerMessages {
  /// Up to so many different questions are asked one by one; more are asked as one.
  private static final int FEW = 10;

  private final AccountServices services;
  private final Fleet fleet;
  private final Instant end;
  private final Map<AccountRegion, Optional<Account>> owners = new HashMap<>();
  private final Map<AccountRegion, Set<Set<String>>> questions = new HashMap<>();
  private final Map<AccountRegion, Map<Set<String>, Fact<Set<Vpc.Id>>>> answers = new HashMap<>();
  private final Map<AccountRegion, Fact<Set<Vpc.Id>>> united = new HashMap<>();
  private final List<Copy> copies = new ArrayList<>();
  private CallCounts reads = CallCounts.none();

  /// A message as an account with clusters in shared VPCs meets it.
  record Copy(ParsedMessage original, AccountRegion site, ParsedMessage message) {}

  private OwnerMessages(AccountServices services, Fleet fleet, Instant end) {
    this.services = services;
    this.fleet = fleet;
    this.end = end;
  }

  /// Copies messages for the other accounts that they concern.
  ///
  /// @param concerning the messages that are not alone
  /// @param end no call to an owner's account begins after it
  static OwnerMessages of(
      List<ParsedMessage> concerning,
      List<SharedVpc> shared,
      AccountServices services,
      Fleet fleet,
      Instant end) {
    var copied = new OwnerMessages(services, fleet, end);
    concerning.forEach(message -> copied.ask(message, shared));
    concerning.forEach(message -> copied.copy(message, shared));
    return copied;
  }

  List<Copy> copies() {
    return copies;
  }

  /// The calls that asked owners for VPCs.
  CallCounts reads() {
    return reads;
  }

  /// Whether a message is certainly about no account but its own: then nobody needs to know which
  /// VPCs are shared.
  static boolean isAlone(ParsedMessage message, Fleet fleet) {
    return message
        .change()
        .asDone()
        .filter(SharedChanges::mayConcernOthers)
        .filter(
            change ->
                Stream.concat(Stream.of(fleet.home().account()), fleet.accounts().stream())
                    .anyMatch(account -> !account.equals(siteOf(change, fleet).account())))
        .isEmpty();
  }

  private static AccountRegion siteOf(Change change, Fleet fleet) {
    return fleet.site(change.account(), change.region());
  }

  private List<SharedVpc> sharedBy(AccountRegion owner, List<SharedVpc> shared) {
    return shared.stream().filter(vpc -> isOf(owner, vpc, fleet)).toList();
  }

  /// Whether a site owns a VPC with clusters that are checked.
  static boolean isOf(AccountRegion owner, SharedVpc vpc, Fleet fleet) {
    return vpc.isOf(owner.site()) && fleet.checks(siteOf(vpc));
  }

  private static AccountRegion siteOf(SharedVpc vpc) {
    return new AccountRegion(vpc.participant().account(), vpc.participant().region());
  }

  private void ask(ParsedMessage message, List<SharedVpc> shared) {
    var change = message.change().asDone().orElseThrow();
    var owner = siteOf(change, fleet);
    if (!sharedBy(owner, shared).isEmpty() && !change.impact().ids().isEmpty()) {
      questions.computeIfAbsent(owner, _ -> new HashSet<>()).add(change.impact().ids());
    }
  }

  private void copy(ParsedMessage message, List<SharedVpc> shared) {
    var change = message.change().asDone().orElseThrow();
    var owner = siteOf(change, fleet);
    var vpcs = sharedBy(owner, shared);
    if (vpcs.isEmpty()) {
      return;
    }
    SharedChanges.of(change, vpcs, vpcsOf(owner, change.impact().ids()))
        .forEach(
            (site, met) ->
                copies.add(
                    new Copy(
                        message,
                        new AccountRegion(site.account(), site.region()),
                        new ParsedMessage(message.message(), new Done<>(met)))));
  }

  private Fact<Set<Vpc.Id>> vpcsOf(AccountRegion owner, Set<String> ids) {
    if (ids.isEmpty()) {
      return Fact.known(Set.of());
    }
    if (ids.stream().anyMatch(id -> id.startsWith("pl-"))) {
      return Fact.unread("groups of other accounts may name a prefix list that is shared");
    }
    return questions.getOrDefault(owner, Set.of()).size() > FEW
        ? united.computeIfAbsent(owner, this::answerAll)
        : answers
            .computeIfAbsent(owner, _ -> new HashMap<>())
            .computeIfAbsent(ids, few -> answer(owner, few));
  }

  private Fact<Set<Vpc.Id>> answerAll(AccountRegion owner) {
    var all = new HashSet<String>();
    questions.getOrDefault(owner, Set.of()).forEach(all::addAll);
    return answer(owner, all);
  }

  private Fact<Set<Vpc.Id>> answer(AccountRegion owner, Set<String> ids) {
    var opened = owners.computeIfAbsent(owner, this::open);
    if (opened.isEmpty()) {
      return Fact.unread("%s cannot be asked".formatted(owner));
    }
    var account = opened.get();
    var before = account.callCounts();
    var found = Result.to(() -> account.vpcsOf(ids));
    reads = reads.and(account.callCounts().since(before));
    return found.asDone().orElseGet(() -> Fact.unread(found.asFailure().orElse("")));
  }

  /// An owner that is not checked, or that refuses, is no reason to lose the message.
  private Optional<Account> open(AccountRegion owner) {
    return fleet.checks(owner)
        ? Result.to(() -> services.open(owner, end, Patience.STOP).account()).asDone()
        : Optional.empty();
  }
}
