package slash80.audit.page;

import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.alerts.FindingGroup;
import slash80.alerts.OpeningText;
import slash80.alerts.TextFormat;
import slash80.audit.report.AuditSummary;
import slash80.audit.report.PolicyReport;
import slash80.audit.report.WhatIf;
import slash80.ip.PacketSet;
import slash80.judge.Exempted;
import slash80.judge.Exemption;
import slash80.judge.Judgement;
import slash80.judge.RuleBook;
import slash80.network.Network;
import slash80.rule.Card;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// The page of `audit`: a part for each cluster, and the remarks about all of them. Its template
/// reads the public members.
///
/// @param example the sentence that says that this is the example account; empty if it is not
/// @param notChecked the clusters that were not checked, a sentence each
/// @param selected the sentence that says which findings the page shows; empty if it shows all
/// @param supposed the sentence that says which files are replaced; empty if none is
public record AuditPage(
    List<Part> parts,
    String example,
    List<String> notChecked,
    List<PolicyReport.Remark> policy,
    String selected,
    String supposed) {
  private static final int LISTED = 8;

  /// A large number and what it counts; `kind` is its colour.
  record Count(String number, String what, String kind) {
    private static Count of(long number, String what, String kind) {
      return new Count(TextFormat.number(number), what, number == 0 ? "none" : kind);
    }
  }

  /// A sentence, and further lines about it.
  record Entry(String sentence, List<String> more) {}

  /// The findings that one exemption covers.
  record ExemptedCard(
      Finding first, String others, List<String> open, List<String> near, Exemption by) {}

  /// Findings of one cause that would be worse or better.
  ///
  /// @param before the first of them as it is now
  record ChangedCard(String before, FindingCard card) {
    static List<ChangedCard> of(List<WhatIf.Change> changes, Network network) {
      var before =
          changes.stream()
              .collect(Collectors.toMap(change -> change.after().id(), WhatIf.Change::was));
      return FindingCard.of(changes.stream().map(WhatIf.Change::after).toList(), network).stream()
          .map(card -> new ChangedCard(before.getOrDefault(card.first().id(), ""), card))
          .toList();
    }
  }

  /// A finding that would end.
  record FixedEntry(String id, String ending, String before) {
    private static FixedEntry of(WhatIf.Ended ended) {
      return new FixedEntry(ended.before().id(), ended.words(), WhatIf.was(ended.before()));
    }
  }

  /// The text of a rule that the page names.
  record RuleText(String id, String severity, Card card) {}

  /// The part of the page about one cluster.
  ///
  /// @param anchor what the ids of its findings begin with on the page; empty if the cluster is
  ///   alone
  /// @param closing the closing sentence
  /// @param worse the findings that the replaced files would make worse
  /// @param better the findings that they would make better
  /// @param resolved the findings that they would fix
  /// @param rules the ids of the rules that it names
  public record Part(
      String anchor,
      Judgement judgement,
      List<Count> counts,
      String closing,
      List<NodeMap> maps,
      List<FindingCard> cards,
      List<ChangedCard> worse,
      List<ChangedCard> better,
      List<FixedEntry> resolved,
      List<Entry> undecided,
      List<ExemptedCard> exempted,
      List<Entry> settling,
      Set<String> rules) {

    /// The moment at which the cluster was judged.
    public String at() {
      return TextFormat.moment(judgement.at());
    }

    /// The colour of the cluster as a whole: a cluster with anything not checked never has the
    /// colour of a cluster without findings.
    public String kind() {
      return Stream.concat(cards.stream(), worse.stream().map(ChangedCard::card))
          .map(FindingCard::group)
          .map(FindingGroup::severity)
          .max(Comparator.naturalOrder())
          .map(Severity::name)
          .orElse(undecided.isEmpty() ? "OK" : "UNREAD");
    }

    private Stream<FindingCard> allCards() {
      return Stream.concat(
          cards.stream(), Stream.concat(worse.stream(), better.stream()).map(ChangedCard::card));
    }
  }

  /// @param whole the judgement with all findings
  /// @param judgement the part of it that is shown
  public static Part part(Network network, Judgement whole, Judgement judgement, String anchor) {
    return new Part(
        anchor,
        judgement,
        counts(judgement),
        AuditSummary.of(judgement),
        List.of(NodeMap.of(network, whole, judgement.findings())),
        FindingCard.of(judgement.findings(), network),
        List.of(),
        List.of(),
        List.of(),
        undecided(judgement.undecided()),
        judgement.used().stream().map(exemption -> exemptedCard(exemption, judgement)).toList(),
        settling(judgement),
        rules(
            Stream.concat(
                judgement.findings().stream(),
                judgement.exempted().stream().map(Exempted::finding)),
            judgement.undecided(),
            judgement.settling()));
  }

  public static Part part(Network network, WhatIf change, String anchor) {
    return new Part(
        anchor,
        change.after(),
        counts(change),
        AuditSummary.of(change),
        List.of(),
        FindingCard.of(change.added(), network),
        ChangedCard.of(change.worse(), network),
        ChangedCard.of(change.better(), network),
        change.resolved().stream().map(FixedEntry::of).toList(),
        undecided(change.undecided()),
        List.of(),
        List.of(),
        rules(
            Stream.concat(
                change.opened().stream(), change.better().stream().map(WhatIf.Change::after)),
            change.undecided(),
            List.of()));
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

  private static List<Entry> undecided(List<Judgement.Undecided> undecideds) {
    return AuditSummary.unchecked(undecideds).stream()
        .map(unchecked -> new Entry(unchecked.sentence(), unchecked.concerned().stream().toList()))
        .toList();
  }

  private static List<Entry> settling(Judgement judgement) {
    var settlings = judgement.settling();
    var shown =
        settlings.stream()
            .limit(LISTED)
            .map(
                settling ->
                    "%s: %s, until %s"
                        .formatted(
                            settling.rule(),
                            settling.subject(),
                            TextFormat.moment(settling.until())))
            .map(sentence -> new Entry(sentence, List.of()));
    var more =
        Stream.of(settlings.size() - LISTED)
            .filter(left -> left > 0)
            .map(left -> new Entry(AuditSummary.more(left), List.of()));
    return Stream.concat(shown, more).toList();
  }

  private static ExemptedCard exemptedCard(Exemption exemption, Judgement judgement) {
    var findings =
        judgement.exempted().stream()
            .filter(exempted -> exempted.exemption().equals(exemption))
            .map(Exempted::finding)
            .toList();
    var first = findings.getFirst();
    var left = findings.size() - 1;
    return new ExemptedCard(
        first,
        left > 0 ? " and %s more of the rule".formatted(TextFormat.number(left)) : "",
        first.open().map(open -> lines(open, judgement)).orElse(List.of()),
        first.latent().map(latent -> lines(latent, judgement)).orElse(List.of()),
        exemption);
  }

  private static List<String> lines(PacketSet packets, Judgement judgement) {
    return OpeningText.lines(packets, judgement.internet(), LISTED);
  }

  /// Also true for no cluster at all, when none could be checked.
  public boolean isOfSeveral() {
    return parts.size() != 1;
  }

  /// Whether the filter by severity has anything to filter.
  public boolean hasFindings() {
    return parts.stream().anyMatch(part -> part.allCards().findAny().isPresent());
  }

  public List<String> severities() {
    return Arrays.stream(Severity.values())
        .sorted(Comparator.reverseOrder())
        .map(Severity::name)
        .filter(
            name ->
                parts.stream()
                    .flatMap(Part::allCards)
                    .anyMatch(card -> card.severity().equals(name)))
        .toList();
  }

  /// The texts of the rules that the page names.
  public List<RuleText> rules() {
    return parts.stream()
        .flatMap(part -> part.rules().stream())
        .distinct()
        .sorted()
        .flatMap(id -> RuleBook.rule(id).stream())
        .map(entry -> ruleText(entry.rule().id(), entry.rule().card()))
        .toList();
  }

  private static RuleText ruleText(String id, Card card) {
    var severity = card.scale().isEmpty() ? card.severity().name() : card.scale();
    return new RuleText(id, severity, card);
  }
}
