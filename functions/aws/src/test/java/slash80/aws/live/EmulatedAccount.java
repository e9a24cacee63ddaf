package slash80.aws.live;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;
import software.amazon.awssdk.awscore.client.builder.AwsClientBuilder;
import software.amazon.awssdk.core.interceptor.Context;
import software.amazon.awssdk.core.interceptor.ExecutionAttributes;
import software.amazon.awssdk.core.interceptor.ExecutionInterceptor;
import software.amazon.awssdk.core.interceptor.SdkExecutionAttribute;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.ec2.Ec2Client;
import software.amazon.awssdk.services.ec2.model.DomainType;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.Ipv6PrefixSpecificationRequest;
import software.amazon.awssdk.services.ec2.model.ResourceType;
import software.amazon.awssdk.services.ec2.model.RuleAction;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.eks.EksClient;
import software.amazon.awssdk.services.eks.model.IpFamily;
import software.amazon.awssdk.services.elasticloadbalancingv2.ElasticLoadBalancingV2Client;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.IpAddressType;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.ProtocolEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroupIpAddressTypeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetTypeEnum;

/// An account on the emulator with one IPv6 cluster: two nodes with a prefix each, one without, a
/// group that admits a prefix list, both kinds of gateway, an ACL and a load balancer.
public final class EmulatedAccount {
  public static final String REGION = "us-east-2";

  private final URI endpoint;
  private final Set<String> called = new ConcurrentSkipListSet<>();
  final Ec2Client ec2;
  final EksClient eks;
  public final ElasticLoadBalancingV2Client balancing;

  String vpc;
  public String subnet;
  String privateSubnet;
  String instance;
  String networkInterface;
  String group;
  String groupRule;
  String prefixList;
  String unusedPrefixList;
  String routeTable;
  String acl;
  String internetGateway;
  public String egressOnlyGateway;
  String elasticAddress;
  String loadBalancer;
  String targetGroup;
  String listener;
  String looseGateway;
  String address;

  EmulatedAccount(String endpoint) {
    this.endpoint = URI.create(endpoint);
    this.ec2 = built(Ec2Client.builder());
    this.eks = built(EksClient.builder());
    this.balancing = built(ElasticLoadBalancingV2Client.builder());
  }

  /// The account on an emulator that was reset.
  public static EmulatedAccount afresh() {
    var account = new EmulatedAccount(System.getenv("SLASH80_EMULATOR"));
    var reset = HttpRequest.newBuilder(account.endpoint.resolve("/moto-api/reset"));
    try (var client = HttpClient.newHttpClient()) {
      client.send(
          reset.POST(HttpRequest.BodyPublishers.noBody()).build(),
          HttpResponse.BodyHandlers.discarding());
    } catch (IOException broken) {
      throw new UncheckedIOException(broken);
    } catch (InterruptedException stopped) {
      throw new IllegalStateException(stopped);
    }
    account.build();
    return account;
  }

  /// A reader of the account.
  public LiveAccount live() {
    return new LiveAccount(ec2, eks, balancing);
  }

  /// A reader of the account with listeners to its calls.
  public LiveAccount live(ExecutionInterceptor... listeners) {
    return new LiveAccount(
        built(Ec2Client.builder(), listeners),
        built(EksClient.builder(), listeners),
        built(ElasticLoadBalancingV2Client.builder(), listeners));
  }

  /// The actions that were called so far, as IAM names them.
  public Set<String> called() {
    return called;
  }

  <B extends AwsClientBuilder<B, C>, C> C built(B builder, ExecutionInterceptor... listeners) {
    return builder
        .region(Region.of(REGION))
        .endpointOverride(endpoint)
        .credentialsProvider(
            StaticCredentialsProvider.create(AwsBasicCredentials.create("test", "test")))
        .overrideConfiguration(
            config -> {
              config.retryStrategy(RetryMode.STANDARD).addExecutionInterceptor(new Recorder());
              List.of(listeners).forEach(config::addExecutionInterceptor);
            })
        .build();
  }

