package slash80.aws;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.facts.Attachments;
import slash80.facts.Balancing;
import slash80.facts.BlockMode;
import slash80.facts.CidrAssociation;
import slash80.facts.Cluster;
import slash80.facts.Fact;
import slash80.facts.Facts;
import slash80.facts.Instance;
import slash80.facts.InstanceType;
import slash80.facts.InternetGateway;
import slash80.facts.LoadBalancer;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.Permissions;
import slash80.facts.PrefixDelegation;
import slash80.facts.PrefixList;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.facts.SubnetReservation;
import slash80.facts.TargetGroup;
import slash80.facts.Vpc;
import slash80.facts.VpcCni;
import slash80.facts.VpcLayers;
import slash80.network.IpFamily;
import slash80.network.PortRange;
import slash80.network.Prefix;
import slash80.network.Protocol;
import software.amazon.awssdk.services.ec2.model.InstanceTypeInfo;
import software.amazon.awssdk.services.ec2.model.InternetGatewayExclusionMode;
import software.amazon.awssdk.services.ec2.model.IpPermission;
import software.amazon.awssdk.services.ec2.model.NetworkAclEntry;
import software.amazon.awssdk.services.ec2.model.RouteTableAssociation;
import software.amazon.awssdk.services.ec2.model.SecurityGroupRule;
import software.amazon.awssdk.services.ec2.model.SubnetCidrReservation;
import software.amazon.awssdk.services.ec2.model.Tag;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusionState;
import software.amazon.awssdk.services.eks.model.Addon;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.Listener;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerSchemeEnum;
import software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancerTypeEnum;

/// The one way from what AWS answered to facts about one cluster's network, whether the answers
/// came from files or from calls. What is not of the cluster's VPC is left out; what AWS said in a
/// form that cannot be understood makes its list unread.
final class FactsOf {
  private static final Set<String> ALIVE = Set.of("pending", "running");

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html
  private static final Set<String> NOT_IN_USE =
      Set.of("associating", "disassociating", "disassociated", "failing", "failed");

  private final Cluster cluster;
  private final Answers answers;
  private final List<String> notes = new ArrayList<>();

  private FactsOf(Cluster cluster, Answers answers) {
    this.cluster = cluster;
    this.answers = answers;
  }

  /// A cluster. `vpcOfSubnets` finds the VPC of its subnets where EKS does not say it itself, or
  /// says why it cannot.
  static Cluster cluster(
      software.amazon.awssdk.services.eks.model.Cluster said,
      Function<List<String>, Fact<String>> vpcOfSubnets) {
    var arn = said.arn().split(":");
    var vpcConfig = said.resourcesVpcConfig();
    var vpc =
        switch (vpcConfig.vpcId()) {
          case String own -> Fact.known(own);
          case null -> vpcOfSubnets.apply(vpcConfig.subnetIds());
        };
    var compute = said.computeConfig();
    return new Cluster(
        said.name(),
        said.arn(),
        arn[4],
        arn[3],
        family(said),
        new Vpc.Id(known(vpc)),
        vpcConfig.subnetIds().stream().map(Subnet.Id::new).toList(),
        vpcConfig.securityGroupIds().stream().map(SecurityGroup.Id::new).toList(),
        Optional.ofNullable(vpcConfig.clusterSecurityGroupId()).map(SecurityGroup.Id::new),
        compute != null && isTrue(compute.enabled()),
        endpointPublicAccess(said),
        vpcConfig.publicAccessCidrs().stream().map(Prefix::parse).toList(),
        said.tags());
  }

  private static String known(Fact<String> vpc) {
    return switch (vpc) {
      case Fact.Known<String>(var id) -> id;
      case Fact.Unread<String>(var why) ->
          throw new IllegalArgumentException("its VPC is not said (%s)".formatted(why));
    };
  }

  /// The family is not documented to be always there, so what is not said is no IPv4
  /// (https://docs.aws.amazon.com/eks/latest/APIReference/API_KubernetesNetworkConfigResponse.html).
  private static Fact<IpFamily> family(software.amazon.awssdk.services.eks.model.Cluster said) {
    var network = said.kubernetesNetworkConfig();
    var family = network == null ? null : network.ipFamilyAsString();
    return switch (family) {
      case "ipv6" -> Fact.known(IpFamily.IPV6);
      case "ipv4" -> Fact.known(IpFamily.IPV4);
      case null -> Fact.unread("EKS gave no kubernetesNetworkConfig.ipFamily");
      default -> throw new IllegalArgumentException("its ipFamily is " + family);
    };
  }

