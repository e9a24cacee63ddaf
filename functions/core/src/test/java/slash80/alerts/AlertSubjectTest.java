package slash80.alerts;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static slash80.ledger.Examples.alert;
import static slash80.ledger.Examples.bare;
import static slash80.ledger.Examples.judgement;
import static slash80.ledger.Examples.open;
import static slash80.ledger.Examples.resolved;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.FindingCopy;
import slash80.ledger.DeltaExamples;
import slash80.ledger.Examples;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;

/// Subjects of alerts about findings.
class AlertSubjectTest {
  @Test
  void the_subject_says_how_bad_it_is_and_what_and_where() {
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6 (us-east-2)",
        alert(open("eni-1")).subject());
    assertEquals(
        "[CRITICAL] demo: 3 interfaces are open to the internet over IPv6 (us-east-2)",
        alert(open("eni-1"), open("eni-2"), open("eni-3")).subject());
    assertEquals(
        "[CRITICAL] demo: eni-1 is open to the internet over IPv6; 1 more cause (us-east-2)",
        alert(bare("i-7"), open("eni-1")).subject());
    assertEquals(
        "[RESOLVED] demo: 2 findings are fixed: A node should hold an IPv6 prefix for its pods"
            + " (us-east-2)",
        AlertSchema.alertOf(judgement(), resolved("a/1", "a/2"), List.of()).subject());
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
    return FindingCopy.of(finding).detail(detail).finding();
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
        "[CRITICAL] demo: rule load-balancer-guarded-by-security-group is broken (us-east-2)",
        alert(finding).subject());
  }

  @Test
  void an_open_port_is_named_with_the_number_of_nodes() {
    assertEquals(
        "[CRITICAL] demo: tcp 22 is open to the internet on node i-1 (us-east-2)",
        alert(opening("eni-1", "i-1")).subject());
    assertEquals(
        "[CRITICAL] demo: tcp 22 is open to the internet on 300 nodes (us-east-2)",
        alert(opening(300)).subject());
    assertEquals(
        "[CRITICAL] demo: tcp 22 is open to the internet on 3 nodes; 1 more cause (us-east-2)",
        alert(Stream.concat(Stream.of(opening(3)), Stream.of(bare("i-7"))).toArray(Finding[]::new))
            .subject());
  }

  @Test
  void nodes_with_other_ports_open_are_not_counted_with_the_port_in_the_subject() {
    assertEquals(
        "[CRITICAL] demo: tcp 22 is open to the internet on 2 nodes (us-east-2)",
        alert(
                opening("eni-1", "i-1", 22),
                opening("eni-2", "i-2", 22),
                opening("eni-3", "i-3", 443))
            .subject());
  }

  @ParameterizedTest(name = "a cluster called {0}")
  @ValueSource(strings = {"open", "net", "is", "the"})
  void a_cluster_may_be_called_by_a_word_of_the_sentence(String name) {
    var known = open("eni-1");
    var finding =
        FindingCopy.of(known)
            .rule("cluster-endpoint-closed-to-internet")
            .subject("cluster", name)
            .withoutNode()
            .detail(
                "The Kubernetes API endpoint of %s is open to the internet (IPv4)".formatted(name))
            .cause("")
            .evidence()
            .finding();

    assertEquals(
        "[CRITICAL] %s: The Kubernetes API endpoint is open to the internet (IPv4) (us-east-2)"
            .formatted(name),
        AlertSchema.alertOf(
                judgement(Examples.cluster(name), List.of(finding), List.of()),
                Examples.opened(List.of(finding)),
                List.of())
            .subject());
  }

  @Test
  void findings_without_ports_are_counted_by_their_kind() {
    assertEquals(
        "[HIGH] demo: 3 nodes hold no prefix (us-east-2)",
        alert(bare("i-1"), bare("i-2"), bare("i-3")).subject());
    assertEquals(
        "[HIGH] demo: 2 nodes hold no prefix, so their pods have no addresses (us-east-2)",
        alert(podless("i-1"), podless("i-2")).subject());
  }

  /// A node without a prefix, in the words of the rule.
  private static Finding podless(String node) {
    var known = bare(node);
    return FindingCopy.of(known)
        .detail(node + " holds no prefix, so its pods have no addresses")
        .finding();
  }

  @Test
  void a_long_name_is_shortened_and_the_sentence_stays_whole() {
    var cluster = Examples.cluster("a-cluster-with-a-name-of-" + "x".repeat(75));
    var judgement = judgement(cluster, List.of(opening(300)), List.of());

    String subject =
        AlertSchema.alertOf(judgement, Examples.opened(List.of(opening(300))), List.of()).subject();

    assertEquals(
        "[CRITICAL] a-cluster-with-a-name-of-xxx...: tcp 22 is open to the internet on 300 nodes"
            + " (us-east-2)",
        subject);
    assertTrue(subject.length() <= SubjectLine.LONGEST, subject);
  }

  private static Finding[] opening(int nodes) {
    return IntStream.range(0, nodes)
        .mapToObj(node -> opening("eni-" + node, "i-" + node))
        .toArray(Finding[]::new);
  }

  /// An interface of a node that is open to the internet on tcp 22.
  private static Finding opening(String networkInterface, String node) {
    return opening(networkInterface, node, 22);
  }

  private static Finding opening(String networkInterface, String node, int port) {
    var known = open(networkInterface);
    return FindingCopy.of(known)
        .node(node)
        .detail(
            "%s of %s is open to the whole internet on tcp %d"
                .formatted(networkInterface, node, port))
        .open(DeltaExamples.tcp(port, "::/0"))
        .finding();
  }
}
