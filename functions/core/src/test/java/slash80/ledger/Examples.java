package slash80.ledger;

import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import slash80.alerts.Alert;
import slash80.facts.Cluster;
import slash80.fixtures.AlertSchema;
import slash80.fixtures.JudgementFixture;
import slash80.judge.Judgement;
import slash80.rule.Family;
import slash80.rule.Finding;
import slash80.rule.Severity;
import slash80.rule.Verdict;

/// Judgements made by hand, so that the words can be tested apart from the rules.
public final class Examples {
  public static final Instant AT = Instant.parse("2026-11-23T08:05:12Z");
  public static final ChangeOrigin ORIGIN =
      new ChangeOrigin(
          "AuthorizeSecurityGroupIngress",
          "arn:aws:sts::111122223333:assumed-role/Admin/alice",
          Instant.parse("2026-11-23T08:05:00Z"),
          Set.of("sg-2"));

  private Examples() {}

  public static Cluster.Id cluster(String name) {
    return new Cluster.Id("111122223333", "us-east-2", name);
  }

  public static Judgement judgement(Finding... findings) {
    return judgement(cluster("demo"), List.of(findings), List.of());
  }

  public static Judgement judgement(
      Cluster.Id cluster, List<Finding> findings, List<Judgement.Undecided> undecided) {
    return JudgementFixture.judging(cluster, AT).finds(findings).undecided(undecided).judgement();
  }

  /// An interface that the internet can open, because of the group `sg-2`.
  public static Finding open(String networkInterface) {
    return new Finding(
        "interface-closed-to-ipv6-internet",
        Family.INGRESS,
        Severity.CRITICAL,
        "network-interface",
        networkInterface,
        Optional.of("i-0b2"),
        "An interface should be closed to the internet over IPv6",
        networkInterface + " is open to the internet over IPv6",
        "Anyone on the internet can open a connection to the pods behind it.",
        "aws ec2 revoke-security-group-ingress --group-id sg-2 --security-group-rule-ids"
            + " sgr-0123456789abcdef0",
        "https://docs.aws.amazon.com/vpc/latest/userguide/security-group-rules.html",
        "sg-2",
        List.of(
            new Verdict.Evidence("igw-1", "igw-1 is attached to vpc-1"),
            new Verdict.Evidence("sg-2", "sgr-0123456789abcdef0 admits tcp 22 from ::/0")),
        Optional.empty(),
        Optional.empty());
  }

  /// A node without a prefix, which stands for itself.
  public static Finding bare(String node) {
    return new Finding(
        "node-holds-pod-prefix",
        Family.DELEGATION,
        Severity.HIGH,
        "instance",
        node,
        Optional.of(node),
        "A node should hold an IPv6 prefix for its pods",
        node + " holds no prefix",
        "Its pods get no address and stay pending.",
        "aws ec2 assign-ipv6-addresses --network-interface-id eni-9 --ipv6-prefix-count 1",
        "https://docs.aws.amazon.com/eks/latest/userguide/cni-ipv6.html",
        "",
        List.of(),
        Optional.empty(),
        Optional.empty());
  }

  public static Delta opened(List<Finding> findings) {
    return news(findings, List.of());
  }

  public static Delta resolved(String... ids) {
    return news(
        List.of(),
        Arrays.stream(ids)
            .map(
                id ->
                    new Delta.Resolved(
                        id,
                        "A node should hold an IPv6 prefix for its pods",
                        AT,
                        Delta.Ending.MENDED))
            .toList());
  }

  public static Delta news(List<Finding> opened, List<Delta.Resolved> resolved) {
    return delta(Delta.Occasion.CHECK, opened, resolved, List.of());
  }

  public static Delta delta(
      Delta.Occasion occasion,
      List<Finding> opened,
      List<Delta.Resolved> resolved,
      List<Finding> reminded) {
    return new Delta(
        occasion,
        Delta.Changes.of(opened, resolved),
        reminded,
        List.of(),
        Delta.Unfinished.NOTHING,
        Ledger.empty("demo"));
  }

  public static Delta refused(List<Finding> opened, Judgement.Missing... refused) {
    return new Delta(
        Delta.Occasion.CHECK,
        Delta.Changes.of(opened, List.of()),
        List.of(),
        List.of(refused),
        Delta.Unfinished.NOTHING,
        Ledger.empty("demo"));
  }

  public static Alert alert(Finding... findings) {
    return AlertSchema.alertOf(judgement(findings), opened(List.of(findings)), List.of(ORIGIN));
  }
}