  private static Fact<Boolean> endpointPublicAccess(
      software.amazon.awssdk.services.eks.model.Cluster said) {
    return Optional.ofNullable(said.resourcesVpcConfig().endpointPublicAccess())
        .map(Fact::known)
        .orElse(Fact.unread("EKS gave no resourcesVpcConfig.endpointPublicAccess"));
  }

  static Facts of(Cluster cluster, java.time.Instant at, Answers answers) {
    return new FactsOf(cluster, answers).facts(at);
  }

  private Facts facts(java.time.Instant at) {
    var interfaces = interfaces();
    var groups = groups(interfaces);
    var routeTables =
        list(answers.routeTables(), this::isOurs, FactsOf::routeTable, table -> table.id().value());
    var blockMode = blockMode();
    var nodes = new NodesOf(cluster, answers.instances());
    return new Facts(
        cluster,
        at,
        new VpcLayers(
            vpc(),
            list(answers.subnets(), this::isOurs, this::subnet, subnet -> subnet.id().value()),
            groups,
            list(answers.acls(), this::isOurs, FactsOf::acl, acl -> acl.id().value()),
            routeTables,
            list(
                answers.internetGateways(),
                this::isOurs,
                FactsOf::gateway,
                one -> one.id().value()),
            egressOnlyGateway(),
            prefixLists(named(groups, routeTables)),
            blockMode,
            exclusions(blockMode)),
        new Attachments(
            list(answers.instances(), this::isOurs, FactsOf::instance, one -> one.id().value()),
            interfaces),
        new Balancing(
            list(answers.loadBalancers(), this::isOurs, this::loadBalancer, LoadBalancer::arn),
            targetGroups()),
        new PrefixDelegation(
            reservations(nodes.subnets(answers.interfaces())),
            instanceTypes(nodes.types()),
            vpcCni(),
            Map.of()),
        Permissions.unasked(),
        notes);
  }

  /// A list of facts by id. What AWS says in a form that cannot be understood is not known.
  private static <A, F> Fact<List<F>> list(
      Fact<List<A>> answer, Predicate<A> ours, Function<A, F> fact, Function<F, String> id) {
    return answer.flatMap(
        all -> {
          try {
            var facts = all.stream().filter(ours).map(fact).sorted(Comparator.comparing(id));
            return Fact.known(facts.toList());
          } catch (IllegalArgumentException unclear) {
            return Fact.unread(unclear.getMessage());
          }
        });
  }

  private boolean isOurs(String vpc) {
    return cluster.vpc().value().equals(vpc);
  }

  private boolean isOurs(software.amazon.awssdk.services.ec2.model.Instance instance) {
    return isOurs(instance.vpcId()) && ALIVE.contains(instance.state().nameAsString());
  }

  private boolean isOurs(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
    return isOurs(subnet.vpcId());
  }

  private boolean isOurs(software.amazon.awssdk.services.ec2.model.NetworkAcl acl) {
    return isOurs(acl.vpcId());
  }

  private boolean isOurs(software.amazon.awssdk.services.ec2.model.RouteTable table) {
    return isOurs(table.vpcId());
  }

  private boolean isOurs(software.amazon.awssdk.services.ec2.model.InternetGateway gateway) {
    return gateway.attachments().stream().anyMatch(attachment -> isOurs(attachment.vpcId()));
  }

  private boolean isOurs(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer balancer) {
    return isOurs(balancer.vpcId());
  }

  private Fact<Vpc> vpc() {
    return answers
        .vpcs()
        .flatMap(
            all ->
                all.stream()
                    .filter(vpc -> isOurs(vpc.vpcId()))
                    .findFirst()
                    .map(vpc -> Fact.known(vpc(vpc)))
                    .orElse(Fact.unread(cluster.vpc() + " was not found")));
  }

  private static Vpc vpc(software.amazon.awssdk.services.ec2.model.Vpc said) {
    var ranges = new ArrayList<CidrAssociation>();
    for (var range : said.cidrBlockAssociationSet()) {
      var state = range.cidrBlockState() == null ? null : range.cidrBlockState().stateAsString();
      ranges.add(new CidrAssociation(Prefix.parse(range.cidrBlock()), isAssociated(state), false));
    }
    if (ranges.isEmpty() && said.cidrBlock() != null) {
      ranges.add(CidrAssociation.associated(Prefix.parse(said.cidrBlock())));
    }
    for (var range : said.ipv6CidrBlockAssociationSet()) {
      var state =
          range.ipv6CidrBlockState() == null ? null : range.ipv6CidrBlockState().stateAsString();
      ranges.add(association(range.ipv6CidrBlock(), state, range.ipv6AddressAttributeAsString()));
    }
    return new Vpc(new Vpc.Id(said.vpcId()), ranges);
  }

