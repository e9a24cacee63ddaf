package slash80.check;

import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.function.Consumer;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.aws.AccessRefused;
import slash80.aws.CallCounts;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.BatchOutcome.HandledMessage;
import slash80.check.Result.Done;
import slash80.check.Result.Failed;
import slash80.check.event.Change;
import slash80.check.scope.ClusterResolver;
import slash80.check.scope.LedgerContents;
import slash80.check.scope.PlacementLookup;
import slash80.check.settle.ExpectedState;
import slash80.check.settle.RepeatedDelivery;
import slash80.facts.Cluster;
import slash80.ledger.SharedVpc;

/// Handles a batch of events: event → Change → Scope, then one check for each cluster that the
/// batch affects, however many events affect it. Only a message that failed is delivered again.
public final class BatchHandler {
  private final InstantSource clock;
  private final Callable<Services> services;
  private final Consumer<SharedVpc> seen;

  /// @param services opened once for each batch; when that fails, every message fails that needs
  ///   the account
  public BatchHandler(InstantSource clock, Callable<Services> services) {
    this(clock, services, _ -> {});
  }

  /// @param seen is told of each VPC of a checked cluster that another account owns
  BatchHandler(InstantSource clock, Callable<Services> services, Consumer<SharedVpc> seen) {
    this.clock = clock;
    this.services = services;
    this.seen = seen;
  }

  public BatchOutcome handle(List<QueueMessage> messages) {
    return handle(MessageBatch.of(messages));
  }

  /// Throws [AccessRefused] when nothing of the account may be read, before anything is checked.
  public BatchOutcome handle(MessageBatch batch) {
    var began = clock.instant();
    var messages = batch.receivedAt(began);
    return switch (Result.unlessRefused(services)) {
      case Done<Services>(var opened) -> handle(met(messages, began, opened), began, opened);
      case Failed<Services>(var why) -> {
        var scoped = scoped(messages, new Failed<>(why));
        yield new BatchOutcome(
            handled(scoped, Map.of(), "", Map.of()), List.of(), List.of(), CallCounts.none());
      }
    };
  }

  /// For live accounts the [AccountRouter] has seen to the events of the owners of shared VPCs.
  private static List<ParsedMessage> met(
      List<ParsedMessage> messages, Instant began, Services services) {
    if (services.account().isLive()) {
      return messages;
    }
    var owners = new SnapshotOwners(services.account(), began);
    return messages.stream().map(owners::met).toList();
  }

  private BatchOutcome handle(List<ParsedMessage> messages, Instant began, Services services) {
    var before = services.account().callCounts();
    var scoped = scoped(messages, Result.unlessRefused(() -> resolver(messages, began, services)));
    var checks = check(services, began, scoped);
    var again = again(scoped, checks, began);
    return new BatchOutcome(
        handled(scoped, checks, trouble(services), again),
        checks.values().stream().flatMap(check -> check.published().stream()).toList(),
        checks.values().stream().map(CheckReport::sentence).toList(),
        services.account().callCounts().since(before),
        (int) checks.values().stream().filter(check -> check.audience().isMissing()).count(),
        services.account().isCutShort() ? cutShort(scoped, checks) : Set.of(),
        again,
        Stream.concat(
                scoped.stream().flatMap(message -> message.refused().values().stream()),
                checks.values().stream().flatMap(check -> check.refused().stream()))
            .collect(Collectors.toSet()));
  }

  /// The failed messages whose checks claimed nothing. A claim of a failed check stands until it
  /// lapses, and a check before that would find no news.
  private static Set<String> cutShort(
      List<ResolvedMessage> messages, Map<Cluster.Id, CheckReport> checks) {
    return messages.stream()
        .filter(message -> hasFailed(message, checks))
        .filter(message -> own(message, checks).stream().noneMatch(CheckReport::hasClaimed))
        .map(message -> message.read().message().id())
        .collect(Collectors.toSet());
  }

  private static Map<String, Duration> again(
      List<ResolvedMessage> messages, Map<Cluster.Id, CheckReport> checks, Instant began) {
    var again = new HashMap<String, Duration>();
    for (var message : messages) {
      if (hasFailed(message, checks) || unseen(message, checks).isEmpty()) {
        continue;
      }
      var age = Duration.between(message.change().orElseThrow().origin().at(), began);
      RepeatedDelivery.after(age, message.read().message().receives())
          .ifPresent(delay -> again.put(message.read().message().id(), delay));
    }
    return again;
  }

