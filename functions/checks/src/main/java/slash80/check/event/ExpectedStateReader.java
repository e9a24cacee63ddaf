package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.check.settle.ChangedResource;
import slash80.check.settle.ExpectedState;
import slash80.check.settle.ResourceState;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.PrefixList;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.facts.Subnet;
import slash80.ip.Address;
import slash80.ip.Prefix;

/// Reads from an API call the states that its resources must have after it.
final class ExpectedStateReader {
  private ExpectedStateReader() {}

  /// The states to expect after this call; empty for calls that are not modelled or cannot be
  /// parsed.
  static List<ExpectedState> of(String call, JsonNode request, JsonNode response) {
    try {
      return switch (call) {
        case "AuthorizeSecurityGroupIngress" ->
            rules(response, "securityGroupRuleSet", ResourceState.PRESENT);
        case "RevokeSecurityGroupIngress" ->
            Stream.concat(
                    rules(response, "revokedSecurityGroupRuleSet", ResourceState.ABSENT).stream(),
                    revoked(request).stream())
                .distinct()
                .toList();
        case "ModifySecurityGroupRules" -> modified(request);
        case "AssignIpv6Addresses" ->
            held(response, "assignedIpv6Addresses", "assignedIpv6PrefixSet", ResourceState.PRESENT);
        case "UnassignIpv6Addresses" ->
            held(
                response,
                "unassignedIpv6Addresses",
                "unassignedIpv6PrefixSet",
                ResourceState.ABSENT);
        case "AssociateAddress" -> publicIpv4(request);
        case "ModifyNetworkInterfaceAttribute" -> groups(request);
        case "CreateRoute", "ReplaceRoute" -> route(request, target(request));
        case "DeleteRoute" -> route(request, ResourceState.ABSENT);
        case "AssociateRouteTable" -> table(request);
        case "CreateNetworkAclEntry", "ReplaceNetworkAclEntry" -> entry(request, entry(request));
        case "DeleteNetworkAclEntry" -> entry(request, ResourceState.ABSENT);
        default -> List.of();
      };
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static List<ExpectedState> rules(JsonNode response, String list, ResourceState state) {
    return CloudTrailFields.elements(CloudTrailFields.field(response, list)).stream()
        .filter(rule -> !CloudTrailFields.isTrue(rule, "isEgress"))
        .filter(rule -> !CloudTrailFields.text(rule, "securityGroupRuleId").isEmpty())
        .map(
            rule ->
                new ChangedResource.GroupRule(
                    new SecurityGroup.Id(CloudTrailFields.text(rule, "groupId")),
                    CloudTrailFields.text(rule, "securityGroupRuleId")))
        .map(resource -> new ExpectedState(resource, state))
        .toList();
  }

  /// The rules that the call names by id. The facts hold no egress rules, so those never contradict
  /// the expectation.
  private static List<ExpectedState> revoked(JsonNode request) {
    var group = new SecurityGroup.Id(CloudTrailFields.text(request, "groupId"));
    return CloudTrailFields.elements(CloudTrailFields.field(request, "securityGroupRuleIds"))
        .stream()
        .map(rule -> CloudTrailFields.text(rule, "securityGroupRuleId"))
        .filter(id -> !id.isEmpty())
        .map(
            id -> new ExpectedState(new ChangedResource.GroupRule(group, id), ResourceState.ABSENT))
        .toList();
  }

  private static List<ExpectedState> modified(JsonNode request) {
    var group = new SecurityGroup.Id(CloudTrailFields.text(request, "groupId"));
    var expected = new ArrayList<ExpectedState>();
    for (var node :
        CloudTrailFields.elements(CloudTrailFields.field(request, "securityGroupRule"))) {
      var rule = CloudTrailFields.field(node, "securityGroupRule");
      source(rule)
          .map(source -> new ResourceState.With(content(rule, source)))
          .map(
              state ->
                  new ExpectedState(
                      new ChangedResource.ModifiedRule(
                          group, CloudTrailFields.text(node, "securityGroupRuleId")),
                      state))
          .ifPresent(expected::add);
    }
    return expected;
  }

  private static Optional<SecurityGroup.Source> source(JsonNode rule) {
    for (String key : List.of("cidrIpv6", "cidrIpv4")) {
      if (!CloudTrailFields.text(rule, key).isEmpty()) {
        return Optional.of(
            new SecurityGroup.Source.Cidr(Prefix.parse(CloudTrailFields.text(rule, key))));
      }
    }
    if (!CloudTrailFields.text(rule, "prefixListId").isEmpty()) {
      var list = new PrefixList.Id(CloudTrailFields.text(rule, "prefixListId"));
      return Optional.of(new SecurityGroup.Source.PrefixListId(list));
    }
    return Optional.of(CloudTrailFields.text(rule, "referencedGroupId"))
        .filter(id -> !id.isEmpty())
        .map(id -> new SecurityGroup.Source.Group(new SecurityGroup.Id(id)));
  }

  private static ChangedResource.RuleContent content(JsonNode rule, SecurityGroup.Source source) {
    boolean isForAll = CloudTrailFields.text(rule, "ipProtocol").equals("-1");
    return isForAll
        ? ChangedResource.RuleContent.ofAllProtocols(source)
        : new ChangedResource.RuleContent(source, port(rule, "fromPort"), port(rule, "toPort"));
  }

  private static int port(JsonNode rule, String key) {
    return CloudTrailFields.field(rule, key).asInt(-1);
  }

  private static List<ExpectedState> held(
      JsonNode response, String addresses, String prefixes, ResourceState state) {
    var holder = new NetworkInterface.Id(CloudTrailFields.text(response, "networkInterfaceId"));
    var resources = new ArrayList<ChangedResource>();
    texts(CloudTrailFields.field(response, addresses))
        .forEach(
            text -> resources.add(new ChangedResource.HeldAddress(holder, Address.parse(text))));
    texts(CloudTrailFields.field(response, prefixes))
        .forEach(text -> resources.add(new ChangedResource.HeldPrefix(holder, Prefix.parse(text))));
    return resources.stream().map(resource -> new ExpectedState(resource, state)).toList();
  }

  /// An address that is given to an instance goes to its first interface, which the call does not
  /// name.
  private static List<ExpectedState> publicIpv4(JsonNode request) {
    var holder = CloudTrailFields.text(request, "networkInterfaceId");
    return holder.isEmpty()
        ? List.of()
        : List.of(
            new ExpectedState(
                new ChangedResource.PublicIpv4(new NetworkInterface.Id(holder)),
                ResourceState.PRESENT));
  }

  /// The call sets one attribute of an interface at a time.
  private static List<ExpectedState> groups(JsonNode request) {
    var ids =
        CloudTrailFields.elements(CloudTrailFields.field(request, "groupSet")).stream()
            .map(group -> new SecurityGroup.Id(CloudTrailFields.text(group, "groupId")))
            .collect(Collectors.toSet());
    var carrier = new NetworkInterface.Id(CloudTrailFields.text(request, "networkInterfaceId"));
    return ids.isEmpty()
        ? List.of()
        : List.of(
            new ExpectedState(new ChangedResource.Groups(carrier), new ResourceState.With(ids)));
  }

  /// A list of texts: `{"items": […]}`, or `{"item": "…"}` for a single text.
  private static Stream<String> texts(JsonNode list) {
    return Stream.of("items", "item")
        .map(list::path)
        .flatMap(node -> node.isTextual() ? Stream.of(node) : node.valueStream())
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static List<ExpectedState> route(JsonNode request, ResourceState state) {
    var table = new RouteTable.Id(CloudTrailFields.text(request, "routeTableId"));
    return CloudTrailFields.routeCidrs(request).stream()
        .map(cidr -> new ExpectedState(new ChangedResource.Route(table, cidr), state))
        .toList();
  }

  private static ResourceState target(JsonNode request) {
    return CloudTrailFields.routeTarget(request)
        .<ResourceState>map(ResourceState.With::new)
        .orElse(ResourceState.PRESENT);
  }

  private static List<ExpectedState> table(JsonNode request) {
    var subnet = CloudTrailFields.text(request, "subnetId");
    var table = new RouteTable.Id(CloudTrailFields.text(request, "routeTableId"));
    return subnet.isEmpty()
        ? List.of()
        : List.of(
            new ExpectedState(
                new ChangedResource.TableOf(new Subnet.Id(subnet)), new ResourceState.With(table)));
  }

  private static List<ExpectedState> entry(JsonNode request, ResourceState state) {
    int number = CloudTrailFields.field(request, "ruleNumber").asInt(-1);
    if (number < 0) {
      return List.of();
    }
    var direction =
        CloudTrailFields.isTrue(request, "egress")
            ? NetworkAcl.Direction.OUTBOUND
            : NetworkAcl.Direction.INBOUND;
    var acl = new NetworkAcl.Id(CloudTrailFields.text(request, "networkAclId"));
    return List.of(new ExpectedState(new ChangedResource.AclEntry(acl, direction, number), state));
  }

  private static ResourceState entry(JsonNode request) {
    var ipv6 = CloudTrailFields.text(request, "ipv6CidrBlock");
    var cidr = ipv6.isEmpty() ? CloudTrailFields.text(request, "cidrBlock") : ipv6;
    return switch (CloudTrailFields.text(request, "ruleAction")) {
      case "allow" ->
          new ResourceState.With(
              new ChangedResource.EntryContent(NetworkAcl.Action.ALLOW, Prefix.parse(cidr)));
      case "deny" ->
          new ResourceState.With(
              new ChangedResource.EntryContent(NetworkAcl.Action.DENY, Prefix.parse(cidr)));
      default -> ResourceState.PRESENT;
    };
  }
}
