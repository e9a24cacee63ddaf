package slash80.aws.snapshot;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.function.Supplier;
import slash80.aws.convert.AcceleratorFacts;
import slash80.aws.convert.ClassicFacts;
import slash80.aws.convert.PlainResponse;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.services.ec2.model.DescribeEgressOnlyInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceConnectEndpointsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstanceTypesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInstancesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeInternetGatewaysResponse;
import software.amazon.awssdk.services.ec2.model.DescribeManagedPrefixListsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkAclsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeNetworkInterfacesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeRouteTablesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupRulesResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSecurityGroupsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeSubnetsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcBlockPublicAccessExclusionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcBlockPublicAccessOptionsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcEndpointServiceConfigurationsResponse;
import software.amazon.awssdk.services.ec2.model.DescribeVpcsResponse;
import software.amazon.awssdk.services.ec2.model.GetManagedPrefixListEntriesResponse;
import software.amazon.awssdk.services.ec2.model.GetSubnetCidrReservationsResponse;
import software.amazon.awssdk.services.eks.model.DescribeAddonResponse;
import software.amazon.awssdk.services.eks.model.DescribeClusterResponse;
import software.amazon.awssdk.services.eks.model.DescribeNodegroupResponse;
import software.amazon.awssdk.services.eks.model.ListAddonsResponse;
import software.amazon.awssdk.services.eks.model.ListNodegroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeListenersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancerAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeLoadBalancersResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeRulesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTagsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupAttributesResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetGroupsResponse;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.DescribeTargetHealthResponse;

