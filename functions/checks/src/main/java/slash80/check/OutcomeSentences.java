package slash80.check;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.TextFormat;
import slash80.check.BatchOutcome.Disposition;
import slash80.check.Result.Done;
import slash80.check.Result.Failed;
import slash80.check.scope.AffectedClusters;
import slash80.check.settle.ExpectedState;
import slash80.facts.Cluster;
import slash80.network.Scope;

/// The sentences of a batch's outcome: for each check what it covered, and for each message which
/// alert it led to or why it led to none.
final class OutcomeSentences {
  private OutcomeSentences() {}

  /// `2 nodes, 1 interface`, or `all`.
  static String of(Scope scope) {
    return switch (scope) {
      case Scope.Whole _ -> "all";
      case Scope.Partial part ->
          Stream.of(
                  count(part.nodes(), "node"),
                  count(part.interfaces(), "interface"),
                  count(part.groups(), "group"))
              .filter(words -> !words.isEmpty())
              .collect(Collectors.joining(", "));
    };
  }

  private static String count(Set<?> resources, String noun) {
    return resources.isEmpty() ? "" : TextFormat.count(resources.size(), noun);
  }

  /// What AWS does not show of a message's change, and what follows from it.
  ///
  /// @param again when the message is delivered again; empty if it is done
  static String of(List<ExpectedState> unseen, Optional<Duration> again) {
    if (unseen.isEmpty()) {
      return "";
    }
    var what = unseen.stream().map(ExpectedState::toString).collect(Collectors.joining(", "));
    return again
        .map(
            delay ->
                "; delivered again in %d s, because AWS does not show this change yet: %s"
                    .formatted(delay.toSeconds(), what))
        .orElse("; checked as it is, because AWS still does not show this change: " + what);
  }

  /// @param checks the completed check of each cluster that the message concerns
  /// @param trouble why the policy could not be used; named for every message that led to a check
  static String of(
      ResolvedMessage message,
      Disposition disposition,
      Map<Cluster.Id, CheckReport> checks,
      String trouble) {
    var change = message.change().map(read -> read.sentence() + ": ").orElse("");
    return LogText.of(
        change
            + sentence(disposition, message, checks)
            + (message.clusters().isEmpty() ? "" : trouble));
  }

  private static String sentence(
      Disposition disposition, ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    return switch (message.affected()) {
      case Failed<AffectedClusters>(var why) -> "failed, " + why;
      case Done<AffectedClusters>(var affected) ->
          switch (disposition) {
            case FAILED -> "failed, " + failures(message, checks) + meanwhile(message, checks);
            case ALERTED -> "alert " + subjects(message, checks) + refused(message, checks);
            case SILENT -> "no alert, " + silence(message, affected, checks);
            case AGAIN -> {
              var subjects = subjects(message, checks);
              yield (subjects.isEmpty() ? "no alert yet" : "alert " + subjects)
                  + refused(message, checks);
            }
          };
    };
  }

  /// The clusters that are not checked, because nobody may describe them.
  private static String refused(ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    return denials(message, checks)
        .map("; could not describe "::concat)
        .collect(Collectors.joining());
  }

  private static Stream<String> denials(
      ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    return Stream.concat(
        message.refused().entrySet().stream()
            .map(denied -> denied.getKey() + ": " + denied.getValue()),
        message
            .allClusters()
            .flatMap(
                cluster ->
                    Stream.ofNullable(checks.get(cluster))
                        .flatMap(check -> check.refused().stream())
                        .map(why -> cluster.name() + ": " + why)));
  }

  private static String failures(ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    var unread =
        Stream.concat(message.unread().stream(), denials(message, checks))
            .map("could not describe "::concat);
    var failed =
        message
            .allClusters()
            .flatMap(
                cluster ->
                    Stream.ofNullable(checks.get(cluster))
                        .flatMap(check -> check.failure().stream())
                        .map(why -> "cluster %s: %s".formatted(cluster.name(), why)));
    return Stream.concat(unread, failed).collect(Collectors.joining("; "));
  }

  /// The alerts that went out although the message failed.
  private static String meanwhile(ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    var subjects = subjects(message, checks);
    return subjects.isEmpty() ? "" : "; alert " + subjects;
  }

  private static String subjects(ResolvedMessage message, Map<Cluster.Id, CheckReport> checks) {
    return message
        .allClusters()
        .flatMap(cluster -> Stream.ofNullable(checks.get(cluster)))
        .flatMap(check -> check.published().stream())
        .map(alert -> '"' + alert.subject() + '"')
        .collect(Collectors.joining(", "));
  }

  private static String silence(
      ResolvedMessage message, AffectedClusters affected, Map<Cluster.Id, CheckReport> checks) {
    var waiting =
        message
            .allClusters()
            .filter(
                cluster ->
                    Stream.ofNullable(checks.get(cluster))
                        .anyMatch(check -> check.audience().isMissing()))
            .map(Cluster.Id::name)
            .distinct()
            .collect(Collectors.joining(", "));
    return waiting.isEmpty()
        ? quiet(message, affected, checks)
        : "the news about %s waits, because the topic has no confirmed subscription"
                .formatted(waiting)
            + refused(message, checks);
  }

  private static String quiet(
      ResolvedMessage message, AffectedClusters affected, Map<Cluster.Id, CheckReport> checks) {
    var refused = refused(message, checks);
    var checked =
        affected.clusters().stream()
            .filter(
                cluster ->
                    Stream.ofNullable(checks.get(cluster.id()))
                        .noneMatch(check -> check.refused().isPresent()))
            .map(Cluster::name)
            .collect(Collectors.joining(", "));
    if (checked.isEmpty()) {
      return refused.isEmpty() ? affected.because() : refused.substring("; ".length());
    }
    return "no finding opened or was fixed in " + checked + refused;
  }
}
