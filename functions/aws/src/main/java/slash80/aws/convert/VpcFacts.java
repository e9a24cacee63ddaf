package slash80.aws.convert;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import slash80.aws.ResourceIds;
import slash80.facts.BlockMode;
import slash80.facts.CidrAssociation;
import slash80.facts.Fact;
import slash80.facts.PrefixList;
import slash80.facts.PublicAccessExclusion;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.facts.VpcLayers;
import slash80.ip.IpFamily;
import slash80.ip.Prefix;
import software.amazon.awssdk.services.ec2.model.InternetGatewayExclusionMode;
import software.amazon.awssdk.services.ec2.model.SubnetIpv6CidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusion;
import software.amazon.awssdk.services.ec2.model.VpcBlockPublicAccessExclusionState;
import software.amazon.awssdk.services.ec2.model.VpcCidrBlockAssociation;
import software.amazon.awssdk.services.ec2.model.VpcIpv6CidrBlockAssociation;

/// The network layers of one VPC, converted from AWS's responses. Other VPCs are left out.
///
/// @param subnetNotes notes for the report about subnets
public record VpcFacts(VpcLayers layers, List<String> subnetNotes) {
  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/API_SubnetCidrBlockState.html
  private static final Set<String> NOT_IN_USE =
      Set.of("associating", "disassociating", "disassociated", "failing", "failed");

  /// @param carriedGroups the ids of the security groups that interfaces and load balancers of the
  ///   VPC carry
  public static VpcFacts convert(
      Vpc.Id vpc, AwsResponses.Layers responses, Set<String> carriedGroups) {
    var filters = new FilterFacts(vpc);
    var routes = new RouteFacts(vpc);
    var groups = filters.groups(responses.basis(), carriedGroups);
    var tables = routes.tables(responses.path());
    var named =
        PrefixLists.named(
            groups.flatMap(
                _ ->
                    wanted(
                        responses.basis().groups(),
                        group -> carriedGroups.contains(group.groupId()))),
            tables.flatMap(
                _ ->
                    wanted(
                        responses.path().routeTables(),
                        table -> vpc.value().equals(table.vpcId()))));
    var blockMode = blockMode(responses.path());
    return new VpcFacts(
        new VpcLayers(
            vpc(vpc, responses.basis()),
            subnets(vpc, responses.basis()),
            groups,
            filters.acls(responses.path()),
            tables,
            routes.internetGateways(responses.path()),
            routes.egressOnlyGateway(responses.path()),
            prefixLists(responses, named),
            blockMode,
            exclusions(responses.path(), blockMode)),
        unknownStates(vpc, responses.basis()));
  }

  private static <T> Fact<List<T>> wanted(Fact<List<T>> response, Predicate<T> isWanted) {
    return response.map(items -> items.stream().filter(isWanted).toList());
  }

  /// The same layers, with the ones that packets pass before the security groups.
  public VpcFacts with(VpcLayers outer) {
    var lists = new LinkedHashMap<>(outer.prefixLists());
    lists.putAll(layers.prefixLists());
    return new VpcFacts(
        new VpcLayers(
            layers.vpc(),
            layers.subnets(),
            layers.groups(),
            outer.acls(),
            outer.routeTables(),
            outer.internetGateways(),
            outer.egressOnlyGateway(),
            lists,
            outer.blockMode(),
            outer.exclusions()),
        subnetNotes);
  }

  /// Notes for the report.
  public List<String> notes() {
    return Stream.concat(
            layers.blockMode() instanceof Fact.Unread<BlockMode>(var why)
                ? Stream.of(
                    "block public access was not read (%s): each subnet's own state counts, and off where it has none"
                        .formatted(why))
                : Stream.of(),
            subnetNotes.stream())
        .toList();
  }

  private static Fact<Vpc> vpc(Vpc.Id id, AwsResponses.Basis responses) {
    return responses
        .vpcs()
        .flatMap(
            vpcs ->
                vpcs.stream()
                    .filter(vpc -> id.value().equals(vpc.vpcId()))
                    .findFirst()
                    .map(
                        vpc ->
                            new Vpc(
                                id,
                                ranges(
                                    vpc.cidrBlock(),
                                    vpc.cidrBlockAssociationSet(),
                                    vpc.ipv6CidrBlockAssociationSet())))
                    .map(Fact::known)
                    .orElse(Fact.unread(id + " was not found")));
  }

  /// Whether whatever is launched in a subnet gets an IPv6 address there.
  public static boolean givesIpv6(software.amazon.awssdk.services.ec2.model.Subnet subnet) {
    return Boolean.TRUE.equals(subnet.assignIpv6AddressOnCreation())
        && ranges(subnet.cidrBlock(), subnet.ipv6CidrBlockAssociationSet()).stream()
            .filter(range -> range.cidr().family() == IpFamily.IPV6)
            .anyMatch(range -> range.associated().equals(Fact.known(true)));
  }

  private static List<CidrAssociation> ranges(
      String cidr, List<VpcCidrBlockAssociation> ipv4, List<VpcIpv6CidrBlockAssociation> ipv6) {
    var ranges = new ArrayList<CidrAssociation>();
    for (var range : ipv4) {
      var state = range.cidrBlockState() == null ? null : range.cidrBlockState().stateAsString();
      ranges.add(new CidrAssociation(Prefix.parse(range.cidrBlock()), isAssociated(state), false));
    }
    if (ranges.isEmpty() && cidr != null) {
      ranges.add(CidrAssociation.associated(Prefix.parse(cidr)));
    }
    for (var range : ipv6) {
      var state =
          range.ipv6CidrBlockState() == null ? null : range.ipv6CidrBlockState().stateAsString();
      ranges.add(association(range.ipv6CidrBlock(), state, range.ipv6AddressAttributeAsString()));
    }
    return ranges;
  }

