package slash80.audit.report;

import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.alerts.ReportJson;
import slash80.ledger.Delta;

/// The JSON of `audit`: one object, however many clusters the account has. Clusters as they are and
/// clusters as they would be with other files are two shapes, told apart by `schema`.
public final class AuditJson {
  static final String SCHEMA = "slash80.audit/1";
  static final String WHAT_IF_SCHEMA = "slash80.what-if/1";

  private AuditJson() {}

  /// @param notes about the report as a whole
  /// @param policy the report on the policy, where a policy is given
  public static Map<String, Object> of(
      List<String> notes,
      List<Map<String, Object>> clusters,
      Optional<Map<String, Object>> policy) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", SCHEMA);
    tree.put("notes", notes);
    tree.put("clusters", clusters);
    policy.ifPresent(report -> tree.put("policy", report));
    return tree;
  }

  /// @param with the files that make the change
  public static Map<String, Object> of(List<String> notes, List<Path> with, List<WhatIf> changes) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("schema", WHAT_IF_SCHEMA);
    tree.put("notes", notes);
    tree.put("with", with.stream().map(Path::toString).toList());
    tree.put("clusters", changes.stream().map(AuditJson::cluster).toList());
    return tree;
  }

  private static Map<String, Object> cluster(WhatIf change) {
    var after = change.after();
    var tree = ReportJson.place(after);
    tree.put("new", ReportJson.findings(change.opened(), after.internet()));
    tree.put("resolved", change.resolved().stream().map(AuditJson::resolved).toList());
    tree.put("undecided", change.undecided().stream().map(ReportJson::undecided).toList());
    tree.put("staying", change.staying());
    return tree;
  }

  private static Map<String, Object> resolved(Delta.Resolved resolved) {
    var tree = new LinkedHashMap<String, Object>();
    tree.put("id", resolved.id());
    tree.put("title", resolved.title());
    return tree;
  }
}