  private final class Recorder implements ExecutionInterceptor {
    private static final Map<String, String> PREFIXES =
        Map.of("Ec2", "ec2", "Eks", "eks", "ElasticLoadBalancingV2", "elasticloadbalancing");

    @Override
    public void beforeExecution(Context.BeforeExecution context, ExecutionAttributes attributes) {
      var service = attributes.getAttribute(SdkExecutionAttribute.SERVICE_NAME);
      called.add(
          PREFIXES.getOrDefault(service, service)
              + ":"
              + attributes.getAttribute(SdkExecutionAttribute.OPERATION_NAME));
    }
  }

  void build() {
    buildNetwork();
    buildGroups();
    buildNodes();
    buildBalancer();
    eks.createCluster(
        cluster ->
            cluster
                .name("demo")
                .roleArn("arn:aws:iam::123456789012:role/eks")
                .resourcesVpcConfig(
                    config -> config.subnetIds(subnet, privateSubnet).securityGroupIds(group))
                .kubernetesNetworkConfig(config -> config.ipFamily(IpFamily.IPV6)));
    called.clear();
  }

  private void buildNetwork() {
    vpc =
        ec2.createVpc(builder -> builder.cidrBlock("10.0.0.0/16").amazonProvidedIpv6CidrBlock(true))
            .vpc()
            .vpcId();
    var range =
        ec2.describeVpcs(builder -> builder.vpcIds(vpc))
            .vpcs()
            .getFirst()
            .ipv6CidrBlockAssociationSet()
            .getFirst()
            .ipv6CidrBlock();
    var halves = range.replaceFirst("00::/56$", "");
    address = halves + "01::77";
    looseGateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    subnet = subnet("10.0.1.0/24", halves + "01::/64");
    privateSubnet = subnet("10.0.2.0/24", halves + "02::/64");
    internetGateway = ec2.createInternetGateway().internetGateway().internetGatewayId();
    ec2.attachInternetGateway(to -> to.internetGatewayId(internetGateway).vpcId(vpc));
    egressOnlyGateway =
        ec2.createEgressOnlyInternetGateway(builder -> builder.vpcId(vpc))
            .egressOnlyInternetGateway()
            .egressOnlyInternetGatewayId();
    routeTable = ec2.createRouteTable(builder -> builder.vpcId(vpc)).routeTable().routeTableId();
    ec2.createRoute(
        builder ->
            builder
                .routeTableId(routeTable)
                .destinationIpv6CidrBlock("::/0")
                .gatewayId(internetGateway));
    ec2.createRoute(
        builder ->
            builder
                .routeTableId(routeTable)
                .destinationIpv6CidrBlock("64:ff9b::/96")
                .egressOnlyInternetGatewayId(egressOnlyGateway));
    ec2.associateRouteTable(builder -> builder.routeTableId(routeTable).subnetId(subnet));
    acl = ec2.createNetworkAcl(builder -> builder.vpcId(vpc)).networkAcl().networkAclId();
    ec2.createNetworkAclEntry(
        entry ->
            entry
                .networkAclId(acl)
                .ruleNumber(90)
                .egress(false)
                .protocol("6")
                .portRange(ports -> ports.from(443).to(443))
                .ruleAction(RuleAction.ALLOW)
                .ipv6CidrBlock("::/0"));
  }

  private String subnet(String ipv4, String ipv6) {
    return ec2.createSubnet(builder -> builder.vpcId(vpc).cidrBlock(ipv4).ipv6CidrBlock(ipv6))
        .subnet()
        .subnetId();
  }

  private void buildGroups() {
    group =
        ec2.createSecurityGroup(
                builder -> builder.groupName("nodes").description("nodes").vpcId(vpc))
            .groupId();
    prefixList = prefixList("offices");
    unusedPrefixList = prefixList("unused");
    ec2.authorizeSecurityGroupIngress(
        builder ->
            builder
                .groupId(group)
                .ipPermissions(
                    tcp(443).ipv6Ranges(range -> range.cidrIpv6("::/0")).build(),
                    tcp(22).prefixListIds(list -> list.prefixListId(prefixList)).build(),
                    tcp(53).ipRanges(range -> range.cidrIp("0.0.0.0/0")).build(),
                    tcp(10250).userIdGroupPairs(pair -> pair.groupId(group)).build()));
    groupRule =
        ec2.describeSecurityGroupRules(
                builder -> builder.filters(filter -> filter.name("group-id").values(group)))
            .securityGroupRules()
            .getFirst()
            .securityGroupRuleId();
  }

