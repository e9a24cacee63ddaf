package slash80.facts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import slash80.network.Address;
import slash80.network.AddressSet;
import slash80.network.Iana;
import slash80.network.IpFamily;
import slash80.network.Packet;
import slash80.network.Prefix;

/// Judges one packet over the raw facts, by the table of the design and nothing else: no sets, no
/// indices, addresses as numbers. Slow, and written apart from what it judges.
final class NaiveOracle {

  private static final AddressSet GLOBAL_IPV4 = Iana.globalIpv4();
  private static final Prefix GLOBAL_IPV6 = Prefix.parse("2000::/3");
  private static final Prefix UNIQUE_LOCAL = Prefix.parse("fc00::/7");

  /// No, perhaps, yes: in this order, so that "any" is the greatest and "all" the least.
  enum Answer {
    NO,
    PERHAPS,
    YES
  }

  /// What the oracle says of one packet.
  record Said(Map<Layer, Answer> layers, Answer straight, Answer inspected, boolean fromInternet) {

    String state() {
      var others =
          least(
              List.of(
                  layers.get(Layer.ADDRESS),
                  layers.get(Layer.PUBLIC_ACCESS_BLOCK),
                  layers.get(Layer.NETWORK_ACL),
                  layers.get(Layer.SECURITY_GROUP)));
      if (!fromInternet) {
        return "closed";
      }
      if (least(List.of(others, straight)) == Answer.YES) {
        return "open";
      }
      if (least(List.of(others, greatest(List.of(straight, inspected)))) != Answer.NO) {
        return others == Answer.YES && straight == Answer.NO && inspected == Answer.YES
            ? "inspected"
            : "unknown";
      }
      return layers.get(Layer.SECURITY_GROUP) == Answer.YES ? "latent" : "closed";
    }
  }

  private final Facts facts;
  private final NetworkInterface to;
  private final Packet packet;
  private final IpFamily family;
  private final BigInteger source;

  private NaiveOracle(Facts facts, NetworkInterface to, Packet packet) {
    this.facts = facts;
    this.to = to;
    this.packet = packet;
    this.family = packet.source().family();
    this.source = number(packet.source());
  }

  static Said ask(Facts facts, NetworkInterface to, Packet packet) {
    var oracle = new NaiveOracle(facts, to, packet);
    var layers = new EnumMap<Layer, Answer>(Layer.class);
    layers.put(Layer.ADDRESS, oracle.address());
    layers.put(Layer.PUBLIC_ACCESS_BLOCK, oracle.block());
    layers.put(Layer.NETWORK_ACL, oracle.acl());
    layers.put(Layer.SECURITY_GROUP, oracle.groups());
    var straight = oracle.route(true);
    var inspected = oracle.route(false);
    layers.put(
        Layer.ROUTE,
        straight == Answer.YES
            ? Answer.YES
            : straight == Answer.PERHAPS ? Answer.PERHAPS : inspected);
    return new Said(layers, straight, inspected, oracle.fromInternet());
  }

  static BigInteger number(Address address) {
    return new BigInteger(Long.toUnsignedString(address.high()))
        .shiftLeft(64)
        .add(new BigInteger(Long.toUnsignedString(address.low())));
  }

  private static boolean holds(Prefix block, IpFamily family, BigInteger address) {
    int host = family.bits() - block.length();
    return block.first().family() == family
        && number(block.first()).shiftRight(host).equals(address.shiftRight(host));
  }

  private static boolean touch(Prefix one, Prefix other) {
    var family = one.first().family();
    return other.first().family() == family
        && (holds(one, family, number(other.first())) || holds(other, family, number(one.first())));
  }

  private static Answer greatest(List<Answer> answers) {
    return answers.stream().max(Answer::compareTo).orElse(Answer.NO);
  }

  private static Answer least(List<Answer> answers) {
    return answers.stream().min(Answer::compareTo).orElse(Answer.YES);
  }

  /// The same on every way that may be taken, or perhaps.
  private static Answer agreed(List<Answer> answers) {
    return greatest(answers) == least(answers) ? greatest(answers) : Answer.PERHAPS;
  }

  private static Answer yes(boolean is) {
    return is ? Answer.YES : Answer.NO;
  }

  private static <T> List<T> known(Fact<List<T>> all) {
    return all.asKnown().orElse(List.of());
  }

  private static boolean isUnread(Fact<?> fact) {
    return fact instanceof Fact.Unread;
  }

