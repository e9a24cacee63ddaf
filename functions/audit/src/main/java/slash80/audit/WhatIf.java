package slash80.audit;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import slash80.alerts.Delta;
import slash80.alerts.Ledger;
import slash80.alerts.Tree;
import slash80.aws.BadInput;
import slash80.rules.Finding;
import slash80.rules.Judgement;

/// What a change of an account's files makes of a cluster: what an alert would tell.
///
/// @param after the judgement with the change
/// @param opened what would be new, or worse than it is
/// @param undecided what could be told before and could not be any more
record WhatIf(
    Judgement after,
    List<Finding> opened,
    List<Delta.Resolved> resolved,
    List<Judgement.Undecided> undecided) {

  /// One for each cluster of the changed account.
  static List<WhatIf> between(List<Judgement> before, List<Judgement> after) {
    before.forEach(judgement -> requireStill(judgement, after));
    return after.stream().map(judgement -> between(before, judgement)).toList();
  }

  private static void requireStill(Judgement judgement, List<Judgement> after) {
    if (after.stream().noneMatch(one -> isSame(one, judgement))) {
      throw new BadInput(
          "expected cluster %s in the changed snapshot too, found none of that ARN"
              .formatted(judgement.cluster().name()));
    }
  }

  private static boolean isSame(Judgement one, Judgement other) {
    return one.cluster().arn().equals(other.cluster().arn());
  }

  /// A cluster that was not there has nothing wrong before.
  private static WhatIf between(List<Judgement> all, Judgement after) {
    var before = all.stream().filter(one -> isSame(one, after)).findFirst();
    var nothing = Ledger.empty(after.cluster().name());
    var known = before.map(one -> Delta.between(nothing, one).after()).orElse(nothing);
    var delta = Delta.between(known, after);
    var undecided = before.map(Judgement::undecided).orElse(List.of());
    return new WhatIf(
        after,
        delta.opened(),
        delta.resolved(),
        after.undecided().stream().filter(one -> !undecided.contains(one)).toList());
  }

  /// How many findings stay as they are, or are less than they were.
  int staying() {
    return after.findings().size() - opened.size();
  }

  /// @param with the files that make the change
  Map<String, Object> tree(List<Path> with) {
    var tree = Tree.place(after);
    tree.put("with", with.stream().map(Path::toString).toList());
    tree.put("new", Tree.findings(opened, after.internet()));
    tree.put("resolved", resolved.stream().map(WhatIf::tree).toList());
    tree.put("undecided", undecided.stream().map(Tree::undecided).toList());
    tree.put("staying", staying());
    return tree;
  }

  private static Map<String, Object> tree(Delta.Resolved resolved) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", resolved.id());
    tree.put("title", resolved.title());
    return tree;
  }
}
