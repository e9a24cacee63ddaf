package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import slash80.facts.Cluster;
import slash80.facts.Vpc;
import slash80.network.AddressSet;
import slash80.network.IpFamily;
import slash80.network.PacketSet;
import slash80.network.PortRange;
import slash80.network.Prefix;
import slash80.network.Protocol;
import slash80.network.ServiceSet;
import slash80.rules.Family;
import slash80.rules.Finding;
import slash80.rules.Judgement;
import slash80.rules.Severity;

class DeltaTest {
  private static final Instant FIRST = Instant.parse("2026-11-23T08:00:00Z");
  private static final Instant LATER = Instant.parse("2026-11-23T09:00:00Z");
  private static final Set<String> ASKED = Set.of("closed", "holds-prefix");

  @Test
  void a_finding_that_is_not_in_the_ledger_is_opened_and_kept() {
    var delta = against(Ledger.empty("demo"), judged(FIRST, finding("closed", "eni-1")));

    assertEquals(List.of("closed/eni-1"), ids(delta));
    assertEquals(FIRST, delta.after().open().get("closed/eni-1").firstSeen());
    assertEquals(FIRST, delta.after().readingBegan());
  }

  @Test
  void what_was_announced_is_not_opened_again_and_the_document_stays_as_it_is() {
    var before = ledgerOf(finding("closed", "eni-1"));

    var delta = against(before, judged(LATER, finding("closed", "eni-1")));

    assertTrue(delta.isEmpty());
    assertSame(before, delta.after());
  }

  @Test
  void a_higher_severity_opens_again_and_keeps_when_it_was_first_seen() {
    var before = ledgerOf(finding("closed", "eni-1").severity(Severity.LOW));

    var delta = against(before, judged(LATER, finding("closed", "eni-1").severity(Severity.HIGH)));

    assertEquals(List.of("closed/eni-1"), ids(delta));
    assertEquals(FIRST, delta.after().open().get("closed/eni-1").firstSeen());
  }

  @Test
  void a_lower_severity_is_not_told_but_kept_so_that_its_rise_is_told() {
    var high = ledgerOf(finding("closed", "eni-1").severity(Severity.HIGH));

    var lowered = against(high, judged(LATER, finding("closed", "eni-1").severity(Severity.LOW)));
    var risen =
        against(lowered.after(), judged(LATER, finding("closed", "eni-1").severity(Severity.HIGH)));

    assertTrue(lowered.isEmpty());
    assertFalse(risen.isEmpty());
  }

