package slash80.reach;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import slash80.facts.Fact;
import slash80.facts.Fact.Known;
import slash80.facts.Fact.Unread;
import slash80.facts.NetworkAcl;
import slash80.facts.NetworkInterface;
import slash80.facts.SecurityGroup;
import slash80.facts.VpcIndex;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.PortRange;
import slash80.ip.Protocol;

/// Traces one packet from the internet to one interface, entry by entry, as AWS evaluates it. The
/// trace does not use the sets of [Reachability], so that tests can compare the two.
final class PacketTracer {
  private final VpcIndex vpc;
  private final RouteLayer routes;
  private final NetworkInterface to;
  private final Packet packet;
  private final IpFamily family;
  private final List<PacketTrace.Step> path = new ArrayList<>();
  private boolean throughAccelerator;

  PacketTracer(VpcIndex vpc, RouteLayer routes, NetworkInterface to, Packet packet) {
    this.vpc = vpc;
    this.routes = routes;
    this.to = to;
    this.packet = packet;
    this.family = packet.source().family();
  }

  PacketTrace walk() {
    var layers = new EnumMap<Layer, Fact<Boolean>>(Layer.class);
    layers.put(Layer.ADDRESS, new AddressLayer(vpc).passes(to, family));
    layers.put(Layer.PUBLIC_ACCESS_BLOCK, new PublicAccessBlock(vpc).passes(to));
    var route = new RouteTracer(vpc, routes, to, packet.source()).walk();
    path.addAll(route.path());
    layers.put(Layer.ROUTE, route.passes());
    layers.put(Layer.NETWORK_ACL, vpc.aclOf(to.subnet()).map(this::letIn));
    layers.put(Layer.SECURITY_GROUP, admitted());
    return new PacketTrace(packet, isFromInternet(), layers, route.inspected(), path);
  }

  /// The same by way of AWS Global Accelerator: it needs an attached gateway and no route, no
  /// public address, and of the network ACL the answer only
  /// (https://docs.aws.amazon.com/global-accelerator/latest/dg/secure-vpc-connections.html).
  PacketTrace walkFromAccelerator() {
    throughAccelerator = true;
    var layers = new EnumMap<Layer, Fact<Boolean>>(Layer.class);
    layers.put(Layer.ADDRESS, Fact.known(!to.held(family).isEmpty()));
    layers.put(Layer.PUBLIC_ACCESS_BLOCK, new PublicAccessBlock(vpc).passes(to));
    vpc.attachedGateways()
        .asKnown()
        .ifPresent(
            gateways ->
                gateways.forEach(
                    id ->
                        step(Layer.ROUTE, id, "", "%s is attached to %s".formatted(id, to.vpc()))));
    layers.put(Layer.ROUTE, vpc.attachedGateways().map(gateways -> !gateways.isEmpty()));
    layers.put(Layer.NETWORK_ACL, vpc.aclOf(to.subnet()).map(this::letOut));
    layers.put(Layer.SECURITY_GROUP, admitted());
    return new PacketTrace(packet, isFromInternet(), layers, false, path);
  }

  private boolean isFromInternet() {
    return vpc.internet(family).addresses().contains(packet.source());
  }

  /// The groups alone, as the last step of a packet that an entrance sends on from its client.
  ///
  /// @param accelerated whether an accelerator is on the way
  PacketTrace walkGroups(boolean accelerated) {
    throughAccelerator = accelerated;
    var layers = new EnumMap<Layer, Fact<Boolean>>(Layer.class);
    layers.put(Layer.SECURITY_GROUP, admitted());
    return new PacketTrace(packet, isFromInternet(), layers, false, path);
  }

  private void step(Layer layer, Object at, String entry, String because) {
    path.add(new PacketTrace.Step(layer, at.toString(), entry, because));
  }

  // ---- the network ACL

  private boolean letIn(NetworkAcl acl) {
    var in = decidingEntry(acl, NetworkAcl.Direction.INBOUND, packet.protocol(), packet.port());
    if (!allows(in)) {
      in.ifPresent(entry -> tell(acl, entry, "%d deny".formatted(entry.ruleNumber())));
      return false;
    }
    if (!letOut(acl)) {
      return false;
    }
    in.ifPresent(entry -> tell(acl, entry, String.valueOf(entry.ruleNumber())));
    return true;
  }

  private boolean letOut(NetworkAcl acl) {
    if (packet.protocol() == Protocol.TCP && !mayAnswer(acl)) {
      answer(acl, AclLayer.CLIENT_PORTS.first())
          .ifPresent(entry -> tell(acl, entry, "outbound %d deny".formatted(entry.ruleNumber())));
      return false;
    }
    return true;
  }

  private void tell(NetworkAcl acl, NetworkAcl.Entry entry, String text) {
    step(
        Layer.NETWORK_ACL,
        acl.id(),
        text,
        "rule %d %s %s %s %s"
            .formatted(
                entry.ruleNumber(),
                entry.action() == NetworkAcl.Action.ALLOW ? "allows" : "denies",
                asked(entry),
                entry.direction() == NetworkAcl.Direction.INBOUND ? "from" : "to",
                entry.cidr()));
  }

  /// Whether the answer can reach any port that a client may have chosen. The ACL's decision
  /// changes only at the first port of a range or just after its last.
  private boolean mayAnswer(NetworkAcl acl) {
    var clients = AclLayer.CLIENT_PORTS;
    return acl.entries().stream()
            .flatMap(entry -> entry.ports().stream())
            .flatMap(ports -> Stream.of(ports.first(), ports.last() + 1))
            .filter(port -> holds(clients, port))
            .anyMatch(port -> allows(answer(acl, port)))
        || allows(answer(acl, clients.first()));
  }

