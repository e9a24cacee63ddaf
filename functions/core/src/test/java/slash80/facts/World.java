package slash80.facts;

import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import slash80.ip.Address;
import slash80.ip.IpFamily;
import slash80.ip.PortRange;
import slash80.ip.Prefix;
import slash80.network.Network;
import slash80.network.Parameters;

/// A world of facts for a [Network], built record by record.
public final class World {
  static final String CLUSTER = "demo";
  public static final Vpc.Id VPC = new Vpc.Id("vpc-1");
  static final Subnet.Id SUBNET = new Subnet.Id("subnet-1");
  public static final InternetGateway.Id IGW = new InternetGateway.Id("igw-1");
  static final SecurityGroup.Id CLUSTER_GROUP = new SecurityGroup.Id("sg-cluster");
  public static final Instant NOW = Instant.parse("2026-11-23T08:00:00Z");

  public Fact<Vpc> vpc =
      Fact.known(new Vpc(VPC, List.of(associated("2001:db8:1::/56"), associated("10.0.0.0/16"))));
  public final List<Instance> instances = new ArrayList<>();
  public final List<NetworkInterface> interfaces = new ArrayList<>();
  public final List<Subnet> subnets = new ArrayList<>();
  public final List<SecurityGroup> groups = new ArrayList<>();
  public final List<NetworkAcl> acls = new ArrayList<>();
  public final List<RouteTable> tables = new ArrayList<>();
  public final List<InternetGateway> gateways = new ArrayList<>();
  final Map<PrefixList.Id, Fact<PrefixList>> lists = new HashMap<>();
  final List<LoadBalancer> balancers = new ArrayList<>();
  final List<TargetGroup> targetGroups = new ArrayList<>();
  public Fact<BlockMode> block = Fact.known(BlockMode.OFF);
  public Fact<List<PublicAccessExclusion>> exclusions = Fact.known(List.of());
  public final Map<String, String> unread = new HashMap<>();

  public Network network() {
    return new Network(facts(), Parameters.DEFAULTS);
  }

  VpcIndex index() {
    return new VpcIndex(VPC, "111122223333", facts().layers(), facts().attachments().interfaces());
  }

  Facts facts() {
    return new Facts(
        cluster(),
        NOW,
        new VpcLayers(
            vpc,
            read("subnets", subnets),
            read("groups", groups),
            read("acls", acls),
            read("tables", tables),
            read("gateways", gateways),
            Fact.known(Optional.empty()),
            lists,
            block,
            exclusions),
        Map.of(),
        new Attachments(read("instances", instances), read("interfaces", interfaces)),
        new Balancing(
            read("balancers", balancers),
            Fact.known(List.of()),
            read("targetGroups", targetGroups)),
        new OtherEntrances(Fact.known(List.of()), Fact.known(List.of()), Fact.known(List.of())),
        new PrefixDelegation(
            Map.of(),
            Map.of(),
            Fact.known(Optional.of(new VpcCni("v1.20.1-eksbuild.3", Fact.known(Map.of())))),
            Fact.known(List.of()),
            Map.of()),
        Permissions.unasked(),
        List.of("a note of the reading"));
  }

  private <T> Fact<List<T>> read(String what, List<T> objects) {
    return unread.containsKey(what)
        ? Fact.unread(unread.get(what))
        : Fact.known(List.copyOf(objects));
  }

  private static Cluster cluster() {
    return new Cluster(
        CLUSTER,
        "arn:aws:eks:us-east-2:111122223333:cluster/demo",
        "111122223333",
        "us-east-2",
        Fact.known(IpFamily.IPV6),
        VPC,
        List.of(SUBNET),
        List.of(),
        Optional.of(CLUSTER_GROUP),
        false,
        Fact.known(false),
        List.of(),
        Map.of());
  }

  public static CidrAssociation associated(String cidr) {
    return CidrAssociation.associated(Prefix.parse(cidr));
  }

  public static Subnet subnet(String id, CidrAssociation... ranges) {
    return new Subnet(
        new Subnet.Id(id),
        VPC,
        Optional.of("111122223333"),
        List.of(ranges),
        true,
        false,
        Optional.empty(),
        Map.of());
  }

