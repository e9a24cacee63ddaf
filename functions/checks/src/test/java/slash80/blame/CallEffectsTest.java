package slash80.blame;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static slash80.check.Events.call;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import slash80.check.Events;
import slash80.check.event.EventReader;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.Prefix;

/// Tests what calls that the run of random calls does not make are read as.
class CallEffectsTest {
  private static final Instant RECEIVED = Instant.parse("2026-11-23T08:10:00Z");
  private static final String INSTANCE = "i-0123456789abcdef0";
  private static final String INTERFACE = "eni-0123456789abcdef0";
  private static final Subnet.Id SUBNET = new Subnet.Id("subnet-0123456789abcdef0");
  private static final Vpc.Id VPC = new Vpc.Id("vpc-0123456789abcdef0");
  private static final Prefix RANGE = Prefix.parse("2001:db8:0:1::/64");
  private static final String BALANCERS = "elasticloadbalancing";
  private static final String GROUP =
      "arn:aws:elasticloadbalancing:us-east-2:111122223333:targetgroup/web/1";

  private static Arguments ec2(String name, String request, String response, Step... steps) {
    return of(call(name), request, response, steps);
  }

  private static Arguments eks(String name, String request, Step... steps) {
    return of(call(name).of("eks").in("2017-11-01"), request, "{'requestId':'r'}", steps);
  }

  private static Arguments balancers(String name, String request, String response, Step... steps) {
    return of(call(name).of(BALANCERS).in("2015-12-01"), request, response, steps);
  }

  private static Arguments of(Events.Call call, String request, String response, Step... steps) {
    return Arguments.of(call.name(), call.asking(request).answering(response), List.of(steps));
  }

  private static ClusterSteps.NodesOf nodes(boolean isDeleted) {
    return new ClusterSteps.NodesOf("demo", "batch", isDeleted);
  }

  private static InterfaceSteps.Held held(boolean given) {
    return new InterfaceSteps.Held(
        new NetworkInterface.Id(INTERFACE), List.of(Prefix.parse("10.0.0.9/32")), given);
  }

  static Stream<Arguments> instances() {
    return Stream.of(
        ec2(
            "CreateFleet",
            "{'CreateFleetRequest':{'Type':'instant'}}",
            "{'CreateFleetResponse':{'fleetInstanceSet':{'item':{'instanceIds':{'item':'%s'}}}}}"
                .formatted(INSTANCE),
            new InterfaceSteps.Made(Set.of(INSTANCE))),
        ec2(
            "StartInstances",
            "{'instancesSet':{'items':[{'instanceId':'%s'}]}}".formatted(INSTANCE),
            "{'requestId':'r'}",
            new InterfaceSteps.Made(Set.of(INSTANCE))),
        ec2(
            "CreateNetworkInterface",
            "{'subnetId':'%s'}".formatted(SUBNET),
            "{'networkInterface':{'networkInterfaceId':'%s'}}".formatted(INTERFACE),
            new InterfaceSteps.Made(Set.of(INTERFACE))),
        ec2(
            "DeleteNetworkInterface",
            "{'networkInterfaceId':'%s'}".formatted(INTERFACE),
            "{'requestId':'r','_return':true}",
            new InterfaceSteps.Removed(Set.of(INTERFACE))),
        ec2(
            "AssignPrivateIpAddresses",
            "{'networkInterfaceId':'%s','secondaryPrivateIpAddressCount':1}".formatted(INTERFACE),
            "{'networkInterfaceId':'%s','assignedPrivateIpAddressesSet':{'assignedPrivateIpAddressSetType':[{'privateIpAddress':'10.0.0.9'}]}}"
                .formatted(INTERFACE),
            held(true)),
        ec2(
            "UnassignPrivateIpAddresses",
            "{'networkInterfaceId':'%s','privateIpAddressesSet':{'items':[{'privateIpAddress':'10.0.0.9'}]}}"
                .formatted(INTERFACE),
            "{'requestId':'r','_return':true}",
            held(false)),
        ec2(
            "ResetNetworkInterfaceAttribute",
            "{'networkInterfaceId':'%s','sourceDestCheck':'true'}".formatted(INTERFACE),
            "{'requestId':'r','_return':true}",
            new InterfaceSteps.CheckSet(INTERFACE, true)),
        ec2(
            "ResetInstanceAttribute",
            "{'instanceId':'%s','attribute':'sourceDestCheck'}".formatted(INSTANCE),
            "{'requestId':'r','_return':true}",
            new InterfaceSteps.CheckSet(INSTANCE, true)),
        ec2(
            "ResetInstanceAttribute",
            "{'instanceId':'%s','attribute':'kernel'}".formatted(INSTANCE),
            "{'requestId':'r','_return':true}"));
  }