  private Optional<NetworkAcl.Entry> answer(NetworkAcl acl, int port) {
    return decidingEntry(acl, NetworkAcl.Direction.OUTBOUND, Protocol.TCP, port);
  }

  private static boolean allows(Optional<NetworkAcl.Entry> deciding) {
    return deciding.filter(entry -> entry.action() == NetworkAcl.Action.ALLOW).isPresent();
  }

  /// The first matching entry; without one the packet is denied.
  private Optional<NetworkAcl.Entry> decidingEntry(
      NetworkAcl acl, NetworkAcl.Direction direction, int protocol, int port) {
    return acl.entries().stream()
        .filter(entry -> entry.direction() == direction)
        .filter(entry -> entry.cidr().contains(packet.source()))
        .filter(entry -> entry.protocol() < 0 || entry.protocol() == protocol)
        .filter(entry -> entry.protocol() < 0 || isAt(entry, port))
        .findFirst();
  }

  private boolean isAt(NetworkAcl.Entry entry, int port) {
    if (!Protocol.hasPorts(family, entry.protocol())) {
      return true;
    }
    return isIcmp(entry.protocol())
        ? entry.icmpType().filter(type -> type >= 0 && type != port).isEmpty()
        : entry.ports().filter(ports -> !holds(ports, port)).isEmpty();
  }

  private static boolean holds(PortRange ports, int port) {
    return ports.first() <= port && port <= ports.last();
  }

  private static boolean isIcmp(int protocol) {
    return protocol == Protocol.ICMP || protocol == Protocol.ICMPV6;
  }

  private static String asked(NetworkAcl.Entry entry) {
    if (entry.protocol() < 0) {
      return "all";
    }
    var part =
        isIcmp(entry.protocol())
            ? entry.icmpType().filter(type -> type >= 0).map(String::valueOf)
            : entry.ports().map(PacketTracer::text);
    return Protocol.name(entry.protocol()) + part.map(" "::concat).orElse("");
  }

  private static String text(PortRange ports) {
    return ports.first() == ports.last()
        ? String.valueOf(ports.first())
        : ports.first() + "-" + ports.last();
  }

  // ---- the security groups

  /// Whether any rule admits the packet. The first admitting rule decides; without one, an unread
  /// rule or list might still admit it.
  private Fact<Boolean> admitted() {
    var unread = Optional.<String>empty();
    for (var id : to.groups()) {
      switch (vpc.group(id)) {
        case Unread<SecurityGroup>(var why) -> unread = Optional.of(why);
        case Known<SecurityGroup>(var group) -> {
          for (var rule : group.ingress()) {
            switch (matching(rule)) {
              case Unread<Optional<String>>(var why) -> unread = Optional.of(why);
              case Known<Optional<String>>(var source) when source.isPresent() -> {
                tell(group, rule, source.get());
                return Fact.known(true);
              }
              case Known<Optional<String>> _ -> {}
            }
          }
        }
      }
    }
    return unread.<Fact<Boolean>>map(Fact::unread).orElseGet(() -> Fact.known(false));
  }

  /// The source of a rule that admits the packet, as people write it; empty when it does not admit
  /// the packet.
  private Fact<Optional<String>> matching(SecurityGroup.Rule rule) {
    if (!isFor(rule)) {
      return Fact.known(Optional.empty());
    }
    return switch (rule.source()) {
      case SecurityGroup.Source.Group(var id) ->
          Fact.known(
              Optional.of(id.value()).filter(_ -> throughAccelerator && vpc.isOfAccelerators(id)));
      case SecurityGroup.Source.Cidr(var prefix) ->
          Fact.known(Optional.of(prefix.toString()).filter(_ -> prefix.contains(packet.source())));
      case SecurityGroup.Source.PrefixListId(var id) ->
          vpc.prefixList(id)
              .map(
                  list ->
                      list.entries().stream()
                          .filter(entry -> entry.contains(packet.source()))
                          .findFirst()
                          .map(entry -> id + " " + entry));
    };
  }

  private boolean isFor(SecurityGroup.Rule rule) {
    if (rule.protocol() < 0 || rule.protocol() != packet.protocol()) {
      return rule.protocol() < 0;
    }
    if (!Protocol.hasPorts(family, rule.protocol()) || isOfAnyPort(rule)) {
      return true;
    }
    return isIcmp(rule.protocol())
        ? rule.from() == packet.port()
        : rule.from() <= packet.port() && packet.port() <= rule.to();
  }

  private static boolean isOfAnyPort(SecurityGroup.Rule rule) {
    return rule.from() < 0 || (!isIcmp(rule.protocol()) && rule.to() < rule.from());
  }

  private void tell(SecurityGroup group, SecurityGroup.Rule rule, String source) {
    step(
        Layer.SECURITY_GROUP,
        group.id(),
        "%s %s".formatted(services(rule, "/"), source),
        "%s admits %s from %s"
            .formatted(
                rule.id().map("rule "::concat).orElse("a rule"), services(rule, " "), source));
  }

  private String services(SecurityGroup.Rule rule, String between) {
    if (rule.protocol() < 0) {
      return "all";
    }
    var name = Protocol.name(rule.protocol());
    if (!Protocol.hasPorts(family, rule.protocol())) {
      return name;
    }
    if (isOfAnyPort(rule)) {
      return name + between + "all";
    }
    return name
        + between
        + (isIcmp(rule.protocol())
            ? String.valueOf(rule.from())
            : text(new PortRange(rule.from(), rule.to())));
  }
}
