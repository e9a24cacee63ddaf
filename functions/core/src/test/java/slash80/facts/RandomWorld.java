package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import slash80.ip.Address;
import slash80.ip.AddressSet;
import slash80.ip.Iana;
import slash80.ip.IpFamily;
import slash80.ip.Packet;
import slash80.ip.Prefix;
import slash80.ip.Protocol;

/// Builds networks from a seed: small enough that facts interact, and open often enough that
/// packets arrive. [#blinded] is the same network with some facts unread.
public final class RandomWorld {
  private static final List<Integer> PROTOCOLS = List.of(-1, -1, 6, 6, 17, 58, 1, 47);
  private static final List<String> SUBNETS = List.of("subnet-1", "subnet-2", "subnet-fw");

  private final Random random;
  private final WorldSpace space;
  final World world = new World();
  public final List<NetworkInterface> asked = new ArrayList<>();

  public RandomWorld(long seed) {
    this(seed, WorldSpace.WHOLE);
  }

  public RandomWorld(long seed, WorldSpace space) {
    this.random = new Random(seed);
    this.space = space;
    addSubnets();
    addLists();
    addTables();
    addAcls();
    addGroups();
    addBlock();
    addInterfaces();
    if (random.nextInt(12) != 0) {
      world.gateways.add(new InternetGateway(World.IGW, List.of(World.VPC)));
    }
  }

  private boolean oneIn(int many) {
    return random.nextInt(many) == 0;
  }

  private <T> T any(List<T> objects) {
    return objects.get(random.nextInt(objects.size()));
  }

  private Prefix block() {
    return Prefix.parse(any(space.blocks()));
  }

  private void addSubnets() {
    for (int i = 0; i < SUBNETS.size(); i++) {
      world.subnets.add(
          World.subnet(
              SUBNETS.get(i),
              range("2001:db8:1:%d::/64".formatted(i)),
              range("fd80:0:0:%d::/64".formatted(i)),
              World.associated("10.0.%d.0/24".formatted(i))));
    }
  }

  private CidrAssociation range(String cidr) {
    return new CidrAssociation(Prefix.parse(cidr), Fact.known(!oneIn(10)), oneIn(10));
  }

  private void addLists() {
    for (int i = 0; i < 3; i++) {
      world.list(
          "pl-" + i,
          IntStream.range(0, random.nextInt(4))
              .mapToObj(_ -> any(space.blocks()))
              .toArray(String[]::new));
    }
  }

  private void addTables() {
    world.tables.add(World.table("rtb-main", List.of(), routes()));
    if (oneIn(2)) {
      world.tables.add(World.table("rtb-1", List.of("subnet-1"), routes()));
    }
    if (oneIn(2)) {
      world.tables.add(World.table("rtb-fw", List.of("subnet-fw"), routes()));
    }
    if (oneIn(2)) {
      world.tables.add(World.edge("rtb-edge", edgeRoutes()));
    }
  }

  private RouteTable.Route[] edgeRoutes() {
    var routes = new ArrayList<RouteTable.Route>();
    if (!oneIn(3)) {
      routes.add(World.route("2001:db8:1::/56", "vpce-1"));
      routes.add(World.route("10.0.0.0/16", "vpce-1"));
    }
    for (int i = random.nextInt(3); i > 0; i--) {
      routes.add(edgeRoute());
    }
    return routes.toArray(RouteTable.Route[]::new);
  }

  private RouteTable.Route[] routes() {
    var routes = new ArrayList<RouteTable.Route>();
    if (!oneIn(3)) {
      routes.add(World.route("::/0", any(List.of("igw-1", "igw-1", "vpce-1", "eni-fw"))));
      routes.add(World.route("0.0.0.0/0", any(List.of("igw-1", "igw-1", "vpce-1", "eni-fw"))));
    }
    for (int i = random.nextInt(5); i > 0; i--) {
      var destination = oneIn(4) ? "pl-" + random.nextInt(4) : any(space.blocks());
      var target =
          any(
              List.of(
                  "igw-1", "igw-1", "igw-2", "eigw-1", "vpce-1", "vpce-2", "eni-fw", "tgw-1",
                  "local"));
      routes.add(route(destination, target));
    }
    return routes.toArray(RouteTable.Route[]::new);
  }

  private RouteTable.Route route(String destination, String target) {
    if (oneIn(8)) {
      return World.blackhole(destination, target);
    }
    if (oneIn(16)) {
      return World.filtered(destination, target);
    }
    return !destination.startsWith("pl-") && oneIn(6)
        ? World.propagated(destination, target)
        : World.route(destination, target);
  }

  private RouteTable.Route edgeRoute() {
    var destination =
        any(
            List.of(
                "2001:db8:1::/56",
                "2001:db8:1::/64",
                "2001:db8:1:1::/64",
                "2001:db8:1:0:a::/81",
                "10.0.0.0/16",
                "10.0.0.0/24",
                "10.0.1.0/24",
                "2001:db8:1::5/128"));
    return route(
        destination, any(List.of("local", "vpce-1", "vpce-1", "vpce-2", "eni-fw", "tgw-1")));
  }

