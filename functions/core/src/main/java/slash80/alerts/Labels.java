package slash80.alerts;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.UnaryOperator;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.rule.Finding;
import slash80.rule.Verdict;

/// The names that stand beside the ids of resources and callers: `sg-2 (web)`. They come from
/// outside; all are made safe here and cut to the room that they have.
record Labels(Judgement judgement) {
  private static final int ID = 160;
  private static final int NAME = 64;
  private static final int CALLER = 80;
  private static final int CALL = 120;

  /// The prefixes that a path names.
  private static final int PREFIXES = 1;

  /// `sg-2 (web, open to the office)`; the id alone where it has no name.
  String of(String id) {
    String safe = TextFormat.text(id, ID);
    return judgement
        .names()
        .words(id)
        .map(words -> "%s (%s)".formatted(safe, TextFormat.text(words, NAME)))
        .orElse(safe);
  }

  /// `sg-2 (web)`: the name without a group's description, for a line of several.
  String named(String id) {
    String name = judgement.names().of(id).name();
    String safe = TextFormat.text(id, ID);
    return name.isBlank() ? safe : "%s (%s)".formatted(safe, TextFormat.text(name, NAME));
  }

  /// `network-interface eni-1 of node i-1 (worker-1, node group system, us-east-2a)`.
  String place(Finding finding) {
    String type = finding.subjectType().isEmpty() ? "" : finding.subjectType() + " ";
    return finding
        .node()
        .filter(node -> !node.equals(finding.subject()))
        .map(node -> type + TextFormat.text(finding.subject(), ID) + " of node " + of(node))
        .orElseGet(() -> type + of(finding.subject()));
  }

  /// The same, with the prefixes of the pods that the subject holds: `network-interface eni-1 of
  /// node i-1 (worker-1) > 2001:db8::/80`.
  String holder(Finding finding) {
    return String.join(" > ", ending(finding, Set.of(place(finding))));
  }

  /// The resources on the way of a packet, to the prefix of the pods: `igw-1 > rtb-1 > acl-1 > sg-2
  /// (web) > eni-1 > 2001:db8::/80`. Empty for a finding without evidence.
  ///
  /// @param label writes a resource
  String path(Finding finding, UnaryOperator<String> label) {
    var steps = new LinkedHashSet<String>();
    finding.evidence().stream().map(Verdict.Evidence::at).map(label).forEach(steps::add);
    if (steps.isEmpty()) {
      return "";
    }
    steps.add(TextFormat.text(finding.subject(), ID));
    return String.join(" > ", Collections.unmodifiableCollection(ending(finding, steps)));
  }

  private List<String> ending(Finding finding, Set<String> steps) {
    var path = new ArrayList<>(steps);
    var prefixes = judgement.names().of(finding.subject()).prefixes();
    prefixes.stream().limit(PREFIXES).forEach(prefix -> path.add(prefix.toString()));
    if (prefixes.size() > PREFIXES) {
      path.add("and %s more".formatted(TextFormat.number(prefixes.size() - PREFIXES)));
    }
    return path;
  }

  /// The call of a change, by whom, on what and from where: `by Admin/alice with
  /// AuthorizeSecurityGroupIngress on sg-2 (web) through Terraform from 203.0.113.9`.
  ///
  /// @param findings what it made or ended
  String call(ChangeOrigin origin, List<Finding> findings) {
    String who = origin.who().isEmpty() ? "" : "by " + caller(origin.who()) + " with ";
    return who
        + TextFormat.text(origin.what(), CALL)
        + concerned(origin, findings).map(id -> " on " + named(id)).orElse("")
        + CallWords.way(origin.call());
  }

  /// The resource of a call that the findings are about: first what has to be changed, then the
  /// steps of the path.
  private Optional<String> concerned(ChangeOrigin origin, List<Finding> findings) {
    var causes = new LinkedHashSet<String>();
    findings.forEach(finding -> causes.addAll(List.of(finding.cause().split("[ ,]+"))));
    var others =
        new LinkedHashSet<>(new HashSet<>(ChangeOrigin.ids(findings)).stream().sorted().toList());
    causes.addAll(others);
    return causes.stream().filter(origin.names()::contains).findFirst();
  }

  /// The name of a principal without its ARN's beginning: `Admin/alice` of an assumed role, `alice`
  /// of a user. The account is named if it is another.
  String caller(String who) {
    var parts = who.split(":", 6);
    if (!who.startsWith("arn:") || parts.length < 6) {
      return TextFormat.text(who, CALLER);
    }
    String name = parts[5].replaceFirst("^(assumed-role|user|role|federated-user)/", "");
    String account = parts[4];
    boolean isElsewhere = !account.isEmpty() && !account.equals(judgement.cluster().account());
    return TextFormat.text(name, CALLER)
        + (isElsewhere ? " of account " + TextFormat.text(account, CALLER) : "");
  }
}
