package slash80.audit.report;

import java.util.List;
import slash80.aws.BadInput;
import slash80.judge.Judgement;
import slash80.ledger.CheckedScope;
import slash80.ledger.Delta;
import slash80.ledger.Ledger;
import slash80.ledger.Observation;
import slash80.ledger.Timings;
import slash80.network.Network;
import slash80.rule.Finding;

/// The difference that replaced files make to the findings of a cluster, as an alert would have it.
///
/// @param after the judgement with the change
/// @param opened the findings that would be new or worse
/// @param undecided the rules that are checked now and would not be checked any more
public record WhatIf(
    Judgement after,
    List<Finding> opened,
    List<Delta.Resolved> resolved,
    List<Judgement.Undecided> undecided) {

  /// A cluster and its judgement.
  public record Judged(Network network, Judgement judgement) {
    private boolean isSameAs(Judged other) {
      return network.cluster().arn().equals(other.network().cluster().arn());
    }

    private Delta since(Ledger ledger) {
      var reading = Observation.of(network, CheckedScope.whole());
      return Delta.between(ledger, judgement, reading, Timings.DEFAULTS.lapse());
    }
  }

  /// A difference for each cluster of the changed account.
  public static List<WhatIf> between(List<Judged> before, List<Judged> after) {
    before.forEach(judged -> requireStill(judged, after));
    return after.stream().map(judged -> between(before, judged)).toList();
  }

  private static void requireStill(Judged judged, List<Judged> after) {
    if (after.stream().noneMatch(judged::isSameAs)) {
      throw new BadInput(
          "expected cluster %s in the changed snapshot too, found none of that ARN"
              .formatted(judged.judgement().cluster().name()));
    }
  }

  /// A cluster that was not there had no findings before.
  private static WhatIf between(List<Judged> judgeds, Judged after) {
    var before = judgeds.stream().filter(after::isSameAs).findFirst();
    var nothing = Ledger.empty(after.judgement().cluster().name());
    var known = before.map(judged -> judged.since(nothing).after()).orElse(nothing);
    var delta = after.since(known);
    var undecided = before.map(judged -> judged.judgement().undecided()).orElse(List.of());
    return new WhatIf(
        after.judgement(),
        delta.opened(),
        delta.resolved(),
        after.judgement().undecided().stream()
            .filter(otherUndecided -> !undecided.contains(otherUndecided))
            .toList());
  }

  /// The number of findings that stay as they are or become less severe.
  public int staying() {
    return after.findings().size() - opened.size();
  }
}
