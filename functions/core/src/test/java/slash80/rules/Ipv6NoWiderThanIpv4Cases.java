package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.group;
import static slash80.fixtures.Fixtures.loadBalancer;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.prefixList;
import static slash80.fixtures.Fixtures.targetGroup;
import static slash80.fixtures.Service.everything;
import static slash80.fixtures.Service.icmpv6;
import static slash80.fixtures.Service.protocol;
import static slash80.fixtures.Service.tcp;
import static slash80.fixtures.Service.udp;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.MEDIUM;

import slash80.fixtures.LoadBalancerFixture;
import slash80.fixtures.NodeFixture;
import slash80.fixtures.Part;
import slash80.fixtures.Service;
import slash80.judge.Cases;
import slash80.rule.RuleCases;

final class Ipv6NoWiderThanIpv4Cases implements RuleCases {

  private static NodeFixture admitting(Service service, String... sources) {
    return node("n1").opens(service).to(sources);
  }

  @Override
  public Cases cases() {
    var cases =
        judging(new Ipv6NoWiderThanIpv4())
            .plants(
                account -> account.node(node("wider").opens(tcp(443)).to("::/0")),
                "MEDIUM ipv6-no-wider-than-ipv4/eni-wider",
                "LOW security-groups-closed-to-ipv6-internet/eni-wider");
    whatBalancersNeed(cases);
    whatCouldNotBeRead(cases);
    return cases
        .upholds("the demo cluster", demo())
        .upholds("a port open over both", admitting(tcp(443), "::/0", "0.0.0.0/0"))
        .upholds("a port open over IPv4 alone", admitting(tcp(443), "0.0.0.0/0"))
        .upholds("everything over both", admitting(everything(), "::/0", "0.0.0.0/0"))
        .upholds(
            "a port over IPv6 and everything over IPv4",
            admitting(tcp(443), "::/0").opens(everything()).to("0.0.0.0/0"))
        .upholds(
            "half of either internet",
            admitting(tcp(443), "2000::/4").opens(tcp(443)).to("128.0.0.0/1"))
        .upholds("ICMPv6 alone", admitting(icmpv6(), "::/0"))
        .upholds("another protocol alone", admitting(protocol(47), "::/0"))
        .upholds("an office over IPv6", admitting(tcp(443), "2001:db8:ffff::/48"))
        .upholds("a set just under 1/65,536", admitting(tcp(443), Sources.underLittle()))
        .upholds(
            "what another group admits over IPv4",
            admitting(tcp(443), "::/0").guardedBy(group("sg-v4").opens(tcp(443)).to("0.0.0.0/0")))
        .finds(
            "tcp 443 from ::/0 only",
            MEDIUM,
            "eni-n1 of n1 allows tcp 443 from the internet over IPv6, but not over IPv4",
            admitting(tcp(443), "::/0"),
            finding -> {
              assertEquals("sg-n1", finding.cause());
              assertEquals(
                  "aws ec2 revoke-security-group-ingress --group-id sg-n1"
                      + " --security-group-rule-ids sgr-n1-1",
                  finding.remedy());
            })
        .finds(
            "tcp 443 from 1/65,536 of the IPv6 internet only",
            "eni-n1 of n1 allows tcp 443 from the internet over IPv6, but not over IPv4",
            admitting(tcp(443), Sources.little()))
        .finds(
            "an IPv4 rule for a named peer",
            "eni-n1 of n1 allows tcp 443 from the internet over IPv6, but not over IPv4",
            admitting(tcp(443), "::/0").opens(tcp(443)).to("198.51.100.0/24"))
        .finds(
            "an IPv4 rule for private addresses",
            "eni-n1 of n1 allows tcp 443 from the internet over IPv6, but not over IPv4",
            admitting(tcp(443), "::/0").opens(tcp(443)).to("10.0.0.0/8"))
        .finds(
            "the same port over another protocol",
            "eni-n1 of n1 allows tcp 443 from the internet over IPv6, but not over IPv4",
            admitting(tcp(443), "::/0").opens(udp(443)).to("0.0.0.0/0"))
        .finds(
            "a wider port range over IPv6",
            "eni-n1 of n1 allows tcp 81-90 from the internet over IPv6, but not over IPv4",
            admitting(tcp(80, 90), "::/0").opens(tcp(80)).to("0.0.0.0/0"))
        .finds(
            "every protocol over IPv6 and all ports over IPv4",
            "eni-n1 of n1 allows every protocol and port from the internet over IPv6, but not over"
                + " IPv4",
            admitting(everything(), "::/0")
                .opens(tcp(0, 65_535))
                .to("0.0.0.0/0")
                .opens(udp(0, 65_535))
                .to("0.0.0.0/0"));
  }

  /// A balancer without a group that keeps its clients' addresses, in front of a pod.
  private static LoadBalancerFixture keeping(int port) {
    return loadBalancer("web")
        .with(targetGroup("pods").keepingClientAddress().sendingTo("2001:db8:0:1:1::5", port))
        .listening("TCP", 443);
  }

  private static void whatBalancersNeed(Cases cases) {
    cases
        .upholds(
            "a port that a client-preserving balancer of IPv6 targets needs",
            admitting(tcp(8080), "::/0").inCluster().with(keeping(8080)))
        .finds(
            "another port beside it",
            "eni-n1 of n1 allows tcp 22 from the internet over IPv6, but not over IPv4",
            admitting(tcp(8080), "::/0").opens(tcp(22)).to("::/0").inCluster().with(keeping(8080)))
        .finds(
            "a balancer that the internet does not reach",
            "eni-n1 of n1 allows tcp 8080 from the internet over IPv6, but not over IPv4",
            admitting(tcp(8080), "::/0")
                .inCluster()
                .with(
                    keeping(8080)
                        .inSubnets("a")
                        .withAttribute("ipv6.deny_all_igw_traffic", "true")))
        .finds(
            "a balancer that hides its clients",
            "eni-n1 of n1 allows tcp 8080 from the internet over IPv6, but not over IPv4",
            admitting(tcp(8080), "::/0")
                .inCluster()
                .with(
                    loadBalancer("web")
                        .with(targetGroup("pods").sendingTo("2001:db8:0:1:1::5", 8080))));
  }

  private static void whatCouldNotBeRead(Cases cases) {
    cases
        .cannotTell("a node", "AccessDenied", node("n1").unread("AccessDenied"))
        .cannotTell(
            "an account without groups",
            "AccessDenied",
            admitting(tcp(443), "::/0").inCluster().unread(Part.GROUPS, "AccessDenied"))
        .cannotTell(
            "a prefix list over IPv6",
            "Throttling",
            admitting(tcp(443), "pl-1").inCluster().with(prefixList("pl-1").unread("Throttling")))
        .cannotTell(
            "a prefix list that may be of IPv4",
            "Throttling",
            admitting(tcp(443), "::/0", "pl-1")
                .inCluster()
                .with(prefixList("pl-1").unread("Throttling")))
        .finds(
            "an unread prefix list for another port",
            "eni-n1 of n1 allows tcp 22 from the internet over IPv6, but not over IPv4",
            admitting(tcp(22), "::/0")
                .opens(tcp(443))
                .to("pl-1")
                .inCluster()
                .with(prefixList("pl-1").unread("Throttling")));
  }
}