  private void addAcls() {
    world.acls.add(acl("acl-1", List.of("subnet-1")));
    world.acls.add(acl("acl-2", List.of("subnet-2")));
  }

  private NetworkAcl acl(String id, List<String> subnets) {
    var entries = new ArrayList<NetworkAcl.Entry>();
    for (int i = random.nextInt(5); i > 0; i--) {
      entries.add(entry(random.nextInt(300)));
    }
    if (!oneIn(4)) {
      Stream.of(
              "in 200 allow all ::/0",
              "in 201 allow all 0.0.0.0/0",
              "out 200 allow all ::/0",
              "out 201 allow all 0.0.0.0/0")
          .map(World::entry)
          .forEach(entries::add);
    }
    return World.acl(id, subnets, entries.toArray(NetworkAcl.Entry[]::new));
  }

  private NetworkAcl.Entry entry(int number) {
    return new NetworkAcl.Entry(
        number,
        any(List.of(NetworkAcl.Direction.values())),
        any(List.of(NetworkAcl.Action.values())),
        any(PROTOCOLS),
        oneIn(3) ? Optional.empty() : Optional.of(any(space.ports())),
        oneIn(3) ? Optional.empty() : Optional.of(any(List.of(-1, 0, 128, 255))),
        block());
  }

  private void addGroups() {
    for (int i = 0; i < 3; i++) {
      var open = oneIn(3) ? Stream.of("all ::/0", "all 0.0.0.0/0") : Stream.<String>of();
      var rules = IntStream.range(0, random.nextInt(5)).mapToObj(_ -> rule());
      world.groups.add(
          World.group(
              "sg-" + i,
              Stream.concat(open.map(World::rule), rules).toArray(SecurityGroup.Rule[]::new)));
    }
  }

  private SecurityGroup.Rule rule() {
    int protocol = any(PROTOCOLS);
    boolean icmp = protocol == 1 || protocol == 58;
    var ports = any(space.ports());
    int from = oneIn(4) ? -1 : icmp ? any(List.of(0, 128, 255)) : ports.first();
    return new SecurityGroup.Rule(
        Optional.empty(), protocol, from, from < 0 ? -1 : icmp ? 0 : ports.last(), source());
  }

  private SecurityGroup.Source source() {
    return switch (random.nextInt(6)) {
      case 0 -> new SecurityGroup.Source.PrefixListId(new PrefixList.Id("pl-" + random.nextInt(4)));
      case 1 -> new SecurityGroup.Source.Group(new SecurityGroup.Id("sg-0"));
      default -> new SecurityGroup.Source.Cidr(block());
    };
  }

  private void addBlock() {
    var mode = !oneIn(3) ? BlockMode.OFF : any(List.of(BlockMode.values()));
    world.block = Fact.known(mode);
    var exclusions =
        IntStream.range(0, random.nextInt(3))
            .mapToObj(
                i ->
                    new PublicAccessExclusion(
                        "vpcbpa-exclude-" + i,
                        any(List.of("subnet-1", "subnet-2", "vpc-1", "vpc-2")),
                        any(List.of("allow-bidirectional", "allow-bidirectional", "allow-egress")),
                        any(List.of("create-complete", "update-complete", "delete-complete")),
                        Map.of()))
            .toList();
    world.exclusions = Fact.known(exclusions);
    world.subnets.replaceAll(subnet -> oneIn(2) ? subnet : effective(subnet, mode, exclusions));
    if (oneIn(6)) {
      world.subnets.replaceAll(this::sharedByAnother);
    }
  }

  /// The subnet as another account shares it, whose options decide its state.
  private Subnet sharedByAnother(Subnet subnet) {
    var theirs = World.blocked(subnet, any(List.of(BlockMode.values())));
    return World.shared(oneIn(4) ? subnet : theirs);
  }

  /// The subnet's state as AWS reports it: the result of the mode and the exclusions.
  private static Subnet effective(
      Subnet subnet, BlockMode mode, List<PublicAccessExclusion> exclusions) {
    boolean excluded =
        exclusions.stream()
            .filter(PublicAccessExclusion::admitsTheInternet)
            .anyMatch(
                publicAccessExclusion ->
                    List.of(subnet.id().value(), "vpc-1")
                        .contains(publicAccessExclusion.resource()));
    return World.blocked(subnet, excluded ? BlockMode.OFF : mode);
  }