  private static CidrAssociation association(String cidr, String state, String attribute) {
    return new CidrAssociation(
        Prefix.parse(cidr), isAssociated(state), "private".equals(attribute));
  }

  private static Fact<Boolean> isAssociated(String state) {
    return switch (state) {
      case null -> Fact.unread("AWS gave no state of the association");
      case "associated" -> Fact.known(true);
      case String other when NOT_IN_USE.contains(other) -> Fact.known(false);
      default -> Fact.unread("the association's state is " + state);
    };
  }

  private Subnet subnet(software.amazon.awssdk.services.ec2.model.Subnet said) {
    var ranges = new ArrayList<CidrAssociation>();
    if (said.cidrBlock() != null) {
      ranges.add(CidrAssociation.associated(Prefix.parse(said.cidrBlock())));
    }
    for (var range : said.ipv6CidrBlockAssociationSet()) {
      var state =
          range.ipv6CidrBlockState() == null ? null : range.ipv6CidrBlockState().stateAsString();
      ranges.add(association(range.ipv6CidrBlock(), state, range.ipv6AddressAttributeAsString()));
    }
    return new Subnet(
        new Subnet.Id(said.subnetId()),
        new Vpc.Id(said.vpcId()),
        ranges,
        isTrue(said.assignIpv6AddressOnCreation()),
        isTrue(said.mapPublicIpOnLaunch()),
        blockModeOf(said),
        tags(said.tags()));
  }

  private Optional<BlockMode> blockModeOf(software.amazon.awssdk.services.ec2.model.Subnet said) {
    if (said.blockPublicAccessStates() == null) {
      return Optional.empty();
    }
    var mode = said.blockPublicAccessStates().internetGatewayBlockModeAsString();
    var known = blockMode(mode);
    if (known.isEmpty()) {
      notes.add(said.subnetId() + ": its block public access state is " + mode);
    }
    return known;
  }

  private static Optional<BlockMode> blockMode(String mode) {
    return switch (mode) {
      case "off" -> Optional.of(BlockMode.OFF);
      case "block-bidirectional" -> Optional.of(BlockMode.BLOCK_BIDIRECTIONAL);
      case "block-ingress" -> Optional.of(BlockMode.BLOCK_INGRESS);
      case null, default -> Optional.empty();
    };
  }

  private Fact<BlockMode> blockMode() {
    var mode =
        answers
            .blockPublicAccess()
            .flatMap(
                options ->
                    blockMode(options.internetGatewayBlockModeAsString())
                        .map(Fact::known)
                        .orElse(
                            Fact.unread(
                                "InternetGatewayBlockMode is "
                                    + options.internetGatewayBlockModeAsString())));
    if (mode instanceof Fact.Unread<BlockMode>(var why)) {
      notes.add(
          "block public access was not read (%s): each subnet's own state counts, and off where it has none"
              .formatted(why));
    }
    return mode;
  }

  /// Where nothing is blocked nothing is excluded from it, and nobody need ask.
  private Fact<List<PublicAccessExclusion>> exclusions(Fact<BlockMode> blockMode) {
    return blockMode.equals(Fact.known(BlockMode.OFF))
        ? Fact.known(List.of())
        : list(answers.exclusions(), _ -> true, FactsOf::exclusion, PublicAccessExclusion::id);
  }

  static Instance instance(software.amazon.awssdk.services.ec2.model.Instance said) {
    if (said.launchTime() == null) {
      throw new IllegalArgumentException(said.instanceId() + " has no LaunchTime");
    }
    return new Instance(
        new Instance.Id(said.instanceId()),
        said.state().nameAsString(),
        said.launchTime(),
        Optional.ofNullable(said.instanceTypeAsString()).orElse(""),
        tags(said.tags()),
        said.operator() == null ? "" : Optional.ofNullable(said.operator().principal()).orElse(""));
  }

