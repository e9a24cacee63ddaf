package slash80.alerts;

import static slash80.ledger.Examples.AT;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import slash80.facts.Refusal;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.JudgementFixture;
import slash80.ip.Prefix;
import slash80.judge.Judgement;
import slash80.ledger.ChangeOrigin;
import slash80.ledger.Delta;
import slash80.ledger.Delta.Ending;
import slash80.ledger.Delta.Occasion;
import slash80.ledger.DeltaExamples;
import slash80.ledger.Examples;
import slash80.ledger.Ledger;
import slash80.network.Names;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// An alert of each kind, about a cluster whose nodes and groups have names.
final class AlertKinds {
  static final ChangeOrigin OPENED =
      new ChangeOrigin(
          "AuthorizeSecurityGroupIngress",
          "arn:aws:sts::111122223333:assumed-role/platform-admin/jo.doe",
          AT.minusSeconds(12),
          Set.of("sg-0b2"));
  static final ChangeOrigin CLOSED =
      new ChangeOrigin(
          "RevokeSecurityGroupIngress",
          "arn:aws:sts::111122223333:assumed-role/on-call/sam",
          AT.minusSeconds(12),
          Set.of("sg-0b2"));
  private static final String REVOKE =
      "aws ec2 revoke-security-group-ingress --group-id sg-0b2 --security-group-rule-ids ";

  private AlertKinds() {}

  static Map<String, Alert> all() {
    var all = new LinkedHashMap<String, Alert>();
    for (Kind kind : Kind.values()) {
      all.put(kind.toString(), of(kind));
    }
    return all;
  }

  static Alert of(Kind kind) {
    return switch (kind) {
      case BASELINE ->
          alert(Occasion.FIRST_CHECK, mixed(), List.of(), List.of(), List.of(), List.of());
      case CHANGE ->
          alert(Occasion.CHECK, mixed(), List.of(), List.of(), List.of(), List.of(OPENED));
      case RESOLVED ->
          alert(Occasion.CHECK, List.of(), ended(ssh(300)), List.of(), List.of(), List.of(CLOSED));
      case REMINDER -> alert(Occasion.CHECK, List.of(), List.of(), ssh(3), List.of(), List.of());
      case PERMISSION ->
          alert(Occasion.CHECK, List.of(), List.of(), List.of(), List.of(missing()), List.of());
      case HELLO -> alert(Occasion.GREETING, List.of(), List.of(), List.of(), List.of(), List.of());
      case GONE ->
          alert(
              Occasion.CLUSTER_GONE,
              List.of(),
              ssh(2).stream().map(was -> ended(was, Ending.CLUSTER_GONE)).toList(),
              List.of(),
              List.of(),
              List.of());
      case RULES_CHANGED -> byRules();
    };
  }

  private static Alert alert(
      Occasion occasion,
      List<Finding> opened,
      List<Delta.Resolved> resolved,
      List<Finding> reminded,
      List<Judgement.Missing> refused,
      List<ChangeOrigin> origins) {
    var delta =
        new Delta(
            occasion,
            Delta.Changes.of(opened, resolved),
            reminded,
            refused,
            Delta.Unfinished.NOTHING,
            ledger(reminded));
    return AlertSchema.alertOf(judgement(opened), delta, origins);
  }

  private static Alert byRules() {
    var found = ssh(2);
    var delta =
        new Delta(
            Occasion.CHECK,
            new Delta.Changes(
                found,
                Set.of(),
                new TreeMap<>(),
                List.of(),
                List.of(),
                Set.copyOf(found.stream().map(Finding::id).toList()),
                List.of()),
            List.of(),
            List.of(),
            Delta.Unfinished.NOTHING,
            Ledger.empty("demo"));
    return AlertSchema.alertOf(judgement(found), delta, List.of());
  }

  /// The ledger knows what people are reminded of since three days.
  private static Ledger ledger(List<Finding> known) {
    return DeltaExamples.knowing(known, AT.minus(Duration.ofDays(3)));
  }

  static Judgement judgement(List<Finding> findings) {
    return JudgementFixture.judging(Examples.cluster("demo"), AT)
        .finds(findings)
        .naming(names())
        .judgement();
  }