  static Stream<Arguments> ranges() {
    return Stream.of(
        ec2(
            "AssociateSubnetCidrBlock",
            "{'subnetId':'%s','ipv6CidrBlock':'%s'}".formatted(SUBNET, RANGE),
            "{'subnetId':'%s','ipv6CidrBlockAssociation':{'ipv6CidrBlock':'%s'}}"
                .formatted(SUBNET, RANGE),
            new SubnetSteps.RangeOf(SUBNET, RANGE, true)),
        ec2(
            "DisassociateSubnetCidrBlock",
            "{'DisassociateSubnetCidrBlockRequest':{'AssociationId':'subnet-cidr-assoc-1'}}",
            "{'DisassociateSubnetCidrBlockResponse':{'subnetId':'%s','ipv6CidrBlockAssociation':{'ipv6CidrBlock':'%s'}}}"
                .formatted(SUBNET, RANGE),
            new SubnetSteps.RangeOf(SUBNET, RANGE, false)),
        ec2(
            "AssociateVpcCidrBlock",
            "{'vpcId':'%s','ipv6CidrBlock':'%s'}".formatted(VPC, RANGE),
            "{'vpcId':'%s','ipv6CidrBlockAssociation':{'ipv6CidrBlock':'%s'}}"
                .formatted(VPC, RANGE),
            new SubnetSteps.RangeOfVpc(VPC, RANGE, true)),
        ec2(
            "AssociateVpcCidrBlock",
            "{'vpcId':'%s','cidrBlock':'10.1.0.0/16'}".formatted(VPC),
            "{'vpcId':'%s','cidrBlockAssociation':{'cidrBlock':'10.1.0.0/16'}}".formatted(VPC),
            new SubnetSteps.RangeOfVpc(VPC, Prefix.parse("10.1.0.0/16"), true)),
        ec2(
            "DisassociateVpcCidrBlock",
            "{'associationId':'vpc-cidr-assoc-1'}",
            "{'vpcId':'%s','ipv6CidrBlockAssociation':{'ipv6CidrBlock':'%s'}}"
                .formatted(VPC, RANGE),
            new SubnetSteps.RangeOfVpc(VPC, RANGE, false)));
  }

  static Stream<Arguments> clusters() {
    return Stream.of(
        eks(
            "CreateAddon",
            "{'name':'demo','addonName':'vpc-cni','addonVersion':'v1.20.4-eksbuild.1'}",
            new ClusterSteps.AddonSet(
                "demo",
                new ClusterSteps.Addon(true, Optional.of("v1.20.4-eksbuild.1"), Map.of()),
                true)),
        eks("CreateAddon", "{'name':'demo','addonName':'coredns'}"),
        eks("DeleteCluster", "{'name':'demo'}", new ClusterSteps.Deleted("demo")),
        eks("DeleteNodegroup", "{'name':'demo','nodegroupName':'batch'}", nodes(true)),
        eks("UpdateNodegroupVersion", "{'name':'demo','nodegroupName':'batch'}", nodes(false)),
        eks(
            "UpdateNodegroupConfig",
            "{'name':'demo','nodegroupName':'batch','scalingConfig':{'desiredSize':3}}",
            nodes(false)),
        eks(
            "UpdateNodegroupConfig",
            "{'name':'demo','nodegroupName':'batch','labels':{'addOrUpdateLabels':{'a':'b'}}}"),
        eks("TagResource", "{'resourceArn':'arn:aws:eks:us-east-2:111122223333:cluster/demo'}"),
        eks("UntagResource", "{'resourceArn':'arn:aws:eks:us-east-2:111122223333:cluster/demo'}"),
        ec2(
            "ModifyInstanceConnectEndpoint",
            "{'ModifyInstanceConnectEndpointRequest':{'InstanceConnectEndpointId':'eice-1'}}",
            "{'ModifyInstanceConnectEndpointResponse':{'return':true}}",
            new ClusterSteps.ConnectEndpointSet("eice-1")));
  }

  static Stream<Arguments> loadBalancers() {
    return Stream.of(
        balancers(
            "ApplySecurityGroupsToLoadBalancer",
            "{'loadBalancerName':'web','securityGroups':['sg-1']}",
            "{'securityGroups':['sg-1']}",
            new BalancerSteps.BalancerGroupsSet("web", Set.of(new SecurityGroup.Id("sg-1")))),
        balancers(
            "CreateLoadBalancerListeners",
            "{'loadBalancerName':'web','listeners':[{'loadBalancerPort':80}]}",
            "{'requestId':'r'}",
            new BalancerSteps.ClassicListenerMade("web", 80)),
        balancers(
            "CreateRule",
            "{'listenerArn':'arn-of-listener','actions':[{'targetGroupArn':'%s'}]}"
                .formatted(GROUP),
            "{'rules':[{'ruleArn':'arn-of-rule'}]}",
            new BalancerSteps.ListenerRuleSet("arn-of-listener", Set.of(GROUP))),
        balancers(
            "CreateTargetGroup",
            "{'name':'web'}",
            "{'targetGroups':[{'targetGroupArn':'%s'}]}".formatted(GROUP),
            new BalancerSteps.BalancerMade(GROUP)),
        balancers(
            "DeleteTargetGroup",
            "{'targetGroupArn':'%s'}".formatted(GROUP),
            "{'requestId':'r'}",
            new InterfaceSteps.Removed(Set.of(GROUP))),
        balancers(
            "ModifyTargetGroup", "{'targetGroupArn':'%s'}".formatted(GROUP), "{'requestId':'r'}"),
        balancers("SetRulePriorities", "{'rulePriorities':[]}", "{'requestId':'r'}"),
        balancers("ModifyCapacityReservation", "{'loadBalancerArn':'arn'}", "{'requestId':'r'}"));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource({"instances", "ranges", "clusters", "loadBalancers"})
  void a_call_is_read_as_its_steps(String name, Events.Call call, List<Step> steps) {
    assertEquals(
        steps.isEmpty() ? new Effect.None() : new Effect.Steps(steps),
        EventReader.read(call.event(), RECEIVED).origin().effect(),
        name);
  }
}
