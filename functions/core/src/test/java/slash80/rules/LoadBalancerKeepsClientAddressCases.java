package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.LOW;

import java.util.List;
import slash80.facts.BlockMode;
import slash80.fixtures.ClusterFixture;
import slash80.fixtures.GroupFixture;
import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.Part;
import slash80.fixtures.TargetGroupFixture;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class LoadBalancerKeepsClientAddressCases implements RuleCases {

  private static TargetGroupFixture pods() {
    return targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080);
  }

  private static LoadBalancerFixture web(TargetGroupFixture... groups) {
    var balancer = loadBalancer("web").guardedBy("sg-web");
    for (var group : groups) {
      balancer.with(group);
    }
    return balancer.listening("TCP", 443);
  }

  private static ClusterFixture guarded(LoadBalancerFixture balancer, GroupFixture group) {
    return demo().with(balancer).with(group);
  }

  private static GroupFixture admitting(String... sources) {
    return group("sg-web").opens(tcp(443)).to(sources);
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new LoadBalancerKeepsClientAddress())
            .plants(
                account ->
                    account.cluster(
                        cluster ->
                            cluster
                                .with(
                                    loadBalancer("lb-hiding")
                                        .inSubnets("public")
                                        .guardedBy("sg-hiding")
                                        .with(targetGroup("tg-hiding").hidingClientAddress())
                                        .listening("TCP", 443))
                                .with(group("sg-hiding").opens(tcp(443)).to("::/0"))),
                "LOW load-balancer-keeps-client-address/lb-hiding");
    whoHides(cases);
    whatItAdmits(cases);
    whereItFaces(cases);
    whatCouldNotBeRead(cases);
    return cases;
  }

  private static void whoHides(Cases cases) {
    var open = admitting("::/0");
    cases
        .finds(
            "a target group of pods",
            LOW,
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from pods",
            guarded(web(pods()), open),
            finding -> {
              assertEquals("load-balancer-keeps-client-address/web", finding.id());
              assertEquals(
                  "aws elbv2 modify-target-group-attributes --target-group-arn"
                      + " arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/pods/1"
                      + " --attributes Key=preserve_client_ip.enabled,Value=true",
                  finding.remedy());
              assertEquals(
                  List.of(
                      new Verdict.Evidence("sg-web", "allows tcp 443 over IPv6"),
                      new Verdict.Evidence(
                          "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/pods/1",
                          "client-IP preservation is off")),
                  finding.evidence());
            })
        .finds(
            "a group that hides clients explicitly",
            "from pods",
            guarded(web(pods().hidingClientAddress()), open))
        .finds("a TLS group", "from pods", guarded(web(pods().over("TLS")), open))
        .finds("an IPv4 group", "from pods", guarded(web(pods().speaking("ipv4")), open))
        .finds(
            "a hiding group beside one that preserves addresses",
            "from pods",
            guarded(web(targetGroup("kept").keepingClientAddress(), pods()), open))
        .upholds("a group that keeps it", guarded(web(pods().keepingClientAddress()), open))
        .upholds("a group over UDP", guarded(web(pods().over("UDP")), open))
        .upholds("a group over both", guarded(web(pods().over("TCP_UDP")), open))
        .upholds(
            "a balancer without a route in front",
            guarded(web(pods()).inSubnets("a"), admitting("0.0.0.0/0", "::/0")))
        .upholds(
            "a balancer behind block public access",
            guarded(web(pods()), admitting("0.0.0.0/0", "::/0")).blocking(BlockMode.BLOCK_INGRESS))
        .finds(
            "instances from which an attribute hides clients",
            LOW,
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from nodes",
            guarded(web(targetGroup("nodes").ofInstances().hidingClientAddress()), open))
        .upholds("instances as they come", guarded(web(targetGroup("nodes").ofInstances()), open))
        .finds(
            "IPv4 clients of IPv6 targets, whatever the attribute says",
            LOW,
            "web allows tcp 443 over IPv4 from the internet and hides IPv4 client addresses from"
                + " pods",
            guarded(web(pods().keepingClientAddress()), admitting("0.0.0.0/0", "::/0")),
            finding ->
                assertEquals(new LoadBalancerKeepsClientAddress().card().fix(), finding.remedy()))
        .finds(
            "IPv4 clients of IPv6 targets over UDP",
            LOW,
            "web allows udp 443 over IPv4 from the internet and hides IPv4 client addresses from"
                + " pods",
            guarded(
                loadBalancer("web")
                    .guardedBy("sg-web")
                    .with(pods().over("UDP"))
                    .listening("UDP", 443),
                group("sg-web").opens(udp(443)).to("0.0.0.0/0")))
        .finds(
            "IPv6 clients of IPv4 nodes",
            LOW,
            "web allows tcp 443 over IPv6 from the internet and hides IPv6 client addresses from"
                + " nodes",
            guarded(web(targetGroup("nodes").ofInstances().speaking("ipv4")), open))
        .upholds(
            "IPv4 clients of IPv4 nodes",
            guarded(
                web(targetGroup("nodes").ofInstances().speaking("ipv4")), admitting("0.0.0.0/0")))
        .upholds("another load balancer", guarded(web(targetGroup("alb").ofType("alb")), open))
        .upholds("a balancer without target groups", guarded(web(), open));
  }

  private static void whatItAdmits(Cases cases) {
    cases
        .finds(
            "a group open over both families",
            "web allows tcp 443 over IPv4 and tcp 443 over IPv6 from the internet and hides client"
                + " addresses from pods",
            guarded(web(pods()), admitting("0.0.0.0/0", "::/0")))
        .finds(
            "a group open over IPv4 only",
            "web allows tcp 443 over IPv4 from the internet and hides client addresses from pods",
            guarded(web(pods()), admitting("0.0.0.0/0")))
        .finds(
            "a rule for every protocol",
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from pods",
            guarded(web(pods()), group("sg-web").opens(everything()).to("::/0")))
        .finds(
            "a rule for 1/65,536 of the IPv6 internet",
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from pods",
            guarded(web(pods()), admitting(Sources.little())))
        .upholds(
            "a set just under 1/65,536", guarded(web(pods()), admitting(Sources.underLittle())))
        .finds(
            "a rule for 1/65,536 of the IPv4 internet",
            "web allows tcp 443 over IPv4 from the internet and hides client addresses from pods",
            guarded(web(pods()), admitting(Sources.ofIpv4(65_536))))
        .upholds(
            "a set just under 1/65,536 of IPv4",
            guarded(web(pods()), admitting(Sources.underOfIpv4(65_536))))
        .upholds("an office", guarded(web(pods()), admitting("2001:db8:ffff::/48")))
        .upholds("the VPC itself", guarded(web(pods()), admitting("10.0.0.0/16", "2001:db8::/56")))
        .upholds("a group that admits nobody", guarded(web(pods()), group("sg-web")))
        .upholds(
            "a port that it does not listen on",
            guarded(web(pods()), group("sg-web").opens(tcp(80)).to("::/0")))
        .upholds(
            "another transport than it listens to",
            guarded(web(pods()), group("sg-web").opens(udp(443)).to("::/0")))
        .upholds(
            "a port that it listens on for others",
            guarded(
                web(targetGroup("kept").keepingClientAddress()).with(pods()).listening("TCP", 8443),
                admitting("2001:db8:ffff::/48").opens(tcp(80)).to("::/0")))
        .cannotTell(
            "a load balancer without listeners, to which a target group belongs",
            "no listener of web that was read forwards to pods",
            guarded(
                loadBalancer("web").guardedBy("sg-web").with(pods()).withoutListeners(),
                group("sg-web").opens(everything()).to("::/0")))
        .upholds(
            "a balancer without groups, which is another rule's", loadBalancer("web").with(pods()))
        .upholds(
            "an application load balancer",
            guarded(web(pods()).ofType("application"), admitting("::/0")))
        .skips(
            "a balancer of somebody else's",
            guarded(
                web(targetGroup("theirs").sendingTo("2001:db8:ffff::5", 443)).withoutTags(),
                admitting("::/0")));
  }

  private static void whereItFaces(Cases cases) {
    var denying = "ipv6.deny_all_igw_traffic";
    cases
        .upholds(
            "an internal balancer", guarded(web(pods()).internal(), admitting("::/0", "0.0.0.0/0")))
        .upholds(
            "a balancer that denies the internet gateway",
            guarded(web(pods()).withAttribute(denying, "true"), admitting("::/0")))
        .finds(
            "IPv6 gateway traffic denied, IPv4 open",
            "web allows tcp 443 over IPv4 from the internet and hides client addresses from pods",
            guarded(web(pods()).withAttribute(denying, "true"), admitting("::/0", "0.0.0.0/0")))
        .finds(
            "an internal load balancer that accepts gateway traffic",
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from pods",
            guarded(
                web(pods()).internal().withAttribute(denying, "false"),
                admitting("::/0", "0.0.0.0/0")))
        .finds(
            "a load balancer whose attributes were not read",
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from pods",
            guarded(web(pods()).attributesUnread("AccessDenied"), admitting("::/0")))
        .upholds(
            "a balancer of IPv4 that admits ::/0",
            guarded(web(pods()).speaking("ipv4"), admitting("::/0")));
  }

  private static void whatCouldNotBeRead(Cases cases) {
    var denied = "AccessDenied";
    cases
        .cannotTell("an account", denied, loadBalancer("web").unread(denied))
        .cannotTell(
            "target groups",
            denied,
            guarded(web(pods()), admitting("::/0")).unread(Part.TARGET_GROUPS, denied))
        .cannotTell(
            "the attributes of a target group",
            denied,
            guarded(web(pods().attributesUnread(denied)), admitting("::/0")))
        .upholds(
            "the attributes of a target group that the internet does not come to",
            guarded(web(pods().attributesUnread(denied)), admitting("2001:db8:ffff::/48")))
        .cannotTell(
            "its security groups",
            denied,
            guarded(web(pods()), admitting("::/0")).unread(Part.GROUPS, denied))
        .cannotTell(
            "a prefix list",
            "Throttling",
            guarded(web(pods()), admitting("pl-1")).with(prefixList("pl-1").unread("Throttling")))
        .upholds(
            "the security groups of one that keeps it",
            guarded(
                    web(pods().keepingClientAddress()).speaking("dualstack-without-public-ipv4"),
                    admitting("::/0"))
                .unread(Part.GROUPS, denied))
        .cannotTell(
            "a load balancer whose listeners were not read",
            denied,
            guarded(
                web(pods()).listenersUnread(denied), admitting("::/0").opens(tcp(80)).to("::/0")))
        .finds(
            "two listeners of which one has rules that were not read",
            "web allows tcp 443 over IPv6 from the internet and hides client addresses from pods",
            guarded(
                web(pods()).rulesUnread("TCP", 8443, denied),
                admitting("::/0").opens(tcp(8443)).to("::/0")))
        .cannotTell(
            "two listeners whose rules were not read",
            denied,
            guarded(
                loadBalancer("web")
                    .guardedBy("sg-web")
                    .with(pods())
                    .rulesUnread("TCP", 443, denied)
                    .rulesUnread("TCP", 8443, denied),
                admitting("::/0")))
        .upholds(
            "listeners whose rules were not read, at ports that admit named peers only",
            guarded(
                web(targetGroup("kept").keepingClientAddress())
                    .with(pods())
                    .rulesUnread("TCP", 8443, denied),
                group("sg-web").opens(tcp(8443)).to("2001:db8:ffff::/48")))
        .cannotTell(
            "its tags",
            denied,
            guarded(
                web(targetGroup("pods").sendingTo("2001:db8:ffff::5", 443)).tagsUnread(denied),
                admitting("::/0")));
  }
}