  private boolean fromInternet() {
    var own =
        facts.layers().vpc().asKnown().map(Vpc::ranges).orElse(List.of()).stream()
            .filter(range -> range.associated().equals(Fact.known(true)))
            .anyMatch(range -> holds(range.cidr(), family, source));
    return !own
        && (family == IpFamily.IPV6
            ? holds(GLOBAL_IPV6, family, source)
            : GLOBAL_IPV4.contains(packet.source()));
  }

  // ---- address

  private Answer address() {
    if (family == IpFamily.IPV6 && to.deniesAllIgwTraffic()) {
      return Answer.NO;
    }
    return greatest(heldAndPublic().stream().map(Held::isPublic).toList());
  }

  private record Held(Prefix block, Answer isPublic) {}

  private List<Held> heldAndPublic() {
    var held = new ArrayList<Held>();
    if (family == IpFamily.IPV4) {
      for (var one : to.ipv4Addresses()) {
        held.add(new Held(new Prefix(one.address(), 32), yes(one.publicAddress().isPresent())));
      }
      return held;
    }
    to.ipv6Addresses().forEach(one -> held.add(inRange(new Prefix(one, 128))));
    to.ipv6Prefixes().forEach(one -> held.add(inRange(one)));
    return held;
  }

  private Held inRange(Prefix block) {
    if (isUnread(facts.layers().subnets())) {
      return new Held(block, Answer.PERHAPS);
    }
    var answers = new ArrayList<Answer>();
    boolean found = false;
    for (var subnet : known(facts.layers().subnets())) {
      if (subnet.id().equals(to.subnet())) {
        found = true;
        for (var range : subnet.ranges()) {
          if (touch(range.cidr(), block)
              && !range.isPrivate()
              && !touch(range.cidr(), UNIQUE_LOCAL)) {
            answers.add(
                isUnread(range.associated())
                    ? Answer.PERHAPS
                    : yes(range.associated().equals(Fact.known(true))));
          }
        }
      }
    }
    return new Held(block, found ? greatest(answers) : Answer.PERHAPS);
  }

  // ---- block public access

  private Answer block() {
    var modes =
        known(facts.layers().subnets()).stream()
            .filter(subnet -> subnet.id().equals(to.subnet()))
            .map(Subnet::blockMode)
            .toList();
    if (isUnread(facts.layers().blockMode())) {
      return modes.isEmpty()
          ? Answer.PERHAPS
          : yes(modes.getFirst().isEmpty() || modes.getFirst().get() == BlockMode.OFF);
    }
    if (facts.layers().blockMode().equals(Fact.known(BlockMode.OFF))) {
      return Answer.YES;
    }
    if (isUnread(facts.layers().exclusions())) {
      return !modes.isEmpty() && modes.getFirst().equals(java.util.Optional.of(BlockMode.OFF))
          ? Answer.YES
          : Answer.PERHAPS;
    }
    for (var exclusion : known(facts.layers().exclusions())) {
      boolean inForce = Set.of("create-complete", "update-complete").contains(exclusion.state());
      boolean names =
          exclusion.resource().equals(to.subnet().value())
              || exclusion.resource().equals(to.vpc().value());
      if (inForce && names && exclusion.mode().equals("allow-bidirectional")) {
        return Answer.YES;
      }
    }
    return Answer.NO;
  }

  // ---- route

  private Answer isGateway(RouteTable.Route route) {
    if (route.blackhole() || !(route.target() instanceof RouteTable.Target.Igw(var id))) {
      return Answer.NO;
    }
    if (isUnread(facts.layers().internetGateways())) {
      return Answer.PERHAPS;
    }
    return yes(attached().contains(id));
  }

  private List<InternetGateway.Id> attached() {
    return known(facts.layers().internetGateways()).stream()
        .filter(gateway -> gateway.attachedTo().contains(to.vpc()))
        .map(InternetGateway::id)
        .toList();
  }

  private Answer anyGateway() {
    return isUnread(facts.layers().internetGateways())
        ? Answer.PERHAPS
        : yes(!attached().isEmpty());
  }

