package slash80.blame;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Facts;
import slash80.judge.Policy;
import slash80.rule.Finding;

/// The changes of a batch that stand behind findings. The account is judged again as it was without
/// one or more of them. A change stands behind a finding if the finding, or a part of it, is not
/// there without the change, while all others are: then it was needed. It also does if the finding
/// is there with it alone: then it suffices. And as two changes of one kind may do the same where a
/// third of another kind is needed too, it does if it suffices among those of its kind.
///
/// A change that says itself what it did comes first. One whose earlier state is a guess counts
/// only where no such change explains a finding.
public final class Retrial {
  /// The number of changes that are weighed; older ones count as not modelled.
  static final int MOST = 12;

  /// The number of nodes and interfaces that all retrials together may read. A retrial reads the
  /// whole account, however few of its interfaces it judges.
  private static final int MOST_READ = 300_000;

  /// The number of standing findings that are asked about.
  private static final int STANDING = 40;

  private final Facts facts;
  private final List<Part> parts;
  private final List<Effect> effects;
  private final List<Question> questions;
  private final List<Question> standing;
  private final Map<BitSet, Map<String, Finding>> closed = new HashMap<>();
  private final Map<BitSet, Map<String, Finding>> open = new HashMap<>();
  private final Memory memory;
  private final Set<String> present;
  private final int size;
  private final int mostRead;
  private int read;

  private Retrial(
      Facts facts,
      Policy policy,
      List<Effect> effects,
      List<Question> questions,
      List<Question> standing,
      Memory memory,
      Set<String> present,
      int mostRead) {
    var all = Stream.concat(questions.stream(), standing.stream()).toList();
    this.facts = facts;
    this.parts = Part.of(policy, all);
    this.effects = effects;
    this.questions = questions;
    this.standing = standing;
    this.memory = memory;
    this.present = present;
    this.size = size(facts);
    this.mostRead = mostRead;
  }

  /// The places of the changes behind each finding, by its id. Changes that are not modelled are
  /// left out. Interfaces that stand alike are asked about once.
  ///
  /// @param effects of the changes, oldest first
  /// @param standing findings that were there before and still are
  /// @param memory the account as the ledger remembers it
  /// @throws IllegalStateException if that takes too long
  public static SortedMap<String, SortedSet<Integer>> behind(
      Facts facts,
      Policy policy,
      List<Effect> effects,
      List<Question> questions,
      List<Question> standing,
      Memory memory) {
    return behind(
        facts, policy, Recall.of(effects, facts, memory), questions, standing, memory, MOST_READ);
  }

  /// An excerpt that is the whole account is the same object.
  @SuppressWarnings("ReferenceEquality")
  static SortedMap<String, SortedSet<Integer>> behind(
      Facts facts,
      Policy policy,
      List<Effect> effects,
      List<Question> questions,
      List<Question> standing,
      Memory memory,
      int mostRead) {
    if (questions.isEmpty()) {
      return new TreeMap<>();
    }
    var alike = Alike.of(facts, effects, questions);
    var known = Alike.of(facts, effects, standing).firsts().stream().limit(STANDING).toList();
    var asked = Stream.concat(alike.firsts().stream(), known.stream()).toList();
    var present = Excerpt.instances(facts);
    var some = Excerpt.of(facts, asked, Alike.named(effects));
    var retrial =
        new Retrial(some, policy, effects, alike.firsts(), known, memory, present, mostRead);
    return alike.spread(
        some == facts || retrial.isFaithful()
            ? retrial.behind()
            : new Retrial(facts, policy, effects, alike.firsts(), known, memory, present, mostRead)
                .behind());
  }

  /// Whether the part of the account shows the findings that the whole account has, and none that
  /// has ended.
  private boolean isFaithful() {
    var now = findings(new BitSet(), Leaning.CLOSED);
    return questions.stream().allMatch(question -> question.isAnsweredBy(now));
  }

