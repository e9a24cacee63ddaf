package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import slash80.fixtures.Part;
import slash80.fixtures.TargetGroupFixture;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class TargetGroupSpeaksIpv6Cases implements RuleCases {

  private static TargetGroupFixture ofIpv4() {
    return targetGroup("pods").speaking("ipv4");
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new TargetGroupSpeaksIpv6())
            .plants(
                account ->
                    account.cluster(
                        cluster ->
                            cluster.with(
                                targetGroup("tg-old")
                                    .speaking("ipv4")
                                    .tagged("elbv2.k8s.aws/cluster", "demo"))),
                "MEDIUM target-group-speaks-ipv6/tg-old");
    ties(cases);
    return cases
        .upholds("a group of IPv6", loadBalancer("web").with(targetGroup("pods")))
        .upholds(
            "a group of IPv6, whoever's it is",
            demo().with(targetGroup("pods").tagsUnread("AccessDenied")))
        .upholds(
            "another load balancer as the target", loadBalancer("web").with(ofIpv4().ofType("alb")))
        .upholds(
            "a function as the target",
            loadBalancer("web").ofType("application").with(ofIpv4().ofType("lambda").over("")))
        .skips("a group of nobody's", demo().with(ofIpv4()))
        .skips(
            "a group of somebody else's",
            loadBalancer("web").withoutTags().with(ofIpv4().sendingTo("10.0.9.9", 8080)))
        .skips("another cluster's", demo().with(ofIpv4().tagged("elbv2.k8s.aws/cluster", "x")))
        .cannotTell(
            "an account without target groups",
            "AccessDenied",
            demo().with(ofIpv4()).unread(Part.TARGET_GROUPS, "AccessDenied"))
        .cannotTell(
            "a group whose tags were not read",
            "AccessDenied",
            demo().with(ofIpv4().tagsUnread("AccessDenied")))
        .cannotTell(
            "a group whose targets were not read",
            "Throttling",
            demo().with(ofIpv4().targetsUnread("Throttling")))
        .cannotTell(
            "a group of targets that AWS does not document",
            "the TargetType of pods is odd",
            demo().with(ofIpv4().ofType("odd").sendingTo("odd-1", 8080)))
        .cannotTell(
            "a group behind a balancer whose tags were not read",
            "AccessDenied",
            loadBalancer("web").tagsUnread("AccessDenied").with(ofIpv4()))
        .cannotTell(
            "a group behind a balancer that was not read",
            "AccessDenied",
            loadBalancer("web").with(ofIpv4()).unread("AccessDenied"))
        .skips(
            "a group without a balancer, where balancers were not read",
            demo().with(ofIpv4()).unread(Part.LOAD_BALANCERS, "AccessDenied"));
  }

  private static void ties(Cases cases) {
    cases
        .finds(
            "an IPv4 group of pods",
            MEDIUM,
            "pods (target type ip) has address type ipv4",
            loadBalancer("web").with(ofIpv4()),
            finding -> {
              assertEquals("target-group-speaks-ipv6/pods", finding.id());
              assertEquals("target-group", finding.subjectType());
              assertEquals(new TargetGroupSpeaksIpv6().card().fix(), finding.remedy());
              assertEquals(
                  new Verdict.Evidence(
                      "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/pods/1",
                      "address type ipv4"),
                  finding.evidence().getFirst());
            })
        .finds(
            "an IPv4 group of nodes",
            MEDIUM,
            "pods (target type instance) has address type ipv4",
            loadBalancer("web").with(ofIpv4().ofInstances()))
        .finds(
            "an unused group tagged by the load balancer controller",
            "pods (target type ip) has address type ipv4",
            demo().with(ofIpv4().tagged("elbv2.k8s.aws/cluster", "demo")))
        .finds(
            "an unused group tagged by EKS Auto Mode",
            "pods (target type ip) has address type ipv4",
            demo().with(ofIpv4().tagged("eks:eks-cluster-name", "demo")))
        .finds(
            "a target type that AWS does not document",
            "pods (target type odd) has address type ipv4",
            loadBalancer("web").with(ofIpv4().ofType("odd")))
        .finds(
            "an unused group tagged as owned by the cluster",
            "pods (target type ip) has address type ipv4",
            demo().with(ofIpv4().tagged("kubernetes.io/cluster/demo", "owned")))
        .finds(
            "an untagged group that sends to a node's address",
            "pods (target type ip) has address type ipv4",
            demo().with(ofIpv4().sendingTo("10.0.1.17", 8080)))
        .finds(
            "an untagged group that sends to a node",
            "pods (target type instance) has address type ipv4",
            demo().with(ofIpv4().ofInstances().sendingTo("n1", 30080)))
        .finds(
            "a group with unread tags that sends to a node",
            "pods (target type ip) has address type ipv4",
            demo().with(ofIpv4().sendingTo("10.0.1.17", 8080).tagsUnread("AccessDenied")));
  }
}
