package slash80.check;

import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import slash80.alerts.Alert;
import slash80.aws.AccessRefused;
import slash80.aws.AccountRegion;
import slash80.aws.CallCounts;
import slash80.aws.Fleet;
import slash80.aws.Patience;
import slash80.aws.fleet.CurrentFleet;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.check.Result.Done;
import slash80.check.Result.Failed;
import slash80.check.SiteDesk.Notice;
import slash80.check.event.Change;
import slash80.check.event.EventReader;
import slash80.check.share.Lanes;
import slash80.check.share.TimeShares;
import slash80.facts.Cluster;
import slash80.ledger.SharedVpc;
import slash80.ledger.SiteTrouble.Kind;

/// Splits a batch by the account and region of its messages, and handles each part as a batch of
/// its own. An account that cannot be read fails only its own messages. Messages about one that
/// refuses, or that is not checked at all, would fail for ever: they are handled by writing that
/// down. Messages about an account that shares VPCs go to the accounts with clusters in them too.
///
/// Each part gets a share of the batch's time, some beside each other. In the first round an
/// account that throttles is left at once, and one that does not answer at the end of its share, so
/// that the healthy ones are checked first; those that were slow in the last batch come last. What
/// time is left then goes to the parts that were cut short.
public final class AccountRouter {
  private final CurrentFleet fleets;
  private final InstantSource clock;
  private final AccountServices services;
  private final SiteDesk desk;
  private final Set<AccountRegion> slow = new HashSet<>();

  public AccountRouter(
      CurrentFleet fleets, InstantSource clock, AccountServices services, SiteDesk desk) {
    this.fleets = fleets;
    this.clock = clock;
    this.services = services;
    this.desk = desk;
  }

  /// @param end no call to AWS begins after it
  public BatchOutcome handle(List<QueueMessage> messages, Instant end) {
    var read = MessageBatch.of(messages).messages();
    var known = Result.to(fleets::now);
    return switch (known) {
      case Failed<Fleet>(var why) -> failed(read, why);
      case Done<Fleet>(var fleet) -> handle(read, fleet, end);
    };
  }

  private BatchOutcome handle(List<ParsedMessage> read, Fleet fleet, Instant end) {
    var parts = new LinkedHashMap<Part, List<ParsedMessage>>();
    for (var message : read) {
      parts.computeIfAbsent(Part.of(message, fleet), _ -> new ArrayList<>()).add(message);
    }
    var concerning =
        read.stream().filter(message -> !OwnerMessages.isAlone(message, fleet)).toList();
    var shared = shared(concerning);
    var copied =
        OwnerMessages.of(
            concerning,
            shared.asDone().orElse(List.of()),
            services,
            fleet,
            TimeShares.of(clock, end).owners());
    for (var copy : copied.copies()) {
      parts
          .computeIfAbsent(new Part(copy.site(), Purpose.CHECK), _ -> new ArrayList<>())
          .add(copy.message());
    }
    var news = new SiteNews();
    var outcomes = rounds(parts, fleet, TimeShares.of(clock, end), news);
    outcomes.add(copied.reads());
    shared.asFailure().ifPresent(why -> concerning.forEach(message -> outcomes.fail(message, why)));
    news.write(desk).forEach(outcomes::fail);
    return outcomes.inOrder(read, copied.copies());
  }

  /// The shared VPCs; nothing is read for messages that concern no account but their own.
  private Result<List<SharedVpc>> shared(List<ParsedMessage> concerning) {
    return concerning.isEmpty() ? new Done<>(List.of()) : Result.to(desk::shared);
  }

  private CollectedOutcomes rounds(
      Map<Part, List<ParsedMessage>> parts, Fleet fleet, TimeShares shares, SiteNews news) {
    var outcomes = new CollectedOutcomes();
    if (parts.size() == 1) {
      var turn = new Turn(shares.end(), Patience.WAIT);
      parts.forEach(
          (part, batch) ->
              outcomes.add(part.site(), batch, handle(part, batch, fleet, turn, news)));
      return outcomes;
    }
    var inTurn = new ArrayList<>(parts.entrySet());
    inTurn.sort(Comparator.comparing(part -> slow.contains(part.getKey().site()))); // false first
    var visits = new Lanes<Visit>();
    int left = inTurn.size();
    for (var entry : inTurn) {
      visits.enter();
      var turn = new Turn(shares.first(left--), Patience.STOP);
      visits.begin(
          () -> visit(entry.getKey(), entry.getValue(), fleet, turn, news),
          shares.headStart(turn.end()));
    }
    var first = visits.results();
    first.forEach(visit -> visit.addTo(outcomes));
    first.stream().filter(visit -> !visit.isCutShort()).forEach(visit -> slow.remove(visit.site()));
    first.stream().filter(Visit::isCutShort).forEach(visit -> slow.add(visit.site()));
    again(first, fleet, shares, news).forEach(visit -> visit.addTo(outcomes));
    return outcomes;
  }

