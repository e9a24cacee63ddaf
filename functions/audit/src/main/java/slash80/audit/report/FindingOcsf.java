package slash80.audit.report;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.judge.Judgement;
import slash80.ledger.Since;
import slash80.report.WhatIf;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Findings in the Open Cybersecurity Schema Framework, as events of the class Compliance Finding
/// (https://schema.ocsf.io/1.6.0/classes/compliance_finding). Each is a JSON object on a line of
/// its own, the form in which programs take events piece by piece. What was not checked is an event
/// too, whose compliance is unknown.
///
/// @param at when the cluster was checked
/// @param since of the findings of the cluster
/// @param version of this program
public record FindingOcsf(Instant at, Since since, String version) {
  static final String SCHEMA = "1.6.0";
  private static final int CLASS = 2003;
  private static final String NAME = "Slash80";

  /// Activities of a finding that an event is about, with OCSF's numbers.
  private enum Activity {
    CREATE(1),
    UPDATE(2),
    CLOSE(3);

    private final int id;

    Activity(int id) {
      this.id = id;
    }

    /// A finding that the ledger knows was created by an earlier check.
    private static Activity of(FindingRow row, boolean isKnown) {
      return switch (row.change()) {
        case "WORSE", "BETTER" -> UPDATE;
        case "FIXED" -> CLOSE;
        default -> isKnown ? UPDATE : CREATE;
      };
    }

    private String caption() {
      return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
  }

  /// @param id of OCSF
  private record Word(int id, String caption) {}

  /// The events about one cluster.
  public static Stream<String> lines(Judgement judgement, Since since, String version) {
    var format = new FindingOcsf(judgement.at(), since, version);
    return FindingRow.all(judgement).map(row -> Json.line(format.event(row)));
  }

  /// The events of a what-if report about one cluster.
  public static Stream<String> lines(WhatIf change, Since since, String version) {
    var format = new FindingOcsf(change.after().at(), since, version);
    return FindingRow.all(change).map(row -> Json.line(format.event(row)));
  }

  private Map<String, Object> event(FindingRow row) {
    var first = row.finding().flatMap(found -> since.of(List.of(found)));
    var activity = Activity.of(row, first.isPresent());
    var severity = severity(row);
    boolean isOver = activity == Activity.CLOSE;
    var tree = new LinkedHashMap<String, Object>();
    tree.put("activity_id", activity.id);
    tree.put("activity_name", activity.caption());
    tree.put("category_uid", 2);
    tree.put("category_name", "Findings");
    tree.put("class_uid", CLASS);
    tree.put("class_name", "Compliance Finding");
    tree.put("type_uid", CLASS * 100 + activity.id);
    tree.put("type_name", "Compliance Finding: " + activity.caption());
    tree.put("time", at.toEpochMilli());
    tree.put("severity_id", severity.id());
    tree.put("severity", severity.caption());
    // The review of people, of which Slash80 knows nothing: a finding that got worse is new to
    // them.
    tree.put("status_id", isOver ? 4 : 1);
    tree.put("status", isOver ? "Resolved" : "New");
    tree.put("message", text(row.sentence()));
    tree.put("metadata", metadata());
    tree.put("cloud", cloud(row));
    tree.put("finding_info", info(row, first));
    tree.put("compliance", compliance(row, isOver));
    row.finding().flatMap(FindingOcsf::remediation).ifPresent(fix -> tree.put("remediation", fix));
    tree.put("resources", resources(row));
    return tree;
  }

  private static Word severity(FindingRow row) {
    return row.finding()
        .map(Finding::severity)
        .map(FindingOcsf::word)
        .orElse(new Word(0, "Unknown"));
  }

  private static Word word(Severity severity) {
    return switch (severity) {
      case LOW -> new Word(2, "Low");
      case MEDIUM -> new Word(3, "Medium");
      case HIGH -> new Word(4, "High");
      case CRITICAL -> new Word(5, "Critical");
    };
  }

  private Map<String, Object> metadata() {
    return tree(
        "version", SCHEMA,
        "product", tree("name", NAME, "vendor_name", NAME, "version", version),
        "profiles", List.of("cloud"));
  }

