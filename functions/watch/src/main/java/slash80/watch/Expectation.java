package slash80.watch;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Network;
import slash80.facts.NetworkInterface;
import slash80.facts.RouteTable;
import slash80.facts.SecurityGroup;
import slash80.network.Address;
import slash80.network.Prefix;

/// What a call says is there now, or not any more: EC2 may answer for a while as it did before
/// (https://docs.aws.amazon.com/ec2/latest/devguide/eventual-consistency.html), and a reading can
/// be held against this.
record Expectation(Trace trace, Presence presence) {

  enum Presence {
    THERE,
    GONE
  }

  /// Where a reading shows it.
  sealed interface Trace {

    record GroupRule(SecurityGroup.Id group, String rule) implements Trace {}

    record HeldAddress(NetworkInterface.Id holder, Address address) implements Trace {}

    record HeldPrefix(NetworkInterface.Id holder, Prefix prefix) implements Trace {}

    record Route(RouteTable.Id table, Prefix destination) implements Trace {}
  }

  /// What a call leads to expect; nothing where it is not known to be said, or cannot be read.
  static List<Expectation> of(String call, JsonNode request, JsonNode response) {
    try {
      return switch (call) {
        case "AuthorizeSecurityGroupIngress" ->
            rules(response, "securityGroupRuleSet", Presence.THERE);
        case "RevokeSecurityGroupIngress" ->
            rules(response, "revokedSecurityGroupRuleSet", Presence.GONE);
        case "AssignIpv6Addresses" ->
            held(response, "assignedIpv6Addresses", "assignedIpv6PrefixSet", Presence.THERE);
        case "UnassignIpv6Addresses" ->
            held(response, "unassignedIpv6Addresses", "unassignedIpv6PrefixSet", Presence.GONE);
        case "CreateRoute" -> route(request, Presence.THERE);
        case "DeleteRoute" -> route(request, Presence.GONE);
        default -> List.of();
      };
    } catch (IllegalArgumentException _) {
      return List.of();
    }
  }

  private static List<Expectation> rules(JsonNode response, String list, Presence presence) {
    return Shapes.elements(Shapes.field(response, list)).stream()
        .filter(rule -> !Shapes.isTrue(rule, "isEgress"))
        .filter(rule -> !Shapes.text(rule, "securityGroupRuleId").isEmpty())
        .map(
            rule ->
                new Trace.GroupRule(
                    new SecurityGroup.Id(Shapes.text(rule, "groupId")),
                    Shapes.text(rule, "securityGroupRuleId")))
        .map(trace -> new Expectation(trace, presence))
        .toList();
  }

  private static List<Expectation> held(
      JsonNode response, String addresses, String prefixes, Presence presence) {
    var holder = new NetworkInterface.Id(Shapes.text(response, "networkInterfaceId"));
    var traces = new ArrayList<Trace>();
    texts(Shapes.field(response, addresses))
        .forEach(text -> traces.add(new Trace.HeldAddress(holder, Address.parse(text))));
    texts(Shapes.field(response, prefixes))
        .forEach(text -> traces.add(new Trace.HeldPrefix(holder, Prefix.parse(text))));
    return traces.stream().map(trace -> new Expectation(trace, presence)).toList();
  }

  /// A list of texts: `{"items": […]}`, or, of a single one, `{"item": "…"}`.
  private static Stream<String> texts(JsonNode list) {
    return Stream.of("items", "item")
        .map(list::path)
        .flatMap(some -> some.isTextual() ? Stream.of(some) : some.valueStream())
        .filter(JsonNode::isTextual)
        .map(JsonNode::textValue);
  }

  private static List<Expectation> route(JsonNode request, Presence presence) {
    var table = new RouteTable.Id(Shapes.text(request, "routeTableId"));
    return Stream.of("destinationIpv6CidrBlock", "destinationCidrBlock")
        .map(key -> Shapes.text(request, key))
        .filter(text -> !text.isEmpty())
        .map(text -> new Expectation(new Trace.Route(table, Prefix.parse(text)), presence))
        .toList();
  }

  /// Those that stand when all have happened, the oldest first: what came and went is gone.
  static List<Expectation> last(List<Expectation> inOrder) {
    var last = new LinkedHashMap<Trace, Expectation>();
    inOrder.forEach(one -> last.put(one.trace(), one));
    return List.copyOf(last.values());
  }

  /// Whether a reading shows otherwise. One that does not speak of it does not.
  boolean isContradictedBy(Network.Facts facts) {
    return presence(facts).filter(seen -> seen != presence).isPresent();
  }

  private Optional<Presence> presence(Network.Facts facts) {
    return switch (trace) {
      case Trace.GroupRule(var id, var rule) ->
          in(facts.groups(), group -> group.id().equals(id))
              .flatMap(group -> presence(group, rule));
      case Trace.HeldAddress(var id, var address) ->
          in(facts.interfaces(), one -> one.id().equals(id))
              .map(one -> presence(one.ipv6Addresses().contains(address)));
      case Trace.HeldPrefix(var id, var prefix) ->
          in(facts.interfaces(), one -> one.id().equals(id))
              .map(one -> presence(one.ipv6Prefixes().contains(prefix)));
      case Trace.Route(var id, var destination) ->
          in(facts.routeTables(), table -> table.id().equals(id))
              .map(table -> presence(leadsTo(table, destination)));
    };
  }

  private static <T> Optional<T> in(Fact<List<T>> all, Predicate<T> asked) {
    return all.asKnown().flatMap(some -> some.stream().filter(asked).findFirst());
  }

  private static Presence presence(boolean isThere) {
    return isThere ? Presence.THERE : Presence.GONE;
  }

  /// Rules may have been read without their ids.
  private static Optional<Presence> presence(SecurityGroup group, String rule) {
    boolean isThere = group.ingress().stream().anyMatch(one -> one.id().equals(Optional.of(rule)));
    boolean areAllNamed = group.ingress().stream().allMatch(one -> one.id().isPresent());
    return isThere || areAllNamed ? Optional.of(presence(isThere)) : Optional.empty();
  }

  private static boolean leadsTo(RouteTable table, Prefix destination) {
    return table.routes().stream()
        .anyMatch(
            route -> route.destination().equals(new RouteTable.Destination.Cidr(destination)));
  }

  /// `sgr-1 of sg-1`, for the log.
  @Override
  public String toString() {
    return switch (trace) {
      case Trace.GroupRule(var group, var rule) -> rule + " of " + group.value();
      case Trace.HeldAddress(var holder, var address) -> address + " of " + holder.value();
      case Trace.HeldPrefix(var holder, var prefix) -> prefix + " of " + holder.value();
      case Trace.Route(var table, var destination) -> destination + " of " + table.value();
    };
  }
}
