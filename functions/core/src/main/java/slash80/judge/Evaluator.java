package slash80.judge;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
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
import slash80.network.Names;
import slash80.network.Network;
import slash80.network.Posture;
import slash80.network.Scope;
import slash80.rule.Finding;
import slash80.rule.PostureRule;
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
  private final IdentityHashMap<List<?>, Object> grouped = new IdentityHashMap<>();
  private int rules;
  private int verdicts;

  Evaluator(Network network, Scope scope, Policy policy) {
    this.network = network;
    this.scope = scope;
    this.policy = policy;
  }

  /// Checks all subjects of the rules. The rules about postures are asked last, and together: all
  /// of them about a posture before any about the next, so that the sets of packets of one posture
  /// at a time are in use.
  void check(List<RuleBook.Entry<?>> entries) {
    var byPosture = new LinkedHashMap<Posture, List<Asked<?>>>();
    for (var entry : entries) {
      if (policy.includes(entry.rule())) {
        check(entry, byPosture);
      }
    }
    byPosture.values().forEach(asked -> asked.forEach(this::check));
  }

  /// A rule, and its subjects of one posture.
  private record Asked<S extends Subject>(RuleBook.Entry<S> entry, List<S> subjects) {}

  private <S extends Subject> void check(
      RuleBook.Entry<S> entry, Map<Posture, List<Asked<?>>> byPosture) {
    rules++;
    switch (entry.subjects().apply(network)) {
      case Unread<List<S>>(var why) -> notChecked(entry.rule(), why);
      case Known<List<S>>(var subjects) -> {
        if (entry.rule() instanceof PostureRule) {
          grouped(subjects)
              .forEach(
                  (posture, same) ->
                      byPosture
                          .computeIfAbsent(posture, _ -> new ArrayList<>())
                          .add(new Asked<>(entry, same)));
        } else {
          covered(subjects).forEach(subject -> check(entry, subject));
        }
      }
    }
    entry.missing().apply(network).forEach((id, why) -> notChecked(entry.rule(), why).add(id));
    if (entry.isAboutNodes() && scope instanceof Scope.Whole) {
      network.whyNodesMayBeHidden().ifPresent(why -> notChecked(entry.rule(), why));
    }
  }

  private <S extends Subject> List<S> covered(List<S> subjects) {
    return scope instanceof Scope.Whole
        ? subjects
        : subjects.stream().filter(subject -> scope.covers(subject, network)).toList();
  }

  /// The covered subjects of a list by their posture. Several rules have the same list.
  @SuppressWarnings("unchecked")
  private <S extends Subject> Map<Posture, List<S>> grouped(List<S> subjects) {
    return (Map<Posture, List<S>>)
        grouped.computeIfAbsent(subjects, _ -> ofPosture(covered(subjects)));
  }

  private <S extends Subject> Map<Posture, List<S>> ofPosture(List<S> subjects) {
    var ofPosture = new LinkedHashMap<Posture, List<S>>();
    for (var subject : subjects) {
      if (subject instanceof NetworkInterface networkInterface) {
        ofPosture
            .computeIfAbsent(network.postureOf(networkInterface), _ -> new ArrayList<>())
            .add(subject);
      }
    }
    return ofPosture;
  }

  /// One verdict that the rule holds, or cannot be checked, is enough for all. A finding names its
  /// own interface, so each of them is asked about.
  private <S extends Subject> void check(Asked<S> asked) {
    var entry = asked.entry();
    var first = entry.rule().judge(asked.subjects().getFirst(), network);
    if (first instanceof Verdict.Upheld) {
      verdicts += asked.subjects().size();
      return;
    }
    boolean isShared = first instanceof Verdict.Undecided;
    for (var subject : asked.subjects()) {
      if (isShared) {
        verdicts++;
        add(entry, subject, first);
      } else {
        check(entry, subject);
      }
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
        facts.permissions(),
        Names.of(network));
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