  /// Every interface of the VPC, as describe-network-interfaces and the instances show it together.
  private Fact<List<NetworkInterface>> interfaces() {
    var merge = new InterfaceMerge(cluster.vpc());
    var listed = answers.interfaces();
    if (listed.isEmpty()) {
      notes.add(
          "describe-network-interfaces was not captured: branch, Fargate and control-plane"
              + " interfaces and DenyAllIgwTraffic are unseen");
    }
    return listed
        .orElse(answers.instances().map(_ -> List.of()))
        .flatMap(
            all -> {
              try {
                answers.instances().asKnown().orElse(List.of()).forEach(merge::add);
                all.forEach(merge::add);
                var merged = merge.interfaces();
                notes.addAll(listed.isPresent() ? merge.notes() : List.of());
                return Fact.known(merged);
              } catch (IllegalArgumentException unclear) {
                return Fact.unread(unclear.getMessage());
              }
            });
  }

  /// The groups that the VPC's interfaces and load balancers carry; a group can be shared between
  /// VPCs (https://docs.aws.amazon.com/vpc/latest/userguide/security-group-assoc.html). What
  /// nothing carries lets nobody in.
  private Fact<List<SecurityGroup>> groups(Fact<List<NetworkInterface>> interfaces) {
    var byInterfaces =
        interfaces.asKnown().stream()
            .flatMap(Collection::stream)
            .flatMap(one -> one.groups().stream())
            .map(SecurityGroup.Id::value);
    var byBalancers =
        answers.loadBalancers().asKnown().stream()
            .flatMap(Collection::stream)
            .filter(this::isOurs)
            .flatMap(balancer -> balancer.securityGroups().stream());
    var carried = Stream.concat(byInterfaces, byBalancers).collect(Collectors.toSet());
    var ids = ruleIds();
    return list(
        answers.groups(),
        group -> carried.contains(group.groupId()),
        group -> group(group, ids),
        group -> group.id().value());
  }

  private record RuleKey(
      String group, int protocol, int from, int to, SecurityGroup.Source source) {}

  private Map<RuleKey, String> ruleIds() {
    var ids = new HashMap<RuleKey, String>();
    for (var rule : answers.groupRules().asKnown().orElse(List.of())) {
      var source = source(rule);
      if (!isTrue(rule.isEgress()) && source.isPresent()) {
        int protocol = protocol(rule.ipProtocol());
        var key =
            new RuleKey(
                rule.groupId(), protocol, port(rule.fromPort()), port(rule.toPort()), source.get());
        ids.put(key, rule.securityGroupRuleId());
      }
    }
    return ids;
  }

  private static Optional<SecurityGroup.Source> source(SecurityGroupRule rule) {
    if (rule.cidrIpv6() != null) {
      return Optional.of(new SecurityGroup.Source.Cidr(Prefix.parse(rule.cidrIpv6())));
    }
    if (rule.cidrIpv4() != null) {
      return Optional.of(new SecurityGroup.Source.Cidr(Prefix.parse(rule.cidrIpv4())));
    }
    if (rule.prefixListId() != null) {
      return Optional.of(
          new SecurityGroup.Source.PrefixListId(new PrefixList.Id(rule.prefixListId())));
    }
    return Optional.ofNullable(rule.referencedGroupInfo())
        .map(group -> new SecurityGroup.Source.Group(new SecurityGroup.Id(group.groupId())));
  }

  private static SecurityGroup group(
      software.amazon.awssdk.services.ec2.model.SecurityGroup said, Map<RuleKey, String> ids) {
    var rules = new ArrayList<SecurityGroup.Rule>();
    for (var permission : said.ipPermissions()) {
      int protocol = protocol(permission.ipProtocol());
      int from = port(permission.fromPort());
      int to = port(permission.toPort());
      for (var source : sources(permission)) {
        var id =
            Optional.ofNullable(ids.get(new RuleKey(said.groupId(), protocol, from, to, source)));
        rules.add(new SecurityGroup.Rule(id, protocol, from, to, source));
      }
    }
    return new SecurityGroup(
        new SecurityGroup.Id(said.groupId()),
        Optional.ofNullable(said.groupName()).orElse(""),
        new Vpc.Id(said.vpcId()),
        rules);
  }