  /// The number of nodes and interfaces that a retrial reads.
  static int size(Facts facts) {
    var attachments = facts.attachments();
    return 1
        + attachments.instances().asKnown().map(List::size).orElse(0)
        + attachments.interfaces().asKnown().map(List::size).orElse(0);
  }

  private SortedMap<String, SortedSet<Integer>> behind() {
    var behind = new TreeMap<String, SortedSet<Integer>>();
    for (var turn : Question.Turn.values()) {
      var asked = questions.stream().filter(question -> question.turn() == turn).toList();
      if (!asked.isEmpty()) {
        asked.forEach(question -> behind.put(question.id(), told(question)));
        boolean isOpening = turn == Question.Turn.OPENED;
        weigh(asked, isOpening ? Leaning.CLOSED : Leaning.OPEN, behind);
        var unexplained = unexplained(asked, behind).filter(Question::mayFollow).toList();
        if (!unexplained.isEmpty()) {
          weigh(unexplained, isOpening ? Leaning.OPEN : Leaning.CLOSED, behind);
        }
        if (!isOpening) {
          unexplained(asked, behind).forEach(question -> behind.put(question.id(), left(question)));
        }
      }
    }
    return behind;
  }

  /// The changes that need no retrial: those that an earlier check has weighed, and those that
  /// removed the subject. Of the latter, those that say best what they removed count.
  private SortedSet<Integer> told(Question question) {
    var told = new TreeMap<Sureness, SortedSet<Integer>>();
    for (int place = 0; place < effects.size(); place++) {
      boolean isBehind =
          switch (effects.get(place)) {
            case Effect.Weighed(var findings) -> findings.contains(question.id());
            case Effect.Steps(var steps) ->
                question.turn() == Question.Turn.RESOLVED
                    && steps.stream().anyMatch(step -> step.removed(question));
            case Effect.None _, Effect.Unknown _ -> false;
          };
      if (isBehind) {
        told.computeIfAbsent(sureness(place), _ -> new TreeSet<>()).add(place);
      }
    }
    return told.isEmpty() ? new TreeSet<>() : told.firstEntry().getValue();
  }

  /// The changes that removed a node of the subject, which no fact shows any more: the last ones,
  /// or any where the number of nodes decides. As long as another node stands there, the subject is
  /// judged as before. A node has the authors that say best that they removed it.
  private SortedSet<Integer> left(Question question) {
    var left = new TreeSet<Integer>();
    var nodes = new HashSet<>(memory.nodes(question.subject()));
    boolean isAnyThere = !Collections.disjoint(present, nodes);
    if (isAnyThere && !Excerpt.isOfAll(question.rule())) {
      return left;
    }
    for (var sureness : Sureness.values()) {
      var removed = new HashSet<String>();
      for (int place = 0; place < effects.size(); place++) {
        var gone = sureness(place) == sureness ? gone(place) : Set.<String>of();
        if (!Collections.disjoint(gone, nodes)) {
          left.add(place);
          removed.addAll(gone);
        }
      }
      nodes.removeAll(removed);
    }
    return left;
  }

  private Set<String> gone(int place) {
    return steps(place).stream()
        .flatMap(step -> step.gone().stream())
        .collect(Collectors.toUnmodifiableSet());
  }

  /// The sureness with which a change says what it did, best first.
  private enum Sureness {
    CERTAIN,
    GUESS,
    VAGUE
  }

  private Sureness sureness(int place) {
    if (steps(place).stream().anyMatch(Step::isVague)) {
      return Sureness.VAGUE;
    }
    return steps(place).stream().anyMatch(Step::isGuess) ? Sureness.GUESS : Sureness.CERTAIN;
  }

  private void weigh(
      List<Question> asked, Leaning leaning, Map<String, SortedSet<Integer>> behind) {
    var changing = changing(leaning);
    var open = asked;
    for (var sureness : Sureness.values()) {
      var places = changing.stream().filter(place -> sureness(place) == sureness).toList();
      if (!open.isEmpty()) {
        for (int place : places) {
          for (var pair : pairs(place, places)) {
            compare(place, pair, open, leaning, behind);
          }
        }
        open = unexplained(open, behind).toList();
      }
    }
  }

