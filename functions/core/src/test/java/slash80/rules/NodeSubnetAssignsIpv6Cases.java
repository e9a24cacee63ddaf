package slash80.rules;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.fixtures.Fixtures.demo;
import static slash80.fixtures.Fixtures.networkInterface;
import static slash80.fixtures.Fixtures.node;
import static slash80.fixtures.Fixtures.privateSubnet;
import static slash80.fixtures.Fixtures.subnet;
import static slash80.judge.Cases.judging;
import static slash80.rule.Severity.LOW;
import static slash80.rule.Severity.MEDIUM;

import java.util.List;
import slash80.fixtures.Part;
import slash80.judge.Cases;
import slash80.rule.RuleCases;
import slash80.rule.Verdict;

final class NodeSubnetAssignsIpv6Cases implements RuleCases {

  @Override
  public Cases cases() {
    return judging(new NodeSubnetAssignsIpv6())
        .plants(
            account ->
                account.subnet(
                    subnet("mute", "2001:db8:0:5::/64", node("well-5")).notAssigningIpv6()),
            "LOW node-subnet-assigns-ipv6/subnet-mute")
        .upholds("subnets that assign IPv6", demo())
        .skips("a subnet of the control plane alone", privateSubnet())
        .upholds(
            "a subnet with a range that is no longer in use, and another",
            privateSubnet(node("n1"))
                .withDisassociatedIpv6Range()
                .withIpv6Range("2001:db8:0:7::/64"))
        .upholds(
            "a subnet with a range in an odd state, and another",
            privateSubnet(node("n1"))
                .withIpv6RangeUnread("state is odd")
                .withIpv6Range("2001:db8:0:7::/64"))
        .upholds(
            "a subnet that only an interface of the user stands in",
            node("n1")
                .with(networkInterface("own").inSubnet("b"))
                .inCluster()
                .beside(subnet("b", "2001:db8:0:2::/64").notAssigningIpv6()))
        .finds(
            "a node subnet that does not assign IPv6, where one node lacks an address",
            MEDIUM,
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet(node("n1"), node("n2").withoutIpv6()).notAssigningIpv6())
        .finds(
            "a node subnet that does not assign IPv6, where Karpenter asks for the address",
            LOW,
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet(node("n1").taggedOnly("eks:eks-cluster-name", "demo")).notAssigningIpv6(),
            finding -> {
              assertEquals("node-subnet-assigns-ipv6/subnet-a", finding.id());
              assertEquals("subnet", finding.subjectType());
              assertEquals(
                  List.of(new Verdict.Evidence("subnet-a", "AssignIpv6AddressOnCreation is off")),
                  finding.evidence());
              assertEquals(
                  "aws ec2 modify-subnet-attribute --subnet-id subnet-a"
                      + " --assign-ipv6-address-on-creation",
                  finding.remedy());
            })
        .skips(
            "a subnet of the control plane alone that does not assign IPv6",
            privateSubnet().notAssigningIpv6())
        .finds(
            "a node subnet where a managed node group launches from a template of its own",
            LOW,
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet(node("n1")).notAssigningIpv6().inCluster().withNodeGroup("own", "a"))
        .finds(
            "a node subnet where one of two managed node groups has no launch template",
            MEDIUM,
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet(node("n1"))
                .notAssigningIpv6()
                .inCluster()
                .withNodeGroup("own", "a")
                .withNodeGroupWithoutTemplate("plain", "z", "a"),
            finding ->
                assertEquals(
                    List.of(
                        new Verdict.Evidence("subnet-a", "AssignIpv6AddressOnCreation is off"),
                        new Verdict.Evidence(
                            "plain",
                            "the managed node group launches there without a launch template")),
                    finding.evidence()))
        .finds(
            "a managed node group without a launch template that launches elsewhere",
            LOW,
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet(node("n1"))
                .notAssigningIpv6()
                .inCluster()
                .beside(subnet("b", "2001:db8:0:2::/64"))
                .withNodeGroupWithoutTemplate("plain", "b"))
        .finds(
            "a subnet without nodes where a managed node group launches",
            MEDIUM,
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet()
                .notAssigningIpv6()
                .inCluster()
                .withNodeGroupWithoutTemplate("plain", "a"))
        .finds(
            "a subnet without nodes and ranges where a managed node group launches",
            MEDIUM,
            "subnet-a has no associated IPv6 range",
            privateSubnet().withDisassociatedIpv6Range().inCluster().withNodeGroup("own", "a"))
        .upholds(
            "a subnet without nodes that assigns IPv6, where a managed node group launches",
            privateSubnet().inCluster().withNodeGroupWithoutTemplate("plain", "a"))
        .finds(
            "a node subnet where it is not known which managed node groups launch",
            LOW,
            "subnet-a does not assign IPv6 addresses on creation; whether a managed node group"
                + " launches there without a launch template was not checked: AccessDenied",
            privateSubnet(node("n1"))
                .notAssigningIpv6()
                .inCluster()
                .unread(Part.NODE_GROUPS, "AccessDenied"))
        .cannotTell(
            "a cluster's subnet without nodes, where managed node groups may launch",
            "which managed node groups launch there was not read: AccessDenied",
            privateSubnet().notAssigningIpv6().inCluster().unread(Part.NODE_GROUPS, "AccessDenied"))
        .cannotTell(
            "a cluster's subnet without nodes and ranges, where managed node groups may launch",
            "which managed node groups launch there was not read: AccessDenied",
            privateSubnet()
                .withDisassociatedIpv6Range()
                .inCluster()
                .unread(Part.NODE_GROUPS, "AccessDenied"))
        .skips(
            "a cluster's subnet without nodes that assigns IPv6, whichever node groups launch"
                + " there",
            privateSubnet().inCluster().unread(Part.NODE_GROUPS, "AccessDenied"))
        .upholds(
            "a node subnet that assigns IPv6, whichever node groups launch there",
            privateSubnet(node("n1")).inCluster().unread(Part.NODE_GROUPS, "AccessDenied"))
        .finds(
            "a pod subnet that does not assign IPv6",
            "subnet-b does not assign IPv6 addresses on creation",
            node("n1")
                .with(networkInterface("pods").managedByEks().inSubnet("b"))
                .inCluster()
                .beside(subnet("b", "2001:db8:0:2::/64").notAssigningIpv6()))
        .finds(
            "a subnet whose IPv6 range is disassociated",
            MEDIUM,
            "subnet-a has no associated IPv6 range",
            privateSubnet(node("n1")).withDisassociatedIpv6Range())
        .finds(
            "a disassociated IPv6 range without assignment",
            "subnet-a has no associated IPv6 range",
            privateSubnet(node("n1")).withDisassociatedIpv6Range().notAssigningIpv6())
        .finds(
            "an IPv6 range in an unknown state without assignment",
            "subnet-a does not assign IPv6 addresses on creation",
            privateSubnet(node("n1")).withIpv6RangeUnread("state is odd").notAssigningIpv6())
        .cannotTell("state is odd", privateSubnet(node("n1")).withIpv6RangeUnread("state is odd"))
        .cannotTell(
            "an account without subnets",
            "AccessDenied",
            privateSubnet(node("n1")).inCluster().unread(Part.SUBNETS, "AccessDenied"))
        .cannotTell(
            "subnet subnet-gone",
            node("n1").with(networkInterface("pods").managedByEks().inSubnet("gone")))
        .cannotTell(
            "an account without interfaces", "AccessDenied", node("n1").unread("AccessDenied"));
  }
}
