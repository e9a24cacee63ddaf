package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.check.settle.ExpectedState;
import slash80.check.settle.Location;
import slash80.check.settle.ObservedState;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.PrefixList;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// Reads from an API call the states that it leaves behind.
final class ExpectedStateReader {

  /// The members of a request that name the target of a route.
  private static final List<String> TARGETS =
      List.of(
          "gatewayId",
          "egressOnlyInternetGatewayId",
          "natGatewayId",
          "networkInterfaceId",
          "transitGatewayId",
          "vpcPeeringConnectionId",
          "vpcEndpointId",
          "localGatewayId",
          "carrierGatewayId");

  private ExpectedStateReader() {}

  /// The states to expect after this call; empty for calls that are not modelled or cannot be
  /// parsed.
  static List<ExpectedState> of(String call, JsonNode request, JsonNode response) {
    try {
      return switch (call) {
        case "AuthorizeSecurityGroupIngress" ->
            rules(response, "securityGroupRuleSet", ObservedState.THERE);
        case "RevokeSecurityGroupIngress" ->
            Stream.concat(
                    rules(response, "revokedSecurityGroupRuleSet", ObservedState.GONE).stream(),
                    revoked(request).stream())
                .distinct()
                .toList();
        case "ModifySecurityGroupRules" -> modified(request);
        case "AssignIpv6Addresses" ->
            held(response, "assignedIpv6Addresses", "assignedIpv6PrefixSet", ObservedState.THERE);
        case "UnassignIpv6Addresses" ->
            held(
                response, "unassignedIpv6Addresses", "unassignedIpv6PrefixSet", ObservedState.GONE);
        case "AssociateAddress" -> publicIpv4(request);
        case "ModifyNetworkInterfaceAttribute" -> groups(request);
        case "CreateRoute", "ReplaceRoute" -> route(request, target(request));
        case "DeleteRoute" -> route(request, ObservedState.GONE);
        case "AssociateRouteTable" -> table(request);
        case "CreateNetworkAclEntry", "ReplaceNetworkAclEntry" -> entry(request, entry(request));
        case "DeleteNetworkAclEntry" -> entry(request, ObservedState.GONE);
        default -> List.of();
      };
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static List<ExpectedState> rules(JsonNode response, String list, ObservedState state) {
    return CloudTrailJson.elements(CloudTrailJson.field(response, list)).stream()
        .filter(rule -> !CloudTrailJson.isTrue(rule, "isEgress"))
        .filter(rule -> !CloudTrailJson.text(rule, "securityGroupRuleId").isEmpty())
        .map(
            rule ->
                new Location.GroupRule(
                    new SecurityGroup.Id(CloudTrailJson.text(rule, "groupId")),
                    CloudTrailJson.text(rule, "securityGroupRuleId")))
        .map(trace -> new ExpectedState(trace, state))
        .toList();
  }

  /// The rules that the call names by id. An egress rule never shows in the facts, so it never
  /// contradicts the expectation.
  private static List<ExpectedState> revoked(JsonNode request) {
    var group = new SecurityGroup.Id(CloudTrailJson.text(request, "groupId"));
    return CloudTrailJson.elements(CloudTrailJson.field(request, "securityGroupRuleIds")).stream()
        .map(rule -> CloudTrailJson.text(rule, "securityGroupRuleId"))
        .filter(id -> !id.isEmpty())
        .map(id -> new ExpectedState(new Location.GroupRule(group, id), ObservedState.GONE))
        .toList();
  }

  private static List<ExpectedState> modified(JsonNode request) {
    var group = new SecurityGroup.Id(CloudTrailJson.text(request, "groupId"));
    var expected = new ArrayList<ExpectedState>();
    for (var node : CloudTrailJson.elements(CloudTrailJson.field(request, "securityGroupRule"))) {
      var rule = CloudTrailJson.field(node, "securityGroupRule");
      source(rule)
          .map(source -> new ObservedState.As(admission(rule, source)))
          .map(
              state ->
                  new ExpectedState(
                      new Location.ModifiedRule(
                          group, CloudTrailJson.text(node, "securityGroupRuleId")),
                      state))
          .ifPresent(expected::add);
    }
    return expected;
  }

  private static Optional<SecurityGroup.Source> source(JsonNode rule) {
    for (String key : List.of("cidrIpv6", "cidrIpv4")) {
      if (!CloudTrailJson.text(rule, key).isEmpty()) {
        return Optional.of(
            new SecurityGroup.Source.Cidr(Prefix.parse(CloudTrailJson.text(rule, key))));
      }
    }
    if (!CloudTrailJson.text(rule, "prefixListId").isEmpty()) {
      var list = new PrefixList.Id(CloudTrailJson.text(rule, "prefixListId"));
      return Optional.of(new SecurityGroup.Source.PrefixListId(list));
    }
    return Optional.of(CloudTrailJson.text(rule, "referencedGroupId"))
        .filter(id -> !id.isEmpty())
        .map(id -> new SecurityGroup.Source.Group(new SecurityGroup.Id(id)));
  }

  /// The ports of a rule for all protocols have no meaning, whether they are given or not.
  private static Location.Admission admission(JsonNode rule, SecurityGroup.Source source) {
    boolean isForAll = CloudTrailJson.text(rule, "ipProtocol").equals("-1");
    return isForAll
        ? new Location.Admission(source, -1, -1)
        : new Location.Admission(source, port(rule, "fromPort"), port(rule, "toPort"));
  }

  private static int port(JsonNode rule, String key) {
    return CloudTrailJson.field(rule, key).asInt(-1);
  }

  private static List<ExpectedState> held(
      JsonNode response, String addresses, String prefixes, ObservedState state) {
    var holder = new NetworkInterface.Id(CloudTrailJson.text(response, "networkInterfaceId"));
    var traces = new ArrayList<Location>();
    texts(CloudTrailJson.field(response, addresses))
        .forEach(text -> traces.add(new Location.HeldAddress(holder, Address.parse(text))));
    texts(CloudTrailJson.field(response, prefixes))
        .forEach(text -> traces.add(new Location.HeldPrefix(holder, Prefix.parse(text))));
    return traces.stream().map(trace -> new ExpectedState(trace, state)).toList();
  }

  /// An address that is given to an instance goes to its first interface, which the call does not
  /// name.
  private static List<ExpectedState> publicIpv4(JsonNode request) {
    var holder = CloudTrailJson.text(request, "networkInterfaceId");
    return holder.isEmpty()
        ? List.of()
        : List.of(
            new ExpectedState(
                new Location.PublicIpv4(new NetworkInterface.Id(holder)), ObservedState.THERE));
  }

  /// The call sets one attribute of an interface at a time.
  private static List<ExpectedState> groups(JsonNode request) {
    var ids =
        CloudTrailJson.elements(CloudTrailJson.field(request, "groupSet")).stream()
            .map(group -> new SecurityGroup.Id(CloudTrailJson.text(group, "groupId")))
            .collect(Collectors.toSet());
    var carrier = new NetworkInterface.Id(CloudTrailJson.text(request, "networkInterfaceId"));
    return ids.isEmpty()
        ? List.of()
        : List.of(new ExpectedState(new Location.Groups(carrier), new ObservedState.As(ids)));
  }

  /// A list of texts: `{"items": […]}`, or `{"item": "…"}` for a single text.
  private static Stream<String> texts(JsonNode list) {
    return Stream.of("items", "item")
        .map(list::path)
        .flatMap(node -> node.isTextual() ? Stream.of(node) : node.valueStream())
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static List<ExpectedState> route(JsonNode request, ObservedState state) {
    var table = new RouteTable.Id(CloudTrailJson.text(request, "routeTableId"));
    return Stream.of("destinationIpv6CidrBlock", "destinationCidrBlock")
        .map(key -> CloudTrailJson.text(request, key))
        .filter(text -> !text.isEmpty())
        .map(text -> new ExpectedState(new Location.Route(table, Prefix.parse(text)), state))
        .toList();
  }

  /// The target of a route, by the id that the facts hold too: for an instance, they hold the
  /// interface.
  private static ObservedState target(JsonNode request) {
    return TARGETS.stream()
        .map(key -> CloudTrailJson.text(request, key))
        .filter(id -> !id.isEmpty())
        .findFirst()
        .<ObservedState>map(ObservedState.As::new)
        .orElse(ObservedState.THERE);
  }

  private static List<ExpectedState> table(JsonNode request) {
    var subnet = CloudTrailJson.text(request, "subnetId");
    var table = new RouteTable.Id(CloudTrailJson.text(request, "routeTableId"));
    return subnet.isEmpty()
        ? List.of()
        : List.of(
            new ExpectedState(
                new Location.TableOf(new Subnet.Id(subnet)), new ObservedState.As(table)));
  }

  private static List<ExpectedState> entry(JsonNode request, ObservedState state) {
    int number = CloudTrailJson.field(request, "ruleNumber").asInt(-1);
    if (number < 0) {
      return List.of();
    }
    var direction =
        CloudTrailJson.isTrue(request, "egress")
            ? NetworkAcl.Direction.OUTBOUND
            : NetworkAcl.Direction.INBOUND;
    var acl = new NetworkAcl.Id(CloudTrailJson.text(request, "networkAclId"));
    return List.of(new ExpectedState(new Location.AclEntry(acl, direction, number), state));
  }

  private static ObservedState entry(JsonNode request) {
    var ipv6 = CloudTrailJson.text(request, "ipv6CidrBlock");
    var cidr = ipv6.isEmpty() ? CloudTrailJson.text(request, "cidrBlock") : ipv6;
    return switch (CloudTrailJson.text(request, "ruleAction")) {
      case "allow" ->
          new ObservedState.As(new Location.Entry(NetworkAcl.Action.ALLOW, Prefix.parse(cidr)));
      case "deny" ->
          new ObservedState.As(new Location.Entry(NetworkAcl.Action.DENY, Prefix.parse(cidr)));
      default -> ObservedState.THERE;
    };
  }
}