  private static List<SecurityGroup.Source> sources(IpPermission permission) {
    var sources = new ArrayList<SecurityGroup.Source>();
    for (var range : permission.ipRanges()) {
      sources.add(new SecurityGroup.Source.Cidr(Prefix.parse(range.cidrIp())));
    }
    for (var range : permission.ipv6Ranges()) {
      sources.add(new SecurityGroup.Source.Cidr(Prefix.parse(range.cidrIpv6())));
    }
    for (var list : permission.prefixListIds()) {
      sources.add(new SecurityGroup.Source.PrefixListId(new PrefixList.Id(list.prefixListId())));
    }
    for (var pair : permission.userIdGroupPairs()) {
      var group = Optional.ofNullable(pair.groupId()).orElse(pair.groupName());
      sources.add(new SecurityGroup.Source.Group(new SecurityGroup.Id(group)));
    }
    return sources;
  }

  private static int protocol(String text) {
    return text.equals("-1") ? -1 : Protocol.parse(text);
  }

  private static int port(Integer port) {
    return port == null ? -1 : port;
  }

  private static NetworkAcl acl(software.amazon.awssdk.services.ec2.model.NetworkAcl said) {
    return new NetworkAcl(
        new NetworkAcl.Id(said.networkAclId()),
        new Vpc.Id(said.vpcId()),
        said.associations().stream()
            .filter(association -> association.subnetId() != null)
            .map(association -> new Subnet.Id(association.subnetId()))
            .sorted(Comparator.comparing(Subnet.Id::value))
            .toList(),
        said.entries().stream().map(FactsOf::entry).toList());
  }

  private static NetworkAcl.Entry entry(NetworkAclEntry said) {
    var cidr = said.ipv6CidrBlock() != null ? said.ipv6CidrBlock() : said.cidrBlock();
    if (cidr == null) {
      throw new IllegalArgumentException("rule %d names no CIDR".formatted(said.ruleNumber()));
    }
    return new NetworkAcl.Entry(
        said.ruleNumber(),
        isTrue(said.egress()) ? NetworkAcl.Direction.OUTBOUND : NetworkAcl.Direction.INBOUND,
        switch (said.ruleActionAsString()) {
          case "allow" -> NetworkAcl.Action.ALLOW;
          case "deny" -> NetworkAcl.Action.DENY;
          case null, default ->
              throw new IllegalArgumentException("RuleAction is " + said.ruleActionAsString());
        },
        protocol(said.protocol()),
        Optional.ofNullable(said.portRange()).flatMap(FactsOf::ports),
        Optional.ofNullable(said.icmpTypeCode()).map(code -> code.type()),
        Prefix.parse(cidr));
  }

  /// -1, or nothing said, stands for every port.
  private static Optional<PortRange> ports(
      software.amazon.awssdk.services.ec2.model.PortRange said) {
    return port(said.from()) < 0
        ? Optional.empty()
        : Optional.of(new PortRange(said.from(), port(said.to())));
  }

  private static RouteTable routeTable(software.amazon.awssdk.services.ec2.model.RouteTable said) {
    var inForce = said.associations().stream().filter(FactsOf::isInForce).toList();
    return new RouteTable(
        new RouteTable.Id(said.routeTableId()),
        new Vpc.Id(said.vpcId()),
        inForce.stream().anyMatch(association -> isTrue(association.main())),
        inForce.stream()
            .filter(association -> association.subnetId() != null)
            .map(association -> new Subnet.Id(association.subnetId()))
            .sorted(Comparator.comparing(Subnet.Id::value))
            .toList(),
        inForce.stream()
            .filter(association -> association.gatewayId() != null)
            .map(association -> new InternetGateway.Id(association.gatewayId()))
            .toList(),
        said.routes().stream().map(FactsOf::route).toList());
  }

  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_RouteTableAssociationState.html
  private static boolean isInForce(RouteTableAssociation association) {
    var state = association.associationState();
    return switch (state == null ? null : state.stateAsString()) {
      case null -> true;
      case "associated", "associating", "disassociating" -> true;
      case "disassociated", "failed" -> false;
      default ->
          throw new IllegalArgumentException(
              "the state of %s is %s"
                  .formatted(association.routeTableAssociationId(), state.stateAsString()));
    };
  }

  private static RouteTable.Route route(software.amazon.awssdk.services.ec2.model.Route said) {
    return new RouteTable.Route(
        destination(said),
        target(said),
        "blackhole".equals(said.stateAsString()),
        "EnableVgwRoutePropagation".equals(said.originAsString()));
  }