  /// Visits again where the time was too short. Those that answered most calls come first: there
  /// may be no time for all.
  private List<Visit> again(List<Visit> first, Fleet fleet, TimeShares shares, SiteNews news) {
    var inTurn =
        first.stream()
            .filter(Visit::isCutShort)
            .sorted(Comparator.comparingInt((Visit visit) -> -visit.outcome().reads().sum()))
            .toList();
    var visits = new Lanes<Visit>();
    int left = inTurn.size();
    for (var visit : inTurn) {
      visits.enter();
      if (!shares.isTimeLeft()) {
        break;
      }
      var turn = new Turn(shares.second(left--), Patience.WAIT);
      visits.begin(
          () -> visit(visit.part(), visit.cutShort(), fleet, turn, news),
          shares.headStart(turn.end()));
    }
    return visits.results();
  }

  private Visit visit(Part part, List<ParsedMessage> batch, Fleet fleet, Turn turn, SiteNews news) {
    return new Visit(part, batch, handle(part, batch, fleet, turn, news));
  }

  /// A part with its messages, and what became of them.
  private record Visit(Part part, List<ParsedMessage> batch, BatchOutcome outcome) {
    AccountRegion site() {
      return part.site();
    }

    void addTo(CollectedOutcomes outcomes) {
      outcomes.add(site(), batch, outcome);
    }

    boolean isCutShort() {
      return !outcome.cutShort().isEmpty();
    }

    List<ParsedMessage> cutShort() {
      return batch.stream()
          .filter(message -> outcome.cutShort().contains(message.message().id()))
          .toList();
    }
  }

  /// The time of a part, and its patience when AWS throttles a call.
  private record Turn(Instant end, Patience patience) {}

  /// The wish of a message.
  private enum Purpose {
    CHECK,
    /// An alert about accounts and regions.
    REVIEW,
    /// An alert that shows that alerts arrive.
    TEST;

    static Purpose of(Change change) {
      if (EventReader.testOf(change).isPresent()) {
        return TEST;
      }
      return EventReader.isReview(change) ? REVIEW : CHECK;
    }
  }

  /// The messages of a batch that are handled together.
  private record Part(AccountRegion site, Purpose purpose) {
    /// A message that cannot be parsed fails as one of the account that the function runs in.
    static Part of(ParsedMessage message, Fleet fleet) {
      return message
          .change()
          .asDone()
          .map(
              change -> new Part(fleet.site(change.account(), change.region()), Purpose.of(change)))
          .orElse(new Part(fleet.home(), Purpose.CHECK));
    }
  }

  private BatchOutcome handle(
      Part part, List<ParsedMessage> batch, Fleet fleet, Turn turn, SiteNews news) {
    var site = part.site();
    switch (part.purpose()) {
      case REVIEW -> {
        return review(batch, fleet);
      }
      case TEST -> {
        return joined(batch.stream().map(message -> test(message, fleet)).toList());
      }
      case CHECK -> {}
    }
    if (!fleet.checks(site) && !fleet.home().account().isEmpty()) {
      return switch (Result.to(() -> fleets.lookingFor(site))) {
        case Failed<Fleet>(var why) -> failed(batch, why);
        case Done<Fleet>(var again) ->
            again.checks(site) ? check(site, batch, turn, news) : foreign(site, batch, again, news);
      };
    }
    return check(site, batch, turn, news);
  }

  private BatchOutcome check(
      AccountRegion site, List<ParsedMessage> batch, Turn turn, SiteNews news) {
    try {
      var outcome =
          new BatchHandler(
                  clock,
                  () -> services.open(site, turn.end(), turn.patience()),
                  vpc -> news.see(vpc, batch))
              .handle(new MessageBatch(batch));
      outcome
          .refused()
          .forEach(
              why -> news.notice(new Notice(site, Kind.CHECK_REFUSED, LogText.of(why)), batch));
      return outcome;
    } catch (AccessRefused refused) {
      var why = String.valueOf(refused.getMessage());
      news.notice(new Notice(site, Kind.CHECK_REFUSED, why), batch);
      return silent(batch, "no alert, %s cannot be read: %s".formatted(site, why));
    }
  }

  // ---- Sites that are not checked ----

  private BatchOutcome foreign(
      AccountRegion site, List<ParsedMessage> batch, Fleet fleet, SiteNews news) {
    var outcomes = new ArrayList<BatchOutcome>();
    for (var message : batch) {
      outcomes.add(
          message.change().asDone().filter(EventReader::isSweep).isPresent()
              ? left(site, message)
              : foreign(site, message, fleet, news));
    }
    return joined(outcomes);
  }

