package slash80.audit.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import slash80.alerts.ReportJson;
import slash80.facts.Cluster;
import slash80.ip.Internet;
import slash80.ip.IpFamily;
import slash80.ledger.Since;
import slash80.report.WhatIf;
import slash80.rule.Finding;

/// The JSON of `audit`: one object, however many clusters the account has. Clusters as they are and
/// clusters as they would be with other files are two shapes, told apart by `schema`.
public final class AuditJson {
  static final String SCHEMA = "slash80.audit/1";
  static final String WHAT_IF_SCHEMA = "slash80.what-if/1";

  private AuditJson() {}

  /// @param notes about the report as a whole
  /// @param policy the report on the policy, where a policy is given
  /// @param selection the findings that are shown
  public static Map<String, Object> of(
      List<String> notes,
      List<Map<String, Object>> clusters,
      Optional<Map<String, Object>> policy,
      Selection selection) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", SCHEMA);
    tree.put("notes", notes);
    tree.put("clusters", clusters);
    policy.ifPresent(report -> tree.put("policy", report));
    put(tree, selection);
    return tree;
  }

  /// @param with the files that make the change
  /// @param since of the findings of a cluster
  public static Map<String, Object> of(
      List<String> notes,
      List<Path> with,
      List<WhatIf> changes,
      Selection selection,
      Function<Cluster.Id, Since> since) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", WHAT_IF_SCHEMA);
    tree.put("notes", notes);
    tree.put("with", with.stream().map(Path::toString).toList());
    tree.put(
        "clusters",
        changes.stream()
            .map(change -> cluster(change, since.apply(change.after().cluster())))
            .toList());
    put(tree, selection);
    return tree;
  }

  private static void put(Map<String, Object> tree, Selection selection) {
    if (!selection.isAll()) {
      tree.put("selection", selection.tree());
    }
  }

  private static Map<String, Object> cluster(WhatIf whatIf, Since since) {
    var internet = whatIf.after().internet();
    var tree = ReportJson.place(whatIf.after());
    tree.put("new", ReportJson.findings(whatIf.opened(), internet, since));
    tree.put(
        "resolved",
        whatIf.resolved().stream().map(ended -> resolved(ended, internet, since)).toList());
    tree.put("undecided", whatIf.undecided().stream().map(ReportJson::undecided).toList());
    tree.put("staying", whatIf.staying());
    tree.put("worse", changes(whatIf.worse(), internet, since));
    tree.put("better", changes(whatIf.better(), internet, since));
    return tree;
  }

  private static Map<String, Object> resolved(
      WhatIf.Ended ended, Map<IpFamily, Internet> internet, Since since) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", ended.before().id());
    tree.put("title", ended.before().title());
    tree.put("ending", ended.ending().toString());
    tree.put("before", finding(ended.before(), internet, since));
    return tree;
  }

  private static List<Map<String, Object>> changes(
      List<WhatIf.Change> changes, Map<IpFamily, Internet> internet, Since since) {
    return changes.stream().map(change -> change(change, internet, since)).toList();
  }

  private static Map<String, Object> change(
      WhatIf.Change change, Map<IpFamily, Internet> internet, Since since) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", change.after().id());
    tree.put("before", finding(change.before(), internet, since));
    tree.put("after", finding(change.after(), internet, since));
    return tree;
  }

  private static Map<String, Object> finding(
      Finding finding, Map<IpFamily, Internet> internet, Since since) {
    return ReportJson.findings(List.of(finding), internet, since).getFirst();
  }
}
