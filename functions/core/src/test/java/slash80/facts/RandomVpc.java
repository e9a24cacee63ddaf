package slash80.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import slash80.ip.PortRange;
import slash80.ip.Prefix;

/// One VPC of a [RandomEntrances]: its subnets, tables, ACLs and groups, from a seed. The VPC with
/// number `n` is `vpc-n` with 2001:db8:n::/56 and 10.n.0.0/16; its subnets are `subnet-n1` to
/// `subnet-n3`, its groups `sg-n0` to `sg-n3`, and `sg-n9` is the group of its accelerators.
final class RandomVpc {
  static final int SUBNETS = 3;
  static final int GROUPS = 4;
  private static final List<String> BLOCKS =
      List.of(
          "::/0",
          "::/0",
          "::/0",
          "8000::/1",
          "2000::/3",
          "2600::/12",
          "2600:1f00::/24",
          "2600::1/128",
          "2a00::/12",
          "2001:db8:1::/56",
          "0.0.0.0/0",
          "0.0.0.0/0",
          "0.0.0.0/0",
          "128.0.0.0/1",
          "8.0.0.0/8",
          "8.8.8.8/32",
          "10.0.0.0/8");
  static final List<Integer> PORTS = List.of(80, 443, 8443, 53);

  private final Chance chance;
  final int number;
  final Vpc.Id id;
  private final InternetGateway.Id gateway;

  RandomVpc(int number, Chance chance) {
    this.chance = chance;
    this.number = number;
    this.id = new Vpc.Id("vpc-" + number);
    this.gateway = new InternetGateway.Id("igw-" + number);
  }

  Subnet.Id subnet(int place) {
    return new Subnet.Id("subnet-%d%d".formatted(number, place));
  }

  SecurityGroup.Id group(int place) {
    return new SecurityGroup.Id("sg-%d%d".formatted(number, place));
  }

  Subnet.Id anySubnet() {
    return subnet(1 + chance.below(SUBNETS));
  }

  SecurityGroup.Id anyGroup() {
    return group(chance.below(GROUPS));
  }

  /// An address of a subnet: `%s::5` or `%s.5`.
  String ipv6(int place, String rest) {
    return "2001:db8:%d:%d:%s".formatted(number, place, rest);
  }

  String ipv4(int place, int host) {
    return "10.%d.%d.%d".formatted(number, place, host);
  }

  VpcLayers layers(Fact<BlockMode> block, Fact<List<PublicAccessExclusion>> exclusions) {
    var ranges = List.of(range("2001:db8:%d::/56"), range("10.%d.0.0/16"));
    return new VpcLayers(
        chance.oneIn(20) ? Fact.unread("no VPC") : Fact.known(new Vpc(id, ranges)),
        rarelyUnread("subnets", subnets(block)),
        rarelyUnread("groups", groups()),
        rarelyUnread("ACLs", acls()),
        rarelyUnread("tables", tables()),
        rarelyUnread(
            "gateways",
            List.of(new InternetGateway(gateway, chance.oneIn(10) ? List.of() : List.of(id)))),
        Fact.known(Optional.empty()),
        Map.of(new PrefixList.Id("pl-1"), list("pl-1"), new PrefixList.Id("pl-2"), list("pl-2")),
        block,
        exclusions);
  }

  private CidrAssociation range(String pattern) {
    return CidrAssociation.associated(Prefix.parse(pattern.formatted(number)));
  }

  private <T> Fact<List<T>> rarelyUnread(String what, List<T> read) {
    return chance.oneIn(40)
        ? Fact.unread("no " + what + " of " + id)
        : Fact.known(List.copyOf(read));
  }

  private Fact<PrefixList> list(String name) {
    var entries =
        IntStream.range(0, chance.below(3))
            .mapToObj(_ -> Prefix.parse(chance.any(BLOCKS)))
            .toList();
    return chance.oneIn(6)
        ? Fact.unread("no entries of " + name)
        : Fact.known(new PrefixList(new PrefixList.Id(name), entries));
  }

  private List<Subnet> subnets(Fact<BlockMode> block) {
    var subnets = new ArrayList<Subnet>();
    var owner = Optional.of(chance.oneIn(6) ? "444455556666" : "111122223333");
    for (int place = 1; place <= SUBNETS; place++) {
      var modes = List.of(BlockMode.values());
      Optional<BlockMode> own =
          chance.oneIn(2)
              ? Optional.empty()
              : Optional.of(block.asKnown().orElseGet(() -> chance.any(modes)));
      if (!chance.oneIn(25)) {
        subnets.add(
            new Subnet(
                subnet(place),
                id,
                owner,
                List.of(
                    CidrAssociation.associated(Prefix.parse(ipv6(place, ":/64"))),
                    CidrAssociation.associated(Prefix.parse(ipv4(place, 0) + "/24"))),
                true,
                false,
                own,
                Map.of()));
      }
    }
    return subnets;
  }

