package slash80.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Cluster;
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
/// @param added the findings that would be new
/// @param worse the findings that would be more severe or more open
/// @param better the findings that would be less severe or less open
/// @param undecided the rules that are checked now and would not be checked any more
/// @param unchanged the findings that would stay as they are
public record WhatIf(
    Judgement after,
    List<Finding> added,
    List<Change> worse,
    List<Change> better,
    List<Ended> resolved,
    List<Judgement.Undecided> undecided,
    List<Finding> unchanged) {

  /// A finding as it is and as it would be.
  public record Change(Finding before, Finding after) {
    /// The finding as it is, in its own words.
    public String was() {
      return WhatIf.was(before);
    }
  }

  /// A finding as it is, in its own words.
  public static String was(Finding before) {
    return "%s: %s".formatted(before.severity(), before.detail());
  }

  /// A finding that would end, as it is now.
  public record Ended(Finding before, Delta.Ending ending) {
    /// The way it would end; empty where it is simply fixed.
    public String words() {
      return ending == Delta.Ending.MENDED ? "" : " (%s)".formatted(ending);
    }
  }

  /// A cluster and its judgement.
  public record Judged(Network network, Judgement judgement) {
    private boolean isSameAs(Judged other) {
      return network.cluster().arn().equals(other.network().cluster().arn());
    }

    private Delta since(Ledger ledger) {
      var reading = Observation.of(network, CheckedScope.whole());
      return Delta.between(ledger, judgement, reading, Timings.DEFAULTS.lapse());
    }

    private Map<String, Finding> byId() {
      return judgement.findings().stream()
          .collect(Collectors.toMap(Finding::id, Function.identity()));
    }
  }

  /// A difference for each cluster of the changed account.
  public static List<WhatIf> between(List<Judged> before, List<Judged> after) {
    return after.stream().map(judged -> between(before, judged)).toList();
  }

  /// The cluster that the changed account no longer has.
  public static Optional<Cluster> missing(List<Judged> before, List<Judged> after) {
    return before.stream()
        .filter(judged -> after.stream().noneMatch(judged::isSameAs))
        .map(judged -> judged.network().cluster())
        .findFirst();
  }

  /// A cluster that was not there had no findings before.
  private static WhatIf between(List<Judged> judgeds, Judged after) {
    var before = judgeds.stream().filter(after::isSameAs).findFirst();
    var nothing = Ledger.empty(after.judgement().cluster().name());
    var ledger = before.map(judged -> judged.since(nothing).after()).orElse(nothing);
    var delta = after.since(ledger);
    var known = before.map(Judged::byId).orElse(Map.of());
    var found = after.byId();
    var opened = delta.opened().stream().map(Finding::id).collect(Collectors.toSet());
    var undecided = before.map(judged -> judged.judgement().undecided()).orElse(List.of());
    return new WhatIf(
        after.judgement(),
        delta.opened().stream().filter(finding -> !known.containsKey(finding.id())).toList(),
        changes(opened.stream().sorted(), known, found),
        changes(delta.shrunk().stream(), known, found),
        delta.resolved().stream().flatMap(end -> ended(end, known)).toList(),
        after.judgement().undecided().stream()
            .filter(otherUndecided -> !undecided.contains(otherUndecided))
            .toList(),
        after.judgement().findings().stream()
            .filter(finding -> !opened.contains(finding.id()))
            .filter(finding -> !delta.shrunk().contains(finding.id()))
            .toList());
  }

  private static List<Change> changes(
      Stream<String> ids, Map<String, Finding> before, Map<String, Finding> after) {
    return ids.flatMap(
            id ->
                Stream.ofNullable(before.get(id))
                    .flatMap(
                        was -> Stream.ofNullable(after.get(id)).map(now -> new Change(was, now))))
        .toList();
  }

  private static Stream<Ended> ended(Delta.Resolved end, Map<String, Finding> before) {
    return Stream.ofNullable(before.get(end.id())).map(was -> new Ended(was, end.ending()));
  }

  /// The findings that would be new or worse.
  public List<Finding> opened() {
    var opened =
        Stream.concat(added.stream(), worse.stream().map(Change::after))
            .map(Finding::id)
            .collect(Collectors.toSet());
    return after.findings().stream().filter(finding -> opened.contains(finding.id())).toList();
  }

  /// The number of findings that stay as they are or get better.
  public int staying() {
    return unchanged.size() + better.size();
  }

  /// The number of findings that would change.
  public int size() {
    return added.size() + worse.size() + better.size() + resolved.size();
  }
}
