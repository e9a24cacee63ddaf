package slash80.alerts;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.rules.Finding;

/// What led to a check: a change in the account, and who made it where that is known.
///
/// @param what the API call or event in AWS's words, such as `AuthorizeSecurityGroupIngress`
/// @param who the principal's ARN, or the service that called for it, or empty
/// @param at when it happened
/// @param names the ids of the things that it names
public record Origin(String what, String who, Instant at, Set<String> names) {
  public Origin {
    names = Set.copyOf(names);
  }

  private static final int FEW = 3;

  /// The calls that made a matter, as far as the batch can tell: those that name what its findings
  /// are about, or what their evidence or cause names. The latest few.
  static List<Origin> behind(List<Origin> origins, Matter matter) {
    var ids = ids(matter.findings());
    var calls =
        origins.stream()
            .filter(origin -> !origin.who().isEmpty())
            .filter(origin -> !Collections.disjoint(origin.names(), ids))
            .toList();
    return calls.subList(Math.max(calls.size() - FEW, 0), calls.size());
  }

  /// What lies behind the news first, then calls, then what is known of nobody: where there is no
  /// room for all, the last are left out.
  static List<Origin> tellingFirst(List<Origin> origins, Delta delta) {
    var ids = ids(delta.opened());
    delta.resolved().forEach(resolved -> ids.add(Ledger.subjectOf(resolved.id())));
    return origins.stream()
        .sorted(
            Comparator.comparing((Origin origin) -> Collections.disjoint(origin.names(), ids))
                .thenComparing(origin -> origin.who().isEmpty())
                .thenComparing(Origin::at))
        .toList();
  }

  private static Set<String> ids(List<Finding> findings) {
    return findings.stream()
        .flatMap(
            finding ->
                Stream.of(
                        Stream.of(finding.subject()),
                        finding.node().stream(),
                        words(finding.cause()),
                        finding.evidence().stream().flatMap(seen -> words(seen.at())))
                    .flatMap(some -> some))
        .collect(Collectors.toCollection(HashSet::new));
  }

  private static Stream<String> words(String text) {
    return Arrays.stream(text.split("[ ,]+"));
  }
}
