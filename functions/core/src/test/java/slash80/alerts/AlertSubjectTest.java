package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.alerts.Examples.alert;
import static slash80.alerts.Examples.bare;
import static slash80.alerts.Examples.judgement;
import static slash80.alerts.Examples.open;
import static slash80.alerts.Examples.resolved;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import slash80.rules.Family;
import slash80.rules.Finding;
import slash80.rules.Severity;

/// Subjects of alerts about findings.
class AlertSubjectTest {
  @Test
  void the_subject_says_how_bad_it_is_and_what_and_where() {
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2)",
        alert(open("eni-1")).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 2 more like it (us-east-2)",
        alert(open("eni-1"), open("eni-2"), open("eni-3")).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 1 more (us-east-2)",
        alert(bare("i-7"), open("eni-1")).subject());
    assertEquals(
        "[RESOLVED] demo: 2 findings resolved (us-east-2)",
        Alert.of(judgement(), resolved("a/1", "a/2"), List.of()).subject());
  }

  @Test
  void a_subject_without_room_for_the_name_says_the_kind_and_is_cut_at_a_word() {
    var finding = open("eni-0123456789abcdef0");
    assertEquals(
        "[CRITICAL] demo: an interface is open to the whole internet on tcp 22 and at least..."
            + " (us-east-2)",
        alert(
                saying(
                    finding,
                    "eni-0123456789abcdef0 of i-0b2 is open to the whole internet on tcp 22 and"
                        + " at least half of it on udp 53"))
            .subject());
  }

  private static Finding saying(Finding finding, String detail) {
    return new Finding(
        finding.rule(),
        finding.family(),
        finding.severity(),
        finding.subjectType(),
        finding.subject(),
        finding.node(),
        finding.title(),
        detail,
        finding.risk(),
        finding.remedy(),
        finding.see(),
        finding.cause(),
        finding.evidence(),
        finding.open(),
        finding.latent());
  }

  /// The first schema of the ledger kept neither what a finding said nor what it is about.
  @Test
  void a_finding_of_an_old_ledger_is_told_though_little_is_left_of_it() {
    var longName = "k8s-default-something-that-is-rather-long-0123456789";
    var finding =
        new Finding(
            "load-balancer-guarded-by-security-group",
            Family.INGRESS,
            Severity.CRITICAL,
            "",
            longName,
            Optional.empty(),
            "A load balancer is guarded by a security group",
            "load-balancer-guarded-by-security-group/" + longName,
            "",
            "",
            "",
            "",
            List.of(),
            Optional.empty(),
            Optional.empty());

    assertEquals(
        "[CRITICAL] demo: load-balancer-guarded-by-security-group/something (us-east-2)",
        alert(finding).subject());
  }
}
