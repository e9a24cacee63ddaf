package slash80.blame;

import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.NetworkInterface;
import slash80.facts.Node;
import slash80.judge.Policy;
import slash80.judge.RuleBook;
import slash80.network.Scope;
import slash80.rule.Finding;

/// A part of a retrial: the questions about nodes and interfaces, of which only those asked about
/// are judged, or all other questions. Apart, a question about a subnet does not make every
/// interface be judged by the rules of interfaces.
///
/// @param policy without the rules that nobody asks about
record Part(Scope scope, Policy policy) {
  static List<Part> of(Policy policy, List<Question> questions) {
    return questions.stream()
        .collect(
            Collectors.partitioningBy(question -> scope(List.of(question)).equals(Scope.whole())))
        .values()
        .stream()
        .filter(asked -> !asked.isEmpty())
        .map(asked -> new Part(scope(asked), asking(policy, asked)))
        .toList();
  }

  Map<String, Finding> judged(Facts tried) {
    var findings = new LinkedHashMap<String, Finding>();
    RuleBook.judge(policy.applied(tried), scope, policy)
        .findings()
        .forEach(finding -> findings.put(finding.id(), finding));
    return findings;
  }

  private static Policy asking(Policy policy, List<Question> questions) {
    var asked = questions.stream().map(Question::rule).collect(Collectors.toSet());
    var off = new HashSet<>(policy.off());
    RuleBook.entries().stream()
        .map(entry -> entry.rule().id())
        .filter(rule -> !asked.contains(rule))
        .forEach(off::add);
    return new Policy(
        policy.parameters(),
        off,
        policy.severities(),
        policy.allowed(),
        policy.exemptions(),
        policy.trouble(),
        policy.notes());
  }

  /// The nodes and interfaces that are asked about; everything if more is.
  private static Scope scope(List<Question> questions) {
    var nodes = new HashSet<Instance.Id>();
    var interfaces = new HashSet<NetworkInterface.Id>();
    for (var question : questions) {
      var kind = RuleBook.rule(question.rule()).map(RuleBook.Entry::kind);
      if (kind.filter(Node.class::equals).isPresent()) {
        nodes.add(new Instance.Id(question.subject()));
      } else if (kind.filter(NetworkInterface.class::equals).isPresent()) {
        interfaces.add(new NetworkInterface.Id(question.subject()));
      } else {
        return Scope.whole();
      }
    }
    return new Scope.Partial(nodes, interfaces, Set.of());
  }
}
