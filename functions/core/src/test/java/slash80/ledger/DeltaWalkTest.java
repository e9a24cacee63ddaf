package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.fixtures.JudgementFixture;
import slash80.ip.AddressSet;
import slash80.ip.IpFamily;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.judge.Judgement;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Random walks of a small cluster past its ledger, compared with the beliefs of a reader who sees
/// only the alerts: a finding is open until an alert says that it is resolved.
class DeltaWalkTest {
  private static final int WALKS = 200;
  private static final int STEPS = 60;
  private static final List<String> RULES = List.of("closed", "holds-prefix");
  private static final List<String> NODES = List.of("i-1", "i-2", "i-3");
  private static final Duration LAPSE = Duration.ofMinutes(4);
  private static final Duration DAY = Duration.ofHours(24);
  private static final List<Duration> PACES =
      List.of(
          Duration.ofSeconds(20),
          Duration.ofMinutes(2),
          Duration.ofMinutes(6),
          Duration.ofMinutes(14),
          Duration.ofMinutes(20),
          Duration.ofHours(7));

  /// The fate of a check.
  enum Luck {
    /// Each comes to its end.
    GOOD,
    /// Some are killed, or refused by the topic.
    BAD
  }

  /// The step at which a check stops.
  private enum End {
    UNTOLD,
    TOLD,
    WRITTEN
  }

  @ParameterizedTest
  @EnumSource
  void who_reads_every_alert_knows_what_is_wrong(Luck luck) {
    for (long seed = 1; seed <= WALKS; seed++) {
      new Walk(luck, seed).run();
    }
  }

  private static final class Walk {
    private final Luck luck;
    private final Random random;
    private final List<String> story = new ArrayList<>();

    /// The degree of each fault, by finding: 1 to 3.
    private final Map<String, Integer> wrong = new TreeMap<>();

    private final Set<String> believed = new TreeSet<>();
    private final Map<String, List<Instant>> opened = new HashMap<>();
    private final Map<String, Instant> mentioned = new HashMap<>();
    private Instant reminded = Instant.EPOCH;
    private Instant at = Instant.parse("2026-11-23T08:00:00Z");
    private Ledger ledger = Ledger.empty("demo");

    Walk(Luck luck, long seed) {
      this.luck = luck;
      this.random = new Random(seed);
      story.add(luck + ", seed " + seed);
    }

    void run() {
      for (int step = 0; step < STEPS; step++) {
        at = at.plus(PACES.get(random.nextInt(PACES.size())));
        change();
        check(
            random.nextInt(3) > 0 ? Set.copyOf(NODES) : Set.of(NODES.get(random.nextInt(3))),
            random.nextInt(4) == 0 ? undecided() : Map.of(),
            luck == Luck.GOOD || random.nextInt(3) > 0
                ? End.WRITTEN
                : random.nextInt(3) > 0 ? End.UNTOLD : End.TOLD);
      }
      for (int rest = 0; rest < 3; rest++) {
        at = at.plus(Duration.ofMinutes(20));
        check(Set.copyOf(NODES), Map.of(), End.WRITTEN);
      }
      assertEquals(wrong.keySet(), believed, this::story);
      assertEquals(List.of(), ledger.claims(), this::story);
    }

    private String story() {
      return String.join("\n", story);
    }

    private void change() {
      for (String rule : RULES) {
        for (String node : NODES) {
          if (random.nextInt(4) == 0) {
            int now = random.nextInt(5);
            var id = rule + "/eni-" + node.substring(2);
            if (now == 0 || now == 4) {
              wrong.remove(id);
            } else {
              wrong.put(id, now);
            }
          }
        }
      }
    }

    /// By rule, the subjects that it cannot tell of; none for all of them.
    private Map<String, List<String>> undecided() {
      return Map.of(
          RULES.get(random.nextInt(2)),
          random.nextBoolean() ? List.of() : List.of("eni-" + (1 + random.nextInt(3))));
    }

    private void check(Set<String> nodes, Map<String, List<String>> undecided, End end) {
      var extent =
          nodes.size() == NODES.size()
              ? new CheckedScope.Whole(Set.copyOf(RULES))
              : new CheckedScope.Part(Set.copyOf(RULES), nodes);
      var judgement = judgement(undecided);
      var reading =
          new Observation(
              extent,
              Fact.known(nodes.stream().map(Instance.Id::new).collect(Collectors.toSet())),
              Map.of());
      var before = ledger;
      var news = Delta.between(ledger, judgement, reading, LAPSE);
      boolean isSweep = extent instanceof CheckedScope.Whole && random.nextBoolean();
      var delta = isSweep ? news.reminding(judgement, DAY) : news;
      story.add(
          "%s %s wrong %s undecided %s: opened %s returned %s resolved %s reminded %s %s"
              .formatted(
                  at,
                  nodes,
                  wrong,
                  undecided,
                  delta.opened().stream().map(Finding::id).toList(),
                  delta.returned(),
                  delta.resolved().stream().map(Delta.Resolved::id).toList(),
                  delta.reminded().size(),
                  end));
      judged(before, delta, extent, undecided);
      ledger = end == End.WRITTEN || delta.isEmpty() ? delta.after() : claimed(delta);
      if (end != End.UNTOLD) {
        told(before, delta);
      }
      knows();
      if (isSweep && luck == Luck.GOOD) {
        remindedOfAll();
      }
      assertEquals(ledger, Ledger.of(ledger.tree()), this::story);
    }