  private String prefixList(String name) {
    return ec2.createManagedPrefixList(
            list ->
                list.prefixListName(name)
                    .maxEntries(5)
                    .addressFamily("IPv6")
                    .entries(
                        entry -> entry.cidr("2001:db8:1::/48"),
                        entry -> entry.cidr("2001:db8:2::/48")))
        .prefixList()
        .prefixListId();
  }

  private static IpPermission.Builder tcp(int port) {
    return IpPermission.builder().ipProtocol("tcp").fromPort(port).toPort(port);
  }

  private void buildNodes() {
    instance = node(subnet, 1);
    node(privateSubnet, 1);
    node(privateSubnet, 0);
    networkInterface =
        ec2.describeInstances(builder -> builder.instanceIds(instance))
            .reservations()
            .getFirst()
            .instances()
            .getFirst()
            .networkInterfaces()
            .getFirst()
            .networkInterfaceId();
    ec2.createNetworkInterface(
        builder ->
            builder
                .subnetId(privateSubnet)
                .groups(group)
                .ipv6AddressCount(1)
                .description("a pod's")
                .ipv6Prefixes(List.<Ipv6PrefixSpecificationRequest>of()));
    elasticAddress = ec2.allocateAddress(builder -> builder.domain(DomainType.VPC)).allocationId();
    ec2.associateAddress(
        builder -> builder.allocationId(elasticAddress).networkInterfaceId(networkInterface));
  }

  private String node(String subnet, int prefixes) {
    return ec2.runInstances(
            run ->
                run.imageId("ami-12c6146b")
                    .instanceType("c5.large")
                    .minCount(1)
                    .maxCount(1)
                    .networkInterfaces(
                        builder ->
                            builder
                                .deviceIndex(0)
                                .subnetId(subnet)
                                .groups(group)
                                .ipv6AddressCount(1)
                                .ipv6PrefixCount(prefixes))
                    .tagSpecifications(
                        tags ->
                            tags.resourceType(ResourceType.INSTANCE)
                                .tags(Tag.builder().key("eks:cluster-name").value("demo").build())))
        .instances()
        .getFirst()
        .instanceId();
  }

  private void buildBalancer() {
    loadBalancer =
        balancing
            .createLoadBalancer(
                builder ->
                    builder
                        .name("web")
                        .type(LoadBalancerTypeEnum.NETWORK)
                        .scheme(LoadBalancerSchemeEnum.INTERNET_FACING)
                        .ipAddressType(IpAddressType.DUALSTACK)
                        .subnets(subnet)
                        .tags(tag -> tag.key("elbv2.k8s.aws/cluster").value("demo")))
            .loadBalancers()
            .getFirst()
            .loadBalancerArn();
    targetGroup =
        balancing
            .createTargetGroup(
                builder ->
                    builder
                        .name("web")
                        .vpcId(vpc)
                        .protocol(ProtocolEnum.TCP)
                        .port(8080)
                        .targetType(TargetTypeEnum.INSTANCE)
                        .ipAddressType(TargetGroupIpAddressTypeEnum.IPV4))
            .targetGroups()
            .getFirst()
            .targetGroupArn();
    balancing.registerTargets(
        builder ->
            builder.targetGroupArn(targetGroup).targets(target -> target.id(instance).port(8080)));
    listener =
        balancing
            .createListener(
                builder ->
                    builder
                        .loadBalancerArn(loadBalancer)
                        .protocol(ProtocolEnum.TCP)
                        .port(80)
                        .defaultActions(
                            action -> action.type("forward").targetGroupArn(targetGroup)))
            .listeners()
            .getFirst()
            .listenerArn();
  }
}