  /// What a message's change did, and AWS does not show.
  private static List<ExpectedState> unseen(
      ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    var own = own(message, checks);
    return message.change().stream()
        .flatMap(change -> change.expected().stream())
        .filter(state -> own.stream().anyMatch(check -> check.overlooked().contains(state)))
        .distinct()
        .toList();
  }

  private static ClusterResolver resolver(
      List<ParsedMessage> messages, Instant began, Services services) {
    List<Change> changes =
        messages.stream().flatMap(message -> message.change().asDone().stream()).toList();
    return ClusterResolver.resolve(
        services.account(),
        new LedgerContents(services.store()),
        new PlacementLookup(services.account(), services.clock(), services.sleeper()),
        changes,
        began);
  }

  private static List<ResolvedMessage> scoped(
      List<ParsedMessage> messages, Result<ClusterResolver> scopes) {
    return messages.stream().map(message -> ResolvedMessage.of(message, scopes)).toList();
  }

  private Map<Cluster.Id, CheckReport> check(
      Services services, Instant began, List<ResolvedMessage> messages) {
    var account = services.account();
    var concerning = byCluster(messages);
    var completed = new LinkedHashMap<Cluster.Id, CheckReport>();
    for (Cluster cluster : distinct(messages, message -> message.clusters().stream())) {
      var asking = concerning.getOrDefault(cluster.id(), List.of());
      var request = CheckRequest.of(cluster, asking, began, account.isLive());
      var check = new ClusterCheck(services, request, began);
      var what = "checked %s of %s".formatted(OutcomeSentences.of(request.scope()), cluster.name());
      var done = CheckReport.run(account, what, check::run, check::published);
      check.sharedVpc().ifPresent(seen);
      completed.put(
          cluster.id(),
          done.claimed(check.hasClaimed()).and(check.overlooked()).and(check.audience()));
    }
    for (Cluster.Id cluster : distinct(messages, message -> message.gone().stream())) {
      var origins = CheckRequest.origins(concerning.getOrDefault(cluster, List.of()));
      var removal = new ClusterRemoval(services, cluster, origins);
      var what = "closed the ledger of " + cluster.name();
      var done = CheckReport.run(account, what, removal::run, removal::published);
      completed.put(cluster, done.and(removal.audience()));
    }
    return completed;
  }

  /// The messages that concern each cluster, in their order. The messages are walked once, not once
  /// for each cluster: a sweep sends one about each of 500 clusters.
  private static Map<Cluster.Id, List<ResolvedMessage>> byCluster(List<ResolvedMessage> messages) {
    var concerning = new HashMap<Cluster.Id, List<ResolvedMessage>>();
    for (var message : messages) {
      message
          .allClusters()
          .distinct()
          .forEach(id -> concerning.computeIfAbsent(id, _ -> new ArrayList<>()).add(message));
    }
    return concerning;
  }

  private static <C> List<C> distinct(
      List<ResolvedMessage> messages, Function<ResolvedMessage, Stream<C>> clusters) {
    return messages.stream().flatMap(clusters).distinct().toList();
  }

  private static String trouble(Services services) {
    var policy = services.policy();
    return policy.trouble().map(why -> "; checked without the policy: " + why).orElse("")
        + policy.notes().stream().map("; "::concat).collect(Collectors.joining());
  }

  private static List<HandledMessage> handled(
      List<ResolvedMessage> messages,
      Map<Cluster.Id, CheckReport> checks,
      String trouble,
      Map<String, Duration> again) {
    return messages.stream()
        .map(
            message -> {
              var id = message.read().message().id();
              var next = Optional.ofNullable(again.get(id));
              var disposition = next.isPresent() ? Disposition.AGAIN : disposition(message, checks);
              var remark = OutcomeSentences.of(unseen(message, checks), next);
              return new HandledMessage(
                  id,
                  disposition,
                  OutcomeSentences.of(message, disposition, checks, remark + trouble));
            })
        .toList();
  }

  private static Disposition disposition(
      ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    if (hasFailed(message, checks)) {
      return Disposition.FAILED;
    }
    return own(message, checks).stream().allMatch(check -> check.published().isEmpty())
        ? Disposition.SILENT
        : Disposition.ALERTED;
  }

  private static boolean hasFailed(ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    return message.affected().asFailure().isPresent()
        || !message.unread().isEmpty()
        || own(message, checks).stream().anyMatch(check -> check.failure().isPresent());
  }

  /// The completed checks of the clusters that a message concerns.
  private static List<CheckReport> own(
      ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    return message
        .allClusters()
        .flatMap(cluster -> Stream.ofNullable(checks.get(cluster)))
        .toList();
  }
}
