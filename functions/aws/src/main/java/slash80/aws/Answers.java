package slash80.aws;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Fact;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.PrefixListEntry;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/// What AWS answered about an account or one VPC of it, in the SDK's words: from files or from
/// calls, [FactsOf] makes the same facts of it. It may say more than was asked for.
///
/// @param interfaces what describe-network-interfaces answered; empty when it was never asked
/// @param prefixLists entries, by the list's id
/// @param targets what is registered, by the target group's ARN
/// @param attributes by the target group's ARN
/// @param tags of load balancers and target groups, by ARN
/// @param listeners by the load balancer's ARN
/// @param balancerAttributes by the load balancer's ARN
/// @param reservations of IPv6 ranges, by the subnet's id
/// @param instanceTypes what describe-instance-types answered about those of the nodes
/// @param vpcCni the vpc-cni add-on, by the cluster's name; nothing when EKS does not manage it
record Answers(
    Fact<List<Vpc>> vpcs,
    Fact<List<Subnet>> subnets,
    Fact<List<Instance>> instances,
    Optional<Fact<List<NetworkInterface>>> interfaces,
    Fact<List<SecurityGroup>> groups,
    Fact<List<SecurityGroupRule>> groupRules,
    Fact<List<NetworkAcl>> acls,
    Fact<List<RouteTable>> routeTables,
    Fact<List<InternetGateway>> internetGateways,
    Map<String, Fact<List<PrefixListEntry>>> prefixLists,
    Fact<VpcBlockPublicAccessOptions> blockPublicAccess,
    Fact<List<VpcBlockPublicAccessExclusion>> exclusions,
    Fact<List<LoadBalancer>> loadBalancers,
    Fact<List<TargetGroup>> targetGroups,
    Map<String, Fact<List<TargetHealthDescription>>> targets,
    Map<String, Fact<List<TargetGroupAttribute>>> attributes,
    Map<String, Fact<Map<String, String>>> tags,
    Map<String, Fact<List<Listener>>> listeners,
    Map<String, Fact<List<LoadBalancerAttribute>>> balancerAttributes,
    Map<String, Fact<List<SubnetCidrReservation>>> reservations,
    Fact<List<InstanceTypeInfo>> instanceTypes,
    Map<String, Fact<Optional<Addon>>> vpcCni,
    Fact<List<EgressOnlyInternetGateway>> egressOnlyGateways) {

  /// What is said of load balancers.
  ///
  /// @param targets by the target group's ARN
  /// @param attributes by the target group's ARN
  /// @param listeners by the load balancer's ARN
  /// @param balancerAttributes by the load balancer's ARN
  record Balancing(
      Fact<List<LoadBalancer>> balancers,
      Fact<List<TargetGroup>> groups,
      Map<String, Fact<List<TargetHealthDescription>>> targets,
      Map<String, Fact<List<TargetGroupAttribute>>> attributes,
      Map<String, Fact<List<Listener>>> listeners,
      Map<String, Fact<List<LoadBalancerAttribute>>> balancerAttributes) {}

  /// The same, with what instance types can do.
  Answers with(Fact<List<InstanceTypeInfo>> types) {
    return new Answers(
        vpcs,
        subnets,
        instances,
        interfaces,
        groups,
        groupRules,
        acls,
        routeTables,
        internetGateways,
        prefixLists,
        blockPublicAccess,
        exclusions,
        loadBalancers,
        targetGroups,
        targets,
        attributes,
        tags,
        listeners,
        balancerAttributes,
        reservations,
        types,
        vpcCni,
        egressOnlyGateways);
  }

  /// The same, with load balancers and target groups.
  Answers with(Balancing balancing) {
    return new Answers(
        vpcs,
        subnets,
        instances,
        interfaces,
        groups,
        groupRules,
        acls,
        routeTables,
        internetGateways,
        prefixLists,
        blockPublicAccess,
        exclusions,
        balancing.balancers(),
        balancing.groups(),
        balancing.targets(),
        balancing.attributes(),
        tags,
        balancing.listeners(),
        balancing.balancerAttributes(),
        reservations,
        instanceTypes,
        vpcCni,
        egressOnlyGateways);
  }
}
