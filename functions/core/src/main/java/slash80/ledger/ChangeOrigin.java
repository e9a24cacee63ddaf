package slash80.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collections;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.blame.Effect;
import slash80.rule.Finding;

/// A change in the account that led to a check, and who made it if known.
///
/// @param what the API call or event in AWS's words, such as `AuthorizeSecurityGroupIngress`
/// @param who the principal's ARN, or the service that called for it, or empty
/// @param at when it happened
/// @param names the ids of the resources that it names
/// @param unnamed the number of further resources that it names, beyond the most that are kept
/// @param call where the call came from, and its record
/// @param effect the part of the change that can make or end a finding
public record ChangeOrigin(
    String what,
    String who,
    Instant at,
    Set<String> names,
    int unnamed,
    CallRecord call,
    Effect effect) {
  /// The longest that are kept. An event can hold a megabyte, and a ledger, an e-mail and a message
  /// of SNS must have room for many events. What is cut is counted.
  private static final int WHAT = 200;

  /// An ARN with the longest path and name that IAM allows has 606 characters
  /// (https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html). Its end, the
  /// name, says more than its middle.
  private static final int WHO = 300;

  private static final int NAME = 300;
  private static final int NAMES = 500;

  /// The events that only ask for a check: that of the schedule, and that of sweep for one cluster.
  public static final Set<String> CHECKS = Set.of("Scheduled Event", "Cluster Check");

  public ChangeOrigin {
    what = cut(what, WHAT);
    who = cut(who, WHO);
    var kept = kept(names);
    unnamed += names.size() - kept.size();
    names = kept;
  }

  public ChangeOrigin(String what, String who, Instant at, Set<String> names) {
    this(what, who, at, names, 0, CallRecord.NONE, new Effect.Unknown());
  }

  /// Whether this only asked for a check, and changed nothing.
  public boolean isCheck() {
    return CHECKS.contains(what);
  }

  /// The same change at another time.
  public ChangeOrigin receivedAt(Instant moment) {
    return new ChangeOrigin(what, who, moment, names, unnamed, call, effect);
  }

  /// The same change with another effect.
  public ChangeOrigin with(Effect other) {
    return new ChangeOrigin(what, who, at, names, unnamed, call, other);
  }

  /// The same value for all that tell of one change. A change comes again when its message is
  /// delivered again.
  private ChangeOrigin identity() {
    return with(new Effect.None());
  }

  /// The changes, each once, oldest first. One whose effect was weighed by an earlier check is
  /// weighed again where its event has come again.
  public static List<ChangeOrigin> once(Stream<ChangeOrigin> origins) {
    var once = new LinkedHashMap<ChangeOrigin, ChangeOrigin>();
    origins
        .sorted(Comparator.comparing(ChangeOrigin::at))
        .forEachOrdered(
            origin ->
                once.merge(
                    origin.identity(),
                    origin,
                    (first, again) -> first.effect instanceof Effect.Weighed ? again : first));
    return List.copyOf(once.values());
  }

  /// The text, cut if it is too long.
  static String shortened(String text) {
    return cut(text, WHAT);
  }

  /// The text without its middle if it is too long: `arn:aws:iam::111122223333:user/a ... (306 more
  /// characters) ... /alice`.
  private static String cut(String text, int most) {
    if (text.length() <= most) {
      return text;
    }
    int room = most - " ... (1,000,000 more characters) ... ".length();
    int head = room / 2;
    if (Character.isHighSurrogate(text.charAt(head - 1))) {
      head--;
    }
    int tail = text.length() - room / 2;
    if (Character.isLowSurrogate(text.charAt(tail))) {
      tail++;
    }
    return "%s ... (%s more characters) ... %s"
        .formatted(
            text.substring(0, head),
            String.format(Locale.ROOT, "%,d", tail - head),
            text.substring(tail));
  }

  /// The names that are kept: those of the kinds with the fewest names first. A call that starts a
  /// thousand instances names one security group, which is the cause of what they are open to.
  private static Set<String> kept(Set<String> names) {
    if (names.size() <= NAMES && names.stream().allMatch(name -> name.length() <= NAME)) {
      return Set.copyOf(names);
    }
    var kinds =
        names.stream()
            .filter(name -> name.length() <= NAME)
            .sorted()
            .collect(Collectors.groupingBy(ChangeOrigin::kind, TreeMap::new, Collectors.toList()));
    return kinds.values().stream()
        .sorted(Comparator.comparingInt(List::size))
        .flatMap(List::stream)
        .limit(NAMES)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static String kind(String name) {
    return name.substring(0, Math.max(name.indexOf('-'), 0));
  }

  /// Sorts changes for an alert: first the changes behind its findings, then those of its subjects,
  /// then those with a known author. An alert without room for all leaves out the last.
  public static List<ChangeOrigin> tellingFirst(List<ChangeOrigin> origins, Delta delta) {
    var ids = ids(delta.opened());
    delta.resolved().forEach(resolved -> ids.add(Ledger.subjectOf(resolved.id())));
    return origins.stream()
        .sorted(
            Comparator.comparing((ChangeOrigin origin) -> !delta.authors().isAny(origin))
                .thenComparing(origin -> Collections.disjoint(origin.names(), ids))
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
