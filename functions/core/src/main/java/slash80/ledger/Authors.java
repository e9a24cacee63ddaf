package slash80.ledger;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.blame.Effect;
import slash80.blame.Question;
import slash80.blame.Retrial;
import slash80.facts.Facts;
import slash80.judge.Policy;
import slash80.rule.Finding;

/// The changes that stand behind the findings of a delta, by the ids of the findings.
///
/// @param isWeighed whether the account was judged without them; otherwise the resources that a
///   change names decide
/// @param trouble why the account could not be judged without them
public record Authors(
    Map<String, List<ChangeOrigin>> known, boolean isWeighed, Optional<String> trouble) {
  /// The authors of a delta whose account nobody has judged again.
  public static final Authors UNASKED = new Authors(Map.of(), false, Optional.empty());

  public Authors {
    known = Map.copyOf(known);
  }

  /// Weighs the changes that led to a check. Their names help people and decide nothing, so an
  /// error while they are looked for keeps back no alert: then the resources that they name decide.
  ///
  /// @param led the changes, oldest first
  /// @param before the ledger that the check began with
  /// @param facts the account as the check found it
  public static Authors of(
      Delta delta, List<ChangeOrigin> led, Ledger before, Facts facts, Policy policy) {
    try {
      return weighing(delta, led, before, facts, policy);
    } catch (RuntimeException | StackOverflowError trouble) {
      return new Authors(Map.of(), false, Optional.of(trouble.toString()));
    }
  }

  private static Authors weighing(
      Delta delta, List<ChangeOrigin> led, Ledger before, Facts facts, Policy policy) {
    var questions = new ArrayList<Question>();
    delta.opened().stream()
        .filter(finding -> !before.state().rules().lack(finding.rule()))
        .forEach(finding -> questions.add(question(finding, delta, before)));
    delta.resolved().forEach(resolved -> question(resolved, before).ifPresent(questions::add));
    var behind =
        Retrial.behind(
            facts,
            policy,
            led.stream().map(ChangeOrigin::effect).toList(),
            questions,
            standing(delta, before),
            before.state().memory());
    var known = new HashMap<String, List<ChangeOrigin>>();
    behind.forEach((id, places) -> known.put(id, places.stream().map(led::get).toList()));
    for (var finding : delta.opened()) {
      if (!before.state().rules().lack(finding.rule())) {
        known.compute(finding.id(), (_, found) -> orByName(found, finding, led));
      }
    }
    for (var resolved : delta.resolved()) {
      known.computeIfAbsent(resolved.id(), _ -> List.of());
    }
    withCompanions(delta, known);
    for (var resolved : delta.resolved()) {
      known.compute(resolved.id(), (_, found) -> orByName(found, resolved, led));
    }
    known.replaceAll((_, found) -> withoutEchoes(found));
    return new Authors(known, true, Optional.empty());
  }

  /// Names who removed the other party of a finding, such as the interface whose prefix overlapped:
  /// no fact shows it any more, but its own finding of the same rule ended with it.
  private static void withCompanions(Delta delta, Map<String, List<ChangeOrigin>> known) {
    var told = Map.copyOf(known);
    for (var resolved : delta.resolved()) {
      if (told.getOrDefault(resolved.id(), List.of()).isEmpty()) {
        var rule = Ledger.ruleOf(resolved.id());
        known.put(
            resolved.id(),
            ChangeOrigin.once(
                names(resolved).stream()
                    .map(party -> rule + "/" + party)
                    .filter(id -> !id.equals(resolved.id()))
                    .flatMap(id -> told.getOrDefault(id, List.of()).stream())));
      }
    }
  }

  /// The findings that the ledger had before, and still has after.
  private static List<Question> standing(Delta delta, Ledger before) {
    var opened =
        delta.opened().stream().map(Finding::id).collect(Collectors.toCollection(HashSet::new));
    opened.addAll(delta.shrunk());
    return before.open().entrySet().stream()
        .filter(known -> delta.after().open().containsKey(known.getKey()))
        .filter(known -> !opened.contains(known.getKey()))
        .map(known -> question(known.getKey(), known.getValue(), Question.Turn.OPENED))
        .toList();
  }

  private static Question question(Finding finding, Delta delta, Ledger before) {
    var entry = Optional.ofNullable(before.open().get(finding.id()));
    boolean isFollowing =
        Stream.concat(delta.shrunk().stream(), delta.resolved().stream().map(Delta.Resolved::id))
            .map(Ledger::subjectOf)
            .anyMatch(finding.subject()::equals);
    return delta.worse().contains(finding.id()) && entry.isPresent()
        ? Question.worse(
            finding, entry.get().sighting().open(), entry.get().sighting().latent(), isFollowing)
        : Question.opened(finding, isFollowing);
  }

  private static Optional<Question> question(Delta.Resolved resolved, Ledger before) {
    return Optional.ofNullable(before.open().get(resolved.id()))
        .or(
            () ->
                Optional.ofNullable(before.resolved().get(resolved.id()))
                    .map(Ledger.ResolvedEntry::entry))
        .map(entry -> question(resolved.id(), entry, Question.Turn.RESOLVED));
  }

  private static Question question(String id, Ledger.Entry entry, Question.Turn turn) {
    return new Question(
        Ledger.ruleOf(id),
        Ledger.subjectOf(id),
        entry.node(),
        turn,
        entry.sighting().open(),
        entry.sighting().latent(),
        false,
        true);
  }

  /// Where no change is proven, those that are not modelled and name a resource of the finding may
  /// stand behind it: a call that AWS has added, or whose parameters CloudTrail left out.
  private static List<ChangeOrigin> orByName(
      List<ChangeOrigin> found, Finding finding, List<ChangeOrigin> led) {
    return found == null || found.isEmpty()
        ? named(led, ChangeOrigin.ids(List.of(finding)))
        : found;
  }

  private static List<ChangeOrigin> orByName(
      List<ChangeOrigin> found, Delta.Resolved resolved, List<ChangeOrigin> led) {
    return found == null || found.isEmpty() ? named(led, names(resolved)) : found;
  }

  private static List<ChangeOrigin> named(List<ChangeOrigin> led, Set<String> resources) {
    return led.stream()
        .filter(origin -> origin.effect() instanceof Effect.Unknown)
        .filter(origin -> !origin.who().isEmpty())
        .filter(origin -> !Collections.disjoint(origin.names(), resources))
        .toList();
  }

  /// The changes without those that no person made, where a person made one: the event that an
  /// instance runs follows from the call that started it.
  private static List<ChangeOrigin> withoutEchoes(List<ChangeOrigin> found) {
    var people = found.stream().filter(origin -> !origin.who().isEmpty()).toList();
    return people.isEmpty() ? found : people;
  }

  /// The changes behind a finding, oldest first.
  ///
  /// @param led the changes that led to the check
  public List<ChangeOrigin> behind(Finding finding, List<ChangeOrigin> led) {
    return isWeighed
        ? known.getOrDefault(finding.id(), List.of())
        : byName(led, ChangeOrigin.ids(List.of(finding)));
  }

  /// The changes that ended a finding, oldest first.
  public List<ChangeOrigin> behind(Delta.Resolved resolved, List<ChangeOrigin> led) {
    return isWeighed ? known.getOrDefault(resolved.id(), List.of()) : byName(led, names(resolved));
  }

  /// The subject of a finding that has ended, and what it named while it was there.
  private static Set<String> names(Delta.Resolved resolved) {
    var names = ChangeOrigin.ids(resolved.was().stream().toList());
    names.add(Ledger.subjectOf(resolved.id()));
    return names;
  }

  private static List<ChangeOrigin> byName(List<ChangeOrigin> led, Set<String> resources) {
    return led.stream()
        .filter(origin -> !(origin.effect() instanceof Effect.None))
        .filter(origin -> !origin.who().isEmpty())
        .filter(origin -> !Collections.disjoint(origin.names(), resources))
        .toList();
  }

  /// The changes as a claim keeps them: each with the findings that it stands behind.
  List<ChangeOrigin> weighed(List<ChangeOrigin> led) {
    return isWeighed ? led.stream().map(this::weighed).toList() : led;
  }

  private ChangeOrigin weighed(ChangeOrigin origin) {
    var findings = new HashSet<String>();
    known.forEach(
        (id, origins) -> {
          if (origins.contains(origin)) {
            findings.add(id);
          }
        });
    return origin.with(new Effect.Weighed(findings));
  }

  /// The changes that led to a check, without the events that only asked for it.
  ///
  /// @param behind those that stand, or may stand, behind a finding
  /// @param innocent those that certainly stand behind none: they led to the check beside others,
  ///   or instead of one that no event named
  public record Parted(List<ChangeOrigin> behind, List<ChangeOrigin> innocent) {}

  public Parted parted(List<ChangeOrigin> led) {
    var changes = led.stream().filter(origin -> !origin.isCheck()).toList();
    return isWeighed
        ? new Parted(
            changes.stream().filter(this::isAny).toList(),
            changes.stream().filter(origin -> !isAny(origin)).toList())
        : new Parted(changes, List.of());
  }

  /// Whether a change stands behind any finding.
  boolean isAny(ChangeOrigin origin) {
    return known.values().stream().anyMatch(origins -> origins.contains(origin));
  }

  /// The changes behind some findings, each once, oldest first.
  public List<ChangeOrigin> behindAll(List<Finding> findings, List<ChangeOrigin> led) {
    return ChangeOrigin.once(findings.stream().flatMap(finding -> behind(finding, led).stream()));
  }
}
