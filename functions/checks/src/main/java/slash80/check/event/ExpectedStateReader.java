package slash80.check.event;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import slash80.check.settle.Expectation;
import slash80.check.settle.State;
import slash80.check.settle.Trace;
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
  static List<Expectation> of(String call, JsonNode request, JsonNode response) {
    try {
      return switch (call) {
        case "AuthorizeSecurityGroupIngress" ->
            rules(response, "securityGroupRuleSet", State.THERE);
        case "RevokeSecurityGroupIngress" ->
            Stream.concat(
                    rules(response, "revokedSecurityGroupRuleSet", State.GONE).stream(),
                    revoked(request).stream())
                .distinct()
                .toList();
        case "ModifySecurityGroupRules" -> modified(request);
        case "AssignIpv6Addresses" ->
            held(response, "assignedIpv6Addresses", "assignedIpv6PrefixSet", State.THERE);
        case "UnassignIpv6Addresses" ->
            held(response, "unassignedIpv6Addresses", "unassignedIpv6PrefixSet", State.GONE);
        case "AssociateAddress" -> publicIpv4(request);
        case "ModifyNetworkInterfaceAttribute" -> groups(request);
        case "CreateRoute", "ReplaceRoute" -> route(request, target(request));
        case "DeleteRoute" -> route(request, State.GONE);
        case "AssociateRouteTable" -> table(request);
        case "CreateNetworkAclEntry", "ReplaceNetworkAclEntry" -> entry(request, entry(request));
        case "DeleteNetworkAclEntry" -> entry(request, State.GONE);
        default -> List.of();
      };
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static List<Expectation> rules(JsonNode response, String list, State state) {
    return Shapes.elements(Shapes.field(response, list)).stream()
        .filter(rule -> !Shapes.isTrue(rule, "isEgress"))
        .filter(rule -> !Shapes.text(rule, "securityGroupRuleId").isEmpty())
        .map(
            rule ->
                new Trace.GroupRule(
                    new SecurityGroup.Id(Shapes.text(rule, "groupId")),
                    Shapes.text(rule, "securityGroupRuleId")))
        .map(trace -> new Expectation(trace, state))
        .toList();
  }

  /// The rules that the call names by id. An egress rule never shows in the facts, so it never
  /// contradicts the expectation.
  private static List<Expectation> revoked(JsonNode request) {
    var group = new SecurityGroup.Id(Shapes.text(request, "groupId"));
    return Shapes.elements(Shapes.field(request, "securityGroupRuleIds")).stream()
        .map(rule -> Shapes.text(rule, "securityGroupRuleId"))
        .filter(id -> !id.isEmpty())
        .map(id -> new Expectation(new Trace.GroupRule(group, id), State.GONE))
        .toList();
  }

  private static List<Expectation> modified(JsonNode request) {
    var group = new SecurityGroup.Id(Shapes.text(request, "groupId"));
    var expected = new ArrayList<Expectation>();
    for (var one : Shapes.elements(Shapes.field(request, "securityGroupRule"))) {
      var rule = Shapes.field(one, "securityGroupRule");
      source(rule)
          .map(source -> new State.As(admission(rule, source)))
          .map(
              state ->
                  new Expectation(
                      new Trace.ModifiedRule(group, Shapes.text(one, "securityGroupRuleId")),
                      state))
          .ifPresent(expected::add);
    }
    return expected;
  }

  private static Optional<SecurityGroup.Source> source(JsonNode rule) {
    for (String key : List.of("cidrIpv6", "cidrIpv4")) {
      if (!Shapes.text(rule, key).isEmpty()) {
        return Optional.of(new SecurityGroup.Source.Cidr(Prefix.parse(Shapes.text(rule, key))));
      }
    }
    if (!Shapes.text(rule, "prefixListId").isEmpty()) {
      var list = new PrefixList.Id(Shapes.text(rule, "prefixListId"));
      return Optional.of(new SecurityGroup.Source.PrefixListId(list));
    }
    return Optional.of(Shapes.text(rule, "referencedGroupId"))
        .filter(id -> !id.isEmpty())
        .map(id -> new SecurityGroup.Source.Group(new SecurityGroup.Id(id)));
  }

  /// The ports of a rule for all protocols have no meaning, whether they are given or not.
  private static Trace.Admission admission(JsonNode rule, SecurityGroup.Source source) {
    boolean isForAll = Shapes.text(rule, "ipProtocol").equals("-1");
    return isForAll
        ? new Trace.Admission(source, -1, -1)
        : new Trace.Admission(source, port(rule, "fromPort"), port(rule, "toPort"));
  }

  private static int port(JsonNode rule, String key) {
    return Shapes.field(rule, key).asInt(-1);
  }

  private static List<Expectation> held(
      JsonNode response, String addresses, String prefixes, State state) {
    var holder = new NetworkInterface.Id(Shapes.text(response, "networkInterfaceId"));
    var traces = new ArrayList<Trace>();
    texts(Shapes.field(response, addresses))
        .forEach(text -> traces.add(new Trace.HeldAddress(holder, Address.parse(text))));
    texts(Shapes.field(response, prefixes))
        .forEach(text -> traces.add(new Trace.HeldPrefix(holder, Prefix.parse(text))));
    return traces.stream().map(trace -> new Expectation(trace, state)).toList();
  }

  /// An address that is given to an instance goes to its first interface, which the call does not
  /// name.
  private static List<Expectation> publicIpv4(JsonNode request) {
    var holder = Shapes.text(request, "networkInterfaceId");
    return holder.isEmpty()
        ? List.of()
        : List.of(
            new Expectation(new Trace.PublicIpv4(new NetworkInterface.Id(holder)), State.THERE));
  }

  /// The call sets one attribute of an interface at a time.
  private static List<Expectation> groups(JsonNode request) {
    var ids =
        Shapes.elements(Shapes.field(request, "groupSet")).stream()
            .map(group -> new SecurityGroup.Id(Shapes.text(group, "groupId")))
            .collect(Collectors.toSet());
    var carrier = new NetworkInterface.Id(Shapes.text(request, "networkInterfaceId"));
    return ids.isEmpty()
        ? List.of()
        : List.of(new Expectation(new Trace.Groups(carrier), new State.As(ids)));
  }

  /// A list of texts: `{"items": […]}`, or `{"item": "…"}` for a single text.
  private static Stream<String> texts(JsonNode list) {
    return Stream.of("items", "item")
        .map(list::path)
        .flatMap(some -> some.isTextual() ? Stream.of(some) : some.valueStream())
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static List<Expectation> route(JsonNode request, State state) {
    var table = new RouteTable.Id(Shapes.text(request, "routeTableId"));
    return Stream.of("destinationIpv6CidrBlock", "destinationCidrBlock")
        .map(key -> Shapes.text(request, key))
        .filter(text -> !text.isEmpty())
        .map(text -> new Expectation(new Trace.Route(table, Prefix.parse(text)), state))
        .toList();
  }

  /// The target of a route, by the id that the facts hold too: for an instance, they hold the
  /// interface.
  private static State target(JsonNode request) {
    return TARGETS.stream()
        .map(key -> Shapes.text(request, key))
        .filter(id -> !id.isEmpty())
        .findFirst()
        .<State>map(State.As::new)
        .orElse(State.THERE);
  }

  private static List<Expectation> table(JsonNode request) {
    var subnet = Shapes.text(request, "subnetId");
    var table = new RouteTable.Id(Shapes.text(request, "routeTableId"));
    return subnet.isEmpty()
        ? List.of()
        : List.of(new Expectation(new Trace.TableOf(new Subnet.Id(subnet)), new State.As(table)));
  }

  private static List<Expectation> entry(JsonNode request, State state) {
    int number = Shapes.field(request, "ruleNumber").asInt(-1);
    if (number < 0) {
      return List.of();
    }
    var direction =
        Shapes.isTrue(request, "egress")
            ? NetworkAcl.Direction.OUTBOUND
            : NetworkAcl.Direction.INBOUND;
    var acl = new NetworkAcl.Id(Shapes.text(request, "networkAclId"));
    return List.of(new Expectation(new Trace.AclEntry(acl, direction, number), state));
  }

  private static State entry(JsonNode request) {
    var ipv6 = Shapes.text(request, "ipv6CidrBlock");
    var cidr = ipv6.isEmpty() ? Shapes.text(request, "cidrBlock") : ipv6;
    return switch (Shapes.text(request, "ruleAction")) {
      case "allow" -> new State.As(new Trace.Entry(NetworkAcl.Action.ALLOW, Prefix.parse(cidr)));
      case "deny" -> new State.As(new Trace.Entry(NetworkAcl.Action.DENY, Prefix.parse(cidr)));
      default -> State.THERE;
    };
  }
}