  private static CidrAssociation association(
      String cidr, @Nullable String state, String attribute) {
    return new CidrAssociation(
        Prefix.parse(cidr), isAssociated(state), "private".equals(attribute));
  }

  private static Fact<Boolean> isAssociated(@Nullable String state) {
    return switch (state) {
      case null -> Fact.unread("AWS gave no state of the association");
      case "associated" -> Fact.known(true);
      case String other when NOT_IN_USE.contains(other) -> Fact.known(false);
      default -> Fact.unread("the association's state is " + state);
    };
  }

  private static Fact<List<Subnet>> subnets(Vpc.Id vpc, AwsResponses.Basis responses) {
    return FactList.convert(
        responses.subnets(),
        subnet -> vpc.value().equals(subnet.vpcId()),
        subnet ->
            new Subnet(
                new Subnet.Id(subnet.subnetId()),
                vpc,
                Optional.ofNullable(subnet.ownerId()),
                ranges(subnet.cidrBlock(), subnet.ipv6CidrBlockAssociationSet()),
                Boolean.TRUE.equals(subnet.assignIpv6AddressOnCreation()),
                Boolean.TRUE.equals(subnet.mapPublicIpOnLaunch()),
                Optional.ofNullable(subnet.blockPublicAccessStates())
                    .flatMap(states -> blockMode(states.internetGatewayBlockModeAsString())),
                Tags.convert(subnet.tags())),
        subnet -> subnet.id().value());
  }

  private static List<CidrAssociation> ranges(
      String cidr, List<SubnetIpv6CidrBlockAssociation> ipv6) {
    var ranges = new ArrayList<CidrAssociation>();
    if (cidr != null) {
      ranges.add(CidrAssociation.associated(Prefix.parse(cidr)));
    }
    for (var range : ipv6) {
      var state =
          range.ipv6CidrBlockState() == null ? null : range.ipv6CidrBlockState().stateAsString();
      ranges.add(association(range.ipv6CidrBlock(), state, range.ipv6AddressAttributeAsString()));
    }
    return ranges;
  }

  private static List<String> unknownStates(Vpc.Id vpc, AwsResponses.Basis responses) {
    return responses.subnets().asKnown().orElse(List.of()).stream()
        .filter(subnet -> vpc.value().equals(subnet.vpcId()))
        .filter(subnet -> subnet.blockPublicAccessStates() != null)
        .flatMap(
            subnet -> {
              var mode = subnet.blockPublicAccessStates().internetGatewayBlockModeAsString();
              return blockMode(mode).isPresent()
                  ? Stream.<String>of()
                  : Stream.of(subnet.subnetId() + ": its block public access state is " + mode);
            })
        .toList();
  }

  private static Optional<BlockMode> blockMode(String mode) {
    return switch (mode) {
      case "off" -> Optional.of(BlockMode.OFF);
      case "block-bidirectional" -> Optional.of(BlockMode.BLOCK_BIDIRECTIONAL);
      case "block-ingress" -> Optional.of(BlockMode.BLOCK_INGRESS);
      case null, default -> Optional.empty();
    };
  }

  private static Fact<BlockMode> blockMode(AwsResponses.Path responses) {
    return responses
        .blockPublicAccess()
        .flatMap(
            options -> {
              var mode = options.internetGatewayBlockModeAsString();
              return blockMode(mode)
                  .map(Fact::known)
                  .orElse(Fact.unread("InternetGatewayBlockMode is " + mode));
            });
  }

  /// Where block public access is off, exclusions from it have no effect.
  private static Fact<List<PublicAccessExclusion>> exclusions(
      AwsResponses.Path responses, Fact<BlockMode> blockMode) {
    return blockMode.equals(Fact.known(BlockMode.OFF))
        ? Fact.known(List.of())
        : FactList.convert(responses.exclusions(), VpcFacts::exclusion, PublicAccessExclusion::id);
  }

  /// An exclusion in a mode or state that AWS does not document may or may not admit the internet.
  private static PublicAccessExclusion exclusion(VpcBlockPublicAccessExclusion exclusion) {
    var id = exclusion.exclusionId();
    var mode = exclusion.internetGatewayExclusionModeAsString();
    var state = exclusion.stateAsString();
    if (exclusion.internetGatewayExclusionMode() == null
        || exclusion.internetGatewayExclusionMode()
            == InternetGatewayExclusionMode.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException(
          "the InternetGatewayExclusionMode of %s is %s".formatted(id, mode));
    }
    if (exclusion.state() == null
        || exclusion.state() == VpcBlockPublicAccessExclusionState.UNKNOWN_TO_SDK_VERSION) {
      throw new IllegalArgumentException("the State of %s is %s".formatted(id, state));
    }
    return new PublicAccessExclusion(
        id, ResourceIds.last(exclusion.resourceArn()), mode, state, Tags.convert(exclusion.tags()));
  }

  private static Map<PrefixList.Id, Fact<PrefixList>> prefixLists(
      AwsResponses.Layers responses, Set<String> named) {
    var lists = new LinkedHashMap<PrefixList.Id, Fact<PrefixList>>();
    for (var name : named) {
      lists.put(new PrefixList.Id(name), responses.prefixLists().about(name));
    }
    return lists;
  }
}
