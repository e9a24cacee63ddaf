package slash80.audit.report;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import slash80.judge.Judgement.Undecided;
import slash80.report.AuditSummary;

class AuditSummaryTest {
  @Test
  void rulesThatWereNotCheckedForOneReasonStandTogether() {
    var said =
        AuditSummary.unchecked(
            List.of(
                new Undecided("node-is-nitro", "no node is shown", List.of()),
                new Undecided("pods-have-own-subnets", "denied", List.of("subnet-01")),
                new Undecided("pod-prefix-is-slash-80", "no node is shown", List.of()),
                new Undecided("node-has-both-families", "denied", List.of("eni-01"))));

    assertEquals(
        List.of(
            "node-is-nitro, pod-prefix-is-slash-80: no node is shown",
            "pods-have-own-subnets: denied",
            "node-has-both-families: denied"),
        said.stream().map(AuditSummary.Unchecked::sentence).toList(),
        "other subjects stay apart");
  }

  @Test
  void onlyTheFirstSubjectsAreListed() {
    var subjects = IntStream.rangeClosed(1, 11).mapToObj("eni-%02d"::formatted).toList();

    var said = AuditSummary.unchecked(List.of(new Undecided("node-is-nitro", "denied", subjects)));

    assertEquals(
        "for eni-01, eni-02, eni-03, eni-04, eni-05, eni-06, eni-07, eni-08 and 3 more; --format"
            + " json has all",
        said.getFirst().concerned().orElseThrow());
  }
}