  private static RouteTable.Destination destination(
      software.amazon.awssdk.services.ec2.model.Route said) {
    if (said.destinationIpv6CidrBlock() != null) {
      return new RouteTable.Destination.Cidr(Prefix.parse(said.destinationIpv6CidrBlock()));
    }
    if (said.destinationCidrBlock() != null) {
      return new RouteTable.Destination.Cidr(Prefix.parse(said.destinationCidrBlock()));
    }
    if (said.destinationPrefixListId() != null) {
      return new RouteTable.Destination.PrefixListId(
          new PrefixList.Id(said.destinationPrefixListId()));
    }
    throw new IllegalArgumentException("a route has no destination");
  }

  private static RouteTable.Target target(software.amazon.awssdk.services.ec2.model.Route said) {
    var gateway = Optional.ofNullable(said.gatewayId()).orElse("");
    if (gateway.equals("local")) {
      return new RouteTable.Target.Local();
    }
    if (gateway.startsWith("igw-")) {
      return new RouteTable.Target.Igw(new InternetGateway.Id(gateway));
    }
    if (gateway.startsWith("vpce-")) {
      return new RouteTable.Target.Endpoint(gateway);
    }
    if (said.egressOnlyInternetGatewayId() != null) {
      return new RouteTable.Target.EgressOnly(said.egressOnlyInternetGatewayId());
    }
    if (said.networkInterfaceId() != null) {
      return new RouteTable.Target.Interface(new NetworkInterface.Id(said.networkInterfaceId()));
    }
    return new RouteTable.Target.Other(
        Stream.of(
                said.gatewayId(),
                said.natGatewayId(),
                said.transitGatewayId(),
                said.vpcPeeringConnectionId(),
                said.localGatewayId(),
                said.carrierGatewayId(),
                said.coreNetworkArn(),
                said.odbNetworkArn(),
                said.instanceId(),
                said.ipAddress())
            .filter(Objects::nonNull)
            .findFirst()
            .orElse(""));
  }

  /// The VPC's own, as far as it is attached.
  private Fact<Optional<RouteTable.Target.EgressOnly>> egressOnlyGateway() {
    return answers
        .egressOnlyGateways()
        .map(
            all ->
                all.stream()
                    .filter(
                        one ->
                            one.attachments().stream()
                                .filter(to -> isAttached(to.stateAsString()))
                                .anyMatch(to -> isOurs(to.vpcId())))
                    .map(one -> new RouteTable.Target.EgressOnly(one.egressOnlyInternetGatewayId()))
                    .min(Comparator.comparing(RouteTable.Target.EgressOnly::id)));
  }

  private static InternetGateway gateway(
      software.amazon.awssdk.services.ec2.model.InternetGateway said) {
    return new InternetGateway(
        new InternetGateway.Id(said.internetGatewayId()),
        said.attachments().stream()
            .filter(attachment -> isAttached(attachment.stateAsString()))
            .map(attachment -> new Vpc.Id(attachment.vpcId()))
            .toList());
  }

  /// AWS says `available` of an attached internet gateway, and documents `attached`
  /// (https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_InternetGatewayAttachment.html).
  private static boolean isAttached(String state) {
    return !"detached".equals(state) && !"detaching".equals(state);
  }

  /// The prefix lists that inbound rules or routes name: what they hold has to be read.
  static Set<String> named(Fact<List<SecurityGroup>> groups, Fact<List<RouteTable>> tables) {
    var named = new TreeSet<String>();
    for (var group : groups.asKnown().orElse(List.of())) {
      for (var rule : group.ingress()) {
        if (rule.source() instanceof SecurityGroup.Source.PrefixListId(var id)) {
          named.add(id.value());
        }
      }
    }
    for (var table : tables.asKnown().orElse(List.of())) {
      for (var route : table.routes()) {
        if (route.destination() instanceof RouteTable.Destination.PrefixListId(var id)) {
          named.add(id.value());
        }
      }
    }
    return named;
  }

  private Map<PrefixList.Id, Fact<PrefixList>> prefixLists(Set<String> named) {
    var lists = new LinkedHashMap<PrefixList.Id, Fact<PrefixList>>();
    for (var name : named) {
      var id = new PrefixList.Id(name);
      Fact<List<Prefix>> entries =
          list(
              answers
                  .prefixLists()
                  .getOrDefault(
                      name,
                      Fact.unread(
                          Command.GET_MANAGED_PREFIX_LIST_ENTRIES.file(name)
                              + " was not captured")),
              _ -> true,
              entry -> Prefix.parse(entry.cidr()),
              Prefix::toString);
      lists.put(id, entries.map(held -> new PrefixList(id, held)));
    }
    return lists;
  }

