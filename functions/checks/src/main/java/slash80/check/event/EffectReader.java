package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import slash80.blame.AccessSteps;
import slash80.blame.AclSteps;
import slash80.blame.Association;
import slash80.blame.ClusterSteps;
import slash80.blame.Effect;
import slash80.blame.GroupSteps;
import slash80.blame.RouteSteps;
import slash80.blame.Step;
import slash80.facts.BlockMode;
import slash80.facts.InternetGateway;
import slash80.facts.NetworkAcl;
import slash80.facts.PrefixList;
import slash80.facts.RouteTable;
import slash80.facts.Subnet;
import slash80.facts.Vpc;
import slash80.ip.Prefix;

/// Reads what a call did to the account, so that it can be taken back. A call that is not known
/// here, or whose parameters cannot be read, may stand behind any finding about its resources.
final class EffectReader {
  /// Calls that no rule can notice: they change outbound rules, or something that nothing uses yet
  /// or any more. AWS deletes a group, table, ACL or gateway only when nothing uses it
  /// (`DependencyViolation`,
  /// https://docs.aws.amazon.com/AWSEC2/latest/APIReference/errors-overview.html).
  private static final Set<String> HARMLESS =
      Set.of(
          "AllocateAddress",
          "AssociateDhcpOptions",
          "AssociateSecurityGroupVpc",
          "AuthorizeSecurityGroupEgress",
          "CreateDhcpOptions",
          "CreateFlowLogs",
          "CreateInternetGateway",
          "CreateLaunchTemplate",
          "CreateLaunchTemplateVersion",
          "CreateManagedPrefixList",
          "CreateNetworkAcl",
          "CreateRouteTable",
          "CreateSecurityGroup",
          "CreateVpc",
          "DeleteDhcpOptions",
          "DeleteFlowLogs",
          "DeleteInternetGateway",
          "DeleteLaunchTemplate",
          "DeleteLaunchTemplateVersions",
          "DeleteManagedPrefixList",
          "DeleteNetworkAcl",
          "DeleteRouteTable",
          "DeleteSecurityGroup",
          "ModifyInstanceMetadataOptions",
          "ModifyLaunchTemplate",
          "ModifyVpcAttribute",
          "MonitorInstances",
          "RebootInstances",
          "ReleaseAddress",
          "RevokeSecurityGroupEgress",
          "UnmonitorInstances");

  private EffectReader() {}

  /// The effect of a call of a service: `aws.ec2`, `aws.eks`, …
  static Effect of(String source, String call, JsonNode request, JsonNode response) {
    if (HARMLESS.contains(call)) {
      return new Effect.None();
    }
    try {
      var steps =
          switch (source) {
            case "aws.ec2" -> ec2(call, request, response);
            case "aws.eks" -> ClusterEffects.of(call, request);
            case "aws.elasticloadbalancing" -> BalancerEffects.of(call, request, response);
            default -> Optional.<List<Step>>empty();
          };
      return steps.map(EffectReader::effect).orElseGet(Effect.Unknown::new);
    } catch (IllegalArgumentException _) {
      return new Effect.Unknown();
    }
  }

  private static Effect effect(List<Step> steps) {
    return steps.isEmpty() ? new Effect.None() : new Effect.Steps(steps);
  }

  /// The steps of a call; none where it changes nothing that a rule judges, and empty where that is
  /// not known.
  private static Optional<List<Step>> ec2(String call, JsonNode request, JsonNode response) {
    return switch (call) {
      case "AuthorizeSecurityGroupIngress",
          "RevokeSecurityGroupIngress",
          "ModifySecurityGroupRules",
          "ModifyManagedPrefixList" ->
          known(GroupEffects.of(call, request, response));
      case "RestoreManagedPrefixListVersion" ->
          known(List.of(new GroupSteps.ListSet(new PrefixList.Id(text(request, "prefixListId")))));
      case "CreateRoute" -> known(route(request, true, false));
      case "ReplaceRoute" -> known(route(request, true, true));
      case "DeleteRoute" -> known(route(request, false, true));
      case "AssociateRouteTable", "ReplaceRouteTableAssociation" -> known(table(request, response));
      case "DisassociateRouteTable" ->
          Optional.of(
              List.of(
                  new RouteSteps.TableOf(
                      Optional.empty(), Optional.empty(), association(request, response))));
      case "AttachInternetGateway" -> known(gateway(request, true));
      case "DetachInternetGateway" -> known(gateway(request, false));
      case "CreateNetworkAclEntry" -> known(entry(request, false));
      case "ReplaceNetworkAclEntry", "DeleteNetworkAclEntry" -> known(entry(request, true));
      case "ReplaceNetworkAclAssociation" ->
          Optional.of(
              List.of(
                  new AclSteps.AclOf(
                      new NetworkAcl.Id(text(request, "networkAclId")),
                      Optional.empty(),
                      association(request, response))));
      case "ModifyVpcBlockPublicAccessOptions" ->
          Optional.of(List.of(new AccessSteps.ModeSet(mode(request))));
      case "CreateVpcBlockPublicAccessExclusion" -> known(exclusion(response, request, false));
      case "ModifyVpcBlockPublicAccessExclusion", "DeleteVpcBlockPublicAccessExclusion" ->
          known(exclusion(request, request, true));
      case "CreateInstanceConnectEndpoint" ->
          known(connect(CloudTrailFields.field(response, "instanceConnectEndpoint")));
      case "ModifyInstanceConnectEndpoint" -> known(connect(request));
      default -> InterfaceEffects.of(call, request, response);
    };
  }