  public static Subnet blocked(Subnet subnet, BlockMode mode) {
    return with(subnet, subnet.owner(), Optional.of(mode));
  }

  /// The subnet as another account shares it.
  public static Subnet shared(Subnet subnet) {
    return with(subnet, Optional.of("444455556666"), subnet.blockMode());
  }

  private static Subnet with(Subnet subnet, Optional<String> owner, Optional<BlockMode> mode) {
    return new Subnet(subnet.id(), VPC, owner, subnet.ranges(), true, false, mode, Map.of());
  }

  public static Instance instance(String id, Instant launched) {
    return new Instance(
        new Instance.Id(id),
        "running",
        launched,
        "c7g.large",
        "us-east-2a",
        Map.of("aws:eks:cluster-name", CLUSTER),
        "");
  }

  public static Eni eni(String id) {
    return new Eni(id);
  }

  /// A builder of an interface.
  public static final class Eni {
    final String id;
    Vpc.Id vpc = VPC;
    Subnet.Id subnet = SUBNET;
    String type = "interface";
    String description = "";
    Optional<NetworkInterface.Attachment> attachment = Optional.empty();
    List<SecurityGroup.Id> groups = List.of();
    List<Address> addresses = List.of();
    List<Prefix> prefixes = List.of();
    List<NetworkInterface.Ipv4> ipv4 = List.of();
    boolean denies = false;
    Map<String, String> tags = Map.of();
    String operator = "";

    private Eni(String id) {
      this.id = id;
    }

    public Eni in(String id) {
      subnet = new Subnet.Id(id);
      return this;
    }

    Eni of(Vpc.Id id) {
      vpc = id;
      return this;
    }

    Eni type(String word) {
      type = word;
      return this;
    }

    public Eni described(String text) {
      description = text;
      return this;
    }

    public Eni on(String instance, int device, int card) {
      attachment =
          Optional.of(new NetworkInterface.Attachment(new Instance.Id(instance), device, card));
      return this;
    }

    public Eni guardedBy(String... ids) {
      groups = List.of(ids).stream().map(SecurityGroup.Id::new).toList();
      return this;
    }

    public Eni holding(String... texts) {
      addresses =
          List.of(texts).stream().filter(text -> !text.contains("/")).map(Address::parse).toList();
      prefixes =
          List.of(texts).stream().filter(text -> text.contains("/")).map(Prefix::parse).toList();
      return this;
    }

    public Eni ipv4(String address, String... publicAddress) {
      ipv4 =
          List.of(
              new NetworkInterface.Ipv4(
                  Address.parse(address),
                  true,
                  List.of(publicAddress).stream().findFirst().map(Address::parse)));
      return this;
    }

    public Eni denyingTheGateway() {
      denies = true;
      return this;
    }

    Eni tagged(String key, String value) {
      tags = Map.of(key, value);
      return this;
    }

    Eni managedBy(String principal) {
      operator = principal;
      return this;
    }

    public NetworkInterface made() {
      return new NetworkInterface(
          new NetworkInterface.Id(id),
          subnet,
          vpc,
          type,
          description,
          attachment,
          groups,
          addresses,
          prefixes,
          ipv4,
          List.of(),
          denies,
          true,
          tags,
          operator);
    }
  }

  public static RouteTable table(String id, List<String> subnets, RouteTable.Route... routes) {
    return new RouteTable(
        new RouteTable.Id(id),
        VPC,
        subnets.isEmpty(),
        subnets.stream().map(Subnet.Id::new).toList(),
        List.of(),
        List.of(routes));
  }

  /// The gateway's own table.
  public static RouteTable edge(String id, RouteTable.Route... routes) {
    return new RouteTable(
        new RouteTable.Id(id), VPC, false, List.of(), List.of(IGW), List.of(routes));
  }

  /// `destination` is a CIDR or the id of a prefix list; `target` an id as AWS writes it.
  public static RouteTable.Route route(String destination, String target) {
    return new RouteTable.Route(destination(destination), target(target), Fact.known(true), false);
  }

  public static RouteTable.Route blackhole(String destination, String target) {
    return new RouteTable.Route(destination(destination), target(target), Fact.known(false), false);
  }