  /// One in a mode or state that AWS does not document may let the internet in, or not.
  private static PublicAccessExclusion exclusion(
      software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion said) {
    var arn = said.resourceArn();
    var mode = said.internetGatewayExclusionModeAsString();
    var state = said.stateAsString();
    if (said.internetGatewayExclusionMode() == null
        || said.internetGatewayExclusionMode()
            == InternetGatewayExclusionMode.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException(
          "the InternetGatewayExclusionMode of %s is %s".formatted(said.exclusionId(), mode));
    }
    if (said.state() == null
        || said.state() == VpcBlockPublicAccessExclusionState.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException(
          "the State of %s is %s".formatted(said.exclusionId(), state));
    }
    return new PublicAccessExclusion(
        said.exclusionId(),
        arn.substring(arn.lastIndexOf('/') + 1),
        mode,
        state,
        tags(said.tags()));
  }

  private LoadBalancer loadBalancer(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer said) {
    return new LoadBalancer(
        said.loadBalancerArn(),
        said.loadBalancerName(),
        said.typeAsString(),
        isInternetFacing(said),
        Optional.ofNullable(said.ipAddressTypeAsString()).orElse("ipv4"),
        new Vpc.Id(said.vpcId()),
        said.availabilityZones().stream()
            .filter(zone -> zone.subnetId() != null)
            .map(zone -> new Subnet.Id(zone.subnetId()))
            .toList(),
        said.securityGroups().stream().map(SecurityGroup.Id::new).toList(),
        listeners(said.loadBalancerArn()),
        attributes(
            answers.balancerAttributes(),
            said.loadBalancerArn(),
            one -> one.key(),
            one -> one.value()),
        tagsOf(said.loadBalancerArn()));
  }

  /// A gateway's has no scheme. Of any other, one that is not said to be internal is taken to face
  /// the internet: to judge too much is safe.
  private static boolean isInternetFacing(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.LoadBalancer said) {
    return said.type() != LoadBalancerTypeEnum.GATEWAY
        && said.scheme() != LoadBalancerSchemeEnum.INTERNAL;
  }

  private Fact<List<LoadBalancer.Listener>> listeners(String balancer) {
    return list(
        answers.listeners().getOrDefault(balancer, Fact.unread("its listeners were not captured")),
        _ -> true,
        FactsOf::listener,
        LoadBalancer.Listener::arn);
  }

  /// An action names the only target group that it forwards to twice.
  private static LoadBalancer.Listener listener(Listener said) {
    var targetGroups =
        said.defaultActions().stream()
            .flatMap(
                action ->
                    Stream.concat(
                        Stream.ofNullable(action.targetGroupArn()),
                        Stream.ofNullable(action.forwardConfig())
                            .flatMap(forward -> forward.targetGroups().stream())
                            .map(group -> group.targetGroupArn())))
            .distinct()
            .sorted()
            .toList();
    return new LoadBalancer.Listener(
        said.listenerArn(),
        Optional.ofNullable(said.protocolAsString()).orElse(""),
        Optional.ofNullable(said.port()).orElse(0),
        targetGroups);
  }

  private static <T> Fact<Map<String, String>> attributes(
      Map<String, Fact<List<T>>> said,
      String arn,
      Function<T, String> key,
      Function<T, String> value) {
    return said.getOrDefault(arn, Fact.unread("its attributes were not captured"))
        .map(
            all ->
                all.stream()
                    .collect(
                        Collectors.toUnmodifiableMap(
                            key,
                            one -> Optional.ofNullable(value.apply(one)).orElse(""),
                            (_, last) -> last)));
  }

  /// What is reserved of the IPv6 ranges of the subnets that nodes stand in; of IPv4 ranges no rule
  /// asks.
  private Map<Subnet.Id, Fact<List<SubnetReservation>>> reservations(Set<String> subnets) {
    var reservations = new LinkedHashMap<Subnet.Id, Fact<List<SubnetReservation>>>();
    for (var subnet : subnets) {
      var missing = Command.GET_SUBNET_CIDR_RESERVATIONS.file(subnet) + " was not captured";
      reservations.put(
          new Subnet.Id(subnet),
          list(
              answers.reservations().getOrDefault(subnet, Fact.unread(missing)),
              _ -> true,
              FactsOf::reservation,
              SubnetReservation::id));
    }
    return reservations;
  }

