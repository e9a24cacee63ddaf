package slash80.check;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.check.Result.Done;
import slash80.check.event.Change;
import slash80.check.event.EventReader;
import slash80.check.scope.AffectedClusters;
import slash80.check.scope.ClusterResolver;
import slash80.facts.Cluster;
import slash80.ledger.ChangeOrigin;

/// A message and the clusters that its change affects, or why they could not be resolved.
record ResolvedMessage(ParsedMessage read, Result<AffectedClusters> affected) {

  /// @param scopes resolves changes to clusters, or why nothing can be resolved
  static ResolvedMessage of(ParsedMessage read, Result<ClusterResolver> scopes) {
    return new ResolvedMessage(read, read.change().thenTry(change -> affected(change, scopes)));
  }

  /// A change that is proven to affect no rule needs no account.
  private static Result<AffectedClusters> affected(Change change, Result<ClusterResolver> scopes) {
    return switch (change.impact()) {
      case Change.Impact.None(var because) -> new Done<>(AffectedClusters.none(because));
      case Change.Impact.Resources _, Change.Impact.WholeRegion _ ->
          scopes.then(resolver -> resolver.of(change));
    };
  }

  Optional<Change> change() {
    return read.change().asDone();
  }

  /// The clusters to check.
  List<Cluster> clusters() {
    return affected.asDone().map(AffectedClusters::clusters).orElse(List.of());
  }

  /// The clusters whose ledgers are closed.
  List<Cluster.Id> gone() {
    return affected.asDone().map(AffectedClusters::gone).orElse(List.of());
  }

  /// The reasons why clusters that may be affected too could not be described.
  List<String> unread() {
    return affected.asDone().map(AffectedClusters::unread).orElse(List.of());
  }

  /// The denied calls that would describe such clusters, by their names.
  Map<String, String> refused() {
    return affected.asDone().<Map<String, String>>map(AffectedClusters::refused).orElse(Map.of());
  }

  Stream<Cluster.Id> allClusters() {
    return Stream.concat(clusters().stream().map(Cluster::id), gone().stream());
  }

  boolean isSweep() {
    return change().filter(EventReader::isSweep).isPresent();
  }

  Stream<ChangeOrigin> origin() {
    return change().map(Change::origin).stream();
  }
}
