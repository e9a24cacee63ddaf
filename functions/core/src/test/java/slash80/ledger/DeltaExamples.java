package slash80.ledger;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Instance;
import slash80.facts.Permissions;
import slash80.facts.Refusal;
import slash80.fixtures.JudgementFixture;
import slash80.ip.AddressSet;
import slash80.ip.PacketSet;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.ip.Protocol;
import slash80.ip.ServiceSet;
import slash80.judge.Judgement;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Ledgers and judgements written by hand, shared by the tests of [Delta].
public final class DeltaExamples {
  static final Instant FIRST = Instant.parse("2026-11-23T08:00:00Z");
  static final Instant LATER = Instant.parse("2026-11-23T09:00:00Z");
  static final Set<String> ASKED = Set.of("closed", "holds-prefix");
  static final CheckedScope WHOLE = new CheckedScope.Whole(ASKED);
  static final CheckedScope PART = new CheckedScope.Part(ASKED, Set.of("i-1"));
  static final Duration LAPSE = Duration.ofMinutes(4);
  static final Duration DAY = Duration.ofHours(24);

  private DeltaExamples() {}

  static Ledger claimed(Delta delta) {
    return delta
        .after()
        .with(delta.claim("check-1", delta.after().readingBegan(), List.of(Examples.ORIGIN)));
  }

  static Instant minute(int minute) {
    return FIRST.plusSeconds(60L * minute);
  }

  static Observation seeing(CheckedScope extent, String... nodes) {
    var ids = Arrays.stream(nodes).map(Instance.Id::new).collect(Collectors.toSet());
    return new Observation(extent, Fact.known(ids), Map.of());
  }

  static List<String> resolved(Delta delta) {
    return delta.resolved().stream().map(Delta.Resolved::id).toList();
  }

  static List<String> reminded(Delta delta) {
    return delta.reminded().stream().map(Finding::id).toList();
  }

  static Delta against(Ledger before, Judged judged) {
    return Delta.between(before, judged.judgement(), seeing(WHOLE, "i-1"), LAPSE);
  }

  static Ledger ledgerOf(Fault... faults) {
    return against(Ledger.empty("demo"), judged(FIRST, faults)).after();
  }

  static List<String> ids(Delta delta) {
    return delta.opened().stream().map(Finding::id).toList();
  }

  public static PacketSet tcp(int port, String source) {
    var prefix = Prefix.parse(source);
    return PacketSet.of(
        ServiceSet.of(prefix.family(), Protocol.TCP, new PortRange(port, port)),
        AddressSet.of(prefix));
  }

  /// The ledger of a cluster that people know: its first check was reported.
  static Ledger introduced() {
    var empty = Ledger.empty("demo");
    return new Ledger(
        empty.format(),
        empty.cluster(),
        FIRST.minus(DAY),
        new Ledger.State(
            empty.open(),
            empty.resolved(),
            empty.prefixes(),
            empty.refused(),
            empty.state().rules(),
            true,
            empty.state().memory()),
        List.of(),
        empty.reminded(),
        Outgoing.NOTHING);
  }

  /// A ledger that knows these findings since a moment.
  public static Ledger knowing(List<Finding> findings, Instant since) {
    var open = new TreeMap<String, Ledger.Entry>();
    findings.forEach(finding -> open.put(finding.id(), Ledger.Entry.first(finding, since)));
    return Ledger.empty("demo").open(open);
  }

  static Fault finding(String rule, String subject) {
    return new Fault(
        rule, subject, Severity.MEDIUM, Optional.empty(), Optional.empty(), Optional.empty());
  }

  static Judged judged(Instant at, Fault... faults) {
    return new Judged(at, List.of(faults), List.of(), List.of(), Permissions.unasked());
  }

  record Fault(
      String rule,
      String subject,
      Severity severity,
      Optional<String> node,
      Optional<PacketSet> open,
      Optional<PacketSet> latent) {
    Fault of(String node) {
      return new Fault(rule, subject, severity, Optional.of(node), open, latent);
    }

    Fault severity(Severity severity) {
      return new Fault(rule, subject, severity, node, open, latent);
    }

    Fault open(PacketSet open) {
      return new Fault(rule, subject, severity, node, Optional.of(open), latent);
    }

    Fault latent(PacketSet latent) {
      return new Fault(rule, subject, severity, node, open, Optional.of(latent));
    }

    Finding finding() {
      return new Finding(
          rule,
          Family.INGRESS,
          severity,
          "network-interface",
          subject,
          node,
          "It is closed",
          "",
          "",
          "",
          "",
          "",
          List.of(),
          open,
          latent);
    }
  }

  record Judged(
      Instant at,
      List<Fault> faults,
      List<Judgement.Undecided> undecided,
      List<Judgement.Settling> settling,
      Permissions permissions) {
    /// A permission is missing, and so some rules cannot tell.
    Judged denied(String action, String... rules) {
      var refusal = new Refusal(action, "UnauthorizedOperation", Optional.empty());
      var blind = new ArrayList<>(undecided);
      for (String rule : rules) {
        blind.add(new Judgement.Undecided(rule, refusal.toString(), List.of()));
      }
      var refused = new TreeSet<>(permissions.refused());
      refused.add(refusal);
      return new Judged(
          at, faults, blind, settling, new Permissions(refused, permissions.granted()));
    }

    Judged granted(String action) {
      return new Judged(
          at, faults, undecided, settling, new Permissions(permissions.refused(), Set.of(action)));
    }

    Judged undecided(String rule, String... subjects) {
      var why = new Judgement.Undecided(rule, "AccessDenied", List.of(subjects));
      return new Judged(at, faults, List.of(why), settling, permissions);
    }

    Judged settling(String rule, String subject) {
      return new Judged(
          at,
          faults,
          undecided,
          List.of(new Judgement.Settling(rule, subject, LATER)),
          permissions);
    }

    Judgement judgement() {
      var findings = faults.stream().map(Fault::finding).toList();
      return JudgementFixture.judging(demo(), at)
          .finds(findings)
          .undecided(undecided)
          .settling(settling)
          .permissions(permissions)
          .judgement();
    }
  }

  static Cluster.Id demo() {
    return new Cluster.Id("111122223333", "us-east-2", "demo");
  }

  static void assertReported(Delta delta) {
    assertFalse(
        delta.isEmpty(),
        () ->
            "expected something to report, but the check changes nothing; open in the ledger: "
                + delta.after().open());
  }

  static void assertQuiet(Delta delta) {
    assertTrue(
        delta.isEmpty(),
        () ->
            "expected nothing to report, but found opened %s, resolved %s, reminded %s, refused %s"
                .formatted(ids(delta), delta.resolved(), delta.reminded(), delta.refused()));
  }
}