  private void addInterfaces() {
    for (int i = 0; i < 4; i++) {
      int subnet = random.nextInt(2);
      var held =
          Stream.of(
                  "2001:db8:1:%d::5".formatted(subnet),
                  "2001:db8:1:%d:a::/80".formatted(subnet),
                  "fd80:0:0:%d::5".formatted(subnet),
                  "2001:db8:1:9::5")
              .filter(_ -> oneIn(2))
              .toArray(String[]::new);
      var address = "10.0.%d.%d".formatted(subnet, 4 + i);
      var eni = World.eni("eni-" + i).in(SUBNETS.get(subnet)).holding(held).guardedBy(groups());
      eni = oneIn(4) ? eni.ipv4(address) : eni.ipv4(address, "203.0.113." + i);
      asked.add((oneIn(10) ? eni.denyingTheGateway() : eni).made());
    }
    world.interfaces.addAll(asked);
    world.interfaces.add(World.eni("eni-fw").in("subnet-fw").made());
    world.interfaces.add(
        World.eni("eni-e").in("subnet-fw").described("VPC Endpoint Interface vpce-1").made());
  }

  private String[] groups() {
    return Stream.of("sg-0", "sg-1", "sg-2").filter(_ -> !oneIn(3)).toArray(String[]::new);
  }

  /// Packets at the values where a decision changes, and some at random; few come from outside the
  /// internet.
  public Packet packet(IpFamily family) {
    var packet = anyPacket(family);
    while (!isGlobal(packet) && !oneIn(4)) {
      packet = anyPacket(family);
    }
    return packet;
  }

  private static boolean isGlobal(Packet packet) {
    var global =
        packet.source().family() == IpFamily.IPV6 ? Iana.globalUnicastIpv6() : Iana.globalIpv4();
    return global.contains(packet.source());
  }

  private Packet anyPacket(IpFamily family) {
    var blocks =
        space.blocks().stream()
            .map(Prefix::parse)
            .filter(block -> block.family() == family)
            .toList();
    var block = any(blocks);
    var sets = AddressSet.of(block);
    var source =
        switch (random.nextInt(4)) {
          case 0 -> block.first();
          case 1 -> block.last();
          case 2 ->
              sets.complement().isEmpty()
                  ? block.first()
                  : sets.complement().prefixes().getLast().first();
          default ->
              family == IpFamily.IPV6
                  ? new Address(
                      family, 0x2600_0000_0000_0000L + random.nextInt(), random.nextLong())
                  : new Address(family, 0, random.nextLong() & 0xffff_ffffL);
        };
    int protocol = any(List.of(6, 6, 6, 17, 58, 1, 47, random.nextInt(256)));
    boolean ported = Protocol.hasPorts(family, protocol);
    int port =
        protocol == 58 || protocol == 1
            ? any(List.of(0, 128, 255, 3))
            : any(List.of(0, 21, 22, 23, 79, 80, 443, 444, 1023, 1024, 1025, 65534, 65535));
    return new Packet(source, protocol, ported ? port : 0);
  }

  public Facts facts() {
    return world.facts();
  }

  /// This network with some facts unread; the other facts stay true.
  public Facts blinded() {
    var blind = new World();
    blind.instances.addAll(world.instances);
    blind.interfaces.addAll(world.interfaces);
    blind.subnets.addAll(world.subnets);
    blind.groups.addAll(world.groups);
    blind.acls.addAll(world.acls);
    blind.tables.addAll(world.tables);
    blind.gateways.addAll(world.gateways);
    blind.lists.putAll(world.lists);
    blind.block = world.block;
    blind.exclusions = world.exclusions;
    for (var what : List.of("interfaces", "subnets", "groups", "acls", "tables", "gateways")) {
      if (oneIn(14)) {
        blind.unread.put(what, "no " + what);
      }
    }
    blind.lists.replaceAll((id, list) -> oneIn(4) ? Fact.unread("no entries of " + id) : list);
    blind.groups.removeIf(_ -> oneIn(10));
    blind.acls.removeIf(_ -> oneIn(10));
    blind.interfaces.removeIf(_ -> oneIn(10));
    blind.subnets.replaceAll(subnet -> oneIn(6) ? withUnreadRanges(subnet) : subnet);
    blind.vpc = oneIn(10) ? Fact.unread("no VPC") : blind.vpc;
    blind.exclusions = oneIn(4) ? Fact.unread("no exclusions") : blind.exclusions;
    if (oneIn(6)) {
      blind.block = Fact.unread("no options");
      blind.subnets.replaceAll(
          subnet ->
              isShared(subnet)
                  ? subnet
                  : effective(
                      subnet,
                      world.block.asKnown().orElseThrow(),
                      world.exclusions.asKnown().orElseThrow()));
    }
    return blind.facts();
  }

  private static boolean isShared(Subnet subnet) {
    return !subnet.owner().equals(World.subnet("subnet-own").owner());
  }

  private static Subnet withUnreadRanges(Subnet subnet) {
    return new Subnet(
        subnet.id(),
        subnet.vpc(),
        subnet.owner(),
        subnet.ranges().stream()
            .map(range -> new CidrAssociation(range.cidr(), Fact.unread("odd"), range.isPrivate()))
            .toList(),
        true,
        false,
        subnet.blockMode(),
        subnet.tags());
  }
}
