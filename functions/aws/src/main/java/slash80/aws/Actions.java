package slash80.aws;

import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;

/// The IAM actions that reading an account needs.
public final class Actions {
  /// The names of services in IAM, where they are not those of the SDK in small letters.
  private static final Map<String, String> SERVICES =
      Map.of("ElasticLoadBalancingV2", "elasticloadbalancing");

  private Actions() {}

  /// The action of a call that the SDK makes, as IAM names it.
  public static String named(ExecutionAttributes attributes) {
    var service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
    return SERVICES.getOrDefault(service, service.toLowerCase(Locale.ROOT))
        + ":"
        + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME);
  }

  /// The action of one call, with its name in IAM.
  public enum Action {
    LIST_CLUSTERS("eks:ListClusters"),
    DESCRIBE_CLUSTER("eks:DescribeCluster"),
    DESCRIBE_ADDON("eks:DescribeAddon"),
    LIST_ADDONS("eks:ListAddons"),
    LIST_NODEGROUPS("eks:ListNodegroups"),
    DESCRIBE_NODEGROUP("eks:DescribeNodegroup"),
    DESCRIBE_VPCS("ec2:DescribeVpcs"),
    DESCRIBE_SUBNETS("ec2:DescribeSubnets"),
    DESCRIBE_INSTANCES("ec2:DescribeInstances"),
    DESCRIBE_NETWORK_INTERFACES("ec2:DescribeNetworkInterfaces"),
    DESCRIBE_SECURITY_GROUPS("ec2:DescribeSecurityGroups"),
    DESCRIBE_SECURITY_GROUP_RULES("ec2:DescribeSecurityGroupRules"),
    DESCRIBE_NETWORK_ACLS("ec2:DescribeNetworkAcls"),
    DESCRIBE_ROUTE_TABLES("ec2:DescribeRouteTables"),
    DESCRIBE_INTERNET_GATEWAYS("ec2:DescribeInternetGateways"),
    DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS("ec2:DescribeEgressOnlyInternetGateways"),
    DESCRIBE_ADDRESSES("ec2:DescribeAddresses"),
    DESCRIBE_MANAGED_PREFIX_LISTS("ec2:DescribeManagedPrefixLists"),
    GET_MANAGED_PREFIX_LIST_ENTRIES("ec2:GetManagedPrefixListEntries"),
    GET_SUBNET_CIDR_RESERVATIONS("ec2:GetSubnetCidrReservations"),
    DESCRIBE_INSTANCE_TYPES("ec2:DescribeInstanceTypes"),
    DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS("ec2:DescribeVpcBlockPublicAccessOptions"),
    DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS("ec2:DescribeVpcBlockPublicAccessExclusions"),
    DESCRIBE_LOAD_BALANCERS("elasticloadbalancing:DescribeLoadBalancers"),
    DESCRIBE_LOAD_BALANCER_ATTRIBUTES("elasticloadbalancing:DescribeLoadBalancerAttributes"),
    DESCRIBE_LISTENERS("elasticloadbalancing:DescribeListeners"),
    DESCRIBE_TARGET_GROUPS("elasticloadbalancing:DescribeTargetGroups"),
    DESCRIBE_TARGET_HEALTH("elasticloadbalancing:DescribeTargetHealth"),
    DESCRIBE_TARGET_GROUP_ATTRIBUTES("elasticloadbalancing:DescribeTargetGroupAttributes"),
    DESCRIBE_TAGS("elasticloadbalancing:DescribeTags"),
    DESCRIBE_RULES("elasticloadbalancing:DescribeRules"),
    DESCRIBE_INSTANCE_CONNECT_ENDPOINTS("ec2:DescribeInstanceConnectEndpoints"),
    DESCRIBE_VPC_ENDPOINT_SERVICE_CONFIGURATIONS("ec2:DescribeVpcEndpointServiceConfigurations"),
    LIST_ACCELERATORS("globalaccelerator:ListAccelerators"),
    LIST_LISTENERS("globalaccelerator:ListListeners"),
    LIST_ENDPOINT_GROUPS("globalaccelerator:ListEndpointGroups"),
    /// Reads the policy and not the account.
    GET_PARAMETER("ssm:GetParameter"),
    /// The next three list the accounts of the fleet.
    LIST_ACCOUNTS("organizations:ListAccounts"),
    GET_PARAMETERS_BY_PATH("ssm:GetParametersByPath"),
    GET_OBJECT("s3:GetObject"),
    /// The next five tell whether events arrive from an account.
    DESCRIBE_TRAILS("cloudtrail:DescribeTrails"),
    GET_TRAIL_STATUS("cloudtrail:GetTrailStatus"),
    GET_EVENT_SELECTORS("cloudtrail:GetEventSelectors"),
    LIST_RULE_NAMES_BY_TARGET("events:ListRuleNamesByTarget"),
    DESCRIBE_RULE("events:DescribeRule");

    private final String name;

    Action(String name) {
      this.name = name;
    }

    @Override
    public String toString() {
      return name;
    }
  }

  /// The actions that do not read a cluster or its network.
  private static final Set<Action> BESIDE =
      EnumSet.range(Action.GET_PARAMETER, Action.DESCRIBE_RULE);

  /// The actions that tell whether events arrive from an account. Without them everything is
  /// checked.
  public static final List<String> EXAMINING =
      EnumSet.range(Action.DESCRIBE_TRAILS, Action.DESCRIBE_RULE).stream()
          .map(Action::toString)
          .sorted()
          .toList();

  /// The actions for reading a live account, as IAM policies name them.
  public static final List<String> READING =
      Arrays.stream(Action.values())
          .filter(action -> action != Action.LIST_ADDONS && !BESIDE.contains(action))
          .map(Action::toString)
          .sorted()
          .toList();

  /// The actions for capturing a live account. A snapshot lists all add-ons to show that vpc-cni is
  /// not among them.
  public static final List<String> CAPTURING =
      Arrays.stream(Action.values())
          .filter(action -> !BESIDE.contains(action))
          .map(Action::toString)
          .sorted()
          .toList();
}
