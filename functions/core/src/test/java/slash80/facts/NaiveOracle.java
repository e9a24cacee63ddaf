package slash80.facts;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.Iana;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Prefix;
import slash80.reach.Layer;

/// Judges one packet over the raw facts of the interface's VPC, by the definition of the layers
/// alone: no sets, no indexes, addresses as numbers. Slow, and independent of the code it judges.
public final class NaiveOracle {

  private static final AddressSet GLOBAL_IPV4 = Iana.globalIpv4();
  private static final Prefix GLOBAL_IPV6 = Prefix.parse("2000::/3");
  private static final Prefix UNIQUE_LOCAL = Prefix.parse("fc00::/7");

  /// No, perhaps, yes: in this order, so that "any" is the greatest and "all" the least.
  public enum Answer {
    NO,
    PERHAPS,
    YES
  }

  /// The oracle's answer for one packet.
  public record Said(
      Map<Layer, Answer> layers, Answer straight, Answer inspected, boolean fromInternet) {

    public String state() {
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

  private final String account;
  private final VpcLayers layers;
  private final NetworkInterface to;
  private final Packet packet;
  private final IpFamily family;
  private final BigInteger source;

  NaiveOracle(Facts facts, NetworkInterface to, Packet packet) {
    this.account = facts.cluster().account();
    this.layers = facts.layersOf(to.vpc());
    this.to = to;
    this.packet = packet;
    this.family = packet.source().family();
    this.source = number(packet.source());
  }

  public static Said ask(Facts facts, NetworkInterface to, Packet packet) {
    var oracle = new NaiveOracle(facts, to, packet);
    var layers = new EnumMap<Layer, Answer>(Layer.class);
    layers.put(Layer.ADDRESS, oracle.address());
    layers.put(Layer.PUBLIC_ACCESS_BLOCK, oracle.block());
    layers.put(Layer.NETWORK_ACL, oracle.acl());
    layers.put(Layer.SECURITY_GROUP, oracle.groups(oracle::isFrom));
    var routes = new NaiveRoutes(facts, to, oracle.family, oracle.source, oracle.held());
    var straight = routes.route(true);
    var inspected = routes.route(false);
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

  static boolean holds(Prefix block, IpFamily family, BigInteger address) {
    int host = family.bits() - block.length();
    return block.first().family() == family
        && number(block.first()).shiftRight(host).equals(address.shiftRight(host));
  }

  static boolean touch(Prefix prefix, Prefix other) {
    var family = prefix.first().family();
    return other.first().family() == family
        && (holds(prefix, family, number(other.first()))
            || holds(other, family, number(prefix.first())));
  }

  static Answer greatest(List<Answer> answers) {
    return answers.stream().max(Answer::compareTo).orElse(Answer.NO);
  }

  static Answer least(List<Answer> answers) {
    return answers.stream().min(Answer::compareTo).orElse(Answer.YES);
  }

  /// The answer on every way that may be taken when all agree, otherwise perhaps.
  static Answer agreed(List<Answer> answers) {
    return greatest(answers) == least(answers) ? greatest(answers) : Answer.PERHAPS;
  }

  static Answer yes(boolean is) {
    return is ? Answer.YES : Answer.NO;
  }

  static <T> List<T> known(Fact<List<T>> fact) {
    return fact.asKnown().orElse(List.of());
  }

  static boolean isUnread(Fact<?> fact) {
    return fact instanceof Fact.Unread;
  }

  boolean fromInternet() {
    var own =
        layers.vpc().asKnown().map(Vpc::ranges).orElse(List.of()).stream()
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
    return greatest(held().stream().map(Held::isPublic).toList());
  }

  /// An address or prefix of the interface, and whether the internet has an address for it.
  record Held(Prefix block, Answer isPublic) {}

  private List<Held> held() {
    var held = new ArrayList<Held>();
    if (family == IpFamily.IPV4) {
      for (var ipv4 : to.ipv4Addresses()) {
        held.add(new Held(new Prefix(ipv4.address(), 32), yes(ipv4.publicAddress().isPresent())));
      }
      return held;
    }
    to.ipv6Addresses().forEach(address -> held.add(inRange(new Prefix(address, 128))));
    to.ipv6Prefixes().forEach(prefix -> held.add(inRange(prefix)));
    return held;
  }

  private Held inRange(Prefix block) {
    if (isUnread(layers.subnets())) {
      return new Held(block, Answer.PERHAPS);
    }
    var answers = new ArrayList<Answer>();
    boolean found = false;
    for (var subnet : known(layers.subnets())) {
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

  Answer block() {
    var modes =
        known(layers.subnets()).stream()
            .filter(subnet -> subnet.id().equals(to.subnet()))
            .map(Subnet::blockMode)
            .toList();
    if (modes.isEmpty()) {
      return Answer.PERHAPS;
    }
    if (isOfAnotherOwner()) {
      return modes.getFirst().map(mode -> yes(mode == BlockMode.OFF)).orElse(Answer.PERHAPS);
    }
    if (isUnread(layers.blockMode())) {
      return yes(modes.getFirst().isEmpty() || modes.getFirst().get() == BlockMode.OFF);
    }
    if (layers.blockMode().equals(Fact.known(BlockMode.OFF))) {
      return Answer.YES;
    }
    if (isUnread(layers.exclusions())) {
      return !modes.isEmpty() && modes.getFirst().equals(java.util.Optional.of(BlockMode.OFF))
          ? Answer.YES
          : Answer.PERHAPS;
    }
    for (var exclusion : known(layers.exclusions())) {
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

  private boolean isOfAnotherOwner() {
    return known(layers.subnets()).stream()
        .filter(subnet -> subnet.id().equals(to.subnet()))
        .anyMatch(subnet -> subnet.owner().isPresent() && !subnet.owner().get().equals(account));
  }

  // ---- network ACL

  Answer acl() {
    for (var acl : known(layers.acls())) {
      if (acl.subnets().contains(to.subnet())) {
        return yes(
            allows(acl, NetworkAcl.Direction.INBOUND, packet.protocol(), packet.port())
                && (packet.protocol() != 6 || answers(acl)));
      }
    }
    return Answer.PERHAPS;
  }

  /// The outbound entries of the ACL alone: the reply over TCP.
  Answer reply() {
    for (var acl : known(layers.acls())) {
      if (acl.subnets().contains(to.subnet())) {
        return yes(answers(acl));
      }
    }
    return Answer.PERHAPS;
  }

  /// Every client port at which an entry may begin or end to match.
  boolean answers(NetworkAcl acl) {
    var ports = new ArrayList<>(List.of(1, 65535));
    for (var entry : acl.entries()) {
      entry
          .ports()
          .ifPresent(
              range ->
                  ports.addAll(
                      List.of(range.first() - 1, range.first(), range.last(), range.last() + 1)));
    }
    return ports.stream()
        .filter(port -> 1 <= port && port <= 65535)
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

  /// Whether any rule admits the packet, where `isFrom` tells whose packet it is.
  Answer groups(Function<SecurityGroup.Source, Answer> isFrom) {
    var answers = new ArrayList<Answer>();
    for (var id : to.groups()) {
      var group =
          known(layers.groups()).stream()
              .filter(otherGroup -> otherGroup.id().equals(id))
              .findFirst();
      if (group.isEmpty()) {
        answers.add(Answer.PERHAPS);
      }
      for (var rule : group.map(SecurityGroup::ingress).orElse(List.of())) {
        answers.add(isFor(rule) ? isFrom.apply(rule.source()) : Answer.NO);
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

  Answer isFrom(SecurityGroup.Source from) {
    return switch (from) {
      case SecurityGroup.Source.Cidr(var block) -> yes(holds(block, family, source));
      case SecurityGroup.Source.Group _ -> Answer.NO;
      case SecurityGroup.Source.PrefixListId(var id) -> {
        var list = layers.prefixLists().get(id);
        yield list == null || isUnread(list)
            ? Answer.PERHAPS
            : yes(
                list.asKnown().orElseThrow().entries().stream()
                    .anyMatch(block -> holds(block, family, source)));
      }
    };
  }
}