  private BatchOutcome foreign(
      AccountRegion site, ParsedMessage message, Fleet fleet, SiteNews news) {
    return switch (Result.to(() -> shares(site, message, fleet))) {
      case Failed<Boolean>(var why) -> failed(List.of(message), why);
      case Done<Boolean>(var isOwner) when isOwner ->
          silent(List.of(message), "no alert, of %s only shared VPCs are checked".formatted(site));
      case Done<Boolean> _ -> stranger(site, message, fleet, news);
    };
  }

  private static BatchOutcome stranger(
      AccountRegion site, ParsedMessage message, Fleet fleet, SiteNews news) {
    var change = message.change().asDone();
    var because = change.map(Change::sentence).map(LogText::of).orElse("");
    news.notice(new Notice(site, Kind.FOREIGN, because), List.of(message));
    return silent(List.of(message), "no alert, " + fleet.refusal(site));
  }

  /// Whether a site owns VPCs with clusters that are checked. Its events are no surprise.
  private boolean shares(AccountRegion site, ParsedMessage message, Fleet fleet) {
    return message.change().asDone().isPresent()
        && desk.shared().stream().anyMatch(vpc -> OwnerMessages.isOf(site, vpc, fleet));
  }

  /// The sweep asks for each ledger of a site that is no longer checked.
  private BatchOutcome left(AccountRegion site, ParsedMessage message) {
    var reports = new ArrayList<CheckReport>();
    for (var name : message.change().asDone().orElseThrow().impact().clusters()) {
      var cluster = new Cluster.Id(site.account(), site.region(), name);
      var origins = message.change().asDone().map(Change::origin).stream().toList();
      reports.add(desk.leave(cluster, origins));
    }
    var failures = reports.stream().flatMap(report -> report.failure().stream()).toList();
    var alerts = reports.stream().flatMap(report -> report.published().stream()).toList();
    var disposition =
        failures.isEmpty()
            ? alerts.isEmpty() ? Disposition.SILENT : Disposition.ALERTED
            : Disposition.FAILED;
    var sentence =
        failures.isEmpty()
            ? "%s is no longer checked".formatted(site)
            : "failed, " + String.join("; ", failures);
    return new BatchOutcome(
        List.of(handled(message, disposition, sentence)),
        alerts,
        reports.stream().map(CheckReport::sentence).toList(),
        CallCounts.none());
  }

  private BatchOutcome test(ParsedMessage message, Fleet fleet) {
    var mark = message.change().asDone().flatMap(EventReader::testOf).orElse("");
    return switch (Result.to(() -> desk.test(mark, fleet))) {
      case Failed<Alert>(var why) -> failed(List.of(message), why);
      case Done<Alert>(var alert) ->
          new BatchOutcome(
              List.of(
                  handled(message, Disposition.ALERTED, "alert \"%s\"".formatted(alert.subject()))),
              List.of(alert),
              List.of(),
              CallCounts.none());
    };
  }

  private BatchOutcome review(List<ParsedMessage> batch, Fleet fleet) {
    return switch (Result.to(() -> desk.review(fleet).stream().toList())) {
      case Failed<List<Alert>>(var why) -> failed(batch, why);
      case Done<List<Alert>>(var alerts) ->
          new BatchOutcome(
              batch.stream()
                  .map(
                      message ->
                          alerts.isEmpty()
                              ? handled(message, Disposition.SILENT, "no alert, no news")
                              : handled(
                                  message,
                                  Disposition.ALERTED,
                                  "alert \"%s\"".formatted(alerts.getFirst().subject())))
                  .toList(),
              alerts,
              List.of(),
              CallCounts.none());
    };
  }

  // ---- Outcomes ----

  private static BatchOutcome failed(List<ParsedMessage> batch, String why) {
    return same(batch, Disposition.FAILED, "failed, " + why);
  }

  private static BatchOutcome silent(List<ParsedMessage> batch, String sentence) {
    return same(batch, Disposition.SILENT, sentence);
  }

  private static BatchOutcome same(
      List<ParsedMessage> batch, Disposition disposition, String sentence) {
    return new BatchOutcome(
        batch.stream().map(message -> handled(message, disposition, sentence)).toList(),
        List.of(),
        List.of(),
        CallCounts.none());
  }

  private static HandledMessage handled(
      ParsedMessage message, Disposition disposition, String sentence) {
    var what = message.change().asDone().map(change -> change.sentence() + ": ").orElse("");
    return new HandledMessage(message.message().id(), disposition, LogText.of(what + sentence));
  }

  private static BatchOutcome joined(List<BatchOutcome> outcomes) {
    return new BatchOutcome(
        outcomes.stream().flatMap(outcome -> outcome.handled().stream()).toList(),
        outcomes.stream().flatMap(outcome -> outcome.alerts().stream()).toList(),
        outcomes.stream().flatMap(outcome -> outcome.checks().stream()).toList(),
        outcomes.stream().map(BatchOutcome::reads).reduce(CallCounts.none(), CallCounts::and),
        outcomes.stream().mapToInt(BatchOutcome::waiting).sum());
  }
}