  /// Steps of a call that always changes something: none were read where there are none.
  static Optional<List<Step>> known(List<Step> steps) {
    return steps.isEmpty() ? Optional.empty() : Optional.of(steps);
  }

  private static List<Step> route(JsonNode request, boolean exists, boolean existed) {
    var table = new RouteTable.Id(text(request, "routeTableId"));
    var target = CloudTrailFields.routeTarget(request);
    return destinations(request).stream()
        .<Step>map(to -> new RouteSteps.RouteSet(table, to, target, exists, existed))
        .toList();
  }

  private static List<RouteTable.Destination> destinations(JsonNode request) {
    var destinations = new ArrayList<RouteTable.Destination>();
    CloudTrailFields.routeCidrs(request)
        .forEach(cidr -> destinations.add(new RouteTable.Destination.Cidr(cidr)));
    var list = text(request, "destinationPrefixListId");
    if (!list.isEmpty()) {
      destinations.add(new RouteTable.Destination.PrefixListId(new PrefixList.Id(list)));
    }
    return destinations;
  }

  /// A new association names its subnet or gateway; a replaced one names its old association.
  private static List<Step> table(JsonNode request, JsonNode response) {
    var id = text(request, "routeTableId");
    var gateway = text(request, "gatewayId");
    if (id.isEmpty()) {
      return List.of();
    }
    var table = new RouteTable.Id(id);
    if (!gateway.isEmpty()) {
      return List.of(new RouteSteps.TableOfGateway(table, new InternetGateway.Id(gateway)));
    }
    var subnet = present(request, "subnetId").map(Subnet.Id::new);
    return List.of(
        new RouteSteps.TableOf(subnet, Optional.of(table), association(request, response)));
  }

  private static List<Step> gateway(JsonNode request, boolean attached) {
    var gateway = text(request, "internetGatewayId");
    var vpc = text(request, "vpcId");
    return gateway.isEmpty() || vpc.isEmpty()
        ? List.of()
        : List.of(
            new RouteSteps.GatewayOf(new InternetGateway.Id(gateway), new Vpc.Id(vpc), attached));
  }

  private static List<Step> entry(JsonNode request, boolean existed) {
    int number = CloudTrailFields.field(request, "ruleNumber").asInt(-1);
    if (number < 0) {
      return List.of();
    }
    var direction =
        CloudTrailFields.isTrue(request, "egress")
            ? NetworkAcl.Direction.OUTBOUND
            : NetworkAcl.Direction.INBOUND;
    var ipv6 = text(request, "ipv6CidrBlock");
    var cidr = ipv6.isEmpty() ? text(request, "cidrBlock") : ipv6;
    var left =
        Optional.of(cidr)
            .filter(text -> !text.isEmpty())
            .map(
                text ->
                    new AclSteps.Left(
                        text(request, "ruleAction").equals("deny")
                            ? NetworkAcl.Action.DENY
                            : NetworkAcl.Action.ALLOW,
                        Prefix.parse(text)));
    return List.of(
        new AclSteps.EntrySet(
            new NetworkAcl.Id(text(request, "networkAclId")), direction, number, left, existed));
  }

  static Association association(JsonNode request, JsonNode response) {
    var made = present(response, "newAssociationId").or(() -> present(response, "associationId"));
    return new Association(present(request, "associationId"), made);
  }

  private static Optional<BlockMode> mode(JsonNode request) {
    var text = text(request, "internetGatewayBlockMode");
    return Stream.of(BlockMode.values())
        .filter(mode -> mode.name().equals(text.replace('-', '_').toUpperCase(Locale.ROOT)))
        .findFirst();
  }

  private static List<Step> exclusion(JsonNode named, JsonNode request, boolean existed) {
    var inside = CloudTrailFields.field(named, "vpcBlockPublicAccessExclusion");
    var id = text(inside.isMissingNode() ? named : inside, "exclusionId");
    return id.isEmpty()
        ? List.of()
        : List.of(
            new AccessSteps.ExclusionSet(
                id, present(request, "internetGatewayExclusionMode"), existed));
  }

  private static List<Step> connect(JsonNode named) {
    var id = text(named, "instanceConnectEndpointId");
    return id.isEmpty() ? List.of() : List.of(new ClusterSteps.ConnectEndpointSet(id));
  }

  static String text(JsonNode tree, String name) {
    return CloudTrailFields.text(tree, name);
  }

  /// The text of a field, if there is one.
  static Optional<String> present(JsonNode tree, String name) {
    return Optional.of(text(tree, name)).filter(text -> !text.isEmpty());
  }
}
