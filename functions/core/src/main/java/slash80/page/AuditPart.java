package slash80.page;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.FindingGroup;
import slash80.alerts.TextFormat;
import slash80.judge.Exempted;
import slash80.judge.Judgement;
import slash80.ledger.Since;
import slash80.network.Names;
import slash80.network.Network;
import slash80.report.AuditSummary;
import slash80.report.NodeStatus;
import slash80.report.WhatIf;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The content of the page about one cluster.
///
/// @param anchor what the ids of its findings begin with on the page; empty if the cluster is alone
/// @param hidden the number of findings that are open, or would be new or worse, and are not shown
/// @param closing the closing sentence
/// @param map the nodes and subnets; empty for a what-if
/// @param picture what the internet can reach, or could reach after a what-if
/// @param cards the causes that are open, or would be new
/// @param worse the causes that the replaced files would make worse
/// @param better the causes that they would make better
/// @param resolved the findings that they would fix
/// @param undecided what was not checked, or would not be any more
/// @param rules the ids of the rules that it names
public record AuditPart(
    String anchor,
    Judgement judgement,
    int hidden,
    List<Count> counts,
    String closing,
    Optional<NodeMap> map,
    ReachPicture picture,
    List<FindingCard> cards,
    List<FindingCard> worse,
    List<FindingCard> better,
    List<WhatIf.Ended> resolved,
    List<AuditSummary.Unchecked> undecided,
    Set<String> rules) {

  /// A large number and what it counts; `kind` is its colour.
  record Count(String number, String what, String kind) {
    private static Count of(long number, String what, String kind) {
      return new Count(TextFormat.number(number), what, number == 0 ? "none" : kind);
    }
  }

  /// @param whole the judgement with all findings
  /// @param judgement the part of it that is shown
  public static AuditPart of(
      Network network, Judgement whole, Judgement judgement, String anchor, Since since) {
    var status = new NodeStatus(network, whole);
    return new AuditPart(
        anchor,
        judgement,
        whole.findings().size() - judgement.findings().size(),
        counts(judgement),
        AuditSummary.of(judgement),
        Optional.of(NodeMap.of(network, whole, judgement.findings())),
        ReachPicture.of(network),
        cards(judgement.findings(), network, whole.names(), new NodePlaces(network, status), since),
        List.of(),
        List.of(),
        List.of(),
        AuditSummary.unchecked(judgement.undecided()),
        rules(
            Stream.concat(
                judgement.findings().stream(),
                judgement.exempted().stream().map(Exempted::finding)),
            judgement.undecided(),
            judgement.settling()));
  }

  /// @param whole the difference with all findings
  /// @param change the part of it that is shown
  public static AuditPart of(
      Network network, WhatIf whole, WhatIf change, String anchor, Since since) {
    var places = new NodePlaces(network, new NodeStatus(network, change.after()));
    return new AuditPart(
        anchor,
        change.after(),
        whole.opened().size() - change.opened().size(),
        counts(change),
        AuditSummary.of(change),
        Optional.empty(),
        ReachPicture.of(network),
        cards(change.added(), network, change.after().names(), places, Since.UNKNOWN).stream()
            .map(card -> card.changed("new", ""))
            .toList(),
        changed("worse", change.worse(), network, change.after().names(), places, since),
        changed("better", change.better(), network, change.after().names(), places, since),
        change.resolved(),
        AuditSummary.unchecked(change.undecided()),
        rules(
            Stream.concat(
                change.opened().stream(), change.better().stream().map(WhatIf.Change::after)),
            change.undecided(),
            List.of()));
  }

  private static List<FindingCard> cards(
      List<Finding> findings, Network network, Names names, NodePlaces places, Since since) {
    return FindingGroup.of(findings).stream()
        .map(group -> FindingCard.of(group, network, places, names, since))
        .toList();
  }

  private static List<FindingCard> changed(
      String how,
      List<WhatIf.Change> changes,
      Network network,
      Names names,
      NodePlaces places,
      Since since) {
    var before =
        changes.stream()
            .collect(Collectors.toMap(change -> change.after().id(), Function.identity()));
    var after = changes.stream().map(WhatIf.Change::after).toList();
    return cards(after, network, names, places, since).stream()
        .map(
            card ->
                card.changed(
                    how,
                    Optional.ofNullable(before.get(card.first().id()))
                        .map(WhatIf.Change::was)
                        .orElse("")))
        .toList();
  }

  private static Set<String> rules(
      Stream<Finding> findings,
      List<Judgement.Undecided> undecided,
      List<Judgement.Settling> settling) {
    return Stream.of(
            findings.map(Finding::rule),
            undecided.stream().map(Judgement.Undecided::rule),
            settling.stream().map(Judgement.Settling::rule))
        .flatMap(texts -> texts)
        .collect(Collectors.toSet());
  }

  private static Stream<Count> bySeverity(List<Finding> findings) {
    return Arrays.stream(Severity.values())
        .sorted(Comparator.reverseOrder())
        .map(
            severity ->
                Count.of(
                    findings.stream().filter(finding -> finding.severity() == severity).count(),
                    severity.name(),
                    severity.name()));
  }

  private static List<Count> counts(Judgement judgement) {
    return Stream.concat(
            bySeverity(judgement.findings()),
            Stream.of(
                Count.of(judgement.undecided().size(), "not checked", "UNREAD"),
                Count.of(judgement.settling().size(), "settling", "SETTLING"),
                Count.of(judgement.exempted().size(), "exempted", "EXEMPTED")))
        .toList();
  }

  private static List<Count> counts(WhatIf change) {
    return Stream.concat(
            bySeverity(change.opened()),
            Stream.of(
                Count.of(change.undecided().size(), "not checked", "UNREAD"),
                Count.of(change.better().size(), "better", "OK"),
                Count.of(change.resolved().size(), "fixed", "OK"),
                Count.of(change.unchanged().size(), "would stay", "EXEMPTED")))
        .toList();
  }

  /// Whether it shows a difference and not a cluster as it is.
  boolean isChange() {
    return map.isEmpty();
  }

  /// All causes that have a card.
  List<FindingCard> all() {
    var all = new ArrayList<>(cards);
    all.addAll(worse);
    all.addAll(better);
    return all;
  }

  /// The causes that are open, or would be new or worse.
  List<FindingCard> open() {
    return Stream.concat(cards.stream(), worse.stream())
        .sorted(Comparator.comparing((FindingCard card) -> card.group().severity()).reversed())
        .toList();
  }

  /// The colour of the cluster as a whole: a cluster with anything not checked, or not shown, never
  /// has the colour of a cluster without findings.
  String kind() {
    return open().stream()
        .findFirst()
        .map(FindingCard::severity)
        .orElse(!undecided.isEmpty() ? "UNREAD" : hidden > 0 ? "EXEMPTED" : "OK");
  }
}
