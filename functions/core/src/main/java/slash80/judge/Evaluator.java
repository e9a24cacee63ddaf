package slash80.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import slash80.facts.Cluster;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.Subject;
import slash80.facts.Subnet;
import slash80.facts.TargetGroup;
import slash80.network.Network;
import slash80.network.Scope;
import slash80.rule.Finding;
import slash80.rule.Rule;
import slash80.rule.Verdict;

/// Checks one network by rule after rule and collects the verdicts.
final class Evaluator {
  private static final Comparator<Finding> WORST_FIRST =
      Comparator.comparing(Finding::severity).reversed().thenComparing(Finding::id);

  private final Network network;
  private final Scope scope;
  private final Policy policy;
  private final List<Finding> findings = new ArrayList<>();
  private final Map<String, Map<String, TreeSet<String>>> undecided = new TreeMap<>();
  private final List<Judgement.Settling> settling = new ArrayList<>();
  private final List<Exempted> exempted = new ArrayList<>();
  private int rules;
  private int verdicts;

  Evaluator(Network network, Scope scope, Policy policy) {
    this.network = network;
    this.scope = scope;
    this.policy = policy;
  }

  <S extends Subject> void check(RuleBook.Entry<S> entry) {
    if (!policy.includes(entry.rule())) {
      return;
    }
    rules++;
    switch (entry.subjects().apply(network)) {
      case Unread<List<S>>(var why) -> notChecked(entry.rule(), why);
      case Known<List<S>>(var subjects) ->
          subjects.stream()
              .filter(subject -> scope.covers(subject, network))
              .forEach(subject -> check(entry, subject));
    }
    entry.missing().apply(network).forEach((id, why) -> notChecked(entry.rule(), why).add(id));
    if (entry.isAboutNodes() && scope instanceof Scope.Whole) {
      network.whyNodesMayBeHidden().ifPresent(why -> notChecked(entry.rule(), why));
    }
  }

  private <S extends Subject> void check(RuleBook.Entry<S> entry, S subject) {
    verdicts++;
    var verdict = entry.rule().judge(subject, network);
    add(
        entry,
        subject,
        verdict instanceof Verdict.Violated violated ? exempt(entry, subject, violated) : verdict);
  }

  /// Lists the exempted parts of a violation and returns the verdict on the rest.
  private <S extends Subject> Verdict exempt(
      RuleBook.Entry<S> entry, S subject, Verdict.Violated violated) {
    var exemptions = policy.exemptions(entry.rule(), subject, network);
    if (exemptions.isEmpty()) {
      return violated;
    }
    var split = new ExemptionSplit<>(entry.rule(), subject, network, violated);
    split
        .by(exemptions)
        .forEach(
            (exemption, part) ->
                exempted.add(new Exempted(finding(entry, subject, part), exemption)));
    return split.rest(exemptions);
  }

  private <S extends Subject> void add(RuleBook.Entry<S> entry, S subject, Verdict verdict) {
    switch (verdict) {
      case Verdict.Upheld _ -> {}
      case Verdict.Violated violated -> findings.add(finding(entry, subject, violated));
      case Verdict.Undecided(var why) -> notChecked(entry.rule(), why).add(subject.subjectId());
      case Verdict.Settling(var until) ->
          settling.add(new Judgement.Settling(entry.rule().id(), subject.subjectId(), until));
    }
  }

  private Set<String> notChecked(Rule<?> rule, String why) {
    return undecided
        .computeIfAbsent(rule.id(), _ -> new TreeMap<>())
        .computeIfAbsent(why, _ -> new TreeSet<>());
  }

  private <S extends Subject> Finding finding(
      RuleBook.Entry<S> entry, S subject, Verdict.Violated violated) {
    var card = entry.rule().card();
    return new Finding(
        entry.rule().id(),
        entry.family(),
        policy.severity(entry.rule()).or(violated::severity).orElse(card.severity()),
        subject.subjectType(),
        subject.subjectId(),
        nodeOf(subject),
        card.title(),
        violated.detail(),
        card.risk(),
        violated.remedy().orElse(card.fix()),
        card.see(),
        violated.cause(),
        violated.evidence(),
        violated.open(),
        violated.latent());
  }

  private Optional<String> nodeOf(Subject subject) {
    return switch (subject) {
      case Node node -> Optional.of(node.subjectId());
      case NetworkInterface networkInterface ->
          network.nodeOf(networkInterface).map(Node::subjectId);
      case Cluster _, Subnet _, LoadBalancer _, TargetGroup _, PublicAccessExclusion _ ->
          Optional.empty();
    };
  }

  Judgement judgement() {
    findings.sort(WORST_FIRST);
    exempted.sort(Comparator.comparing(Exempted::finding, WORST_FIRST));
    settling.sort(
        Comparator.comparing(Judgement.Settling::rule).thenComparing(Judgement.Settling::subject));
    var facts = network.facts();
    return new Judgement(
        network.cluster().id(),
        network.cluster().arn(),
        facts.at(),
        network.nodes().map(List::size).asKnown().orElse(0),
        findings,
        undecidedByRuleAndCause(),
        settling,
        rules,
        verdicts,
        network.notes(),
        network.internet(),
        exempted,
        policy,
        facts.permissions());
  }

  private List<Judgement.Undecided> undecidedByRuleAndCause() {
    var grouped = new ArrayList<Judgement.Undecided>();
    undecided.forEach(
        (rule, causes) ->
            causes.forEach(
                (why, subjects) ->
                    grouped.add(new Judgement.Undecided(rule, why, List.copyOf(subjects)))));
    return grouped;
  }
}
