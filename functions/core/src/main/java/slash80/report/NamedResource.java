package slash80.report;

import java.util.LinkedHashSet;
import java.util.List;
import slash80.network.Names;
import slash80.rule.Finding;

/// A resource that a finding is about or that its evidence names, with the names that people know
/// it by. All of it is text from outside.
public record NamedResource(String id, String words) {
  /// The resources of a finding that have names: its node, its subject, and those of its evidence.
  public static List<NamedResource> of(Finding finding, Names names) {
    var ids = new LinkedHashSet<String>();
    finding.node().ifPresent(ids::add);
    ids.add(finding.subject());
    finding.evidence().forEach(evidence -> ids.add(evidence.at()));
    // An interface has the names of its node.
    finding
        .node()
        .filter(node -> names.words(node).equals(names.words(finding.subject())))
        .filter(node -> !node.equals(finding.subject()))
        .ifPresent(_ -> ids.remove(finding.subject()));
    return ids.stream()
        .flatMap(id -> names.words(id).map(words -> new NamedResource(id, words)).stream())
        .toList();
  }

  /// `sg-1 is web, open to the office`.
  public String sentence() {
    return id + " is " + words;
  }
}