    private Ledger claimed(Delta delta) {
      var check = "check-" + story.size();
      var claimed = delta.after().with(delta.claim(check, at, List.of()));
      return random.nextBoolean() ? claimed : claimed.released(check);
    }

    /// Checked findings are in the ledger as they are, and unchecked ones as they were.
    private void judged(
        Ledger before, Delta delta, CheckedScope extent, Map<String, List<String>> undecided) {
      for (String rule : RULES) {
        for (String node : NODES) {
          var subject = "eni-" + node.substring(2);
          var id = rule + "/" + subject;
          var blind = Optional.ofNullable(undecided.get(rule));
          boolean isJudged =
              extent.covers(id, Optional.of(node))
                  && blind.filter(texts -> texts.isEmpty() || texts.contains(subject)).isEmpty();
          boolean isOpen = delta.after().open().containsKey(id);
          assertEquals(
              isJudged ? wrong.containsKey(id) : before.open().containsKey(id),
              isOpen,
              () -> id + "\n" + story());
        }
      }
    }

    private void told(Ledger before, Delta delta) {
      var taken =
          before.claims().stream()
              .flatMap(claim -> claim.news().opened().stream())
              .collect(Collectors.toSet());
      for (Finding finding : delta.opened()) {
        var id = finding.id();
        boolean isRepeated =
            before.open().containsKey(id) && !delta.worse().contains(id) && !taken.contains(id);
        assertTrue(!isRepeated, () -> id + " is told again\n" + story());
        if (!delta.worse().contains(id)) {
          flapped(id);
        }
        believed.add(id);
        mentioned.put(id, at);
      }
      delta.resolved().forEach(resolved -> believed.remove(resolved.id()));
      delta.reminded().forEach(finding -> mentioned.put(finding.id(), at));
      if (!delta.reminded().isEmpty() && luck == Luck.GOOD) {
        assertTrue(
            !at.isBefore(reminded.plus(DAY)), () -> "reminded after " + reminded + "\n" + story());
        reminded = at;
      }
    }

    /// A flapping finding is reported once as new and once as flapping.
    private void flapped(String id) {
      var times = opened.computeIfAbsent(id, _ -> new ArrayList<>());
      times.add(at);
      if (luck == Luck.GOOD) {
        var lately =
            times.stream().filter(instant -> instant.plus(Ledger.FLAPPING).isAfter(at)).count();
        assertTrue(lately <= 2, () -> id + " is told " + lately + " times\n" + story());
      }
    }

    /// Holds while the ledger has no claim.
    private void knows() {
      if (ledger.claims().isEmpty()) {
        var known = new HashSet<>(ledger.open().keySet());
        ledger.resolved().forEach((id, past) -> addHeld(known, id, past));
        assertEquals(known, Set.copyOf(believed), this::story);
      }
    }

    private static void addHeld(Set<String> known, String id, Ledger.ResolvedEntry past) {
      if (past.isHeld()) {
        known.add(id);
      }
    }

    private void remindedOfAll() {
      ledger
          .open()
          .forEach(
              (id, entry) ->
                  assertTrue(
                      entry.sighting().severity().compareTo(Severity.HIGH) < 0
                          || mentioned.get(id).plus(DAY).isAfter(at),
                      () -> id + " was not reported since " + mentioned.get(id) + "\n" + story()));
    }

    private Judgement judgement(Map<String, List<String>> undecided) {
      var blind = new ArrayList<Judgement.Undecided>();
      undecided.forEach(
          (rule, subjects) -> blind.add(new Judgement.Undecided(rule, "AccessDenied", subjects)));
      var findings =
          wrong.entrySet().stream()
              .map(entry -> finding(entry.getKey(), entry.getValue()))
              .filter(finding -> blind.stream().noneMatch(why -> covers(why, finding)))
              .toList();
      return JudgementFixture.judging(DeltaExamples.demo(), at)
          .finds(findings)
          .undecided(blind)
          .judgement();
    }

    private static boolean covers(Judgement.Undecided why, Finding finding) {
      return why.rule().equals(finding.rule())
          && (why.subjects().isEmpty() || why.subjects().contains(finding.subject()));
    }

    private static Finding finding(String id, int howWrong) {
      var subject = Ledger.subjectOf(id);
      return new Finding(
          Ledger.ruleOf(id),
          Family.INGRESS,
          howWrong == 1 ? Severity.MEDIUM : Severity.CRITICAL,
          "network-interface",
          subject,
          Optional.of(subject.replace("eni", "i")),
          "It is closed",
          subject + " is open",
          "",
          "",
          "",
          "",
          List.of(),
          Optional.of(
              PacketSet.of(
                  ServiceSet.of(IpFamily.IPV6, Protocol.TCP, new PortRange(22, 22 + howWrong)),
                  AddressSet.of(Prefix.parse("::/0")))),
          Optional.empty());
    }
  }
}