  private List<RouteTable> tables() {
    var tables = new ArrayList<RouteTable>();
    tables.add(table("main", true, List.of(), List.of()));
    if (!chance.oneIn(3)) {
      tables.add(table("own", false, List.of(subnet(1)), List.of()));
    }
    if (chance.oneIn(3)) {
      tables.add(table("last", false, List.of(subnet(3)), List.of()));
    }
    if (chance.oneIn(6)) {
      var inward =
          Stream.of(ipv6(1, ":/64"), ipv4(1, 0) + "/24", ipv6(2, ":/64"))
              .filter(_ -> !chance.oneIn(3))
              .map(block -> World.route(block, chance.any(List.of("vpce-1", "vpce-1", "local"))))
              .toList();
      tables.add(
          new RouteTable(
              new RouteTable.Id("rtb-%d-edge".formatted(number)),
              id,
              false,
              List.of(),
              List.of(gateway),
              inward));
    }
    return tables;
  }

  private RouteTable table(
      String name, boolean main, List<Subnet.Id> subnets, List<InternetGateway.Id> gateways) {
    var routes = new ArrayList<RouteTable.Route>();
    for (var everything : List.of("::/0", "0.0.0.0/0")) {
      if (!chance.oneIn(6)) {
        routes.add(World.route(everything, chance.oneIn(8) ? "vpce-1" : gateway.value()));
      }
    }
    for (int more = chance.below(3); more > 0; more--) {
      var destination = chance.oneIn(5) ? "pl-" + (1 + chance.below(2)) : chance.any(BLOCKS);
      var target =
          chance.any(List.of(gateway.value(), gateway.value(), "eigw-1", "tgw-1", "local"));
      routes.add(
          chance.oneIn(8)
              ? World.blackhole(destination, target)
              : World.route(destination, target));
    }
    return new RouteTable(
        new RouteTable.Id("rtb-%d-%s".formatted(number, name)),
        id,
        main,
        subnets,
        gateways,
        routes);
  }

  private List<NetworkAcl> acls() {
    return List.of(acl("first", List.of(subnet(1))), acl("rest", List.of(subnet(2), subnet(3))));
  }

  private NetworkAcl acl(String name, List<Subnet.Id> subnets) {
    var entries = new ArrayList<NetworkAcl.Entry>();
    for (int more = chance.oneIn(2) ? chance.below(4) : 0; more > 0; more--) {
      entries.add(
          new NetworkAcl.Entry(
              chance.below(200),
              chance.any(List.of(NetworkAcl.Direction.values())),
              chance.any(List.of(NetworkAcl.Action.values())),
              chance.any(List.of(-1, 6, 6, 17)),
              chance.oneIn(3) ? Optional.empty() : Optional.of(ports()),
              Optional.empty(),
              Prefix.parse(chance.any(BLOCKS))));
    }
    Stream.of("in 200 % ::/0", "in 201 % 0.0.0.0/0", "out 200 % ::/0", "out 201 % 0.0.0.0/0")
        .map(text -> World.entry(text.replace("%", chance.oneIn(20) ? "deny all" : "allow all")))
        .forEach(entries::add);
    return new NetworkAcl(
        new NetworkAcl.Id("acl-%d-%s".formatted(number, name)), id, subnets, entries);
  }

  private PortRange ports() {
    int port = chance.any(PORTS);
    return chance.any(
        List.of(
            new PortRange(port, port),
            new PortRange(0, 65535),
            new PortRange(0, 1023),
            new PortRange(1024, 65535),
            new PortRange(443, 8443)));
  }

  private List<SecurityGroup> groups() {
    var groups = new ArrayList<SecurityGroup>();
    for (int place = 0; place < GROUPS; place++) {
      var rules = new ArrayList<SecurityGroup.Rule>();
      for (int more = chance.below(4); more > 0; more--) {
        rules.add(rule());
      }
      for (var everything : List.of("all ::/0", "all 0.0.0.0/0")) {
        if (chance.oneIn(4)) {
          rules.add(World.rule(everything));
        }
      }
      if (!chance.oneIn(40)) {
        groups.add(new SecurityGroup(group(place), "group-" + place, "", id, rules));
      }
    }
    if (!chance.oneIn(20)) {
      groups.add(new SecurityGroup(group(9), "GlobalAccelerator", "", id, List.of()));
    }
    return groups;
  }

  private SecurityGroup.Rule rule() {
    int protocol = chance.any(List.of(-1, -1, 6, 6, 6, 17, 58));
    var ports = chance.oneIn(4) || protocol == 58 ? new PortRange(0, 65535) : ports();
    boolean all = protocol < 0 || protocol == 58 || chance.oneIn(6);
    return new SecurityGroup.Rule(
        Optional.empty(), protocol, all ? -1 : ports.first(), all ? -1 : ports.last(), source());
  }

  private SecurityGroup.Source source() {
    return switch (chance.below(10)) {
      case 0 -> new SecurityGroup.Source.PrefixListId(new PrefixList.Id("pl-1"));
      case 1, 2, 3 -> new SecurityGroup.Source.Group(anyGroup());
      case 4 -> new SecurityGroup.Source.Group(group(9));
      case 5 -> new SecurityGroup.Source.Group(new SecurityGroup.Id("sg-20"));
      case 6 ->
          new SecurityGroup.Source.Cidr(
              Prefix.parse(
                  chance.any(
                      List.of(
                          ipv6(1, ":/64"),
                          ipv4(1, 0) + "/24",
                          ipv4(1, 128) + "/25",
                          "10.0.0.0/8",
                          "10.2.0.0/16",
                          "2001:db8:%d::/56".formatted(number)))));
      default -> new SecurityGroup.Source.Cidr(Prefix.parse(chance.any(BLOCKS)));
    };
  }
}