/// The commands of the AWS CLI whose output a snapshot holds. Each file is named after its command.
public enum CliCommand {
  DESCRIBE_CLUSTER(
      "eks describe-cluster --name",
      About.ONE_RESOURCE,
      "cluster",
      DescribeClusterResponse::builder),
  DESCRIBE_VPCS("ec2 describe-vpcs", About.ACCOUNT, "Vpcs", DescribeVpcsResponse::builder),
  DESCRIBE_SUBNETS(
      "ec2 describe-subnets", About.ACCOUNT, "Subnets", DescribeSubnetsResponse::builder),
  DESCRIBE_INSTANCES(
      "ec2 describe-instances", About.ACCOUNT, "Reservations", DescribeInstancesResponse::builder),
  DESCRIBE_SECURITY_GROUPS(
      "ec2 describe-security-groups",
      About.ACCOUNT,
      "SecurityGroups",
      DescribeSecurityGroupsResponse::builder),
  DESCRIBE_NETWORK_ACLS(
      "ec2 describe-network-acls",
      About.ACCOUNT,
      "NetworkAcls",
      DescribeNetworkAclsResponse::builder),
  DESCRIBE_ROUTE_TABLES(
      "ec2 describe-route-tables",
      About.ACCOUNT,
      "RouteTables",
      DescribeRouteTablesResponse::builder),
  DESCRIBE_INTERNET_GATEWAYS(
      "ec2 describe-internet-gateways",
      About.ACCOUNT,
      "InternetGateways",
      DescribeInternetGatewaysResponse::builder),
  DESCRIBE_NETWORK_INTERFACES(
      "ec2 describe-network-interfaces",
      About.ACCOUNT,
      "NetworkInterfaces",
      DescribeNetworkInterfacesResponse::builder),
  DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_OPTIONS(
      "ec2 describe-vpc-block-public-access-options",
      About.ACCOUNT,
      "VpcBlockPublicAccessOptions",
      DescribeVpcBlockPublicAccessOptionsResponse::builder),
  DESCRIBE_VPC_BLOCK_PUBLIC_ACCESS_EXCLUSIONS(
      "ec2 describe-vpc-block-public-access-exclusions",
      About.ACCOUNT,
      "VpcBlockPublicAccessExclusions",
      DescribeVpcBlockPublicAccessExclusionsResponse::builder),
  DESCRIBE_EGRESS_ONLY_INTERNET_GATEWAYS(
      "ec2 describe-egress-only-internet-gateways",
      About.ACCOUNT,
      "EgressOnlyInternetGateways",
      DescribeEgressOnlyInternetGatewaysResponse::builder),
  DESCRIBE_MANAGED_PREFIX_LISTS(
      "ec2 describe-managed-prefix-lists",
      About.ACCOUNT,
      "PrefixLists",
      DescribeManagedPrefixListsResponse::builder),
  GET_MANAGED_PREFIX_LIST_ENTRIES(
      "ec2 get-managed-prefix-list-entries --prefix-list-id",
      About.NAMED_BY_FILE,
      "Entries",
      GetManagedPrefixListEntriesResponse::builder),
  GET_SUBNET_CIDR_RESERVATIONS(
      "ec2 get-subnet-cidr-reservations --subnet-id",
      About.NAMED_BY_FILE,
      "SubnetIpv6CidrReservations",
      GetSubnetCidrReservationsResponse::builder),
  DESCRIBE_INSTANCE_TYPES(
      "ec2 describe-instance-types",
      About.ACCOUNT,
      "InstanceTypes",
      DescribeInstanceTypesResponse::builder),
  DESCRIBE_SECURITY_GROUP_RULES(
      "ec2 describe-security-group-rules",
      About.ACCOUNT,
      "SecurityGroupRules",
      DescribeSecurityGroupRulesResponse::builder),
  DESCRIBE_ADDON(
      "eks describe-addon --cluster-name CLUSTER --addon-name",
      About.ONE_RESOURCE,
      "addon",
      DescribeAddonResponse::builder),
  LIST_ADDONS(
      "eks list-addons --cluster-name", About.NAMED_BY_FILE, "addons", ListAddonsResponse::builder),
  DESCRIBE_NODEGROUP(
      "eks describe-nodegroup --cluster-name CLUSTER --nodegroup-name",
      About.ONE_RESOURCE,
      "nodegroup",
      DescribeNodegroupResponse::builder),
  LIST_NODEGROUPS(
      "eks list-nodegroups --cluster-name",
      About.NAMED_BY_FILE,
      "nodegroups",
      ListNodegroupsResponse::builder),
  DESCRIBE_LOAD_BALANCERS(
      "elbv2 describe-load-balancers",
      About.ACCOUNT,
      "LoadBalancers",
      DescribeLoadBalancersResponse::builder),
  DESCRIBE_TARGET_GROUPS(
      "elbv2 describe-target-groups",
      About.ACCOUNT,
      "TargetGroups",
      DescribeTargetGroupsResponse::builder),
  DESCRIBE_LISTENERS(
      "elbv2 describe-listeners --load-balancer-arn",
      About.ONE_RESOURCE,
      "Listeners",
      DescribeListenersResponse::builder),
  DESCRIBE_TARGET_HEALTH(
      "elbv2 describe-target-health --target-group-arn",
      About.NAMED_BY_FILE,
      "TargetHealthDescriptions",
      DescribeTargetHealthResponse::builder),
  DESCRIBE_LOAD_BALANCER_ATTRIBUTES(
      "elbv2 describe-load-balancer-attributes --load-balancer-arn",
      About.NAMED_BY_FILE,
      "Attributes",
      DescribeLoadBalancerAttributesResponse::builder),
  DESCRIBE_TARGET_GROUP_ATTRIBUTES(
      "elbv2 describe-target-group-attributes --target-group-arn",
      About.NAMED_BY_FILE,
      "Attributes",
      DescribeTargetGroupAttributesResponse::builder),
  DESCRIBE_TAGS(
      "elbv2 describe-tags --resource-arns",
      About.ACCOUNT,
      "TagDescriptions",
      DescribeTagsResponse::builder),
  DESCRIBE_RULES(
      "elbv2 describe-rules --listener-arn",
      About.ONE_RESOURCE,
      "Rules",
      DescribeRulesResponse::builder),
  DESCRIBE_CLASSIC_LOAD_BALANCERS(
      "elb describe-load-balancers",
      About.CLASSIC,
      "LoadBalancerDescriptions",
      ClassicFacts::noLoadBalancers),
  DESCRIBE_CLASSIC_TAGS(
      "elb describe-tags --load-balancer-names",
      About.CLASSIC,
      "TagDescriptions",
      ClassicFacts::noTags),
  DESCRIBE_INSTANCE_CONNECT_ENDPOINTS(
      "ec2 describe-instance-connect-endpoints",
      About.ACCOUNT,
      "InstanceConnectEndpoints",
      DescribeInstanceConnectEndpointsResponse::builder),
  DESCRIBE_VPC_ENDPOINT_SERVICE_CONFIGURATIONS(
      "ec2 describe-vpc-endpoint-service-configurations",
      About.ACCOUNT,
      "ServiceConfigurations",
      DescribeVpcEndpointServiceConfigurationsResponse::builder),
  LIST_ACCELERATORS(
      "globalaccelerator list-accelerators --region us-west-2",
      About.ACCOUNT,
      "Accelerators",
      AcceleratorFacts::noAccelerators),
  LIST_LISTENERS(
      "globalaccelerator list-listeners --region us-west-2 --accelerator-arn",
      About.ONE_RESOURCE,
      "Listeners",
      AcceleratorFacts::noListeners),
  LIST_ENDPOINT_GROUPS(
      "globalaccelerator list-endpoint-groups --region us-west-2 --listener-arn",
      About.ONE_RESOURCE,
      "EndpointGroups",
      AcceleratorFacts::noEndpointGroups);