  static Names names() {
    var prefix = List.of(Prefix.parse("2600:1f16:11e6:86d0:a001::/80"));
    var node = new Names.Named("worker-1", "", "system", "us-east-2a", prefix);
    return new Names(
        Map.of(
            "i-001", node,
            "eni-001", node,
            "sg-0b2", new Names.Named("web", "Public web servers", "", "", List.of())));
  }

  /// Nodes whose group admits tcp 22 over both families, one without a prefix, and a load balancer.
  static List<Finding> mixed() {
    var mixed = new ArrayList<>(ssh(300));
    mixed.add(latent());
    mixed.add(Examples.bare("i-7"));
    mixed.add(balancer());
    return mixed;
  }

  static List<Finding> ssh(int nodes) {
    return IntStream.rangeClosed(1, nodes).mapToObj(AlertKinds::sshOn).toList();
  }

  private static Finding sshOn(int number) {
    String id = "%03d".formatted(number);
    return new Finding(
        "interface-closed-to-ipv6-internet",
        Family.INGRESS,
        Severity.CRITICAL,
        "network-interface",
        "eni-" + id,
        Optional.of("i-" + id),
        "An interface should be closed to the internet over IPv6",
        "eni-%s of i-%s is open to the whole internet on tcp 22".formatted(id, id),
        "Anyone on the internet can connect to the node and to each of its pods.",
        REVOKE + "sgr-06",
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        "sg-0b2",
        List.of(
            new Verdict.Evidence("igw-01", "igw-01 is attached to vpc-1"),
            new Verdict.Evidence("rtb-02", "route ::/0 leads to igw-01"),
            new Verdict.Evidence("acl-03", "rule 101 allows all from ::/0"),
            new Verdict.Evidence("sg-0b2", "rule sgr-06 admits tcp 22 from ::/0")),
        Optional.of(DeltaExamples.tcp(22, "::/0")),
        Optional.empty());
  }

  private static Finding latent() {
    return new Finding(
        "security-groups-closed-to-ipv4-internet",
        Family.INGRESS,
        Severity.LOW,
        "network-interface",
        "eni-001",
        Optional.of("i-001"),
        "Security groups should be closed to the internet over IPv4",
        "eni-001 of i-001 allows tcp 22 from the whole internet; only the missing public IPv4"
            + " address keeps it closed",
        "One address opens it.",
        REVOKE + "sgr-04",
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        "sg-0b2",
        List.of(new Verdict.Evidence("sg-0b2", "rule sgr-04 admits tcp 22 from 0.0.0.0/0")),
        Optional.empty(),
        Optional.of(DeltaExamples.tcp(22, "0.0.0.0/0")));
  }

  private static Finding balancer() {
    return new Finding(
        "load-balancer-speaks-ipv6",
        Family.DELEGATION,
        Severity.MEDIUM,
        "load-balancer",
        "k8s-shop-web-5f0c3a9b1e",
        Optional.empty(),
        "A load balancer should speak IPv6",
        "k8s-shop-web-5f0c3a9b1e has address type ipv4",
        "Clients that have IPv6 only cannot reach it.",
        "aws elbv2 set-ip-address-type --load-balancer-arn arn --ip-address-type dualstack",
        "https://docs.aws.amazon.com/elasticloadbalancing/latest/network/",
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  static List<Delta.Resolved> ended(List<Finding> findings) {
    return findings.stream().map(was -> ended(was, Ending.MENDED)).toList();
  }

  static Delta.Resolved ended(Finding was, Ending ending) {
    return new Delta.Resolved(
        was.id(), was.title(), AT.minus(Duration.ofMinutes(10)), ending, Optional.of(was));
  }

  private static Judgement.Missing missing() {
    return new Judgement.Missing(
        new Refusal(
            "ec2:DescribeSubnets",
            "UnauthorizedOperation",
            Optional.of("arn:aws:sts::111122223333:assumed-role/slash80-watch/check")),
        new TreeSet<>(List.of("pod-prefix-lies-in-subnet")));
  }
}