  /// A route in a state for which AWS documents no traffic.
  public static RouteTable.Route filtered(String destination, String target) {
    return new RouteTable.Route(
        destination(destination), target(target), Fact.unread("the state is filtered"), false);
  }

  public static RouteTable.Route propagated(String destination, String target) {
    return new RouteTable.Route(destination(destination), target(target), Fact.known(true), true);
  }

  private static RouteTable.Destination destination(String text) {
    return text.startsWith("pl-")
        ? new RouteTable.Destination.PrefixListId(new PrefixList.Id(text))
        : new RouteTable.Destination.Cidr(Prefix.parse(text));
  }

  private static RouteTable.Target target(String id) {
    return switch (id.replaceAll("-.*", "")) {
      case "local" -> new RouteTable.Target.Local();
      case "igw" -> new RouteTable.Target.Igw(new InternetGateway.Id(id));
      case "eigw" -> new RouteTable.Target.EgressOnly(id);
      case "vpce" -> new RouteTable.Target.Endpoint(id);
      case "eni" -> new RouteTable.Target.Interface(new NetworkInterface.Id(id));
      default -> new RouteTable.Target.Other(id);
    };
  }

  public void list(String id, String... entries) {
    var list = new PrefixList.Id(id);
    lists.put(
        list,
        Fact.known(new PrefixList(list, List.of(entries).stream().map(Prefix::parse).toList())));
  }

  public void unreadList(String id, String why) {
    lists.put(new PrefixList.Id(id), Fact.unread(why));
  }

  public static NetworkAcl acl(String id, List<String> subnets, NetworkAcl.Entry... entries) {
    return new NetworkAcl(
        new NetworkAcl.Id(id),
        VPC,
        subnets.stream().map(Subnet.Id::new).toList(),
        List.of(entries));
  }

  /// As `in 100 allow tcp 22-80 ::/0`; the ports may be missing.
  public static NetworkAcl.Entry entry(String text) {
    var words = text.split(" ");
    int protocol = words[3].equals("all") ? -1 : slash80.ip.Protocol.parse(words[3]);
    var ports = words.length < 6 ? Optional.<PortRange>empty() : Optional.of(ports(words[4]));
    boolean icmp = protocol == 1 || protocol == 58;
    return new NetworkAcl.Entry(
        Integer.parseInt(words[1]),
        words[0].equals("in") ? NetworkAcl.Direction.INBOUND : NetworkAcl.Direction.OUTBOUND,
        words[2].equals("allow") ? NetworkAcl.Action.ALLOW : NetworkAcl.Action.DENY,
        protocol,
        icmp ? Optional.empty() : ports,
        icmp ? ports.map(PortRange::first) : Optional.empty(),
        Prefix.parse(words[words.length - 1]));
  }

  private static PortRange ports(String text) {
    var ends = text.split("-");
    return new PortRange(Integer.parseInt(ends[0]), Integer.parseInt(ends[ends.length - 1]));
  }

  public static SecurityGroup group(String id, SecurityGroup.Rule... rules) {
    return new SecurityGroup(new SecurityGroup.Id(id), id, "", VPC, List.of(rules));
  }

  /// As `tcp 22-80 ::/0`, `all pl-1`, `icmpv6 128 ::/0`, `udp sg-2`.
  public static SecurityGroup.Rule rule(String text) {
    var words = text.split(" ");
    int protocol = words[0].equals("all") ? -1 : slash80.ip.Protocol.parse(words[0]);
    var ports = words.length < 3 ? Optional.<PortRange>empty() : Optional.of(ports(words[1]));
    return new SecurityGroup.Rule(
        Optional.of("sgr-1"),
        protocol,
        ports.map(PortRange::first).orElse(-1),
        ports.map(PortRange::last).orElse(-1),
        source(words[words.length - 1]));
  }

  private static SecurityGroup.Source source(String text) {
    if (text.startsWith("pl-")) {
      return new SecurityGroup.Source.PrefixListId(new PrefixList.Id(text));
    }
    return text.startsWith("sg-")
        ? new SecurityGroup.Source.Group(new SecurityGroup.Id(text))
        : new SecurityGroup.Source.Cidr(Prefix.parse(text));
  }
}
