package slash80.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.rule.Finding;

/// A change in the account that led to a check, and who made it if known.
///
/// @param what the API call or event in AWS's words, such as `AuthorizeSecurityGroupIngress`
/// @param who the principal's ARN, or the service that called for it, or empty
/// @param at when it happened
/// @param names the ids of the resources that it names
public record ChangeOrigin(String what, String who, Instant at, Set<String> names) {
  public ChangeOrigin {
    names = Set.copyOf(names);
  }

  /// Sorts changes for an alert: first the changes of its subjects, then the changes with a known
  /// author. An alert without room for all leaves out the last.
  public static List<ChangeOrigin> tellingFirst(List<ChangeOrigin> origins, Delta delta) {
    var ids = ids(delta.opened());
    delta.resolved().forEach(resolved -> ids.add(Ledger.subjectOf(resolved.id())));
    return origins.stream()
        .sorted(
            Comparator.comparing((ChangeOrigin origin) -> Collections.disjoint(origin.names(), ids))
                .thenComparing(origin -> origin.who().isEmpty())
                .thenComparing(ChangeOrigin::at))
        .toList();
  }

  /// The ids that findings, their evidence and their causes name.
  public static Set<String> ids(List<Finding> findings) {
    return findings.stream()
        .flatMap(
            finding ->
                Stream.of(
                        Stream.of(finding.subject()),
                        finding.node().stream(),
                        words(finding.cause()),
                        finding.evidence().stream().flatMap(seen -> words(seen.at())))
                    .flatMap(names -> names))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split("[ ,]+"));
  }
}