  /// The routes that may win for an address, `nothing` standing for none.
  private <T> List<T> winners(
      RouteTable table, BigInteger address, Function<RouteTable.Route, T> of, T nothing) {
    int best = -1;
    var winners = new ArrayList<T>();
    var hidden = new ArrayList<T>();
    for (var route : table.routes()) {
      int order = route.propagated() ? 0 : 2;
      List<Prefix> blocks = List.of();
      switch (route.destination()) {
        case RouteTable.Destination.Cidr(var block) -> blocks = List.of(block);
        case RouteTable.Destination.PrefixListId(var id) -> {
          order = 1;
          var list = facts.layers().prefixLists().get(id);
          if (list == null || isUnread(list)) {
            hidden.add(of.apply(route));
          } else {
            blocks = list.asKnown().orElseThrow().entries();
          }
        }
      }
      for (var block : blocks) {
        if (holds(block, family, address)) {
          int rank = 3 * block.length() + order;
          if (rank > best) {
            best = rank;
            winners.clear();
          }
          if (rank == best) {
            winners.add(of.apply(route));
          }
        }
      }
    }
    if (best < 0) {
      winners.add(nothing);
    }
    if (best < 3 * family.bits() + 2) {
      winners.addAll(hidden);
    }
    return winners;
  }

  private RouteTable tableOf(Subnet.Id subnet) {
    RouteTable main = null;
    for (var table : known(facts.layers().routeTables())) {
      if (table.subnets().contains(subnet)) {
        return table;
      }
      if (table.main()) {
        main = table;
      }
    }
    return main;
  }

  private Answer route(boolean straight) {
    var table = tableOf(to.subnet());
    if (table == null) {
      return straight ? least(List.of(anyGateway(), Answer.PERHAPS)) : Answer.NO;
    }
    return agreed(
        winners(
            table,
            source,
            route ->
                straight
                    ? least(List.of(isGateway(route), handedOnStraight()))
                    : throughAppliance(route),
            Answer.NO));
  }

  private Answer throughAppliance(RouteTable.Route route) {
    var answers = new ArrayList<Answer>();
    for (var appliance : appliances()) {
      var comesThrough = handedTo(appliance);
      answers.add(least(List.of(isGateway(route), comesThrough)));
      if (!route.blackhole() && route.target().equals(appliance)) {
        answers.add(least(List.of(comesThrough, goesOn(appliance))));
      }
    }
    return greatest(answers);
  }

  private Answer goesOn(RouteTable.Target appliance) {
    Subnet.Id subnet = null;
    for (var one : known(facts.attachments().interfaces())) {
      switch (appliance) {
        case RouteTable.Target.Interface(var id) ->
            subnet = one.id().equals(id) ? one.subnet() : subnet;
        case RouteTable.Target.Endpoint(var id) ->
            subnet = (one.description() + " ").contains(" " + id + " ") ? one.subnet() : subnet;
        default -> throw new AssertionError(appliance);
      }
    }
    var table = subnet == null ? null : tableOf(subnet);
    return table == null
        ? least(List.of(anyGateway(), Answer.PERHAPS))
        : agreed(winners(table, source, this::isGateway, Answer.NO));
  }

  private List<RouteTable> edges() {
    return known(facts.layers().routeTables()).stream()
        .filter(
            table ->
                isUnread(facts.layers().internetGateways())
                    ? !table.gateways().isEmpty()
                    : table.gateways().stream().anyMatch(attached()::contains))
        .toList();
  }

  private Set<RouteTable.Target> appliances() {
    var appliances = new LinkedHashSet<RouteTable.Target>();
    for (var table : edges()) {
      for (var route : table.routes()) {
        if (route.target() instanceof RouteTable.Target.Endpoint
            || route.target() instanceof RouteTable.Target.Interface) {
          appliances.add(route.target());
        }
      }
    }
    return appliances;
  }

  private Answer handedOnStraight() {
    return edges().isEmpty() ? Answer.YES : handedOn(NaiveOracle::isStraight, Answer.YES);
  }

  private static Answer isStraight(RouteTable.Route route) {
    if (route.blackhole()
        || route.target() instanceof RouteTable.Target.Endpoint
        || route.target() instanceof RouteTable.Target.Interface) {
      return Answer.NO;
    }
    return route.target() instanceof RouteTable.Target.Local ? Answer.YES : Answer.PERHAPS;
  }

  private Answer handedTo(RouteTable.Target appliance) {
    return handedOn(
        route -> yes(!route.blackhole() && route.target().equals(appliance)), Answer.NO);
  }

  /// What the gateway's table does with anything that is held, at every place where it may change.
  private Answer handedOn(Function<RouteTable.Route, Answer> does, Answer whereNothingMatches) {
    var held = heldAndPublic();
    if (held.isEmpty()) {
      return whereNothingMatches;
    }
    boolean noneIsPublic = held.stream().allMatch(one -> one.isPublic() == Answer.NO);
    var answers = new ArrayList<Answer>();
    for (var table : edges()) {
      for (var one : held) {
        var counts = noneIsPublic ? Answer.YES : one.isPublic();
        for (var address : places(one.block(), table)) {
          answers.add(
              least(List.of(counts, agreed(winners(table, address, does, whereNothingMatches)))));
        }
      }
    }
    if (isUnread(facts.layers().internetGateways())) {
      return whereNothingMatches == Answer.YES || greatest(answers) != Answer.NO
          ? Answer.PERHAPS
          : Answer.NO;
    }
    return greatest(answers);
  }