  /// The scope of the output.
  private enum About {
    ACCOUNT,
    /// The account's Classic Load Balancers. The commands about the newer load balancers have the
    /// same names.
    CLASSIC,
    /// One resource, which the output names.
    ONE_RESOURCE,
    /// One resource, which only the file's name gives.
    NAMED_BY_FILE
  }

  private static final String CLASSIC_WORD = "classic";

  private final String line;
  private final About subject;
  private final String key;
  private final Supplier<SdkPojo> response;

  CliCommand(String line, About subject, String key, Supplier<SdkPojo> response) {
    this.line = line;
    this.subject = subject;
    this.key = key;
    this.response = response;
  }

  /// The command of this name. Of two with one name, the one about the newer load balancers.
  public static Optional<CliCommand> named(String word) {
    return Arrays.stream(values()).filter(command -> command.word().equals(word)).findFirst();
  }

  /// The command that prints a response without a class of the SDK.
  public static CliCommand ofPlain(PlainResponse response) {
    return Arrays.stream(values())
        .filter(command -> command.response() instanceof PlainResponse)
        .filter(command -> ((PlainResponse) command.response()).name().equals(response.name()))
        .findFirst()
        .orElseThrow();
  }

  /// Whether a command about Classic Load Balancers has the same name.
  boolean sharesItsName() {
    return this == DESCRIBE_LOAD_BALANCERS || this == DESCRIBE_TAGS;
  }

  /// The command that printed a file which is named after this command: the commands about Classic
  /// Load Balancers have the same names as those about the newer ones, and other content.
  ///
  /// @param about the word after the name, or empty
  CliCommand told(String about, Outline content) {
    return switch (this) {
      case DESCRIBE_LOAD_BALANCERS ->
          content.has(DESCRIBE_CLASSIC_LOAD_BALANCERS.key)
                  || (about.equals(CLASSIC_WORD) && !content.has(key))
              ? DESCRIBE_CLASSIC_LOAD_BALANCERS
              : this;
      case DESCRIBE_TAGS ->
          content.firstHas(key, "LoadBalancerName")
                  || (about.equals(CLASSIC_WORD) && !content.firstHas(key, "ResourceArn"))
              ? DESCRIBE_CLASSIC_TAGS
              : this;
      default -> this;
    };
  }

  /// Whether a content with the key is this command's, as far as it tells: some commands print one
  /// key.
  boolean printed(Outline content) {
    return switch (this) {
      case DESCRIBE_TAGS -> content.firstHas(key, "ResourceArn");
      case DESCRIBE_CLASSIC_TAGS -> content.firstHas(key, "LoadBalancerName");
      case DESCRIBE_LISTENERS -> content.firstHas(key, "LoadBalancerArn");
      case LIST_LISTENERS -> content.firstHas(key, "PortRanges");
      default -> true;
    };
  }

  static List<String> words() {
    return Arrays.stream(values()).map(CliCommand::word).distinct().toList();
  }

  /// The name of the command, which its file is named after: `describe-subnets`.
  String word() {
    return line.split(" ")[1];
  }

  /// The key that the output always has.
  public String key() {
    return key;
  }

  /// A new builder of the SDK's class for the output.
  SdkPojo response() {
    return response.get();
  }

  /// Whether a snapshot cannot be judged without this command's file.
  public boolean isNeeded() {
    return compareTo(DESCRIBE_INTERNET_GATEWAYS) <= 0;
  }

  /// Whether only the file's name tells the resource that the content is about.
  boolean isNamedByFile() {
    return subject == About.NAMED_BY_FILE;
  }

  /// The resource that a page is about; empty if the file's name does not tell. If the content
  /// names the resource, a number in the file's name is the number of the page.
  String resource(String about) {
    return switch (subject) {
      case ACCOUNT, CLASSIC -> "";
      case ONE_RESOURCE -> about.matches("\\d+") ? "" : about;
      case NAMED_BY_FILE -> about;
    };
  }

  /// The command with its service and without options: `ec2 describe-subnets`.
  public String command() {
    return line.replaceFirst(" --.*", "");
  }

  /// The option that names the resource. It equals a member of the SDK's request but for upper and
  /// lower case.
  public Optional<String> idOption() {
    return subject == About.ACCOUNT || subject == About.CLASSIC
        ? Optional.empty()
        : Optional.of(line.substring(line.lastIndexOf("--")).replace("-", ""));
  }

  /// The command line that writes the file.
  String commandLine() {
    return "aws %s%s > %s".formatted(line, idOption().isEmpty() ? "" : " ID", file("ID"));
  }

  /// The name of the file, with the id where the command is about one resource.
  public String file(String id) {
    return switch (subject) {
      case ACCOUNT -> word() + ".json";
      case CLASSIC -> word() + "." + CLASSIC_WORD + ".json";
      case ONE_RESOURCE, NAMED_BY_FILE -> word() + "." + id + ".json";
    };
  }
}