  @Test
  void an_open_set_that_grew_opens_again() {
    var before = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/1")));

    assertFalse(
        against(before, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/0")))).isEmpty());
    assertFalse(
        against(before, judged(LATER, finding("closed", "eni-1").open(tcp(443, "::/1"))))
            .isEmpty());
  }

  @Test
  void an_open_set_in_other_words_is_not_news() {
    var before = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/0")));
    var halves = tcp(22, "::/1").union(tcp(22, "8000::/1"));

    assertSame(
        before, against(before, judged(LATER, finding("closed", "eni-1").open(halves))).after());
  }

  @Test
  void an_open_set_that_shrank_is_not_told_but_kept_so_that_its_growth_is_told() {
    var wide = ledgerOf(finding("closed", "eni-1").open(tcp(22, "::/0")));

    var shrunk = against(wide, judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/8"))));
    var grown =
        against(shrunk.after(), judged(LATER, finding("closed", "eni-1").open(tcp(22, "::/0"))));

    assertTrue(shrunk.isEmpty());
    assertFalse(grown.isEmpty());
  }

  @Test
  void a_latent_set_that_grew_opens_again() {
    var before = ledgerOf(finding("closed", "eni-1").latent(tcp(443, "::/0")));
    var more = tcp(443, "::/0").union(tcp(22, "::/0"));

    assertFalse(against(before, judged(LATER, finding("closed", "eni-1").latent(more))).isEmpty());
  }

  @Test
  void what_was_judged_and_is_not_wrong_any_more_is_resolved() {
    var delta = against(ledgerOf(finding("closed", "eni-1")), judged(LATER));

    assertEquals(
        List.of(new Delta.Resolved("closed/eni-1", "It is closed", FIRST)), delta.resolved());
    assertTrue(delta.after().open().isEmpty());
  }

  @Test
  void what_could_not_be_judged_stays_announced() {
    var before = ledgerOf(finding("closed", "eni-1"));

    assertSame(before, against(before, judged(LATER).undecided("closed", "eni-1")).after());
    assertSame(before, against(before, judged(LATER).undecided("closed")).after());
    assertSame(before, against(before, judged(LATER).settling("closed", "eni-1")).after());
  }

  @Test
  void what_could_not_be_judged_elsewhere_keeps_nothing_open() {
    var before = ledgerOf(finding("closed", "eni-1"));

    assertFalse(against(before, judged(LATER).undecided("closed", "eni-2")).isEmpty());
    assertFalse(against(before, judged(LATER).undecided("holds-prefix")).isEmpty());
    assertFalse(against(before, judged(LATER).settling("holds-prefix", "eni-1")).isEmpty());
  }

  @Test
  void what_a_rule_found_that_is_not_asked_any_more_stays_announced() {
    var before = ledgerOf(finding("turned-off", "eni-1"));

    assertSame(before, against(before, judged(LATER)).after());
  }

  @Test
  void the_ledger_of_another_cluster_is_refused() {
    var other = Ledger.empty("other");
    var judgement = judged(FIRST).judgement();

    assertThrows(IllegalArgumentException.class, () -> Delta.between(other, judgement, ASKED));
  }

  private static Delta against(Ledger before, Judged judged) {
    return Delta.between(before, judged.judgement(), ASKED);
  }

  private static Ledger ledgerOf(Fault... faults) {
    return against(Ledger.empty("demo"), judged(FIRST, faults)).after();
  }

  private static List<String> ids(Delta delta) {
    return delta.opened().stream().map(Finding::id).toList();
  }

  private static PacketSet tcp(int port, String source) {
    return PacketSet.of(
        ServiceSet.of(IpFamily.IPV6, Protocol.TCP, new PortRange(port, port)),
        AddressSet.of(Prefix.parse(source)));
  }

  private static Fault finding(String rule, String subject) {
    return new Fault(rule, subject, Severity.MEDIUM, Optional.empty(), Optional.empty());
  }

  private static Judged judged(Instant at, Fault... faults) {
    return new Judged(at, List.of(faults), List.of(), List.of());
  }

  record Fault(
      String rule,
      String subject,
      Severity severity,
      Optional<PacketSet> open,
      Optional<PacketSet> latent) {
    Fault severity(Severity severity) {
      return new Fault(rule, subject, severity, open, latent);
    }

    Fault open(PacketSet open) {
      return new Fault(rule, subject, severity, Optional.of(open), latent);
    }

    Fault latent(PacketSet latent) {
      return new Fault(rule, subject, severity, open, Optional.of(latent));
    }

    Finding finding() {
      return new Finding(
          rule,
          Family.INGRESS,
          severity,
          "network-interface",
          subject,
          Optional.empty(),
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
      List<Judgement.Settling> settling) {
    Judged undecided(String rule, String... subjects) {
      var why = new Judgement.Undecided(rule, "AccessDenied", List.of(subjects));
      return new Judged(at, faults, List.of(why), settling);
    }

    Judged settling(String rule, String subject) {
      return new Judged(
          at, faults, undecided, List.of(new Judgement.Settling(rule, subject, LATER)));
    }

    Judgement judgement() {
      var findings = faults.stream().map(Fault::finding).toList();
      return new Judgement(
          demo(),
          at,
          1,
          findings,
          undecided,
          settling,
          2,
          2,
          List.of(),
          java.util.Map.of(),
          List.of(),
          slash80.rules.Policy.NONE);
    }
  }

  static Cluster demo() {
    return new Cluster(
        "demo",
        "arn:aws:eks:us-east-2:111122223333:cluster/demo",
        "111122223333",
        "us-east-2",
        IpFamily.IPV6,
        new Vpc.Id("vpc-1"),
        List.of(),
        List.of(),
        Optional.empty(),
        false,
        false,
        List.of());
  }
}