  private List<BigInteger> places(Prefix held, RouteTable table) {
    var places = new ArrayList<BigInteger>(List.of(number(held.first())));
    for (var route : table.routes()) {
      if (route.destination() instanceof RouteTable.Destination.Cidr(var block)
          && block.first().family() == family) {
        places.add(number(block.first()));
        places.add(
            number(block.first()).add(BigInteger.ONE.shiftLeft(family.bits() - block.length())));
      }
    }
    return places.stream().filter(place -> holds(held, family, place)).toList();
  }

  // ---- network ACL

  private Answer acl() {
    for (var acl : known(facts.layers().acls())) {
      if (acl.subnets().contains(to.subnet())) {
        return yes(
            allows(acl, NetworkAcl.Direction.INBOUND, packet.protocol(), packet.port())
                && (packet.protocol() != 6 || answers(acl)));
      }
    }
    return Answer.PERHAPS;
  }

  /// Every client port at which an entry may begin or end to match.
  private boolean answers(NetworkAcl acl) {
    var ports = new ArrayList<>(List.of(1024, 65535));
    for (var entry : acl.entries()) {
      entry
          .ports()
          .ifPresent(
              range ->
                  ports.addAll(
                      List.of(range.first() - 1, range.first(), range.last(), range.last() + 1)));
    }
    return ports.stream()
        .filter(port -> 1024 <= port && port <= 65535)
        .anyMatch(port -> allows(acl, NetworkAcl.Direction.OUTBOUND, 6, port));
  }

  private boolean allows(NetworkAcl acl, NetworkAcl.Direction direction, int protocol, int port) {
    for (var entry : acl.entries()) {
      if (entry.direction() == direction
          && holds(entry.cidr(), family, source)
          && matches(entry, protocol, port)) {
        return entry.action() == NetworkAcl.Action.ALLOW;
      }
    }
    return false;
  }

  private boolean matches(NetworkAcl.Entry entry, int protocol, int port) {
    if (entry.protocol() == -1) {
      return true;
    }
    if (entry.protocol() != protocol) {
      return false;
    }
    if (protocol == 6 || protocol == 17) {
      return entry.ports().isEmpty()
          || (entry.ports().get().first() <= port && port <= entry.ports().get().last());
    }
    if (protocol == (family == IpFamily.IPV6 ? 58 : 1)) {
      return entry.icmpType().isEmpty()
          || entry.icmpType().get() == -1
          || entry.icmpType().get() == port;
    }
    return true;
  }

  // ---- security groups

  private Answer groups() {
    var answers = new ArrayList<Answer>();
    for (var id : to.groups()) {
      var group =
          known(facts.layers().groups()).stream().filter(one -> one.id().equals(id)).findFirst();
      if (group.isEmpty()) {
        answers.add(Answer.PERHAPS);
      }
      for (var rule : group.map(SecurityGroup::ingress).orElse(List.of())) {
        answers.add(isFor(rule) ? isFrom(rule.source()) : Answer.NO);
      }
    }
    return greatest(answers);
  }

  private boolean isFor(SecurityGroup.Rule rule) {
    if (rule.protocol() == -1) {
      return true;
    }
    if (rule.protocol() != packet.protocol()) {
      return false;
    }
    if (rule.protocol() == 6 || rule.protocol() == 17) {
      return rule.from() == -1 || (rule.from() <= packet.port() && packet.port() <= rule.to());
    }
    if (rule.protocol() == (family == IpFamily.IPV6 ? 58 : 1)) {
      return rule.from() == -1 || rule.from() == packet.port();
    }
    return true;
  }

  private Answer isFrom(SecurityGroup.Source from) {
    return switch (from) {
      case SecurityGroup.Source.Cidr(var block) -> yes(holds(block, family, source));
      case SecurityGroup.Source.Group _ -> Answer.NO;
      case SecurityGroup.Source.PrefixListId(var id) -> {
        var list = facts.layers().prefixLists().get(id);
        yield list == null || isUnread(list)
            ? Answer.PERHAPS
            : yes(
                list.asKnown().orElseThrow().entries().stream()
                    .anyMatch(block -> holds(block, family, source)));
      }
    };
  }
}