  private static SubnetReservation reservation(SubnetCidrReservation said) {
    return new SubnetReservation(
        said.subnetCidrReservationId(),
        Prefix.parse(said.cidr()),
        Optional.ofNullable(said.reservationTypeAsString()).orElse(""));
  }

  private Map<String, Fact<InstanceType>> instanceTypes(Set<String> names) {
    var types = new LinkedHashMap<String, Fact<InstanceType>>();
    for (var name : names) {
      types.put(name, answers.instanceTypes().flatMap(all -> instanceType(name, all)));
    }
    return types;
  }

  private static Fact<InstanceType> instanceType(String name, List<InstanceTypeInfo> all) {
    return all.stream()
        .filter(one -> name.equals(one.instanceTypeAsString()))
        .findFirst()
        .map(FactsOf::instanceType)
        .orElse(
            Fact.unread(
                "describe-instance-types does not speak of "
                    + (name.isEmpty() ? "a type that is not said" : name)));
  }

  private static Fact<InstanceType> instanceType(InstanceTypeInfo said) {
    var network = said.networkInfo();
    boolean bareMetal = isTrue(said.bareMetal());
    if ((!bareMetal && said.hypervisor() == null)
        || network == null
        || network.ipv6Supported() == null) {
      return Fact.unread(
          "describe-instance-types does not say Hypervisor, BareMetal and Ipv6Supported of "
              + said.instanceTypeAsString());
    }
    return Fact.known(
        new InstanceType(
            said.instanceTypeAsString(),
            Optional.ofNullable(said.hypervisorAsString()).orElse(""),
            bareMetal,
            network.ipv6Supported()));
  }

  private Fact<Optional<VpcCni>> vpcCni() {
    return answers
        .vpcCni()
        .getOrDefault(cluster.name(), Fact.unread("the vpc-cni add-on was not captured"))
        .map(addon -> addon.map(FactsOf::vpcCni));
  }

  private static VpcCni vpcCni(Addon said) {
    return new VpcCni(
        Optional.ofNullable(said.addonVersion()).orElse(""),
        ConfigurationValues.environment(
            Optional.ofNullable(said.configurationValues()).orElse("")));
  }

  private Fact<Map<String, String>> tagsOf(String arn) {
    return answers.tags().getOrDefault(arn, Fact.unread("describe-tags does not speak of " + arn));
  }

  /// Those of the VPC, and those of its load balancers that stand in none (of functions).
  private Fact<List<TargetGroup>> targetGroups() {
    var balancers =
        answers.loadBalancers().asKnown().orElse(List.of()).stream()
            .filter(this::isOurs)
            .map(balancer -> balancer.loadBalancerArn())
            .collect(Collectors.toSet());
    return list(
        answers.targetGroups(),
        group ->
            isOurs(group.vpcId())
                || group.loadBalancerArns().stream().anyMatch(balancers::contains),
        this::targetGroup,
        TargetGroup::arn);
  }

  private TargetGroup targetGroup(
      software.amazon.awssdk.services.elasticloadbalancingv2.model.TargetGroup said) {
    var arn = said.targetGroupArn();
    return new TargetGroup(
        arn,
        said.targetGroupName(),
        said.targetTypeAsString(),
        Optional.ofNullable(said.ipAddressTypeAsString()).orElse("ipv4"),
        Optional.ofNullable(said.protocolAsString()).orElse(""),
        said.loadBalancerArns().stream().sorted().toList(),
        targets(arn),
        attributes(answers.attributes(), arn, one -> one.key(), one -> one.value()),
        tagsOf(arn));
  }

  private Fact<List<TargetGroup.Target>> targets(String arn) {
    return list(
        answers.targets().getOrDefault(arn, Fact.unread("its targets were not captured")),
        _ -> true,
        health ->
            new TargetGroup.Target(
                health.target().id(), Optional.ofNullable(health.target().port()).orElse(0)),
        target -> target.id() + " " + target.port());
  }

  static Map<String, String> tags(List<Tag> said) {
    var tags = new LinkedHashMap<String, String>();
    said.forEach(tag -> tags.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
    return tags;
  }

  static Map<String, String> elbTags(
      List<software.amazon.awssdk.services.elasticloadbalancingv2.model.Tag> said) {
    var tags = new LinkedHashMap<String, String>();
    said.forEach(tag -> tags.put(tag.key(), Optional.ofNullable(tag.value()).orElse("")));
    return Map.copyOf(tags);
  }

  static boolean isTrue(Boolean said) {
    return Boolean.TRUE.equals(said);
  }
}