  private static Map<String, Object> cloud(FindingRow row) {
    return tree(
        "provider", "AWS",
        "account", tree("uid", text(row.cluster().account())),
        "region", text(row.cluster().region()));
  }

  /// The detail has no full stop; the risk is whole sentences.
  private static String description(Finding finding) {
    if (finding.risk().isEmpty()) {
      return finding.detail();
    }
    String end = finding.detail().endsWith(".") ? " " : ". ";
    return finding.detail() + end + finding.risk();
  }

  private Map<String, Object> info(FindingRow row, Optional<Instant> first) {
    var cluster = row.cluster();
    var tree =
        tree(
            "uid",
            "slash80/%s/%s/%s/%s"
                .formatted(cluster.account(), cluster.region(), cluster.name(), id(row)),
            "title",
            text(row.finding().map(Finding::title).orElse("Not checked: " + row.rule())),
            "desc",
            text(row.finding().map(FindingOcsf::description).orElse(row.sentence())));
    row.finding()
        .map(found -> found.family().name().toLowerCase(Locale.ROOT))
        .ifPresent(family -> tree.put("types", List.of(family)));
    first.ifPresent(moment -> tree.put("first_seen_time", moment.toEpochMilli()));
    return tree;
  }

  private static String id(FindingRow row) {
    return row.finding().map(Finding::id).orElse("%s/%s".formatted(row.rule(), row.subject()));
  }

  /// A settling subject and one that could not be read are neither right nor wrong.
  private static Map<String, Object> compliance(FindingRow row, boolean isOver) {
    var status =
        row.finding().isEmpty()
            ? new Word(0, "Unknown")
            : isOver ? new Word(1, "Pass") : new Word(3, "Fail");
    return tree(
        "control", text(row.rule()),
        "standards", List.of(NAME),
        "status_id", status.id(),
        "status", status.caption(),
        "status_detail", text(row.finding().isEmpty() ? row.severity() : row.sentence()));
  }

  private static Optional<Map<String, Object>> remediation(Finding finding) {
    if (finding.remedy().isBlank()) {
      return Optional.empty();
    }
    var tree = tree("desc", finding.remedy());
    if (!finding.see().isBlank()) {
      tree.put("references", List.of(finding.see()));
    }
    return Optional.of(tree);
  }

  /// The subject, its node, and the cluster.
  private static List<Map<String, Object>> resources(FindingRow row) {
    var region = text(row.cluster().region());
    var type = row.finding().map(Finding::subjectType).orElse("");
    var subject = named(row, row.subject());
    if (!type.isEmpty()) {
      subject.put("type", type);
    }
    subject.put("region", region);
    return Stream.of(
            Stream.of(subject),
            row
                .finding()
                .flatMap(Finding::node)
                .filter(node -> !node.equals(row.subject()))
                .stream()
                .map(node -> with(named(row, node), "instance", region)),
            Stream.of(row.cluster().name())
                .filter(name -> !type.equals("cluster"))
                .map(name -> with(tree("uid", text(name), "name", text(name)), "cluster", region)))
        .flatMap(resources -> resources)
        .collect(Collectors.toList());
  }

  /// A resource with the name that people know it by.
  private static Map<String, Object> named(FindingRow row, String id) {
    var name = row.names().of(id).name();
    var tree = tree("uid", text(id));
    if (!name.isBlank()) {
      tree.put("name", name);
    }
    return tree;
  }

  private static Map<String, Object> with(Map<String, Object> tree, String type, String region) {
    tree.put("type", type);
    tree.put("region", region);
    return tree;
  }

  /// A text that an event must have.
  private static String text(String words) {
    return words.isEmpty() ? "-" : words;
  }

  private static Map<String, Object> tree(Object... keysAndValues) {
    var tree = new LinkedHashMap<String, Object>();
    for (int at = 0; at < keysAndValues.length; at += 2) {
      tree.put((String) keysAndValues[at], keysAndValues[at + 1]);
    }
    return tree;
  }
}
