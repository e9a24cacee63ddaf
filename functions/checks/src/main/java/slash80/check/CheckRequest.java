package slash80.check;

import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import slash80.check.scope.AffectedClusters;
import slash80.check.scope.PlacementLookup;
import slash80.check.settle.ExpectedState;
import slash80.check.settle.RepeatedDelivery;
import slash80.facts.Cluster;
import slash80.ledger.ChangeOrigin;
import slash80.network.Scope;

/// The one check of a cluster that all messages of a batch ask for together.
///
/// @param scope which part of the cluster is read and judged
/// @param origins the events that asked for the check, oldest first
/// @param expected the states that these events left behind
/// @param isFresh whether one of them is so young that AWS may show it a second later
record CheckRequest(
    Cluster cluster,
    Scope scope,
    Trigger trigger,
    List<ChangeOrigin> origins,
    List<ExpectedState> expected,
    boolean isFresh) {
  /// EC2 takes 200 values in one filter, and a node has two address blocks to ask about
  /// (https://docs.aws.amazon.com/AWSEC2/latest/UserGuide/Using_Filtering.html).
  private static final int MANY = 100;

  /// @param concerned the messages that concern the cluster
  /// @param isLive whether the account can still change; a snapshot never shows more than it does
  static CheckRequest of(
      Cluster cluster, List<ResolvedMessage> concerned, Instant began, boolean isLive) {
    return new CheckRequest(
        cluster,
        scope(concerned),
        concerned.stream().anyMatch(ResolvedMessage::isSweep) ? Trigger.SWEEP : Trigger.CHANGE,
        origins(concerned),
        isLive ? expected(concerned, began) : List.of(),
        concerned.stream()
            .flatMap(ResolvedMessage::origin)
            .anyMatch(origin -> origin.at().isAfter(began.minus(PlacementLookup.YOUNG))));
  }

  /// Covers everything that the batch touches in a cluster. Many parts cost as much as the whole.
  private static Scope scope(List<ResolvedMessage> concerned) {
    var parts =
        concerned.stream()
            .flatMap(message -> message.affected().asDone().stream())
            .map(AffectedClusters::scope)
            .toList();
    var scope = parts.isEmpty() ? Scope.whole() : Scope.covering(parts);
    return switch (scope) {
      case Scope.Partial part when part.size() > MANY -> Scope.whole();
      case Scope.Partial _, Scope.Whole _ -> scope;
    };
  }

  static List<ChangeOrigin> origins(List<ResolvedMessage> concerned) {
    return ChangeOrigin.once(concerned.stream().flatMap(ResolvedMessage::origin));
  }

  /// Only events of the last minutes: by then AWS shows what older ones changed. An older event is
  /// compared too, to say what AWS still does not show.
  private static List<ExpectedState> expected(List<ResolvedMessage> concerned, Instant began) {
    return ExpectedState.last(
        concerned.stream()
            .flatMap(message -> message.change().stream())
            .filter(
                change ->
                    change.origin().at().isAfter(began.minus(RepeatedDelivery.AGE.multipliedBy(2))))
            .sorted(Comparator.comparing(change -> change.origin().at()))
            .flatMap(change -> change.expected().stream())
            .toList());
  }
}
