package slash80.aws.convert;

import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.facts.Fact;
import slash80.facts.PrefixList;
import software.amazon.awssdk.services.ec2.model.EgressOnlyInternetGateway;
import software.amazon.awssdk.services.ec2.model.Instance;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InternetGateway;
import software.amazon.awssdk.services.ec2.model.NetworkAcl;
import software.amazon.awssdk.services.ec2.model.NetworkInterface;
import software.amazon.awssdk.services.ec2.model.RouteTable;
import software.amazon.awssdk.services.ec2.model.SecurityGroup;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.Subnet;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;
import software.amazon.awssdk.services.ec2.model.Vpc;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessOptions;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.eks.model.Nodegroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Rule;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupAttribute;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetHealthDescription;

/// AWS's responses about an account, or about one VPC of it, in the SDK's classes. Calls and
/// snapshot files lead to the same responses, and [ClusterFacts] converts both. The responses may
/// cover more than one cluster. A response that is missing carries the reason.
///
/// @param notes notes for the report about responses that are missing
public record AwsResponses(
    Layers layers,
    Attachments attachments,
    Balancing balancing,
    EntranceResponses entrances,
    Delegation delegation,
    List<String> notes) {

  /// The responses about the network layers of a VPC.
  ///
  /// @param prefixLists each prefix list by its id. A list is converted when it is read: one that
  ///   is remembered is the same object for each check
  public record Layers(Basis basis, Path path, ByResource<PrefixList> prefixLists) {}

  /// The responses about a VPC itself, its subnets and its security groups.
  public record Basis(
      Fact<List<Vpc>> vpcs,
      Fact<List<Subnet>> subnets,
      Fact<List<SecurityGroup>> groups,
      Fact<List<SecurityGroupRule>> groupRules) {

    public static Basis unread(String why) {
      return new Basis(Fact.unread(why), Fact.unread(why), Fact.unread(why), Fact.unread(why));
    }
  }

  /// The responses about the layers that packets pass before they reach the security groups.
  public record Path(
      Fact<List<NetworkAcl>> acls,
      Fact<List<RouteTable>> routeTables,
      Fact<List<InternetGateway>> internetGateways,
      Fact<List<EgressOnlyInternetGateway>> egressOnlyGateways,
      Fact<VpcBlockPublicAccessOptions> blockPublicAccess,
      Fact<List<VpcBlockPublicAccessExclusion>> exclusions) {

    public static Path unread(String why) {
      return new Path(
          Fact.unread(why),
          Fact.unread(why),
          Fact.unread(why),
          Fact.unread(why),
          Fact.unread(why),
          Fact.unread(why));
    }
  }

  /// The responses about instances and interfaces.
  ///
  /// @param interfaces the response of DescribeNetworkInterfaces; empty when there is none, and the
  ///   instances alone show their interfaces
  public record Attachments(
      Fact<List<Instance>> instances, Optional<Fact<List<NetworkInterface>>> interfaces) {}

  /// The responses about load balancers.
  ///
  /// @param targets the registered targets, by the target group's ARN
  /// @param attributes by the target group's ARN
  /// @param listeners by the load balancer's ARN
  /// @param rules of listeners, by the listener's ARN
  /// @param balancerAttributes by the load balancer's ARN
  /// @param tags of load balancers and target groups, by ARN
  public record Balancing(
      Fact<List<LoadBalancer>> balancers,
      Fact<List<TargetGroup>> groups,
      ByResource<List<TargetHealthDescription>> targets,
      ByResource<List<TargetGroupAttribute>> attributes,
      ByResource<List<Listener>> listeners,
      ByResource<List<Rule>> rules,
      ByResource<List<LoadBalancerAttribute>> balancerAttributes,
      ByResource<Map<String, String>> tags) {

    public static Balancing unread(String why) {
      return new Balancing(
          Fact.unread(why),
          Fact.unread(why),
          ByResource.unread(why),
          ByResource.unread(why),
          ByResource.unread(why),
          ByResource.unread(why),
          ByResource.unread(why),
          ByResource.unread(why));
    }
  }

  /// The responses about the delegation of prefixes to nodes.
  ///
  /// @param reservations the reservations in IPv6 ranges, by the subnet's id
  /// @param instanceTypes the instance types of the nodes
  /// @param vpcCni the vpc-cni add-on by the cluster's name; empty when EKS does not manage it
  /// @param nodeGroups the managed node groups by the cluster's name
  public record Delegation(
      ByResource<List<SubnetCidrReservation>> reservations,
      Fact<List<InstanceTypeInfo>> instanceTypes,
      ByResource<Optional<Addon>> vpcCni,
      ByResource<List<Nodegroup>> nodeGroups) {}
}