  private static Stream<Question> unexplained(
      List<Question> asked, Map<String, SortedSet<Integer>> behind) {
    return asked.stream()
        .filter(question -> behind.getOrDefault(question.id(), new TreeSet<>()).isEmpty());
  }

  /// The latest changes whose steps show in the facts.
  private List<Integer> changing(Leaning leaning) {
    var changing = new ArrayList<Integer>();
    for (int place = effects.size() - 1; place >= 0 && changing.size() < MOST; place--) {
      if (effects.get(place) instanceof Effect.Steps
          && !without(set(place), leaning).equals(facts)
          && !(leaning == Leaning.CLOSED && isRefuted(place))) {
        changing.addFirst(place);
      }
    }
    return changing;
  }

  /// Whether a finding that stood before would not have been there before a change.
  private boolean isRefuted(int place) {
    if (standing.isEmpty() || steps(place).stream().noneMatch(Step::isGuess)) {
      return false;
    }
    var now = findings(new BitSet(), Leaning.CLOSED);
    var before = findings(set(place), Leaning.CLOSED);
    return standing.stream()
        .anyMatch(question -> !question.among(now).equals(question.among(before)));
  }

  private List<Step> steps(int place) {
    return switch (effects.get(place)) {
      case Effect.Steps(var steps) -> steps;
      case Effect.None _, Effect.Unknown _, Effect.Weighed _ -> List.of();
    };
  }

  /// Sets of changes that are taken back, with and without one change.
  private record Pair(BitSet with, BitSet without) {}

  private Set<Pair> pairs(int place, List<Integer> all) {
    var pairs = new HashSet<Pair>();
    pairs.add(new Pair(new BitSet(), set(place)));
    var everything = new BitSet();
    all.forEach(everything::set);
    pairs.add(new Pair(except(everything, place), everything));
    var alike = new BitSet();
    all.stream().filter(other -> kinds(other).equals(kinds(place))).forEach(alike::set);
    pairs.add(new Pair(except(alike, place), alike));
    return pairs;
  }

  private Set<Class<?>> kinds(int place) {
    return steps(place).stream()
        .map(step -> step instanceof Recalled recalled ? recalled.of() : step)
        .<Class<?>>map(step -> step.getClass().getEnclosingClass())
        .collect(Collectors.toSet());
  }

  private static BitSet set(int place) {
    var set = new BitSet();
    set.set(place);
    return set;
  }

  private static BitSet except(BitSet all, int place) {
    var rest = (BitSet) all.clone();
    rest.clear(place);
    return rest;
  }

  private void compare(
      int place,
      Pair pair,
      List<Question> asked,
      Leaning leaning,
      Map<String, SortedSet<Integer>> behind) {
    var with = findings(pair.with(), leaning);
    var without = findings(pair.without(), leaning);
    for (var question : asked) {
      var answer = question.among(with);
      if (!answer.equals(question.among(without))) {
        behind.computeIfAbsent(question.id(), _ -> new TreeSet<>()).add(place);
      }
    }
  }

  private Map<String, Finding> findings(BitSet undone, Leaning leaning) {
    var known = leaning == Leaning.CLOSED ? closed : open;
    var found = known.get(undone);
    if (found == null) {
      read += size;
      if (read > mostRead) {
        throw new IllegalStateException(
            "The account has too many interfaces to be judged without each change");
      }
      found = judged(without(undone, leaning));
      known.put(undone, found);
    }
    return found;
  }

  private Map<String, Finding> judged(Facts tried) {
    var findings = new LinkedHashMap<String, Finding>();
    parts.forEach(part -> findings.putAll(part.judged(tried)));
    return findings;
  }

  /// The facts without some changes, of which the latest is taken back first.
  private Facts without(BitSet undone, Leaning leaning) {
    var before = facts;
    for (int place = undone.length() - 1; place >= 0; place = undone.previousSetBit(place - 1)) {
      for (var step : steps(place).reversed()) {
        before = step.before(before, leaning);
      }
    }
    return before;
  }
}
